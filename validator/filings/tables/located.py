"""One table of the form where it was found in a workbook, and how well its labels fit there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from validator.filings.tables.sequence_alignment import EXACT, NEARLY, SIMILAR
from validator.filings.tables.shape import shape_of
from validator.model.address import Corners, within
from validator.model.cells import BLANK, Cell, Place
from validator.model.filing import FoundBy, FoundLabel
from validator.model.form import Label, Table
from validator.model.labels import LONGEST_LABEL, core, loose, similarity
from validator.readers.workbook import Sheet
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the labels of a table fit where it stands: those found, and how many of all of them, from 0 to 1."""

    labels: tuple[FoundLabel, ...]
    score: float

    @property
    def deviating(self) -> tuple[FoundLabel, ...]:
        """The labels that do not read as they should."""
        return tuple(one for one in self.labels if loose(one.found) != loose(one.official))


@dataclass(frozen=True, slots=True)
class Located:
    """How a table was found, and the address of each number that is there.

    `lines` say where each row, and each column, of the form is now. `again` are places where the same table stands too.
    """

    table: Table
    sheet: Sheet
    way: FoundBy
    cells: Mapping[str, str]
    lines: tuple[Mapping[int, int], Mapping[int, int]]
    fit: Fit
    again: tuple[Place, ...] = ()
    decoy: Located | None = None
    """The hidden place with other figures that would have been read, had nobody looked what can be seen."""

    @property
    def whole(self) -> bool:
        """Whether every number of the table was found."""
        return len(self.cells) == len(self.table.indicators)

    @property
    def at_home(self) -> bool:
        """Whether every number of the table stands where the template has it."""
        return self.cells == shape_of(self.table).homes

    @property
    def top(self) -> Place:
        """Where it begins."""
        return self.fit.labels[0].place

    @property
    def area(self) -> Corners:
        """Its outermost lines."""
        rows, columns = (lines.values() for lines in self.lines)
        return min(rows), min(columns), max(rows), max(columns)

    def holds(self, at: str) -> bool:
        """Whether a cell of its sheet is within its outermost lines."""
        return within(at, self.area)

    def stored(self, name: str) -> Cell:
        """The cell of a number as the workbook has it, a blank one where there is none."""
        return self.sheet.cells.get(self.cells.get(name, ""), BLANK)

    def formula(self, name: str) -> str | None:
        """The formula of a number without ``$``."""
        formula = self.stored(name).formula
        return formula and formula.replace("$", "")


def labels_at_home(table: Table, sheet: Sheet) -> Fit:
    """The labels of a table whose every line is where the form has it."""
    return fit_of(table, (found_label(table, label, sheet, label.cell) for label in table.labels))


def fit_of(table: Table, labels: Iterable[FoundLabel]) -> Fit:
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


def found_label(table: Table, label: Label, sheet: Sheet, at: str) -> FoundLabel:
    """What stands at the place where a label belongs."""
    return FoundLabel(table.name, label.text, text_at(sheet, at), Place(sheet.name, at))


def text_at(sheet: Sheet, at: str) -> str:
    """What a cell shows as a label would, ``""`` for a blank one; a long text is cut."""
    value = sheet.cells.get(at, BLANK).value
    return "" if value is None else str(value)[:LONGEST_LABEL]
