"""What else of a document could as well hold the figures of a table: then nobody knows which are the report's.

Another place is one where the same table can be read, in whatever layout, with other figures; or where it cannot be
read, but its labels or heads stand over figures. What words say is another's (last year's row below the same heads) is
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from validator.documents.found import Doubt, Placing
from validator.documents.grids import Grid
from validator.documents.heads import ENOUGH
from validator.documents.lines import Line
from validator.documents.naming import names_of
from validator.documents.placing import FAR, TWICE
from validator.documents.plans import plans_of
from validator.filings.tables.locate import REPEATED
from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.model.form import Table
from validator.model.labels import loose

MOST = 0.5
SEVERAL = 3
"""Rows of a table from which another grid holds a part of it."""


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


def stands_elsewhere(
    best: Located, own: Placing, grids: Mapping[str, Grid], lines: Mapping[str, dict[int, Line]]
) -> bool:
    """Whether the table stands in another place as well, be it one that nobody can read."""
    if _labels_again(best.table, grids.values()):
        return True
    if not shape_of(best.table).unlabelled:
        return False
    taken = {*own.sought.values(), *own.passed}
    return any(
        _heads_again(best.table, own, grid, lines[sheet], taken if sheet == best.sheet.name else ())
        for sheet, grid in grids.items()
    )


def _labels_again(table: Table, grids: Iterable[Grid]) -> bool:
    """Whether most labels of its rows or groups stand there once more."""
    bands = plans_of(table)[0].bands
    labels = {row.label for band in bands for row in band.rows if row.label}
    labels = labels or {text for band in bands for text, _, _ in band.groups}
    squares = (square for grid in grids for row in grid.rows.values() for square in row if square.text)
    often = Counter(text for square in squares if (text := loose(square.text)) in labels)
    return bool(labels) and sum(often[text] > 1 for text in labels) > len(labels) * MOST


def _heads_again(table: Table, own: Placing, grid: Grid, lines: Mapping[int, Line], taken: Collection[int]) -> bool:
    """Whether its heads stand above or before other figures than those `taken`, and not those of another group."""
    names, bands, top = names_of(table), plans_of(table)[0].bands, 0
    leaves = {text for band in bands for text in band.leaves}
    read = {
        text
        for band in bands
        for text, first, last in band.groups
        for row in band.rows
        if not own.squares.keys().isdisjoint(row.figures[first : last + 1])
    }
    before = set[str]()
    for at, line in lines.items():
        if not line.has_figures:
            continue
        squares = [one for row in range(max(top + 1, at - FAR), at + 1) for one in grid.rows.get(row, ()) if one.text]
        top = at
        if at in taken:
            continue
        before |= {label for text in line.texts for label in names.of(text)} & leaves
        named = {label for square in squares for label in names.of(square.text)}
        of_another = named - leaves and read.isdisjoint(named)
        if len(named & leaves) >= ENOUGH * len(leaves) and not of_another:
            return True
    return len(before) >= ENOUGH * len(leaves)
