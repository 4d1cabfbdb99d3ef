"""One report under the rules: the one way that the command line, the library and the add-in all take.

workbook -> filing -> last year's report and the explanations beside it -> the engine -> file report
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from validator.catalogue import Catalogue
from validator.filings.reading import filing_of
from validator.filings.waivers import Given, with_waivers
from validator.language.personal import masked
from validator.model.filing import Filing
from validator.model.finding import FileReport, Status
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.policy.previous import Earlier
from validator.readers import DEFAULT_LIMITS, Limits, UnreadableWorkbook, Workbook, read_workbook
from validator.run.engine import judge
from validator.run.packing import unpacked_filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to run on each report: the same for all of one run.

    `rules` are those to run, in order (None: the whole catalogue), `thresholds` the configured ``阈值.*`` by name
    (none: the catalogue's), `earlier` last year's reports, as they are or packed, `waivers` explanations given from
    outside, `year` the one whose reports are collected (None: any).
    """

    catalogue: Catalogue
    today: date
    rules: tuple[Rule, ...] | None = None
    thresholds: dict[str, int | float] = field(default_factory=dict)
    earlier: Earlier[bytes | Filing] = field(default_factory=Earlier)
    waivers: tuple[Given, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    year: int | None = None


def examine(workbook: Workbook, job: Job, *, name: str | None = None) -> FileReport:
    """A workbook under the job; `name` is shown instead of its path.

    Raises UnreadableWorkbook when no table of the form is in it.
    """
    filing = filing_of(workbook, job.catalogue.forms)
    return examine_filing(filing if name is None else replace(filing, path=name), job)


def examine_filing(filing: Filing, job: Job) -> FileReport:
    """A filing under the job."""
    before = job.earlier.before(filing)
    previous = unpacked_filing(before, job.catalogue) if isinstance(before, bytes) else before or filing.previous
    none_why = job.earlier.why_none(filing)
    context = Context(job.today, job.catalogue, job.thresholds, no_previous=none_why, year=job.year)
    filing = with_waivers(replace(filing, previous=previous) if previous else filing, job.waivers)
    return judge(filing, job.catalogue.rules if job.rules is None else job.rules, context)


def examine_file(path: Path, job: Job) -> FileReport:
    """A file under the job. A file that cannot be read gives a report that says why."""
    try:
        return examine_filing(read_filing(path, job), job)
    except UnreadableWorkbook as error:
        return FileReport(str(path), Status.UNREADABLE, error=masked(str(error)))


def read_filing(path: Path, job: Job) -> Filing:
    """The filing in a file. Raises UnreadableWorkbook."""
    return filing_of(read_workbook(path, job.limits), job.catalogue.forms)
