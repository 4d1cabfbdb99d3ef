"""An annotated copy and a letter beside reading the file: time of the processor, in one run, the same files in turn.

python benchmarks/bench_annotate.py [ROUNDS]       20 rounds by default, over the examples
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from validator.annotating.copies import annotated
from validator.catalogue.shipped import shipped
from validator.letters.content import fields_of
from validator.letters.documents import Template
from validator.readers.files import workbook_in
from validator.run.driver import Job, examine_file

EXAMPLES = Path(__file__).parents[1] / "examples"
WHEN = datetime(2026, 2, 1, tzinfo=UTC)


def timed(*works: Callable[[], object], rounds: int) -> list[float]:
    """The median milliseconds of each, one after the other in each round."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, took, strict=True):
            started = time.process_time()
            work()
            times.append(1000 * (time.process_time() - started))
    return [statistics.median(times) for times in took]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    job, template = Job(catalogue=shipped(), today=date(2026, 2, 1)), Template()
    for path in sorted(EXAMPLES.glob("*.xlsx")):
        content, report = path.read_bytes(), examine_file(path, job)
        read, check, copy, letter = timed(
            lambda content=content: workbook_in(content, "a.xlsx"),
            lambda path=path: examine_file(path, job),
            lambda content=content, report=report: annotated(content, report, WHEN),
            lambda report=report: template.letter(fields_of(report)),
            rounds=rounds,
        )
        print(
            f"{path.stem:12} {len(report.findings):3} findings  read {read:5.1f} ms  read and check {check:5.1f} ms  "
            f"copy {copy:5.1f} ms = {copy / read:.1f} x reading  letter {letter:5.1f} ms"
        )


if __name__ == "__main__":
    main()
