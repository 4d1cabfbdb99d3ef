"""Which cells of a report are marked how on the sheets, in as few blocks as there can be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from validator.model.address import address, position
from validator.model.cells import Place
from validator.startup.records import dataclass
from validator.writers.bonds import ALWAYS, Held, bond, joined, on
from validator.writers.listing import ListedEntry
from validator.writers.looks import Look, looks_of, mark_formula

MOST: Final = 100
"""So many blocks of a sheet hold to a condition, for each is a call of its own; with more, all stay until a check."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A block of cells (``D8:J9``) that gets one look while a condition holds (`validator.writers.bonds`)."""

    look: Look
    area: str
    condition: str = ALWAYS

    def formula(self, run: str) -> str:
        """The formula of its rule, without ``=``; `run` is what the check is called in its marks."""
        return mark_formula(run, self.look, self.condition)


Plan = Mapping[str, tuple[Mark, ...]]
"""The marks of each sheet, the gravest first."""


def plan(listed: Iterable[ListedEntry], held: Held) -> Plan:
    """The marks of what is listed: each cell once, with the gravest thing to say of it."""
    found: dict[Place, tuple[Look, dict[str, None]]] = {}
    for item in listed:
        for finding, suspects in item.marked:
            for place, look in looks_of(finding, suspects):
                gravest, bonds = found.get(place, (look, {}))
                if look <= gravest:
                    own = {bond(item, finding, place, suspects, held): None}
                    found[place] = look, (own if look < gravest else bonds | own)
    sheets: dict[str, dict[tuple[Look, str], list[str]]] = {}
    for place, (look, bonds) in found.items():
        sheets.setdefault(place.sheet, {}).setdefault((look, joined(bonds)), []).append(place.cell)
    return {sheet: tuple(sorted(_marks(kinds), key=lambda one: one.look)) for sheet, kinds in sheets.items()}


def _marks(kinds: Mapping[tuple[Look, str], list[str]]) -> Iterator[Mark]:
    """The fewest blocks of each kind; those of a sheet with very many conditions keep to none."""
    bound = {kind: blocks(cells) for kind, cells in kinds.items()}
    if sum(len(areas) for (_, condition), areas in bound.items() if condition) > MOST:
        plain: dict[tuple[Look, str], list[str]] = {}
        for (look, _), cells in kinds.items():
            plain.setdefault((look, ALWAYS), []).extend(cells)
        bound = {kind: blocks(cells) for kind, cells in plain.items()}
    for (look, condition), areas in bound.items():
        yield from (Mark(look, area, on(condition, area)) for area in areas)


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
