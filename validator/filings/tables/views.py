"""The short texts of a workbook's sheets, taken apart once for all that look for labels on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from validator.model.address import address, corners, position
from validator.model.cells import CellKind
from validator.model.labels import LONGEST_LABEL, core, loose
from validator.readers.workbook import Sheet, Workbook

MOST_TEXTS, MOST_ROWS = 50_000, 2_000
"""Short texts of one sheet, and rows with labels among them, that are looked at; no report has near as many."""


class View:
    """The short texts of a sheet by row and column; those in the areas of `without` are left out."""

    def __init__(self, sheet: Sheet, without: Iterable[str] = (), title_words: str = "") -> None:
        self.sheet, self.without, self.title_words = sheet, tuple(without), title_words
        self.rows: dict[int, dict[int, str]] = defaultdict(dict)
        self._places: dict[str, list[tuple[int, int]]] | None = None
        areas = [corners(area) for area in self.without]
        left = MOST_TEXTS
        for at, cell in sheet.cells.items():
            if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and len(cell.value) <= LONGEST_LABEL:
                row, column = position(at)
                if any(top <= row <= bottom and first <= column <= last for top, first, bottom, last in areas):
                    continue
                self.rows[row][column] = cell.value
                left -= 1
                if not left:
                    return

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
                    self._places[loose(self.rows[row][column])].append((row, column))
        return [address(row, column) for row, column in self._places.get(loose(text), ())]

    def says(self, text: str) -> bool:
        """Whether any cell holds just that text."""
        return bool(self.places_of(text))


def _among(text: str, words: frozenset[str]) -> bool:
    return loose(text) in words or core(text) in words


@dataclass(slots=True)
class Views:
    """The sheets of one workbook, each taken apart when it is first asked for."""

    workbook: Workbook
    title_words: str
    _views: dict[str, View] = field(default_factory=dict)

    def of(self, sheet: str) -> View:
        """The short texts of the sheet of that name."""
        if sheet not in self._views:
            self._views[sheet] = View(self.workbook.sheets[sheet], title_words=self.title_words)
        return self._views[sheet]
