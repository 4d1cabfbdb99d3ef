"""One cause, one striking finding: which broken relations one wrong cell explains together. For outputs to people.

JSON lists every finding; here findings with the same difference that share a cell stand under the first of them.
T3-01 of the total column follows from that of another column with the same difference (rules.md 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.model.cells import Place
from validator.model.finding import Finding

TOTAL = "总计"


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding, what follows from the same cause, and the cells that all of them share."""

    head: Finding
    rest: tuple[Finding, ...]
    shared: tuple[Place, ...]


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Findings grouped by cause, in the order of their heads."""
    groups: list[list[Finding]] = []
    for finding in findings:
        group = next((one for one in groups if any(_linked(finding, other) for other in one)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    return tuple(Cause(group[0], tuple(group[1:]), _shared(group)) for group in groups)


def _linked(one: Finding, other: Finding) -> bool:
    if not one.difference or not other.difference or abs(one.difference) != abs(other.difference):
        return False
    if _cells(one) & _cells(other):
        return True
    return one.rule.code == other.rule.code and TOTAL in {one.member, other.member}


def _cells(finding: Finding) -> set[Place]:
    return {cell.place for cell in finding.cells}


def _shared(group: list[Finding]) -> tuple[Place, ...]:
    if len(group) == 1:
        return ()
    common = set.intersection(*(_cells(finding) for finding in group))
    return tuple(cell.place for cell in group[0].cells if cell.place in common)
