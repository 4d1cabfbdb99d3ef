"""The chunks of a run on the workers of Dask distributed: of a cluster, or of this machine.

What all files need is a task of its own, which Dask makes again where its worker is lost; a chunk that a worker died
over is given again, file by file.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from validator.run.batch import chunk_of, patience_of
from validator.run.chunks import Ended, Lost, Scheduler, SchedulerLost, Work, run_chunk
from validator.run.driver import Job
from validator.run.workers import AHEAD
from validator.startup.records import dataclass
from validator.version import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")

_LOCAL = "local:"
_TRIES = 2
"""So often a file is tried by itself: its worker may have died over another one."""
_SECONDS = 10
"""So long a scheduler is waited for."""
_MOST_WITHOUT = 6
"""So often it is looked whether there are workers: those that have died are started again."""
_MEMORY = "1GiB"
"""What a worker of this machine may use before Dask ends it: a report takes some tens of megabytes."""


class NotThere(Exception):  # noqa: N818  what is lacking, not a fault
    """Dask, the scheduler or its workers are not there, or not as they should be."""


@contextmanager
def on_dask(address: str, count: int, job: Job) -> Iterator[Scheduler]:
    """The scheduler at ``tcp://…``, or N processes of this machine for ``local:N``. Raises NotThere."""
    try:
        import dask
        import distributed
    except ImportError as error:
        raise NotThere("没有安装 Dask，请运行 pip install 'gouji[dask]'") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by us
    quiet = {"logging.distributed": "critical", "distributed.scheduler.allowed-failures": 0}
    with dask.config.set(quiet if address.startswith(_LOCAL) else {}), _client(distributed, address) as client:
        _refuse_others(client)
        threads = _threads(client)
        yield partial(_on_client, client=client, chunk=chunk_of(count, threads), patience=patience_of(job))


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Client]:
    if address.startswith(_LOCAL):
        number = address.removeprefix(_LOCAL)
        if not number.isdecimal() or not int(number):
            raise NotThere(f"--scheduler {address}：local: 后面应为进程数，如 local:4")
        with (
            distributed.LocalCluster(
                n_workers=int(number), threads_per_worker=1, memory_limit=_MEMORY, dashboard_address="127.0.0.1:0"
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout=_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise NotThere(f"连不上调度器 {address}（{type(error).__name__}）") from error
    with client:
        yield client


def _refuse_others(client: Client) -> None:
    """Raises NotThere unless every worker has this very version."""
    try:
        versions = set(client.run(version_here).values())
    except Exception as error:  # whatever lacking packages raise over there
        raise NotThere(f"工作机上没有安装 gouji {VERSION}（{type(error).__name__}: {error}）") from error
    if not versions:
        raise NotThere("调度器没有工作机")
    if other := versions - {VERSION}:
        raise NotThere(f"工作机上是 gouji {'、'.join(sorted(other))}，这里是 {VERSION}，请装成同一版本")


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


def version_here() -> str:
    """The version of gouji where this is run."""
    return VERSION


@dataclass(slots=True)
class _Running:
    """A chunk on its way."""

    items: list[Any]
    future: Future[Any]


def _on_client(
    work: Work[Given, Item, Result],
    given: Given,
    items: Iterable[Item],
    lost: Lost[Item, Result],
    *,
    client: Client,
    chunk: int,
    patience: float,
) -> Iterator[Result]:
    """``work(given, item)`` of every item, in order. Raises SchedulerLost."""
    from distributed import CancelledError, KilledWorker
    from distributed.client import ClosedClientError, FutureCancelledError

    whole = client.submit(pickle.loads, pickle.dumps(given), pure=False)

    def sent(group: list[Item]) -> _Running:
        return _Running(group, client.submit(_run, work, whole, group, patience, pure=False))

    def results(running: _Running) -> list[Result]:
        try:
            return list(_result(client, running.future))
        except KilledWorker:  # over one of these, or over what else the worker had been given
            return [alone(item) for item in running.items]

    def alone(item: Item) -> Result:
        for _ in range(_TRIES):
            with suppress(KilledWorker):
                (result,) = _result(client, sent([item]).future)
                return result  # type: ignore[no-any-return]
        return lost(item, Ended())

    rest = iter(items)
    window = AHEAD + _threads(client)
    under_way: deque[_Running] = deque()
    try:
        while True:
            while len(under_way) < window and (group := list(islice(rest, chunk))):
                under_way.append(sent(group))
            if not under_way:
                return
            yield from results(under_way.popleft())
    except (CancelledError, FutureCancelledError, ClosedClientError, OSError) as error:
        raise SchedulerLost(type(error).__name__) from error


def _result(client: Client, future: Future[Any]) -> Any:
    """What a task gives. Raises SchedulerLost where nobody is there any more who could give it."""
    without_workers = 0
    while True:
        try:
            return future.result(timeout=_SECONDS)
        except TimeoutError:
            if future.status == "error":  # the work's own, or it has just come
                return future.result()
        if client.status != "running":
            raise SchedulerLost(client.status)
        without_workers = 0 if _threads(client) else without_workers + 1
        if without_workers > _MOST_WITHOUT:
            raise SchedulerLost("没有工作机")


def _run(work: Any, given: Any, items: list[Any], patience: float) -> list[Any]:
    """A chunk, over there."""
    return run_chunk(work, given, items, patience)
