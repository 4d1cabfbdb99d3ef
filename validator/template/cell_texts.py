"""What cells hold, as Excel text: 空白的口径 (`validator.model.blanks`) and the kinds of numbers in formulas.

Every text here is right for one cell and, inside SUMPRODUCT, for each cell of a range: no IF, which is no array there
in Excel before 2021, no array formula, which LibreOffice forgets to pass on after a single edit, and no function that
is younger than Excel 2010. An error value never gets out: ISNUMBER of what became an error is FALSE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from validator.model.address import corners, size
from validator.model.blanks import BLANK_CHARACTERS, FULL_WIDTH_PLACEHOLDERS, LARGEST_COUNT, PLACEHOLDERS
from validator.model.form import NumberKind

_CODES: Mapping[str, str] = {one: f"CHAR({ord(one)})" for one in "\t\n\r"}
"""Characters that a formula cannot hold between quotes."""
_MARK = "　"
"""Stands around each entry of a list that FIND looks through: no stripped text has one."""
NOISE = "5E-15"
"""Half of the fifteenth significant digit: Excel shows no more, and counts are taken as shown."""


def stripped(cell: str) -> str:
    """The content of a cell as text without the blanks around it and without invisible characters."""
    for one in BLANK_CHARACTERS:
        if one != " ":
            there = _CODES.get(one, f'"{one}"')
            cell = f'SUBSTITUTE({cell},{there},"{" " if one.isspace() else ""}")'
    return f"TRIM({cell})"


def is_one_of(text: str, words: Iterable[str]) -> str:
    """TRUE where a stripped text is one of some words, letter by letter."""
    listed = _MARK.join(("", *words, ""))
    return f'ISNUMBER(FIND("{_MARK}"&{text}&"{_MARK}","{listed}"))'


@lru_cache(maxsize=4096)
def is_empty(cell: str) -> str:
    """TRUE where a cell states no value: blank of any kind, or “/”, “—”, “无” and the like."""
    return is_one_of(stripped(cell), ("", *PLACEHOLDERS, *FULL_WIDTH_PLACEHOLDERS))


def cells_in(areas: Iterable[str]) -> int:
    """How many cells some areas have; their sheet may stand before them."""
    return sum(size(corners(area.rpartition("!")[2])) for area in areas)


def empties(areas: Iterable[str]) -> str:
    """How many cells state no value."""
    return "+".join(f"SUMPRODUCT(--{is_empty(area)})" for area in areas)


def sum_of_numbers(areas: Iterable[str]) -> str:
    """The sum of the numbers alone: SUM would pass an error value on and leave the verdict without a value."""
    return "+".join(f'SUMIF({area},">0")+SUMIF({area},"<0")' for area in areas)


def beyond_belief(areas: Iterable[str]) -> str:
    """How many numbers no report has."""
    return "+".join(f'COUNTIF({area},">{LARGEST_COUNT}")+COUNTIF({area},"<-{LARGEST_COUNT}")' for area in areas)


def strangers(areas: Iterable[str]) -> str:
    """How many cells hold neither a number nor nothing: texts, error values, truth values."""
    areas = tuple(areas)
    return f"{cells_in(areas)}-COUNT({','.join(areas)})-({empties(areas)})"


def is_stranger(area: str) -> str:
    """1 for each cell that holds neither a number nor nothing, else 0."""
    return f"(1-ISNUMBER({area}))*(1-{is_empty(area)})"


def unfit_numbers(area: str, kind: NumberKind) -> str:
    """How many numbers of an area its kind does not allow."""
    return f"SUMPRODUCT({is_unfit(area, kind)})"


def is_unfit(area: str, kind: NumberKind) -> str:
    """1 for each number that its kind does not allow, else 0; 1/FALSE is an error, and what is no number is none."""
    return f"ISNUMBER({area})*ISNUMBER(1/({_UNFIT[kind].format(area)}))"


def is_other_than_zero(area: str) -> str:
    """1 for each number that some report may have and that is not 0, else 0."""
    return f"ISNUMBER({area})*ISNUMBER(1/((ABS({area})<={LARGEST_COUNT})*({area}<>0)))"


def is_unfit_number(cell: str, kind: NumberKind) -> str:
    """TRUE where the number in a cell is none that its kind allows."""
    return _UNFIT[kind].format(cell)


_FRACTION = f"(ABS({{0}}-ROUND({{0}},0))>ABS({{0}})*{NOISE})"
_HUGE = f"(ABS({{0}})>{LARGEST_COUNT})"
_SEVENTH_DECIMAL = "(ABS({0}-ROUND({0},6))>1E-12*(1+(ABS({0})-1)*(ABS({0})>1)))"
_UNFIT = {
    NumberKind.COUNT: f"(({{0}}<0)+{_FRACTION}+{_HUGE}>0)",
    NumberKind.SIGNED: f"({_FRACTION}+{_HUGE}>0)",
    NumberKind.AMOUNT: f"(({{0}}<0)+{_SEVENTH_DECIMAL}+{_HUGE}>0)",
}
