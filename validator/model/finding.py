"""What a run of the rules gives: findings, coverage, and the report over all files. No I/O here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from validator.model.bilingual import Bilingual, spoken
from validator.model.cells import CellValue, Place
from validator.model.english import in_language
from validator.model.filing import Filing, FoundBy, Waiver
from validator.model.form import TEXT_PREFIX, Edition
from validator.model.labels import organ_key
from validator.model.rule import Outcome, Rule, Severity
from validator.version import VERSION

SCHEMA = 1
"""The version of the JSON data."""
UNKNOWN = Place("", "")
"""For a name that the workbook does not hold."""

_BROKEN = {"zh": "规则自身出错，没有结论：{error}", "en": "The rule itself failed, no verdict: {error}"}


class Status(StrEnum):
    """The verdict on one file."""

    CLEAN = "clean"
    EXPLAIN = "explain"
    FAILS = "fails"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a finding. `side` is ``left`` or ``right`` of the formula, None where a rule has no sides."""

    place: Place
    indicator: str | None
    value: CellValue
    side: str | None = None

    @property
    def in_text(self) -> bool:
        """Whether it is a section of text."""
        return (self.indicator or "").startswith(TEXT_PREFIX)

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return _where(self) | {"side": self.side}


@dataclass(frozen=True, slots=True)
class Suspect:
    """The cell that is probably wrong and what it probably should hold (None: not known)."""

    place: Place
    indicator: str | None
    value: CellValue
    suggested: int | float | str | None
    certain: bool
    reason: Bilingual | str

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data, the reason in Chinese or English."""
        told = {"suggested": self.suggested, "certain": self.certain, "reason": spoken(self.reason, lang)}
        return _where(self) | told


def _where(one: CellRef | Suspect) -> dict[str, Any]:
    """A cell as JSON data: where it is and what it holds."""
    place = {"file": one.place.file, "sheet": one.place.sheet, "cell": one.place.cell}
    return place | {"indicator": one.indicator, "value": plain_value(one.value)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of one rule that does not hold on one filing.

    `variant` picks the rule's message, `args` fill it in. `member` is the row, column or word the rule was applied to.
    """

    rule: Rule
    severity: Severity
    cells: tuple[CellRef, ...] = ()
    variant: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome = Outcome.FAILS
    left: int | float | None = None
    right: int | float | None = None
    difference: int | float | None = None
    suspects: tuple[Suspect, ...] = ()
    waiver: Waiver | None = None
    member: str = ""

    def message(self, lang: str = "zh") -> str:
        """The rule's message about this instance, in Chinese or English."""
        if self.outcome is Outcome.BROKEN:
            return _BROKEN[lang].format_map(self.args)
        return self.rule.say(self.variant, lang, self.args)

    @property
    def counts(self) -> bool:
        """Whether it weighs on the verdict: a waived one stays visible and weighs nothing."""
        return self.waiver is None

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data, cells in the order of the formula, title and message in Chinese or English."""
        return {
            "code": self.rule.code,
            "severity": self.severity.value,
            "outcome": self.outcome.value,
            "title": self.rule.title[lang],
            "message": self.message(lang),
            "cells": [cell.to_dict() for cell in self.cells],
            "left": self.left,
            "right": self.right,
            "difference": self.difference,
            "suspects": [suspect.to_dict(lang) for suspect in self.suspects],
            "waiver": self.waiver.to_dict() if self.waiver else None,
        }


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not be run on a filing, and why."""

    code: str
    reason: Bilingual | str


@dataclass(frozen=True, slots=True)
class Undecided:
    """One instance of a rule with no verdict, and the cell that is missing for one.

    `lost`: the cell is not in the workbook at all; else it is blank or no number. `member` is the row, column or word
    that the rule was applied to, `way` which of them (``row``, ``column``), `quote` the sentence that a rule on the
    text could not hold against the tables.
    """

    code: str
    indicator: str
    lost: bool = False
    member: str = ""
    quote: str = ""
    way: str = ""

    def to_dict(self) -> dict[str, str]:
        """As JSON data; the quote only where it is a sentence that could not be held against the tables."""
        data = {"code": self.code, "indicator": self.indicator}
        return data | ({"quote": self.quote} if self.quote else {})


@dataclass(frozen=True, slots=True)
class Omitted:
    """So many more findings of a rule that are not listed; `counts`: whether they weigh on the verdict."""

    code: str
    count: int
    severity: Severity
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at: rules run, rules not run and why, instances undecided, cells read."""

    rules_run: tuple[str, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    cells_read: int = 0
    unclear: int = 0
    """Statements of the narrative that name a number whose subject is unclear: left alone."""
    found_by: Mapping[str, FoundBy] = field(default_factory=dict)
    """How each table was found: by names, addresses or labels."""
    omitted: tuple[Omitted, ...] = ()
    """What was found beyond what is listed: of very many findings of a rule only the first are."""
    undecided_omitted: Mapping[str, int] = field(default_factory=dict)
    """How many more sentences a rule on the text has no verdict on."""

    @property
    def omitted_by_code(self) -> dict[str, int]:
        """How many findings of each rule are not listed."""
        found: Counter[str] = Counter()
        for one in self.omitted:
            found[one.code] += one.count
        return dict(found)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data; `unclear`, `found_by` and `undecided_omitted` extend the contract."""
        return {
            "rules_run": list(self.rules_run),
            "not_run": [{"code": one.code, "reason": spoken(one.reason, lang)} for one in self.not_run],
            "undecided": [one.to_dict() for one in self.undecided],
            "cells_read": self.cells_read,
            "unclear": self.unclear,
            "found_by": {table: way.value for table, way in self.found_by.items()},
            "omitted": [{"code": code, "count": count} for code, count in self.omitted_by_code.items()],
            "undecided_omitted": [{"code": code, "count": count} for code, count in self.undecided_omitted.items()],
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """Everything known of one file after its run."""

    path: str
    status: Status
    organ: str = ""
    year: int | None = None
    edition: Edition = ""
    error: str | None = None
    findings: tuple[Finding, ...] = ()
    coverage: Coverage = Coverage()
    made_by: str | None = None
    sheets: tuple[str, ...] = ()
    untouched: bool = False
    """Whether nobody filled it in: its one finding says so."""
    adds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Totals by formula -> all the cells that they add, at once and through other totals."""

    @property
    def is_undecided(self) -> bool:
        """Whether nothing was found, but some instance of a rule has no verdict: that is no clean bill."""
        return self.status is Status.CLEAN and bool(self.coverage.undecided)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As the contract's element of ``files``; `made_by` extends it."""
        return {
            "path": self.path,
            "organ": self.organ,
            "year": self.year,
            "edition": dict(self.edition) if isinstance(self.edition, Mapping) else self.edition,
            "status": self.status.value,
            "error": in_language(self.error, lang) if self.error else None,
            "findings": [finding.to_dict(lang) for finding in self.findings],
            "coverage": self.coverage.to_dict(lang),
            "made_by": self.made_by,
        }


@dataclass(frozen=True, slots=True)
class SameUnit:
    """One body's files of one year, of which only one can be its report."""

    organ: str
    year: int
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {"organ": self.organ, "year": self.year, "files": list(self.files)}


@dataclass(slots=True)
class Summary:
    """Counts over the files of one run, file by file: a run over 100,000 files need not keep them.

    `skipped` counts lock files and the like, `other_files` are those in the folders that nobody looked into, `seconds`
    is the wall time, `broken` whether a rule failed itself. `units` are the files of each body and year.
    """

    skipped: int = 0
    seconds: float = 0.0
    broken: bool = False
    other_files: tuple[str, ...] = ()
    statuses: Counter[Status] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    """Files without an open finding in which something has no verdict: clean, and yet nobody may say they hold."""
    untouched: int = 0
    units: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _years: Counter[int] = field(default_factory=Counter)
    _organs: dict[str, str] = field(default_factory=dict)

    def add(self, one: FileReport) -> None:
        """Count one more file."""
        self.statuses[one.status] += 1
        self.codes.update(finding.rule.code for finding in one.findings)
        self.codes.update(one.coverage.omitted_by_code)
        self.broken = self.broken or any(finding.outcome is Outcome.BROKEN for finding in one.findings)
        self.undecided += one.is_undecided
        self.untouched += one.untouched
        if one.year is not None:
            self._years[one.year] += 1
        if one.year is not None and (key := organ_key(one.organ)):
            self._organs.setdefault(key, one.organ)
            self.units.setdefault((key, one.year), []).append(one.path)

    @property
    def files(self) -> int:
        """How many files were counted."""
        return self.statuses.total()

    @property
    def by_code(self) -> dict[str, int]:
        """How many findings each rule has, in order of code."""
        return dict(sorted(self.codes.items()))

    @property
    def years(self) -> dict[int, int]:
        """How many files there are of each report year, in order."""
        return dict(sorted(self._years.items()))

    def paths_of(self, year: int) -> list[str]:
        """The files of one report year, in order, as far as their body is known."""
        return [path for (_, one), paths in self.units.items() if one == year for path in paths]

    @property
    def same_unit(self) -> tuple[SameUnit, ...]:
        """The bodies with several files of one year."""
        return tuple(
            SameUnit(self._organs[organ], year, tuple(paths))
            for (organ, year), paths in self.units.items()
            if len(paths) > 1
        )

    @property
    def exit_status(self) -> int:
        """2: a file unreadable, none found, or a rule broken; 1: an unwaived ``must`` finding; else 0."""
        if not self.files or self.broken or self.statuses[Status.UNREADABLE]:
            return 2
        return 1 if self.statuses[Status.FAILS] else 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON data, with what concerns several files; `seconds` to the millisecond."""
        counts = {status.value: self.statuses[status] for status in Status}
        return {
            "files": self.files,
            **counts,
            "skipped": self.skipped,
            "by_code": self.by_code,
            "seconds": round(self.seconds, 3),
            "other_files": list(self.other_files),
            "same_unit": [one.to_dict() for one in self.same_unit],
            "years": {str(year): count for year, count in self.years.items()},
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All files of one run. `skipped` counts lock files and the like, `seconds` is the wall time.

    Example:
        >>> from validator import check, read
        >>> report = check([read("examples/宿迁市2024.xlsx")])
        >>> report.files[0].status.value, report.summary.files, report.exit_status
        ('clean', 1, 0)
        >>> list(report.to_dict())
        ['schema', 'gouji', 'files', 'summary']
    """

    files: tuple[FileReport, ...]
    skipped: int = 0
    seconds: float = 0.0

    @property
    def summary(self) -> Summary:
        """Counts over all files."""
        summary = Summary(self.skipped, self.seconds)
        for one in self.files:
            summary.add(one)
        return summary

    @property
    def exit_status(self) -> int:
        """That of the command line: see `Summary.exit_status`."""
        return self.summary.exit_status

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """The whole report as JSON data, as ``gouji check --format json`` writes it."""
        files = [one.to_dict(lang) for one in self.files]
        return {"schema": SCHEMA, "gouji": VERSION, "files": files, "summary": self.summary.to_dict()}


def plain_value(value: CellValue) -> int | float | str | bool | None:
    """The value of a cell as JSON has it: dates as ISO text, whole floats as integers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)


def cell_ref(filing: Filing, name: str, side: str | None = None) -> CellRef:
    """The cell of that name as findings state it. `indicator` is the name, also outside the tables (正文.六)."""
    return CellRef(filing.place(name) or UNKNOWN, name, filing.cell(name).value, side)


def suspect_of(
    filing: Filing, name: str, suggested: int | float | str | None, reason: Bilingual | str, *, certain: bool = False
) -> Suspect:
    """The cell of that name as what is probably wrong."""
    return Suspect(filing.places[name], name, filing.cell(name).value, suggested, certain, reason)


def quoted(filing: Filing, name: str, words: str, side: str | None = None) -> CellRef:
    """A text cell of which only some words are meant: they are the value, not the whole section."""
    return CellRef(filing.place(name) or UNKNOWN, name, words, side)


def status_of(findings: tuple[Finding, ...]) -> Status:
    """The verdict that the findings of one file give.

    A rule that broke says nothing of the figures, so it does not fail the file, but the file is not clean either.
    """
    counted = [finding for finding in findings if finding.counts]
    if any(one.severity is Severity.MUST and one.outcome is Outcome.FAILS for one in counted):
        return Status.FAILS
    open_points = any(one.severity is not Severity.NOTICE for one in counted)
    return Status.EXPLAIN if open_points else Status.CLEAN
