"""Whole workbooks of many programs with one figure changed: that is read, and all else is as it was."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.editing.raw import changed, entries, part
from tests.filings.saved import by_openpyxl, by_pandas, by_xlsxwriter
from tests.office import Office
from tests.programs import Programs
from tests.readers.test_others_workbooks import FOLDER, REFUSED
from validator.editing.cells import Constant, Edit, NotEditable, edited_workbook
from validator.editing.refusal import why_no_constant
from validator.model.address import address
from validator.model.cells import BLANK, CellKind, constant
from validator.readers import Limits, UnreadableWorkbook, Workbook, read_workbook
from validator.readers.files import workbook_in

EXAMPLES = sorted((ROOT / "examples").glob("*.xlsx"))
SHEET, AT = "三、依申请公开", "D8"
OTHERS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.xls[xm]"))
WIDE = Limits(seconds=60.0)


def values(content: bytes) -> dict[tuple[str, str], object]:
    """Every cell as openpyxl reads it: formulas, styles and all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): (getattr(cell.value, "text", cell.value), cell.style_id)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def edited(content: bytes, at: str, value: object, sheet: str = SHEET) -> bytes:
    return edited_workbook(content, {sheet: {at: Constant(value)}}, WIDE)  # type: ignore[arg-type]


def assert_only(content: bytes, after: bytes, sheet: str, at: str, value: object) -> None:
    """The cell holds the value, for us and for openpyxl, and one part of the package is not what it was."""
    (name,) = changed(content, after)
    assert "sheet" in name.lower()
    before = values(content)
    now = values(after)
    style = before[sheet, at][1] if (sheet, at) in before else now[sheet, at][1]  # type: ignore[index]
    assert now == before | {(sheet, at): (value, style)}
    ours, theirs = workbook_in(content, "a.xlsx", WIDE), workbook_in(after, "a.xlsx", WIDE)
    cells = {**ours.sheets[sheet].cells, at: constant(value)}  # type: ignore[arg-type]
    meant = {**ours.sheets, sheet: replace(ours.sheets[sheet], cells=cells)}
    assert theirs == replace(ours, sheets=meant)


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda one: one.stem)
@pytest.mark.parametrize("value", [77, 0, 12.5, "７７"])
def test_the_template(source: Path, value: object) -> None:
    content = source.read_bytes()
    assert_only(content, edited(content, AT, value), SHEET, AT, value)


@pytest.mark.parametrize("save", [by_openpyxl, by_xlsxwriter, by_pandas], ids=lambda one: one.__name__)
def test_saved_by_libraries(save: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    content = save(EXAMPLES[0], tmp_path / "saved.xlsx").read_bytes()
    assert_only(content, edited(content, AT, 77), SHEET, AT, 77)


@pytest.mark.parametrize("program", ["exceljs", "sheetjs", "sheetjs_dates", "sheetjs_values"])
def test_saved_by_programs_of_the_web(program: str, programs: Programs, tmp_path: Path) -> None:
    (saved,) = programs.saved(program, [EXAMPLES[0]], tmp_path)
    assert_only(saved.read_bytes(), edited(saved.read_bytes(), AT, 77), SHEET, AT, 77)


def test_saved_by_libreoffice(office: Office, tmp_path: Path) -> None:
    (saved,) = office.convert([EXAMPLES[0]], "xlsx", tmp_path)
    assert_only(saved.read_bytes(), edited(saved.read_bytes(), AT, 77), SHEET, AT, 77)


def test_macros_stay(tmp_path: Path) -> None:
    stream = io.BytesIO(EXAMPLES[0].read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    content = stream.getvalue()
    after = edited(content, AT, 77)
    assert entries(after)["xl/vbaProject.bin"] == entries(content)["xl/vbaProject.bin"]


def _editable(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """The first cell of each sheet that holds a number and no formula."""
    for name, sheet in workbook.sheets.items():
        for at, cell in sheet.cells.items():
            why = why_no_constant(at, arrays=sheet.arrays, merged=sheet.merged)
            if cell.kind is CellKind.NUMBER and cell.formula is None and not why:
                yield name, at
                break


@pytest.mark.parametrize("file", OTHERS)
def test_workbooks_that_others_made(file: str) -> None:
    """Odd ones too: what can be read can be edited or is refused, and nothing else is lost."""
    path = FOLDER / file
    try:
        workbook = read_workbook(path, WIDE)
    except UnreadableWorkbook:
        return
    content = path.read_bytes()
    for sheet, at in _editable(workbook):
        try:
            after = edited(content, at, 777, sheet)
        except NotEditable as refusal:
            assert any(why in str(refusal) for why in ("数字签名", "两个")), refusal
            continue
        assert {name for name in changed(content, after) if "sheet" not in name.lower()} <= {"xl/styles.xml"}
        now = workbook_in(after, str(path), WIDE)
        cells = {**workbook.sheets[sheet].cells, at: constant(777)}
        for name, one in workbook.sheets.items():
            want = replace(one, cells=cells) if name == sheet else one
            assert now.sheets[name] == want, (sheet, at)
        assert now.names == workbook.names


def test_the_workbooks_of_others_are_mostly_editable() -> None:
    """The test above proves nothing of what it passes over."""
    if not OTHERS:
        pytest.skip("the workbooks are not here")
    assert len(OTHERS) - len(REFUSED) > 100


ADDRESSES = st.builds(address, st.integers(1, 30), st.integers(1, 12))
VALUES = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), min_size=1, max_size=20),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)


@given(held=st.dictionaries(ADDRESSES, VALUES, max_size=25), edits=st.dictionaries(ADDRESSES, VALUES, min_size=1))
def test_any_cells_of_any_sheet(held: dict[str, object], edits: dict[str, object]) -> None:
    """Written by openpyxl, edited, read by us: what was edited is there, and everything that was not."""
    book = openpyxl.Workbook()
    for at, value in held.items():
        cell = book.active[at]  # type: ignore[index]
        cell.value = value if not isinstance(value, str) else None
        if isinstance(value, int) and value % 3 == 0:
            cell.number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    content = stream.getvalue()
    wanted: dict[str, Edit] = {at: Constant(value) for at, value in edits.items()}  # type: ignore[arg-type]
    after = edited_workbook(content, {"Sheet": wanted})
    before = workbook_in(content, "a.xlsx").sheets["Sheet"].cells
    now = workbook_in(after, "a.xlsx").sheets["Sheet"].cells
    assert {at: now.get(at, BLANK).value for at in edits} == edits
    assert {at: cell for at, cell in now.items() if at not in edits} == {
        at: cell for at, cell in before.items() if at not in edits
    }
    assert changed(content, after) <= {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def _chained(workbook: Workbook, chain: str) -> Iterator[tuple[str, str]]:
    """Cells with a formula of their own that the order of calculation lists."""
    for name, sheet in workbook.sheets.items():
        for at, cell in sheet.cells.items():
            if (
                cell.formula
                and f'"{at}"' in chain
                and not why_no_constant(at, arrays=sheet.arrays, merged=sheet.merged)
            ):
                yield name, at


def test_a_formula_that_gives_way_leaves_the_order_of_calculation() -> None:
    """In every workbook at hand that has such a part: Excel would take an entry without a formula for damage."""
    tried = 0
    for file in OTHERS:
        content = (FOLDER / file).read_bytes()
        try:
            workbook = workbook_in(content, file, WIDE)
            chain = part(content, "xl/calcChain.xml").decode()
        except (UnreadableWorkbook, KeyError):
            continue
        for sheet, at in _chained(workbook, chain):
            try:
                after = edited(content, at, 777, sheet)
            except NotEditable as refusal:
                assert re.search("共用|只有这一个公式", str(refusal))
                continue
            tried += 1
            touched = {name for name in changed(content, after) if not name.startswith("xl/worksheets/")}
            assert touched - {"xl/styles.xml"} == {"xl/calcChain.xml", "xl/workbook.xml"}
            assert part(after, "xl/calcChain.xml").decode().count("<c ") == chain.count("<c ") - 1
            assert workbook_in(after, file, WIDE).sheets[sheet].cells[at] == constant(777)
            break
    assert tried > 5 or not OTHERS
