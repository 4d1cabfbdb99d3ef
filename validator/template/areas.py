"""Cells gathered into few rectangles, for formulas and formats that cover many cells, and how a formula names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from validator.model.address import Corners, corners, position, range_of, ranges_of
from validator.model.form import Form

Areas = Callable[[Iterable[str]], tuple[str, ...]]
"""From the names of cells to the fewest ranges that hold them, as a formula writes them."""


def rectangles(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells as rectangles: runs along the rows, equal runs below one another joined. D8 E8 D9 E9 -> ``D8:E9``."""
    joined: list[Corners] = []
    for row, left, right in _runs(sorted({position(cell) for cell in cells})):
        top, first, bottom, last = joined[-1] if joined else (0, 0, 0, 0)
        if (first, last, bottom + 1) == (left, right, row):
            joined[-1] = (top, left, row, right)
        else:
            joined.append((row, left, row, right))
    return tuple(map(range_of, joined))


def _runs(cells: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Row, first and last column of each run of neighbours in a row."""
    runs: list[tuple[int, int, int]] = []
    for row, column in cells:
        if runs and runs[-1][0] == row and runs[-1][2] + 1 == column:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    return runs


def grid(area: str) -> Corners:
    """An area as XlsxWriter counts it, from 0: first row, first column, last row, last column."""
    top, left, bottom, right = corners(area)
    return top - 1, left - 1, bottom - 1, right - 1


def on_any_sheet(form: Form) -> Areas:
    """The ranges that hold named cells, with their sheet: for a formula that stands anywhere."""
    return lambda names: tuple(located(sheet, area) for sheet, area in _runs_of(form, tuple(names)))


def on_own_sheet(form: Form) -> Areas:
    """The ranges that hold named cells, for a formula on the same sheet."""
    return lambda names: tuple(absolute(area) for _, area in _runs_of(form, tuple(names)))


@lru_cache(maxsize=4096)
def _runs_of(form: Form, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    by_sheet: dict[str, list[str]] = {}
    for name in names:
        one = form.indicators[name]
        by_sheet.setdefault(form.tables[one.table].sheet, []).append(one.cell)
    return tuple((sheet, area) for sheet, cells in by_sheet.items() for area in ranges_of(cells))


def located(sheet: str, area: str) -> str:
    """``D8:D9`` on a sheet as a formula on any other sheet writes it."""
    return f"'{sheet}'!{absolute(area)}"


@lru_cache(maxsize=4096)
def absolute(area: str) -> str:
    """``D8:D9`` -> ``$D$8:$D$9``."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", area)
