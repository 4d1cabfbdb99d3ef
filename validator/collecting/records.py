"""What collecting keeps of a checked file: whose it is, its verdict, its numbers. Small, for there may be 30,000.

A record is made where the file is examined, from the report on it, so that nothing is read twice; it travels, and
waits in a journal, as a line of JSON, with the report itself behind it where something is made of that later.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from validator.catalogue import Catalogue
from validator.collecting.amounts import NOTHING, row_of, scaled
from validator.collecting.pile import Pile, Shelf
from validator.model.cells import CellValue
from validator.model.contents import Contents
from validator.model.filing import Filing
from validator.model.finding import Finding, plain_value
from validator.model.form import Edition, Role
from validator.model.labels import organ_key
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome, Severity
from validator.run.driver import Job
from validator.run.packing import packed, unpacked, unpacked_filing
from validator.run.walking import is_workbook
from validator.startup.records import dataclass, field, names_of, replace

_PERIOD = frozenset({"P-01", "P-02", "P-03"})
_TIMELY = "ST-08"
_MOST_TOLD = 5
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One checked file. `row` are its numbers in millionths in the order of its own edition's form.

    `codes` are the rules that must hold and do not, `told` the first of these findings in words; `counts` its open
    findings by severity. `saved` is when it was saved as it says itself, `changed` when its file was, both ISO 8601;
    a journal knows what a file holds, so when it was changed is looked up as the record comes, for every file anew.
    `guesses`: what cells that hold no number, or one that breaks a rule, probably should hold; `zeros`: so many hold no
    number. `place` is where its numbers lie once they are put
    away, which leaves `row` empty. `filing` is the report itself, packed, of an office below that has units.
    """

    path: str
    status: str
    sha256: str = ""
    error: str = ""
    organ: str = ""
    kind: str = ""
    year: int | None = None
    edition: Edition = ""
    source: str = ""
    saved: str = ""
    changed: str = ""
    published: str = ""
    is_late: bool = False
    is_of_wrong_period: bool = False
    is_broken: bool = False
    codes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    row: tuple[int, ...] = ()
    guesses: dict[str, CellValue] = field(default_factory=dict)
    place: int | None = None
    filing: str = ""
    zeros: int = 0

    @property
    def is_readable(self) -> bool:
        """Whether anything is known of what it holds."""
        return self.status != Status.UNREADABLE

    @property
    def is_nameless(self) -> bool:
        """Whether it does not say itself whose it is."""
        return not organ_key(self.organ)

    def is_of(self, year: int) -> bool:
        """Whether it is a report of that year, sound or not."""
        return self.is_readable and self.year == year


def record_of(report: FileReport, job: Job) -> Record:
    """What is kept of a report that tells what it holds (`Job.contents`)."""
    known = Record(report.path, report.status.value, report.sha256, report.error or "")
    if report.status is Status.UNREADABLE or report.contents is None:
        return known
    form, values = job.catalogue.form(report.edition), report.contents.values
    open_ones = [one for one in report.findings if one.counts and one.outcome is Outcome.FAILS]
    row = row_of(values, tuple(form.indicators))
    musts = [one for one in open_ones if one.severity is Severity.MUST]
    codes = dict.fromkeys(one.rule.code for one in musts)
    return replace(
        known,
        organ=report.organ,
        kind=_said(report.contents, form.name_of(Role.ORGAN_TYPE)),
        year=report.year,
        edition=report.edition,
        source=report.source,
        saved=report.contents.saved,
        published=_said(report.contents, form.name_of(Role.PUBLISHED))[:10],
        is_late=any(one.rule.code == _TIMELY and not one.variant for one in report.findings),
        is_of_wrong_period=not _PERIOD.isdisjoint(codes),
        is_broken=any(one.outcome is Outcome.BROKEN for one in report.findings),
        codes=tuple(codes),
        told=tuple(map(_told, musts[:_MOST_TOLD])),
        counts=tuple(sum(one.severity is level for one in open_ones) for level in Severity),
        row=tuple(row),
        guesses=_guesses(report, values),
        filing=b64encode(report.contents.filing).decode("ascii"),
        zeros=row.count(NOTHING),
    )


def is_no_report(record: Record) -> bool:
    """Whether it is a page, document or text that holds no table of the form: folders have others too."""
    return not record.is_readable and not is_workbook(PurePath(record.path).name)


def _said(contents: Contents, name: str) -> str:
    value = plain_value(contents.values.get(name))
    return "" if value is None else str(value).strip()


def _told(one: Finding) -> str:
    place = f"{one.cells[0].place.cell} " if one.cells else ""
    return f"{one.rule.code} {place}{one.message()}"[:_LONGEST]


def _guesses(report: FileReport, values: Any) -> dict[str, CellValue]:
    """What is most likely meant where no number stands, or one that breaks a rule."""
    found: dict[str, CellValue] = {}
    for finding in report.findings:
        for one in finding.suspects:
            name, meant = one.indicator or "", one.suggested
            held = scaled(values.get(name))
            if isinstance(meant, int | float) and scaled(meant) != (0 if held == NOTHING else held):
                found.setdefault(name, meant)
    return found


def changed_at(path: str) -> str:
    """When the file was changed last, ``""`` for one that is not on this machine."""
    try:
        seconds = os.stat(path).st_mtime  # noqa: PTH116  a million paths need not be objects
    except (OSError, ValueError):
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


FIELDS = names_of(Record)


@dataclass(frozen=True, slots=True)
class Recording:
    """What a run of collecting wants of a report: its record, and itself where `with_reports`."""

    job: Job
    with_reports: bool

    def __call__(self, report: FileReport) -> bytes:
        """Both as bytes: the record is the first line."""
        one = record_of(report, self.job)
        line = json.dumps(values_of(one), ensure_ascii=False)
        behind = packed(report, self.job.catalogue) if self.with_reports else b""
        return line.encode("utf-8", "surrogatepass") + b"\n" + behind


def recorded(body: bytes) -> Record:
    """The record in what `Recording` gave, be it of now or of a run before, and when its file was changed."""
    values = json.loads(body.partition(b"\n")[0].decode("utf-8", "surrogatepass"))
    found = record_from(tuple(one) if isinstance(one, list) else one for one in values)
    return replace(found, changed=changed_at(found.path))


values_of: Callable[[Record], tuple[Any, ...]] = attrgetter(*FIELDS)
"""A record as plain values."""


def record_from(values: Iterable[Any]) -> Record:
    """The record of such values."""
    return Record(*values)


def whole_report(record: Record, job: Job) -> Filing:
    """The report of an office whose record has it (`Job.whole`)."""
    return unpacked_filing(b64decode(record.filing), job.catalogue)


def shelf_of_reports(pile: Pile, catalogue: Catalogue) -> Shelf[FileReport]:
    """Where reports wait, packed."""
    return Shelf(pile, partial(packed, catalogue=catalogue), partial(unpacked, catalogue=catalogue))
