"""Many files: which there are, and each read and examined; one bad file never stops the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from validator.catalogue.rules import load_rules
from validator.context import Context
from validator.engine import examine
from validator.filings.reading import filing_of
from validator.filings.waivers import Given, with_waivers
from validator.finding import FileReport, Report, Status
from validator.model import Filing
from validator.previous import Earlier, index
from validator.readers import UnreadableWorkbook, read_workbook
from validator.rule import Rule

SUFFIXES = frozenset({".xlsx", ".xlsm"})
LOCK_PREFIX = "~$"
"""Excel leaves ``~$name.xlsx`` beside a workbook that is open."""

_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The workbooks under the paths given, in order, and how many lock files were passed over."""

    files: tuple[Path, ...]
    skipped: int


@dataclass(frozen=True, slots=True)
class Job:
    """What to run on each file: the rules' codes (None: all), what the run knows, and what is known of each body."""

    context: Context
    codes: frozenset[str] | None = None
    earlier: Earlier = field(default_factory=Earlier)
    waivers: tuple[Given, ...] = ()

    def rules(self) -> tuple[Rule, ...]:
        """The rules to run, in the catalogue's order."""
        return tuple(rule for rule in load_rules() if self.codes is None or rule.code in self.codes)


def find(paths: Iterable[Path]) -> Found:
    """Files as given; folders walked in sorted order for workbooks, lock files skipped and counted."""
    files: list[Path] = []
    skipped = 0
    for path in paths:
        for one in _walk(path) if _is_folder(path) else (path,):
            if one.name.startswith(LOCK_PREFIX):
                skipped += 1
            else:
                files.append(one)
    return Found(tuple(dict.fromkeys(files)), skipped)


def _is_folder(path: Path) -> bool:
    """A path that the system does not even look at (too long, no permission) is a file for the reader to refuse."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _walk(folder: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(directory, name)


def examine_file(path: Path, job: Job) -> FileReport:
    """One file read and examined; unreadable is a result, not an error."""
    try:
        filing = filing_of(read_workbook(path))
    except UnreadableWorkbook as error:
        return FileReport(str(path), Status.UNREADABLE, error=str(error))
    filing = with_waivers(_with_previous(filing, job.earlier), job.waivers)
    return examine(filing, job.rules(), job.context)


def _with_previous(filing: Filing, earlier: Earlier) -> Filing:
    path = earlier.before(filing)
    return replace(filing, previous=filing_of(read_workbook(path))) if path else filing


def earlier_reports(path: Path) -> Earlier:
    """The reports in a file or folder by body and year. Raises UnreadableWorkbook for a single file that is none."""
    if not _is_folder(path):
        return index([(path, filing_of(read_workbook(path)))])
    return index(_readable(find([path]).files))


def _readable(files: Iterable[Path]) -> Iterator[tuple[Path, Filing]]:
    """One bad file of last year never stops the check of this year."""
    for path in files:
        try:
            yield path, filing_of(read_workbook(path))
        except UnreadableWorkbook:
            continue


def run_files(found: Found, job: Job, *, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Report:
    """Every file under the job, in the order given, in `jobs` processes; `progress` hears how many are done."""
    started = time.perf_counter()
    done: list[FileReport] = []
    for report in _each(found.files, job, jobs):
        done.append(report)
        if progress:
            progress(len(done))
    return Report(tuple(done), found.skipped, time.perf_counter() - started)


def _each(files: tuple[Path, ...], job: Job, jobs: int) -> Iterator[FileReport]:
    if jobs <= 1 or len(files) < 2 * jobs:
        yield from (examine_file(path, job) for path in files)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(examine_file, job=job), files, chunksize=_CHUNK)
