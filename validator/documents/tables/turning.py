"""Tables on their side: the rows of the form as columns, or all of it as rows of a label and a figure.

Such a table is read as one that stands upright, after its grid was turned: so its labels have to say at both edges
what is what, as they do of any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from validator.documents.grids import Grid, Square
from validator.model.labels import loose
from validator.startup.records import dataclass, replace

WIDEST = 60
"""Columns of a table that is worth turning: 表三 has twenty-five rows, and heads beside them."""


ENOUGH = 3
"""Rows that have a head of the form before their figures."""


def may_be_turned(grid: Grid, heads: Collection[str]) -> bool:
    """Whether heads of columns, as `loose` has them, stand in rows of figures."""
    rows = (row for row in grid.rows.values() if any(one.is_figure for one in row))
    named = (any(one.text and loose(one.text) in heads for one in row) for row in rows)
    return sum(islice(filter(None, named), ENOUGH)) == ENOUGH


@dataclass(frozen=True, slots=True)
class Turned:
    """A grid on its side, and where each cell of it stands in the upright one."""

    grid: Grid
    upright: Mapping[tuple[int, int], Square]

    def back(self, square: Square) -> Square:
        """The cell as it stands in the document."""
        return self.upright[square.row, square.column]


def turned(grid: Grid) -> Turned | None:
    """The tables of a grid one by one on their side; None for one that is no table of the form on its side."""
    result, upright = Grid(is_turned=True), dict[tuple[int, int], Square]()
    for piece in sorted({*grid.pieces.values()}):
        rows = [row for row, at in grid.pieces.items() if at == piece]
        squares = [square for row in rows for square in grid.rows[row]]
        if not _is_whole(squares, len(rows)):
            return None
        _put(result, upright, squares, rows[0])
    return Turned(result, upright)


def _is_whole(squares: Sequence[Square], height: int) -> bool:
    """Whether each row has as much as the others, and is not too wide: where merged cells were lost, columns are.

    A table without a figure has heads alone, and nothing below them.
    """
    width = max((square.span[1] for square in squares), default=0)
    covered = sum(square.rows * square.columns for square in squares)
    return width <= WIDEST and (covered == width * height or not any(square.is_figure for square in squares))


def _put(grid: Grid, upright: dict[tuple[int, int], Square], squares: Sequence[Square], top: int) -> None:
    """The cells of one table below what is there."""
    width = max((square.span[1] for square in squares), default=0)
    first, piece = grid.height + 1, len({*grid.pieces.values()})
    for row in range(first, first + width):
        grid.rows[row], grid.pieces[row] = [], piece
    for square in squares:
        row, column = first + square.column - 1, square.row - top + 1
        # A line that goes across the whole table is the heading of what is below it, and no cell of each column.
        rows = 1 if square.columns == width and not square.is_figure else square.columns
        grid.rows[row].append(replace(square, row=row, column=column, rows=rows, columns=square.rows))
        upright[row, column] = square
        for below in range(row + 1, row + rows):
            grid.covered[below] = max(column, grid.covered.get(below, 0))
    for row in range(first, first + width):
        grid.rows[row].sort(key=lambda square: square.column)
    grid.height += width
