"""``gouji check``: files and folders under the rules, as text or JSON."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from validator.commands import CommandError, tell
from validator.commands.runs import job_of, refuse_among_reports, reports_before, reports_in, settings_of
from validator.files.harmless import escaped_json
from validator.files.writing import same_file, write_atomically
from validator.model.report import FileReport, Summary
from validator.model.rule import Severity
from validator.run.batch import Found, examine_files, is_workbook
from validator.run.workers import ProcessEnded
from validator.version import VERSION

_FILES_PER_PROCESS = 32
"""Starting a process costs as much as reading some tens of files."""


def run(args: argparse.Namespace) -> int:
    """Check and write the report; the exit status is the report's. Raises CommandError for wrong usage."""
    found, before = reports_in(args.paths), reports_before(args)
    if args.output and is_workbook(Path(args.output).name):
        refuse_among_reports(args, Path(args.output), (*found.files, *(before.files if before else ())))
    processes = max(1, min(os.cpu_count() or 1, len(found.files) // _FILES_PER_PROCESS))
    reports = examine_files(found, job_of(args, before), jobs=args.jobs or processes)
    summary = Summary(found.skipped, other_files=_others(found, args))
    try:
        with _progress(len(found.files)) as bar:
            pieces = _pieces(_counted(reports, summary, bar), summary, args)
            inputs = [*found.files, *(before.files if before else ()), *settings_of(args)]
            _write(pieces, bar, args.output, inputs)
        if args.output and not args.quiet:
            tell(f"已写入 {args.output}（{summary.files} 份）", args.lang)
    except ProcessEnded as error:
        raise CommandError("系统结束了一个校验进程（可能是内存不足），校验没有做完；可以加 --jobs 1 再试") from error
    return summary.exit_status


def _counted(reports: Iterable[FileReport], summary: Summary, bar: Any) -> Iterator[FileReport]:
    """The reports as they come; nothing here keeps them, so 100,000 need no more memory than one."""
    started = time.perf_counter()
    for one in reports:
        summary.add(one)
        if bar:
            bar.update(1)
        yield one
    summary.seconds = time.perf_counter() - started


def _others(found: Found, args: argparse.Namespace) -> tuple[str, ...]:
    """What lies in the folders besides reports, but for what the run itself reads or writes."""
    own = [*settings_of(args), *([Path(args.output)] if args.output else [])]
    return tuple(str(one) for one in found.other if not any(same_file(one, mine) for mine in own))


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar of tqdm on a terminal; None in a pipe or for a handful of files."""
    if total < _FILES_PER_PROCESS or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread must not be there when the processes are forked
    with tqdm(total=total, unit="份", desc="校验", file=sys.stderr, leave=False) as bar:
        yield bar


def _pieces(reports: Iterable[FileReport], summary: Summary, args: argparse.Namespace) -> Iterator[str]:
    """The output, a piece a file."""
    if args.format == "text":
        from validator.writers.texts import quiet_text, report_text

        if args.quiet:
            return quiet_text(reports, summary, args.lang)
        colour = not args.output and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        least = Severity(args.severity)
        return report_text(reports, summary, args.lang, colour=colour, version=VERSION, least=least)
    from validator.writers.jsons import report_json, report_jsonl

    json = args.format == "json"
    return map(escaped_json, report_json(reports, summary, args.lang) if json else report_jsonl(reports, args.lang))


def _write(pieces: Iterable[str], bar: Any, output: str | None, inputs: Iterable[Path]) -> None:
    if output:
        # A file name may hold bytes that are no UTF-8; escaped so it stays JSON, as on the screen.
        write_atomically(Path(output), (one.encode("utf-8", "backslashreplace") for one in pieces), inputs)
        return
    for one in pieces:
        with bar.external_write_mode(file=sys.stdout) if bar else nullcontext():  # the bar makes room on its terminal
            sys.stdout.write(one)
