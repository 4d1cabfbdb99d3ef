"""The template's own total formulas, as they are after lines were moved, and those among them that did not follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.model.address import cells_of, corners, ranges_of, within
from validator.model.form import Table


@lru_cache(maxsize=64)
def _runs(table: Table) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Total -> its parts by the areas that the template's formula adds."""
    at = {one.cell: name for name, one in table.indicators.items()}
    return {
        name: tuple(
            tuple(at[cell] for cell in cells_of(area))
            for area in ranges_of(table.indicators[part].cell for part in one.parts[0])
        )
        for name, one in table.indicators.items()
        if one.parts
    }


@lru_cache(maxsize=64)
def own_formulas(table: Table) -> dict[str, str]:
    """Total -> the formula that the template gives it."""
    return _formulas(table, shape_of(table).homes)


def moved_formulas(one: Located) -> dict[str, str]:
    """Total -> the template's formula as Excel keeps it when lines are put in or taken out."""
    return own_formulas(one.table) if one.at_home else _formulas(one.table, one.cells)


def _formulas(table: Table, cells: Mapping[str, str]) -> dict[str, str]:
    return {name: f"SUM({','.join(_areas(table, name, cells))})" for name in _runs(table)}


def _areas(table: Table, total: str, cells: Mapping[str, str]) -> list[str]:
    runs = ([cells[part] for part in run if part in cells] for run in _runs(table)[total])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs if run]


def adds_too_much(one: Located, cells: Iterable[str]) -> bool:
    """Whether a formula of the template adds one of these cells, since they stand among its parts now."""
    areas = (
        corners(area)
        for name, formula in moved_formulas(one).items()
        if one.formula(name) == formula
        for area in _areas(one.table, name, one.cells)
    )
    return any(within(cell, area) for area in areas for cell in cells)


def left_behind(one: Located) -> dict[str, tuple[str, ...]]:
    """Total -> its parts, where the formula still adds the template's addresses although the parts moved.

    Excel moves formulas along with the cells; programs that insert rows into a file often do not.
    """
    if one.at_home:
        return {}
    moved = {name for name, home in shape_of(one.table).homes.items() if one.cells.get(name) != home}
    parts = {name: one.table.indicators[name].parts[0] for name in own_formulas(one.table)}
    return {
        name: parts[name]
        for name, formula in own_formulas(one.table).items()
        if moved & set(parts[name]) and one.formula(name) == formula
    }


def short_totals(one: Located) -> set[str]:
    """The totals by formula that add up less than they should, since parts of theirs are gone: nobody knows them."""
    if one.whole:
        return set()
    computed = {name for name in one.cells if one.stored(name).formula is not None}
    gone, before = set(one.table.indicators) - set(one.cells), -1
    while before != len(gone):
        before = len(gone)
        gone |= {name for name in computed if any(gone & set(parts) for parts in one.table.indicators[name].parts)}
    return gone & computed
