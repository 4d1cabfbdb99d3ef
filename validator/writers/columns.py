"""Text in columns of a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def padded(text: str, columns: int) -> str:
    """The text with blanks behind it up to a width."""
    return text + " " * max(0, columns - width(text))


def right(text: object, columns: int) -> str:
    """The text with blanks before it up to a width."""
    return " " * max(0, columns - width(str(text))) + str(text)


def clipped(text: str, columns: int) -> str:
    """As much of the text as fits into a width, with … where something is missing."""
    if width(text) <= columns:
        return text
    kept, taken = "", 1
    for sign in text:
        taken += _width(sign)
        if taken > columns:
            break
        kept += sign
    return f"{kept}…"
