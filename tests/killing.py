"""What scripts have in common that kill processes at any moment: what came of it, and their command line."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """What came of some kills: how many ended how, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def from_command_line(about: str | None, run_all: Callable[[int, int], Outcome]) -> None:
    """So many kills with that seed; the exit status says whether anything was wrong."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    outcome = run_all(options.kills, options.seed)
    for line, number in sorted(outcome.counts.items()):
        print(f"{number:6} {line}")  # noqa: T201
    print(f"{len(outcome.wrong):6} wrong", *outcome.wrong, sep="\n")  # noqa: T201
    sys.exit(bool(outcome.wrong))
