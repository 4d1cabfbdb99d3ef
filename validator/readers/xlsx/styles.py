"""Which number formats show a number as a date: all that a reader of values needs to know of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from validator.startup.expressions import expression

# What a format shows as it is: quoted text, an escaped, padded or repeated character.
LITERAL = expression(r'"[^"]*"?|[\\_*].')
ELAPSED = expression(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKET = expression(r"\[[^\[\]]*\]")  # not from one bracket past another, which would take time without end
DATE_LETTERS = expression(r"[dmyhs]|aaa", re.IGNORECASE)
GENERAL = frozenset({"general", "standard"})


class Shown(Enum):
    """How a format shows a number."""

    NUMBER = 0
    DATE = 1
    DURATION = 2


BUILT_IN: Mapping[int | None, Shown] = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shown.DATE),
    46: Shown.DURATION,
}
"""ISO/IEC 29500-1, 18.8.30: built-in formats, with the date formats that 27-36 and 50-58 are in Chinese Excel."""


def shown_by(code: str) -> Shown:
    """How a custom format code shows a number; its first section decides."""
    bare = LITERAL.sub("", code).split(";", 1)[0]
    if bare.strip().lower() in GENERAL:
        return Shown.NUMBER
    if ELAPSED.search(bare):
        return Shown.DURATION
    return Shown.DATE if DATE_LETTERS.search(BRACKET.sub("", bare)) else Shown.NUMBER
