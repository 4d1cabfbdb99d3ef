"""The short texts of a sheet, taken apart once for all that look for labels on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from validator.model.address import Corners, address, position, within
from validator.model.cells import CellKind
from validator.model.labels import LONGEST_LABEL, core, loose
from validator.readers.workbook import Sheet

MOST_TEXTS, MOST_ROWS = 50_000, 2_000
"""Short texts of one sheet, and rows with labels among them, that are looked at; no report has near as many."""


class View:
    """The short texts of a sheet by row and column; those in the areas of `without` are left out."""

    def __init__(self, sheet: Sheet, without: Iterable[Corners] = ()) -> None:
        self.sheet, self.without = sheet, tuple(without)
        self.rows: dict[int, dict[int, str]] = defaultdict(dict)
        self._places: dict[str, list[str]] | None = None
        left = MOST_TEXTS
        for at, cell in sheet.cells.items():
            if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and len(cell.value) <= LONGEST_LABEL:
                if any(within(at, area) for area in self.without):
                    continue
                row, column = position(at)
                self.rows[row][column] = cell.value
                left -= 1
                if not left:
                    return

    def texts(self, row: int | None) -> dict[int, str]:
        """The texts of a row by column."""
        return self.rows.get(row or 0, {})

    def rows_with(self, words: frozenset[str]) -> list[int]:
        """The rows that hold any of the labels, in order."""
        found = (row for row, texts in self.rows.items() if any(_among(text, words) for text in texts.values()))
        return sorted(found)[:MOST_ROWS]

    def places_of(self, text: str) -> list[str]:
        """The cells that hold just that text, whatever its blanks and width, from above down."""
        if self._places is None:
            self._places = defaultdict(list)
            for row in sorted(self.rows):
                for column in sorted(self.rows[row]):
                    self._places[loose(self.rows[row][column])].append(address(row, column))
        return self._places.get(loose(text), [])

    def says(self, text: str) -> bool:
        """Whether any cell holds just that text."""
        return bool(self.places_of(text))


def _among(text: str, words: frozenset[str]) -> bool:
    return loose(text) in words or core(text) in words
