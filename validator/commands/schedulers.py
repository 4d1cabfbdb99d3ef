"""Who runs the work of a command: this process, several of them, or Dask; and what is told when they are lost."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from validator.commands import CommandError
from validator.commands.progress import FEW
from validator.run.batch import in_processes
from validator.run.chunks import Scheduler, SchedulerLost
from validator.run.driver import Job
from validator.run.workers import ProcessEnded


def scheduler_of(args: argparse.Namespace, count: int, job: Job, stack: ExitStack) -> Scheduler:
    """The one that `args` ask for, for so many files; `stack` closes it. Raises CommandError."""
    if args.scheduler:
        from validator.run.dask_workers import NotThere, on_dask

        try:
            return stack.enter_context(on_dask(args.scheduler, count, job))
        except NotThere as error:
            raise CommandError(str(error)) from error
    return in_processes(args.jobs or max(1, min(os.cpu_count() or 1, count // FEW)), count, job)


def base_of(args: argparse.Namespace) -> str:
    """The folder that relative paths start from, where it is not this process that opens them."""
    return str(Path.cwd()) if args.scheduler else ""


def refuse_two_schedulers(args: argparse.Namespace) -> None:
    """Raises CommandError for two ways at once."""
    if args.scheduler and args.jobs:
        raise CommandError("--jobs 是本机的进程数，和 --scheduler 只用一个；本机 N 个进程写 --scheduler local:N")


@contextmanager
def told_when_lost(args: argparse.Namespace, tell_interrupted: Callable[[], None]) -> Iterator[None]:
    """What ends the run from outside: how to go on is told first. Raises CommandError."""
    try:
        yield
    except ProcessEnded as error:
        tell_interrupted()
        raise CommandError("系统一再结束校验进程（可能是内存不足），校验没有做完；可以加 --jobs 1 再试") from error
    except SchedulerLost as error:
        tell_interrupted()
        raise CommandError(f"和调度器 {args.scheduler} 的连接断了（{error}），校验没有做完") from error
    except (GeneratorExit, KeyboardInterrupt):  # whoever asks for the next result was interrupted, or this
        tell_interrupted()
        raise
