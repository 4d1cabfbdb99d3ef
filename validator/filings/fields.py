"""The places outside the tables: cover, headings, table periods, sections; by name, else by the label beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.filings.sheets import COVER
from validator.filings.tables.laying import SIMILAR, similarity
from validator.filings.tables.locate import Located
from validator.filings.tables.names import place_of
from validator.filings.tables.views import View, Views
from validator.language.titles import split_title
from validator.model.address import address, position
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.form import HEADING_PREFIX, PERIOD_LABEL, Field, Form, Role
from validator.model.labels import loose
from validator.readers.workbook import Sheet

HEADING = HEADING_PREFIX.rstrip(".")
REACH, LOWEST = 3, 50
"""How far from a label its cell may be, and how low a period where no table is known."""


def field_places(
    views: Views, form: Form, sheets: Mapping[str, str], located: Mapping[str, Located]
) -> Iterator[tuple[str, Place]]:
    """Every field and heading of the form that is in the workbook; `sheets` says which sheet is which now."""
    for one in (*form.fields.values(), *(section.heading for section in form.sections)):
        place = _place(views, one, sheets, located)
        if place:
            yield one.name, place


def _place(views: Views, one: Field, sheets: Mapping[str, str], located: Mapping[str, Located]) -> Place | None:
    """Where the name leads if the words around it agree; else where the words lead, else the name after all.

    A name that is lost, or did not follow its renamed sheet, is taken to lead to the template's address.
    """
    workbook, name = views.workbook, sheets.get(one.sheet, "")
    if name not in workbook.sheets:
        return None
    sheet, named = workbook.sheets[name], place_of(workbook.names.get(one.name, ""))
    here = named is not None and named.sheet == sheet.name
    if named and here and _agrees(views, sheet, one, named.cell, located):
        return named
    found, at = _by_words(views.of(name), one, located), named.cell if named and here else one.cell
    if found is None and not _contradicts(sheet, one, at, located):
        found = at
    return Place(sheet.name, found) if found else None


def _agrees(views: Views, sheet: Sheet, one: Field, at: str, located: Mapping[str, Located]) -> bool:
    """Whether what stands around a cell says that it is this field."""
    kind = one.name.partition(".")[0]
    if one.role is Role.TITLE:
        return not _is_blank(sheet, at) or _title(views.of(sheet.name)) is None
    if one.sheet == COVER:
        label = _row_label(sheet, at)
        return label is not None and loose(_text(sheet.cells[label])) == loose(one.label)
    if one.label == PERIOD_LABEL:
        label = _row_label(sheet, at)
        beside = label is not None and loose(_text(sheet.cells[label])) == PERIOD_LABEL
        return beside and not (_is_blank(sheet, at) and _right_of(sheet, label or at) != at)
    if kind == HEADING:
        text = loose(_text(sheet.cells.get(at, BLANK)))
        elsewhere = views.of(sheet.name).says(one.label) or _contradicts(sheet, one, at, located)
        return text == loose(one.label) or not elsewhere
    return _is_prose_of(sheet, one, at) or not any(_is_prose_of(sheet, one, other) for other in _column(sheet, at))


def _contradicts(sheet: Sheet, one: Field, at: str, located: Mapping[str, Located]) -> bool:
    """Whether a cell is quite another thing, or nothing: the row of the field was deleted."""
    kind = one.name.partition(".")[0]
    if kind == HEADING:
        text = loose(_text(sheet.cells.get(at, BLANK)))
        return text == PERIOD_LABEL or any(
            table.sheet == sheet.name and not _stays(table) for table in located.values()
        )
    if one.label == PERIOD_LABEL:
        cell = sheet.cells.get(at, BLANK)
        return "年" not in f"{cell.value}{cell.formula}"
    if one.sheet != COVER or one.role is Role.TITLE:
        return False
    return similarity(_label_left(sheet, at), one.label) < SIMILAR


def _stays(table: Located) -> bool:
    """Whether a table begins where the form has it."""
    return all(min(lines) == min(lines.values()) for lines in (table.rows, table.columns))


def _by_words(view: View, one: Field, located: Mapping[str, Located]) -> str | None:
    """The cell that the form's words lead to."""
    kind, sheet = one.name.partition(".")[0], view.sheet
    if one.role is Role.TITLE:
        return _title(view)
    if one.sheet == COVER:
        return next((_right_of(sheet, at) for at in view.places_of(one.label)), None)
    if one.label == PERIOD_LABEL:
        return _period(view, min(located[kind].rows.values()) if kind in located else LOWEST)
    heading = next(iter(view.places_of(one.label)), None)
    if kind == HEADING:
        return heading
    return _text_below(sheet, heading, one.cell) if heading else None


def _row_label(sheet: Sheet, at: str) -> str | None:
    """The nearest cell with text left of a cell in its row."""
    row, column = position(at)
    left = (address(row, one) for one in range(column - 1, 0, -1))
    return next((one for one in left if _text(sheet.cells.get(one, BLANK))), None)


def _column(sheet: Sheet, at: str) -> list[str]:
    """What is held in the column of a cell."""
    column = position(at)[1]
    return [one for one in sheet.cells if position(one)[1] == column]


def _is_prose_of(sheet: Sheet, one: Field, at: str) -> bool:
    """Whether a cell holds the text of a section, and not its heading."""
    cell = sheet.cells.get(at, BLANK)
    return _is_prose(cell) and loose(_text(cell)) != loose(one.label)


def _label_left(sheet: Sheet, at: str) -> str:
    row, column = position(at)
    return loose(_text(sheet.cells.get(address(row, column - 1), BLANK))) if column > 1 else ""


def _right_of(sheet: Sheet, at: str) -> str:
    """The cell beside a label: the next that holds something, else the one past what the label is merged with."""
    row, column = position(at)
    span = next((area for area in sheet.merged if area.partition(":")[0] == at), at)
    past = max(column, position(span.rpartition(":")[2])[1]) + 1
    beside = (address(row, one) for one in range(column + 1, past + REACH))
    return next((one for one in beside if not _is_blank(sheet, one)), address(row, past))


def _period(view: View, top: int) -> str | None:
    """The cell beside 统计期限 above a table."""
    beside = (at for at in view.places_of(PERIOD_LABEL) if position(at)[0] < top)
    return next((_right_of(view.sheet, at) for at in beside), None)


def _title(view: View) -> str | None:
    """The first cell that reads like the title of a report, or holds the template's formula for one."""
    sheet = view.sheet
    for at in sorted(sheet.cells, key=position):
        if view.title_words in (sheet.cells[at].formula or ""):
            return at
        text = _text(sheet.cells[at])
        found = split_title(text) if "公开" in text else None
        if found and found.has_report and found.organ and found.years:
            return at
    return None


def _is_blank(sheet: Sheet, at: str) -> bool:
    cell = sheet.cells.get(at, BLANK)
    return cell.kind is CellKind.BLANK and cell.formula is None


def _text_below(sheet: Sheet, heading: str, home: str) -> str:
    """Where the text of a section stands: as far below its heading as in the template, or the first text after that."""
    (row, column), lower = position(heading), position(home)[0] - 1
    prose = (position(at) for at, cell in sheet.cells.items() if _is_prose(cell))
    below = sorted(one for one in prose if one[1] == column and one[0] >= row + lower)
    return address(*(below[0] if below else (row + lower, column)))


def _is_prose(cell: Cell) -> bool:
    """Text that was typed: the line of body and year under a heading is a formula."""
    return cell.kind is CellKind.TEXT and cell.formula is None


def _text(cell: Cell) -> str:
    return cell.value[:120] if isinstance(cell.value, str) else ""
