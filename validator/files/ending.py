"""How a process ends on a signal: with its output put away, or at once where another process waits for it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a process besides the keyboard's SIGINT; not every system has them all."""


def end_as_interrupted() -> None:
    """These signals end the process as the keyboard does: no part of an output stays behind, no process runs on."""
    for number in _there():
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup has SIGHUP ignored
            signal.signal(number, _interrupt)


def end_at_once() -> None:
    """In a process that was started for a part of the work: whoever started it puts away.

    The keyboard asks all processes of a terminal at once; the one that started this one answers.
    """
    for number in _there():
        if signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _all())


@contextmanager
def held() -> Iterator[None]:
    """What asks this process to end is kept waiting for a moment, where the system can do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _all())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def forget_interruption() -> None:
    """A caught interruption leaves the exit status to us.

    Python notes a KeyboardInterrupt that passes through code run from a string (a dataclass that an import makes) and,
    under ``python -m``, ends the process by SIGINT for it even where it was caught later. The next such code unsets it.
    """
    exec("")  # noqa: S102


def _there() -> Iterator[signal.Signals]:
    return (number for name in NAMES if (number := getattr(signal, name, None)) is not None)


def _all() -> set[signal.Signals]:
    return {signal.SIGINT, *_there()}


def _interrupt(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what is under way is put away
    raise KeyboardInterrupt
