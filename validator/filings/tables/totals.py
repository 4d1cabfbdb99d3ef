"""The template's own total formulas, and those among them that did not follow the lines they add."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from validator.address import ranges_of
from validator.catalogue.forms import load_form
from validator.filings.tables.locate import Located
from validator.readers.workbook import Workbook


@lru_cache(maxsize=16)
def own_formulas(table: str, edition: str) -> dict[str, str]:
    """Total -> the formula that the template gives it."""
    indicators = load_form(edition).tables[table].indicators
    totals = {name: one.parts[0] for name, one in indicators.items() if one.parts}
    areas = {name: ranges_of(indicators[part].cell for part in parts) for name, parts in totals.items()}
    return {name: f"SUM({','.join(found)})" for name, found in areas.items()}


def is_at_home(located: Located) -> bool:
    """Whether every number of the table stands where the template has it."""
    return all(located.cells.get(name) == one.cell for name, one in located.table.indicators.items())


def left_behind(workbook: Workbook, tables: Iterable[Located]) -> dict[str, tuple[str, ...]]:
    """Total -> its parts, where the formula still adds the template's addresses although the parts moved.

    Excel moves formulas along with the cells; programs that insert rows into a file often do not.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in tables:
        if is_at_home(one):
            continue
        cells = workbook.sheets[one.sheet].cells
        for name, formula in own_formulas(one.table.name, one.table.edition).items():
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
