"""Small files that say much: what comes of them stays small, and is there soon, by the processor's time and in bytes.

    python -m tests.fuzz.fuzz_amplified [--files 300] [--seed 0]

Every file is a filled template with one thing repeated as often as it fits: a phrase in the sections of the text, texts
in the figures' cells, explanations, sheets, comments, lines outside the tables. Each is checked as a process of its own,
as JSON and as text.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule

from tests.books import book, data, loaded
from tests.command import TODAY, command, environment
from validator.api import fill

MOST_INPUT, MOST_OUTPUT, MOST_MEMORY, MOST_CPU = 1_000_000, 5_000_000, 300, 5.0
"""Bytes, bytes, MiB, seconds of the processor."""
FORMATS = ("json", "text")
SECTION = 32_000
PHRASES = (
    "国办公开办函〔2019〕60号", "受理99件，", "受理99件。", "行政诉讼3件，", "未发生行政复议，", "自然人占80%，", "同比增长12.5%，",
    "2024年，我局共受理1件，", "我局，", "统计期限为2024年1月1日至12月31日。", "110101199003071233，", "13812345678，", "2024年", "（", "《",
    "（《“", "1", "1 ", "一", "二〇", "，", "。", "\n", " ", "-", "至", "、", "其中、1件", "部分公开1件、", "受理1件（其中2件，", "123,", "\u200b",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Used:
    """What one run of the command needed."""

    status: int
    cpu: float
    memory: float
    output: bytes


def in_sections(text: str) -> bytes:
    """A report whose three sections are this text over and over."""
    long = (text * (SECTION // len(text) + 1))[:SECTION]
    base = data("clean")
    return fill(replace(base, text={**base.text, "一": long, "五": long, "六": long}))


def explained(rows: int, code: str = "T3-04") -> bytes:
    """A report with so many explanations of nothing."""
    waivers = tuple(
        {"code": code, "cell": f"D{at}", "reason": "因", "by": "甲", "date": "2026-01-10"} for at in range(rows)
    )
    return fill(replace(data("clean"), waivers=waivers))


def _changed(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    opened, memory = loaded(book("clean")), BytesIO()
    change(opened)
    opened.save(memory)
    return memory.getvalue()


def _sheets(opened: openpyxl.Workbook) -> None:
    for at in range(230):
        opened.create_sheet(f"{'表' * 26}{at}").cell(1, 1, "长" * 9_000)


def _comments(opened: openpyxl.Workbook) -> None:
    for at in range(100):
        sheet = opened.create_sheet(f"批注{at}")
        for row in range(1, 60):
            sheet.cell(row, 1).comment = Comment("批" * 300, "甲")


def _outside(opened: openpyxl.Workbook) -> None:
    for sheet in opened.worksheets:
        for row in range(200, 900):
            sheet.cell(row, 1, "外" * 400)


def _figures(opened: openpyxl.Workbook) -> None:
    for row in range(8, 33):
        for column in range(4, 11):
            opened["三、依申请公开"].cell(row, column, f"{'很长' * 9_000}{row * column}")


def _formats(opened: openpyxl.Workbook) -> None:
    for at in range(3_000):
        opened["三、依申请公开"].conditional_formatting.add("D8:J32", FormulaRule(formula=[f"$D$8={at}"]))  # type: ignore[no-untyped-call]


def _labels(opened: openpyxl.Workbook) -> None:
    for row in range(1, 34):
        for cell in opened["三、依申请公开"][row][:3]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = "很长的标签" * 4_000


CRAFTED: dict[str, Callable[[], bytes]] = {
    "one number 4,400 times": lambda: in_sections("国办公开办函〔2019〕60号"),
    "a figure over and over": lambda: in_sections("受理99件，"),
    "a lawsuit over and over": lambda: in_sections("行政诉讼3件，"),
    "16,000 explanations of nothing": lambda: explained(16_000),
    "16,000 incomplete explanations": lambda: explained(16_000, ""),
    "sheets": lambda: _changed(_sheets),
    "comments": lambda: _changed(_comments),
    "lines outside": lambda: _changed(_outside),
    "texts for figures": lambda: _changed(_figures),
    "conditional formats": lambda: _changed(_formats),
    "labels": lambda: _changed(_labels),
}


def made_up(luck: random.Random) -> bytes:
    """Some phrases, in any order, over and over."""
    return in_sections("".join(luck.choice(PHRASES) for _ in range(luck.choice((1, 2, 5, 50, 5_000)))))


MEASURED = """
import runpy, sys
from pathlib import Path
peak, *sys.argv = sys.argv[1:]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
finally:
    if sys.platform == "linux":
        Path(peak).write_text(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
"""``ru_maxrss`` would carry over from the process that started this one; ``VmHWM``, in kB, starts anew."""


def used(path: Path, kind: str) -> Used:
    """Check a file as a process of its own."""
    out, peak = path.with_suffix(".out"), path.with_suffix(".peak")
    peak.unlink(missing_ok=True)
    words = command("check", path, *TODAY, "--format", kind)[2:]
    with out.open("wb") as stream:
        run = subprocess.Popen(
            [sys.executable, "-c", MEASURED, str(peak), *words],
            stdout=stream,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = int(peak.read_text()) if sys.platform == "linux" else 0
    return Used(run.returncode, usage.ru_utime + usage.ru_stime, kilobytes / 1024, out.read_bytes())


def wrong(path: Path, content: bytes, formats: Sequence[str] = FORMATS) -> list[str]:
    """What a file asks for beyond what it may."""
    path.write_bytes(content)
    told = [f"the file has {len(content)} bytes"] if len(content) > MOST_INPUT else []
    for kind in formats:
        came = used(path, kind)
        told += [f"{kind}: exit status {came.status}"] if came.status not in (0, 1, 2) else []
        told += [f"{kind}: {came.cpu:.1f} s"] if came.cpu > MOST_CPU else []
        told += [f"{kind}: {came.memory:.0f} MiB"] if came.memory > MOST_MEMORY else []
        told += [f"{kind}: {len(came.output)} bytes"] if len(came.output) > MOST_OUTPUT else []
    return told


def crafted() -> list[str]:
    """Check every crafted file; what is wrong with which."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "多.xlsx")
        return [f"{name}: {told}" for name, make in CRAFTED.items() for told in wrong(path, make())]


def fuzz(files: int, seed: int = 0) -> list[str]:
    """Check so many files that are made up; what is wrong with which."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for at in range(files):
            content = made_up(random.Random(f"{seed}/{at}"))  # noqa: S311  no secret
            found += [f"file {at} of seed {seed}: {told}" for told in wrong(Path(folder, "多.xlsx"), content)]
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = [*crafted(), *fuzz(options.files, options.seed)]
    print(f"{len(found):6} wrong", *found, sep="\n")  # noqa: T201
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
