"""Rows of a table that stand in a document as paragraphs: lines that a page breaks, words with tabs between them.

Such a row has a label of the form before its figures, or as many figures as no sentence has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.grids import is_figure
from validator.documents.tables.naming import Names
from validator.documents.texts.lined import PAGE, cells_of
from validator.startup.records import replace

LONGEST = 400
SEVERAL = 3
ENOUGH = 5
"""So many figures one behind the other are a row, whatever stands before them."""
FEW = 4
"""Texts before the figures of a row: a group's label, its own, what numbers it."""

Row = tuple[TableCell, ...]


def with_rows(blocks: Iterable[Block], names: Names) -> Iterator[Block]:
    """The blocks, rows that follow one another as one table; `names` are the labels of the form's tables.

    A paragraph or two that look so are remarks beside a table. On pages of a PDF lines and areas say what is a row.
    """
    read = [(block, _row(block, names)) for block in blocks]
    if sum(isinstance(block, Paragraph) and bool(row) for block, row in read) < SEVERAL:
        read = [(block, row if isinstance(block, Table) else ()) for block, row in read]
    for is_row, run in groupby(read, lambda one: bool(one[1])):
        found = list(run)
        yield from (Table(tuple(row for _, row in found)),) if is_row else (block for block, _ in found)


def _row(block: Block, names: Names) -> Row:
    """The cells of a block that is one row, none for any other."""
    if isinstance(block, Table):
        (row,) = block.rows if len(block.rows) == 1 else ((),)
        return row if not block.pages and all(cell.rows == cell.columns == 1 for cell in row) else ()
    text = block.text
    if block.page is not None or len(text) > LONGEST or PAGE.fullmatch(text):
        return ()
    cells = cells_of(text)
    first = next((at for at, one in enumerate(cells) if is_figure(one)), len(cells))
    figures, labels = cells[first:], [one for one in cells[:first] if one]
    is_row = all(is_figure(one) or not one for one in figures) and len(labels) <= FEW and len(cells) > 1
    if not is_row or not (len(figures) >= ENOUGH or (figures and any(map(names.of, labels)))):
        return ()
    return tuple(TableCell((replace(block, text=one),) if one else (), source=block.source) for one in cells)
