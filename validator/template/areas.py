"""Cells of a table gathered into few rectangles, for formulas and formats that cover many cells."""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.address import address, corners, position


def rectangles(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells as rectangles: runs along the rows, equal runs below one another joined. D8 E8 D9 E9 -> ``D8:E9``."""
    joined: list[tuple[int, int, int, int]] = []
    for row, left, right in _runs(sorted({position(cell) for cell in cells})):
        top, first, bottom, last = joined[-1] if joined else (0, 0, 0, 0)
        if (first, last, bottom + 1) == (left, right, row):
            joined[-1] = (top, left, row, right)
        else:
            joined.append((row, left, row, right))
    return tuple(_area(*one) for one in joined)


def _runs(cells: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Row, first and last column of each run of neighbours in a row."""
    runs: list[tuple[int, int, int]] = []
    for row, column in cells:
        if runs and runs[-1][0] == row and runs[-1][2] + 1 == column:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    return runs


def _area(top: int, left: int, bottom: int, right: int) -> str:
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"


def grid(area: str) -> tuple[int, int, int, int]:
    """An area as XlsxWriter counts it, from 0: first row, first column, last row, last column."""
    top, left, bottom, right = corners(area)
    return top - 1, left - 1, bottom - 1, right - 1
