"""Disguised workbooks: none is clean in which something else is seen than is stored, and no harmless change is told.

    python -m tests.fuzz.fuzz_seen [--files 20000] [--seed 0] [--harmless 300] [--save FOLDER]

Both editions, totals typed and as formulas; half of the disguised files store what is sound and show something else,
the other half show what is sound (or nothing) and store something else. What is seen is the opinion of an oracle: the
one sheet opened with openpyxl, its formats read by a short table of its own, the sums added up here.
"""

from __future__ import annotations

import argparse
import collections
import io
import random
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import DAY
from tests.fuzz.disguises import DISGUISES, HONEST, Target
from tests.fuzz.harmless import HARMLESS
from tests.fuzz.parts import LINKS, OUTLINE, Parts, packed, place, sheet_part, stored, unpacked, value_of
from tests.shipped import base_filing, build, load_form
from validator import check, read
from validator.exchange.filing_data import FilingData
from validator.model.form import NumberKind
from validator.model.report import FileReport, Status

BESIDE = "wider column", "higher row", "zoom"
EDITIONS = ("2021", "2019")


def sound(edition: str) -> FilingData:
    """A report of that edition in which every rule holds."""
    base = base_filing()
    if edition == "2021":
        return base
    form, merged = load_form(edition), dict(base.values)
    for column in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织", "总计"):
        parts = (merged[f"表三.其他处理_{one}.{column}"] for one in ("逾期不补正", "逾期不缴费", "其他"))
        merged[f"表三.其他处理.{column}"] = sum(int(one or 0) for one in parts)
    values = {name: merged.get(name, 3) for name in form.indicators}
    text = {key: _of_2020(words) for key, words in base.text.items()}
    text["一"] = re.sub(r"，制发规章1件.*?现行有效行政规范性文件85件", "", text["一"])
    start, end = "2020-01-01", "2020-12-31"
    periods = dict.fromkeys(base.table_periods, "2020年1月1日至2020年12月31日")
    return replace(
        base,
        edition=edition,
        year=2020,
        values=values,
        text=text,
        period={"start": start, "end": end},
        table_periods=periods,
        published="2021-03-20",
    )


def _of_2020(words: str) -> str:
    return words.replace("2025", "2020")


@cache
def base(edition: str, *, typed: bool) -> bytes:
    """The filled template of an edition."""
    return build(sound(edition), typed_totals=typed)


@cache
def figures(edition: str) -> tuple[tuple[str, str, bool], ...]:
    """Sheet and address of every figure, and whether it is part of a sum of 表三 or 表四."""
    form = load_form(edition)
    return tuple(
        (form.tables[one.table].sheet, one.cell, one.table != "表二")
        for one in form.indicators.values()
        if one.kind is not NumberKind.AMOUNT
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One file, what was done to it, and where."""

    content: bytes
    kind: str
    edition: str
    sheet: str
    at: str

    def __str__(self) -> str:
        return f"{self.kind} at {self.sheet}!{self.at} ({self.edition})"


def _target(luck: random.Random) -> tuple[Target, str]:
    edition = luck.choice(EDITIONS)
    parts = unpacked(base(edition, typed=luck.random() < 0.5))
    while True:
        sheet, at, _ = luck.choice(figures(edition))
        part = sheet_part(parts, sheet)
        value = value_of(parts, part, at)
        if value is not None:
            return Target(parts, sheet, part, at, value), edition


def disguised(luck: random.Random) -> Made:
    """A file in which one figure is hidden, or looks like another."""
    target, edition = _target(luck)
    kind = luck.choice(tuple(DISGUISES))
    if kind == "no zeros":
        target = _zero(target, edition)
    if kind == "merge":
        target = _right_of_another(target, edition, luck)
    if luck.random() < 0.5 and kind not in {"decoy", "no zeros"}:
        stored(target.parts, target.part, target.at, other := luck.choice((1, 7, 705, 9998)))
        target = replace(target, value=other)
    DISGUISES[kind](target, luck)
    return Made(packed(target.parts), kind, edition, target.sheet, target.at)


def _zero(target: Target, edition: str) -> Target:
    every = ((sheet, at, sheet_part(target.parts, sheet)) for sheet, at, _ in figures(edition))
    sheet, at, part = next(one for one in every if value_of(target.parts, one[2], one[1]) == 0)
    return Target(target.parts, sheet, part, at, 0)


def _right_of_another(target: Target, edition: str, luck: random.Random) -> Target:
    """A figure with one to its left, for a merge over both."""
    known = {(sheet, at) for sheet, at, _ in figures(edition)}
    every = [(sheet, at) for sheet, at in sorted(known) if (sheet, _left_of(at)) in known]
    sheet, at = luck.choice(every)
    part = sheet_part(target.parts, sheet)
    return Target(target.parts, sheet, part, at, value_of(target.parts, part, at) or 0)


def _left_of(at: str) -> str:
    column, row = place(at)
    return f"{chr(63 + column)}{row}"


def rewritten(luck: random.Random) -> Made:
    """A file whose looks were changed, and nothing that is seen."""
    target, edition = _target(luck)
    first = luck.choice(tuple(HARMLESS))
    kinds = dict.fromkeys((first, luck.choice((first, *BESIDE))))  # two colours may well not be read together
    for kind in kinds:
        HARMLESS[kind](target, luck)
    return Made(packed(target.parts), " and ".join(kinds), edition, target.sheet, target.at)


def checked(path: Path, content: bytes) -> FileReport:
    """The product's opinion."""
    path.write_bytes(content)
    return check([read(path)], today=DAY).files[0]


# The oracle: one sheet through openpyxl, what each figure of it shows, and the sums of what is stored.


def alone(parts: Parts, part: str) -> bytes:
    """A workbook of one sheet, so that openpyxl has little to do."""
    outline, links = parts[OUTLINE].decode(), parts[LINKS].decode()
    target = part.removeprefix("xl/")
    relation = re.search(
        rf'<Relationship [^>]*Id="(\w+)"[^>]*{re.escape(target)}"|{re.escape(target)}"[^>]*Id="(\w+)"', links
    )
    assert relation
    number = relation[1] or relation[2]
    entry = re.search(rf'<sheet [^>]*r:id="{number}"[^>]*/>', outline)
    assert entry
    outline = re.sub(r"<definedNames>.*?</definedNames>", "", outline, flags=re.DOTALL)
    outline = re.sub(r"<sheets>.*?</sheets>", f"<sheets>{entry[0].replace('hidden', 'visible')}</sheets>", outline)
    kept = {name: data for name, data in parts.items() if "worksheets/" not in name and "docProps" not in name}
    kept |= {part: parts[part], OUTLINE: outline.encode()}
    return packed(kept)


ZERO_DASH = re.compile(r'"-"|-"')
LIES: dict[str, Callable[[int], str]] = {
    '0"0"': lambda value: f"{value}0", '"1"0': lambda value: f"1{value}", ";;;": lambda _: "", '"99"': lambda _: "99",
    "0,": lambda value: str(int(value / 1000 + 0.5)), "0%": lambda value: f"{value}00%", '[>=0]"5"0;0': lambda value: f"5{value}",
    'General"0"': lambda value: f"{value}0", '0"."0': lambda value: f"{value // 10}.{value % 10}",
    "0*0": lambda value: f"{value}000", '0"万"': lambda value: f"{value}万", "[White]0": lambda _: "",
    "0.0,": lambda value: str(value / 1000), "[Color 2]General": lambda _: "",
    '0;0;"7"': lambda value: str(value) if value else "7", '#,##0"千"': lambda value: f"{value}千",
    '0"k"': lambda value: f"{value}k", '[<1E9]"4711";0': lambda _: "4711", "0!.0": lambda value: f"{value // 10}!.{value % 10}",
    '"３"0': lambda value: f"3{value}", '"一"0': lambda value: f"一{value}", '"9999"': lambda _: "9999",
}  # fmt: skip


def shown_as(code: str, value: int) -> str:
    """What a format shows, by a table: formats that are not known here are the template's own, or honest."""
    if code in LIES:
        return LIES[code](value)
    assert code in {*HONEST, "General", 'yyyy"年"m"月"d"日"', "0", "#,##0", ";;;"}, code
    return str(value)


def deceives(made: Made) -> bool:
    """Whether anybody who opens the file sees other figures than it stores."""
    parts = unpacked(made.content)
    if f"{made.sheet}（定稿）".encode() in parts[OUTLINE] or any("drawing77" in name.lower() for name in parts):
        return True
    part = sheet_part(parts, made.sheet)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it drops extensions
        book = openpyxl.load_workbook(io.BytesIO(alone(parts, part)), data_only=True)
    sheet = book.worksheets[0]
    row = place(made.at)[1]
    known = [at for on, at, _ in figures(made.edition) if on == made.sheet and place(at)[1] == row]
    merges = [area.bounds for area in sheet.merged_cells.ranges]
    covered = [at for at in known if any(_inside(at, area) and place(at) != area[:2] for area in merges)]
    if any(value_of(parts, part, at) is not None for at in covered):
        return True
    if b"<x14:cfRule" in parts[part]:  # openpyxl drops it; it shows 4711
        return value_of(parts, part, made.at) != 4711
    return any(_is_disguised(sheet, at) for at in known)


def _inside(at: str, area: tuple[int, int, int, int]) -> bool:
    (column, row), (left, top, right, bottom) = place(at), area
    return left <= column <= right and top <= row <= bottom


def _is_disguised(sheet: Worksheet, at: str) -> bool:
    cell = sheet[at]
    value = cell.value
    if not isinstance(value, int | float):
        return False
    column, row = sheet.column_dimensions[cell.column_letter], sheet.row_dimensions[cell.row]
    low = row.hidden or (row.height is not None and row.height < 2)
    narrow = column.hidden or column.width < 0.3
    if low or narrow or (value == 0 and sheet.sheet_view.showZeros is False):
        return True
    unseen = _rgb(cell.font.color, "000000") in _grounds(cell) or (cell.font.sz or 11) < 3
    if unseen or cell.alignment.horizontal == "fill" or shown_as(cell.number_format, int(value)) != str(int(value)):
        return True
    return any(_is_changed(rule, int(value)) for rule in _rules(sheet, at))


def _rules(sheet: Worksheet, at: str) -> Iterator[Any]:
    for ranges in sheet.conditional_formatting:
        if any(_inside(at, area.bounds) for area in ranges.cells.ranges):
            yield from ranges.rules


def _is_changed(rule: Any, value: int) -> bool:
    if rule.iconSet is not None and rule.iconSet.showValue is False:
        return True
    if rule.dxf is None or (rule.type == "cellIs" and rule.operator == "lessThan"):
        return False
    if rule.dxf.numFmt is not None:
        return shown_as(rule.dxf.numFmt.formatCode, value) != str(value)
    white = rule.dxf.font is not None and _rgb(rule.dxf.font.color, "") == "FFFFFF"
    return white and rule.dxf.fill is not None and _rgb(rule.dxf.fill.bgColor, "") == "FFFFFF"


THEME = {0: "FFFFFF", 1: "000000"}
INDEXED = {9: "FFFFFF", 65: "FFFFFF", 64: "000000", 10: "FF0000"}


def _rgb(colour: Any, automatic: str) -> str:
    """A colour by name where a table of its own has none: two of one name are the same."""
    if colour is None:
        return automatic
    if colour.type == "rgb":
        return str(colour.rgb)[-6:]
    if colour.type == "indexed":
        return INDEXED.get(colour.indexed, f"indexed {colour.indexed}")
    if colour.type == "theme":
        return (
            THEME.get(colour.theme, f"theme {colour.theme} {colour.tint}")
            if not colour.tint
            else f"theme {colour.theme} {colour.tint}"
        )
    return automatic


def _grounds(cell: Any) -> set[str]:
    """The colours that a text must not have here: that of the ground, and what cannot be told from white."""
    if cell.fill.patternType != "solid":
        return {"FFFFFF", "FEFEFE"}
    return {_rgb(cell.fill.fgColor, "000000")}


def one_file(number: int, seed: int, path: Path) -> str:
    """What came of one disguised file. AssertionError when it is clean although it deceives, or deceives nobody."""
    made = disguised(random.Random(f"{seed}/{number}"))  # noqa: S311  no secret
    assert deceives(made), f"the oracle sees nothing: {made}"
    found = checked(path, made.content)
    assert found.status is not Status.CLEAN, f"clean: {made}"
    told = {finding.rule.code for finding in found.findings} & {"D-04", "D-16", "D-17"}
    assert told, f"not told: {made}"
    return f"{made.kind}: {' '.join(sorted(told))}"


def one_harmless(number: int, seed: int, path: Path) -> str:
    """What came of one harmless change. AssertionError when anything is found."""
    made = rewritten(random.Random(f"harmless {seed}/{number}"))  # noqa: S311
    found = checked(path, made.content)
    assert not found.findings, f"false alarm: {made}: {[finding.message() for finding in found.findings]}"
    return "harmless"


def fuzz(files: int, harmless: int, seed: int = 0, save: Path | None = None) -> collections.Counter[str]:
    """Check so many files and count what came out; the first that fails is kept in `save`."""
    counts: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "示例市.xlsx")
        for number in range(files + harmless):
            try:
                counts[(one_file if number < files else one_harmless)(number, seed, path)] += 1
            except BaseException:
                kept = (save or Path(tempfile.gettempdir())) / f"seen-{seed}-{number}.xlsx"
                kept.write_bytes(path.read_bytes() if path.exists() else b"")
                print(f"file {number} of seed {seed} failed; kept as {kept}", file=sys.stderr)  # noqa: T201
                raise
    return counts


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--harmless", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    for line, number in sorted(fuzz(options.files, options.harmless, options.seed, options.save).items()):
        print(f"{number:8} {line}")  # noqa: T201


if __name__ == "__main__":
    main()
