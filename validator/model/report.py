"""The report over all files: each file's findings and verdict, and the counts over them. No I/O here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from validator.model.cause import Cause
from validator.model.contents import Contents
from validator.model.english import in_language
from validator.model.filing import WORKBOOK
from validator.model.finding import Coverage, Finding
from validator.model.form import Edition
from validator.model.labels import organ_key
from validator.model.rule import Outcome, Severity
from validator.startup.records import dataclass, field
from validator.version import VERSION

SCHEMA = 1
"""The version of the JSON data."""


class Status(StrEnum):
    """The verdict on one file."""

    CLEAN = "clean"
    EXPLAIN = "explain"
    FAILS = "fails"
    UNREADABLE = "unreadable"


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
    causes: tuple[Cause, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    made_by: str | None = None
    source: str = WORKBOOK
    sheets: tuple[str, ...] = ()
    untouched: bool = False
    """Whether nobody filled it in: its one finding says so."""
    contents: Contents | None = None
    """What it holds, where the job asks for it."""
    sha256: str = ""
    """Of the bytes that were examined; empty where there were none."""
    checked_with: str = ""
    """Stands for the version, the catalogue and the options of the run: the same file gives the same under the same."""

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
            "source": self.source,
            "causes": [cause.to_dict(lang) for cause in self.causes],
            "sha256": self.sha256 or None,
            "checked_with": self.checked_with or None,
        }

    @property
    def counted(self) -> ReportCounts:
        """What the counts over all files take from it."""
        codes = Counter(finding.rule.code for finding in self.findings)
        codes.update(self.coverage.omitted_by_code)
        return ReportCounts(
            self.path,
            self.status,
            self.organ,
            self.year,
            codes,
            broken=any(finding.outcome is Outcome.BROKEN for finding in self.findings),
            undecided=self.is_undecided,
            untouched=self.untouched,
        )


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """What the counts over all files take from the report on one: how many findings each rule has, and the rest."""

    path: str
    status: Status
    organ: str = ""
    year: int | None = None
    codes: Mapping[str, int] = field(default_factory=dict)
    broken: bool = False
    undecided: bool = False
    untouched: bool = False


def counted_in(data: Mapping[str, Any]) -> ReportCounts:
    """What was counted of a file, from its element of ``files``; whether nobody filled it in does not stand there."""
    codes = Counter[str](finding["code"] for finding in data["findings"])
    codes.update({one["code"]: one["count"] for one in data["coverage"].get("omitted", ())})
    status = Status(data["status"])
    return ReportCounts(
        data["path"],
        status,
        data["organ"],
        data["year"],
        codes,
        broken=any(finding["outcome"] == Outcome.BROKEN for finding in data["findings"]),
        undecided=status is Status.CLEAN and bool(data["coverage"]["undecided"]),
    )


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
    is the wall time, `broken` whether a rule failed itself. `units` are the files of each body and year, kept only
    where `names_units`: of a million files they would fill the memory.
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
    names_units: bool = True
    units: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _years: Counter[int] = field(default_factory=Counter)
    _organs: dict[str, str] = field(default_factory=dict)

    def add(self, one: FileReport | ReportCounts) -> None:
        """Count one more file."""
        counted = one if isinstance(one, ReportCounts) else one.counted
        self.statuses[counted.status] += 1
        self.codes.update(counted.codes)
        self.broken |= counted.broken
        self.undecided += counted.undecided
        self.untouched += counted.untouched
        if counted.year is not None:
            self._years[counted.year] += 1
        if self.names_units and counted.year is not None and (key := organ_key(counted.organ)):
            self._organs.setdefault(key, counted.organ)
            self.units.setdefault((key, counted.year), []).append(counted.path)

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


def status_of(findings: tuple[Finding, ...]) -> Status:
    """The verdict that the findings of one file give.

    A rule that broke says nothing of the figures, so it does not fail the file, but the file is not clean either.
    """
    counted = [finding for finding in findings if finding.counts]
    if any(one.severity is Severity.MUST and one.outcome is Outcome.FAILS for one in counted):
        return Status.FAILS
    open_points = any(one.severity is not Severity.NOTICE for one in counted)
    return Status.EXPLAIN if open_points else Status.CLEAN
