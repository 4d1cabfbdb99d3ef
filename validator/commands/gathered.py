"""What ``gouji collect`` and ``gouji roster`` have in common: every file checked once, what is kept of each."""

from __future__ import annotations

import argparse
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from validator.collecting.records import FIELDS, Recording
from validator.commands.journals import finish, journal_of, tell_interrupted
from validator.commands.progress import progress
from validator.commands.runs import reports_in
from validator.commands.schedulers import base_of, scheduler_of, told_when_lost
from validator.files.writing import BadOutput, identity
from validator.filings.traces import is_collected_sheet
from validator.model.report import FileReport
from validator.readers import UnreadableWorkbook, read_workbook
from validator.run.batch import Task, examined
from validator.run.driver import Job
from validator.run.fingerprint import fingerprint
from validator.run.packing import unpacked
from validator.run.walking import Found
from validator.startup.records import dataclass, field

_HEAD = 4_096
_TITLES = ("汇总：", "Collected: ")
"""What the page of collecting is called."""


def files_in(paths: list[str], left_out: Iterable[Path]) -> Found:
    """The reports under the paths, published ones too, without files that the run itself reads or writes."""
    own = {known for one in left_out if (known := identity(one))}
    return reports_in(paths, published=True, left_out=own)


def is_of_collecting(path: Path) -> bool:
    """Whether a file is what collecting wrote before, which it may replace: its draft, or its page.

    Anything else of that name, a unit's report among them, is never written over.
    """
    if path.suffix.lower() == ".xlsx":
        try:
            return any(map(is_collected_sheet, read_workbook(path).sheets.values()))
        except UnreadableWorkbook:
            return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return False
    return any(f"<title>{word}" in head for word in _TITLES)


def refuse_no_place(target: Path) -> None:
    """Raises BadOutput for a file whose folder is not there, before anything is checked."""
    if not target.absolute().parent.is_dir():
        raise BadOutput(f"{target}：不能写到这里（没有这个文件或文件夹）")


def bodies_of(
    args: argparse.Namespace, found: Found, job: Job, *, with_reports: bool, resume: Path | None
) -> Iterator[bytes]:
    """What `Recording` gives of each file, in order, with progress; `resume` is the output beside which it is kept.

    Raises CommandError where the system keeps ending the processes, and BadOutput.
    """
    shape = Recording(job, with_reports)
    word = fingerprint(job, args.lang, "collect", str(with_reports), *FIELDS) if resume else ""
    with ExitStack() as stack:
        task = Task(job=job, shape=shape, checked_with=word, base=base_of(args))
        scheduler = scheduler_of(args, len(found.files), job, stack)
        journal = stack.enter_context(journal_of(resume, args.paths, word)) if resume else None
        bar = stack.enter_context(progress(len(found.files), args.lang))
        stack.enter_context(told_when_lost(args, partial(tell_interrupted, journal, args.lang)))
        for piece, line in examined(found, task, scheduler, journal.find if journal else None):
            if journal:
                piece = journal.keep(line) if line else journal.add(piece)
            yield piece.body
            if bar:
                bar.update(1)
        if journal:
            finish(journal, args.lang)


@dataclass(slots=True)
class Reports:
    """Packed reports put away until it is known what is made of them. Use it as a context."""

    job: Job
    sizes: array[int] = field(default_factory=lambda: array("q"))
    _away: IO[bytes] = field(init=False)

    def __enter__(self) -> Self:
        self._away = TemporaryFile()
        return self

    def __exit__(self, *_: object) -> None:
        self._away.close()

    def add(self, packed: bytes) -> None:
        """One more, as it was packed."""
        self._away.write(packed)
        self.sizes.append(len(packed))

    def __iter__(self) -> Iterator[FileReport]:
        self._away.seek(0)
        for size in self.sizes:
            yield unpacked(self._away.read(size), self.job.catalogue)
