"""Many filings judged twice: ``python -m tests.oracle.run --count 20000 --seed 1``; exit status 1 on a difference."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from tests.oracle.compare import difference, filing_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge `--count` filings from `--seed` on, print what differs, or one seed's filing with `--show`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--show", action="store_true", help="print the filing of --seed as JSON and stop")
    options = parser.parse_args(arguments)
    if options.show:
        sys.stdout.write(filing_text(options.seed) + "\n")
        return 0
    return _compare(range(options.seed, options.seed + options.count))


def _compare(seeds: range) -> int:
    classes: Counter[str] = Counter()
    differing = 0
    for seed in seeds:
        lines = difference(seed)
        differing += bool(lines)
        for line in lines:
            sys.stdout.write(line + "\n")
            classes[" ".join(line.split()[2:6])] += 1
    for name, count in classes.most_common():
        sys.stdout.write(f"{count:6} {name}\n")
    sys.stdout.write(f"{differing} of {len(seeds)} filings differ\n")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
