"""What checking a report costs, all rules and the whole text, beside what others need only to read it.

    python benchmarks/bench_check.py [--files 100] [--rounds 3] [--jobs 2] [--folder DIR]

Without --folder the reports are filled templates made here, each with its own unit and figures. Readers take turns file
by file, so that a busy machine is busy for all of them; the slow ones see only some of the files.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import formulas
import openpyxl
import python_calamine

from tests.shipped import CATALOGUE, base_filing
from validator import fill
from validator.readers import read_workbook
from validator.run.batch import Found, Job, examine_file, examine_files

JOB = Job(catalogue=CATALOGUE, today=date(2026, 2, 1))
SLOW, SLOWEST = 10, 2
"""How many files the slow readers and the slowest one see: a tenth of a second and most of a second each."""


def make(folder: Path, count: int) -> None:
    """Filled templates; a third of the figures are drawn anew, so most of them break a relation or two."""
    base, draw = base_filing(), random.Random(0)  # noqa: S311  figures for a benchmark
    for number in range(count):
        values = {
            name: draw.randint(0, 300) if isinstance(value, int) and draw.random() < 1 / 3 else value
            for name, value in base.values.items()
        }
        filing = replace(base, organ=f"示例{number}局", values=values)
        Path(folder, f"{number:05}.xlsx").write_bytes(fill(filing))


def checked(path: Path) -> object:
    return examine_file(path, JOB)


def calamine(path: Path) -> object:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def openpyxl_both(path: Path) -> object:
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def recalculated(path: Path) -> object:
    return formulas.ExcelModel().loads(str(path)).finish().calculate()


PEERS: dict[str, tuple[Callable[[Path], object], int | None]] = {
    "gouji, read and check": (checked, None),
    "gouji, read only": (read_workbook, None),
    "calamine, values only": (calamine, None),
    "openpyxl, values and formulas": (openpyxl_both, SLOW),
    "formulas, load and calculate": (recalculated, SLOWEST),
}
BASE = "gouji, read and check"


def timings(paths: list[Path], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every peer on every file it sees."""
    order = random.Random(0)  # noqa: S311  no secret
    spent: dict[str, list[float]] = {name: [] for name in PEERS}
    for turn in range(rounds):
        for number, path in enumerate(paths):
            for name in order.sample(sorted(PEERS), len(PEERS)):
                run, most = PEERS[name]
                if most is not None and (turn or number >= most):
                    continue
                start = time.perf_counter()
                run(path)
                spent[name].append((time.perf_counter() - start) * 1e3)
    return spent


def folder_of_files(paths: list[Path], jobs: int) -> None:
    """The folder as `gouji check` runs it, in one process and in several."""
    found, took = Found(tuple(paths), 0), {}
    for processes in (1, jobs):
        start = time.perf_counter()
        deque(examine_files(found, JOB, jobs=processes), maxlen=0)
        seconds = took[processes] = time.perf_counter() - start
        print(f"{len(paths)} files, {processes} process(es): {seconds:.2f} s, {len(paths) / seconds:.0f}/s")
    print(f"{jobs} processes are {took[1] / took[jobs]:.2f} times as fast as one, their start included")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if options.folder is None:
            make(Path(made), options.files)
        paths = sorted((options.folder or Path(made)).rglob("*.xlsx"))[: options.files]
        spent = timings(paths, options.rounds)
        middle = {name: statistics.median(times) for name, times in spent.items()}
        print(f"{'peer':32}{'files':>7}{'median ms':>12}{'min':>10}{'x gouji read and check':>26}")
        for name, times in spent.items():
            ratio = middle[name] / middle[BASE]
            print(f"{name:32}{len(times):7}{middle[name]:12.2f}{min(times):10.2f}{ratio:26.2f}")
        folder_of_files(paths, options.jobs)


if __name__ == "__main__":
    main()
