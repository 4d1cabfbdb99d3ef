"""Many files: which there are, and each read and examined; one bad file never stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from validator.catalogue.rules import load_rules
from validator.files.given import why
from validator.filings.reading import filing_of
from validator.filings.waivers import Given, with_waivers
from validator.model.filing import Filing
from validator.model.finding import FileReport, Status
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.policy.previous import Earlier, index
from validator.readers import DEFAULT_LIMITS, Limits, UnreadableWorkbook, read_workbook
from validator.run.engine import examine

SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots", ".numbers"}
)
"""What a report may come in. One that cannot be read is told: passed over in silence it would seem sound."""
LOCK_PREFIX = "~$"
"""Excel leaves ``~$name.xlsx`` beside a workbook that is open."""

_CHUNK = 16


class ProcessEnded(Exception):  # noqa: N818  what the system did, not a fault
    """The system ended one of the processes, as it does when memory runs out."""


@dataclass(frozen=True, slots=True)
class Found:
    """The workbooks under the paths given, in order, and how many lock files were passed over.

    `closed`: the line about each folder that could not be listed, so that nothing is known of what it holds.
    """

    files: tuple[Path, ...]
    skipped: int
    closed: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """What to run on each file: the rules' codes (None: all), what the run knows, and what is known of each body."""

    context: Context
    codes: frozenset[str] | None = None
    earlier: Earlier[Path] = field(default_factory=Earlier)
    waivers: tuple[Given, ...] = ()
    limits: Limits = DEFAULT_LIMITS

    def rules(self) -> tuple[Rule, ...]:
        """The rules to run, in the catalogue's order."""
        return tuple(rule for rule in load_rules() if self.codes is None or rule.code in self.codes)


def find(paths: Iterable[Path]) -> Found:
    """Files as given; folders walked in sorted order for workbooks, lock files skipped and counted."""
    files: list[Path] = []
    closed: dict[Path, str] = {}
    skipped = 0
    for path in paths:
        for one in _walk(path, closed) if _is_folder(path) else (path,):
            if one.name.startswith(LOCK_PREFIX):
                skipped += 1
            else:
                files.append(one)
    return Found(tuple(dict.fromkeys(files)), skipped, closed)


def _is_folder(path: Path) -> bool:
    """A path that the system does not even look at (too long, no permission) is a file for the reader to refuse."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _walk(folder: Path, closed: dict[Path, str]) -> Iterator[Path]:
    """Files that may be workbooks; a sub-folder that is called like one stands for itself and is not entered."""

    def close(error: OSError) -> None:
        closed[Path(error.filename)] = f"{error.filename}：列不出文件夹的内容（{why(error)}），其中的报告没有读取"

    for directory, folders, names in os.walk(folder, onerror=close):
        called_like_files = {name for name in folders if _is_workbook(name)}
        folders[:] = sorted(set(folders) - called_like_files)
        for name in sorted({*names, *called_like_files}):
            if _is_workbook(name):
                yield Path(directory, name)


def _is_workbook(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def examine_file(path: Path, job: Job) -> FileReport:
    """One file read and examined; unreadable is a result, not an error."""
    try:
        filing = filing_of(read_workbook(path, job.limits))
        before = job.earlier.before(filing)
        previous = filing_of(read_workbook(before, job.limits)) if before else None
    except UnreadableWorkbook as error:
        return FileReport(str(path), Status.UNREADABLE, error=str(error))
    filing = with_waivers(replace(filing, previous=previous), job.waivers)
    return examine(filing, job.rules(), replace(job.context, no_previous=job.earlier.why_none(filing)))


def earlier_reports(path: Path, limits: Limits = DEFAULT_LIMITS) -> Earlier[Path]:
    """The reports in a file or folder by body and year.

    Raises UnreadableWorkbook for a single file that is none, and for a folder that cannot be listed.
    """
    if not _is_folder(path):
        return index([(path, filing_of(read_workbook(path, limits)))])
    found = find([path])
    for line in found.closed.values():
        raise UnreadableWorkbook(line)
    return index(_readable(found.files, limits))


def _readable(files: Iterable[Path], limits: Limits) -> Iterator[tuple[Path, Filing]]:
    """One bad file of last year never stops the check of this year."""
    for path in files:
        try:
            yield path, filing_of(read_workbook(path, limits))
        except UnreadableWorkbook:
            continue


def examine_files(found: Found, job: Job, *, jobs: int = 1) -> Iterator[FileReport]:
    """Every file under the job, in the order given, in `jobs` processes, then the folders that could not be listed.

    Raises ProcessEnded when the system ends one of the processes.
    """
    yield from _examined(found.files, job, jobs)
    yield from (FileReport(str(path), Status.UNREADABLE, error=line) for path, line in found.closed.items())


def _examined(files: tuple[Path, ...], job: Job, jobs: int) -> Iterator[FileReport]:
    if jobs <= 1 or len(files) < 2 * jobs:
        yield from (examine_file(path, job) for path in files)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # cost as much as reading and checking a report

    try:
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(partial(examine_file, job=job), files, chunksize=_CHUNK)
    except BrokenExecutor as error:
        raise ProcessEnded from error
