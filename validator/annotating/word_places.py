"""Where in a Word document the words of a paragraph stand, and its runs cut so that they stand in runs of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from validator.annotating.signs import blocks_with_sources, refuse_too_many, sign
from validator.annotating.word_xml import made, name_of, written
from validator.documents.blocks import Block
from validator.documents.office.word import word_blocks
from validator.readers.kinds import WORD_PART
from validator.readers.limits import Limits
from validator.startup.records import dataclass

_PRESERVED: Final = "{http://www.w3.org/XML/1998/namespace}space"
Pieces = tuple[Any, ...]
"""The source of a paragraph or cell: its elements of text (``w:t``) in order, of a cell its own (``w:tc``) first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that a reader sees, blanks left out: the element of text that holds it, and where in that."""

    text: Any
    at: int


def blocks_with_pieces(content: bytes, root: Any, limits: Limits) -> list[Block]:
    """The blocks of a document, of whose main part that is the root, with their pieces as sources.

    Raises NotEditable where it is not certain which is where, Refused for a document that is not read at all.
    """
    pieces = [one for one in root.iter() if name_of(one) in {"t", "tc"}]
    refuse_too_many(pieces, "".join(one.text or "" for one in pieces if name_of(one) == "t"))
    return blocks_with_sources(content, WORD_PART, _signed(root), pieces, word_blocks, limits)


def _signed(root: Any) -> bytes:
    """The part with a sign at the beginning of each piece, for a cell in its first paragraph."""
    copy = deepcopy(root)
    for number, one in enumerate([one for one in copy.iter() if name_of(one) in {"t", "tc"}]):
        if name_of(one) == "t":
            one.text = sign(number) + (one.text or "")
        elif paragraphs := [each for each in one if name_of(each) == "p"]:
            run, text = made(one, "r"), made(one, "t")
            text.text = sign(number)
            run.append(text)
            paragraphs[0].insert(int(bool(len(paragraphs[0])) and name_of(paragraphs[0][0]) == "pPr"), run)
    return written(copy)


def letters_of(pieces: Pieces) -> list[Letter]:
    """What a reader sees of a paragraph or cell, in order."""
    texts = (one for one in pieces if name_of(one) == "t")
    return [Letter(one, at) for one in texts for at, letter in enumerate(one.text or "") if not letter.isspace()]


def hides_text(cell: Any, pieces: Pieces) -> bool:
    """Whether a cell has text that nobody sees: white text would be seen on another ground."""
    return any(name_of(one) == "t" and (one.text or "").strip() and one not in pieces for one in cell.iter())


def meant(letters: Sequence[Letter], words: str) -> Sequence[Letter]:
    """Those of the letters that say the words; all where none do, or for ``""``."""
    first = "".join(one.text.text[one.at] for one in letters).find(words)
    return letters[first : first + len(words)] if words and first >= 0 else letters


def runs_of(letters: Sequence[Letter]) -> list[Any]:
    """The runs that hold these letters and nothing before the first or behind the last: those at the ends are cut."""
    if not letters:
        return []
    first, last = letters[0].text, letters[-1].text
    _cut(last, letters[-1].at + 1)
    start = _cut(first, letters[0].at)
    texts = [first if start is None else start, *(one.text for one in letters if one.text is not first)]
    return list(dict.fromkeys(map(_run_of, texts)))


def paragraph_of(pieces: Pieces) -> Any | None:
    """The paragraph that a comment on the pieces stands in, the first of a blank cell."""
    for one in pieces:
        inner: Iterator[Any] = iter(one) if name_of(one) == "tc" else one.iterancestors()
        if found := [each for each in inner if name_of(each) == "p"]:
            return found[0]
    return None


def _run_of(text: Any) -> Any:
    return next(one for one in text.iterancestors() if name_of(one) == "r")


def _cut(text: Any, at: int) -> Any | None:
    """Cut a run before a character of a text in it; the text of the second half, None where nothing is to be cut."""
    run = _run_of(text)
    whole = text.text or ""
    behind = list(text.itersiblings())
    before = [one for one in text.itersiblings(preceding=True) if name_of(one) != "rPr"]
    if (at <= 0 and not before) or (at >= len(whole) and not behind):
        return None
    other = run.makeelement(run.tag, dict(run.attrib))
    other.extend(deepcopy(one) for one in run if name_of(one) == "rPr")
    second = text.makeelement(text.tag, dict(text.attrib))
    text.text, second.text = whole[:at], whole[at:]
    for one in (text, second):
        one.set(_PRESERVED, "preserve")
    other.append(second)
    other.extend(behind)
    run.addnext(other)
    return second
