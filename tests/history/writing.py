"""A process that adds reports to a store and says of each, when it is kept, under which number: to be killed.

    python -m tests.history.writing STORE REPORTS

REPORTS is a pickle of what is added, over and over under further names until all is added or somebody ends it.
"""

from __future__ import annotations

import pickle
import sys
from itertools import cycle, islice
from pathlib import Path

from validator.history.store import opened
from validator.startup.records import replace


def main(store: str, reports: str) -> None:
    every = pickle.loads(Path(reports).read_bytes())  # noqa: S301  our own
    found = opened(store, may_be_made=True)
    tell("ready")
    with found.adding() as add:
        for turn in range(3):
            coming = iter([replace(one, sha256=f"{turn}{one.sha256[1:]}") for one in every])
            for count in cycle((1, 3)):  # one alone, several in one transaction
                if not (several := list(islice(coming, count))):
                    break
                for one, done in zip(several, add(several), strict=True):
                    tell(f"{done.id} {one.organ} {one.year} {one.sha256}")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
