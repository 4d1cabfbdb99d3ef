"""Content that stands outside the places of the template: nobody adds it up, nobody reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from validator.filings.sheets import COVER
from validator.filings.tables.locate import Located
from validator.model.address import corners, position
from validator.model.cells import Cell, CellKind, CellValue, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Form, Section
from validator.model.labels import LONGEST_LABEL, loose
from validator.model.shown import shown
from validator.readers.workbook import Sheet, Workbook

MOST_CELLS, LONGEST_TEXT = 50, 200


def outside(
    workbook: Workbook,
    form: Form,
    sheets: Mapping[str, str],
    located: Mapping[str, Located],
    places: Mapping[str, Place],
) -> Iterator[Damage]:
    """One damage for each sheet with content beyond its table, its text, or the cover's two columns."""
    for one in located.values():
        if sheets.get(one.table.sheet) == one.sheet:
            others = [other for other in located.values() if other is not one and other.sheet == one.sheet]
            found = [at for at in _beyond_table(workbook, one) if not any(other.holds(at) for other in others)]
            yield from _told(one.table.sheet, workbook.sheets[one.sheet], found)
    for section in form.sections:
        if section.text and section.sheet in sheets:
            sheet = workbook.sheets[sheets[section.sheet]]
            yield from _told(section.sheet, sheet, _beside_text(sheet, section, places))
    if COVER in sheets:
        yield from _told(COVER, workbook.sheets[sheets[COVER]], _beside_cover(workbook, form, sheets, places))


def _told(name: str, sheet: Sheet, found: list[str]) -> Iterator[Damage]:
    if found:
        cells = tuple((Place(sheet.name, at), _cut(sheet.cells[at].value)) for at in sorted(found, key=position))
        first = " ".join((shown(cells[0][1]) or str(sheet.cells[cells[0][0].cell].formula)).split())[:40]
        facts = {"sheet": sheet.name, "count": len(found), "first": first}
        yield Damage(DamageKind.OUTSIDE, name, "", facts, cells[:MOST_CELLS])


def _says_something(cell: Cell) -> bool:
    return cell.formula is not None or (cell.kind is not CellKind.BLANK and bool(str(cell.value).strip()))


def _beyond_table(workbook: Workbook, one: Located) -> list[str]:
    """Right of a table or below it."""
    sheet = workbook.sheets[one.sheet]
    bottom, right = _extent(one)
    return [
        at
        for at, cell in sheet.cells.items()
        if _says_something(cell) and (position(at)[0] > bottom or position(at)[1] > right)
    ]


def _extent(one: Located) -> tuple[int, int]:
    """The last row and column of a table now, with what its last column is merged with."""
    areas = (
        *(indicator.span for indicator in one.table.indicators.values()),
        *(label.at for label in one.table.labels),
    )
    last_row, last_column = max(corners(area)[2] for area in areas), max(corners(area)[3] for area in areas)
    row, column = max(one.rows), max(one.columns)
    return max(one.rows.values()) + last_row - row, max(one.columns.values()) + last_column - column


def _beside_text(sheet: Sheet, section: Section, places: Mapping[str, Place]) -> list[str]:
    """What is neither heading, line of body and year, text, nor the prompts two columns to the right."""
    text = section.text and places.get(section.text.name)
    if not text:
        return []
    row, column = position(text.cell)
    return [
        at
        for at, cell in sheet.cells.items()
        if _says_something(cell)
        and position(at)[1] != column + 2
        and not (position(at)[1] == column and position(at)[0] <= row)
    ]


def _beside_cover(workbook: Workbook, form: Form, sheets: Mapping[str, str], places: Mapping[str, Place]) -> list[str]:
    """Beside the columns of the cover's labels and fields."""
    cells = workbook.sheets[sheets[COVER]].cells
    taken = {places[one.name].cell for one in form.cover if one.name in places}
    fields = Counter(position(at)[1] for at in taken)
    words = {loose(one.label) for one in form.cover}
    labels = Counter(position(at)[1] for at, cell in cells.items() if loose(str(cell.value)[:LONGEST_LABEL]) in words)
    columns = {found.most_common(1)[0][0] for found in (fields, labels) if found}
    return [
        at
        for at, cell in cells.items()
        if columns and position(at)[1] not in columns and at not in taken and _says_something(cell)
    ]


def _cut(value: CellValue) -> CellValue:
    return value[:LONGEST_TEXT] if isinstance(value, str) else value
