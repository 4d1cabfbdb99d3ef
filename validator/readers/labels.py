"""The labels of a table as found: each at the place where it belongs beside the cells that were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.address import address, position
from validator.model import BLANK, FoundLabel, Place, Table
from validator.readers.workbook import Sheet, Workbook


def found_labels(workbook: Workbook, table: Table, places: Mapping[str, Place]) -> Iterator[FoundLabel]:
    """Every label of the table. Its place follows the cells: rows and columns that were inserted move it along."""
    sheets = {places[name].sheet for name in table.indicators if name in places}
    if len(sheets) != 1:
        return
    sheet = workbook.sheets[sheets.pop()]
    moved = _moves(table, places)
    for label in table.labels:
        row, column = position(label.at.partition(":")[0])
        cell = address(_moved(row, moved[0]), _moved(column, moved[1]))
        yield FoundLabel(table.name, label.text, _text(sheet, cell), Place(sheet.name, cell))


def _moves(table: Table, places: Mapping[str, Place]) -> tuple[dict[int, int], dict[int, int]]:
    """Where each row and column of the form that holds a number is now."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for name, indicator in table.indicators.items():
        if name in places:
            (row, column), (row_now, column_now) = position(indicator.cell), position(places[name].cell)
            rows.setdefault(row, row_now)
            columns.setdefault(column, column_now)
    return rows, columns


def _moved(line: int, moves: Mapping[int, int]) -> int:
    """The row or column now: its own move, else that of the nearest line of numbers after it, else before it."""
    after = [one for one in moves if one >= line]
    nearest = min(after) if after else max(moves)
    return max(1, line + moves[nearest] - nearest)


def _text(sheet: Sheet, cell: str) -> str:
    value = sheet.cells.get(cell, BLANK).value
    return "" if value is None else str(value)
