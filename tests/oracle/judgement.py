"""What the rules say of a report: findings, and the relations that no verdict can be given on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.oracle.figures import Exact, Figures, Held

MUST, EXPLAIN = "must", "explain"
LAST = "上."
"""Names that start so are cells of last year's report."""

Finding = tuple[str, str, tuple[str, ...]]
"""Code, severity and cells (``表!A1``, ``previous:表!A1`` for last year's), sorted."""
Undecided = tuple[str, str]
"""Code and the row, column or number that the relation is of; empty where the report has only one."""
Numbers = Mapping[str, Exact]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that the rules say of one report."""

    findings: frozenset[Finding] = frozenset()
    undecided: frozenset[Undecided] = frozenset()

    def __or__(self, other: Judgement) -> Judgement:
        return Judgement(self.findings | other.findings, self.undecided | other.undecided)

    def __sub__(self, other: Judgement) -> Judgement:
        return Judgement(self.findings - other.findings, self.undecided - other.undecided)


@dataclass(frozen=True, slots=True)
class Relation:
    """One instance of a rule that relates numbers."""

    code: str
    cells: tuple[str, ...]
    holds: Callable[[Numbers], bool]
    severity: str = EXPLAIN
    member: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """The report and, where there is one, last year's of the same body."""

    now: Figures
    last: Figures | None = None

    def has(self, name: str) -> bool:
        """Whether a report has that number on its form."""
        figures, plain = self._of(name)
        return figures is not None and plain in figures.form.places

    def number(self, name: str) -> Exact | None:
        """The number by which a relation takes the cell, None where that is undecided."""
        figures, plain = self._sure(name)
        return figures.number(plain)

    def blank(self, name: str) -> bool:
        """Whether the cell is blank."""
        figures, plain = self._sure(name)
        return figures.held(plain) is Held.BLANK

    def where(self, name: str) -> str:
        """The cell's address."""
        figures, plain = self._sure(name)
        return ("" if figures is self.now else "previous:") + figures.form.places[plain].where

    def finding(self, code: str, severity: str, names: Iterable[str]) -> Finding:
        """A finding on cells of the tables."""
        return code, severity, tuple(sorted(map(self.where, names)))

    def _of(self, name: str) -> tuple[Figures | None, str]:
        return (self.last, name.removeprefix(LAST)) if name.startswith(LAST) else (self.now, name)

    def _sure(self, name: str) -> tuple[Figures, str]:
        figures, plain = self._of(name)
        if figures is None:
            raise KeyError(name)
        return figures, plain


@dataclass(slots=True)
class _Verdicts:
    findings: set[Finding] = field(default_factory=set)
    undecided: set[Undecided] = field(default_factory=set)


def judged(relations: Iterable[Relation], reports: Reports) -> Judgement:
    """The verdict on each relation that the forms of the reports have."""
    found = _Verdicts()
    for one in relations:
        if all(map(reports.has, one.cells)):
            _judge(one, reports, found)
    return Judgement(frozenset(found.findings), frozenset(found.undecided))


def _judge(one: Relation, reports: Reports, found: _Verdicts) -> None:
    numbers = dict(_decided(one, reports))
    # “是其他文字、错误值的格：……含它的关系‘未定’”; “一条关系的格全部空白：未定。”
    if len(numbers) < len(one.cells) or all(map(reports.blank, one.cells)):
        found.undecided.add((one.code, one.member))
    elif not one.holds(numbers):
        found.findings.add(reports.finding(one.code, one.severity, one.cells))


def _decided(one: Relation, reports: Reports) -> Iterator[tuple[str, Exact]]:
    for name in one.cells:
        number = reports.number(name)
        if number is not None:
            yield name, number
