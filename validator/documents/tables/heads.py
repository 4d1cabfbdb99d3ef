"""Which columns the heads of a band name: by where they stand, or by their order and number.

Heads say where a column is if each of them covers columns of its own (`Columns.spans`). Where merged cells were lost
they do not; then the order of the form tells the columns of a row that has just as many figures, if what is left of
the heads agrees with that order and leaves no room for another (`Columns.counted`). A label that stands there more
often than in the form, as where last year's columns stand beside this year's, makes two readings: neither is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from validator.documents.grids import Grid, Square
from validator.documents.tables.lines import ROW_NUMBERS
from validator.documents.tables.naming import Names, turns
from validator.documents.tables.plans import Band
from validator.model.bilingual import Bilingual
from validator.model.labels import loose
from validator.startup.records import dataclass

ENOUGH = 2 / 3
"""The share of a band's heads that have to be there."""
NO_HEADS = Bilingual("它的列名没有找到，或者写的不是它", "the heads of its columns were not found")
TWO_READINGS = Bilingual(
    "表头里同样的列名不止一组，哪几列是这份报告的，有两种读法",
    "its heads name the same columns more than once, so they can be read in two ways",
)

Span = tuple[int, int]
Found = dict[str, list[Square]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a band are.

    `spans` are their first and last columns, in the order of the form, empty where heads do not say; `counted`: a row
    with just as many figures has them in the order of the form. `why` neither is known. `heads` are the labels found.
    """

    spans: tuple[Span, ...] = ()
    counted: bool = False
    foreign: frozenset[Span] = frozenset()
    """The columns under heads that are none of the band's."""
    end: int = 0
    """The column in which the rows of the heads end."""
    heads: tuple[tuple[str, Square], ...] = ()
    why: Bilingual | None = None


def columns_of(grid: Grid, band: Band, region: Sequence[int], names: Names) -> Columns:
    """The columns that the heads in some rows name."""
    squares = [square for row in region for square in grid.rows.get(row, ()) if square.text and not square.is_figure]
    if not squares:
        return Columns(why=NO_HEADS)
    named = {square: names.of(square.text) for square in squares}
    found = _found(band, named)
    if not _agree(band, found, named):
        return Columns(heads=_pairs(found), why=TWO_READINGS)
    if sum(len(found[text]) for text in band.often) < ENOUGH * len(band.leaves):
        return Columns(heads=_pairs(found), why=NO_HEADS)
    spans = _standing(band, found, one_by_one=grid.is_turned) or _in_one_row(grid, band, region, names, found)
    in_order = bool(spans) or _in_order(band, named)
    spans = spans if in_order or grid.is_turned else _in_another_order(grid, band, found)
    foreign = _foreign(grid, region, spans)
    beside = any(first > min(spans)[0] for first, _ in foreign)
    counted = not beside and in_order
    why = None if spans or counted else NO_HEADS
    heads = (row for row in region if not any(square.is_figure for square in grid.rows.get(row, ())))
    end = max((square.span[1] for row in heads for square in grid.rows.get(row, ())), default=0)
    return Columns(spans, counted, foreign, end, _pairs(found), why)


def _found(band: Band, named: dict[Square, frozenset[str]]) -> Found:
    """The heads of each name from left to right, those that a page repeats once."""
    often, found = band.often + Counter(text for text, _, _ in band.groups), Found()
    for text, times in often.items():
        every = [square for square, labels in named.items() if text in labels]
        if len(every) > times:
            every = list({square.span: square for square in reversed(every)}.values())
        found[text] = sorted(every, key=lambda square: (square.span, square.row))
    return found


def _pairs(found: Found) -> tuple[tuple[str, Square], ...]:
    return tuple((text, square) for text, squares in found.items() for square in squares)


def _agree(band: Band, found: Found, named: dict[Square, frozenset[str]]) -> bool:
    """Whether no label stands there too often, and the heads above columns of like names stand in order."""
    groups = [text for text, _, _ in band.groups]
    read = [text for labels in named.values() for text in labels if text in groups]
    in_order = [*dict.fromkeys(read)] == [text for text in groups if text in read]
    return in_order and all(len(found[text]) <= often for text, often in band.often.items())


def _standing(band: Band, found: Found, *, one_by_one: bool) -> tuple[Span, ...]:
    """The columns under the heads, where each stands over its own, in the order of the form.

    `one_by_one` where the head of a group may stand in a column of its own before those of the group.
    """
    left = {text: iter(squares) for text, squares in found.items()}
    spans = [square.span for text in band.leaves for square in [next(left[text], None)] if square]
    if len(spans) < len(band.leaves) or not _ascend(spans):
        return ()
    for text, first, last in band.groups:
        for square in found[text]:
            if square.columns > 1 and square.span != (spans[first][0], spans[last][1]):
                return ()
            if one_by_one and not (first and spans[first - 1][1]) < square.column <= spans[first][0]:
                return ()
        if one_by_one and not found[text]:
            return ()
    return tuple(spans)


def _ascend(spans: Sequence[Span]) -> bool:
    return all(one[1] < other[0] for one, other in pairwise(spans))


def _in_one_row(grid: Grid, band: Band, region: Iterable[int], names: Names, found: Found) -> tuple[Span, ...]:
    """The columns under a row of which the last cells are the heads in order, some of them illegible or above it."""
    for row in region:
        squares = grid.rows.get(row, [])[-len(band.leaves) :]
        if len(squares) == len(band.leaves) and _reads(band.leaves, squares, names):
            spans = [square.span for square in squares]
            stand = [(square.span, spans[band.leaves.index(text)]) for text in band.often for square in found[text]]
            if any(band.often[text] > 1 for text in band.often) or all(here == own for here, own in stand):
                return tuple(spans)
    return ()


def _in_another_order(grid: Grid, band: Band, found: Found) -> tuple[Span, ...]:
    """The columns under heads that stand in another order than the form's, where nothing was lost of merged cells."""
    left = {text: iter(squares) for text, squares in found.items()}
    heads = [square for text in band.leaves for square in [next(left[text], None)] if square]
    spans = [square.span for square in heads]
    if len(heads) < len(band.leaves) or not _ascend(sorted(spans)) or not _are_over_their_own(grid, heads):
        return ()
    end = 0
    for text, first, last in band.groups:
        under = sorted(spans[first : last + 1])
        over = [square.span for square in found[text]]
        own = (under[0][0], under[-1][1]), (under[0][0], under[0][0])  # merged, or taken apart
        if len(over) != 1 or over[0] not in own or under[0][0] <= end:
            return ()
        end = under[-1][1]
    return tuple(spans)


def _are_over_their_own(grid: Grid, heads: Sequence[Square]) -> bool:
    """Whether their rows are whole: no place without a cell, and what stands above a lower head is not one beside it.

    Where cells lost what they cover, those behind them moved to the left: then a row is short, or ends in blanks, above
    which the last head of it stands.
    """
    rows = range(min(head.row for head in heads), max(head.row + head.rows for head in heads))
    places = {
        (row, column): square
        for at in rows
        for square in grid.rows.get(at, ())
        for row in range(at, at + square.rows)
        for column in range(square.span[0], square.span[1] + 1)
    }
    across = range(min(head.column for head in heads), max(head.span[1] for head in heads) + 1)
    if any((row, column) not in places for row in rows for column in across):
        return False
    return not any(_above(places, row, head.column) in heads for head in heads for row in range(rows.start, head.row))


def _above(places: dict[tuple[int, int], Square], row: int, column: int) -> Square | None:
    """What stands in a row above a column, or to the left of it where nothing does."""
    seen = (places.get((row, at)) for at in range(column, 0, -1))
    return next((square for square in seen if square is None or not square.is_blank), None)


def _reads(leaves: Sequence[str], squares: Sequence[Square], names: Names) -> bool:
    same = sum(leaf in names.of(square.text) for leaf, square in zip(leaves, squares, strict=True))
    pairs = zip(leaves, squares, strict=True)
    return same >= ENOUGH * len(leaves) and all(
        leaf in names.of(square.text) or not (names.of(square.text) or turns(square.text) or square.is_figure)
        for leaf, square in pairs
    )


def _foreign(grid: Grid, region: Iterable[int], spans: Sequence[Span]) -> frozenset[Span]:
    """The columns over which something else stands."""
    own = {column for first, last in spans for column in range(first, last + 1)}
    heads = (square for row in region for square in grid.rows.get(row, ()) if square.text and own)
    return frozenset(square.span for square in heads if own.isdisjoint(range(square.span[0], square.span[1] + 1)))


def _in_order(band: Band, named: dict[Square, frozenset[str]]) -> bool:
    """Whether the heads, read row by row, are in an order that the form has, with no more than they."""
    rows = [square.row for square, labels in named.items() if labels]
    read = [(square, labels) for square, labels in named.items() if min(rows) <= square.row <= max(rows)]
    texts = [text for _, labels in read for text in labels if text in band.often]
    other = [square for square, labels in read if not (labels or _numbers_rows(square))]
    missing = len(band.leaves) - len(texts)
    if len(other) > missing or any(turns(square.text) for square in other):
        return False
    return any(_is_part(texts, order) for order in (band.leaves, band.by_level))


def _numbers_rows(square: Square) -> bool:
    """Whether a head is that of the numbers of the rows before them, which are none of their cells."""
    return square.column == 1 and loose(square.text) in ROW_NUMBERS


def _is_part(texts: Iterable[str], order: Iterable[str]) -> bool:
    """Whether the texts stand in that order, with others between them."""
    left = iter(order)
    return all(text in left for text in texts)
