"""How a process ends on a signal: with its output put away, or at once where another process waits for it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import NoReturn

NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a process besides the keyboard's SIGINT; not every system has them all."""


def end_as_interrupted() -> None:
    """These signals end the process as the keyboard does: no part of an output stays behind, no process runs on."""
    for number in _there():
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup has SIGHUP ignored
            signal.signal(number, _interrupt)


def end_at_once() -> None:
    """In a process that was started for a part of the work: whoever started it puts away."""
    for number in _there():
        if signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_DFL)


def forget_interruption() -> None:
    """A caught interruption leaves the exit status to us.

    Python notes a KeyboardInterrupt that passes through code run from a string (a dataclass that an import makes) and,
    under ``python -m``, ends the process by SIGINT for it even where it was caught later. The next such code unsets it.
    """
    exec("")  # noqa: S102


def _there() -> Iterator[signal.Signals]:
    return (number for name in NAMES if (number := getattr(signal, name, None)) is not None)


def _interrupt(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what is under way is put away
    raise KeyboardInterrupt
