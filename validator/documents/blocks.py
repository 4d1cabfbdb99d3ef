"""What every kind of document is read as: paragraphs and tables in order. Nothing here knows files or the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from validator.startup.records import dataclass, field

LONG, SEVERAL = 200, 3
"""Characters of one cell, and paragraphs in it, from which it holds an article and no entry of a table. The longest
label of the form has 38; a figure with its remarks stays below as well."""
MOST_SPAN = 1_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page (the first is 1), and what stands in it.

    In points from the upper left corner of the page as it is read.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""


class Placed(Protocol):
    """The source of a block on pages, as a PDF has them."""

    def areas(self) -> Sequence[Area]:
        """Where the block stands: of a cell its own areas first, then as of a paragraph those of its text in order."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text, on a page where the document has pages.

    `source` is where it stands in the file, as its reader knows it, for who marks a copy; None where that is not known.
    """

    text: str
    page: int | None = None
    source: object = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell as written: what it holds, how many rows and columns it covers, and its `source` as of a paragraph."""

    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1
    source: object = field(default=None, compare=False)
    hidden: str = ""
    """A figure in it that nobody sees."""

    @property
    def text(self) -> str:
        """Its paragraphs, a line each."""
        if len(self.blocks) == 1 and isinstance(only := self.blocks[0], Paragraph):
            return only.text
        return "\n".join(one.text for one in _unboxed(self.blocks) if isinstance(one, Paragraph) and one.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as written, row by row; `pages` is that of each row, where the document has pages."""

    rows: tuple[tuple[TableCell, ...], ...]
    pages: tuple[int, ...] = ()

    @property
    def is_layout(self) -> bool:
        """Whether it only puts things side by side: tables within it, an article, a single cell."""
        cells = [cell for row in self.rows for cell in row]
        return len(cells) < 2 or any(map(_holds_more, cells))

    @property
    def width(self) -> int:
        """The columns of its widest row, as far as its own cells say."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)


Block = Paragraph | Table


def span(text: str, least: int) -> int:
    """The number of rows or columns that a document states, within what a table can have; `least` for nonsense."""
    return min(max(int(text), least), MOST_SPAN) if text.isdecimal() and len(text) < 6 else least


def _unboxed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, a table of one cell as what stands in it: pages put frames around figures so."""
    for block in blocks:
        if isinstance(block, Table) and sum(map(len, block.rows)) == 1:
            yield from (inner for row in block.rows for cell in row for inner in _unboxed(cell.blocks))
        else:
            yield block


def _holds_more(cell: TableCell) -> bool:
    if not cell.blocks:
        return False
    blocks = list(_unboxed(cell.blocks))
    paragraphs = [one for one in blocks if isinstance(one, Paragraph) and one.text]
    return any(isinstance(one, Table) for one in blocks) or (
        len(paragraphs) >= SEVERAL and sum(len(one.text) for one in paragraphs) > LONG
    )


def flowing(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in reading order, with those of tables that are mere layout in place of them."""
    for block in blocks:
        if isinstance(block, Table) and block.is_layout:
            for row in block.rows:
                for cell in row:
                    yield from flowing(cell.blocks)
        elif isinstance(block, Table) or block.text:
            yield block
