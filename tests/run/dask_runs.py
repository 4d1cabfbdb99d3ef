"""What runs on Dask give, as JSON: in a process of its own, for Dask leaves threads behind and others fork.

python -m tests.run.dask_runs PLACE
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import dask
import distributed

from tests.books import book
from tests.command import TODAY
from tests.conftest import DAY
from tests.shipped import CATALOGUE, Job
from validator.cli import main
from validator.readers import Limits
from validator.run import dask_workers
from validator.run.chunks import Ended, SchedulerLost
from validator.run.dask_workers import NotThere, on_dask

JOB = Job(catalogue=CATALOGUE, today=DAY)
PATIENT = Job(catalogue=CATALOGUE, today=DAY, limits=Limits(seconds=0.2))
"""Its files are given up after 3 seconds."""
NOT_THERE = ("local:0", "local:", "tcp://127.0.0.1:1", "nonsense")
OWN = "127.0.0.1:0"


def put_files() -> None:
    for number in range(12):
        place = Path("in", ("乙", "甲")[number % 2])
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.xlsx").write_bytes(book(("clean", "must", "junk")[number % 3]))


def gouji(*words: str) -> list[object]:
    return told("check", "in", *TODAY, *words)


def told(*words: str) -> list[object]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    return [status, out.getvalue(), err.getvalue()]


def collected(*words: str) -> list[object]:
    """What collecting the same files tells, and the bytes of its draft."""
    Path("roster.csv").write_text("机关名称,上级\n示例县,\n示例县人民政府,示例县\n", encoding="utf-8")
    asked = ("--roster", "roster.csv", "--year", "2025", "--organ", "示例县", "--format", "json", "-o", "draft.xlsx")
    return [*told("collect", "in", *TODAY, *asked, *words), Path("draft.xlsx").read_bytes()]


def outputs(address: str) -> Iterator[tuple[str, bool]]:
    """Whether the bytes are those that this process gives."""
    for shape in ("jsonl", "html"):
        words = ("--format", shape, "-o", "out")
        here, content = gouji(*words), Path("out").read_bytes()
        there = gouji(*words, "--scheduler", address)
        yield shape, (here, content) == (there, Path("out").read_bytes())
    gouji("--format", "jsonl", "-o", "out")
    content = Path("out").read_bytes()
    Path("out").write_bytes(content[:-5_000])
    told = gouji("--format", "jsonl", "-o", "out", "--resume", "--cache", "cache", "--scheduler", address)
    yield "resumed", Path("out").read_bytes() == content and "沿用以前的结果" in str(told)
    yield "local", gouji("--format", "csv", "--scheduler", "local:1") == gouji("--format", "csv")
    here = collected()
    yield "collect", '"files": [' in str(here[1]) and here == collected("--scheduler", address)


def die(given: dict[int, str], item: int) -> int:
    """Over an item marked ``hang`` always; over one with a path once, which is then there."""
    way = given.get(item, "")
    if way == "hang":
        re.match(r"(a+)+$", "a" * 60 + "b")  # nothing else of Python gets a turn
    elif way and not Path(way).exists():
        Path(way).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item * 2


def lost(item: int, _: Ended) -> str:
    return f"lost {item}"


def spread(address: str, given: Any, count: int, job: Job = JOB) -> list[Any]:
    with on_dask(address, count, job) as scheduler:
        return list(scheduler(die, given, iter(range(count)), lost))


def scheduler_goes() -> None:
    made = distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=OWN)
    with made, on_dask(made.scheduler_address, 1_000, JOB) as scheduler:
        results = scheduler(die, {}, iter(range(1_000_000)), lost)
        next(results)
        made.close()
        list(results)


def other_version(address: str) -> None:
    vars(dask_workers)["VERSION"] = "99"
    spread(address, {}, 1)


def refusal(do: Callable[[], object]) -> list[str]:
    try:
        do()
    except (NotThere, SchedulerLost, AttributeError) as error:
        return [type(error).__name__, str(error)]
    return []


@contextmanager
def cluster() -> Iterator[str]:
    """Two workers, each a process that is started again when it has died."""
    quiet = {"logging.distributed": "critical", "distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=OWN) as made,
    ):
        yield made.scheduler_address


def run_all() -> dict[str, Any]:
    vars(dask_workers)["_SECONDS"] = 1
    put_files()
    with cluster() as address:
        once = str(Path("once").absolute())
        return {
            "outputs": dict(outputs(address)),
            "died": spread(address, {7: once, 20: "hang"}, 60, PATIENT),
            "raised": refusal(lambda: spread(address, None, 3)),
            "scheduler": refusal(scheduler_goes),
            **{one: refusal(partial(spread, one, {}, 1)) for one in NOT_THERE},
            "version": refusal(lambda: other_version(address)),
        }


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    print(json.dumps(run_all()))  # noqa: T201
