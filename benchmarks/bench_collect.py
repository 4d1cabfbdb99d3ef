"""What collecting costs beside checking alone, and whether its memory stays flat.

    python -m benchmarks.bench_collect [--files 300] [--rounds 3] [--units 1000 10000 30000]

The reports are real figures split at random (`rulework.county`). Of --files units each has a report of its own; check
and collect take turns over them, and what they use of the processor counts. --units are as many links to some of these
reports with no body on the cover, so that a file is known by its name: a province in one run, watched, once for each
number; from the least to the most it tells what a unit takes of the parent's memory.
How often explanations name the planted reason is measured by benchmarks/explaining.py.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_scale import processor_time, watched
from rulework.county import BUREAU_KIND, OFFICE, YEAR, filing, split, workbook

TODAY = ("--today", "2026-03-01")
_LINKED = 60


def name(number: int) -> str:
    return f"示例县第{number:05}局"


def make(folder: Path, count: int, *, named: bool = True) -> None:
    """So many reports, with or without a body on the cover."""
    folder.mkdir(parents=True)
    for number, values in enumerate(split(count, 7)):
        data = filing(name(number), values, organ_type=BUREAU_KIND)
        (folder / f"{name(number)}.xlsx").write_bytes(workbook(data if named else data | {"organ": ""}))


def roster(place: Path, count: int) -> Path:
    path = place / f"名单{count}.csv"
    lines = ["机关名称,机关类型", *(f"{name(number)},{BUREAU_KIND}" for number in range(count))]
    path.write_text("\n".join(lines), "utf-8")
    return path


def checking(root: Path, place: Path, *words: str) -> list[str]:
    words = ("check", str(root), *TODAY, "--format", "json", "-o", str(place / "check.json"), "--quiet", *words)
    return [sys.executable, "-m", "validator", *words]


def collecting(root: Path, listed: Path, place: Path, *words: str) -> list[str]:
    given = ("--roster", str(listed), "--year", str(YEAR), "--organ", OFFICE, "-o", str(place / "汇总.xlsx"))
    return [sys.executable, "-m", "validator", "collect", str(root), *TODAY, *given, *words]


def ratio(place: Path, count: int, rounds: int) -> None:
    root, listed = place / "reports", roster(place, count)
    make(root, count)
    ways = {"check": checking(root, place), "collect": collecting(root, listed, place)}
    used: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, words in ways.items():
            before = processor_time(os.getpid())
            subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            used[way].append(processor_time(os.getpid()) - before)
    each = {way: statistics.median(times) / count * 1e3 for way, times in used.items()}
    print(f"{count} units: check {each['check']:.1f} ms a file, collect {each['collect']:.1f} ms of the processor")
    print(f"collect against check: {each['collect'] / each['check']:.2f} x")


def province(place: Path, count: int) -> int:
    """One run over so many units, watched; the parent's peak in kB."""
    sources, root = place / "sources", place / f"province{count}"
    if not sources.exists():
        make(sources, _LINKED, named=False)
    paths = sorted(sources.iterdir())
    root.mkdir()
    for number in range(count):
        os.link(paths[number % len(paths)], root / f"{name(number)}.xlsx")
    listed = roster(place, count)
    start, peak, workers = time.perf_counter(), 0, 0
    words = collecting(root, listed, place, "--jobs", "2", "--format", "json")
    for parent, held in watched(words, subprocess.DEVNULL):
        peak, workers = max(peak, parent), max([workers, *held])
    took = time.perf_counter() - start
    print(
        f"{count:>6} units in one run: {count / took:.0f} files/s on two processes, {took:.0f} s with sums and traces;"
        f" parent {peak / 1024:.0f} MB at most, a worker {workers / 1024:.0f} MB"
    )
    return peak


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--units", type=int, nargs="*", default=[1_000, 3_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        if options.files:
            ratio(place, options.files, options.rounds)
        counts = sorted(options.units)
        peaks = [province(place, count) for count in counts]
        if len(counts) > 1:
            each = (peaks[-1] - peaks[0]) * 1024 / (counts[-1] - counts[0])
            print(f"from {counts[0]} to {counts[-1]} units the parent grows by {each:.0f} bytes a unit")


if __name__ == "__main__":
    main()
