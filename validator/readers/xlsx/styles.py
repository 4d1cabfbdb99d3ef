"""Which cell formats show a number as a date: all a reader of values needs of ``xl/styles.xml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from validator.readers.limits import Budget
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk, whole_number

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


def read_styles(data: bytes, part: str, budget: Budget) -> tuple[Shown, ...]:
    """How each cell format (``xf``, by index) shows a number."""
    custom: dict[str, Shown] = {}
    formats: list[str] = []

    def number_format(attributes: Attributes) -> None:
        budget.check("formats", len(custom))
        custom[attributes.get("numFmtId", "")] = shown_by(attributes.get("formatCode", ""))

    def cell_format(attributes: Attributes) -> None:
        formats.append(attributes.get("numFmtId", "0"))
        budget.check("formats", len(formats))

    top = root("styleSheet/numFmts/numFmt", Step(number_format))
    top.child("styleSheet/cellXfs/xf", Step(cell_format))
    walk(data, part, top, budget)
    return tuple(custom.get(one) or BUILT_IN.get(whole_number(one), Shown.NUMBER) for one in formats)
