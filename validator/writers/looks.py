"""How a cell of a finding looks wherever it is shown: in Excel, on a page, in a copy. One definition for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum

from validator.filings.traces import MARKER
from validator.model.bilingual import Bilingual
from validator.model.cells import Place
from validator.model.entries import entries
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Outcome, Severity
from validator.startup.records import dataclass

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

    says: Bilingual
    fill: tuple[int, int, int]
    font: tuple[int, int, int]
    bold: bool = False


STYLES: Mapping[Look, Style] = {
    Look.SUSPECT: Style(
        Bilingual("强制：很可能就是这一格错了", "must: most likely this cell is wrong"),
        (192, 0, 0),
        (255, 255, 255),
        bold=True,
    ),
    Look.PERIOD: Style(
        Bilingual("强制：统计期限或年度不对", "must: wrong statistical period or year"),
        (226, 208, 245),
        (76, 16, 130),
        bold=True,
    ),
    Look.MEMBER: Style(
        Bilingual("强制：不成立的勾稽关系用到的格", "must: cell of a sum relationship that does not hold"),
        (248, 203, 203),
        (156, 0, 6),
    ),
    Look.EXPLAIN: Style(
        Bilingual("核实：改正，或写情况说明", "explain: put right, or explain"), (255, 224, 138), (95, 58, 0)
    ),
    Look.NOTICE: Style(Bilingual("提示", "notice"), (189, 215, 238), (31, 78, 121)),
}

SEVERITY_LOOKS = {Severity.MUST: Look.MEMBER, Severity.EXPLAIN: Look.EXPLAIN, Severity.NOTICE: Look.NOTICE}
"""The levels of findings in the colours of their marks."""


def hex_of(colour: tuple[int, int, int]) -> str:
    """``#C00000``."""
    return "#{:02X}{:02X}{:02X}".format(*colour)


LEVEL_LOOKS = {SEVERITY_NAMES["zh"][level]: look for level, look in SEVERITY_LOOKS.items()}
"""The same by what lists call the levels."""


def mark_formula(run: str, look: Look, condition: str = "") -> str:
    """The rule of a mark, ``("gouji:RUN:LOOK"<>"")``: true in every language of Excel, and found by its text.

    `run` is what the check is called in its marks. With a condition it is true while that is.
    """
    sign = f'({MARKER}{run}:{look.name.lower()}"<>"")'
    return f"{sign}*({condition})" if condition else sign


def marks(listed: Iterable[tuple[Finding, Collection[Place]]]) -> dict[Place, Look]:
    """Each cell of findings, and of the cells suspected in them, with the gravest thing to say of it."""
    found: dict[Place, Look] = {}
    for finding, suspects in listed:
        for place, look in looks_of(finding, suspects):
            found[place] = min(look, found.get(place, look))
    return found


def marks_of(report: FileReport, least: Severity = Severity.NOTICE) -> dict[Place, Look]:
    """The marks of a report, of findings of the least severity or graver.

    The cells of a cause are the suspects of what it explains.
    """
    return marks(
        (finding, tuple(one.place for one in entry.cause.cells) if entry.cause else suspected(finding))
        for entry in entries(report, least)
        for finding in entry.findings
    )


def suspected(finding: Finding) -> tuple[Place, ...]:
    """The cells that a finding itself suspects, else its only cell."""
    if own := tuple(one.place for one in finding.suspects if is_here(one.place)):
        return own
    cells = tuple(cell.place for cell in finding.cells)
    return cells if len(cells) == 1 else ()


def is_here(place: Place) -> bool:
    """In the checked workbook, at a cell."""
    return place.file is None and bool(place.sheet and place.cell)


def looks_of(finding: Finding, suspects: Collection[Place]) -> Iterator[tuple[Place, Look]]:
    """How each cell of one finding looks; none of what is explained, or of a rule that broke."""
    if not finding.counts or finding.outcome is Outcome.BROKEN:
        return
    for place in dict.fromkeys((*(cell.place for cell in finding.cells), *suspects)):
        if is_here(place):
            yield place, _look(finding, is_suspect=place in suspects)


def _look(finding: Finding, *, is_suspect: bool) -> Look:
    if finding.severity is not Severity.MUST:
        return SEVERITY_LOOKS[finding.severity]
    if finding.rule.family == PERIODS:
        return Look.PERIOD
    return Look.SUSPECT if is_suspect else Look.MEMBER
