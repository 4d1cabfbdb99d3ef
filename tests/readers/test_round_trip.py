"""What XlsxWriter and openpyxl write is what is read, whatever it is; the two readers of a sheet never disagree."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from tests.readers.parts import cells, parts, saved, sheet, strings
from validator.model.cells import Cell, CellKind
from validator.model.serials import DateValue, from_serial, to_serial
from validator.readers import read_workbook
from validator.readers.limits import DEFAULT_LIMITS, Budget, Refused, Unsure
from validator.readers.xlsx.cells import Cells, Tables
from validator.readers.xlsx.cells_scan import known_to
from validator.readers.xlsx.shared_formulas import moved
from validator.readers.xlsx.shared_strings import read_strings, scan_strings
from validator.readers.xlsx.sheet_scan import scan_sheet
from validator.readers.xlsx.sheet_xml import Frame, read_sheet
from validator.readers.xlsx.styles import Shown

quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
texts = st.text(characters, min_size=1, max_size=20) | st.sampled_from(
    [" 空 ", "_x000D_", "a_x0041_b", "\r\n", "<&>\"'", "\x01"]
)
counts = st.integers(-(10**15) + 1, 10**15 - 1)
amounts = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
moments = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda one: one.replace(microsecond=0))  # noqa: DTZ001
places = st.tuples(st.integers(0, 200), st.integers(0, 200) | st.just(16_383))


def expected(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell(value, CellKind.BOOL)
    if isinstance(value, datetime):
        return Cell(value.date() if value.time() == time.min else value, CellKind.DATE)
    if isinstance(value, str):
        return Cell(value, CellKind.TEXT)
    assert isinstance(value, int | float)
    whole = value == int(value) and abs(value) < 2**53
    return Cell(int(value) if whole else float(value), CellKind.NUMBER)


@quick
@given(st.dictionaries(places, st.booleans() | counts | amounts | texts | moments, max_size=30))
def test_xlsxwriter(tmp_path: Path, values: dict[tuple[int, int], bool | int | float | str | datetime]) -> None:
    path = tmp_path / "一.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        one = book.add_worksheet("表")
        shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for (row, column), value in values.items():
            if isinstance(value, bool):
                one.write_boolean(row, column, value)
            elif isinstance(value, str):
                one.write_string(row, column, value)
            elif isinstance(value, datetime):
                one.write_datetime(row, column, value, shown)
            else:
                one.write_number(row, column, value)
    found = read_workbook(path).sheets["表"].cells
    cell = xlsxwriter.utility.xl_rowcol_to_cell
    assert found == {cell(*place): expected(_number(value)) for place, value in values.items()}


def _number(value: object) -> object:
    """XlsxWriter writes numbers with 16 digits."""
    return float(f"{value:.16G}") if isinstance(value, int | float) and not isinstance(value, bool) else value


@quick
@given(
    st.lists(st.none() | counts | texts.filter(lambda text: re.search(r"[\x00-\x1f]|_x", text) is None), max_size=20)
)
def test_openpyxl(tmp_path: Path, values: list[int | str | None]) -> None:
    book = openpyxl.Workbook()
    one = book.worksheets[0]
    for row, value in enumerate(values, 1):
        one.cell(row, 1).value = f"x{value}" if isinstance(value, str) else value  # no formula, no error value
    book.save(tmp_path / "一.xlsx")
    found = read_workbook(tmp_path / "一.xlsx").sheets["Sheet"].cells
    written = [f"x{value}" if isinstance(value, str) else value for value in values]
    assert found == {f"A{row}": expected(value) for row, value in enumerate(written, 1) if value is not None}


@quick
@given(st.datetimes(datetime(1904, 1, 2), datetime(9999, 12, 31)), st.booleans())  # noqa: DTZ001
def test_serials_there_and_back(moment: datetime, date1904: bool) -> None:
    value: DateValue = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if moment.time() < time(0, 0, 0, 1000):
        value = moment.date()
    assert from_serial(to_serial(value, date1904=date1904), date1904=date1904) == value


@pytest.mark.parametrize(
    ("value", "serial"),
    [
        (date(1900, 1, 5), 5),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (datetime(2023, 3, 15, 18), 45000.75),  # noqa: DTZ001
        (time(12), 0.5),
        (timedelta(hours=36), 1.5),
        (time(0), 0),
    ],
)
def test_number_behind_a_date(value: DateValue, serial: float) -> None:
    assert to_serial(value) == serial
    assert type(to_serial(value)) is type(serial)


FORMULAS = [
    "A1+$B$2*C$3-$D4",
    "SUM(A1:B2,'表 1'!C3,三!D4:E5,[1]Sheet1!F6)",
    'IF(A1="A1""B2",LOG10(B2),ATAN2(C3,D4))',
    "SUM(A:C,$D:E)+SUM(2:3,$4:5)",
    "Table1[[#This Row],[A1]]+Table1[B2]",
    "表A1+A1表+A1.B+_A1+ZZZ1+A10000000",
    "Sheet1!A1:B2+'it''s A1'!C3",
    "#REF!+A1#+@B2%&-C3",
    "1E5+1.5E+3+A1",
    "TAX2020+x1",
    '"unterminated A1',
    "",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_moved_nowhere_is_itself(formula: str) -> None:
    assert moved(formula, 0, 0).upper() == formula.upper()


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        (FORMULAS[0], "B4+$B$2*D$3-$D7"),
        (FORMULAS[1], "SUM(B4:C5,'表 1'!D6,三!E7:F8,[1]Sheet1!G9)"),
        (FORMULAS[2], 'IF(B4="A1""B2",LOG10(C5),ATAN2(D6,E7))'),
        (FORMULAS[3], "SUM(B:D,$D:F)+SUM(5:6,$4:8)"),
        (FORMULAS[4], FORMULAS[4]),
        (FORMULAS[5], FORMULAS[5]),
        (FORMULAS[6], "Sheet1!B4:C5+'it''s A1'!D6"),
        (FORMULAS[7], "#REF!+B4#+@C5%&-D6"),
        (FORMULAS[8], "1E5+1.5E+3+B4"),
        ("#N/A/A1+#DIV/0!/A1+#NAME?+#GETTING_DATA", "#N/A/B4+#DIV/0!/B4+#NAME?+#GETTING_DATA"),
        ("XFD1+A1048576", "#REF!+#REF!"),
        ("A1:XFD1", "#REF!"),
    ],
)
def test_formula_moved(formula: str, result: str) -> None:
    assert moved(formula, 3, 1) == result


references = st.sampled_from(
    ["A1", "$B$2", "C$3", "$D4", "E5:F6", "$G$7:H8", "I:J", "9:10", "'表'!A1", "'a''1'!B2:C3", "Sheet2!D4"]
)
operands = references | st.sampled_from(['"A1"', '"a""B2"', "1", "2.5", "TRUE", "#N/A", "名称", "表1[甲]"])
formulas = st.recursive(
    operands,
    lambda inner: (
        st.builds("{}{}{}".format, inner, st.sampled_from("+-*/&=<"), inner)
        | st.builds("{}({},{})".format, st.sampled_from(["SUM", "LOG10", "IF", "_xlfn.XLOOKUP"]), inner, inner)
    ),
    max_leaves=6,
)


@quick
@given(formulas, st.integers(0, 50), st.integers(0, 20))
def test_formula_moved_as_openpyxl_moves_it(formula: str, rows: int, columns: int) -> None:
    target = f"{xlsxwriter.utility.xl_col_to_name(columns)}{rows + 1}"
    assert moved(formula, rows, columns) == Translator(f"={formula}", "A1").translate_formula(target)[1:]


CELLS = [
    '<c r="{}"><v>1</v></c>',
    '<c r="{}" s="1" t="s"><v>0</v></c>',
    '<c r="{}" s="2"/>',
    '<c r="{}" t="str"><f>A1&amp;"x"</f><v>a&lt;_x0041_</v></c>',
    '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 文 </t></is></c>',
    '<c r="{}"><f t="shared" ref="A1:B9" si="0">A1+$B$1</f><v>3</v></c>',
    '<c r="{}"><f t="shared" si="0"/><v>4</v></c>',
    '<c r="{}" cm="1"><f t="array" ref="A1:A2">B1</f><v>5</v></c>',
    '<c r="{}" t="e"><f aca="false">NA()</f><v>#N/A</v></c>',
]
written_cells = st.tuples(st.sampled_from(CELLS), st.sampled_from("ABCD"))
written_rows = st.lists(
    st.tuples(st.sampled_from(["", ' hidden="1"', ' ht="15"']), st.lists(written_cells, max_size=4)), max_size=5
)
changes = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["", "<", ">", "/", '"', "&", " ", "1", "x", "]]>", "\0", "<c", "</row>", "</c>", "<v>", "é"]),
    ),
    max_size=2,
)


def written_sheet(rows: list[tuple[str, list[tuple[str, str]]]]) -> str:
    each = (
        f'<row r="{at}"{given}>' + "".join(cell.format(f"{column}{at}") for cell, column in found) + "</row>"
        for at, (given, found) in enumerate(rows, 1)
    )
    return sheet("".join(each), before="<cols/>", after="<mergeCells/>")


@settings(quick, max_examples=400)
@given(written_rows, changes)
def test_the_two_readers_of_a_sheet_agree(
    rows: list[tuple[str, list[tuple[str, str]]]], edits: list[tuple[float, str]]
) -> None:
    text = written_sheet(rows)
    tables = Tables(("一", "二"), (Shown.NUMBER, Shown.NUMBER, Shown.DATE), date1904=False)
    outcome(text.encode(), tables, fast=True)  # where an edit falls into a value, the rest is known now
    for where, inserted in edits:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + len(inserted) :]
    fast = outcome(text.encode(), tables, fast=True)
    assert fast is None or fast == outcome(text.encode(), tables, fast=False)


Outcome = tuple[dict[str, Cell], set[int], list[str], Frame]


def outcome(data: bytes, tables: Tables, *, fast: bool) -> Outcome | None:
    """Everything one reader finds in a sheet, None when it leaves or refuses it."""
    budget = Budget(DEFAULT_LIMITS)
    grid = Cells("表", tables, budget)
    try:
        frame = scan_sheet(data, "x", grid, known_to(tables), budget) if fast else read_sheet(data, "x", grid, budget)
    except (Unsure, Refused):
        return None
    return grid.finish(), grid.hidden_rows, grid.arrays, frame


items = st.sampled_from(
    [
        "<t>一</t>",
        '<t xml:space="preserve"> 二 </t>',
        "<t> 三 </t>",
        "<t/>",
        "",
        "<t>&amp;&#x41;_x0041_</t>",
        '<r><t>四</t></r><r><rPr><b/><sz val="9"/></rPr><t> 五</t></r>',
        '<t>六</t><rPh sb="0" eb="1"><t>六</t></rPh>',
    ]
)


@quick
@given(st.lists(items, max_size=6), changes)
def test_the_two_readers_of_shared_strings_agree(found: list[str], edits: list[tuple[float, str]]) -> None:
    text = strings(*found)
    for where, inserted in edits:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + len(inserted) :]
    try:
        fast = scan_strings(text.encode(), Budget(DEFAULT_LIMITS))
    except Unsure:
        return
    assert fast == read_strings(text.encode(), "x", Budget(DEFAULT_LIMITS))


def test_same_file_same_result(tmp_path: Path) -> None:
    path = saved(tmp_path, parts(cells('<c r="A1"><v>1</v></c>')))
    assert read_workbook(path) == read_workbook(str(path))
