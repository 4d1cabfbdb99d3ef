"""A column of remarks behind the figures, where a text has lost which column stands below which head.

The head names it, and each row of figures has as many cells as the others: then the last of each is the remark,
whatever is in it. Where the heads stand over their columns nothing needs to be done.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.documents.grids import Grid, Square
from validator.model.labels import loose

REMARKS = frozenset({"备注", "备考", "说明"})


def drop_remarks(grid: Grid) -> None:
    """Take such a column off the tables of a grid, and its head."""
    for piece in {*grid.pieces.values()}:
        rows = [row for row, at in grid.pieces.items() if at == piece]
        head = next((row for row in rows if _ends_with_remarks(grid.rows[row])), None)
        if head is not None and all(one.rows * one.columns == 1 for row in rows for one in grid.rows[row]):
            _drop(grid, head, [row for row in rows if row > head and _behind_label(grid.rows[row])])


def _ends_with_remarks(squares: Sequence[Square]) -> bool:
    return bool(squares) and loose(squares[-1].text) in REMARKS and not any(one.is_figure for one in squares)


def _drop(grid: Grid, head: int, rows: Sequence[int]) -> None:
    is_above = any(grid.rows[row][-1].column == grid.rows[head][-1].column for row in rows)
    if is_above or len({len(_behind_label(grid.rows[row])) for row in rows}) != 1:
        return
    for row in (head, *rows):
        grid.rows[row].pop()


def _behind_label(squares: Sequence[Square]) -> Sequence[Square]:
    """The cells from the first behind the label to the last, none where no figure is in them."""
    first = next((at for at, one in enumerate(squares) if one.is_figure), len(squares))
    start = max((at + 1 for at, one in enumerate(squares[:first]) if one.text), default=0)
    return squares[start:] if first < len(squares) else ()
