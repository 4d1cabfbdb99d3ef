"""Findings in the order in which a clerk meets them: the gravest first, each cause before its effects. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from validator.model.address import position
from validator.model.cells import Place
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Outcome, Severity
from validator.model.shown import shown
from validator.writers.grouping import Cause, causes

EXPLAINED, BROKEN = "已说明", "出错"
FEW = 3


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """One finding in the list.

    `place` is the cell to look at, None where the finding has none in this workbook. `suspects` are the cells that
    are probably wrong. `follows` is the number in the list of the finding that has the same cause.
    """

    finding: Finding
    place: Place | None
    suspects: frozenset[Place]
    follows: int | None = None

    @property
    def level(self) -> str:
        """强制, 核实, 提示; 已说明 when it is waived."""
        if self.finding.outcome is Outcome.BROKEN:
            return BROKEN
        return SEVERITY_NAMES["zh"][self.finding.severity] if self.finding.counts else EXPLAINED

    @property
    def message(self) -> str:
        """The rule's message, and whose effect it is or how it was explained."""
        text = self.finding.message()
        if self.follows:
            text = f"（与第 {self.follows} 条同一原因）{text}"
        waiver = self.finding.waiver
        return f"{text}（情况说明：{waiver.reason}）" if waiver else text

    @property
    def advice(self) -> str:
        """What to write where, as far as it is known."""
        known = [one for one in self.finding.suspects if one.suggested is not None]
        if len(known) > FEW and len({one.suggested for one in known}) == 1:
            return f"{len(known)} 个格可填 {shown(known[0].suggested)}"
        words = {True: "改为", False: "可能是"}
        return "；".join(f"{one.place.cell} {words[one.certain]} {shown(one.suggested)}" for one in known[:FEW])


def ordered(report: FileReport) -> tuple[ListedFinding, ...]:
    """Every finding of a report once."""
    sheets = {name: index for index, name in enumerate(report.sheets)}
    listed: list[ListedFinding] = []
    for cause in sorted(causes(report.findings, report.adds), key=lambda one: _weight(one, sheets)):
        first = len(listed) + 1
        listed += _of(cause, first)
    return tuple(listed)


def _weight(cause: Cause, sheets: Mapping[str, int]) -> tuple[bool, int, int, int, int]:
    """Open before explained, graver before milder, then as the workbook runs."""
    place = _place(cause.head, _suspects(cause.head, cause.shared))
    row, column = position(place.cell) if place else (0, 0)
    order = sheets.get(place.sheet, len(sheets)) if place else len(sheets)
    return not cause.head.counts, list(Severity).index(cause.head.severity), order, row, column


def _of(cause: Cause, number: int) -> Iterator[ListedFinding]:
    for finding in (cause.head, *cause.rest):
        suspects = _suspects(finding, cause.shared)
        follows = None if finding is cause.head else number
        yield ListedFinding(finding, _place(finding, suspects), frozenset(suspects), follows)


def _suspects(finding: Finding, shared: tuple[Place, ...]) -> tuple[Place, ...]:
    """The cells the finding itself suspects, else those that all broken relations share, else its only cell."""
    own = [one.place for one in finding.suspects if _here(one.place)]
    if own:
        return tuple(own)
    common = [place for place in shared if _here(place)]
    if common:
        return tuple(common)
    cells = [cell.place for cell in finding.cells]
    return tuple(cells) if len(cells) == 1 and _here(cells[0]) else ()


def _place(finding: Finding, suspects: tuple[Place, ...]) -> Place | None:
    candidates = (*suspects, *(cell.place for cell in finding.cells))
    return next((place for place in candidates if _here(place)), None)


def _here(place: Place) -> bool:
    """In the checked workbook, at a cell."""
    return place.file is None and bool(place.sheet and place.cell)
