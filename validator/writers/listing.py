"""What there is to deal with as a clerk meets it: a cause with all that it explains is one entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.address import position
from validator.model.bilingual import Bilingual
from validator.model.cells import Place
from validator.model.entries import Entry, entries
from validator.model.finding import CellRef, Finding, Suspect, spot
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Outcome, Severity
from validator.model.shown import shown
from validator.startup.records import dataclass
from validator.writers.looks import is_here, suspected

EXPLAINED, BROKEN = "已说明", "出错"
FEW = 3


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One row of the list: a cause and the findings that it explains, or a finding by itself.

    `place` is the cell to look at, None where there is none in this workbook, `where` the same in words in a document.
    """

    entry: Entry
    place: Place | None
    where: Bilingual | None = None

    @property
    def head(self) -> Finding:
        """The gravest of its findings."""
        return self.entry.head

    @property
    def level(self) -> str:
        """强制, 核实, 提示; 已说明 when it is waived."""
        if self.head.outcome is Outcome.BROKEN:
            return BROKEN
        return SEVERITY_NAMES["zh"][self.head.severity] if self.head.counts else EXPLAINED

    @property
    def message(self) -> str:
        """What is wrong, and what comes of it or how it was explained."""
        if self.entry.cause:
            return f"{self.entry.cause.message()}。由此而来：{self._effects()}"
        text, waiver = self.head.message(), self.head.waiver
        return f"{text}（情况说明：{waiver.reason}）" if waiver else text

    def _effects(self) -> str:
        told = (f"{one.rule.code} {one.message()}" for one in self.entry.findings)
        return "；".join(told)

    @property
    def advice(self) -> str:
        """What to write where, as far as it is known."""
        cells = self.entry.cause.cells if self.entry.cause else self.head.suspects
        known = [one for one in cells if one.suggested is not None]
        if len(known) > FEW and len({one.suggested for one in known}) == 1:
            return f"{len(known)} 个格可填 {shown(known[0].suggested)}"
        more = f" 等 {len(known)} 格" if self.entry.cause and len(known) > FEW else ""
        return "；".join(map(_advice, known[:FEW])) + more

    @property
    def marked(self) -> list[tuple[Finding, tuple[Place, ...]]]:
        """Each of its findings with the cells that are probably wrong."""
        cause = self.entry.cause
        own = tuple(one.place for one in cause.cells) if cause else ()
        return [(one, own if cause else suspected(one)) for one in self.entry.findings]


def _advice(one: Suspect) -> str:
    return f"{spot(one)} {'改为' if one.certain else '可能是'} {shown(one.suggested)}"


def ordered(report: FileReport) -> tuple[ListedEntry, ...]:
    """Everything there is to deal with, each finding in one entry."""
    sheets = {name: index for index, name in enumerate(report.sheets)}
    listed = [_listed(one) for one in entries(report)]
    return tuple(sorted(listed, key=lambda one: _weight(one, sheets)))


def _weight(one: ListedEntry, sheets: Mapping[str, int]) -> tuple[bool, int, bool, int, int, int]:
    """Open before explained, graver before milder, causes first, then as the workbook runs."""
    row, column = position(one.place.cell) if one.place else (0, 0)
    order = sheets.get(one.place.sheet, len(sheets)) if one.place else len(sheets)
    severity = list(Severity).index(one.head.severity)
    return not one.head.counts, severity, one.entry.cause is None, order, row, column


def _listed(entry: Entry) -> ListedEntry:
    """With the first wrong cell of a cause; else the first that the finding suspects, else the first that it reads."""
    cells: list[CellRef | Suspect] = [*entry.cause.cells] if entry.cause else []
    for one in entry.findings:
        cells += (*one.suspects, *one.cells)
    places = [] if entry.cause else list(suspected(entry.head))
    places += (one.place for one in cells)
    place = next(filter(is_here, places), None)
    return ListedEntry(entry, place, next((one.where for one in cells if one.place == place), None))
