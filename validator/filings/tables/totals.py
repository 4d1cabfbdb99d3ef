"""The template's own total formulas, as they are after lines were moved, and those among them that did not follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from validator.filings.tables.locate import Located
from validator.model.address import cells_of, corners, position, ranges_of
from validator.model.form import Table
from validator.readers.workbook import Workbook


@lru_cache(maxsize=64)
def _runs(table: Table) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Total -> its parts by the areas that the template's formula adds."""
    indicators = table.indicators
    at = {one.cell: name for name, one in indicators.items()}
    areas = {
        name: ranges_of(indicators[part].cell for part in one.parts[0]) for name, one in indicators.items() if one.parts
    }
    return {name: tuple(tuple(at[cell] for cell in cells_of(area)) for area in found) for name, found in areas.items()}


@lru_cache(maxsize=64)
def own_formulas(table: Table) -> dict[str, str]:
    """Total -> the formula that the template gives it."""
    indicators = table.indicators
    runs = _runs(table)
    return {name: _formula([indicators[part].cell for part in run] for run in found) for name, found in runs.items()}


def moved_formulas(located: Located) -> dict[str, str]:
    """Total -> the template's formula as Excel keeps it when lines are put in or taken out."""
    runs = _runs(located.table)
    return {name: _formula(_present(located, run) for run in found) for name, found in runs.items()}


def _present(located: Located, run: Iterable[str]) -> list[str]:
    return [located.cells[part] for part in run if part in located.cells]


def _formula(runs: Iterable[list[str]]) -> str:
    areas = (run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs if run)
    return f"SUM({','.join(areas)})"


def is_at_home(located: Located) -> bool:
    """Whether every number of the table stands where the template has it."""
    return all(located.cells.get(name) == one.cell for name, one in located.table.indicators.items())


def adds_too_much(workbook: Workbook, located: Located, cells: Iterable[str]) -> bool:
    """Whether a formula of the template adds one of these cells, since they stand among its parts now."""
    held, within = workbook.sheets[located.sheet].cells, [position(cell) for cell in cells]
    for name, formula in moved_formulas(located).items():
        total = held.get(located.cells.get(name, ""))
        own = total and (total.formula or "").replace("$", "") == formula
        if own and any(_inside(cell, area) for area in _areas(located, name) for cell in within):
            return True
    return False


def _areas(located: Located, total: str) -> Iterator[tuple[int, int, int, int]]:
    for run in _runs(located.table)[total]:
        if found := _present(located, run):
            yield corners(f"{found[0]}:{found[-1]}")


def _inside(cell: tuple[int, int], area: tuple[int, int, int, int]) -> bool:
    return area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3]


def left_behind(workbook: Workbook, tables: Iterable[Located]) -> dict[str, tuple[str, ...]]:
    """Total -> its parts, where the formula still adds the template's addresses although the parts moved.

    Excel moves formulas along with the cells; programs that insert rows into a file often do not.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in tables:
        if is_at_home(one):
            continue
        cells = workbook.sheets[one.sheet].cells
        for name, formula in own_formulas(one.table).items():
            held = cells.get(one.cells.get(name, ""))
            parts = one.table.indicators[name].parts[0]
            moved = any(one.cells.get(part) != one.table.indicators[part].cell for part in parts)
            if moved and held and (held.formula or "").replace("$", "") == formula:
                found[name] = parts
    return found


def short_totals(workbook: Workbook, tables: Iterable[Located]) -> frozenset[str]:
    """The totals by formula that add up less than they should, since parts of theirs are gone: nobody knows them."""
    found: set[str] = set()
    for one in tables:
        if len(one.cells) == len(one.table.indicators):
            continue
        cells = workbook.sheets[one.sheet].cells
        computed = {name for name, at in one.cells.items() if at in cells and cells[at].formula is not None}
        gone, before = set(one.table.indicators) - set(one.cells), -1
        while before != len(gone):
            before = len(gone)
            gone |= {name for name in computed if any(gone & set(parts) for parts in one.table.indicators[name].parts)}
        found |= gone & computed
    return frozenset(found)
