"""How the files of one ``gouji check`` are run: where, what is taken over from runs before, and what is kept."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validator.commands import CommandError
from validator.commands.journals import finish, journal_of, tell_interrupted
from validator.commands.schedulers import base_of, refuse_two_schedulers, scheduler_of
from validator.run.batch import Packed, Shape, Task, examined, itself, report_in
from validator.run.chunks import Scheduler, serially
from validator.run.driver import Job
from validator.run.fingerprint import fingerprint
from validator.run.pieces import Piece
from validator.run.walking import Found
from validator.startup.records import dataclass
from validator.writers.registry import Asked, Format, Rendered

if TYPE_CHECKING:
    from validator.commands.returns import Returns
    from validator.run.cache import Cache
    from validator.run.journal import Journal
    from validator.run.journal_lines import Line

_GROWS = "jsonl"
"""The format whose output is its own journal."""


@dataclass(slots=False)
class Running:
    """One run. `asked` is what the writer of the format is told; `returns` what goes back to the units."""

    args: argparse.Namespace
    chosen: Format
    found: Found
    job: Job
    asked: Asked
    returns: Returns | None
    scheduler: Scheduler = serially
    journal: Journal | None = None
    cache: Cache | None = None

    def start(self, stack: ExitStack) -> None:
        """Open what the run needs; `stack` closes it. Raises CommandError and BadOutput."""
        if self.args.cache:
            from validator.run.cache import opened

            self.cache = opened(Path(self.args.cache).absolute(), fingerprint(self.job))
        self.scheduler = scheduler_of(self.args, len(self.found.files), self.job, stack)
        if self.args.resume:
            target, word = Path(self.args.output), self.checked_with
            self.journal = stack.enter_context(journal_of(target, self.args.paths, word, grows=self.grows))

    @cached_property
    def checked_with(self) -> str:
        """The word for all that a line depends on."""
        return fingerprint(self.job, self.args.lang)

    @property
    def grows(self) -> bool:
        """Whether the output itself grows line by line."""
        return bool(self.args.resume) and self.chosen.name == _GROWS

    @property
    def in_pieces(self) -> bool:
        """Whether what is written of a file is made where it is examined: nobody here needs the report itself."""
        return self.chosen.piece is not None and not self.returns and (self.grows or not self.args.resume)

    def pieces(self) -> Iterator[Piece]:
        """Every file; what the journal is to have it has before the piece is handed on."""
        rendered = Rendered(self.chosen.name, self.asked)
        for piece, line in examined(self.found, self._task(), self.scheduler, self._find if self.journal else None):
            if line and self.journal:
                yield self.journal.keep(line)
                continue
            if self.returns:
                report = report_in(piece, self.job)
                self.returns.give(report)
                piece = piece._replace(body=rendered(report)) if self.grows else piece
            yield self.journal.add(piece) if self.journal else piece

    def _find(self, path: str) -> Line | None:
        line = self.journal.find(path) if self.journal else None
        if line and self.returns and self.returns.lacks(path, line.data.get("status")):
            return None
        return line

    def _task(self) -> Task:
        word = self.checked_with if self.chosen.piece or self.args.resume else ""  # else nobody sees it
        return Task(job=self.job, shape=self._shape(), checked_with=word, base=base_of(self.args), cache=self.cache)

    def _shape(self) -> Shape:
        if self.in_pieces:
            return Rendered(self.chosen.name, self.asked)
        return itself if self.scheduler is serially and not self.args.resume else Packed(self.job)

    def output_of(self, piece: Piece) -> Any:
        """What the writer takes: what is written of the file where that is made, else the report."""
        return piece.body if self.in_pieces or self.grows else report_in(piece, self.job)

    def finish(self) -> None:
        """All is written."""
        if self.journal:
            finish(self.journal, self.args.lang, grows=self.grows)

    def tell_interrupted(self) -> None:
        """How to go on."""
        tell_interrupted(self.journal, self.args.lang)


def refuse_wrong(args: argparse.Namespace) -> None:
    """Raises CommandError for options that do not go together."""
    if args.resume and not args.output:
        raise CommandError("--resume 接着写输出文件，请用 -o 给出，如 -o report.jsonl")
    refuse_two_schedulers(args)
