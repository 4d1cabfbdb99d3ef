"""校验: every relation with both its sides, the difference and the verdict, live."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import CHECKS
from validator.template.all_rows import left_to_the_validator
from validator.template.areas import on_any_sheet
from validator.template.check_rows import (
    DUE_COLUMN,
    FIRST_ROW,
    LEFT,
    LEFT_COLUMN,
    NOTHING,
    RIGHT,
    RIGHT_COLUMN,
    VERDICT,
    VERDICT_COLUMN,
    CheckRow,
    totals_of,
)
from validator.template.content import lines_needed
from validator.template.draft import Draft
from validator.template.judged import Judged
from validator.template.live import FAILS, REVIEW, UNDECIDED, due_total
from validator.template.status import count_line
from validator.template.style import BROKEN, QUESTIONED, print_on_a4, protect, set_sizes
from validator.template.writing import mark, put, put_formula

_COLUMNS = (
    ("规则", 56),
    ("级别", 50),
    ("表", 50),
    ("项目", 170),
    ("左边", 150),
    ("右边", 150),
    ("相差", 66),
    ("结论", 74),
    ("应有的关系", 330),
    ("单元格", 72),
)
"""Heads, and pixels."""
_LETTERS = "ABCDEFGHIJ"
_TOLD = (
    "本表自动计算，不必填写，随填报实时变化；完整的校验（正文、上年衔接等）由校验程序进行。"
    "“未定”是指有格空白或不是数字，暂时判断不了。"
)


_LEFT_OUT = "强制规则中，单元格公式判断不了、需用“校验”按钮（或校验程序）检查的："


def write_checks(draft: Draft, rows: tuple[CheckRow, ...], judged: Judged) -> None:
    """The last sheet."""
    sheet = draft.book.add_worksheet(CHECKS)
    set_sizes(sheet, [width for _, width in _COLUMNS], {1: 36, 2: 22, 3: 20, 4: 20, 5: 24})
    title, plain, note = draft.look("title"), draft.look("plain", "bold"), draft.look("note")
    put(sheet, "A1:J1", CHECKS, title)
    line = count_line(rows)
    put_formula(sheet, "A2:J2", line.formula, plain, line.shown)
    put(sheet, "A3:J3", _TOLD, note)
    if codes := left_to_the_validator(draft):
        put(sheet, "A4:J4", f"{_LEFT_OUT}{'、'.join(codes)}。", note)
    for letter, (head, _) in zip(_LETTERS, _COLUMNS, strict=True):
        put(sheet, f"{letter}{FIRST_ROW - 1}", head, draft.look("cell", "head"))
    for offset, one in enumerate(rows):
        _write_check(draft, sheet, FIRST_ROW + offset, one)
    _write_due_totals(draft, sheet, judged)
    _finish(draft, sheet, FIRST_ROW + len(rows) - 1)


def _write_check(draft: Draft, sheet: Worksheet, row: int, one: CheckRow) -> None:
    centre, left = draft.look("cell", "small"), draft.look("cell", "small", "left")
    for letter, text in (("A", one.rule.code), ("B", one.level), ("C", one.table)):
        put(sheet, f"{letter}{row}", text, centre)
    put(sheet, f"D{row}", one.what, left)
    put(sheet, f"I{row}", one.relation, left)
    formula, shown = one.left
    put_formula(sheet, f"{LEFT_COLUMN}{row}", _own_row(formula, row), centre, shown)
    put_formula(sheet, f"{RIGHT_COLUMN}{row}", _own_row(one.right[0], row), centre, one.right[1])
    both = f"{LEFT_COLUMN}{row}:{RIGHT_COLUMN}{row}"
    gap = f'=IF(COUNT({both})=2,ROUND({LEFT_COLUMN}{row}-{RIGHT_COLUMN}{row},6),"{NOTHING}")'
    put_formula(sheet, f"G{row}", gap, centre, one.difference)
    verdict = draft.look("cell", "small", "bold")
    put_formula(sheet, f"{VERDICT_COLUMN}{row}", _own_row(one.verdict[0], row), verdict, one.verdict[1])
    link = f"internal:'{one.sheet}'!{one.cell}"
    sheet.write_url(f"J{row}", link, draft.look("cell", "small", "link"), f"查看 {one.cell}")
    draft.define(one.name, CHECKS, f"{VERDICT_COLUMN}{row}")
    sheet.set_row(row - 1, _height(one))


def _write_due_totals(draft: Draft, sheet: Worksheet, judged: Judged) -> None:
    """Hidden, one below the other: longer than a cell of VA-03 can be, and the relations read them as well."""
    areas, look = on_any_sheet(draft.form), draft.look("cell", "small")
    for name, cell in totals_of(draft.form):
        due = judged.is_due(name)
        put_formula(sheet, cell, f"=IF({due_total(draft.form, name, areas)},1,0)", look, int(due))
    sheet.set_column(f"{DUE_COLUMN}:{DUE_COLUMN}", None, None, {"hidden": True})


def _height(one: CheckRow) -> float:
    """As tall as the longest of its texts needs, up to a title of three lines."""
    texts = {3: one.what, 4: str(one.left[1]), 5: str(one.right[1]), 8: one.relation}
    lines = max(lines_needed(text, _COLUMNS[column][1], 9) for column, text in texts.items())
    return 8 + 12.5 * min(lines, 3)


def _own_row(formula: str, row: int) -> str:
    for place, column in ((LEFT, LEFT_COLUMN), (RIGHT, RIGHT_COLUMN), (VERDICT, VERDICT_COLUMN)):
        formula = formula.replace(place, f"{column}{row}")
    return formula


def _finish(draft: Draft, sheet: Worksheet, last: int) -> None:
    area = f"A{FIRST_ROW}:J{last}"
    verdict = f"${VERDICT_COLUMN}{FIRST_ROW}"
    open_ones = ",".join(f'{verdict}="{one}"' for one in (REVIEW, UNDECIDED))
    for test, look in ((f'={verdict}="{FAILS}"', BROKEN), (f"=OR({open_ones})", QUESTIONED)):
        mark(sheet, [area], test, draft.book.add_format(look), last=True)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    sheet.autofilter(f"A{FIRST_ROW - 1}:J{last}")
    sheet.repeat_rows(FIRST_ROW - 2)
    print_on_a4(sheet, f"A1:J{last}", landscape=True, pages=0)
    protect(sheet, autofilter=True, sort=True)
