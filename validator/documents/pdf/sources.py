"""Where what was read of a PDF stands in it, for who marks a copy."""

from __future__ import annotations

from validator.documents.blocks import Area
from validator.documents.pdf.lines import Line
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """The source of a block: the areas of a cell, and the lines of its text."""

    cell: tuple[Area, ...]
    lines: tuple[Line, ...]

    def areas(self) -> tuple[Area, ...]:
        """The areas of the cell, then those of the signs in order."""
        return (*self.cell, *(Area(line.page, *one.box, one.text) for line in self.lines for one in line.signs))
