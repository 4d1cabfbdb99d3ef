"""What Markdown writes beside the words: signs at the beginning of a line, emphasis, what was struck, HTML in a line.

CommonMark 0.31, 6.2 (emphasis): a sign opens right before a word and closes right after one. One without its other
is a sign that people wrote, such as the star of a note at a figure.
"""

from __future__ import annotations

import re

from validator.documents.grids import is_figure
from validator.startup.expressions import expression

LEAD = expression(r"\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)")
ESCAPED = expression(r"\\([\\`*_{}\[\]()#+.!|~-])")
DROPPED = expression(r"<!--.*?-->|&(?:nbsp|ZeroWidthSpace|shy);|</?(?:b|em|i|strong|u|wbr)\s*/?>", re.IGNORECASE)
STRUCK = expression(r"<(del|s|strike)>[^<>]*</\1>", re.IGNORECASE)
RAISED = expression(r"<(su[bp])>([^<>]*)</\1>", re.IGNORECASE)
SIGNS = expression(r"(?<!\\)(\*{1,3}|`+|~~|_{1,3})")
STRIKE, BULLETS, NONE = "~~", frozenset("-*+"), "-"


def unlisted(line: str) -> str:
    """A line without what makes it a heading, a quotation or an item; a dash before figures stands for one of them."""
    found = LEAD.match(line)
    if found is None:
        return line
    rest = line[found.end() :]
    first = rest.split(maxsplit=1)[0] if rest.strip() else NONE
    return line if found[0].strip() in BULLETS and is_figure(first) else rest


def unmarked(text: str) -> str:
    """A text as it is read: without emphasis and what was struck through; notes that are raised stand in brackets."""
    if "<" in text or "&" in text:
        text = DROPPED.sub("", RAISED.sub(r"(\2)", STRUCK.sub("", text)))
    pieces = SIGNS.split(text)
    return ESCAPED.sub(r"\1", "".join(_without_signs(pieces)) if len(pieces) > 1 else text)


def _without_signs(pieces: list[str]) -> list[str]:
    """Words and signs in turn, without the pairs of signs and the words between two that strike."""
    opened: dict[str, int] = {}
    kept = list(pieces)
    for at in range(1, len(pieces), 2):
        sign, (before, after) = pieces[at], _beside(pieces, at)
        begun = opened.pop(sign, None) if _closes(sign, before, after) else None
        if begun is not None and _are_notes(sign, pieces[begun + 1 : at]):
            begun = None
        if begun is not None:
            struck = range(begun, at + 1) if sign == STRIKE else (begun, at)
            for each in struck:
                kept[each] = ""
        elif _opens(sign, before, after):
            opened[sign] = at
    return kept


def _beside(pieces: list[str], at: int) -> tuple[str, str]:
    """What stands before and behind a sign, be it another sign."""
    before, after = pieces[max(at - 2, 0) : at], pieces[at + 1 : at + 3]
    return next(filter(None, reversed(before)), ""), next(filter(None, after), "")


def _are_notes(sign: str, between: list[str]) -> bool:
    """Whether two stars are notes at two figures of a line (``12 *1  52*``), and set nothing off."""
    words = "".join(between)
    return sign == "*" and words[-1:].isdecimal() and any(map(str.isspace, words))


def _closes(sign: str, before: str, after: str) -> bool:
    is_within = sign[0] == "_" and after[:1].isalnum()
    return bool(before) and not before[-1].isspace() and not is_within


def _opens(sign: str, before: str, after: str) -> bool:
    """A star right behind a digit is a note at it, an underscore within a word is part of it."""
    is_within = (sign[0] == "_" and before[-1:].isalnum()) or (sign[0] == "*" and before[-1:].isdecimal())
    return bool(after) and not after[0].isspace() and not is_within
