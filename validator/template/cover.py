"""The cover: whose report of which year, how to fill it in, and whether everything agrees."""

from __future__ import annotations

from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from validator.exchange.filing_data import Value
from validator.filings.sheets import COVER
from validator.model.address import address, column_letters, position
from validator.model.derived_fields import formula_of
from validator.model.form import Edition, Field, Role
from validator.template.areas import absolute
from validator.template.check_rows import CheckRow
from validator.template.content import lines_needed
from validator.template.cover_texts import CoverTexts
from validator.template.draft import Draft
from validator.template.formula_results import Day
from validator.template.live import FAILS, REVIEW
from validator.template.progress import write_progress
from validator.template.status import IS_BROKEN, IS_OPEN, TITLE_FAILS, TITLE_REVIEW, cover_line
from validator.template.style import BROKEN, QUESTIONED, TAB_COVER, UNFILLED, print_on_a4, protect, set_sizes
from validator.template.writing import mark, put, put_formula

_LABEL_COLUMN, _LAST_COLUMN = "B", "C"
_MARGIN, _LABEL_WIDTH, _FIELD_WIDTH = 20, 160, 460
"""Pixels of columns A, B and C."""
_DERIVED = (Role.TITLE, Role.START, Role.END)
_DAYS = (Role.START, Role.END, Role.PUBLISHED)


def write_cover(draft: Draft, rows: tuple[CheckRow, ...]) -> None:
    """The first sheet. Addresses of its fields are the form's."""
    sheet = draft.book.add_worksheet(COVER)
    _write_title(draft, sheet)
    for field in draft.form.cover:
        if field.role is not Role.TITLE:
            row, column = position(field.cell)
            put(sheet, address(row, column - 1), field.label, draft.look("cell", "head"))
            sheet.set_row(row - 1, 27)
        draft.define(field.name, field.sheet, field.cell)
    for field in draft.form.cover:
        if field.role is not Role.TITLE:
            _write_field(draft, sheet, field)
    status = max(position(field.cell)[0] for field in draft.form.cover) + 1
    _write_status(draft, sheet, status, rows)
    _write_contacts(draft, sheet)
    last = max([status, *(position(field.cell)[0] for field in draft.form.contacts)])
    last = write_progress(draft, sheet, last + 2)
    last = _write_notes(draft, sheet, last + 2)
    _validate(draft, sheet)
    _mark(draft, sheet, status)
    sheet.set_selection(draft.form.fields[draft.form.name_of(Role.ORGAN)].cell)
    sheet.ignore_errors({"formula_unlocked": f"{_LABEL_COLUMN}4:{_LAST_COLUMN}{status}"})
    print_on_a4(sheet, f"{_LABEL_COLUMN}1:{_LAST_COLUMN}{last}")
    sheet.set_tab_color(TAB_COVER)
    protect(sheet)


def _write_title(draft: Draft, sheet: Worksheet) -> None:
    note = f"{draft.form.basis}　年度报告格式（{_edition_text(draft.form.edition)}）"
    put(sheet, "B2", note, draft.look("note"))
    field = draft.form.fields[draft.form.name_of(Role.TITLE)]
    row, column = position(field.cell)
    look = draft.look("title", "big", "wrap", "unlocked")
    area = f"{field.cell}:{column_letters(column + 1)}{row}"
    _put(draft, sheet, field, area, look, draft.cover.title or None, field.name)
    set_sizes(sheet, (_MARGIN, _LABEL_WIDTH, _FIELD_WIDTH), {1: 12, 2: 18, 3: 30, 5: 12, 6: 12})
    sheet.set_row(row - 1, 32 * lines_needed(draft.cover.title, _LABEL_WIDTH + _FIELD_WIDTH, 20) + 14)


def _edition_text(edition: Edition) -> str:
    if isinstance(edition, str):
        return f"{edition}版"
    return "、".join(f"{table}{used}版" for table, used in edition.items())


def _write_field(draft: Draft, sheet: Worksheet, field: Field) -> None:
    kind = "date" if field.role in _DAYS else "year" if field.role is Role.YEAR else ""
    look = draft.look("cell", "left", "unlocked", *([kind] if kind else []))
    value = draft.stated.get(field.role) if field.role else None
    _put(draft, sheet, field, field.cell, look, None if value == "" else value, f"{field.name}（{field.label}）")


def _put(draft: Draft, sheet: Worksheet, field: Field, area: str, look: Format, value: Day | Value, where: str) -> None:
    """What is typed, or the template's own formula."""
    if field.role not in _DERIVED or field.name in draft.cover.typed or value is None:
        put(sheet, area, value, look, where)
    else:
        own = formula_of(field.name, draft.form, lambda name: draft.form.fields[name].cell)
        put_formula(sheet, area, f"={own}", look, value)


def _write_status(draft: Draft, sheet: Worksheet, row: int, rows: tuple[CheckRow, ...]) -> None:
    line = cover_line(draft, rows)
    put(sheet, f"{_LABEL_COLUMN}{row}", "校验情况", draft.look("cell", "head"))
    look = draft.look("cell", "left", "computed")
    put_formula(sheet, f"{_LAST_COLUMN}{row}", line.formula, look, line.shown)
    sheet.set_row(row - 1, 34)


def _write_contacts(draft: Draft, sheet: Worksheet) -> None:
    """Whom to ask. Blank as they are handed out: nothing that makes a workbook knows them."""
    for field in draft.form.contacts:
        row, column = position(field.cell)
        put(sheet, address(row, column - 1), field.label, draft.look("cell", "head"))
        put(sheet, field.cell, None, draft.look("cell", "left", "unlocked", "text"))
        draft.define(field.name, field.sheet, field.cell)
        sheet.set_row(row - 1, 22)


def _write_notes(draft: Draft, sheet: Worksheet, row: int) -> int:
    """填表说明 from a row on; the last row used."""
    notes = draft.form.guidance.notes
    if not notes:
        return row - 2
    put(sheet, f"{_LABEL_COLUMN}{row}", "填表说明", draft.look("plain", "bold"))
    sheet.set_row(row - 1, 22)
    look = draft.look("plain", "wrap", "top")
    for number, note in enumerate(notes, 1):
        text = f"{number}．{note.replace('{totals}', _on_totals(draft))}"
        put(sheet, f"{_LABEL_COLUMN}{row + number}:{_LAST_COLUMN}{row + number}", text, look)
        sheet.set_row(row + number - 1, lines_needed(text, _LABEL_WIDTH + _FIELD_WIDTH, 10.5) * 15 + 4)
    return row + len(notes)


def _on_totals(draft: Draft) -> str:
    typed = "、".join(name for name in draft.form.tables if name in draft.typed and draft.has_totals(name))
    return f"{typed}的总计格（粗体）也要填写" if typed else "灰色格是总计，由公式自动计算，不必填写"


def _validate(draft: Draft, sheet: Worksheet) -> None:
    for field in (*draft.form.cover, *draft.form.contacts):
        options = _refusals(draft, field) | {"input_title": field.hint.title, "input_message": field.hint.told}
        if options != _ANYTHING:
            sheet.data_validation(field.cell, options)


_ANYTHING: dict[str, object] = {"validate": "any", "input_title": "", "input_message": ""}


def _refusals(draft: Draft, field: Field) -> dict[str, object]:
    """What kind of input the field of a role takes, and what is said to any other."""
    years, told = draft.form.calendar.years, {"error_title": "不能这样填"}
    first, last = years[0], years[-1]
    if field.role is Role.ORGAN_TYPE and draft.form.organ_types:
        error = f"请从下拉列表中选择{field.label}。"
        return {"validate": "list", "source": list(draft.form.organ_types), **told, "error_message": error}
    if field.role is Role.YEAR:
        bounds = {"criteria": "between", "minimum": first, "maximum": last}
        error = f"请填四位数字的年度，如 2025（{first} 至 {last}）。"
        return {"validate": "integer", **bounds, **told, "error_message": error}
    if field.role in _DAYS:
        bounds = {"criteria": "between", "minimum": date(first, 1, 1), "maximum": date(last, 12, 31)}
        error = "请填日期，如 2025-1-1；不要写成“2025.1.1”。"
        return {"validate": "date", **bounds, **told, "error_message": error}
    return {"validate": "any"}


def _mark(draft: Draft, sheet: Worksheet, status: int) -> None:
    """P-06 and P-01 on the cover's own cells; the title by what the line of the verdict says of it, and that line."""
    broken, questioned = draft.book.add_format(BROKEN), draft.book.add_format(QUESTIONED)
    cells = {field.role: absolute(field.cell) for field in draft.form.cover if field.role}
    texts = CoverTexts(draft.form, lambda role: cells.get(role, ""))
    year, line = cells[Role.YEAR], f"${_LAST_COLUMN}${status}"
    mark(sheet, [year], f'=IF(ISBLANK({year}),FALSE,{texts.year()}="{FAILS}")', broken)
    for role in (Role.START, Role.END):
        for word, look in ((FAILS, broken), (REVIEW, questioned)):
            mark(sheet, [cells[role]], f'=AND({texts.period()}="{word}",NOT({texts.is_its_day(role)}))', look)
    for word, look in ((TITLE_FAILS, broken), (TITLE_REVIEW, questioned)):
        mark(sheet, [cells[Role.TITLE]], f'=ISNUMBER(FIND("{word}",{line}))', look)
    mark(sheet, [line], f'=ISNUMBER(FIND("{IS_BROKEN}",{line}))', broken)
    mark(sheet, [line], f'=ISNUMBER(FIND("{IS_OPEN}",{line}))', questioned)
    unfilled = draft.book.add_format(UNFILLED)
    for field in (*draft.form.cover, *draft.form.contacts):
        if field.role not in {Role.TITLE, Role.PARTIAL_YEAR}:
            mark(sheet, [field.cell], f"=ISBLANK({absolute(field.cell)})", unfilled)
