"""Many files: each fetched, examined and turned into what its run wants of it; one bad file never stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from validator.files.stores import is_address, readable
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.policy.previous import Earlier, Held, index
from validator.readers import UnreadableWorkbook
from validator.run.chunks import Ended, Scheduler, serially
from validator.run.driver import Job, examine_content, filing_in, unreadable
from validator.run.fetching import content_at
from validator.run.packing import packed, packed_filing, unpacked
from validator.run.pieces import Item, Piece
from validator.run.walking import Found
from validator.run.workers import shared_out
from validator.startup.records import dataclass, replace

if TYPE_CHECKING:
    from validator.run.cache import Cache
    from validator.run.journal_lines import Line

_MOST_IN_CHUNK = 16
_CHUNKS_PER_PROCESS = 4
"""Few files are still shared out evenly."""
_PATIENCE = 15
"""A file has so many times the time of the processor that one may take: others use the processor too."""

Shape = Callable[[FileReport], Any]
"""What a run wants of a report, made where the file is examined: the report, packed, or what is written of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is done with every file of a run.

    `checked_with` is the word for all that a result depends on, `base` the folder that paths start from where it is
    not the working folder of who examines them.
    """

    job: Job
    shape: Shape
    checked_with: str = ""
    base: str = ""
    cache: Cache | None = None


def examine_item(task: Task, item: Item) -> Piece:
    """One file, wherever it lies."""
    try:
        where = item.path if is_address(item.path) else os.path.join(task.base, item.path)  # noqa: PTH118  as it is
        content = content_at(where, task.job.limits)
    except UnreadableWorkbook as error:
        return piece_of(task, unreadable(item.path, error))
    digest = sha256(content).hexdigest()
    if digest == item.known:
        return Piece(item.path, digest, None, None)
    return piece_of(task, replace(_kept(task, content, digest, readable(item.path)), path=item.path), digest)


def piece_of(task: Task, report: FileReport, digest: str = "") -> Piece:
    """What a run wants of a report."""
    whole = replace(report, sha256=digest, checked_with=task.checked_with)
    return Piece(report.path, digest, whole.counted, task.shape(whole))


def _kept(task: Task, content: bytes, digest: str, path: str) -> FileReport:
    cache, catalogue = task.cache, task.job.catalogue
    if cache and (report := cache.get(digest, path, catalogue)):
        return report
    report = examine_content(content, path, task.job)
    if cache:
        cache.put(digest, report, catalogue)
    return report


def _lost(task: Task, item: Item, ended: Ended) -> Piece:
    return piece_of(task, unreadable(item.path, UnreadableWorkbook(_why(item.path, ended, task.job))))


def _why(path: str, ended: Ended, job: Job) -> str:
    name = os.path.basename(path)  # noqa: PTH119  an address too
    if ended.is_late:
        return f"{name}：{patience_of(job):g} 秒没有校验完，没有结论。请用 Excel 打开，另存为 .xlsx 后再校验。"
    how = (
        "状态不明" if ended.status is None else f"信号 {-ended.status}" if ended.status < 0 else f"状态 {ended.status}"
    )
    return f"{name}：校验这份文件的进程两次中途结束（{how}；可能是内存不足或程序崩溃），没有结论。请检查文件来源。"


def patience_of(job: Job) -> float:
    """How many seconds a file may take before it is given up."""
    return job.limits.seconds * _PATIENCE


def examined(
    found: Found, task: Task, scheduler: Scheduler, find: Callable[[str], Line | None] | None = None
) -> Iterator[tuple[Piece, Line | None]]:
    """Every file, in order, then the folders that could not be listed.

    `find` gives what is known of a file from a run before, asked for in the order of the files; the line comes back
    where the file is as it was.
    """
    known: deque[Line | None] = deque()

    def items() -> Iterator[Item]:
        for one in found.files:
            path = str(one)
            line = find(path) if find else None
            known.append(line)
            yield Item(path, line.sha256 if line else "")

    for piece in scheduler(examine_item, task, items(), partial(_lost, task)):
        line = known.popleft()
        yield piece, line if piece.body is None else None
    for folder, reason in found.closed.items():
        yield piece_of(task, unreadable(str(folder), UnreadableWorkbook(reason))), None


def in_processes(jobs: int, count: int, job: Job) -> Scheduler:
    """So many files in so many processes of this machine; few in this one."""
    if jobs <= 1 or count < 2 * jobs:
        return serially
    return partial(shared_out, jobs=jobs, chunk=chunk_of(count, jobs), patience=patience_of(job))


def chunk_of(count: int, workers: int) -> int:
    """How many files are given at a time."""
    return max(1, min(_MOST_IN_CHUNK, count // (workers * _CHUNKS_PER_PROCESS)))


def itself(report: FileReport) -> FileReport:
    """A report as it is, for who examines it here."""
    return report


@dataclass(frozen=True, slots=True)
class Packed:
    """A report as bytes, for another process or for a journal."""

    job: Job

    def __call__(self, report: FileReport) -> bytes:
        """The report packed."""
        return packed(report, self.job.catalogue)


def report_in(piece: Piece, job: Job) -> FileReport:
    """The report in a piece, packed or not."""
    report: FileReport = unpacked(piece.body, job.catalogue) if isinstance(piece.body, bytes) else piece.body
    return report


def examine_files(found: Found, job: Job, *, jobs: int = 1) -> Iterator[FileReport]:
    """Every file under the job, in the order given, in `jobs` processes, then the folders that could not be listed."""
    scheduler = in_processes(jobs, len(found.files), job)
    task = Task(job=job, shape=itself if scheduler is serially else Packed(job))
    return (report_in(piece, job) for piece, _ in examined(found, task, scheduler))


def earlier_reports(found: Found, job: Job) -> Earlier[bytes | Filing | Held]:
    """The reports of last year by body and year, each read once and kept packed.

    Raises UnreadableWorkbook for a single file that is none, and for a folder that cannot be listed.
    """
    for line in found.closed.values():
        raise UnreadableWorkbook(line)
    seen = sha256()
    earlier: Earlier[bytes | Filing | Held] = index(_readable(found, job, seen))
    return replace(earlier, digest=seen.hexdigest())


def _readable(found: Found, job: Job, seen: Any) -> Iterator[tuple[bytes | Filing | Held, Filing]]:
    """One bad file of a folder of last year's never stops the check of this year."""
    for path in found.files:
        try:
            content = content_at(str(path), job.limits)
            filing = filing_in(content, str(path), job)
        except UnreadableWorkbook:
            if path in found.given:
                raise
            continue
        seen.update(sha256(content).digest())
        yield packed_filing(filing, job.catalogue), filing
