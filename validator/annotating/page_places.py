"""Where in the text of a page stands what its reader makes of it: its pieces of text, found by signs (`signs`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby
from typing import TypeVar

from validator.annotating.signs import refuse_too_many, sign, with_sources
from validator.documents.blocks import Block
from validator.documents.pages.page import page_blocks
from validator.readers.limits import Budget
from validator.startup.expressions import expression
from validator.startup.records import dataclass

TAG = (
    r"</?[A-Za-z][^\s/<>]*+(?:[\s/]++|[^\s/<>][^\s/<>=]*+(?:\s*+=\s*+"
    r"""(?:"[^"]*+"|'[^']*+'|[^\s<>"'][^\s<>]*+)?+)?+)*+>"""
)
"""No sign of it is looked at for two beginnings of tags, however a page is written."""
TOKEN = expression(
    rf"<!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b[^<>]*+>.*?(?:</(?P=raw)\s*>|\Z)|{TAG}|<[!?][^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
"""What of a page is no text: comments, scripts and styles with all that they hold, tags, declarations."""
CELL = expression(r"<t[dh][\s/>]", re.IGNORECASE)
T = TypeVar("T")
CHARACTER = expression(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text between two tags, or the place at the beginning of a cell: from where to where it goes."""

    start: int
    stop: int


Pieces = tuple[Piece, ...]
"""The source of a paragraph or cell: its pieces in order, of a cell the place behind its tag first."""


def blocks_with_pieces(text: str, budget: Budget) -> list[Block]:
    """The blocks of a page with their pieces as sources.

    Raises NotEditable where it is not certain which is where, Refused for a page that is not read at all.
    """
    pieces = list(pieces_of(text))
    refuse_too_many(pieces, text)
    signed = page_blocks(_bytes(_signed(text, pieces)), budget)
    return with_sources(page_blocks(_bytes(text), budget), signed, pieces)


def pieces_of(text: str) -> Iterator[Piece]:
    """Each piece of text that says anything, and the beginning of each cell, in order."""
    at = 0
    is_cell = False
    for token in TOKEN.finditer(text):
        if is_cell or _says(text, at, token.start()):
            yield Piece(at, token.start())
        at, is_cell = token.end(), CELL.match(token[0]) is not None
    if is_cell or _says(text, at, len(text)):
        yield Piece(at, len(text))


def _says(text: str, start: int, stop: int) -> bool:
    return not text[start:stop].isspace() and start < stop


def _signed(text: str, pieces: Iterable[Piece]) -> str:
    parts: list[str] = []
    at = 0
    for number, piece in enumerate(pieces):
        parts += text[at : piece.start], sign(number)
        at = piece.start
    return "".join((*parts, text[at:]))


def _bytes(text: str) -> bytes:
    """The text in UTF-8, stated by its mark; bytes that are no text of its own encoding as U+FFFD."""
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def spans_of(text: str, pieces: Pieces, words: str) -> list[Piece]:
    """Where the words stand in a page, one span a piece; all that the pieces say for ``""``.

    Where the pieces do not say the words, all that they say.
    """
    held = [one for piece in pieces for one in _characters(text, piece)]
    first = "".join(letter for letter, _ in held).find(words)
    meant = [span for _, span in (held[first : first + len(words)] if words and first >= 0 else held)]
    spans = ((piece, [one for one in meant if piece.start <= one.start < piece.stop]) for piece in pieces)
    return [Piece(found[0].start, found[-1].stop) for _, found in spans if found]


def _characters(text: str, piece: Piece) -> Iterator[tuple[str, Piece]]:
    """The characters of a piece as read, blanks left out, with where each is written."""
    for found in CHARACTER.finditer(text, piece.start, piece.stop):
        for letter in unescape(found[0]):
            if not letter.isspace():
                yield letter, Piece(found.start(), found.end())


def apart(spans: Iterable[tuple[Piece, T]]) -> list[tuple[Piece, T]]:
    """The spans in order of the text; of those that meet, what is left of the later ones."""
    owner: dict[int, int] = {}
    given = list(spans)
    for number, (span, _) in enumerate(given):
        for at in range(span.start, span.stop):
            owner.setdefault(at, number)
    return [(_run(list(run)), given[number][1]) for number, run in _runs(owner)]


def _runs(owner: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    places = sorted(owner)
    for (_, number), run in groupby(enumerate(places), lambda one: (one[1] - one[0], owner[one[1]])):
        yield number, [at for _, at in run]


def _run(places: list[int]) -> Piece:
    return Piece(places[0], places[-1] + 1)
