"""One report under the rules: the one way that the command line, the library and the add-in all take.

workbook -> filing -> last year's report and the explanations beside it -> the engine -> file report
"""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePath

from validator.catalogue import Catalogue
from validator.documents.reading import filing_of_content
from validator.filings.waivers import Given, with_waivers
from validator.language.personal import masked
from validator.model.contents import contents_of
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.model.report import FileReport, Status
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.policy.previous import Earlier, Held
from validator.readers import DEFAULT_LIMITS, Limits, UnreadableWorkbook
from validator.readers.limits import Budget, Refused
from validator.run.engine import judge
from validator.run.fetching import content_at
from validator.run.masking import masked_filing
from validator.run.packing import packed_whole, unpacked_filing
from validator.startup.records import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to run on each report: the same for all of one run.

    `rules` are those to run, in order (None: the whole catalogue), `thresholds` the configured ``阈值.*`` by name
    (none: the catalogue's), `earlier` the reports of years before, as they are or packed, `waivers` explanations given
    from outside, `year` the one whose reports are collected (None: any). `contents`: each report tells what it holds
    too, and of the bodies in `whole`, by the keys of their names, the report itself comes along.
    """

    catalogue: Catalogue
    today: date
    rules: tuple[Rule, ...] | None = None
    thresholds: dict[str, int | float] = field(default_factory=dict)
    earlier: Earlier[bytes | Filing | Held] = field(default_factory=Earlier)
    waivers: tuple[Given, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    year: int | None = None
    contents: bool = False
    whole: frozenset[str] = frozenset()


def examine_filing(filing: Filing, job: Job) -> FileReport:
    """A filing under the job. One that takes too long gives a report that says so."""
    try:
        return _examined(filing, job, Budget(job.limits))
    except UnreadableWorkbook as error:
        return unreadable(filing.path, error)


def _examined(filing: Filing, job: Job, clock: Budget) -> FileReport:
    """Raises UnreadableWorkbook when reading and checking together take more time than one report may."""
    try:
        clock.tick()
        return _judged(filing, job, clock)
    except Refused as refusal:
        raise UnreadableWorkbook(f"{PurePath(filing.path).name}：{refusal}") from None


def _judged(filing: Filing, job: Job, clock: Budget) -> FileReport:
    previous = _before(filing, job)
    none_why = job.earlier.why_none(filing)
    context = Context(job.today, job.catalogue, job.thresholds, no_previous=none_why, year=job.year, tick=clock.tick)
    known = with_waivers(replace(filing, previous=previous) if previous else filing, job.waivers)
    hidden = masked_filing(known)
    report = judge(known, job.catalogue.rules if job.rules is None else job.rules, context, hidden)
    if not job.contents:
        return report
    contents = contents_of(hidden)
    if job.whole and _is_wanted_whole(filing, job.whole):
        contents = replace(contents, filing=packed_whole(filing, job.catalogue))
    return replace(report, contents=contents)


def _is_wanted_whole(filing: Filing, keys: frozenset[str]) -> bool:
    """Where its cover names no body, its file may."""
    if key := organ_key(filing.organ):
        return key in keys
    stem = organ_key(PurePath(filing.path).stem)
    return any(one in stem for one in keys)


def _before(filing: Filing, job: Job) -> Filing | None:
    """Last year's report with those before it, each as the one before the next."""
    linked: Filing | None = None
    for held in reversed(tuple(job.earlier.chain(filing))):
        whole = whole_filing(held, job.catalogue)
        linked = replace(whole, previous=linked or whole.previous)
    return linked or filing.previous


def whole_filing(held: bytes | Filing | Held, catalogue: Catalogue) -> Filing:
    """A report of a year before, however it is kept. Raises UnreadableWorkbook."""
    if isinstance(held, Filing):
        return held
    return unpacked_filing(held, catalogue) if isinstance(held, bytes) else held.filing(catalogue)


def examine_file(path: str | Path, job: Job) -> FileReport:
    """A file under the job. A file that cannot be read gives a report that says why."""
    try:
        return examine_content(content_at(path, job.limits), str(path), job)
    except UnreadableWorkbook as error:
        return unreadable(str(path), error)


def examine_content(content: bytes, path: str, job: Job) -> FileReport:
    """What a file at `path` holds, under the job. What cannot be read gives a report that says why."""
    clock = Budget(job.limits)
    try:
        return _examined(filing_in(content, path, job), job, clock)
    except UnreadableWorkbook as error:
        return unreadable(path, error)


def unreadable(path: str, error: UnreadableWorkbook) -> FileReport:
    """The report on a file that cannot be read."""
    return FileReport(path, Status.UNREADABLE, error=masked(str(error)), source=error.source)


def read_filing(path: str | Path, job: Job) -> Filing:
    """The filing in a file. Raises UnreadableWorkbook."""
    return filing_in(content_at(path, job.limits), str(path), job)


def filing_in(content: bytes, path: str, job: Job) -> Filing:
    """The filing that a file at `path` with this content holds. Raises UnreadableWorkbook."""
    return filing_of_content(content, path, job.catalogue.forms, job.limits)
