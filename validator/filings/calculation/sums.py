"""A cell formula that only adds up cells, as the cells it adds: ``SUM(D8:I8)``, ``D8+E8-F8``, ``'表'!B3``, ``12+5``.

Every total of the form is such a formula, and so is nearly everything that people put in its place; no library is
needed to know what they mean. Anything else is None here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from validator.model.address import Corners, corners

LONGEST = 2_000
"""A longer formula is no sum that people wrote."""

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?%?|\.[0-9]+%?)(?![\w.(!:])"
    rf"|(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?(?P<area>{_CELL}(?::{_CELL})?)(?![\w.(!:\[#])"
    r"|(?P<sum>(?i:SUM\(|SUBTOTAL\(\s*(?:10)?9\s*,))"
    r"|(?P<name>[^\W\d_A-Za-z][\w.]*)(?![\w.(!:\[#])"
    r"|(?P<sign>[-+(),])"
    r")\s*"
)


@dataclass(frozen=True, slots=True)
class Summand:
    """One thing added or taken away: a number, or an area of a sheet (None: the formula's own).

    Within SUM (`gathered`) only numbers count; with ``+`` every cell has to be one. SUBTOTAL (`visible`) passes over
    hidden rows and other subtotals. `name` is a defined name, which Excel writes for a cell that is clicked; it leads
    to an area that only the workbook knows.
    """

    sign: int
    number: float = 0.0
    sheet: str | None = None
    area: Corners | None = None
    gathered: bool = False
    name: str = ""
    visible: bool = False


Sum = tuple[Summand, ...]


class _NoSum(Exception):  # noqa: N818  a way out of the parser, never seen outside
    """The formula is more than a sum."""


@lru_cache(maxsize=2048)
def parse_sum(formula: str) -> Sum | None:
    """What a formula adds up, None where it does anything else."""
    if len(formula) > LONGEST:
        return None
    try:
        reader = _SumReader(_tokens(formula))
        found = reader.sum(1)
        reader.expect("")
    except (_NoSum, RecursionError):
        return None
    return found


def _tokens(formula: str) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or "[" in (match["sheet"] or ""):
            raise _NoSum
        tokens.append(match)
        at = match.end()
    return tokens


class _SumReader:
    """The tokens of one formula, taken from left to right."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens, self._at = tokens, 0

    def sum(self, sign: int) -> Sum:
        """Items between signs: ``-A1+SUM(B1:B3)``."""
        found = self._item(sign * self._sign())
        while self._peek() in {"+", "-"}:
            found += self._item(sign * self._sign())
        return found

    def expect(self, sign: str) -> None:
        """Take that sign, or the end."""
        if self._peek() != sign:
            raise _NoSum
        self._at += 1

    def _peek(self) -> str:
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        return token["sign"] or ("SUM" if token["sum"] else "item")

    def _sign(self) -> int:
        """One sign, if there is one: a second one makes a number of a text."""
        sign = self._peek()
        self._at += sign in {"+", "-"}
        return -1 if sign == "-" else 1

    def _item(self, sign: int) -> Sum:
        kind = self._peek()
        self._at += 1
        if kind == "(":
            found = self.sum(sign)
        elif kind == "SUM":
            found = self._arguments(sign)
        elif kind == "item":
            return (self._term(sign, gathered=False),)
        else:
            raise _NoSum
        self.expect(")")
        return found

    def _arguments(self, sign: int) -> Sum:
        visible = "," in self._tokens[self._at - 1]["sum"]
        found = [replace(self._argument(sign), visible=visible)]
        while self._peek() == ",":
            self._at += 1
            found.append(replace(self._argument(sign), visible=visible))
        return tuple(found)

    def _argument(self, sign: int) -> Summand:
        """With a sign before it a text is made a number, as with ``+``."""
        signed = self._peek() in {"+", "-"}
        sign *= self._sign()
        if self._peek() != "item":
            raise _NoSum
        self._at += 1
        return self._term(sign, gathered=not signed)

    def _term(self, sign: int, *, gathered: bool) -> Summand:
        token = self._tokens[self._at - 1]
        if token["number"]:
            text = token["number"]
            return Summand(sign, float(text.rstrip("%")) / (100 if text.endswith("%") else 1))
        if token["name"]:
            return Summand(sign, gathered=gathered, name=token["name"])
        area = corners(token["area"])
        if not gathered and area[:2] != area[2:]:
            raise _NoSum  # a range where one value belongs
        return Summand(sign, 0.0, _sheet(token["sheet"]), _ordered(area), gathered)


def _sheet(text: str | None) -> str | None:
    if text is None:
        return None
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def _ordered(area: Corners) -> Corners:
    top, left, bottom, right = area
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
