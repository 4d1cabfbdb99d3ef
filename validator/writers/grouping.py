"""One cause, one striking finding: which findings one cell can explain together. For outputs to people.

JSON lists every finding; here those that have a cell in common stand under the first of them: relations that are broken
by the same difference, and those broken by a number that cannot be. A total by formula stands for all that it adds, for
a wrong part shows in it (rules.md 2.2: T3-01 对G是A–F与T3-03的推论). 「同一原因」要有共同的格可解释；没有就不归并。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    groups: list[_Group] = []
    by: dict[tuple[float | None, str], list[int]] = {}
    for finding in findings:
        read = _read(finding, adds)
        near = {at for key in _keys(finding, read) for at in by.get(key, ())} if finding.difference else ()
        group = next((groups[at] for at in sorted(near) if groups[at].common & read), None)
        if group is not None:
            group.findings.append(finding)
            group.common &= read
            continue
        for name in read if finding.difference or finding.rule.code in _NUMBERS else ():
            by.setdefault((_alike(finding), name), []).append(len(groups))
        groups.append(_Group([finding], read))
    return tuple(Cause(one.findings[0], tuple(one.findings[1:]), _places(one, adds)) for one in groups)


@dataclass(slots=True)
class _Group:
    """Findings of one cause, and the cells that every one of them reads, at once or within a total by formula."""

    findings: list[Finding]
    common: frozenset[str]


def _alike(head: Finding) -> float | None:
    """What a finding has to be like to follow from this one: broken by the same difference, None for by any."""
    return None if head.rule.code in _NUMBERS else abs(head.difference or 0)


def _keys(finding: Finding, read: Iterable[str]) -> Iterator[tuple[float | None, str]]:
    """Where the heads that it may follow from are found."""
    for name in read:
        yield None, name
        yield abs(finding.difference or 0), name


def _read(finding: Finding, adds: Adds) -> frozenset[str]:
    """Figures of this report. A whole section of text is no common cell: many sentences stand in it."""
    figures = (cell for cell in finding.cells if not cell.place.file and not cell.in_text)
    names = frozenset(cell.indicator for cell in figures if cell.indicator)
    return names.union(*(adds.get(name, frozenset()) for name in names))


def _places(group: _Group, adds: Adds) -> tuple[Place, ...]:
    """Where the common cells are, as far as a finding of the group names them; a total by formula is no cause."""
    if len(group.findings) == 1:
        return ()
    cells = (cell for finding in group.findings for cell in finding.cells)
    known = {cell.indicator: cell.place for cell in cells if cell.indicator in group.common}
    typed = {name: place for name, place in known.items() if name not in adds}
    return tuple((typed or known).values())
