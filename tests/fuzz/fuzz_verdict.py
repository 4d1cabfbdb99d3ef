"""Mutated reports through the whole check: no crash, no hang, bounded memory, and never "clean" where a sum is broken.

    python -m tests.fuzz.fuzz_verdict [--files 20000] [--first 0] [--seed 0] [--save FOLDER]

The bases are the blank templates and a correct report with typed totals, with formulas, and without stored values. Half
of the files have bytes, tags, attributes or texts changed anywhere; in the other half figures, totals, formulas, shared
texts, names or addresses are changed on purpose. Whatever passes is held against `by_hand`. Prints what came out.
"""

from __future__ import annotations

import argparse
import collections
import faulthandler
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from tests.fuzz.by_hand import FIGURES, REQUESTS, Opinion, opinion
from tests.fuzz.fuzz_reader import HANG, LIMITS, MOST_MEMORY, changed_bytes, changed_part, memory
from tests.shipped import base_filing, context_of, examine, filing_of, load_form, load_rules
from validator.api import fill
from validator.model.report import FileReport, Report, Status
from validator.model.rule import Outcome
from validator.readers import UnreadableWorkbook, read_workbook
from validator.writers.jsons import report_json
from validator.writers.texts import report_text

DAY = date(2026, 2, 1)
STRINGS, BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
PARTS = {REQUESTS: "xl/worksheets/sheet4.xml"}
OTHER_PART = "xl/worksheets/sheet5.xml"
CELL = '<c r="{}"(?P<given>[^>]*?)(?:/>|>(?P<inside>.*?)</c>)'
FORMULA = re.compile(r"<f>(.*?)</f>")
VALUE = re.compile(r"<v>(.*?)</v>")
ITEM = re.compile(r"<si>.*?</si>", re.DOTALL)
NAME = re.compile(r'(<definedName name="表[^>]*>)([^<]*)(</definedName>)')
TYPE = re.compile(r' t="\w+"')
NUMBERS = ("0", "1", "7", "-3", "2.5", "1E2", "1e400", "NaN", "-0", "99999999", "", "45000")
CONTENTS = (
    ' t="str"><v>12</v>', ' t="s"><v>3</v>', ' t="inlineStr"><is><t>0</t></is>', ' t="b"><v>1</v>', ' t="e"><v>#N/A</v>',
    '><f>1+1</f><v>2</v>', '><f>D10</f>', '><v>1</v>', ' t="d"><v>2025-01-01</v>', ' s="1"><v>1</v>',
)  # fmt: skip
Parts = dict[str, bytes]
Mutation = Callable[[random.Random, Parts], None]


@dataclass(frozen=True, slots=True)
class Base:
    """A workbook to change, and whether it is laid out as `by_hand` knows it."""

    name: str
    content: bytes
    known: bool = True


@cache
def bases() -> tuple[Base, ...]:
    """Blank templates of both editions; one correct report with typed totals, formulas, and formulas never calculated."""
    typed = base_filing()
    totals = {name for name, one in load_form("2021").indicators.items() if one.is_total}
    summed = fill(replace(typed, values={name: value for name, value in typed.values.items() if name not in totals}))
    folder = Path(__file__).resolve().parents[2] / "templates"
    blank = (Base(path.stem, path.read_bytes(), "2021" in path.name) for path in sorted(folder.glob("*.xlsx")))
    bare = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part_of(summed, PARTS[REQUESTS]))
    no_cache = packed({**unpacked(summed), PARTS[REQUESTS]: bare})
    return (*blank, Base("typed", fill(typed)), Base("summed", summed), Base("not calculated", no_cache))


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_of(content: bytes, name: str) -> bytes:
    return unpacked(content)[name]


def packed(parts: Parts) -> bytes:
    memory_file = io.BytesIO()
    with zipfile.ZipFile(memory_file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return memory_file.getvalue()


def _part(sheet: str) -> str:
    return PARTS.get(sheet, OTHER_PART)


def _rewrite(parts: Parts, key: tuple[str, str], make: Callable[[str, str], str]) -> None:
    """Replace one cell by what `make` gives for its attributes and content."""
    sheet, at = key
    text = parts[_part(sheet)].decode()
    text = re.sub(CELL.format(at), lambda m: make(m["given"], m["inside"] or ""), text, count=1)
    parts[_part(sheet)] = text.encode()


def _put(at: str, given: str, inside: str) -> str:
    return f'<c r="{at}"{given}>{inside}</c>'


def number(luck: random.Random, parts: Parts) -> None:
    """Another number in a figure's cell; of a formula, only in what is stored."""
    key = luck.choice(FIGURES)
    new = luck.choice((*NUMBERS, str(luck.randrange(100))))
    _rewrite(parts, key, lambda given, inside: _put(key[1], given, VALUE.sub(f"<v>{new}</v>", inside) or inside))


def constant(luck: random.Random, parts: Parts) -> None:
    """A number where a formula or nothing was."""
    key, new = luck.choice(FIGURES), str(luck.randrange(12))
    _rewrite(parts, key, lambda given, _: _put(key[1], TYPE.sub("", given), f"<v>{new}</v>"))


def content(luck: random.Random, parts: Parts) -> None:
    """Text, truth, error, date or formula where a number was; or nothing."""
    key, new = luck.choice(FIGURES), luck.choice(CONTENTS)
    if luck.random() < 0.3:
        _rewrite(parts, key, lambda given, _: _put(key[1], given, ""))
        return
    _rewrite(parts, key, lambda given, _: f'<c r="{key[1]}"{TYPE.sub("", given) if " s=" not in new else ""}{new}</c>')


def formula(luck: random.Random, parts: Parts) -> None:
    """A formula that sums other cells than it should."""
    key = luck.choice([(REQUESTS, f"{column}{row}") for column in "DEFGHIJ" for row in (31, luck.randrange(8, 33))])
    old, new = luck.choice(
        (("10", "11"), ("30", "29"), ("I", "H"), ("D", "E"), ("SUM", "MAX"), (")", ")+1"), (":", ","))
    )
    _rewrite(
        parts, key, lambda given, inside: _put(key[1], given, FORMULA.sub(lambda m: m[0].replace(old, new, 1), inside))
    )


def swapped(luck: random.Random, parts: Parts) -> None:
    """The contents of two figures of one sheet change places."""
    sheet = luck.choice(FIGURES)[0]
    one, other = luck.sample([at for name, at in FIGURES if name == sheet], 2)
    text = parts[_part(sheet)].decode()
    found = [re.search(CELL.format(at), text) for at in (one, other)]
    first, second = (match["inside"] or "" if match else "" for match in found)
    _rewrite(parts, (sheet, one), lambda given, _: _put(one, given, second))
    _rewrite(parts, (sheet, other), lambda given, _: _put(other, given, first))


def address(luck: random.Random, parts: Parts) -> None:
    """A cell or a row says that it is another one, or is gone."""
    sheet, at = luck.choice(FIGURES)
    text = parts[_part(sheet)].decode()
    other = luck.choice((luck.choice(FIGURES)[1], "D40", "K8", "D8"))
    if luck.random() < 0.5:
        text = re.sub(CELL.format(at), lambda m: m[0].replace(f'"{at}"', f'"{other}"'), text, count=1)
    else:
        text = re.sub(CELL.format(at), "", text, count=1)
    parts[_part(sheet)] = text.encode()


def shared_text(luck: random.Random, parts: Parts) -> None:
    """One shared text is another's, or is changed: labels, sentences, dates."""
    text = parts[STRINGS].decode()
    items = ITEM.findall(text)
    one, other = luck.sample(range(len(items)), 2)
    new = luck.choice((items[other], "<si><t>0</t></si>", items[one].replace("</t>", "1</t>"), "<si><t/></si>"))
    places = iter(range(len(items)))
    parts[STRINGS] = ITEM.sub(lambda m: new if next(places) == one else m[0], text).encode()


def name(luck: random.Random, parts: Parts) -> None:
    """Defined names of two figures change places, or one is lost or leads elsewhere."""
    text = parts[BOOK].decode()
    found = NAME.findall(text)
    (start, at, end), (other_start, other_at, _) = luck.sample(found, 2)
    new = luck.choice((f"{start}{other_at}{end}", f"{start}#REF!{end}", ""))
    text = text.replace(f"{start}{at}{end}", new)
    if luck.random() < 0.5:
        text = text.replace(f"{other_start}{other_at}{end}", f"{other_start}{at}{end}")
    parts[BOOK] = text.encode()


AIMED: Sequence[Mutation] = (number,) * 6 + (constant,) * 4 + (content, swapped, swapped, address, shared_text, name)
RARE = 60
"""One file in so many gets a foreign formula: recomputing one costs a process."""


def aimed(luck: random.Random, base: Base) -> bytes:
    """The report with one to three changes that are meant to matter."""
    parts = unpacked(base.content)
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        (formula if luck.randrange(RARE) == 0 else luck.choice(AIMED))(luck, parts)
    return packed(parts)


def mutated(luck: random.Random) -> tuple[Base, bytes]:
    """One mutated workbook and what it was before."""
    base = luck.choice(bases())
    if luck.random() < 0.5:
        return base, aimed(luck, base)
    if luck.random() < 0.7:
        return base, changed_part(luck, base.content)[0]
    return base, changed_bytes(luck, base.content)


def examined(path: Path) -> FileReport:
    """The check of one file as `gouji check` makes it."""
    try:
        filing = filing_of(read_workbook(path, LIMITS))
    except UnreadableWorkbook as refusal:
        return FileReport(str(path), Status.UNREADABLE, error=str(refusal))
    return examine(filing, load_rules(), context_of(DAY))


def check_report(found: FileReport, told: Opinion | None) -> None:
    """No rule broke; nothing passes with a broken sum; a stale stored total is told."""
    report = Report((found,))
    "".join(report_json(report.files, report.summary)).encode()
    assert "\033" not in "".join(report_text(report.files, report.summary))
    broken = [one.message() for one in found.findings if one.outcome is Outcome.BROKEN]
    assert not broken, broken
    if found.status is Status.UNREADABLE:
        assert found.error
        assert found.error.startswith(Path(found.path).name)
        return
    if told is None or found.status is Status.FAILS:
        return
    assert not told.broken, (found.status, told.broken)
    stale = {
        (cell.place.sheet, cell.place.cell) for one in found.findings if one.rule.code == "VA-06" for cell in one.cells
    }
    assert stale >= set(told.stale), (found.status, told.stale, stale)


@dataclass(slots=True)
class Run:
    """What came out of some files: how many of each verdict, what went wrong, seconds of the slowest."""

    counts: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


def fuzz(files: int, seed: int = 0, save: Path | None = None, first: int = 0) -> Run:
    """Check `files` mutated workbooks from number `first` on. Those with which something goes wrong are kept."""
    run = Run()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "变.xlsx")
        for at in range(first, first + files):
            base, changed = mutated(random.Random(f"{seed}/{at}"))  # noqa: S311  no secret
            path.write_bytes(changed)
            faulthandler.dump_traceback_later(HANG, exit=True)
            try:
                one(path, base, changed, run)
            except Exception as error:  # whatever it is, it is what is looked for
                kept = (save or Path(tempfile.gettempdir())) / f"verdict-{seed}-{at}.xlsx"
                kept.write_bytes(changed)
                run.wrong.append(f"file {at} of seed {seed}, from {base.name}, kept as {kept}: {error!r}")
            finally:
                faulthandler.cancel_dump_traceback_later()
    return run


def one(path: Path, base: Base, changed: bytes, run: Run) -> None:
    """Check one file and count what came out; raises where something is wrong."""
    started = time.perf_counter()
    found = examined(path)
    run.slowest = max(run.slowest, time.perf_counter() - started)
    passed = base.known and found.status in {Status.CLEAN, Status.EXPLAIN}
    told = opinion(changed) if passed else None
    check_report(found, told)
    run.counts[found.status.value] += 1
    run.counts["passed and added up by hand"] += told is not None


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to share the work")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    run = fuzz(options.files, options.seed, options.save, options.first)
    for line, count in run.counts.most_common():
        print(f"{count:8} {line}")  # noqa: T201
    print(f"{len(run.wrong):8} wrong", *run.wrong, sep="\n")  # noqa: T201
    peak = memory()
    print(f"{run.slowest:8.1f} s for the slowest, {peak:.0f} MiB at most")  # noqa: T201
    sys.exit(bool(run.wrong) or peak > MOST_MEMORY)


if __name__ == "__main__":
    main()
