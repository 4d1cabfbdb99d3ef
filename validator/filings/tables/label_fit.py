"""The labels of a table as found: each at the place where it belongs beside the figures that were found."""

from __future__ import annotations

from collections.abc import Iterable

from validator.filings.tables.alignment import Alignment
from validator.filings.tables.located import Fit
from validator.filings.tables.sequence_alignment import EXACT, NEARLY, SIMILAR
from validator.model.address import address
from validator.model.cells import BLANK, Place
from validator.model.filing import FoundLabel
from validator.model.form import Label, Table
from validator.model.labels import LONGEST_LABEL, core, loose, similarity
from validator.readers.workbook import Sheet


def labels_at_home(table: Table, sheet: Sheet) -> Fit:
    """The labels of a table whose every line is where the form has it."""
    return _fit(table, (_label(table, label, sheet, label.cell) for label in table.labels))


def labels_along(alignment: Alignment, *, heads: bool) -> Fit:
    """The labels of a table aligned with the lines of a sheet; labels of lines that are gone are left out.

    `heads` False leaves out the heads that are not there: others lay out their tables without some of them.
    """
    table, sheet = alignment.table, alignment.view.sheet
    places = ((label, _place(alignment, label)) for label in table.labels)
    found = ((label, _label(table, label, sheet, at)) for label, at in places if at)
    return _fit(table, (one for label, one in found if one.found or heads or label not in table.heads))


def _fit(table: Table, labels: Iterable[FoundLabel]) -> Fit:
    """With the share of all labels that stand where they belong; one that is only similar counts for less."""
    found = tuple(labels)
    return Fit(found, sum(map(_worth, found)) / len(table.labels))


def _worth(label: FoundLabel) -> float:
    if loose(label.found) == loose(label.official):
        return 1.0
    if not label.found:
        return 0.0
    if core(label.found) == core(label.official):
        return NEARLY / EXACT
    alike = similarity(label.official, label.found)
    return alike if alike >= SIMILAR else 0.0


def _label(table: Table, label: Label, sheet: Sheet, at: str) -> FoundLabel:
    return FoundLabel(table.name, label.text, text_at(sheet, at), Place(sheet.name, at))


def _place(alignment: Alignment, label: Label) -> str | None:
    """Where a label belongs in its own row: where its text stands just once, else at its own column.

    That is the column of its figures under their own row of heads, else that of the labels around it.
    """
    row, column = label.home
    now = alignment.rows.get(row)
    if now is None:
        return None
    columns = alignment.columns
    if any(label in member.labels for member in alignment.table.columns):
        columns = alignment.by_heads.get(min((one for one in alignment.by_heads if one >= row), default=0), {})
    same = [one for one, text in alignment.view.texts(now).items() if loose(text) == loose(label.text)]
    at = same[0] if len(same) == 1 else columns.get(column)
    return address(now, at) if at else None


def text_at(sheet: Sheet, at: str) -> str:
    """What a cell shows as a label would, ``""`` for a blank one; a long text is cut."""
    value = sheet.cells.get(at, BLANK).value
    return "" if value is None else str(value)[:LONGEST_LABEL]
