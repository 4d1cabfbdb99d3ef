"""141 workbooks that others made, sound, odd and hostile, beside openpyxl. Skipped where the files are not at hand."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from tests.readers.memory import measured
from validator.model.cells import Cell, CellKind
from validator.readers import Limits, UnreadableWorkbook, Workbook, read_workbook

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "workbooks"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.xlsx"))
pytestmark = pytest.mark.skipif(not FILES, reason="the workbooks are not here")

ENCRYPTED = "设有打开密码（已加密）"
HOSTILE = "含有文档类型声明（DTD），可能是恶意文件"
INCOMPLETE = "文件不完整，多半是下载或拷贝中断"
FUZZED = "poi/clusterfuzz-testcase-minimized-"
REFUSED = {
    "poi/54764.xlsx": f"部件 xl/sharedStrings.xml {HOSTILE}",
    "poi/60320-protected.xlsx": ENCRYPTED,
    f"{FUZZED}POIXSSFFuzzer-4828727001088000.xlsx": "文件已损坏：压缩包目录有误",
    f"{FUZZED}POIXSSFFuzzer-5185049589579776.xlsx": "文件已损坏：压缩包目录的位置不对",
    f"{FUZZED}POIXSSFFuzzer-5937385319563264.xlsx": "文件已损坏：部件 xl/worksheets/sheet8.xml 的校验码不符",
    f"{FUZZED}POIXSSFFuzzer-6419366255919104.xlsx": INCOMPLETE,
    f"{FUZZED}XLSX2CSVFuzzer-5025401116950528.xlsx": "文件已损坏：压缩包目录的位置不对",
    f"{FUZZED}XLSX2CSVFuzzer-5636439151607808.xlsx": INCOMPLETE,
    f"{FUZZED}XLSX2CSVFuzzer-6594557414080512.xlsx": INCOMPLETE,
    "poi/crash-9bf3cd4bd6f50a8a9339d363c2c7af14b536865c.xlsx": ENCRYPTED,
    "poi/poc-xmlbomb-empty.xlsx": f"部件 xl/sharedStrings.xml {HOSTILE}",
    "poi/protect.xlsx": ENCRYPTED,
    "poi/protected_sha512.xlsx": ENCRYPTED,
    "poi/sample-beta.xlsx": "文件已损坏：部件 xl/workbook.xml 的根元素不对",
}
"""Every file that is refused, with the cause."""

OPENPYXL_ALONE = {"poi/sample-beta.xlsx"}
"""Written by a beta of Excel 2007 in a namespace given up since; openpyxl finds its sheets, without a single value."""

WE_ALONE = {
    "calamine/issue_419.xlsx": "the shared strings are named in other case than the relationship names them",
    "poi/style-alternate-content.xlsx": "cell style without a name, which no value depends on",
}

Key = tuple[str, str, str]
DIFFERENT: dict[Key, tuple[object, object, str]] = {
    ("calamine/has_x000D_.xlsx", "Sheet1", "A1"): (
        "ABC\r\nDEF",
        "ABC_x000D_\nDEF",
        "openpyxl leaves escapes as they are",
    ),
    ("calamine/encoded_entities.xlsx", "Sheet1", "A2"): ("", "\n", "space that xml:space does not keep"),
    ("calamine/whitespace_trim.xlsx", "inlineStr", "A1"): ("trimmed value", "  trimmed value  ", "the same"),
    ("calamine/whitespace_trim.xlsx", "inlineStr", "A2"): ("line1\nline2", "  line1\nline2  ", "the same"),
    ("calamine/whitespace_trim.xlsx", "inlineStr", "B1"): ("value with tabs", "\t\n value with tabs \n", "the same"),
    ("calamine/whitespace_trim.xlsx", "SharedStrings", "A1"): ("trimmed value", "  trimmed value", "the same"),
    ("calamine/whitespace_trim.xlsx", "SharedStrings", "A2"): ("line1\nline2", "  line1\nline2  ", "the same"),
    ("calamine/whitespace_trim.xlsx", "SharedStrings", "C1"): ("", " \t\n", "the same"),
}
"""Values that differ: ours, openpyxl's, why."""


def read(name: str) -> Workbook | None:
    try:
        return read_workbook(FOLDER / name, Limits(seconds=2))
    except UnreadableWorkbook as refusal:
        assert str(refusal).startswith(f"{Path(name).name}：{REFUSED[name]}。")
        return None


def by_openpyxl(name: str) -> tuple[openpyxl.Workbook, openpyxl.Workbook] | None:
    """The file with values and with formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(FOLDER / name, data_only=True), openpyxl.load_workbook(FOLDER / name)
        except (zipfile.BadZipFile, KeyError, ParseError, TypeError, ValueError):
            return None


@pytest.mark.parametrize("name", FILES)
def test_a_result_or_a_refusal(name: str) -> None:
    assert (read(name) is None) == (name in REFUSED)


@pytest.mark.parametrize("name", FILES)
def test_values_and_formulas_are_those_of_openpyxl(name: str) -> None:
    ours, theirs = read(name), by_openpyxl(name)
    if ours is None or theirs is None:
        assert (theirs is not None) == (name in OPENPYXL_ALONE)
        assert (ours is not None) == (name in WE_ALONE)
        return
    values, formulas = theirs
    assert list(ours.sheets) == [sheet.title for sheet in values.worksheets]
    assert {key: (a, b) for key, a, b in _differences(name, ours, values, formulas)} == {
        key: (a, b) for key, (a, b, _) in DIFFERENT.items() if key[0] == name
    }
    for sheet in values.worksheets:
        found = ours.sheets[sheet.title]
        assert set(found.merged) == {str(area) for area in sheet.merged_cells.ranges}
        assert found.hidden == (sheet.sheet_state != "visible")
        assert found.protected == bool(sheet.protection.sheet)


def _differences(
    name: str, ours: Workbook, values: openpyxl.Workbook, formulas: openpyxl.Workbook
) -> Iterator[tuple[Key, object, object]]:
    for sheet in values.worksheets:
        found = ours.sheets[sheet.title].cells
        theirs = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row}
        for at in sorted(found.keys() | theirs.keys()):
            mine = found.get(at, Cell())
            value = theirs[at].value if at in theirs else None
            formula = _formula(formulas[sheet.title][at])
            assert mine.formula == formula, (sheet.title, at)
            if not _same(mine, value):
                yield (name, sheet.title, at), mine.value, value


def _formula(cell: OpenpyxlCell) -> str | None:
    value = cell.value
    if isinstance(value, DataTableFormula):
        return f"TABLE({value.r1 or ''},{value.r2 or ''})"
    if isinstance(value, ArrayFormula):
        value = value.text
    elif cell.data_type != "f":
        return None
    return str(value).removeprefix("=")


def _same(mine: Cell, theirs: object) -> bool:
    """Two conventions differ: midnight is a date here; the empty text of a formula is None in openpyxl."""
    if isinstance(theirs, datetime) and theirs.time() == time.min:
        theirs = theirs.date()
    if theirs is None and mine.formula is not None:
        return mine.value in {None, ""}
    if isinstance(mine.value, date) or mine.kind is CellKind.DATE:
        return type(mine.value) is type(theirs) and mine.value == theirs
    return mine.value == theirs and isinstance(mine.value, bool) == isinstance(theirs, bool)


def test_memory_for_all_of_them() -> None:
    said, mebibytes = measured(*(FOLDER / name for name in FILES))
    assert len(said) == len(FILES)
    assert mebibytes < 100
