"""Many files: which there are, and each read and examined, in processes; one bad file never stops the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from validator.files.given import why
from validator.model.filing import Filing
from validator.model.report import FileReport, Status
from validator.policy.previous import Earlier, index
from validator.readers import UnreadableWorkbook
from validator.run.driver import Job, examine_file, read_filing
from validator.run.packing import packed, packed_filing, unpacked
from validator.run.workers import shared_out
from validator.startup.records import dataclass, field

SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots", ".numbers"}
)
"""What a report may come in. One that cannot be read is told: passed over in silence it would seem sound."""
LOCK_PREFIX = "~$"
"""Excel leaves ``~$name.xlsx`` beside a workbook that is open."""

_OF_THE_SYSTEM = frozenset({"Thumbs.db", "desktop.ini"})
"""Windows leaves these in folders; nobody handed them in, nor files whose name begins with a dot."""


@dataclass(frozen=True, slots=True)
class Found:
    """The workbooks under the paths given, in order, and how many lock files were passed over.

    `closed`: the line about each folder that could not be listed, so that nothing is known of what it holds. `given`
    are the files that were named themselves, `other` what else lies in the folders; nobody looked into it.
    """

    files: tuple[Path, ...]
    skipped: int
    closed: Mapping[Path, str] = field(default_factory=dict)
    given: frozenset[Path] = frozenset()
    other: tuple[Path, ...] = ()


def find(paths: Iterable[Path]) -> Found:
    """Files as given; folders walked in sorted order for workbooks, lock files skipped and counted."""
    files: list[Path] = []
    other: list[Path] = []
    closed: dict[Path, str] = {}
    given: set[Path] = set()
    skipped = 0
    for path in paths:
        is_folder = _is_folder(path)
        given |= set() if is_folder else {path}
        for one in _walk(path, closed) if is_folder else (path,):
            is_report = not is_folder or is_workbook(one.name)
            if not one.name.startswith(LOCK_PREFIX):
                (files if is_report else other).append(one)
            elif is_report:
                skipped += 1
    return Found(tuple(dict.fromkeys(files)), skipped, closed, frozenset(given), tuple(dict.fromkeys(other)))


def _is_folder(path: Path) -> bool:
    """A path that the system does not even look at (too long, no permission) is a file for the reader to refuse."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _walk(folder: Path, closed: dict[Path, str]) -> Iterator[Path]:
    """What a person sees in a folder; a sub-folder called like a workbook stands for itself and is not entered."""

    def close(error: OSError) -> None:
        closed[Path(error.filename)] = f"{error.filename}：列不出文件夹的内容（{why(error)}），其中的报告没有读取"

    for directory, folders, names in os.walk(folder, onerror=close):
        called_like_files = {name for name in folders if is_workbook(name)}
        folders[:] = sorted(set(folders) - called_like_files, key=natural_order)
        for name in sorted({*names, *called_like_files}, key=natural_order):
            if (not name.startswith(".") or name.lower() in SUFFIXES) and name not in _OF_THE_SYSTEM:
                yield Path(directory, name)


def natural_order(name: str) -> tuple[tuple[str, int], ...]:
    """县2 comes before 县10: numbers in names by their value."""
    parts = re.split(r"([0-9]+)", name)
    numbers = [int(one) for one in parts[1::2]]
    order = list(zip_longest(parts[::2], numbers, fillvalue=0))
    return (*((str(text), int(number)) for text, number in order), (name, 0))


def is_workbook(name: str) -> bool:
    """Whether a file of that name in a folder is taken for a report, also one that has lost all but ``.xlsx``."""
    return Path(name).suffix.lower() in SUFFIXES or name.lower() in SUFFIXES


def earlier_reports(found: Found, job: Job) -> Earlier[bytes | Filing]:
    """The reports of last year by body and year, each read once and kept packed.

    Raises UnreadableWorkbook for a single file that is none, and for a folder that cannot be listed.
    """
    for line in found.closed.values():
        raise UnreadableWorkbook(line)
    return index(_readable(found, job))


def _readable(found: Found, job: Job) -> Iterator[tuple[bytes, Filing]]:
    """One bad file of a folder of last year's never stops the check of this year."""
    for path in found.files:
        try:
            filing = read_filing(path, job)
        except UnreadableWorkbook:
            if path in found.given:
                raise
            continue
        yield packed_filing(filing, job.catalogue), filing


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
    for data in shared_out(_examine_here, job, files, jobs):
        yield unpacked(data, job.catalogue)


def _examine_here(job: Job, path: Path) -> bytes:
    return packed(examine_file(path, job), job.catalogue)
