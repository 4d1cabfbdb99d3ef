"""Rows of a table that only order tells: between two that are known there are just as many as in the form.

A row that does not say which it is may be none of them: the sum of a group, or a line left blank, beside a row that is
missing. So it is taken for one only if it has figures, and no row of the table is seen that is none of the form's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from validator.documents.grids import HAN, Grid
from validator.documents.tables.lines import Line
from validator.documents.tables.naming import Names, alike, has_other_words, names_of, turns
from validator.documents.tables.plans import Row
from validator.model.form import Table
from validator.model.labels import loose
from validator.startup.records import dataclass

LEGIBLE = 0.4
"""How alike what is left of a label has to be where order tells the row."""


@dataclass(frozen=True, slots=True)
class Order:
    """The rows of a table in the order of the form; `groups` says which is the first beside the label of a group."""

    rows: Sequence[Row]
    names: Names
    groups: Mapping[str, int]

    def add(self, known: dict[int, int], lines: Mapping[int, Line], grid: Grid) -> None:
        """Add to the rows that are known, each with its row of the grid, those that only order tells."""
        if not known:
            return
        gaps = list(self._gaps(known, lines, grid))
        is_odd = any(not missing and not all(map(self._legible, between)) for missing, between in gaps[1:-1])
        is_odd = is_odd or any(map(self._is_of_a_group, lines.values())) or self._has_headings(grid)
        for missing, between in gaps:
            pairs = list(zip(missing, between, strict=False))
            if len(missing) == len(between) and all(self._may_be(one, line, is_odd=is_odd) for one, line in pairs):
                known |= {one: line.row for one, line in pairs}

    def _gaps(
        self, known: Mapping[int, int], lines: Mapping[int, Line], grid: Grid
    ) -> Iterable[tuple[range, list[Line]]]:
        """The rows of the form that are missing before, between and after those known, and those that stand there."""
        labels, taken = {row.label for row in self.rows}, {*known.values()}
        named = {row for row, line in lines.items() if any(self.names.of(text) & labels for text in line.texts)}
        free = [row for row in lines if row not in named | taken]
        ends = [(-1, _edge(grid, min(taken), -1)), *sorted(known.items()), (len(self.rows), _edge(grid, max(taken), 1))]
        for (before, top), (after, bottom) in pairwise(ends):
            yield range(before + 1, after), [lines[row] for row in free if top < row < bottom]

    def _may_be(self, number: int, line: Line, *, is_odd: bool) -> bool:
        """Whether nothing legible says that a row is another than that one; `is_odd` where a nameless one may be."""
        if self._is_of_a_group(line) or any(self.groups[text] != number for text in self._group_of(line)):
            return False
        label, texts = self.rows[number].label, self._legible(line)
        near = (text for text in texts if alike(label, text) >= LEGIBLE and turns(text) <= turns(label))
        return any(not has_other_words(label, text) for text in near) if texts else line.has_figures and not is_odd

    def _legible(self, line: Line) -> list[str]:
        """What a row says of itself; the label of its group says nothing of that."""
        return [text for text in line.texts if HAN.search(text) and not self.names.of(text)]

    def _group_of(self, line: Line) -> frozenset[str]:
        """The group of which the label stands right before the figures, where that of the row should."""
        return self.names.of(line.labels[-1].text) & self.groups.keys() if line.labels else frozenset()

    def _is_of_a_group(self, line: Line) -> bool:
        """Whether a row is labelled as a group is: no place is left for a label of its own."""
        width = max(len(row.figures) for row in self.rows)
        return bool(self._group_of(line)) and line.labels[-1].rows == 1 and len(line.tail) <= width

    def _has_headings(self, grid: Grid) -> bool:
        """Whether the label of a group is all that stands in some row."""
        alone = (squares[0] for squares in grid.rows.values() if len(squares) == 1)
        return any(one.text and self.names.of(one.text) & self.groups.keys() for one in alone)


def order_of(table: Table, rows: Sequence[Row]) -> Order:
    """The order of the rows that a table has in one layout."""
    numbers = {row.line: number for number, row in enumerate(rows)}
    beside = ((loose(head.text), head.home[0]) for head in table.heads)
    return Order(rows, names_of(table), {text: numbers[line] for text, line in beside if line in numbers})


def _edge(grid: Grid, row: int, step: int) -> int:
    """The row just outside of the table that a row stands in."""
    piece = grid.pieces[row]
    while grid.pieces.get(row) == piece:
        row += step
    return row
