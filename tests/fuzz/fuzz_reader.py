"""Mutated workbooks: the reader gives a sound result or one line of refusal, in bounded time and memory, or this fails.

    python -m tests.fuzz.fuzz_reader [--files 20000] [--seed 0] [--save FOLDER] [BASE.xlsx ...]

Half of the files have bytes of the archive changed, half have the XML of one part changed and packed again. A base
workbook is one made here by XlsxWriter, by openpyxl or part by part, or one given. Prints what came out.
"""

from __future__ import annotations

import argparse
import collections
import faulthandler
import io
import math
import random
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.readers.parts import archive, parts, sheet, strings
from validator.model.cells import Cell, CellKind
from validator.readers import Limits, UnreadableWorkbook, Workbook, read_workbook
from validator.readers.limits import Budget, Refused, Unsure
from validator.readers.xlsx.cells import Cells, Tables
from validator.readers.xlsx.cells_scan import known_to
from validator.readers.xlsx.places import position
from validator.readers.xlsx.sheet_scan import scan_sheet
from validator.readers.xlsx.sheet_xml import read_sheet
from validator.readers.xlsx.styles import Shown

LIMITS = Limits(seconds=5)
HANG = 30  # seconds after which a file counts as a hang and every stack is shown
MOST_MEMORY = 300  # MiB
NASTY = (
    "", "0", "-1", "1", "99999999999999999999", "1E999", "NaN", "-0", "1048577", "XFE1", "A0", "rId1", "../x",
    "xl/workbook.xml", "true", "shared", "array", "s", "str", "inlineStr", "d", "e", "b", "&#0;", "&#x41;", "&lt;",
    "&x;", "&", "<", "]]>", "\0", "\ufffe", "_x0000_", "_xD800_", '"', "'", "=1+1", "=cmd|'/c calc'!A1", "<!DOCTYPE x>",
    "<!-- -->", "<![CDATA[x]]>", "<?x?>", "九" * 50,
)  # fmt: skip
TAG = re.compile(r"<[^<>]*>")
ATTRIBUTE = re.compile(r'="([^"]*)"')
TEXT = re.compile(r">([^<>]+)<")
Mutation = Callable[[random.Random, bytes], bytes]


def by_xlsxwriter() -> bytes:
    """A small report: labels, figures, formulas, names, comments, merged cells, protection."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        for name in ("封面", "三、依申请公开"):
            one = book.add_worksheet(name)
            one.merge_range("A1:D1", "政府信息公开工作年度报告")
            one.write_rich_string("A2", "其他", book.add_format({"bold": True}), "处理")
            for row in range(5, 12):
                one.write_row(row, 0, ["本年新收", row, row / 8, "有", True])
                one.write_formula(row, 6, f"=SUM(B{row}:C{row})", None, row)
            one.write("H2", date(2024, 1, 20), book.add_format({"num_format": "yyyy-mm-dd"}))
            one.write_comment("B6", "以收到日期为准")
            one.protect("x")
            book.define_name(f"名{name[0]}", f"='{name}'!$B$6")
        book.set_custom_property("gouji_version", "0.1.0")
    return memory.getvalue()


def by_openpyxl() -> bytes:
    """Inline strings, formulas without values, hidden sheet."""
    memory, book = io.BytesIO(), openpyxl.Workbook()
    one = book.worksheets[0]
    for row in range(1, 9):
        one.append([f"第{row}行", row, f"=B{row}*2", row % 2 == 0, 1 / row])
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(memory)
    return memory.getvalue()


def by_parts() -> bytes:
    """Shared and array formulas, every type of cell, one sheet only the strict reader can follow."""
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+C$1</f><v>1</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2" s="1"><v>45000</v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><f t="array" ref="B3:B4">A1:A2</f><v>3</v></c></row>'
        '<row r="4"><c r="A4" t="d"><v>2024-02-29</v></c><c r="B4" t="b"><v>1</v></c>'
        '<c r="C4" t="str"><v>x</v></c></row>'
    )
    odd = sheet(rows.replace('"', "'"), before='<cols><col min="2" max="3" hidden="1"/></cols>')
    table = {"xl/sharedStrings.xml": strings("<t>一</t>", "<r><t>二</t></r><r><t> 三</t></r>", "<t>四_x000D_</t>")}
    return archive(
        parts(
            sheet(rows),
            odd,
            workbook='<definedNames><definedName name="名">甲!$A$1</definedName></definedNames>',
            more=table,
        )
    )


def changed_bytes(luck: random.Random, data: bytes) -> bytes:
    """One to eight bytes, or a stretch, of the file flipped, cut, doubled or overwritten."""
    content = bytearray(data)
    for _ in range(luck.choice((1, 1, 2, 8))):
        at = luck.randrange(len(content))
        length = luck.choice((1, 1, 4, 40, 400))
        action = luck.randrange(6)
        if action == 0:
            content[at] ^= 1 << luck.randrange(8)
        elif action == 1:
            content[at : at + length] = luck.randbytes(length)
        elif action == 2:
            del content[at : at + length]
        elif action == 3:
            content[at:at] = content[at : at + length]
        elif action == 4:
            content[at : at + 4] = luck.choice(
                (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"PK\3\4", b"PK\1\2", b"PK\5\6")
            )
        else:
            del content[at:]
        if not content:
            break
    return bytes(content)


def changed_xml(luck: random.Random, data: bytes) -> bytes:
    """One part's text changed where it matters: a tag, an attribute's value, a text."""
    text = data.decode("utf-8", "replace")
    for _ in range(luck.choice((1, 1, 2, 5))):
        found = list(luck.choice((TAG, ATTRIBUTE, TEXT)).finditer(text))
        if not found:
            continue
        match = luck.choice(found)
        group = 1 if match.lastindex else 0
        start, end = match.span(group)
        other = luck.choice(found).group(group)
        new = luck.choice(
            (luck.choice(NASTY), luck.choice(NASTY), other, match[group] * 2, f"{match[group]}{other}", "")
        )
        text = text[:start] + new + text[end:]
    if luck.randrange(40) == 0:
        text = text.replace("<", "<a>" * luck.choice((10, 100, 5000)) + "<", 1)
    return text.encode("utf-8", "replace")


def changed_part(luck: random.Random, base: bytes) -> tuple[bytes, str, bytes]:
    """The workbook with one part changed, or renamed, or left out; with that part's name and text."""
    with zipfile.ZipFile(io.BytesIO(base)) as package:
        found = {name: package.read(name) for name in package.namelist()}
    name = luck.choice([name for name in found if name.endswith((".xml", ".rels"))])
    action = luck.randrange(12)
    if action == 0:
        del found[name]
        return archive(found), name, b""
    if action == 1:
        found[luck.choice(list(found))] = found[name]
        return archive(found), name, b""
    found[name] = changed_xml(luck, found[name]) if action > 2 else changed_bytes(luck, found[name])
    return archive(found), name, found[name]


def mutated(luck: random.Random, bases: Sequence[bytes]) -> tuple[bytes, str, bytes]:
    """One mutated workbook; the name and text of the part that was changed, if any."""
    base = luck.choice(bases)
    return changed_part(luck, base) if luck.random() < 0.5 else (changed_bytes(luck, base), "", b"")


TYPES: dict[CellKind, tuple[type, ...]] = {
    CellKind.NUMBER: (int, float),
    CellKind.TEXT: (str,),
    CellKind.BOOL: (bool,),
    CellKind.ERROR: (str,),
    CellKind.DATE: (date, time, timedelta),
    CellKind.BLANK: (type(None),),
}


def check_cell(address: str, cell: Cell) -> None:
    """A cell is what its kind says, at a place that exists, and can be written out."""
    value = cell.value
    assert position(address) is not None, address
    assert isinstance(value, TYPES[cell.kind]), cell
    assert isinstance(value, bool) == (cell.kind is CellKind.BOOL), cell
    assert not isinstance(value, float) or math.isfinite(value), cell
    assert not isinstance(value, float) or math.copysign(1, value) == 1 or value < 0, cell
    assert cell.cached == (None if cell.formula is None else value), cell
    assert cell.kind is not CellKind.BLANK or cell.formula is not None, cell
    for text in (value, cell.formula):
        if isinstance(text, str):
            text.encode()


def check_workbook(book: Workbook) -> None:
    """Every part of a result is of the type it promises."""
    assert book.sheets
    for name, one in book.sheets.items():
        assert name == one.name
        for address, cell in one.cells.items():
            check_cell(address, cell)
        assert all(1 <= row <= 1_048_576 for row in one.hidden_rows)
    for text in (*book.names, *book.names.values(), *book.properties, *book.properties.values(), *book.notes):
        text.encode()


def check_readers_agree(part: bytes) -> bool:
    """The fast reader of a sheet finds what the strict one finds, or leaves it to that; whether it found anything."""
    tables = Tables(("一", "二", "三", "四"), (Shown.NUMBER, Shown.DATE, Shown.DURATION), date1904=False)
    results = []
    for fast in (True, False):
        budget = Budget(LIMITS)
        cells = Cells("表", tables, budget)
        try:
            frame = (
                scan_sheet(part, "x", cells, known_to(tables), budget) if fast else read_sheet(part, "x", cells, budget)
            )
        except Unsure:
            return False
        except Refused as refusal:
            results.append(refusal.args)
            continue
        results.append((cells.finish(), cells.hidden_rows, cells.arrays, frame))
    assert results[0] == results[1]
    return True


def outcome(path: Path, part: str, text: bytes) -> str:
    """What came of one file: ``read`` or the beginning of the refusal. AssertionError when it is none of the two."""
    if part.startswith("xl/worksheets/sheet"):
        check_readers_agree(text)
    try:
        book = read_workbook(path, LIMITS)
    except UnreadableWorkbook as refusal:
        line = str(refusal)
        assert line.startswith(f"{path.name}：")
        assert line.replace("\u3000", " ").isprintable(), line
        return re.split(r"[。，（：A-Za-z0-9_/\[]", line.removeprefix(f"{path.name}："))[0]
    check_workbook(book)
    return "read"


def memory() -> float:
    """Peak MiB of this process, 0 where the system does not say."""
    status = Path("/proc/self/status")
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024 if status.exists() else 0


def fuzz(files: int, seed: int = 0, more: Sequence[bytes] = (), save: Path | None = None) -> collections.Counter[str]:
    """Read `files` mutated workbooks and count what came out; the first that fails is kept in `save`."""
    bases = (by_xlsxwriter(), by_openpyxl(), by_parts(), *more)
    counts: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "变.xlsx")
        for number in range(files):
            content, part, text = mutated(random.Random(f"{seed}/{number}"), bases)  # noqa: S311  no secret
            path.write_bytes(content)
            faulthandler.dump_traceback_later(HANG, exit=True)
            try:
                counts[outcome(path, part, text)] += 1
            except BaseException:
                kept = (save or Path(tempfile.gettempdir())) / f"failed-{seed}-{number}.xlsx"
                kept.write_bytes(content)
                print(f"file {number} of seed {seed} failed; kept as {kept}", file=sys.stderr)  # noqa: T201
                raise
            finally:
                faulthandler.cancel_dump_traceback_later()
    return counts


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path)
    parser.add_argument("base", type=Path, nargs="*")
    options = parser.parse_args()
    counts = fuzz(options.files, options.seed, [path.read_bytes() for path in options.base], options.save)
    for line, number in counts.most_common():
        print(f"{number:8} {line}")  # noqa: T201
    peak = memory()
    print(f"{peak:8.0f} MiB at most")  # noqa: T201
    sys.exit(peak > MOST_MEMORY)


if __name__ == "__main__":
    main()
