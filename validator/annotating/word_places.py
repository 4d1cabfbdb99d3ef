"""Where in a Word document the words of a paragraph stand, and its runs cut so that they stand in runs of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from validator.documents.word import GONE, is_hidden, name_of
from validator.startup.records import dataclass

BOX: Final = "txbxContent"
_PRESERVED: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Sign:
    """A character that a reader sees, blanks left out: the element of text that holds it, and where in that."""

    text: Any
    at: int


def paragraphs_in(element: Any) -> list[Any]:
    """The paragraphs of a cell, not those of tables within it; a paragraph itself."""
    if name_of(element) == "p":
        return [element]
    return [one for one in element.iter() if name_of(one) == "p" and _cell_of(one) is element]


def _cell_of(element: Any) -> Any:
    return next((one for one in element.iterancestors() if name_of(one) in {"tc", BOX}), None)


def signs_of(paragraphs: Iterable[Any]) -> list[Sign]:
    """What a reader sees of paragraphs, in order."""
    texts = (text for one in paragraphs for text in _texts(one))
    return [Sign(text, at) for text in texts for at, sign in enumerate(text.text or "") if not sign.isspace()]


def _texts(element: Any) -> Iterator[Any]:
    for child in element:
        kind = name_of(child)
        if kind == "t":
            yield child
        elif kind and kind not in GONE and kind != BOX and not (kind == "r" and is_hidden(child)):
            yield from _texts(child)


def meant(signs: Sequence[Sign], words: str) -> Sequence[Sign]:
    """Those of the signs that say the words; all where none do, or for ``""``."""
    first = "".join(one.text.text[one.at] for one in signs).find(words)
    return signs[first : first + len(words)] if words and first >= 0 else signs


def runs_of(signs: Sequence[Sign]) -> list[Any]:
    """The runs that hold these signs and nothing before the first or behind the last: those at the ends are cut."""
    if not signs:
        return []
    first, last = signs[0].text, signs[-1].text
    _cut(last, signs[-1].at + 1)
    start = _cut(first, signs[0].at)
    texts = [first if start is None else start, *(one.text for one in signs if one.text is not first)]
    return list(dict.fromkeys(map(_run_of, texts)))


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
