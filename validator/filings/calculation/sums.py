"""A cell formula that only adds up, as the things it adds: ``SUM(D8:I8)``, ``D8+E8-F8``, ``ROUND('表'!B3-12.5,1)``.

Every total of the form is such a formula, and so is nearly everything that people put in its place. What they mean is
certain. Anything else is None here: a range outside SUM is a cell of it in one program and an array in another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from validator.model.address import Corners, corners
from validator.readers.xlsx.places import area
from validator.startup.expressions import expression
from validator.startup.records import dataclass

LONGEST, DEEPEST, MOST_DIGITS = 8_192, 64, 10
"""Characters of a formula and brackets within one another (Excel's own limits), digits to which ROUND is certain."""
_EXACT_DIGITS = 15
"""Excel takes no more of a number in a formula."""

_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9][0-9]{0,6}"
_END = r"(?![\w.(!:\[#\\?])"
_TOKEN = expression(
    r"\s*(?:"
    rf"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?%?){_END}"
    r"|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?:(?P<area>{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}){_END}|(?P<lost>#REF!)(?!\w))"
    r"|(?P<call>(?i:SUM|ROUND)\()"
    rf"|(?P<name>[^\W\d][\w.\\?]*){_END}"
    r"|(?P<sign>[-+(),])"
    r")\s*"
)


@dataclass(frozen=True, slots=True)
class Summand:
    """One thing added or taken away: a number, an area of a sheet (None: the formula's own), or a rounded sum.

    Within SUM (`gathered`) only numbers of a cell count; with ``+`` every cell has to be one. `name` is a defined name,
    which Excel writes for a cell that is clicked; it leads to an area that only the workbook knows. `rounded` is what
    ROUND is given, to `digits`. `lost`: a reference to what was deleted, ``#REF!``.
    """

    sign: int
    number: float = 0.0
    sheet: str | None = None
    area: Corners | None = None
    gathered: bool = False
    name: str = ""
    rounded: Sum = ()
    digits: int = 0
    lost: bool = False


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
    except _NoSum:
        return None
    return found


def _tokens(formula: str) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or "[" in (match["sheet"] or ""):  # of another workbook
            raise _NoSum
        tokens.append(match)
        at = match.end()
    return tokens


class _SumReader:
    """The tokens of one formula, taken from left to right."""

    def __init__(self, tokens: Sequence[re.Match[str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def sum(self, sign: int) -> Sum:
        """Items between signs: ``-A1+SUM(B1:B3)``."""
        found = list(self._item(sign * self._sign()))
        while self._peek() in {"+", "-"}:
            found += self._item(sign * self._sign())
        return tuple(found)

    def expect(self, sign: str) -> None:
        """Take that sign, or the end."""
        if self._peek() != sign:
            raise _NoSum
        self._at += 1

    def _peek(self, ahead: int = 0) -> str:
        """The next sign, ``SUM(``, ``ROUND(``, ``item``; ``""`` at the end."""
        if self._at + ahead >= len(self._tokens):
            return ""
        token = self._tokens[self._at + ahead]
        return token["sign"] or (token["call"] or "").upper() or "item"

    def _sign(self) -> int:
        """One sign, if there is one: a second one makes a number of a text."""
        sign = self._peek()
        self._at += sign in {"+", "-"}
        return -1 if sign == "-" else 1

    def _item(self, sign: int) -> Sum:
        kind = self._peek()
        self._at += 1
        if kind == "item":
            return (self._term(sign, gathered=False),)
        self._depth += 1
        if self._depth > DEEPEST:
            raise _NoSum
        if kind == "(":
            found = self.sum(sign)
        elif kind == "SUM(":
            found = self._arguments(sign)
        elif kind == "ROUND(":
            found = (Summand(sign, rounded=self.sum(1), digits=self._digits()),)
        else:
            raise _NoSum
        self._depth -= 1
        self.expect(")")
        return found

    def _arguments(self, sign: int) -> Sum:
        """What SUM is given: an area alone is gathered; any other argument is a sum, in which text is none."""
        found = list(self._argument(sign))
        while self._peek() == ",":
            self._at += 1
            found += self._argument(sign)
        return tuple(found)

    def _argument(self, sign: int) -> Sum:
        if self._peek() == "item" and self._peek(1) in {",", ")"}:
            self._at += 1
            return (self._term(sign, gathered=True),)
        return self.sum(sign)

    def _digits(self) -> int:
        self.expect(",")
        sign = self._sign()
        token = self._tokens[self._at]["number"] if self._peek() == "item" else None
        if token is None or not token.isdigit() or len(token) > 2 or int(token) > MOST_DIGITS:
            raise _NoSum
        self._at += 1
        return sign * int(token)

    def _term(self, sign: int, *, gathered: bool) -> Summand:
        token = self._tokens[self._at - 1]
        if token["number"]:
            return Summand(sign, _number(token["number"]))
        if token["lost"]:
            return Summand(sign, lost=True)
        found = _area(token["area"]) if token["area"] else None
        if found is None:
            if token["sheet"] or ":" in token[0] or "$" in token[0]:
                raise _NoSum
            return Summand(sign, gathered=gathered, name=(token["name"] or token["area"]))
        if not gathered and found[:2] != found[2:]:
            raise _NoSum  # a range where one value belongs
        return Summand(sign, sheet=_sheet(token["sheet"]), area=found, gathered=gathered)


def _number(text: str) -> float:
    digits = text.rstrip("%")
    value = float(digits)
    mantissa = digits.lower().partition("e")[0].replace(".", "").lstrip("0").rstrip("0")
    if len(mantissa) > _EXACT_DIGITS or abs(value) > 10**_EXACT_DIGITS:
        raise _NoSum
    return value / 100 if text.endswith("%") else value


def _area(text: str) -> Corners | None:
    """The corners of ``A1``, ``A1:B9``, ``A:B``, ``1:3``; None for what no sheet has: ``ZZZ1`` is a name."""
    found = area(text)
    return corners(found) if found else None


def _sheet(text: str | None) -> str | None:
    if text is None:
        return None
    return text[1:-1].replace("''", "'") if text.startswith("'") else text
