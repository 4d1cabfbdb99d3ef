"""The rows of a grid as label and figures, and which of them are the rows of a table of the form.

By their labels, along the order of the form (`best_path`); what is left may be told by order (`ordering`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from validator.documents.grids import Grid, Square, joined
from validator.documents.tables.naming import Names
from validator.documents.tables.plans import Row
from validator.filings.tables.sequence_alignment import EXACT, NEARLY, best_path
from validator.filings.tables.views import MOST_ROWS
from validator.model.cells import CellKind
from validator.model.labels import gist, loose
from validator.startup.records import dataclass, field

ALIKE_ONLY = 75
"""What a label with a misprint is worth beside an equal one."""
MOST_PARTS = 6
"""Cells over which the label of a row is spread at the most."""
SEVERAL = 3
"""So many rows that could as well be others are those of another table."""
COUNTING, COLUMN_NUMBERS = 3, frozenset({"栏次", "列次", "序号", "栏目", "甲", "乙", "丙"})
"""So many figures make a row that only numbers the columns, and what stands before them."""

ROW_NUMBERS = frozenset({"序号", "行次", "行号", "编号", "代码"})
"""The heads of a column that numbers the rows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid: what stands before its figures, and the cells from the first that may hold one."""

    row: int
    labels: tuple[Square, ...]
    tail: tuple[Square, ...]
    core: tuple[Square, ...]
    """Of those the cells from the first figure to the last."""
    covered: bool = False
    """Whether a cell of a row above covers one of those."""
    texts: tuple[str, ...] = field(default=())
    """What its label may be: each cell, and those next to one another together."""

    @property
    def end(self) -> int:
        """The column in which it ends."""
        return self.tail[-1].span[1] if self.tail else 0

    @property
    def has_figures(self) -> bool:
        """Whether any figure is seen."""
        return bool(self.core)

    @property
    def is_sure(self) -> bool:
        """Whether its figures begin right behind a label, so that their number says which they are."""
        return bool(self.tail) and not self.covered and not self.tail[0].is_blank


def lines_of(grid: Grid) -> dict[int, Line]:
    """The rows of a grid that hold figures, or places for them."""
    found = (_line(grid, row, squares) for row, squares in islice(_without_numbers(grid), MOST_ROWS))
    return {line.row: line for line in found if line.tail and not _numbers_columns(line)}


def _without_numbers(grid: Grid) -> Iterator[tuple[int, list[Square]]]:
    """The cells of each row without the number of the row, as those below 序号 hold it."""
    numbering = set[tuple[int, int]]()
    for row, squares in grid.rows.items():
        piece = grid.pieces[row]
        numbering |= {(piece, square.column) for square in squares if loose(square.text) in ROW_NUMBERS}
        yield row, [square for square in squares if not (square.is_figure and (piece, square.column) in numbering)]


def _line(grid: Grid, row: int, squares: Sequence[Square]) -> Line:
    first = next((at for at, square in enumerate(squares) if square.is_figure), len(squares))
    start = max((at + 1 for at, square in enumerate(squares[:first]) if square.text), default=0)
    labels, tail = tuple(square for square in squares[:start] if square.text), tuple(squares[start:])
    seen = [at for at, square in enumerate(tail) if not square.is_blank]
    core = tail[seen[0] : seen[-1] + 1] if seen else ()
    left = tail[0].column if tail else 0
    return Line(row, labels, tail, core, 0 < left <= grid.covered.get(row, 0), tuple(_texts(labels)))


def _texts(labels: Sequence[Square]) -> Iterator[str]:
    texts = [
        text for square in labels[:MOST_PARTS] for text in (square.text.split() if len(labels) == 1 else [square.text])
    ]
    texts = texts[-MOST_PARTS:]
    for first in range(len(texts)):
        for last in range(first + 1, len(texts) + 1):
            yield joined(texts[first:last])


def _numbers_columns(line: Line) -> bool:
    """栏次 1 2 3: a row that says which column is which number."""
    values = [square.cell.value for square in line.tail if square.cell.kind is CellKind.NUMBER]
    named = all(loose(square.text) in COLUMN_NUMBERS for square in line.labels)
    return len(values) >= COUNTING and values == [*range(1, len(values) + 1)] and named


def labelled(rows: Sequence[Row], lines: Iterable[Line], names: Names) -> dict[int, int]:
    """Number of a row of the form -> row of the grid, by labels alone."""
    numbers, on_grid = {row.label: number for number, row in enumerate(rows)}, {line.row: line for line in lines}
    score = {
        (numbers[label], at): _worth(label, line)
        for at, line in on_grid.items()
        for label in {label for text in line.texts for label in names.of(text)} & numbers.keys()
    }
    return best_path(range(len(rows)), sorted(on_grid), score) if score else {}


def _worth(label: str, line: Line) -> int:
    """How well a row's label, which may be this one, is that of a row of the form."""
    if any(loose(text) == label for text in line.texts):
        return EXACT
    return NEARLY if any(gist(text) == gist(label) for text in line.texts) else ALIKE_ONLY


def strays(taken: Iterable[int], lines: dict[int, Line], names: Names, groups: Collection[str]) -> int:
    """How many rows of figures between others of a table are none of it, and no label of theirs says so: no group's."""
    known = {*taken}
    between = (lines[at] for at in range(min(known), max(known)) if at in lines and at not in known) if known else ()
    return sum(
        line.has_figures and all(names.of(text) and names.of(text).isdisjoint(groups) for text in line.texts)
        for line in between
    )


def repeated(rows: Sequence[Row], lines: Iterable[Line]) -> bool:
    """Whether a label of a row stands there more than once, as it does where a table is there twice."""
    texts = Counter(loose(text) for line in lines if line.has_figures for text in {*line.texts})
    return any(row.label and texts[row.label] > 1 for row in rows)


def rivals(rows: Sequence[Row], known: Mapping[int, int], lines: Mapping[int, Line], names: Names) -> Iterable[int]:
    """The rows of the form for which another row stands as well: its label is as good, or there are several such."""
    numbers, taken = {row.label: number for number, row in enumerate(rows) if row.label}, {*known.values()}
    free = [line for at, line in lines.items() if line.has_figures and at not in taken]
    other = {
        (numbers[label], line.row)
        for line in free
        for label in {label for text in line.texts for label in names.of(text)} & numbers.keys()
        if numbers[label] in known
    }
    found = {number for number, _ in other}
    if len(found) >= SEVERAL:
        return known
    return {
        number
        for number, at in other
        if _worth(rows[number].label, lines[at]) >= _worth(rows[number].label, lines[known[number]])
    }
