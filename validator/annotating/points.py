"""What is marked in a published document: cells and sentences with their looks and notes, and the list of all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from validator.annotating.remarks import remark
from validator.files.harmless import cut, one_line, xml_text
from validator.model.bilingual import spoken
from validator.model.cells import Place
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.startup.records import dataclass, field
from validator.writers.conclusion import summary
from validator.writers.listing import ListedEntry, ordered
from validator.writers.looks import Look, looks_of
from validator.writers.states import state, word

WHOLE: Final = "全文"
_EXPLAIN: Final = "核实后情况属实的，随报告附书面说明，写明规则代码和理由。"
_LONGEST: Final = 600


@dataclass(slots=True)
class Point:
    """A cell, or the words `quote` from a paragraph on, with the gravest thing to say of it.

    `numbers` are those of the entries of the list that are told here, `notes` what is told.
    """

    place: Place
    quote: str
    look: Look
    numbers: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """``1、3``."""
        return "、".join(map(str, self.numbers))

    @property
    def note(self) -> str:
        """All that is told here."""
        return xml_text("\n\n".join(self.notes))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the list: ``1``, ``强制``, ``P-03``, where, what is wrong, what to write."""

    number: int
    level: str
    codes: str
    where: str
    message: str
    advice: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        advice = f" 建议：{self.advice}" if self.advice else ""
        return f"{self.number}. {self.level} {self.codes} {self.where}：{self.message}{advice}"


def lines_of(report: FileReport) -> tuple[Line, ...]:
    """The list of what is to be dealt with; its numbers stand at the marks."""
    return tuple(_line(number, one) for number, one in enumerate(ordered(report), 1))


def _line(number: int, item: ListedEntry) -> Line:
    codes = "、".join(dict.fromkeys(one.rule.code for one in item.entry.findings))
    where = spoken(item.where, "zh") if item.where else WHOLE
    advice = "" if item.entry.cause else item.advice  # the message of a cause says it already
    told = (cut(xml_text(one_line(text)), _LONGEST) for text in (where, item.message, advice))
    return Line(number, item.level, codes, *told)


def points_of(report: FileReport) -> tuple[Point, ...]:
    """What is marked, the gravest first."""
    found: dict[tuple[Place, str], Point] = {}
    for number, item in enumerate(ordered(report), 1):
        noted = set(_noted(item))
        for place, quote, look in _looks(item):
            point = found.setdefault((place, quote), Point(place, quote, look))
            point.look = min(point.look, look)
            if place in noted and number not in point.numbers:
                point.numbers.append(number)
                point.notes.append(f"{number}. {remark(item, _EXPLAIN)}")
    return tuple(sorted(found.values(), key=lambda one: one.look))


def _looks(item: ListedEntry) -> Iterator[tuple[Place, str, Look]]:
    for finding, suspects in item.marked:
        quotes = _quotes(finding)
        for place, look in looks_of(finding, suspects):
            for quote in quotes.get(place, ("",)):
                yield place, quote, look


def _quotes(finding: Finding) -> dict[Place, Sequence[str]]:
    """The words that a finding quotes of each place of text."""
    quotes: dict[Place, list[str]] = {}
    for cell in finding.cells:
        if cell.in_text and isinstance(cell.value, str):
            quotes.setdefault(cell.place, []).append(cell.value)
    return {place: tuple(dict.fromkeys(found)) for place, found in quotes.items()}


def _noted(item: ListedEntry) -> Iterator[Place]:
    """Where an entry is told: at the cells that are probably wrong, else at the one to look at."""
    suspects = [place for _, places in item.marked for place in places]
    yield from suspects or ([item.place] if item.place else [])


@dataclass(frozen=True, slots=True)
class Told:
    """What a copy tells: the verdict in words, what is marked, and the list of all that is to be dealt with."""

    verdict: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    when: datetime

    @property
    def summary(self) -> str:
        """The verdict, and what stands at no mark."""
        placed = {number for one in self.points for number in one.numbers}
        whole = [one.text for one in self.lines if one.number not in placed]
        return "\n".join((f"勾稽校验结果：{self.verdict}，共 {len(self.lines)} 条，见各处批注", *whole))

    def unmarked(self, lost: Collection[Point]) -> list[int]:
        """The numbers of entries that stand at no mark because their points were not found."""
        kept = {number for one in self.points if one not in lost for number in one.numbers}
        return sorted({number for one in lost for number in one.numbers} - kept)


def told_of(report: FileReport, when: datetime) -> Told:
    """What a copy of the document tells of the report."""
    return Told(f"{word(state(report), 'zh')}（{summary(report)}）", points_of(report), lines_of(report), when)
