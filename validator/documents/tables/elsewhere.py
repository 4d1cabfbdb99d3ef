"""What else of a document could as well hold the figures of a table: then nobody knows which are the report's.

Another place is one where the same table can be read, in whatever layout, with other figures; or where it cannot be
read, but its labels or heads stand over figures. What words say is another's (last year's row below the same heads) is
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from validator.documents.grids import Grid, Square
from validator.documents.tables.found import TWICE, Doubt, Placing
from validator.documents.tables.heads import ENOUGH
from validator.documents.tables.lines import Line
from validator.documents.tables.naming import names_of
from validator.documents.tables.plans import Band, plans_of
from validator.filings.tables.locate import REPEATED
from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.model.form import Table
from validator.model.labels import loose
from validator.startup.expressions import expression

MOST = 0.5
SEVERAL = 3
"""Rows of a table from which another place holds a part of it; heads of columns that say which table it is."""
FIGURES_BEHIND, STOPS = expression(r"[\d\s.,/—-]+$"), expression(r"[，。；：\s]")


def read_elsewhere(
    best: Located, own: Placing, others: Iterable[tuple[Located, Placing]]
) -> Iterator[tuple[str, Doubt]]:
    """The numbers that another placing has as well: all where it holds the table, else those in rows that it holds.

    One row or two with a label of the table, and figures of which nobody knows which they are, are none of it; heads
    above a row are, where the table has rows without labels. The same number twice is no doubt.
    """
    least = 1 if shape_of(best.table).unlabelled else SEVERAL
    for one, other in others:
        is_other_grid = one.sheet is not best.sheet
        if not is_other_grid and one.table is not best.table:
            continue  # the same rows as another edition has them
        is_other = any(square is not own.squares.get(name) for name, square in other.squares.items())
        whole = is_other and one.fit.score >= REPEATED * best.fit.score
        several = len({*other.sought.values()}) >= least
        for name, square in own.squares.items():
            elsewhere = other.squares.get(name)
            unsure = several and name in other.doubts and (is_other_grid or other.sought.get(name) != square.row)
            if whole or unsure or (elsewhere and elsewhere.seen != square.seen):
                yield name, Doubt(square.seen, TWICE)


def standing_elsewhere(
    best: Located,
    own: Placing,
    grids: Mapping[str, Grid],
    lines: Mapping[str, dict[int, Line]],
    words: Sequence[str],
) -> Iterator[str]:
    """The numbers that were read of which labels or heads stand in another place too, be it one nobody can read."""
    if _labels_again(best.table, grids.values()) or _in_words(best.table, own, words):
        yield from own.squares
    for sheet, grid in grids.items():
        taken = {*own.sought.values(), *own.passed} if sheet == best.sheet.name else ()
        yield from _in_grid(best.table, own, grid, lines[sheet], taken)


def _labels_again(table: Table, grids: Iterable[Grid]) -> bool:
    """Whether most labels of its rows or groups stand there once more."""
    bands = plans_of(table)[0].bands
    labels = {row.label for band in bands for row in band.rows if row.label}
    labels = labels or {text for band in bands for text, _, _ in band.groups}
    squares = (square for grid in grids for row in grid.rows.values() for square in row if square.text)
    often = Counter(text for square in squares if (text := loose(square.text)) in labels)
    return bool(labels) and sum(often[text] > 1 for text in labels) > len(labels) * MOST


def _in_words(table: Table, own: Placing, words: Iterable[str]) -> bool:
    """Whether rows of it that were read, or its heads, stand among the words: cells that run into one another."""
    names, bands = names_of(table), plans_of(table)[0].bands
    read = {row.label for band in bands for row in band.rows if not own.squares.keys().isdisjoint(row.figures)}
    rows, heads = set[str](), [{*band.leaves} for band in bands if len({*band.leaves}) >= SEVERAL]
    for text in words:
        bare = FIGURES_BEHIND.sub("", text)
        rows |= names.of(bare) & read if bare != text else set()
        if not STOPS.search(text) and any(_are_most({one for one in own if one in text}, own) for own in heads):
            return True
    return len(rows) >= SEVERAL


def _in_grid(
    table: Table, own: Placing, grid: Grid, lines: Mapping[int, Line], taken: Collection[int]
) -> Iterator[str]:
    """The numbers of which heads stand above figures that are none of those `taken`, or before such."""
    names, bands = names_of(table), plans_of(table)[0].bands
    used, before = {square for _, square, _ in own.labels}, set[str]()
    groups = {
        text: row.figures[first : last + 1]
        for band in bands
        for text, first, last in band.groups
        for row in band.rows
        if not own.squares.keys().isdisjoint(row.figures[first : last + 1])
    }
    for at, squares in _parts(grid, lines):
        if at in taken:
            continue
        before |= {label for text in lines[at].texts for label in names.of(text)} if at else set()
        texts = [loose(one.text) for one in squares if one.text and one not in used]
        named = {label for text in texts for label in names.of(text)}
        is_of_another = groups and groups.keys().isdisjoint(named) and _others(bands, named)
        if not is_of_another and any(_are_most(named, {*band.leaves}) for band in bands):
            yield from own.squares
        if at or any(text[0].isdecimal() for text in texts):
            yield from (
                name for text, figures in groups.items() if any(text in one for one in texts) for name in figures
            )
    if any(_are_most(before, {*band.leaves}) for band in bands):
        yield from own.squares


def _parts(grid: Grid, lines: Mapping[int, Line]) -> Iterator[tuple[int, list[Square]]]:
    """Each row of figures with the cells in it and between it and the one above; at last, as 0, those below all."""
    part: list[Square] = []
    for at, squares in grid.rows.items():
        part += squares
        if at in lines and lines[at].has_figures:
            yield at, part
            part = []
    yield 0, part


def _are_most(named: Collection[str], leaves: Collection[str]) -> bool:
    return len(leaves) >= SEVERAL and sum(one in named for one in leaves) >= ENOUGH * len(leaves)


def _others(bands: Iterable[Band], named: Collection[str]) -> bool:
    """Whether heads are named that are none of columns: those of a group, or of several."""
    return not {*named} <= {text for band in bands for text in band.leaves}
