"""What a run over very many files costs: memory, and what a second process or another engine brings.

    python -m benchmarks.bench_scale [--paths 1000000] [--flat] [--files 400] [--rounds 3] [--worker-files 10000]

Memory is what the system has counted (VmHWM, VmRSS of /proc, so Linux only) of the real command. The million files
are links to one that is no workbook, spread over folders of a thousand, or in one with --flat: the memory of a path
does not depend on what it leads to. Rates are of filled templates that all differ; the ways take turns, each with its
start, and the median counts. Where others use the machine, what is used of the processor says more than the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench_check import make

FOLDER, LINKS = 1_000, 50_000
EVERY = 0.25  # seconds between two looks at the processes
TODAY = ("--today", "2026-02-01")


def links(place: Path, count: int, *, flat: bool) -> Path:
    """So many files called like workbooks; a file system allows only so many links to one."""
    root = place / "paths"
    for number in range(count):
        folder = root if flat else root / f"{number // FOLDER:04}县"
        folder.mkdir(parents=True, exist_ok=True)
        if number % LINKS == 0:
            source = place / f"source{number}"
            source.write_bytes(b"no workbook")
        os.link(source, folder / f"某某单位{number:07}政府信息公开工作年度报告.xlsx")
    return root


def command(root: Path, out: Path, *words: str) -> list[str]:
    words = ("check", str(root), *TODAY, "--format", "jsonl", "-o", str(out), "--quiet", *words)
    return [sys.executable, "-m", "validator", *words]


def kilobytes(pid: int, key: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{key}:")), 0)


def children(pid: int) -> list[int]:
    """Whatever thread of it has started them."""
    try:
        return [
            int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def processor_time(pid: int) -> float:
    """Seconds that a process and all it has started, here or gone, have used of the processor."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(map(processor_time, children(pid)))


def watched(words: list[str], output: int | None = None) -> Iterator[tuple[int, list[int]]]:
    """The parent's peak so far and what its processes hold, in kB, again and again while the command runs."""
    with subprocess.Popen(words, stdout=output, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            yield kilobytes(run.pid, "VmHWM"), [kilobytes(one, "VmRSS") for one in children(run.pid)]
            time.sleep(EVERY)


def parents_memory(place: Path, count: int, *, flat: bool) -> None:
    root = links(place, count, flat=flat)
    start, peak = time.perf_counter(), 0
    for parent, _ in watched(command(root, place / "out", "--jobs", "2")):
        peak = max(peak, parent)
    took = time.perf_counter() - start
    lines = sum(1 for _ in (place / "out").open("rb"))
    how = "in one folder" if flat else f"in folders of {FOLDER}"
    print(f"{lines} paths {how}: parent's memory {peak / 1024:.0f} MB at most, {took:.0f} s")


def workers_memory(place: Path, root: Path, count: int) -> None:
    """The same few hundred files again and again under other names, as one long run."""
    many, sources = place / "many", sorted(root.iterdir())
    many.mkdir()
    for number in range(count):
        os.link(sources[number % len(sources)], many / f"{number:06}.xlsx")
    seen = [held for _, held in watched(command(many, place / "out", "--jobs", "2")) if len(held) == 2]
    per_worker = [max(held) / 1024 for held in seen[len(seen) // 10 :]]
    tenth = max(1, len(per_worker) // 10)
    begun, ended = statistics.median(per_worker[:tenth]), statistics.median(per_worker[-tenth:])
    print(f"{count} files: a worker holds {begun:.0f} MB at the beginning, {ended:.0f} MB at the end,")
    print(f"  {max(per_worker):.0f} MB at most")


@contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        yield cluster.scheduler_address


def rates(place: Path, root: Path, rounds: int) -> None:
    count = sum(1 for _ in root.iterdir())
    with dask_cluster(2) as address:
        ways = {"1": ("--jobs", "1"), "2": ("--jobs", "2"), "dask": ("--scheduler", address)}
        took: dict[str, list[float]] = {name: [] for name in ways}
        used: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, words in ways.items():
                start, before = time.perf_counter(), processor_time(os.getpid())
                subprocess.run(command(root, place / "out", *words), stderr=subprocess.DEVNULL, check=False)
                took[name].append(time.perf_counter() - start)
                used[name].append(processor_time(os.getpid()) - before)
    wall, cpu = ({name: statistics.median(times) for name, times in one.items()} for one in (took, used))
    for name in ways:
        each = cpu[name] / count * 1e3
        print(f"{name:>5}: {wall[name]:6.2f} s, {count / wall[name]:5.0f} files/s, processor {each:.1f} ms a file")
    for what, slow, fast, most in (
        ("two processes against one", "1", "2", 2),
        ("Dask against two processes", "2", "dask", 1),
    ):
        print(
            f"{what}: {wall[slow] / wall[fast]:.2f} x by the clock,"
            f" {most * cpu[slow] / cpu[fast]:.2f} x by what they use of the processor"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--paths", type=int, default=1_000_000)
    parser.add_argument("--flat", action="store_true", help="all of them in one folder")
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker-files", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        if options.files:
            root = place / "filled"
            root.mkdir()
            make(root, options.files)
            if options.rounds:
                rates(place, root, options.rounds)
            if options.worker_files:
                workers_memory(place, root, options.worker_files)
        if options.paths:
            parents_memory(place, options.paths, flat=options.flat)


if __name__ == "__main__":
    main()
