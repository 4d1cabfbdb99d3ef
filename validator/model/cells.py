"""One cell as stored, whatever the program that wrote it, and where it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from validator.startup.records import dataclass

CellValue = int | float | str | bool | date | datetime | time | timedelta | None

PREVIOUS = "previous"
"""The `file` of places in last year's report."""


class CellKind(StrEnum):
    """What a cell holds, whatever the program that wrote it."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored.

    `value` is what the cell shows: the constant, or the cached result of its formula; ``None`` when blank.
    `formula` is the formula's text without ``=``, or None. `cached` is the stored result of a formula (None when
    it was never calculated or the cell holds no formula). An error value is its text (``"#DIV/0!"``) with kind ERROR.
    """

    value: CellValue = None
    kind: CellKind = CellKind.BLANK
    formula: str | None = None
    cached: CellValue = None


BLANK = Cell()


def constant(value: CellValue) -> Cell:
    """The cell in which a program stores a value: an empty text is a blank, a truth value no number."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return Cell(value, CellKind.BOOL)
    if isinstance(value, int | float):
        return Cell(value, CellKind.NUMBER)
    return Cell(value, CellKind.TEXT if isinstance(value, str) else CellKind.DATE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named thing was found: sheet and cell (``D8``) in the workbook `file` (None: the checked one)."""

    sheet: str
    cell: str
    file: str | None = None
