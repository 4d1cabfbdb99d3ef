"""The findings on an office's report as people read them: what was done with whole reports once, then single cells.

A forgotten unit makes a gap in twenty cells: that is one line, and the twenty stand below as figures.
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.bilingual import Bilingual
from validator.model.finding import Finding
from validator.model.rule import Outcome
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Whole:
    """What was done with a unit's whole report, and in how many cells it shows."""

    brief: Bilingual
    cells: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """`wholes` explain the findings `explained` between them; `single` are the others."""

    wholes: tuple[Whole, ...]
    explained: tuple[Finding, ...]
    single: tuple[Finding, ...]


def grouped(findings: Iterable[Finding]) -> Grouped:
    """The findings that have a place, by what explains them in the likeliest way, and rules that broke."""
    counts: dict[Bilingual, int] = {}
    explained: list[Finding] = []
    single: list[Finding] = []
    for one in findings:
        if not one.cells and one.outcome is not Outcome.BROKEN:
            continue
        told = [each for each in one.explanations if each.number == 1]
        for each in told:
            if each.brief:
                counts[each.brief] = counts.get(each.brief, 0) + 1
        (explained if told and all(each.brief for each in told) else single).append(one)
    wholes = sorted((Whole(brief, count) for brief, count in counts.items()), key=lambda one: -one.cells)
    return Grouped(tuple(wholes), tuple(explained), tuple(single))


def place_of(one: Finding) -> str:
    """Sheet and cell, empty for a rule that broke."""
    return f"{one.cells[0].place.sheet}!{one.cells[0].place.cell}" if one.cells else ""
