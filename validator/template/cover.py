"""The cover: whose report of which year, how to fill it in, and whether everything agrees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from validator.filings.sheets import WAIVERS
from validator.model.derived_fields import day_of_year_formula
from validator.template.areas import grid
from validator.template.checks import Check
from validator.template.content import lines_needed
from validator.template.draft import CHECKS, COVER, Draft, edition_text
from validator.template.shown import (
    Day,
    day,
)
from validator.template.status import IS_BROKEN, IS_OPEN, cover_line
from validator.template.style import BROKEN, QUESTIONED, print_on_a4, protect
from validator.template.writing import put, put_formula, span

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LABEL_COLUMN, _LAST_COLUMN = "B", "C"
_MARGIN, _LABEL_WIDTH, _FIELD_WIDTH = 20, 160, 460
"""Pixels of columns A, B and C."""
_NOTES_FROM = 17

_MESSAGES = {
    "正文.标题": ("报告标题", "由机关名称和报告年度自动生成，可以改写。"),
    "封面.机关名称": ("机关名称", "填全称，与印章一致，如“渑池县人民政府”。"),
    "封面.机关类型": ("机关类型", "从下拉列表中选择。它决定本机关能否有规章、应在何时公布。"),
    "封面.报告年度": ("报告年度", "填报告所述的年度（四位数字），不是填报时的年度。统计期限随它变化。"),
    "封面.统计期限起": ("统计期限起", "自动为报告年度1月1日。年内组建的，可改写为组建之日，并在下面说明。"),
    "封面.统计期限止": ("统计期限止", "自动为报告年度12月31日。年内撤销的，可改写为撤销之日，并在下面说明。"),
    "封面.组建撤销说明": ("年内组建/撤销说明", "只有统计期限不满一年的机关填写，如“2025年3月组建”。其他机关留空。"),
    "封面.公布日期": ("公布日期", "填日期，如 2026-1-20。政府部门应在1月31日前报送并公布，地方政府应在3月31日前公布。"),
}


def write_cover(draft: Draft, rows: tuple[Check, ...]) -> None:
    """The first sheet. Addresses of its fields are the form's."""
    sheet = draft.book.add_worksheet(COVER)
    for column, width in enumerate((_MARGIN, _LABEL_WIDTH, _FIELD_WIDTH)):
        sheet.set_column_pixels(column, column, width)
    _write_title(draft, sheet)
    for field in draft.form.cover:
        if field.name != "正文.标题":
            label = field.cell.replace(_LAST_COLUMN, _LABEL_COLUMN)
            put(sheet, label, field.label, draft.look("cell", "head"))
            sheet.set_row(grid(field.cell)[0], 27)
        draft.define(field.name, field.sheet, field.cell)
    _write_fields(draft, sheet)
    _write_status(draft, sheet, rows)
    last = _write_notes(draft, sheet)
    _validate(draft, sheet)
    _mark(draft, sheet)
    sheet.set_selection(draft.form.fields["封面.机关名称"].cell)
    sheet.ignore_errors({"formula_unlocked": "B4:C14"})
    print_on_a4(sheet, f"B1:{_LAST_COLUMN}{last}")
    protect(sheet)


def _write_title(draft: Draft, sheet: Worksheet) -> None:
    note = f"{draft.form.basis}　年度报告格式（{edition_text(draft.form.edition)}）"
    put(sheet, "B2", note, draft.look("note"))
    field = draft.form.fields["正文.标题"]
    look = draft.look("title", "big", "wrap", "unlocked")
    cell = span(sheet, f"{field.cell}:{field.cell.replace(_LABEL_COLUMN, _LAST_COLUMN)}", look)
    if field.name in draft.cover.typed:
        put(sheet, cell, draft.cover.title or None, look, field.name)
    else:
        organ, year = draft.form.fields["封面.机关名称"].cell, draft.form.fields["封面.报告年度"].cell
        put_formula(sheet, cell, f'={organ}&{year}&"年{draft.form.title_words}"', look, draft.cover.title)
    for row, height in ((0, 12), (1, 18), (2, 30), (4, 12), (5, 12)):
        sheet.set_row(row, height)
    sheet.set_row(3, 32 * lines_needed(draft.cover.title, _LABEL_WIDTH + _FIELD_WIDTH, 20) + 14)


def _write_fields(draft: Draft, sheet: Worksheet) -> None:
    data, text = draft.data, ("cell", "left", "input")
    year = draft.form.fields["封面.报告年度"].cell
    _put(draft, sheet, "封面.机关名称", data.organ or None, text)
    _put(draft, sheet, "封面.机关类型", data.organ_type or None, text)
    _put(draft, sheet, "封面.报告年度", draft.year, (*text, "year"))
    calendar = draft.form.calendar
    first, last = (
        day_of_year_formula(year, calendar.first_day),
        day_of_year_formula(year, calendar.last_day, over=calendar.over),
    )
    _put_day(draft, sheet, "封面.统计期限起", draft.cover.start, f"={first}")
    _put_day(draft, sheet, "封面.统计期限止", draft.cover.end, f"={last}")
    _put(draft, sheet, "封面.组建撤销说明", data.partial_year or None, text)
    _put(draft, sheet, "封面.公布日期", day(data.published), (*text, "date"))


def _put(draft: Draft, sheet: Worksheet, name: str, value: object, parts: tuple[str, ...]) -> None:
    field = draft.form.fields[name]
    put(sheet, field.cell, value, draft.look(*parts), f"{field.name}（{field.label}）")


def _put_day(draft: Draft, sheet: Worksheet, name: str, shown: Day, formula: str) -> None:
    parts = ("cell", "left", "input", "date")
    if name in draft.cover.typed or shown is None:
        _put(draft, sheet, name, shown, parts)
    else:
        put_formula(sheet, draft.form.fields[name].cell, formula, draft.look(*parts), shown)


def _write_status(draft: Draft, sheet: Worksheet, rows: tuple[Check, ...]) -> None:
    line = cover_line(draft, rows)
    put(sheet, "B14", "校验情况", draft.look("cell", "head"))
    put_formula(sheet, "C14", line.formula, draft.look("cell", "left", "computed"), line.shown)
    sheet.set_row(13, 27)
    sheet.set_row(14, 14)


def _write_notes(draft: Draft, sheet: Worksheet) -> int:
    """填表说明; the last row used."""
    put(sheet, f"B{_NOTES_FROM - 1}", "填表说明", draft.look("plain", "bold"))
    sheet.set_row(_NOTES_FROM - 2, 22)
    look = draft.look("plain", "wrap", "top")
    for number, note in enumerate(_notes(draft), 1):
        row, text = _NOTES_FROM + number - 1, f"{number}．{note}"
        put(sheet, span(sheet, f"B{row}:C{row}", look), text, look)
        sheet.set_row(row - 1, lines_needed(text, _LABEL_WIDTH + _FIELD_WIDTH, 10.5) * 15 + 4)
    return _NOTES_FROM + len(_notes(draft)) - 1


def _notes(draft: Draft) -> tuple[str, ...]:
    typed = "、".join(name for name in draft.form.tables if name in draft.typed and draft.has_totals(name))
    totals = f"{typed}的总计格颜色略深，也要填写" if typed else "灰色格是总计，由公式自动计算，不必填写"
    return (
        f"颜色：浅黄色格供填写；{totals}；其余是固定文字，不能改动。",
        "先填本页。统计期限和各表表头的期限随报告年度自动变化；年内组建或撤销、统计期限不满一年的机关，可以改写起止日期并填写说明。",
        "空白不等于0：没有发生的一律填 0，不要留空，也不要写“/”“—”“无”。只填数字，不带“件”“元”等单位和千分位逗号。",
        "金额以万元为单位，最多六位小数：251000 元填 25.1。",
        "边填边查：单元格变红，是勾稽关系不成立（强制），必须改正；变黄，请核实，改正或作出说明；深红底白字，是填了文字、负数或件数有小数。",
        f"“{CHECKS}”表逐条列出每一条关系的两边数值、差额和结论，点“查看”跳到单元格。“未定”是指有格空白或不是数字，暂时判断不了。",
        f"需要核实而情况属实的，在“{WAIVERS}”表写明规则代码、单元格、理由、填写人和日期。强制的只能改正，说明无效。",
        "第一、五、六部分在文字框中填写，按 Alt+Enter 换行；显示不下时，把文字框所在各行调高。",
        "从别处复制数字，请用“选择性粘贴—数值”。不要增删行列、拆并单元格、改工作表名称。",
        "各表已保护，没有密码；确需调整，在“审阅”中撤销工作表保护即可。",
    )


def _validate(draft: Draft, sheet: Worksheet) -> None:
    for name, (title, message) in _MESSAGES.items():
        options = {**_rule(draft, name), "input_title": title, "input_message": message}
        sheet.data_validation(draft.form.fields[name].cell, options)


def _rule(draft: Draft, name: str) -> dict[str, object]:
    dates = {
        "validate": "date",
        "criteria": "between",
        "minimum": date(draft.form.calendar.years[0], 1, 1),
        "maximum": date(draft.form.calendar.years[-1], 12, 31),
    }
    refused = {"error_title": "不能这样填"}
    match name:
        case "封面.机关类型":
            source = list(draft.form.organ_types)
            return {"validate": "list", "source": source, **refused, "error_message": "请从下拉列表中选择机关类型。"}
        case "封面.报告年度":
            told = f"请填四位数字的年度，如 2025（{draft.form.calendar.years[0]} 至 {draft.form.calendar.years[-1]}）。"
            bounds = {
                "criteria": "between",
                "minimum": draft.form.calendar.years[0],
                "maximum": draft.form.calendar.years[-1],
            }
            return {"validate": "integer", **bounds, **refused, "error_message": told}
        case "封面.统计期限起" | "封面.统计期限止" | "封面.公布日期":
            return {**dates, **refused, "error_message": "请填日期，如 2025-1-1；不要写成“2025.1.1”。"}
        case _:
            return {"validate": "any"}


def _mark(draft: Draft, sheet: Worksheet) -> None:
    """P-06 and P-01 on the cover's own cells, and the line of the verdict."""
    broken, questioned = draft.book.add_format(BROKEN), draft.book.add_format(QUESTIONED)
    cells = {
        name: f"${field.cell[0]}${field.cell[1:]}" for name, field in draft.form.fields.items() if field.sheet == COVER
    }
    year, note = cells["封面.报告年度"], cells["封面.组建撤销说明"]
    usable = f"IF(ISNUMBER({year}),AND({year}=INT({year}),{year}>={draft.form.calendar.years[0]},{year}<={draft.form.calendar.years[-1]}),FALSE)"
    _format(sheet, year, f"=IF(ISBLANK({year}),FALSE,NOT({usable}))", broken)
    for name, month, last in (("封面.统计期限起", 1, 1), ("封面.统计期限止", 12, 31)):
        cell = cells[name]
        wrong = f"IF(ISNUMBER({cell}),{cell}<>DATE({year},{month},{last}),TRUE)"
        same_year = f"IF(ISNUMBER({cell}),AND(YEAR({cell})={year},NOT(ISBLANK({note}))),FALSE)"
        _format(sheet, cell, f"=IF({usable},AND({wrong},NOT({same_year})),FALSE)", broken)
        _format(sheet, cell, f"=IF({usable},AND({wrong},{same_year}),FALSE)", questioned)
    _format(sheet, "$C$14", f'=ISNUMBER(FIND("{IS_BROKEN}",$C$14))', broken)
    _format(sheet, "$C$14", f'=ISNUMBER(FIND("{IS_OPEN}",$C$14))', questioned)


def _format(sheet: Worksheet, cell: str, formula: str, look: object) -> None:
    sheet.conditional_format(cell.replace("$", ""), {"type": "formula", "criteria": formula, "format": look})
