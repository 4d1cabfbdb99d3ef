"""What the add-in's buttons ask of the program and how long they take, in a headless Calc over a pipe.

    python benchmarks/bench_addin.py [--rounds 5]

A call over the pipe costs about what a COM call from Python to Excel does; inside LibreOffice (the extension) it is a
hundred times cheaper. `calls` are those of xlwings to its engine: three a sheet, whatever the number of cells; and
besides one for what each defined name of the template refers to (`names`).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from addin import commands  # noqa: E402
from addin.openbook import livebook  # noqa: E402
from tests.addin.calc import Calc, started  # noqa: E402

READING = (("ranges", "Range", "raw_value"), ("ranges", "Range", "formula"), ("worksheets", "Worksheet", "used_range"))
NAMES = (("defined_names", "DefinedNames", "snapshot"), ("defined_names", "DefinedName", "refers_to"))
MARKING = (("formats", "ConditionalFormats", "add_custom"), ("formats", "ConditionalFormat", "delete"))


def main() -> None:
    parser = argparse.ArgumentParser(description="calls and milliseconds of the add-in's buttons")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    program = shutil.which("soffice")
    if program is None:
        sys.exit("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder, started(program, Path(folder)) as calc:
        measure(calc, Path(folder), rounds)


def measure(calc: Calc, folder: Path, rounds: int) -> None:
    from addin.calc.registering import register

    engine = register(calc.context)
    calls = counted()
    print(f"{'':24}{'sheets':>7}{'read':>18}{'check':>18}{'next':>9}{'clear':>18}")
    print(f"{'':24}{'':>7}{'calls':>6}{'names':>6}{'ms':>6}{'marks':>8}{'ms':>10}{'ms':>9}{'marks':>8}{'ms':>10}")
    for source in sorted((ROOT / "examples").glob("*.xlsx")):
        path = Path(shutil.copy(source, folder))
        book = engine.apps[1].books.open(path)
        line(book, calls, rounds)
        book.close()


def line(book: Any, calls: Counter[str], rounds: int) -> None:
    reading, read_ms = timed(lambda: livebook.live_workbook(book), calls, rounds)
    checks, clears, nexts = [], [], []
    for _ in range(rounds):
        checks.append(timed(lambda: commands.run("check", book), calls, 1))
        if checks[0][0]["add_custom"]:
            nexts.append(timed(lambda: commands.run("next", book), calls, 1)[1])
        clears.append(timed(lambda: commands.run("clear", book), calls, 1))
    read, names = (sum(reading[name] for *_, name in asked) // rounds for asked in (READING, NAMES))
    check_ms, clear_ms = (statistics.median(one[1] for one in done) for done in (checks, clears))
    next_ms = f"{statistics.median(nexts):9.0f}" if nexts else f"{'-':>9}"
    marked, removed = checks[0][0]["add_custom"], clears[0][0]["delete"]
    name = book.name.ljust(24 - sum(ord(one) > 255 for one in book.name))
    sheets = len(book.sheets)
    print(
        f"{name}{sheets:7}{read:6}{names:6}{read_ms:6.0f}{marked:8}{check_ms:10.0f}{next_ms}{removed:8}{clear_ms:10.0f}"
    )


def timed(action: Any, calls: Counter[str], rounds: int) -> tuple[Counter[str], float]:
    """Calls of all rounds together, and the median of their milliseconds."""
    calls.clear()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return Counter(calls), statistics.median(times)


def counted() -> Counter[str]:
    """A count, by name, of what xlwings asks of the engine from now on."""
    from importlib import import_module

    calls: Counter[str] = Counter()
    for module, owner, name in (*READING, *NAMES, *MARKING):
        watch(getattr(import_module(f"addin.calc.{module}"), owner), name, calls)
    return calls


def watch(owner: type, name: str, calls: Counter[str]) -> None:
    own: Any = owner.__dict__[name]
    ask: Any = own.fget if isinstance(own, property) else own

    def asked(self: object, *rest: object) -> object:
        calls[name] += 1
        return ask(self, *rest)

    setattr(owner, name, property(asked, own.fset) if isinstance(own, property) else asked)


if __name__ == "__main__":
    main()
