"""One cause, one striking finding: which findings one cell can explain together. For outputs to people.

JSON lists every finding; here those that have a cell in common stand under the first of them: relations that are broken
by the same difference, and those broken by a number that cannot be. A total by formula stands for all that it adds, for
a wrong part shows in it (rules.md 2.2: T3-01 对G是A–F与T3-03的推论). 「同一原因」要有共同的格可解释；没有就不归并。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from validator.model.cells import Place
from validator.model.finding import Finding

Adds = Mapping[str, frozenset[str]]
_NUMBERS = frozenset({"VA-01", "VA-02"})
"""The rules on single numbers: what such a number breaks follows from it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding, what follows from the same cause, and the cells that may be it."""

    head: Finding
    rest: tuple[Finding, ...]
    shared: tuple[Place, ...]


def causes(findings: Iterable[Finding], adds: Adds) -> tuple[Cause, ...]:
    """Findings grouped by cause, in the order of their heads. `adds` are the totals by formula and their parts."""
    groups: list[list[Finding]] = []
    for finding in findings:
        group = next((one for one in groups if _belongs(finding, one, adds)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    return tuple(Cause(group[0], tuple(group[1:]), _places(group, adds)) for group in groups)


def _belongs(finding: Finding, group: list[Finding], adds: Adds) -> bool:
    head = group[0]
    alike = finding.difference and head.difference and abs(finding.difference) == abs(head.difference)
    follows = head.rule.code in _NUMBERS and finding.difference
    return bool(alike or follows) and bool(_common([*group, finding], adds))


def _common(group: Iterable[Finding], adds: Adds) -> frozenset[str]:
    """The cells that every finding of the group reads, at once or within a total by formula."""
    return frozenset.intersection(*(_read(finding, adds) for finding in group))


def _read(finding: Finding, adds: Adds) -> frozenset[str]:
    """Figures of this report. A whole section of text is no common cell: many sentences stand in it."""
    figures = (cell for cell in finding.cells if not cell.place.file and not cell.in_text)
    names = frozenset(cell.indicator for cell in figures if cell.indicator)
    return names.union(*(adds.get(name, frozenset()) for name in names))


def _places(group: list[Finding], adds: Adds) -> tuple[Place, ...]:
    """Where the common cells are, as far as a finding of the group names them; a total by formula is no cause."""
    if len(group) == 1:
        return ()
    common = _common(group, adds)
    known = {cell.indicator: cell.place for finding in group for cell in finding.cells if cell.indicator in common}
    typed = {name: place for name, place in known.items() if name not in adds}
    return tuple((typed or known).values())
