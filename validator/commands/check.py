"""``gouji check``: files and folders under the rules, as text or JSON."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, nullcontext
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validator.commands import CommandError, tell
from validator.commands.progress import progress
from validator.commands.running import Running, refuse_wrong
from validator.commands.runs import here, job_of, refuse_among_reports, reports_before, reports_in, settings_of
from validator.commands.schedulers import told_when_lost
from validator.files.writing import as_bytes, identity, make_folders, refuse_input, write_atomically
from validator.model.report import Summary
from validator.model.rule import Severity
from validator.run.driver import Job
from validator.run.walking import Found, is_workbook
from validator.startup.records import replace
from validator.writers import formats
from validator.writers.registry import Amount, Asked, Format, format_of

if TYPE_CHECKING:
    from validator.commands.returns import Returns

Inputs = Callable[[], Iterator[Path]]


def run(args: argparse.Namespace) -> int:
    """Check and write the report; the exit status is the report's. Raises CommandError for wrong usage."""
    only_shown = args.open and not args.output
    if only_shown:
        args = _with_page(args)
    chosen = _format(args)
    refuse_wrong(args)
    found = _found(args, chosen)
    if only_shown:
        make_folders(Path(args.output).parent)
    before = reports_before(args)

    def inputs() -> Iterator[Path]:
        return chain(here(found), here(before), settings_of(args))

    if args.output and is_workbook(Path(args.output).name):
        refuse_among_reports(args, Path(args.output), chain(here(found), here(before)))
    job = replace(job_of(args, before), contents=chosen.shows_contents)
    returns = _returns(args, found, inputs, job)
    summary = _summary(args, found, chosen)
    running = Running(args, chosen, found, job, _wanted(args, job, found), returns)
    with told_when_lost(args, running.tell_interrupted):
        _run(running, summary, inputs)
    if returns:
        returns.tell(args)
    return 2 if returns and returns.failed else summary.exit_status


def _run(running: Running, summary: Summary, inputs: Inputs) -> None:
    args = running.args
    if args.output:
        refuse_input(Path(args.output), inputs())
    with ExitStack() as stack:
        running.start(stack)
        bar = stack.enter_context(progress(len(running.found.files), args.lang))
        if running.grows:
            deque(_counted(running, summary, bar), maxlen=0)
        else:
            _write(_output(running, summary, bar), bar, args.output)
        running.finish()
    if args.output and not args.quiet:
        tell(f"已写入 {args.output}（{summary.files} 份）", args.lang)
    if args.open and not _opened(Path(args.output)):
        tell(f"打不开 {args.output}：没有可用的程序", args.lang)


def _output(running: Running, summary: Summary, bar: Any) -> Iterable[str] | Iterable[bytes]:
    coming = _counted(running, summary, bar)
    if running.in_pieces and running.chosen.frame:
        return running.chosen.frame(coming, summary, running.asked)
    return running.chosen.write(coming, summary, running.asked)


def _counted(running: Running, summary: Summary, bar: Any) -> Iterator[Any]:
    """The reports, or what is written of them, as they come; nothing here keeps them, be they a million."""
    started = time.perf_counter()
    for piece in running.pieces():
        one = running.output_of(piece)
        summary.add(piece.counted or one)
        if bar:
            bar.update(1)
        yield one
    summary.seconds = time.perf_counter() - started


def _returns(args: argparse.Namespace, found: Found, inputs: Inputs, job: Job) -> Returns | None:
    """What goes back to the units, None where nothing was asked for."""
    if not (args.annotate or args.letters or args.letter_template):
        return None
    from validator.commands.returns import returns_of

    return returns_of(args, found, inputs(), job)


def _found(args: argparse.Namespace, chosen: Format) -> Found:
    """The files to check. Raises CommandError where there are none, or more than the format takes."""
    found = reports_in(args.paths, published=args.published)
    count = len(found.files) + len(found.closed)
    if count > 1 and not chosen.batch:
        raise CommandError(f"{chosen.name} 只能写一份报告，这里有 {count} 份")
    return found


def _summary(args: argparse.Namespace, found: Found, chosen: Format) -> Summary:
    """The counts to be made; what concerns several files only for a format that tells it."""
    if not chosen.summarises:
        return Summary(found.skipped, names_units=False)
    return Summary(found.skipped, other_files=_others(found, args))


def _others(found: Found, args: argparse.Namespace) -> tuple[str, ...]:
    """What lies in the folders besides reports, but for what the run itself reads or writes."""
    own = {identity(one) for one in [*settings_of(args), *([Path(args.output)] if args.output else [])]} - {None}
    return tuple(str(one) for one in found.other if not (own and isinstance(one, Path) and identity(one) in own))


def _opened(path: Path) -> bool:
    from validator.files.opening import open_file

    return open_file(path)


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


def _write(pieces: Iterable[str] | Iterable[bytes], bar: Any, output: str | None) -> None:
    if output:
        write_atomically(Path(output), map(as_bytes, pieces))
        return
    for one in pieces:
        with bar.external_write_mode(file=sys.stdout) if bar else nullcontext():  # the bar makes room on its terminal
            sys.stdout.write(str(one))
