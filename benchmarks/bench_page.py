"""Writing the page of many units: time of the processor and size, beside the JSON of the same reports.

python benchmarks/bench_page.py [COUNT]       3,000 units by default, from the examples, each with last year's report
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from validator.catalogue.shipped import shipped
from validator.model.report import FileReport, Summary
from validator.run.driver import Job, examine_filing, read_filing
from validator.writers.registry import Asked, format_of

EXAMPLES = Path(__file__).parents[1] / "examples"
FORMATS = ("html", "json", "xlsx", "csv", "sarif", "junit", "text")


def reports(count: int) -> list[FileReport]:
    """The examples again and again under other names, each as if it were its own report of last year too."""
    catalogue = shipped()
    job = Job(catalogue=catalogue, today=date(2026, 2, 1), contents=True)
    filings = [read_filing(path, job) for path in sorted(EXAMPLES.glob("*.xlsx"))]
    made = [examine_filing(replace(one, previous=one), job) for one in filings]
    return [
        replace(one, path=f"in/{number % 40}/{number}.xlsx", organ=f"{one.organ}{number}")
        for number, one in zip(range(count), made * (count // len(made) + 1), strict=False)
    ]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    files, setting = reports(count), Asked(catalogue=shipped(), today=date(2026, 2, 1), count=count)
    findings = sum(len(one.findings) for one in files)
    print(f"{count} units, {findings} findings, {sum(one.status.value == 'clean' for one in files)} units without any")
    base = 0.0
    for name in FORMATS:
        summary = Summary()
        for one in files:
            summary.add(one)
        started = time.process_time()
        size = sum(
            len(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace"))
            for piece in format_of(name).write(iter(files), summary, setting)
        )
        took = time.process_time() - started
        base = base or took
        print(f"{name:6} {took:6.2f} s CPU  {size / 1e6:7.2f} MB  {took / base:5.2f} x html")


if __name__ == "__main__":
    main()
