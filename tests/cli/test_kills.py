"""A few of the ended runs of `kills`, that it would notice what it looks for, and the processes of a run by themselves."""

from __future__ import annotations

import faulthandler
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from tests.cli.kills import GONE_WITHIN, RESUMED, SIGNALS, Kill, ended, folder_of_many
from tests.command import environment
from tests.killing import Outcome
from validator.files.leftovers import part_of, remove_leftovers
from validator.files.writing import write_atomically
from validator.run.chunks import Ended
from validator.run.workers import AHEAD, ProcessEnded, shared_out

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_many(tmp_path_factory.mktemp("kills"))


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize(("jobs", "kind", "after", "group"), [(2, "jsonl", 0.9, False), (4, "json", 0.6, True)])
def test_nothing_lives_on_and_nothing_stays(
    many: Path, name: str, jobs: int, kind: str, after: float, group: bool
) -> None:
    outcome = Outcome()
    ended(Kill(name, jobs, kind, after, group), many, outcome)
    assert outcome.wrong == []
    assert outcome.counts.total() >= 1


def test_a_killed_run_goes_on_to_what_a_whole_one_gives(many: Path) -> None:
    outcome = Outcome()
    ended(Kill("SIGKILL", 2, RESUMED, 0.8, group=False), many, outcome)
    assert outcome.wrong == []


def double(given: int, item: int) -> int:
    return given + 2 * item


def refuse(given: int, item: int) -> int:
    if item == given:
        raise ValueError("not this one")
    return item


def crash() -> None:
    faulthandler.disable()  # pytest would tell its stack
    os.kill(os.getpid(), signal.SIGSEGV)


DEATHS: dict[str, Callable[[], object]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3),
    "crash": crash,
    "hangs": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),  # nothing else of Python gets a turn
}
PATIENCE = 0.5


def die(given: dict[int, str], item: int) -> int:
    if item in given:
        DEATHS[given[item]]()
    return item


def lost(item: int, ended: Ended) -> tuple[int, int | None, bool]:
    return item, ended.status, ended.is_late


def spread(work: Any, given: Any, count: int, jobs: int, chunk: int = 4) -> Iterator[Any]:
    return shared_out(work, given, iter(range(count)), lost, jobs=jobs, chunk=chunk, patience=PATIENCE)


@pytest.mark.parametrize(("count", "chunk"), [(0, 1), (1, 1), (5, 1), (64, 16), (1000, 3)])
@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_items(count: int, chunk: int, jobs: int) -> None:
    assert list(spread(double, 1, count, jobs, chunk)) == [1 + 2 * one for one in range(count)]


def test_no_more_items_are_taken_than_are_under_way() -> None:
    taken = count()
    results = shared_out(double, 0, taken, lost, jobs=2, chunk=4, patience=PATIENCE)
    assert list(islice(results, 1000)) == list(range(0, 2000, 2))
    assert next(taken) <= 1000 + 4 * (AHEAD + 1)
    results.close()  # type: ignore[attr-defined]


def test_what_the_work_raises_is_raised_with_where_it_was() -> None:
    results = spread(refuse, 3, 10, 2)
    with pytest.raises(ValueError, match="not this one") as raised:
        list(results)
    assert "in refuse" in "".join(raised.value.__notes__)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("chunk", [1, 7])
def test_what_its_process_dies_over_is_lost_and_nothing_else(jobs: int, chunk: int) -> None:
    given = {5: "killed", 6: "exit", 40: "crash"}
    results = list(spread(die, given, 100, jobs, chunk))
    ends = {5: -signal.SIGKILL, 6: 3, 40: -signal.SIGSEGV}
    assert results == [(one, ends[one], False) if one in ends else one for one in range(100)]


def test_what_outlasts_its_time_is_lost_as_late() -> None:
    results = list(spread(die, {3: "hangs"}, 8, 2))
    assert results == [0, 1, 2, (3, 1, True), *range(4, 8)]


def test_a_system_that_ends_every_process_ends_the_run() -> None:
    with pytest.raises(ProcessEnded):
        list(spread(die, dict.fromkeys(range(100), "exit"), 100, 2, 1))


def test_a_run_that_is_left_halfway_ends_its_processes() -> None:
    results = spread(own_number, 0, 1000, 2)
    number = next(results)
    os.kill(number, 0)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def own_number(_: int, __: int) -> int:
    return os.getpid()


WAITING = """
import os, sys
from validator.run.workers import shared_out

def stay(fd, item):
    os.write(fd, b"x")
    os.read(int(sys.argv[2]), 1)

list(shared_out(stay, int(sys.argv[1]), range(4), None, jobs=2, chunk=1, patience=600))
"""


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    """Busy with a file that never ends: they do not wait for their turn to ask."""
    told, tell = os.pipe()
    never, end = os.pipe()
    run = subprocess.Popen(
        [sys.executable, "-c", WAITING, str(tell), str(never)], pass_fds=[tell, never], env=environment()
    )
    os.close(tell)
    assert os.read(told, 1) + os.read(told, 1) == b"xx"  # both are at work
    run.kill()
    run.wait(60)
    assert select.select([told], [], [], GONE_WITHIN)[0]  # nobody has the other end any more
    assert os.read(told, 1) == b""
    for one in (told, never, end):
        os.close(one)


HOLDING = """
import sys
from pathlib import Path
from validator.files.writing import write_atomically

def pieces():
    yield b"half"
    print("begun", flush=True)
    sys.stdin.read()

write_atomically(Path(sys.argv[1]), pieces())
"""


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    target = tmp_path / "out"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDING, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    assert other.stdout is not None
    other.stdout.readline()
    write_atomically(target, b"first")
    assert len(parts(tmp_path)) == 1
    other.communicate(timeout=60)
    assert (target.read_bytes(), parts(tmp_path)) == (b"half", [])


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    target, other = tmp_path / ("县" * 60), tmp_path / ("县" * 61)
    mine, theirs = part_of(target), part_of(other)
    for one in (mine, theirs, tmp_path / ".x.part"):
        one.write_bytes(b"half")
    remove_leftovers(target)
    assert parts(tmp_path) == sorted([theirs.name, ".x.part"])
    remove_leftovers(tmp_path / "nowhere" / "out")


def parts(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.suffix == ".part")
