"""What each way of writing a cell gives; every case once as spreadsheet programs write it and once so that only the
strict reader can follow."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.readers.parts import MAIN, STRICT, cells, parts, saved, sheet, strings
from validator.model.cells import Cell, CellKind
from validator.readers import UnreadableWorkbook, read_workbook
from validator.readers.limits import DEFAULT_LIMITS, Budget, Unsure
from validator.readers.xlsx.cells import Cells, Tables
from validator.readers.xlsx.cells_scan import known_to
from validator.readers.xlsx.sheet_scan import scan_sheet
from validator.readers.xlsx.sheet_xml import read_sheet
from validator.readers.xlsx.styles import Shown

NUMBER, TEXT, BOOL, ERROR, DATE, BLANK = (
    CellKind[name] for name in ("NUMBER", "TEXT", "BOOL", "ERROR", "DATE", "BLANK")
)
SHARED = strings(
    "<t>自然人</t>",
    "<t>A&amp;B &lt;&#x4E2D;&#22269;&gt;</t>",
    '<r><rPr><b/></rPr><t>其他</t></r><r><t xml:space="preserve"> 处理 </t></r>',
    '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>',
    "<t>一_x000D_\n二</t>",
    "<t>_x005F_x000D_ _xD83D__xDE00_ _xD83D_</t>",
    "<t>  trimmed  </t>",
    '<t xml:space="preserve">  kept  </t>',
    "<t/>",
    "",
)


def test_shared_texts(tmp_path: Path) -> None:
    found = cells(*(f'<c r="{"ABCDEFGHIJ"[at]}1" t="s"><v>{at}</v></c>' for at in range(10)))
    book = read_workbook(saved(tmp_path, parts(found, more={"xl/sharedStrings.xml": SHARED})))
    assert [cell.value for cell in book.sheets["甲"].cells.values()] == [
        "自然人",
        "A&B <中国>",
        "其他 处理 ",
        "東京",
        "一\r\n二",
        "_x000D_ 😀 \ufffd",
        "trimmed",
        "  kept  ",
        "",
        "",
    ]


CASES = {
    "integer": ("<v>12</v>", Cell(12, NUMBER)),
    "integral with a point": ("<v>12.0</v>", Cell(12, NUMBER)),
    "integral with an exponent": ("<v>1.2E1</v>", Cell(12, NUMBER)),
    "negative": ("<v>-4</v>", Cell(-4, NUMBER)),
    "negative zero": ("<v>-0</v>", Cell(0, NUMBER)),
    "negative zero with a point": ("<v>-0.0</v>", Cell(0, NUMBER)),
    "decimal": ("<v>0.1</v>", Cell(0.1, NUMBER)),
    "17 digits": ("<v>12345678901234567</v>", Cell(12345678901234568.0, NUMBER)),
    "space around": ("<v> 12\n</v>", Cell(12, NUMBER)),
    "not a number": ("<v>NaN</v>", Cell("NaN", ERROR)),
    "infinite": ("<v>INF</v>", Cell("INF", ERROR)),
    "huge": ("<v>1E400</v>", Cell("1E400", ERROR)),
    "past Excel": ("<v>1E308</v>", Cell("1E308", ERROR)),
    "grouped digits": ("<v>1_000</v>", Cell("1_000", ERROR)),
    "full-width digits": ("<v>１２</v>", Cell("１２", ERROR)),
    "thousands": ("<v>1,234</v>", Cell("1,234", ERROR)),
    "5,000 digits": (f"<v>{'9' * 5000}</v>", Cell("9" * 64, ERROR)),
    "empty value": ("<v></v>", None),
    "empty value, short": ("<v/>", None),
    "no content": ("", None),
    "formula": ("<f>SUM(A2:A3)</f><v>5</v>", Cell(5, NUMBER, "SUM(A2:A3)", 5)),
    "formula with entities": ("<f>A2&amp;&quot;&lt;&quot;</f>", Cell(None, BLANK, 'A2&"<"')),
    "formula not calculated": ("<f>A2</f>", Cell(None, BLANK, "A2")),
    "formula not calculated, empty value": ("<f>A2</f><v></v>", Cell(None, BLANK, "A2")),
    "formula not calculated, openpyxl": ("<f>A2</f><v />", Cell(None, BLANK, "A2")),
    "formula written with =": ("<f>=A2</f><v>1</v>", Cell(1, NUMBER, "A2", 1)),
    "formula of LibreOffice": ('<f aca="false">A2</f><v>1</v>', Cell(1, NUMBER, "A2", 1)),
    "data table": ('<f t="dataTable" ref="B2:B9" dt2D="0" r1="A1"/><v>3</v>', Cell(3, NUMBER, "TABLE(A1,)", 3)),
}


def both(tmp_path: Path, found: str, **kept: str) -> Cell | None:
    """Cell A1 as read from `found`; the fast and the strict reader must agree."""
    plain = read_workbook(saved(tmp_path, parts(found, more=kept), "fast.xlsx"))
    odd = found.replace("<sheetData>", "<sheetData><!-- -->")
    strict = read_workbook(saved(tmp_path, parts(odd, more=kept), "strict.xlsx"))
    assert plain.sheets == strict.sheets
    return plain.sheets["甲"].cells.get("A1")


@pytest.mark.parametrize("name", CASES)
def test_number_cells(tmp_path: Path, name: str) -> None:
    content, expected = CASES[name]
    got = both(tmp_path, cells(f'<c r="A1" s="5">{content}</c>'))
    assert got == expected
    assert got is None or expected is None or type(got.value) is type(expected.value)


TYPED = {
    "true": ('t="b"', "<v>1</v>", Cell(True, BOOL)),
    "false": ('t="b"', "<v>0</v>", Cell(False, BOOL)),
    "true in words": ('t="b"', "<v>true</v>", Cell(True, BOOL)),
    "no truth": ('t="b"', "<v>2</v>", Cell("2", ERROR)),
    "error": ('t="e"', "<v>#DIV/0!</v>", Cell("#DIV/0!", ERROR)),
    "error of a formula": ('t="e"', "<f>NA()</f><v>#N/A</v>", Cell("#N/A", ERROR, "NA()", "#N/A")),
    "text of a formula": ('t="str"', "<f>A2</f><v>是_x000a_否</v>", Cell("是\n否", TEXT, "A2", "是\n否")),
    "empty text of a formula": ('t="str"', "<f>A2</f><v></v>", Cell("", TEXT, "A2", "")),
    "text of a formula not calculated": ('t="str"', "<f>A2</f>", Cell(None, BLANK, "A2")),
    "text without formula": ('t="str"', "<v>文</v>", Cell("文", TEXT)),
    "text with space": ('t="str"', "<v> 文 </v>", Cell("文", TEXT)),
    "text with space kept": ('t="str"', '<v xml:space="preserve"> 文 </v>', Cell(" 文 ", TEXT)),
    "inline": ('t="inlineStr"', "<is><t>文&#25991;</t></is>", Cell("文文", TEXT)),
    "inline with space": ('t="inlineStr"', '<is><t xml:space="preserve"> 文 </t></is>', Cell(" 文 ", TEXT)),
    "inline rich": ('t="inlineStr"', "<is><r><t>一</t></r><r><t>二</t></r></is>", Cell("一二", TEXT)),
    "inline empty": ('t="inlineStr"', "<is><t></t></is>", Cell("", TEXT)),
    "inline nothing": ('t="inlineStr"', "<is/>", Cell("", TEXT)),
    "inline as value": ('t="inlineStr"', "<v>文</v>", Cell("文", TEXT)),
    "ISO date": ('t="d"', "<v>2024-02-29</v>", Cell(date(2024, 2, 29), DATE)),
    "ISO midnight": ('t="d"', "<v>2024-02-29T00:00:00</v>", Cell(date(2024, 2, 29), DATE)),
    "ISO moment": ('t="d"', "<v>2024-02-29T10:30:15.5Z</v>", Cell(datetime(2024, 2, 29, 10, 30, 15, 500_000), DATE)),  # noqa: DTZ001
    "ISO time": ('t="d"', "<v>T10:30:00</v>", Cell(time(10, 30), DATE)),
    "no ISO date": ('t="d"', "<v>2023-02-29</v>", Cell("2023-02-29", ERROR)),
    "shared text, empty": ('t="s"', "<v/>", None),
    "shared text of a formula": ('t="s"', "<f>A2</f><v>0</v>", Cell("自然人", TEXT, "A2", "自然人")),
    "unknown type": ('t="x"', "<v>5</v>", Cell("5", ERROR)),
    "dynamic array": ('cm="1"', '<f t="array" ref="A1:A3">B1:B3</f><v>7</v>', Cell(7, NUMBER, "B1:B3", 7)),
}


@pytest.mark.parametrize("name", TYPED)
def test_typed_cells(tmp_path: Path, name: str) -> None:
    given, content, expected = TYPED[name]
    assert both(tmp_path, cells(f'<c r="A1" {given}>{content}</c>'), **{"xl/sharedStrings.xml": SHARED}) == expected


DATES = [
    (1, "45000", date(2023, 3, 15)),
    (2, "45000", date(2023, 3, 15)),
    (1, "45000.75", datetime(2023, 3, 15, 18, 0)),  # noqa: DTZ001
    (1, "1", date(1900, 1, 1)),
    (1, "59", date(1900, 2, 28)),
    (1, "60", 60),
    (1, "61", date(1900, 3, 1)),
    (1, "0", time(0)),
    (1, "-5", -5),
    (1, "2958465", date(9999, 12, 31)),
    (1, "2958466", 2958466),
    (1, "0.9999999999", date(1900, 1, 1)),
    (3, "1.5", timedelta(hours=36)),
    (4, "0.5", time(12)),
    (5, "45000", 45000),
    (6, "45000", date(2023, 3, 15)),
    (0, "45000", 45000),
    (99, "45000", 45000),
]


@pytest.mark.parametrize(("style", "text", "value"), DATES)
def test_dates_of_the_1900_system(tmp_path: Path, style: int, text: str, value: object) -> None:
    got = both(tmp_path, cells(f'<c r="A1" s="{style}"><v>{text}</v></c>'))
    assert got is not None
    assert (got.value, got.kind) == (value, NUMBER if isinstance(value, int) else DATE)


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    found = cells('<c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"><v>43538</v></c><c r="C1" s="1"><v>1</v></c>')
    made = parts(found)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    book = read_workbook(saved(tmp_path, made))
    assert [cell.value for cell in book.sheets["甲"].cells.values()] == [time(12), date(2023, 3, 15), date(1904, 1, 2)]
    assert book.notes == ("1904 dates",)


def test_cells_without_address_follow_one_another(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='C2'><v>3</v></c><c><v>4</v></c></row>"
    rows += '<row r="9"><c><v>5</v></c></row><row><c><v>6</v></c></row>'
    book = read_workbook(saved(tmp_path, parts(sheet(rows))))
    values = {at: cell.value for at, cell in book.sheets["甲"].cells.items()}
    assert values == {"A1": 1, "B1": 2, "C2": 3, "D2": 4, "A9": 5, "A10": 6}


def test_far_cell_costs_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="a1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    book = read_workbook(saved(tmp_path, parts(sheet(rows))))
    assert {at: cell.value for at, cell in book.sheets["甲"].cells.items()} == {"A1": 1, "XFD1048576": 2}


@pytest.mark.parametrize("address", ["XFE1", "A1048577", "A0", "1A", "AAAA1", "A", "$A$1", "ß1", "Ａ1", "A1:B2"])
def test_address_no_sheet_has(tmp_path: Path, address: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_workbook(saved(tmp_path, parts(sheet(f'<row r="1"><c r="{address}"><v>1</v></c></row>'))))
    assert str(refusal.value) == (
        f"报告.xlsx：文件已损坏：工作表“甲”里有不存在的单元格 {address}。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再校验；打不开时请重新取得原文件。"
    )


SHARED_FORMULAS = """<row r="1">
<c r="A1"><f t="shared" ref="A1:A9" si="0">SUM($B1:C1)*LOG10(B$1)&amp;"B1"</f><v>1</v></c></row>
<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><f t="shared" si="0"/></c></row>
<row r="3"><c r="A3"><f t="shared" si="7"/><v>3</v></c><c r="B3"><f t="shared" si="8"/></c>
<c r="C3"><f t="shared" ref="C3" si="8">A1</f></c></row>"""


def test_shared_formulas(tmp_path: Path) -> None:
    for rows in (SHARED_FORMULAS, SHARED_FORMULAS.replace("\n", "")):
        book = read_workbook(saved(tmp_path, parts(sheet(rows))))
        assert {at: cell.formula for at, cell in book.sheets["甲"].cells.items()} == {
            "A1": 'SUM($B1:C1)*LOG10(B$1)&"B1"',
            "A2": 'SUM($B2:C2)*LOG10(B$1)&"B1"',
            "B2": 'SUM($B2:D2)*LOG10(C$1)&"B1"',
            "A3": "",
            "B3": "#REF!",
            "C3": "A1",
        }


def test_array_formulas(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c></row>'
    rows += '<row r="2"><c r="A2"><v>4</v></c></row>'
    found = read_workbook(saved(tmp_path, parts(sheet(rows)))).sheets["甲"]
    assert found.arrays == ("A1:A2",)
    assert found.cells == {"A1": Cell(2, NUMBER, "B1:B2*2", 2), "A2": Cell(4, NUMBER)}


@pytest.mark.parametrize("space", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x:", "ns2:"])
def test_any_prefix_and_both_namespaces(tmp_path: Path, space: str, prefix: str) -> None:
    rows = sheet('<row r="1"><c r="A1"><f>B1</f><v>5</v></c></row>', space=space)
    written = rows.replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(f"<{prefix}/", "</")
    written = written.replace("xmlns=", f"xmlns:{prefix[:-1]}=") if prefix else written
    found = read_workbook(saved(tmp_path, parts(written, space=space)))
    assert found.sheets["甲"].cells == {"A1": Cell(5, NUMBER, "B1", 5)}
    assert found.notes == (("strict",) if space == STRICT else ())


def test_alternatives_beside_the_rows_are_left_alone(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    controls = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="x"><controls/></mc:Choice>'
        "<mc:Fallback><legacyDrawing/></mc:Fallback></mc:AlternateContent>"
    )
    assert both(tmp_path, sheet('<row r="1"><c r="A1"><v>2</v></c></row>', after=controls)) == Cell(2, NUMBER)


ODD = {
    "comment": "<!-- <c r='A1'/> -->",
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[1]]></v></c></row>',
    "single quotes": "<row r='1'><c r='A1'><v>1</v></c></row>",
    "row without number": '<row><c r="A1"><v>1</v></c></row>',
    "text between": '<row r="1">x<c r="A1"><v>1</v></c></row>',
    "cell outside a row": '<c r="A1"><v>1</v></c>',
    "row not closed": '<row r="1"><c r="A1"><v>1</v></c>',
    "attribute twice": '<row r="1" ht="1" ht="2"><c r="A1"><v>1</v></c></row>',
    "attribute of a namespace unknown": '<row r="1" x14ac:dyDescent="1"><c r="A1"><v>1</v></c></row>',
    "entity unknown": '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
    "bare ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "illegal character": '<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>',
    "]]>": '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    "second value": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "value before formula": '<row r="1"><c r="A1"><v>1</v><f>A2</f></c></row>',
    "last row": '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "second sheetData": '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="2"/>',
}


@pytest.mark.parametrize("name", ODD)
def test_fast_reader_leaves_the_odd_to_the_strict_one(name: str) -> None:
    tables, budget = Tables((), (Shown.NUMBER,), date1904=False), Budget(DEFAULT_LIMITS)
    with pytest.raises(Unsure):
        scan_sheet(sheet(ODD[name]).encode(), "x", Cells("甲", tables, budget), known_to(tables), budget)


ORDINARY = {
    "XlsxWriter": '<row r="1" spans="1:3"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/></row>',
    "Excel": '<row r="2" spans="1:3" ht="15" x14ac:dyDescent="0.2"><c r="A2" s="1"><f>A1</f><v>4</v></c></row>',
    "WPS": '<row r="1" ht="25.5" spans="1:14"><c r="A1" s="1" t="s"><v>0</v></c></row><row r="3"/>',
    "LibreOffice": '<row r="1" hidden="true"><c r="A1" s="0" t="n"><f aca="false">B1</f><v>1</v></c></row>',
    "openpyxl": '<row r="1"><c r="A1" t="inlineStr"><is><t>&#25991;</t></is></c><c r="B1"><f>A1</f><v></v></c></row>',
    "hidden rows": '<row r="1" hidden="1"/><row r="2"></row><row r="3" hidden="1"><c r="A3"><v>1</v></c></row>',
    "no rows": "",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_fast_reader_reads_what_programs_write(name: str) -> None:
    tables, budget = Tables(("一",), (Shown.NUMBER,) * 3, date1904=False), Budget(DEFAULT_LIMITS)
    data = sheet(ORDINARY[name], before='<cols><col min="2" max="3" hidden="1"/></cols>', after="<mergeCells/>")
    data = data.replace("<worksheet", '<worksheet xmlns:x14ac="urn:x"')
    fast, strict = Cells("甲", tables, budget), Cells("甲", tables, budget)
    frame = scan_sheet(data.encode(), "x", fast, known_to(tables), budget)
    assert frame == read_sheet(data.encode(), "x", strict, budget)
    assert (fast.finish(), fast.hidden_rows) == (strict.finish(), strict.hidden_rows)
    assert frame.hidden_columns == {"B", "C"}
