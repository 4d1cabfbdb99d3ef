"""Stores whose writers are killed in the middle: nothing that was said to be kept is lost, and the file is sound.

    python -m tests.history.kills [--kills 200] [--seed 0]

In turn one writer is killed, one of two, both of two, and ``gouji history add`` itself. What a writer has said before its
end must be in the store with the same body, year and file; SQLite must find nothing wrong with the file; and the next
writer must be able to go on.
"""

from __future__ import annotations

import pickle
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.command import TODAY, command, environment
from tests.history.reports import written
from tests.history.test_store import accepted
from tests.killing import Outcome, from_command_line
from validator.history.entries import Accepted
from validator.history.store import opened

ALONE, ONE_OF_TWO, BOTH, COMMAND = "alone", "one of two", "both", "command"
KINDS = (ALONE, ONE_OF_TWO, BOTH, COMMAND)
REPORTS, FILES = 120, 32
LATEST = {ALONE: 0.4, ONE_OF_TWO: 0.4, BOTH: 0.4, COMMAND: 0.05}
"""So many seconds after the first word at most: about as long as the writing takes."""
LONGEST_RUN = 60.0
_ADDED = re.compile(r"已存入 第 (\d+) 号  (\S+) (\d{4})年")


@dataclass(frozen=True, slots=True)
class Kill:
    """Which kind, and so many seconds after the writer has begun."""

    kind: str
    after: float


def kills(count: int, seed: int) -> Iterator[Kill]:
    """So many kills, every kind as often as another."""
    luck = random.Random(seed)  # noqa: S311  no secret
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield Kill(kind, luck.uniform(0, LATEST[kind]))


def prepared(place: Path) -> Path:
    """The reports to be written, and workbooks to be added."""
    every = [accepted(2022 + at % 3, file=f"{at}", organ=f"示例市{at:03}局") for at in range(REPORTS)]
    (place / "reports").write_bytes(pickle.dumps(every))
    for at in range(FILES):
        written(place / "in", 2024, f"{at:02}.xlsx", organ=f"示例市{at:02}办")
    return place


class Writer:
    """A process that writes, and what it has said: all of it was on the disk when it was said."""

    def __init__(self, kind: str, place: Path, store: Path) -> None:
        words = [sys.executable, "-m", "tests.history.writing", store, place / "reports"]
        if kind == COMMAND:
            words = command("history", "add", place / "in", "--store", store, *TODAY)  # type: ignore[assignment]
        self.process = subprocess.Popen(
            list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(), text=True
        )
        assert self.process.stdout is not None
        self.said = [self.process.stdout.readline()]

    def end(self, after: float | None) -> int:
        """Kill it after some seconds, or let it come to its end (None); the exit status."""
        try:
            rest, _ = self.process.communicate(timeout=LONGEST_RUN if after is None else after)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            rest, _ = self.process.communicate(timeout=LONGEST_RUN)
        self.said += [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
        return self.process.returncode

    @property
    def kept(self) -> set[tuple[int, str, int]]:
        """Number, body and year of what it said is kept."""
        found = (_ADDED.match(line) or re.match(r"(\d+) (\S+) (\d{4}) ", line) for line in self.said)
        return {(int(one[1]), one[2], int(one[3])) for one in found if one}


def ended(kill: Kill, place: Path, outcome: Outcome) -> None:
    """One store, written to by one or two of whom some are killed."""
    store = place / "store.sqlite"
    for one in place.glob("store.sqlite*"):
        one.unlink()
    writers = [Writer(kill.kind, place, store) for _ in range(1 + (kill.kind in {ONE_OF_TWO, BOTH}))]
    statuses = [writers[0].end(kill.after)]
    statuses += [one.end(0.01 if kill.kind == BOTH else None) for one in writers[1:]]
    said = {one for writer in writers for one in writer.kept}
    outcome.counts[f"{kill.kind}: {'killed' if statuses[0] == -signal.SIGKILL else statuses[0]}"] += 1
    outcome.counts["kept"] += len(said)
    outcome.counts["journals left"] += store.with_name("store.sqlite-journal").exists()
    outcome.wrong += [f"{kill}: {told}" for told in _wrong(store, said)]


def _wrong(store: Path, said: set[tuple[int, str, int]]) -> Iterator[str]:
    found = opened(str(store), may_be_made=True)  # what a killed one left is put right by whoever comes next
    there = {(one.id, one.organ, one.year) for one in found.versions()}
    if lost := said - there:
        yield f"said to be kept and lost: {sorted(lost)}"
    with closing(sqlite3.connect(store)) as own:
        if (sound := own.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            yield f"damaged: {sound[:3]}"
    list(found.records())  # raises where a record is not as it was written
    if not found.add(_another()).is_new:
        yield "nothing can be added"


def _another() -> Accepted:
    return accepted(2024, file="another", organ="示例市后来局")


def run_all(count: int, seed: int) -> Outcome:
    """So many kills, one after the other."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        place = prepared(Path(folder))
        for kill in kills(count, seed):
            ended(kill, place, outcome)
    return outcome


if __name__ == "__main__":
    from_command_line(__doc__, run_all)
