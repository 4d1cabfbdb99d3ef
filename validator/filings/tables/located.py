"""One table of the form where it was found in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from validator.filings.tables.shape import shape_of
from validator.model.address import Corners, within
from validator.model.cells import BLANK, Cell, Place
from validator.model.filing import FoundBy, FoundLabel
from validator.model.form import Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet


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
