"""情况说明: what the unit explains instead of putting it right."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import WAIVER_HEADINGS, WAIVERS
from validator.model.appearance import NO_HINT
from validator.model.filing import WAIVER_KEYS
from validator.template.content import lines_needed
from validator.template.draft import Draft
from validator.template.formula_results import day
from validator.template.preview import FIRST_WAIVER
from validator.template.style import TAB_OWN, print_on_a4, protect, set_sizes
from validator.template.writing import put

LEAST_ROWS = 20
_WIDTHS = (90, 230, 430, 90, 120)
"""Pixels."""
_TOLD = (
    "需要核实的问题，核实后情况属实的，在此逐条说明；强制的问题只能改正，说明无效。"
    "五项都要填写，缺一项的说明不完整。没有要说明的，本表留空。"
)
_MESSAGES = (
    ("规则代码", "照校验结果填写，如 T3-04。一行说明一处。"),
    ("单元格或指标", "填单元格或指标名称，照校验结果填写。"),
    ("理由", "写清为什么数字属实，涉及的事项、件数和依据。"),
    ("填写人", "填姓名。"),
    ("日期", "填写本条说明的日期，如 2026-1-10。"),
)


def write_waivers(draft: Draft) -> None:
    """The sheet of explanations; the name 情况说明 covers its rows."""
    sheet = draft.book.add_worksheet(WAIVERS)
    set_sizes(sheet, _WIDTHS, {1: 36, 2: 22, 3: 6, 4: 24})
    title, note = draft.look("title"), draft.look("note", "wrap")
    put(sheet, "A1:E1", WAIVERS, title)
    put(sheet, "A2:E2", _TOLD, note)
    for column, head in zip("ABCDE", WAIVER_HEADINGS, strict=True):
        put(sheet, f"{column}{FIRST_WAIVER - 1}", head, draft.look("cell", "head"))
    rows = max(LEAST_ROWS, len(draft.data.waivers))
    for offset in range(rows):
        one = draft.data.waivers[offset] if offset < len(draft.data.waivers) else {}
        _write_row(draft, sheet, FIRST_WAIVER + offset, one)
    _finish(draft, sheet, FIRST_WAIVER + rows - 1)


def _write_row(draft: Draft, sheet: Worksheet, row: int, waiver: Mapping[str, str]) -> None:
    where = f"{WAIVERS}第{row - FIRST_WAIVER + 1}条"
    for column, key in zip("ABCDE", WAIVER_KEYS, strict=True):
        text = waiver.get(key, "")
        value = day(text) if key == "date" else text or None
        parts = {"date": ("date",), "reason": ("left",), "cell": ("left",)}.get(key, ())
        put(sheet, f"{column}{row}", value, draft.look("cell", *parts, "unlocked"), where)
    sheet.set_row(row - 1, min(409, max(24, _lines(waiver) * 14 + 6)))


def _lines(waiver: Mapping[str, str]) -> int:
    """Lines of the tallest cell of a row."""
    texts = (waiver.get(key, "") for key in WAIVER_KEYS)
    return max(lines_needed(text, width - 10, 10.5) for text, width in zip(texts, _WIDTHS, strict=True))


def _finish(draft: Draft, sheet: Worksheet, last: int) -> None:
    draft.define(WAIVERS, WAIVERS, f"A{FIRST_WAIVER}:E{last}")
    place = draft.form.guidance.place
    for column, (title, message) in zip("ABCDE", _MESSAGES, strict=True):
        own = place if title == place.title else NO_HINT
        options = {"validate": "any", "input_title": title, "input_message": own.told or message}
        sheet.data_validation(f"{column}{FIRST_WAIVER}:{column}{last}", options)
    sheet.freeze_panes(FIRST_WAIVER - 1, 0)
    sheet.set_selection(f"A{FIRST_WAIVER}")
    sheet.repeat_rows(FIRST_WAIVER - 2)
    print_on_a4(sheet, f"A1:E{last}", landscape=True, pages=1 if last < FIRST_WAIVER + LEAST_ROWS else 0)
    sheet.set_tab_color(TAB_OWN)
    protect(sheet)
