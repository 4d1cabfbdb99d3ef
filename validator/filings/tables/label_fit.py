"""The labels of a table as found: each at the place where it belongs beside the figures that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.filings.tables.alignment import Alignment
from validator.filings.tables.laying import NEARLY, SIMILAR, similarity
from validator.model.address import address, position
from validator.model.cells import BLANK, Place
from validator.model.filing import FoundLabel
from validator.model.form import Label, Table
from validator.model.labels import LONGEST_LABEL, core, loose
from validator.readers.workbook import Sheet


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the labels of a table fit where it was laid: those found, and how many of all of them, from 0 to 1."""

    labels: tuple[FoundLabel, ...]
    score: float

    @property
    def deviating(self) -> tuple[FoundLabel, ...]:
        """The labels that do not read as they should."""
        return tuple(one for one in self.labels if loose(one.found) != loose(one.official))


def labels_at_home(table: Table, sheet: Sheet) -> Fit:
    """The labels of a table whose every line is where the form has it."""
    found = [
        FoundLabel(table.name, label.text, text_at(sheet, at), Place(sheet.name, at))
        for label in table.labels
        for at in (label.at.partition(":")[0],)
    ]
    return Fit(tuple(found), score_of(found, table))


def labels_along(alignment: Alignment, *, heads: bool) -> Fit:
    """The labels of a table laid along the lines of a sheet; labels of lines that are gone are left out.

    `heads` False leaves out the heads that are not there: others lay out their tables without some of them.
    """
    table = alignment.table
    optional = set() if heads else {id(label) for label in table.heads}
    found = [
        one
        for label in table.labels
        if (one := _found(alignment, label)) is not None and (one.found or id(label) not in optional)
    ]
    return Fit(tuple(found), score_of(found, table))


def score_of(found: Iterable[FoundLabel], table: Table) -> float:
    """The share of a table's labels that stand where they belong; one that is only similar counts for less."""
    return sum(map(_worth, found)) / len(table.labels)


def _worth(label: FoundLabel) -> float:
    if loose(label.found) == loose(label.official):
        return 1.0
    if not label.found:
        return 0.0
    if core(label.found) == core(label.official):
        return NEARLY
    alike = similarity(label.official, label.found)
    return alike if alike >= SIMILAR else 0.0


def _found(alignment: Alignment, label: Label) -> FoundLabel | None:
    """The label in its own row: at its own column, else wherever in the row its text stands."""
    row, column = position(label.at.partition(":")[0])
    now = alignment.rows.get(row)
    if now is None:
        return None
    own = _column(alignment, label, row, column)
    at = _elsewhere(alignment, label, now, own)
    if at is None and own is None:
        return None
    place = address(now, at or own or 1)
    text = text_at(alignment.sheet, place)
    return FoundLabel(alignment.table.name, label.text, text, Place(alignment.sheet.name, place))


def _column(alignment: Alignment, label: Label, row: int, column: int) -> int | None:
    """The column of a label: that of its figures under their own row of heads, else that of the labels around it."""
    if not any(label in member.labels for member in alignment.table.columns):
        return alignment.columns.get(column)
    bottom = min((one for one in alignment.groups if one >= row), default=0)
    return alignment.groups.get(bottom, {}).get(column)


def _elsewhere(alignment: Alignment, label: Label, row: int, own: int | None) -> int | None:
    """Another column of the row, if the label stands there and not in its own."""
    wanted, texts = loose(label.text), alignment.view.rows.get(row, {})
    if own in texts and loose(texts[own]) == wanted:
        return own
    others = [column for column, text in texts.items() if loose(text) == wanted]
    return others[0] if len(others) == 1 else None


def text_at(sheet: Sheet, at: str) -> str:
    """What a cell shows as a label would, ``""`` for a blank one; a long text is cut."""
    value = sheet.cells.get(at, BLANK).value
    return "" if value is None else str(value)[:LONGEST_LABEL]
