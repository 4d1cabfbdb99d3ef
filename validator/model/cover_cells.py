"""What the cover's year and days mean when a person or a program wrote them otherwise than the template does.

封面期限格失去日期格式（45292）：按日期认. 报告年度写成文本（“2024”“2024年”）：按数认. P-01 and P-06 tell it; all else
goes on as if it were written right.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from validator.model.blanks import visible
from validator.model.cells import Cell, CellKind
from validator.model.serials import from_serial, to_serial
from validator.startup.expressions import expression

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""A number outside these days was never a date: 2025 is a year, 20250101 eight digits, -5 a slip."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
_YEAR = expression(r"(?:公元)?([12][0-9]{3})(?:\.0+)?\s*(?:年度?)?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def year_of(cell: Cell) -> int | None:
    """The year in a cell: a whole number, ``2024年`` and the like, a number shown as a date, a day of the year."""
    value = cell.value
    if cell.kind is CellKind.TEXT:
        found = _YEAR.fullmatch(unicodedata.normalize("NFKC", visible(str(value))).translate(_DIGITS))
        return int(found[1]) if found else None
    if isinstance(value, date):
        number = to_serial(value)
        return int(number) if number == int(number) and FIRST_YEAR <= number <= LAST_YEAR else value.year
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    return int(value) if whole and isinstance(value, int | float) else None


def is_plain_year(cell: Cell) -> bool:
    """Whether a year is the number that the template's formulas need."""
    return cell.kind is CellKind.NUMBER and year_of(cell) is not None


def plain_year(cell: Cell) -> Cell:
    """The year as the template has it, where it was written otherwise; any other cell as it is."""
    year = year_of(cell)
    return cell if year is None or is_plain_year(cell) else Cell(year, CellKind.NUMBER)


def day_of(cell: Cell, *, date1904: bool = False) -> date | None:
    """The day of a cell that holds a date, or the number of one whose format is lost; None for anything else."""
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        value = from_serial(value, date1904=date1904)
        if not (isinstance(value, date) and FIRST_DAY <= without_time(value) <= LAST_DAY):
            return None
    return without_time(value) if isinstance(value, date) else None


def without_time(moment: date) -> date:
    """The day of a date or a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def bare_number(cell: Cell, *, date1904: bool = False) -> int | float | None:
    """The number that a cell shows instead of a day: its own, or the day's that a program stored of its formula."""
    number = cell.cached if isinstance(cell.value, date) else cell.value
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None
    stored = Cell(number, CellKind.NUMBER)
    same = number is cell.value or day_of(stored, date1904=date1904) == day_of(cell)
    return number if same else None
