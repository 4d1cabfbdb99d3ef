"""Which number formats show a number as a date: all that a reader of values needs to know of them."""

from __future__ import annotations

import re
from enum import Enum

# ISO/IEC 29500-1, 18.8.30: built-in formats, with the date formats that 27-36 and 50-58 are in Chinese Excel.
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
BUILT_IN_DURATIONS = frozenset({46})
# What a format shows as it is: quoted text, an escaped, padded or repeated character.
LITERAL = re.compile(r'"[^"]*"?|[\\_*].')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKET = re.compile(r"\[[^\[\]]*\]")  # not from one bracket past another, which would take time without end
DATE_LETTERS = re.compile(r"[dmyhs]|aaa", re.IGNORECASE)
GENERAL = frozenset({"general", "standard"})


class Shown(Enum):
    """How a format shows a number."""

    NUMBER = 0
    DATE = 1
    DURATION = 2


def shown_by(code: str) -> Shown:
    """How a custom format code shows a number; its first section decides."""
    bare = LITERAL.sub("", code).split(";", 1)[0]
    if bare.strip().lower() in GENERAL:
        return Shown.NUMBER
    if ELAPSED.search(bare):
        return Shown.DURATION
    return Shown.DATE if DATE_LETTERS.search(BRACKET.sub("", bare)) else Shown.NUMBER


def built_in(number: str) -> Shown:
    """How the built-in format of that number shows a number."""
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return Shown.NUMBER
    if int(number) in BUILT_IN_DATES:
        return Shown.DATE
    return Shown.DURATION if int(number) in BUILT_IN_DURATIONS else Shown.NUMBER
