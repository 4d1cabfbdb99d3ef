"""A few of the ended runs of `kills`, that it would notice what it looks for, and the processes of a run by themselves."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.kills import GONE_WITHIN, SIGNALS, Kill, Outcome, ended, folder_of_many
from tests.command import environment
from validator.files.leftovers import part_of, remove_leftovers
from validator.files.writing import write_atomically
from validator.run.workers import ProcessEnded, shared_out

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


def double(given: int, item: int) -> int:
    return given + 2 * item


def refuse(given: int, item: int) -> int:
    if item == given:
        raise ValueError("not this one")
    return item


def end_itself(given: int, item: int) -> int:
    if item == given:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


@pytest.mark.parametrize("count", [1, 5, 64, 1000])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(count: int, jobs: int) -> None:
    assert list(shared_out(double, 1, range(count), jobs)) == [1 + 2 * one for one in range(count)]


def test_what_the_work_raises_is_raised_with_where_it_was() -> None:
    results = shared_out(refuse, 3, range(10), 2)
    with pytest.raises(ValueError, match="not this one") as raised:
        list(results)
    assert "in refuse" in "".join(raised.value.__notes__)


def test_a_process_that_the_system_ends_ends_the_run() -> None:
    with pytest.raises(ProcessEnded):
        list(shared_out(end_itself, 5, range(100), 2))


def test_a_run_that_is_left_halfway_ends_its_processes() -> None:
    results = shared_out(own_number, 0, range(1000), 2)
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

list(shared_out(stay, int(sys.argv[1]), range(4), 2))
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
