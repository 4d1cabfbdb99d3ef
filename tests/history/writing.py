"""A process that adds reports to a store and says of each, when it is kept, under which number: to be killed.

    python -m tests.history.writing STORE REPORTS

REPORTS is a pickle of what is added, over and over under further names until all is added or somebody ends it.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from validator.history.store import opened
from validator.startup.records import replace


def main(store: str, reports: str) -> None:
    every = pickle.loads(Path(reports).read_bytes())  # noqa: S301  our own
    found = opened(store, may_be_made=True)
    tell("ready")
    with found.adding() as add:
        for turn in range(3):
            for one in every:
                done = add(replace(one, sha256=f"{turn}{one.sha256[1:]}"))
                tell(f"{done.id} {one.organ} {one.year} {turn}{one.sha256[1:]}")


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
