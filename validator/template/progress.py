"""How much of each part is filled in, as formulas and as what they show."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import COVER
from validator.model.form import Field, Role, Table
from validator.template.areas import located, rectangles
from validator.template.content import utf16_length
from validator.template.draft import Draft
from validator.template.formula_results import is_number
from validator.template.status import Line
from validator.template.writing import put, put_formula

_NEEDED = {Role.ORGAN: "未填", Role.ORGAN_TYPE: "未选", Role.YEAR: "未填", Role.PUBLISHED: "未填"}
"""What is said of a field of the cover that is still blank. The others are derived, or of few bodies."""
_COMPLETE, _BETWEEN = "已填", "，"
_LABELS, _TOLD = "B", "C"
"""Columns of the cover."""


def write_progress(draft: Draft, sheet: Worksheet, row: int) -> int:
    """填报进度 from a row of the cover on, one line for each part, with a link there; the last row used."""
    put(sheet, f"{_LABELS}{row}", "填报进度", draft.look("plain", "bold"))
    sheet.set_row(row - 1, 22)
    last = row
    for last, (part, cell, line) in enumerate(_parts(draft), row + 1):
        link = f"internal:'{part}'!{cell}"
        sheet.write_url(f"{_LABELS}{last}", link, draft.look("cell", "small", "link"), part)
        put_formula(sheet, f"{_TOLD}{last}", f"={line.formula}", draft.look("cell", "small", "left"), line.shown)
        sheet.set_row(last - 1, 18)
    return last


def _parts(draft: Draft) -> Iterator[tuple[str, str, Line]]:
    """Sheet, first cell to fill in, and how far it is."""
    yield COVER, draft.form.fields[draft.form.name_of(Role.ORGAN)].cell, cover_progress(draft)
    tables = {table.sheet: table for table in draft.form.tables.values()}
    for section in draft.form.sections:
        if section.text:
            yield section.sheet, section.text.cell, written(section.text, draft.data.text.get(section.number, ""))
        else:
            table = tables[section.sheet]
            yield section.sheet, next(iter(table.indicators.values())).cell, filled(draft, table)


def filled(draft: Draft, table: Table) -> Line:
    """``已填 36/150 格``: cells with a number, of those that are filled in by hand."""
    names = [name for name in table.indicators if not draft.is_computed(name)]
    areas = ",".join(located(table.sheet, area) for area in rectangles(table.indicators[name].cell for name in names))
    count = sum(is_number(draft.figures[name]) for name in names)
    return Line(f'"已填 "&COUNT({areas})&"/{len(names)} 格"', f"已填 {count}/{len(names)} 格")


def written(field: Field, text: str) -> Line:
    """``已写 320 字``."""
    return Line(f'"已写 "&LEN({located(field.sheet, field.cell)})&" 字"', f"已写 {utf16_length(text)} 字")


def cover_progress(draft: Draft) -> Line:
    """``机关类型 未选，公布日期 未填``; 已填 when nothing is missing."""
    formula, shown = "", ""
    for field, word in _needed(draft):
        told = f"{_BETWEEN}{field.label} {word}"
        formula += f'&IF(ISBLANK({located(field.sheet, field.cell)}),"{told}","")'
        shown += told if draft.stated.get(field.role or Role.TITLE) in {None, ""} else ""
    listed = f"MID({formula.removeprefix('&')},{len(_BETWEEN) + 1},255)"
    return Line(f'IF(LEN({listed})=0,"{_COMPLETE}",{listed})', shown.removeprefix(_BETWEEN) or _COMPLETE)


def _needed(draft: Draft) -> Iterator[tuple[Field, str]]:
    for field in draft.form.cover:
        if field.role in _NEEDED:
            yield field, _NEEDED[field.role]
