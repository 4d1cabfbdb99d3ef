"""What a command costs from start to end, beside ``python -c pass``: CPU time of whole processes, taking turns.

    python benchmarks/bench_start.py [--rounds 15] [--python PATH]

--python is the interpreter of another installation, such as a plain one without extras. Each ratio is the median of
those of the rounds, so that a busy machine is busy for both; bytecode is cached before the first. Not for Windows.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REPORT = Path(__file__).parents[1] / "examples" / "渑池县2023.xlsx"
BARE = ("-c", "pass")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check, one file": ("check", str(REPORT)),
    "check, one file, json": ("check", str(REPORT), "--format", "json"),
    "rules": ("rules",),
    "explain T3-01": ("explain", "T3-01"),
    "explain P-03": ("explain", "P-03"),
    "template": ("template", "--year", "2025", "-o", "模板.xlsx", "--force"),
    "--help": ("--help",),
    "check --help": ("check", "--help"),
    "--version": ("--version",),
}


def seconds(python: str, words: Sequence[str], folder: str) -> float:
    """User and system time of one process."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([python, *words], stdout=quiet, stderr=quiet, cwd=folder, env=env)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", default=sys.executable, metavar="PATH")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':<24}{'ms':>8}{'× python -c pass':>20}")
        for name, words in COMMANDS.items():
            run = ("-m", "validator", *words)
            seconds(args.python, run, folder)  # writes the bytecode
            turns = [[seconds(args.python, one, folder) for one in (run, BARE)] for _ in range(args.rounds)]
            ratio = statistics.median(one / bare for one, bare in turns)
            print(f"{name:<24}{1000 * statistics.median(one for one, _ in turns):>8.0f}{ratio:>18.1f}")


if __name__ == "__main__":
    main()
