"""Which cells of a report are marked how on the sheets, in as few blocks as there can be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from validator.model.address import address, position
from validator.writers.listing import ListedEntry
from validator.writers.looks import Look, marks

Plan = Mapping[str, Mapping[Look, tuple[str, ...]]]
"""Sheet -> look -> the blocks of cells that get it (``D8:J9``)."""


def plan(listed: Iterable[ListedEntry]) -> Plan:
    """The marks of what is listed: each cell once, with the gravest thing to say of it."""
    planned: dict[str, dict[Look, list[str]]] = {}
    for place, look in marks(pair for item in listed for pair in item.marked).items():
        planned.setdefault(place.sheet, {}).setdefault(look, []).append(place.cell)
    return {
        sheet: {look: blocks(cells) for look, cells in sorted(by_look.items())} for sheet, by_look in planned.items()
    }


def blocks(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells as rectangles, each cell in one: runs along a row, equal runs of rows below each other joined."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted({position(cell) for cell in cells}):
        by_row.setdefault(row, []).append(column)
    open_runs: dict[tuple[int, int], int] = {}
    areas: dict[tuple[int, int, int], int] = {}
    for row, columns in by_row.items():
        above = open_runs if row - 1 in by_row else {}
        open_runs = {run: above.get(run, row) for run in _runs(columns)}
        areas |= {(top, *run): row for run, top in open_runs.items()}
    return tuple(_area(top, left, bottom, right) for (top, left, right), bottom in sorted(areas.items()))


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    """Consecutive columns as (first, last)."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _area(top: int, left: int, bottom: int, right: int) -> str:
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"
