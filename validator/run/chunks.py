"""How a chunk of the work is run, whoever runs it: this process, one of several, a worker on another machine.

A scheduler is a function that is given the work, what all of it needs, the items as they come and what stands for an
item that cost its worker its life; it gives the results in the order of the items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from validator.startup.records import dataclass

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker has ended over an item: its exit status (negative: the signal; None: not known), or out of time."""

    status: int | None = None
    is_late: bool = False


class SchedulerLost(Exception):  # noqa: N818  what happened to it, not a fault
    """Who runs the work is not there any more; what it had given is done."""


Work: TypeAlias = Callable[[Given, Item], Result]
Lost: TypeAlias = Callable[[Item, Ended], Result]


Scheduler: TypeAlias = Callable[
    [Callable[[Any, Any], Any], Any, Iterable[Any], Callable[[Any, Ended], Any]], Iterator[Any]
]
"""``scheduler(work, given, items, lost)``: ``work(given, item)`` of every item, in order, one way or another."""


def serially(
    work: Work[Given, Item, Result], given: Given, items: Iterable[Item], _: Lost[Item, Result]
) -> Iterator[Result]:
    """In this process, each item when its result is asked for. What ends this process ends the run."""
    return (work(given, one) for one in items)


def run_chunk(work: Work[Given, Item, Result], given: Given, items: Iterable[Item], patience: float) -> list[Result]:
    """The results of a chunk, in a process that ends when they take longer than `patience` seconds."""
    with _ended_after(patience):
        return [work(given, one) for one in items]


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process when what is done here takes longer, also where Python itself gets no turn any more."""
    import faulthandler
    import os
    from pathlib import Path

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
