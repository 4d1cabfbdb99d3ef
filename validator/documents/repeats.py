"""Tables that repeat in every cell what a merged one holds, as programs write them that know no merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from validator.documents.grids import Grid, Square
from validator.startup.records import replace

Spans = dict[int, tuple[int, int]]


def merge_repeats(grid: Grid) -> None:
    """Make one cell of labels that stand side by side again and again, and of equal figures below such a label.

    Where any cell is merged, nothing was repeated. Figures that differ are those of several columns.
    """
    for piece in {*grid.pieces.values()}:
        rows = [row for row, at in grid.pieces.items() if at == piece]
        if all(one.rows * one.columns == 1 for row in rows for one in grid.rows[row]):
            _merge(grid, rows)


def _merge(grid: Grid, rows: Iterable[int]) -> None:
    above: Spans = {}
    for row in rows:
        grid.rows[row] = [*_joined(grid.rows[row], above)]
        labels = (one for one in grid.rows[row] if one.text and not one.is_figure)
        above |= {column: one.span for one in labels for column in range(one.span[0], one.span[1] + 1)}


def _joined(squares: Sequence[Square], above: Spans) -> Iterator[Square]:
    """The cells of a row, those with the same label as one, and those with the same figure below one label."""

    def kind(one: Square) -> tuple[object, ...]:
        if one.text and not one.is_figure:
            return (one.text,)
        return one.seen, above.get(one.column, one.span)

    for _, run in groupby(squares, kind):
        first, *others = run
        whole = first.is_figure and above.get(first.column, first.span) == (first.column, first.column + len(others))
        if others and ((first.text and not first.is_figure) or whole):
            yield replace(first, columns=1 + len(others))
        else:
            yield from (first, *others)
