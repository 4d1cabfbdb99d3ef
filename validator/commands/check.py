"""``gouji check``: files and folders under the rules, as text or JSON."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validator.commands import CommandError, tell
from validator.commands.runs import job_of, refuse_among_reports, reports_before, reports_in, settings_of
from validator.files.writing import make_folders, same_file, write_atomically
from validator.model.report import FileReport, Summary
from validator.model.rule import Severity
from validator.run.batch import Found, examine_files, is_workbook
from validator.run.driver import Job
from validator.run.workers import ProcessEnded
from validator.startup.records import replace
from validator.writers import formats
from validator.writers.registry import Amount, Asked, Format, format_of

if TYPE_CHECKING:
    from validator.commands.returns import Returns

_FILES_PER_PROCESS = 32
"""Starting a process costs as much as reading some tens of files."""
_BARS = {
    "zh": "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}，{rate_fmt}，已用 {elapsed}，还要 {remaining}",
    "en": "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}, {rate_fmt}, {elapsed} gone, {remaining} to go",
}


def run(args: argparse.Namespace) -> int:
    """Check and write the report; the exit status is the report's. Raises CommandError for wrong usage."""
    only_shown = args.open and not args.output
    if only_shown:
        args = _with_page(args)
    chosen = _format(args)
    found = _found(args, chosen)
    if only_shown:
        make_folders(Path(args.output).parent)
    before = reports_before(args)
    if args.output and is_workbook(Path(args.output).name):
        refuse_among_reports(args, Path(args.output), (*found.files, *(before.files if before else ())))
    processes = max(1, min(os.cpu_count() or 1, len(found.files) // _FILES_PER_PROCESS))
    job = replace(job_of(args, before), contents=chosen.shows_contents)
    inputs = [*found.files, *(before.files if before else ()), *settings_of(args)]
    returns = _returns(args, found, inputs, job)
    reports = _returned(examine_files(found, job, jobs=args.jobs or processes), returns)
    summary = Summary(found.skipped, other_files=_others(found, args))
    try:
        with _progress(len(found.files), args.lang) as bar:
            pieces = chosen.write(_counted(reports, summary, bar), summary, _wanted(args, job, found))
            _write(pieces, bar, args.output, inputs)
        if args.output and not args.quiet:
            tell(f"已写入 {args.output}（{summary.files} 份）", args.lang)
        if args.open and not _opened(Path(args.output)):
            tell(f"打不开 {args.output}：没有可用的程序", args.lang)
    except ProcessEnded as error:
        raise CommandError("系统结束了一个校验进程（可能是内存不足），校验没有做完；可以加 --jobs 1 再试") from error
    if returns:
        returns.tell(args)
    return 2 if returns and returns.failed else summary.exit_status


def _opened(path: Path) -> bool:
    from validator.files.opening import open_file

    return open_file(path)


def _returns(args: argparse.Namespace, found: Found, inputs: list[Path], job: Job) -> Returns | None:
    """What goes back to the units, None where nothing was asked for."""
    if not (args.annotate or args.letters or args.letter_template):
        return None
    from validator.commands.returns import returns_of

    return returns_of(args, found, inputs, job.limits)


def _returned(reports: Iterable[FileReport], returns: Returns | None) -> Iterator[FileReport]:
    """The reports, what goes back with each written before the next one comes."""
    for one in reports:
        if returns:
            returns.give(one)
        yield one


def _found(args: argparse.Namespace, chosen: Format) -> Found:
    """The files to check. Raises CommandError where there are none, or more than the format takes."""
    found = reports_in(args.paths)
    count = len(found.files) + len(found.closed)
    if count > 1 and not chosen.batch:
        raise CommandError(f"{chosen.name} 只能写一份报告，这里有 {count} 份")
    return found


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


def _with_page(args: argparse.Namespace) -> argparse.Namespace:
    """The same for a report that is only looked at: a page, or what else is asked for, in the user's own folder."""
    from validator.files.opening import own_folder  # with what opens files, as `_opened` does

    chosen = formats.PAGE if args.format == formats.USUAL else args.format
    now = datetime.now().astimezone()
    page = own_folder() / f"校验报告{now:%Y%m%d-%H%M%S}-{os.getpid()}.{chosen}"
    return argparse.Namespace(**vars(args) | {"format": chosen, "output": str(page)})


def _format(args: argparse.Namespace) -> Format:
    """The format asked for. Raises CommandError where it lacks an output."""
    chosen = format_of(args.format)
    if chosen.needs_output and not args.output:
        raise CommandError(f"{chosen.name} 要写进文件，请用 -o 给出输出文件，如 -o report.{chosen.name}")
    return chosen


def _wanted(args: argparse.Namespace, job: Job, found: Found) -> Asked:
    return Asked(
        catalogue=job.catalogue,
        lang=args.lang,
        least=Severity(args.severity),
        amount=Amount.QUIET if args.quiet else Amount.VERBOSE if args.verbose else Amount.USUAL,
        colour=not args.output and sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        to_file=bool(args.output),
        thresholds=job.thresholds,
        today=job.today,
        count=len(found.files) + len(found.closed),
    )


@contextmanager
def _progress(total: int, lang: str) -> Iterator[Any]:
    """A bar of tqdm with rate and remaining time on a terminal; None in a pipe or for a handful of files."""
    if total < _FILES_PER_PROCESS or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread must not be there when the processes are forked
    word, unit = ("checking", " files") if lang == "en" else ("校验", " 份")
    with tqdm(total=total, file=sys.stderr, leave=False, bar_format=_BARS[lang], desc=word, unit=unit) as bar:
        yield bar


def _write(pieces: Iterable[str] | Iterable[bytes], bar: Any, output: str | None, inputs: Iterable[Path]) -> None:
    if output:
        write_atomically(Path(output), map(_bytes, pieces), inputs)
        return
    for one in pieces:
        with bar.external_write_mode(file=sys.stdout) if bar else nullcontext():  # the bar makes room on its terminal
            sys.stdout.write(str(one))


def _bytes(piece: str | bytes) -> bytes:
    """A file name may hold bytes that are no UTF-8; escaped so it stays JSON, as on the screen."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")
