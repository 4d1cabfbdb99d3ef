"""Work shared out among processes that end with whoever started them, and are replaced when they end before it.

The pools of the standard library have threads and locks between the work and its end: a signal at the wrong moment
leaves them waiting for ever, one process that dies ends the whole run, and when the one that started them is killed,
nothing ends theirs. Here the work of a process is a pipe, who waits waits for the end of the other too, and whatever
happens the processes are ended.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from validator.files.ending import end_at_once, held
from validator.run.chunks import Ended, Lost, Work, run_chunk
from validator.startup.records import dataclass, field

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")

_BEFOREHAND = 2
"""So many chunks a process has been given: it goes on while its results are written."""
AHEAD = 64
"""So many chunks may be done before the one whose turn it is: a slow file must not fill the memory with later ones."""
_MOST_ENDED = 50
"""So many processes that end one after the other with nothing done: then it is not the files."""


class ProcessEnded(Exception):  # noqa: N818  what the system did, not a fault
    """The system ends the processes whatever they are given, as it does when no memory is left at all."""


def shared_out(
    work: Work[Given, Item, Result],
    given: Given,
    items: Iterable[Item],
    lost: Lost[Item, Result],
    *,
    jobs: int,
    chunk: int,
    patience: float,
) -> Iterator[Result]:
    """``work(given, item)`` of every item, in order, from `jobs` processes, which take `chunk` items at a time.

    `given` is sent to each process once. An item whose process ends before it is done, twice, or is not done in
    `patience` seconds, gives ``lost(item, ended)``. Raises ProcessEnded when no process lives, and whatever `work` or
    `items` raises.
    """
    import multiprocessing  # costs as much as reading and checking a report

    def started() -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(
            target=_serve, args=(theirs, work, given, patience), daemon=True, name="gouji"
        )
        with held():  # else a signal finds a process that nobody knows yet
            process.start()
            worker = _Worker(process, ours)
            workers.append(worker)
        theirs.close()
        return worker

    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            started()
        yield from _Sharing[Item, Result](workers, started, _chunks(items, chunk), lost, patience).results()
    finally:
        for one in workers:
            one.process.kill()
        for one in workers:
            one.process.join()
            one.pipe.close()


@dataclass(slots=True)
class _Chunk(Generic[Item, Result]):
    """Items that are given together; after a process has ended over them, one by one."""

    number: int
    groups: deque[list[Item]]
    results: list[Result] = field(default_factory=list)
    is_suspect: bool = False

    def split(self) -> None:
        self.is_suspect = True
        self.groups = deque([one] for group in self.groups for one in group)


def _chunks(items: Iterable[Item], size: int) -> Iterator[_Chunk[Item, Any]]:
    rest = iter(items)
    for number in count():
        if not (group := list(islice(rest, size))):
            return
        yield _Chunk(number, deque([group]))


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the chunks it has been given, and since when it has been at the first of them."""

    process: BaseProcess
    pipe: Connection
    queue: deque[_Chunk[Any, Any]] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)

    def send(self, chunk: _Chunk[Any, Any]) -> None:
        if not self.queue:
            self.since = time.monotonic()
        self.queue.append(chunk)
        try:
            self.pipe.send(chunk.groups[0])
        except OSError:
            return  # its end is seen when it is waited for


@dataclass(slots=True)
class _Sharing(Generic[Item, Result]):
    """Which chunks are given, done and handed on."""

    workers: list[_Worker]
    start: Callable[[], _Worker]
    coming: Iterator[_Chunk[Item, Result]]
    lost: Lost[Item, Result]
    patience: float
    turn: int = 0
    given: int = 0
    waiting: deque[_Chunk[Item, Result]] = field(default_factory=deque)
    done: dict[int, _Chunk[Item, Result]] = field(default_factory=dict)
    ended: int = 0

    def results(self) -> Iterator[Result]:
        """Every result in the order of the items."""
        self._give()
        while self.turn < self.given:
            while self.turn not in self.done:
                self._take(None)
            for result in self.done.pop(self.turn).results:
                yield result
                self._take(0)  # they go on while whoever asked looks at this one
            self.turn += 1
            self._give()

    def _give(self) -> None:
        for _ in range(_BEFOREHAND):  # each has its first before any has its second
            for worker in self.workers:
                if len(worker.queue) < _BEFOREHAND and (chunk := self._next()):
                    worker.send(chunk)

    def _next(self) -> _Chunk[Item, Result] | None:
        if self.waiting:
            return self.waiting.popleft()
        if self.given >= self.turn + AHEAD or (chunk := next(self.coming, None)) is None:
            return None
        self.given += 1
        return chunk

    def _take(self, timeout: float | None) -> None:
        """What is there; with no `timeout` something will be, be it the end of a process."""
        from multiprocessing.connection import wait

        ready = wait([one for worker in self.workers for one in (worker.pipe, worker.process.sentinel)], timeout)
        for worker in list(self.workers):
            if worker.pipe in ready:
                self._keep(worker)
            elif worker.process.sentinel in ready:
                self._replace(worker)
        if ready:
            self._give()

    def _keep(self, worker: _Worker) -> None:
        try:
            came = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return
        if isinstance(came, BaseException):
            raise came
        worker.since = time.monotonic()
        self.ended = 0
        self._keep_results(worker, worker.queue.popleft(), came)

    def _keep_results(self, worker: _Worker, chunk: _Chunk[Item, Result], came: list[Result]) -> None:
        chunk.results += came
        chunk.groups.popleft()
        if chunk.groups:
            worker.send(chunk)
        else:
            self.done[chunk.number] = chunk

    def _replace(self, worker: _Worker) -> None:
        """Another process for one that has ended; what it was at is done one by one, and lost the second time."""
        self.ended += 1
        if self.ended > _MOST_ENDED:
            raise ProcessEnded
        seconds = time.monotonic() - worker.since
        worker.process.join()
        ended = Ended(worker.process.exitcode, is_late=seconds >= self.patience)
        worker.pipe.close()
        self.workers.remove(worker)
        other = self.start()
        if not worker.queue:
            return
        suspect = worker.queue.popleft()
        self.waiting.extendleft(reversed(worker.queue))
        if suspect.is_suspect:
            self._keep_results(other, suspect, [self.lost(suspect.groups[0][0], ended)])
        else:
            suspect.split()
            other.send(suspect)


def _serve(pipe: Connection, work: Work[Any, Any, Any], given: object, patience: float) -> None:
    """What a process does: chunks in, their results out."""
    end_at_once()
    _end_with_parent()
    try:
        while True:
            pipe.send(_done(work, given, pipe.recv(), patience))
    except (EOFError, OSError):
        return  # nobody is there any more


def _done(work: Work[Any, Any, Any], given: object, items: list[object], patience: float) -> object:
    try:
        return run_chunk(work, given, items, patience)
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
