"""Work shared out among processes that end with whoever started them.

The pools of the standard library have threads and locks between the work and its end: a signal at the wrong moment
leaves them waiting for ever, and when the one that started them is killed, nothing ends theirs. Here the work of a
process is a pipe, who waits waits for the end of the other too, and whatever happens the processes are ended.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from validator.files.ending import end_at_once, held
from validator.startup.records import dataclass, field

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_IN_CHUNK = 16
_CHUNKS_PER_PROCESS = 4
"""Few files are still shared out evenly."""
_BEFOREHAND = 2
"""So many chunks a process has been given: it goes on while its results are written."""
_AHEAD = 64
"""So many chunks may be done before the one whose turn it is: a slow file must not fill the memory with later ones."""


class ProcessEnded(Exception):  # noqa: N818  what the system did, not a fault
    """The system ended one of the processes, as it does when memory runs out."""


def shared_out(
    work: Callable[[Given, Item], Result], given: Given, items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    """``work(given, item)`` of every item, in order, from `jobs` processes; `given` is sent to each of them once.

    Raises ProcessEnded when the system ends one of the processes, and whatever `work` raises.
    """
    import multiprocessing  # costs as much as reading and checking a report

    chunk = max(1, min(_MOST_IN_CHUNK, len(items) // (jobs * _CHUNKS_PER_PROCESS)))
    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(
                target=_serve, args=(theirs, work, given, items, chunk), daemon=True, name="gouji"
            )
            with held():  # else a signal finds a process that nobody knows yet
                process.start()
                workers.append(_Worker(process, ours))
            theirs.close()
        yield from _Sharing[Result](workers, len(items), chunk).results()
    finally:
        for one in workers:
            one.process.kill()
        for one in workers:
            one.process.join()
            one.pipe.close()


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


@dataclass(slots=True)
class _Sharing(Generic[Result]):
    """Which chunks are given, done and handed on; a chunk is called by the number of its first item."""

    workers: list[_Worker]
    count: int
    chunk: int
    given: int = 0
    turn: int = 0
    free: deque[_Worker] = field(default_factory=deque)
    done: dict[int, list[Result]] = field(default_factory=dict)

    def results(self) -> Iterator[Result]:
        """Every result in the order of the items."""
        self.free.extend(self.workers * _BEFOREHAND)
        for turn in range(0, self.count, self.chunk):
            self.turn = turn
            self._give()
            while turn not in self.done:
                self._take(None)
            for result in self.done.pop(turn):
                yield result
                self._take(0)  # they go on while whoever asked looks at this one

    def _give(self) -> None:
        last = min(self.count, self.turn + _AHEAD * self.chunk)
        while self.free and self.given < last:
            try:
                self.free.popleft().pipe.send(self.given)
            except OSError as error:
                raise ProcessEnded from error
            self.given += self.chunk

    def _take(self, timeout: float | None) -> None:
        """What is there; with no `timeout` something will be, be it the end of a process."""
        from multiprocessing.connection import wait

        ready = wait([one for worker in self.workers for one in (worker.pipe, worker.process.sentinel)], timeout)
        for worker in self.workers:
            if worker.pipe in ready:
                self._keep(worker)
            elif worker.process.sentinel in ready:
                raise ProcessEnded
        self._give()

    def _keep(self, worker: _Worker) -> None:
        try:
            start, came = worker.pipe.recv()
        except (EOFError, OSError) as error:
            raise ProcessEnded from error
        if isinstance(came, BaseException):
            raise came
        self.done[start] = came
        self.free.append(worker)


def _serve(
    pipe: Connection, work: Callable[[Any, Any], object], given: object, items: Sequence[object], chunk: int
) -> None:
    """What a process does: chunks by the number of their first item in, their results out."""
    end_at_once()
    _end_with_parent()
    try:
        while True:
            start = pipe.recv()
            pipe.send((start, _done(work, given, items[start : start + chunk])))
    except (EOFError, OSError):
        return  # nobody is there any more


def _done(work: Callable[[Any, Any], object], given: object, items: Sequence[object]) -> object:
    try:
        return [work(given, one) for one in items]
    except Exception as error:  # whoever asked has to see it
        import traceback

        error.add_note(traceback.format_exc())
        return error


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, be it killed: then nobody reads what comes.

    The system tells: the pipe that only the other one has open is at its end, or, on Windows, its handle is signalled.
    """
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    if (parent := parent_process()) is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
