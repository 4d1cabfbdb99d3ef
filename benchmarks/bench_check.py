"""What checking a report costs beside what others need only to read it: one table, ratios of CPU time.

    python benchmarks/bench_check.py [--files 60] [--rounds 3] [--folder DIR]

Without --folder the reports are filled templates made here, no two alike, with text as long as real reports have it
(`tests.narrative.longtexts`); a third of them have three figures that contradict others. What is compared takes turns
file by file in changing order, so that a busy machine is busy for all; a ratio is that of two medians. Slow readers see
only some of the files. Files as LibreOffice saves them are left out where there is none. Several processes
and Dask are compared with one process by benchmarks/bench_scale.py.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
import python_calamine

from tests.narrative.longtexts import long_texts
from tests.office import NEVER, Office
from tests.shipped import CATALOGUE, base_filing
from validator import fill
from validator.filings.copies import layouts_of
from validator.model.report import Summary
from validator.readers.xlsx.skeletons import Skeletons
from validator.run.driver import Job, examine_file, examine_filing, read_filing
from validator.writers.registry import Asked, format_of

JOB = Job(catalogue=CATALOGUE, today=date(2026, 2, 1))
ON_TEXT = ("N-", "X-04", "X-05", "X-06", "P-03", "P-04", "P-07", "ST-07", "ST-10", "ST-11", "ST-12", "ST-13")
"""The rules that read the narrative."""
REST = replace(JOB, rules=tuple(rule for rule in CATALOGUE.rules if not rule.code.startswith(ON_TEXT)))
SLOW = 10
"""How many files the slow readers see, and how many are saved anew by each program."""
MEASURES = (
    ("all rules but those on text, layout seen before, against calamine reading values", "rest", "calamine"),
    ("the same, layout never seen", "rest unseen", "calamine beside unseen"),
    ("rules on text, against calamine reading values", "text", "calamine beside text"),
    ("read, checked by all rules and told, against calamine reading values", "whole", "calamine"),
    ("the same on files as openpyxl saves them, against those of the template", "openpyxl saved", "template"),
    ("… as LibreOffice saves them", "LibreOffice", "template"),
    ("… as Excel saves them (imitated)", "imitated Excel", "template"),
    ("one file from the command line, against `python -c pass`", "one file", "pass"),
)
"""What the table says, whose median it shows, and what that is divided by."""
Spent = dict[str, list[float]]


def make(folder: Path, count: int) -> None:
    """Filled templates of counties of all sizes; what their texts tell is right, of a third not what the tables say."""
    base, draw = base_filing(), random.Random(0)  # noqa: S311  figures for a benchmark
    for number in range(count):
        size = draw.randint(1, 40)
        values = {name: value * size if isinstance(value, int) else value for name, value in base.values.items()}
        values |= {name: 0 for name in values if name.startswith("表二.规章.")}
        organ, text = f"示例{number}县人民政府", long_texts(draw, base.year or 0, values)
        text["标题"] = f"{organ}{base.year}年政府信息公开工作年度报告"
        if number % 3 == 0:
            for name in draw.sample([name for name, value in values.items() if value], 3):
                values[name] = int(values[name] or 0) + draw.randint(1, 9)
        filing = replace(base, organ=organ, organ_type="县级政府", values=values, text=text)
        Path(folder, f"{number:05}.xlsx").write_bytes(fill(filing))


def as_openpyxl(path: Path, to: Path) -> None:
    openpyxl.load_workbook(path).save(to)


def as_excel(path: Path, to: Path) -> None:
    """What differs in every file that Excel saves: identities, the selection, who saved it and when."""
    draw = random.Random(path.name)  # noqa: S311  no secret

    def identity(_: object = None) -> str:
        return f"{{{str(UUID(int=draw.getrandbits(128))).upper()}}}"

    revision = "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
    ignorable = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    named = f'xmlns:mc="{ignorable}" xmlns:xr="{revision}" mc:Ignorable="xr"'
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as saved:
        for part in book.infolist():
            content = book.read(part)
            if part.filename == "xl/workbook.xml":
                pointer = f'<xr:revisionPtr revIDLastSave="0" documentId="8_{identity()}"/>'
                content = re.sub(rb"<workbook ", f"<workbook {named} ".encode(), content, count=1)
                content = re.sub(rb"(<workbook [^>]*>)", rb"\1" + pointer.encode(), content, count=1)
            elif part.filename.startswith("xl/worksheets/sheet"):
                root = f'<worksheet {named} xr:uid="{identity()}" '.encode()
                content = re.sub(rb"<worksheet ", root, content, count=1)
                cell = f"B{draw.randint(1, 30)}"
                content = re.sub(
                    rb"<selection [^>]*/>", f'<selection activeCell="{cell}" sqref="{cell}"/>'.encode(), content
                )
            elif part.filename == "docProps/core.xml":
                content = re.sub(
                    rb"\d\d:\d\d:\d\dZ", f"{draw.randint(10, 23)}:15:{draw.randint(10, 59)}Z".encode(), content
                )
            saved.writestr(part.filename, content)


def calamine(path: Path) -> object:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def openpyxl_both(path: Path) -> object:
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def whole(path: Path) -> object:
    """Read, checked by every rule and told, as the command does it."""
    return "".join(
        map(str, format_of("text").write(iter([examine_file(path, JOB)]), Summary(), Asked(catalogue=CATALOGUE)))
    )


def rest(path: Path) -> object:
    return examine_file(path, REST)


def forget(*modules: str) -> None:
    """Empty what the functions of some modules keep."""
    for name, module in list(sys.modules.items()):
        if name.startswith(modules):
            for one in vars(module).values():
                getattr(one, "cache_clear", lambda: None)()


def unseen(path: Path) -> object:
    """A file as the first of its kind: no sheet, and no template, is like one seen before."""
    layouts_of.cache_clear()
    usual = Skeletons.like, Skeletons.is_met_again
    Skeletons.like, Skeletons.is_met_again = lambda *_: None, lambda *_: False  # type: ignore[method-assign]
    try:
        return rest(path)
    finally:
        Skeletons.like, Skeletons.is_met_again = usual  # type: ignore[method-assign]


def forget_texts() -> None:
    """They all differ, but the peers of a turn read the same."""
    forget("validator.language.normal", "validator.checks.openness.said", "validator.checks.openness.sentences")


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    start = time.process_time_ns()
    run()
    return (time.process_time_ns() - start) / 1e6


def in_turn(spent: Spent, peers: Iterable[tuple[str, Callable[[], object]]], order: random.Random) -> None:
    turn = list(peers)
    for name, run in order.sample(turn, len(turn)):
        forget_texts()
        spent[name].append(timed(run))


def read_and_checked(paths: list[Path], rounds: int) -> Spent:
    """Every peer on every file it sees; the rules on text by what all rules cost more than the others."""
    order, spent = random.Random(0), defaultdict[str, list[float]](list)  # noqa: S311  no secret
    for turn in range(rounds):
        for number, path in enumerate(paths):
            peers = [
                ("calamine", lambda path=path: calamine(path)),
                ("whole", lambda path=path: whole(path)),
                ("rest", lambda path=path: rest(path)),
            ]
            if not turn and number < SLOW:
                peers.append(("openpyxl", lambda path=path: openpyxl_both(path)))
            in_turn(spent, peers, order)
        for path in paths[:SLOW]:
            in_turn(spent, [("calamine beside unseen", lambda path=path: calamine(path))], order)
            spent["rest unseen"].append(timed(lambda path=path: unseen(path)))
    for _ in range(rounds):
        for path in paths:
            forget_texts()
            filing = read_filing(path, JOB)
            alone = timed(lambda filing=filing: examine_filing(filing, REST))
            spent["text"].append(timed(lambda filing=filing: examine_filing(filing, JOB)) - alone)
            spent["calamine beside text"].append(timed(lambda path=path: calamine(path)))
    return spent


def saved_anew(paths: list[Path], folder: Path, rounds: int) -> Spent:
    """The whole command on files as other programs save them, beside the same files as the template has them."""
    order, spent, programs = random.Random(0), defaultdict[str, list[float]](list), {}  # noqa: S311  no secret
    for name, save in (("openpyxl saved", as_openpyxl), ("imitated Excel", as_excel)):
        Path(folder, name).mkdir()
        programs[name] = [folder / name / path.name for path in paths]
        for path, to in zip(paths, programs[name], strict=True):
            save(path, to)
    if office := shutil.which("soffice"):
        programs["LibreOffice"] = Office(office, folder / "office", NEVER).convert(
            paths, "xlsx", folder / "LibreOffice"
        )
    for turn in range(rounds + 1):
        for number, path in enumerate(paths):
            peers = [("template", lambda path=path: whole(path))]
            peers += [(name, lambda path=files[number]: whole(path)) for name, files in programs.items()]
            in_turn(spent if turn else defaultdict(list), peers, order)  # the first turn shows each its kind of file
    return spent


def run(command: list[str]) -> float:
    """Milliseconds of CPU of a process, however it ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=compiled)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1e3


def one_file(path: Path) -> Spent:
    order, spent = random.Random(0), defaultdict[str, list[float]](list)  # noqa: S311  no secret
    commands = {"pass": ["-c", "pass"], "one file": ["-m", "validator", "check", str(path)]}
    run([sys.executable, *commands["one file"]])
    for _ in range(15):
        for name, command in order.sample(sorted(commands.items()), 2):
            spent[name].append(run([sys.executable, *command]))
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, anew = options.folder or Path(made, "reports"), Path(made, "anew")
        anew.mkdir()
        if options.folder is None:
            folder.mkdir()
            make(folder, options.files)
        paths = sorted(folder.rglob("*.xlsx"))[: options.files]
        gc.freeze()
        spent = read_and_checked(paths, options.rounds) | saved_anew(paths[:SLOW], anew, options.rounds)
        spent |= one_file(paths[0])
    middle = {name: statistics.median(times) for name, times in spent.items()}
    made_here = options.folder or "made here"
    print(f"{len(paths)} files ({made_here}), {options.rounds} rounds, Python {sys.version.split()[0]}\n")
    print("| measure | per file | ratio |\n| --- | --- | --- |")
    for measure, name, peer in MEASURES:
        if name in middle:
            print(f"| {measure} | {middle[name]:.1f} ms | {middle[name] / middle[peer]:.2f} × |")
    slow, times = middle["openpyxl"], middle["openpyxl"] / middle["whole"]
    print(f"| openpyxl reading values and formulas, against all of gouji | {slow:.1f} ms | {times:.0f} × |")


if __name__ == "__main__":
    main()
