"""``gouji fix``: workbooks with what can safely be put right, and what was chosen, put right in a copy."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from validator.commands import CommandError, tell
from validator.commands.outputs import refuse_inputs, targets
from validator.commands.runs import (
    here,
    job_of,
    refuse_among_reports,
    refuse_stores,
    reports_before,
    reports_in,
    settings_of,
)
from validator.editing.refusal import NotEditable
from validator.files.writing import BadOutput, make_folders, write_atomically
from validator.fixing.accepting import NotAccepted, accepted
from validator.fixing.asking import asked
from validator.fixing.making import Made, Opened, made, opened
from validator.model.cause import Cause
from validator.model.report import FileReport, Status, Summary
from validator.readers import UnreadableWorkbook
from validator.readers.files import read_bytes
from validator.repair.fixes import ASKED, Fix, certain
from validator.repair.normalising import safe_fixes
from validator.run.driver import Job, examine_filing, unreadable
from validator.run.walking import Found
from validator.startup.records import dataclass
from validator.version import VERSION
from validator.writers.fixes import fixes_text
from validator.writers.texts import report_text

_KINDS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
"""Excel opens none of them under the name of another."""


def run(args: argparse.Namespace) -> int:
    """Write the copies and the verdict on them; the exit status is that of their check. Raises CommandError."""
    refuse_stores(args.paths, "fix")
    found, before = reports_in(args.paths), reports_before(args)
    _refuse_several(args, found)
    copies = _copies(args, found, before)
    desk = _Desk(args, job_of(args, before), copies)
    summary = Summary(found.skipped)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for piece in report_text(desk.reports(found, summary), summary, args.lang, colour=colour, version=VERSION):
        sys.stdout.write(piece)
    return 2 if desk.failed else summary.exit_status


def _refuse_several(args: argparse.Namespace, found: Found) -> None:
    """What is said of one cell, and who is asked, is about one workbook."""
    option = "--accept" if args.accept else "--interactive" if args.interactive else ""
    if option and len(found.files) != 1:
        raise CommandError(f"{option} 一次只改一份报告，这里有 {len(found.files)} 份")


def _copies(args: argparse.Namespace, found: Found, before: Found | None) -> Mapping[Path, Path]:
    """Where each copy goes, none when nothing is to be written. Raises CommandError for a place that must not be."""
    if not args.output:
        if not args.dry_run:
            raise CommandError("缺少 --output")
        return {}
    copies = targets(args.paths, found, args.output)
    read = (*here(found), *here(before))
    refuse_inputs(copies.values(), (*read, *settings_of(args)))
    for target in copies.values():
        refuse_among_reports(args, target, ())
    return copies


@dataclass(slots=True)
class _Desk:
    """One run: what was asked for, under which job, where to; whether some file could not be fixed or written."""

    args: argparse.Namespace
    job: Job
    copies: Mapping[Path, Path]
    failed: bool = False
    _first: bool = True

    def reports(self, found: Found, summary: Summary) -> Iterator[FileReport]:
        """The report on each copy, what was changed told before it."""
        started = time.perf_counter()
        for path in here(found):
            if report := self._report(path):
                self._first = False
                summary.add(report)
                yield report
        for folder, line in found.closed.items():
            report = FileReport(str(folder), Status.UNREADABLE, error=line)
            summary.add(report)
            yield report
        summary.seconds = time.perf_counter() - started

    def _report(self, path: Path) -> FileReport | None:
        """The report on the copy of one file; None where there is none, which is told."""
        try:
            source = self._opened(read_bytes(path, self.job.limits), str(path))
            result = made(source, self._wanted(source), self.job.catalogue, self.job.limits)
        except UnreadableWorkbook as error:
            return unreadable(str(path), error)
        except NotEditable as refusal:
            self._fail(f"{path}：改不了，{refusal}")
            return None
        except NotAccepted as refusal:
            raise CommandError(f"{path}：{refusal}") from refusal
        return self._written(path, result)

    def _wanted(self, source: Opened) -> list[Fix]:
        wanted = [*safe_fixes(source.filing), *accepted(self.args.accept, source.workbook, source.filing)]
        if not (self.args.suggested or self.args.interactive):
            return wanted
        so_far = self._opened(made(source, wanted, self.job.catalogue, self.job.limits).content, source.filing.path)
        causes = examine_filing(so_far.filing, self.job).causes
        return [*wanted, *chosen(causes, so_far, self.args)]

    def _opened(self, content: bytes, path: str) -> Opened:
        return opened(content, path, self.job.catalogue, self.job.limits)

    def _written(self, path: Path, result: Made) -> FileReport | None:
        """Told, written, and read again as it was written."""
        if refused := next((one for one in result.left_out if one.fix.why == ASKED), None):
            raise CommandError(f"{path}：{refused.fix.place.sheet} {refused.fix.place.cell}：{refused.why}")
        target = None if self.args.dry_run else self.copies[path]
        report = examine_filing(self._opened(result.content, str(target or path)).filing, self.job)
        if target is not None:
            try:
                _write(path, target, result.content)
            except BadOutput as error:
                self._fail(str(error))
                return None
        told = fixes_text(str(path), str(target) if target else None, result, self.args.lang)
        sys.stdout.write(f"{told}\n" if self._first else f"\n{told}")
        return report

    def _fail(self, line: str) -> None:
        self.failed = True
        tell(line, self.args.lang)


def _write(source: Path, target: Path, content: bytes) -> None:
    """Raises BadOutput, also for a name by which no program would open the copy as what it is."""
    if source.suffix.lower() in _KINDS and target.suffix.lower() != source.suffix.lower():
        raise BadOutput(f"{target}：输出文件的扩展名应与原文件的相同（{source.suffix}）")
    make_folders(target.parent)
    write_atomically(target, content, [source])


def chosen(causes: tuple[Cause, ...], source: Opened, args: argparse.Namespace) -> tuple[Fix, ...]:
    """What the options and the user take of what the causes suggest: certain ones unasked, the others when asked."""
    sure = certain(causes) if args.suggested else ()
    if not args.interactive:
        return sure
    open_ones = [one for one in causes if not (args.suggested and one.certain)]
    found = asked(open_ones, source.filing, _ask, _show, args.lang)
    if open_ones:
        _show("")
    return (*sure, *found)


def _ask(question: str) -> str | None:
    sys.stdout.write(question)
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not sys.stdin.isatty():  # nobody pressed Enter on the screen
        sys.stdout.write("\n")
    return answer or None


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
