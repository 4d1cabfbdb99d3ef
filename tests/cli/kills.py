"""Runs that are ended from outside at any moment: no process of theirs lives on, nothing half written stays.

    python -m tests.cli.kills [--kills 200] [--seed 0]

Each run is asked to end, or killed, as its turn comes: every signal with every number of processes and every format.
All processes of a run have one end of a pipe; when the last of them is gone, the other end says so. Then a small run
that writes the same output has to leave nothing else beside it. A run with --resume leaves the beginning of what a
whole run gives; it is killed, and goes on, until it is whole.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.books import book
from tests.command import TODAY, command, environment
from tests.killing import Outcome, from_command_line

SIGNALS = ("SIGTERM", "SIGHUP", "SIGKILL", "SIGINT")
JOBS = (1, 2, 4)
RESUMED = "resumed"
FORMATS = ("json", "jsonl", "text", RESUMED)
FILES = 240
LONGEST_RUN = 60.0  # seconds
GONE_WITHIN = 5.0  # seconds after the end of the first process
LATEST = 1.8  # seconds: about as long as a run takes
OLD = b"old"
MOST_ENDS = 4
"""So often a run is ended before it may go on to its end: one that is ended at its start comes no further."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One run and how it is ended: after so many seconds; `group`: all its processes at once, as a terminal does."""

    name: str
    jobs: int
    format: str
    after: float
    group: bool


def kills(count: int, seed: int) -> Iterator[Kill]:
    """So many kills, every kind as often as another."""
    luck = random.Random(seed)  # noqa: S311  no secret
    kinds = list(itertools.product(SIGNALS, JOBS, FORMATS))
    luck.shuffle(kinds)
    for name, jobs, kind in itertools.islice(itertools.cycle(kinds), count):
        yield Kill(name, jobs, kind, luck.uniform(0.05, LATEST), luck.random() < 0.5)


def folder_of_many(place: Path, files: int = FILES) -> Path:
    """A folder that takes seconds to check."""
    folder = place / "in"
    folder.mkdir()
    for number in range(files):
        (folder / f"{number:03d}.xlsx").write_bytes(book("must" if number % 3 else "clean"))
    return folder


def ended(kill: Kill, folder: Path, outcome: Outcome) -> None:
    """One run, ended; what is wrong with what it leaves goes into the outcome."""
    if kill.format == RESUMED:
        gone_on(kill, folder, outcome)
        return
    target = folder.parent / "out"
    target.write_bytes(OLD)
    status, all_gone = _killed(kill, folder, target)
    outcome.counts[f"{kill.name} {status}"] += 1
    content = target.read_bytes()
    left = _parts(target)
    outcome.counts["parts left"] += len(left)
    _next_run(kill, folder, target)
    outcome.wrong += [
        f"{kill}: {told}"
        for told, is_so in (
            ("processes live on", not all_gone),
            ("a half output", content != OLD and not _is_whole(content, kill.format)),
            (f"parts left by a run that could put away: {left}", bool(left) and kill.name != "SIGKILL"),
            ("parts after the next run", bool(_parts(target))),
        )
        if is_so
    ]


def gone_on(kill: Kill, folder: Path, outcome: Outcome) -> None:
    """A run that is ended and gone on with, until it is whole."""
    target, whole = folder.parent / RESUMED, _whole(folder)
    target.unlink(missing_ok=True)
    ends, lengths = 0, [0]
    while lengths[-1] < len(whole) and ends < MOST_ENDS:
        status, all_gone = _killed(kill, folder, target)
        content = target.read_bytes() if target.exists() else b""
        lengths.append(len(content))
        ends += 1
        outcome.counts[f"{kill.name} {status} {RESUMED}"] += 1
        if not all_gone or not whole.startswith(content) or lengths[-1] < lengths[-2]:
            outcome.wrong.append(f"{kill}: {lengths}, {content[-40:]!r}")
            return
    _gone_on(folder, target)
    left = [one.name for one in folder.parent.iterdir() if one.name.startswith(f".{RESUMED}")]
    if target.read_bytes() != whole or left:
        outcome.wrong.append(f"{kill}: not what a whole run gives, {left}")


def _whole(folder: Path) -> bytes:
    """What a run gives that nobody ends."""
    target = folder.parent / "whole"
    if not target.exists():
        _gone_on(folder, target)
    return target.read_bytes()


def _gone_on(folder: Path, target: Path) -> None:
    words = command("check", folder, *TODAY, "--format", "jsonl", "-o", target, "--resume")
    subprocess.run(words, stderr=subprocess.DEVNULL, env=environment(), timeout=LONGEST_RUN, check=False)


def _killed(kill: Kill, folder: Path, target: Path) -> tuple[int, bool]:
    """The exit status, and whether every process of the run was gone in time."""
    shape = ("jsonl", "--resume") if kill.format == RESUMED else (kill.format,)
    words = command("check", folder, *TODAY, "-o", target, "--jobs", str(kill.jobs), "--format", *shape)
    reading, writing = os.pipe()
    run = subprocess.Popen(
        words,
        stderr=subprocess.DEVNULL,
        env=environment(),
        pass_fds=[writing],
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell has it ignored in the background
    )
    os.close(writing)
    try:
        try:
            run.wait(kill.after)
        except subprocess.TimeoutExpired:
            number = getattr(signal, kill.name)
            (os.killpg if kill.group else os.kill)(run.pid, number)
        status = run.wait(LONGEST_RUN)
        return status, bool(select.select([reading], [], [], GONE_WITHIN)[0])
    finally:
        os.close(reading)
        run.kill()


def _next_run(kill: Kill, folder: Path, target: Path) -> None:
    words = command("check", folder / "000.xlsx", *TODAY, "--format", kill.format, "-o", target)
    subprocess.run(words, stderr=subprocess.DEVNULL, env=environment(), timeout=LONGEST_RUN, check=False)


def _parts(target: Path) -> list[str]:
    return [one.name for one in target.parent.iterdir() if one.suffix == ".part"]


def _is_whole(content: bytes, kind: str) -> bool:
    text = content.decode()
    if kind == "json":
        return len(json.loads(text)["files"]) == FILES
    if kind == "jsonl":
        return text.endswith("\n") and len([json.loads(line) for line in text.splitlines()]) == FILES
    return f"{FILES} 份：" in text.splitlines()[-1]


def run_all(count: int, seed: int) -> Outcome:
    """So many kills, one after the other."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as place:
        folder = folder_of_many(Path(place))
        for kill in kills(count, seed):
            ended(kill, folder, outcome)
    return outcome


if __name__ == "__main__":
    from_command_line(__doc__, run_all)
