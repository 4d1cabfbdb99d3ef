"""Where in a file stands what a reader makes of it: the file is read again with signs in it, and the signs are found.

The libraries that read pages and documents do not tell where in the file a word stands. So a character of private use
is put at the beginning of each piece of text and of each cell, and where it comes out says where the piece is; that
the same is read without the signs is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.readers.limits import Budget, Limits
from validator.readers.xlsx.package import Package
from validator.startup.expressions import expression
from validator.startup.records import replace

SIGN = expression("[\U000f0000-\U000ffffd]")
Reader = Callable[[Package, Budget], list[Block]]
FIRST, MOST = 0xF0000, 0xFFFE
TOO_MANY = "文字太零碎，或者含有罕用的符号，不能确定标在哪里"
OTHERWISE = "写法不寻常，不能确定标在哪里"


def sign(number: int) -> str:
    """The sign of the piece with that number."""
    return chr(FIRST + number)


def refuse_too_many(pieces: Sequence[Any], text: str) -> None:
    """Raises NotEditable for more pieces than there are signs, and for a text that has such signs of its own."""
    if len(pieces) > MOST or SIGN.search(text):
        raise NotEditable(TOO_MANY)


def blocks_with_sources(
    content: bytes, part: str, signed: bytes, pieces: Sequence[Any], read: Reader, limits: Limits
) -> list[Block]:
    """The blocks of a package, of which `signed` is one part with signs in it, with the pieces as their sources.

    Raises NotEditable where it is not certain which is where, Refused for a document that is not read at all.
    """
    package = EditedPackage(content, limits)
    package.put(part, signed)
    plain, told = (
        read(Package(one, budget), budget) for one in (content, package.content()) for budget in [Budget(limits)]
    )
    return with_sources(plain, told, pieces)


def with_sources(plain: Sequence[Block], signed: Sequence[Block], pieces: Sequence[Any]) -> list[Block]:
    """The blocks with the pieces, in order, as the sources of paragraphs and cells.

    `signed` is what is read of the same file with signs in it. Raises NotEditable where it is anything else.
    """
    told = [one for block in signed for one in _told(block, pieces)]
    if len(told) != len(plain):
        raise NotEditable(OTHERWISE)
    return [_as_told(one, other) for one, other in zip(plain, told, strict=True)]


def _told(block: Block, pieces: Sequence[Any]) -> Iterator[Block]:
    """A block without signs, and none where nothing else is in it."""
    if isinstance(block, Table):
        yield replace(block, rows=tuple(tuple(_cell(cell, pieces) for cell in row) for row in block.rows))
        return
    text = SIGN.sub("", block.text).strip()
    if text:
        yield replace(block, text=text, source=_pieces_in(block.text, pieces))


def _cell(cell: TableCell, pieces: Sequence[Any]) -> TableCell:
    own = "".join(one.text for one in cell.blocks if isinstance(one, Paragraph))
    told = tuple(one for block in cell.blocks for one in _told(block, pieces))
    return replace(cell, blocks=told, source=_pieces_in(own, pieces))


def _pieces_in(text: str, pieces: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(pieces[ord(one) - FIRST] for one in SIGN.findall(text))


def _as_told(plain: Block, told: Block) -> Block:
    """The plain block with the sources of the other."""
    if isinstance(plain, Paragraph) and isinstance(told, Paragraph) and _bare(plain.text) == _bare(told.text):
        return replace(plain, source=told.source)
    if isinstance(plain, Table) and isinstance(told, Table) and _shape(plain) == _shape(told):
        rows = zip(plain.rows, told.rows, strict=True)
        return replace(plain, rows=tuple(tuple(map(_cell_as_told, *row)) for row in rows))
    raise NotEditable(OTHERWISE)


def _cell_as_told(plain: TableCell, told: TableCell) -> TableCell:
    if len(plain.blocks) != len(told.blocks):
        raise NotEditable(OTHERWISE)
    return replace(plain, blocks=tuple(map(_as_told, plain.blocks, told.blocks)), source=told.source)


def _shape(table: Table) -> list[list[tuple[int, int]]]:
    return [[(cell.rows, cell.columns) for cell in row] for row in table.rows]


def _bare(text: str) -> str:
    return "".join(text.split())
