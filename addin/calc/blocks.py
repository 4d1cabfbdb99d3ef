"""Cells in bulk: a block of Calc's values as Excel gives them, and back.

Calc holds dates and truth values as numbers and tells them by the number format only; it has no value for an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from addin.calc.office import constant

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  day 0 of a spreadsheet has no time zone
DAY = 86_400_000  # milliseconds
ERROR_TEXTS = {
    502: "#VALUE!",
    503: "#NUM!",
    504: "#REF!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
DATES = constant("util.NumberFormat.DATE") | constant("util.NumberFormat.TIME")
LOGICAL = constant("util.NumberFormat.LOGICAL")
ERRORS = constant("sheet.FormulaResult.ERROR")


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error as the value of a cell."""

    text: str


Block = list[list[Any]]


def read(cells: Any, formats: Any) -> Block:
    """The values of a range, row by row; `formats` are the document's number formats."""
    block: Block = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
    area = cells.RangeAddress
    numbers = any(isinstance(value, float) for row in block for value in row)
    for kind, one in _formatted(cells, formats) if numbers else ():
        for row, column in _positions(one, area):
            value = block[row][column]
            if isinstance(value, float):
                block[row][column] = _moment(value) if kind & DATES else bool(value)
    for one in cells.queryFormulaCells(ERRORS).RangeAddresses:
        for row, column in _positions(one, area):
            block[row][column] = ErrorValue(_error(cells.getCellByPosition(column, row)))
    return block


def _formatted(cells: Any, formats: Any) -> Iterator[tuple[int, Any]]:
    """The areas whose number format makes dates, times or truth values of numbers, with the kind of format."""
    kinds: dict[int, int] = {}
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        key = group.NumberFormat
        if key not in kinds:
            kinds[key] = formats.getByKey(key).Type
        if kinds[key] & (DATES | LOGICAL):
            yield from ((kinds[key], area) for area in group.RangeAddresses)


def _positions(part: Any, whole: Any) -> Iterator[tuple[int, int]]:
    for row in range(part.StartRow - whole.StartRow, part.EndRow - whole.StartRow + 1):
        for column in range(part.StartColumn - whole.StartColumn, part.EndColumn - whole.StartColumn + 1):
            yield row, column


def _moment(number: float) -> datetime | float:
    """A number that no calendar has stays one."""
    try:
        return EPOCH + timedelta(milliseconds=round(number * DAY))
    except OverflowError:
        return number


def _error(cell: Any) -> str:
    return ERROR_TEXTS.get(cell.getError(), "#VALUE!")


def as_typed(value: Any) -> Any:
    """A text as Excel takes it: a leading apostrophe makes what follows a text and is not part of it."""
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def is_formula(value: Any) -> bool:
    """Whether Excel would calculate what is written."""
    return isinstance(value, str) and len(value) > 1 and value.startswith("=")
