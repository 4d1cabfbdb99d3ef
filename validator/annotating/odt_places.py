"""Where in an OpenDocument text the words of a paragraph stand: pieces of mixed content, found by signs (`signs`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from validator.annotating.signs import blocks_with_sources, refuse_too_many, sign
from validator.annotating.word_xml import made, name_of, written
from validator.documents.blocks import Block
from validator.documents.office.odt import CONTENT, odt_blocks
from validator.readers.limits import Limits
from validator.startup.records import dataclass

TEXT_SPACE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of an element, or with `behind` the one that follows it; of a cell (`is_cell`) the cell itself.

    `at` is the number of its first character among those of all pieces.
    """

    element: Any
    at: int
    behind: bool = False
    is_cell: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "" if self.is_cell else (self.element.tail if self.behind else self.element.text) or ""


def pieces_of(root: Any) -> list[Piece]:
    """The pieces of text within paragraphs, and the cells, in order."""
    pieces: list[Piece] = []
    at = 0
    for element, behind, is_cell in _places(root):
        pieces.append(Piece(element, at, behind, is_cell))
        at += len(pieces[-1].text)
    return pieces


def _places(root: Any) -> Iterator[tuple[Any, bool, bool]]:
    """Goes through a tree without calling itself, for it may be deep."""
    waiting: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while waiting:
        element, behind, within = waiting.pop()
        if behind:
            if within and (element.tail or "").strip():
                yield element, True, False
            continue
        if name_of(element) == "table-cell":
            yield element, False, True
        inner = bool(name_of(element)) and (within or name_of(element) in {"p", "h"})
        if inner and (element.text or "").strip():
            yield element, False, False
        for child in reversed(element):
            waiting += (child, True, inner), (child, False, inner)


def blocks_with_pieces(content: bytes, root: Any, limits: Limits) -> list[Block]:
    """The blocks of a document, of whose content that is the root, with their pieces as sources.

    Raises NotEditable where it is not certain which is where, Refused for a document that is not read at all.
    """
    pieces = pieces_of(root)
    refuse_too_many(pieces, "".join(one.text for one in pieces))
    return blocks_with_sources(content, CONTENT, _signed(root), pieces, odt_blocks, limits)


def _signed(root: Any) -> bytes:
    """The content with a sign at the beginning of each piece, for a cell in a paragraph before its own."""
    copy = deepcopy(root)
    for number, one in enumerate(pieces_of(copy)):
        if one.is_cell:
            paragraph = made(one.element, "p", space=TEXT_SPACE)
            paragraph.text = sign(number)
            one.element.insert(0, paragraph)
        elif one.behind:
            one.element.tail = sign(number) + one.text
        else:
            one.element.text = sign(number) + one.text
    return written(copy)


def letters_of(pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """What a reader sees of a paragraph or cell: each character with its number, blanks left out."""
    return [(letter, one.at + at) for one in pieces for at, letter in enumerate(one.text) if not letter.isspace()]


def hides_text(pieces: Sequence[Piece]) -> bool:
    """Whether the cell that the pieces are of has text that nobody sees: white text would be seen on another ground."""
    seen = sum(len("".join(one.text.split())) for one in pieces)
    return pieces[0].is_cell and seen < sum(len("".join(one.text.split())) for one in pieces_of(pieces[0].element))
