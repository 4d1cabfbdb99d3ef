"""How a marked cell looks, and which cells of a report are marked how. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from addin.showing.listing import ListedFinding
from validator.model.address import address, position
from validator.model.cells import Place
from validator.model.rule import Outcome, Severity

PERIODS = "P"
"""The family of the rules on the statistical period."""


class Look(IntEnum):
    """What a mark says; where two meet on one cell the first of these stays."""

    SUSPECT = 0
    PERIOD = 1
    MEMBER = 2
    EXPLAIN = 3
    NOTICE = 4


@dataclass(frozen=True, slots=True)
class Style:
    """Colours as red, green and blue. `says` is the legend."""

    says: str
    fill: tuple[int, int, int]
    font: tuple[int, int, int]
    bold: bool = False


STYLES: Mapping[Look, Style] = {
    Look.SUSPECT: Style("强制：很可能就是这一格错了", (192, 0, 0), (255, 255, 255), bold=True),
    Look.PERIOD: Style("强制：统计期限或年度不对", (112, 48, 160), (255, 255, 255), bold=True),
    Look.MEMBER: Style("强制：不成立的勾稽关系用到的格", (248, 203, 203), (156, 0, 6)),
    Look.EXPLAIN: Style("核实：改正，或写情况说明", (255, 224, 138), (95, 58, 0)),
    Look.NOTICE: Style("提示", (189, 215, 238), (31, 78, 121)),
}

LEVEL_LOOKS = {"强制": Look.MEMBER, "核实": Look.EXPLAIN, "提示": Look.NOTICE}
"""The levels of findings in the colours of their marks."""

Plan = Mapping[str, Mapping[Look, tuple[str, ...]]]
"""Sheet -> look -> the blocks of cells that get it (``D8:J9``)."""


def plan(listed: Iterable[ListedFinding]) -> Plan:
    """The marks of a list of findings: each cell once, with the gravest thing to say of it."""
    marks: dict[Place, Look] = {}
    for item in listed:
        for place, look in _marks(item):
            marks[place] = min(look, marks.get(place, look))
    planned: dict[str, dict[Look, list[str]]] = {}
    for place, look in marks.items():
        planned.setdefault(place.sheet, {}).setdefault(look, []).append(place.cell)
    return {
        sheet: {look: blocks(cells) for look, cells in sorted(by_look.items())} for sheet, by_look in planned.items()
    }


def _marks(item: ListedFinding) -> Iterator[tuple[Place, Look]]:
    finding = item.finding
    if not finding.counts or finding.outcome is Outcome.BROKEN:
        return
    for place in {cell.place for cell in finding.cells} | item.suspects:
        if place.file is None and place.sheet and place.cell:
            yield place, _look(item, place)


def _look(item: ListedFinding, place: Place) -> Look:
    severity = item.finding.severity
    if severity is not Severity.MUST:
        return Look.EXPLAIN if severity is Severity.EXPLAIN else Look.NOTICE
    if item.finding.rule.family == PERIODS:
        return Look.PERIOD
    return Look.SUSPECT if place in item.suspects else Look.MEMBER


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
