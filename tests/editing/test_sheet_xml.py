"""Cells of a worksheet part: only what is touched changes, however the part is written."""

from __future__ import annotations

from datetime import date

import pytest

from tests.readers.parts import MAIN, STRICT
from validator.editing.cell_xml import Constant, Edit, StoredResult
from validator.editing.refusal import NotEditable
from validator.editing.sheet_xml import edited_sheet
from validator.model.cells import BLANK, Cell, CellKind

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><!-- A1 --><dimension ref="A1:C3"/>'
TAIL = "<mergeCells count='1'><mergeCell ref='H5:I6'/></mergeCells><pageMargins left=\"0.7\"/></worksheet>\r\n"


class Plain:
    """Formats that show everything as it is."""

    def fitting(self, index: int, value: object) -> int:  # noqa: ARG002  as the room asks for it
        return index


def edited(rows: str, cols: str = "", **edits: Edit) -> str:
    """The rows after the edits; whatever stands around them must be as it was."""
    head = HEAD + cols
    part = f"{head}<sheetData>{rows}</sheetData>{TAIL}"
    found = edited_sheet(part.encode(), edits, Plain())[0].decode()
    assert found.startswith(head.replace('"A1:C3"', found[found.index("ref=") + 4 :].split("/")[0]))
    assert found.endswith(f"</sheetData>{TAIL}")
    return found[found.index("<sheetData>") + 11 : found.index("</sheetData>")]


def number(text: str) -> Edit:
    return Constant(int(text))


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ('<c r="A1" s="3"><v>1</v></c>', Constant(36), '<c r="A1" s="3"><v>36</v></c>'),
        ('<c r="A1" s="3"/>', Constant(36), '<c r="A1" s="3"><v>36</v></c>'),
        ("<c  s='3'\n r='A1' />", Constant(36), "<c  s='3'\n r='A1'><v>36</v></c>"),
        ('<c r="A1" s="3" t="s"><v>7</v></c>', Constant(36), '<c r="A1" s="3"><v>36</v></c>'),
        ('<c t="s" r="A1"><v>7</v></c>', Constant(0.1), '<c r="A1"><v>0.1</v></c>'),
        ('<c r="A1" t="inlineStr" s="3"><is><t>３６</t></is></c>', Constant(36), '<c r="A1" s="3"><v>36</v></c>'),
        ('<c r="A1" t="n"><v> 1 </v></c>', Constant(36), '<c r="A1"><v>36</v></c>'),
        ('<c r="A1" t="str"><v>36</v></c>', Constant(36), '<c r="A1"><v>36</v></c>'),
        ('<c r="A1" t="e"><v>#N/A</v></c>', Constant(36), '<c r="A1"><v>36</v></c>'),
        ('<c r="A1" cm="1" vm="2" ph="1"><v>1</v></c>', Constant(36), '<c r="A1" ph="1"><v>36</v></c>'),
        (
            '<c r="A1"><!-- note --><v>1</v><extLst><ext/></extLst></c>',
            Constant(36),
            '<c r="A1"><!-- note --><v>36</v><extLst><ext/></extLst></c>',
        ),
        ('<c r="A1"><v>1</v></c>', Constant("甲"), '<c r="A1" t="inlineStr"><is><t>甲</t></is></c>'),
        (
            '<c r="A1" t="s" s="3"><v>1</v></c>',
            Constant(" <a>&\r\x07 "),
            '<c r="A1" t="inlineStr" s="3"><is><t xml:space="preserve"> &lt;a&gt;&amp;_x000D__x0007_ </t></is></c>',
        ),
        ('<c r="A1" s="3"><v>1</v></c>', Constant(True), '<c r="A1" s="3" t="b"><v>1</v></c>'),
        ('<c r="A1" s="3"><v>1</v></c>', Constant(date(2024, 1, 2)), '<c r="A1" s="3"><v>45293</v></c>'),
        ('<c r="A1" t="str"><f ca="1">B1+1</f><v>1</v></c>', Constant(36), '<c r="A1"><v>36</v></c>'),
        ('<c r="A1" s="1"><f>B1</f></c>', Constant(36), '<c r="A1" s="1"><v>36</v></c>'),
        ('<c r="A1"><v>1</v></c>', Constant(-0.000001), '<c r="A1"><v>-1e-06</v></c>'),
    ],
)
def test_a_constant(before: str, edit: Edit, after: str) -> None:
    row = '<row r="1" spans="1:3" ht="20">{}<c r="B1"><v>5</v></c></row><row r="3"/>'
    assert edited(row.format(before), A1=edit) == row.format(after)


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        ("<f>SUM(B1:B9)</f><v>1</v>", Cell(36, CellKind.NUMBER), "<f>SUM(B1:B9)</f><v>36</v>"),
        ("<f>SUM(B1:B9)</f>", Cell(36, CellKind.NUMBER), "<f>SUM(B1:B9)</f><v>36</v>"),
        ('<f t="shared" ref="A1:A4" si="0">B1</f><v/>', Cell(2, CellKind.NUMBER),
         '<f t="shared" ref="A1:A4" si="0">B1</f><v>2</v>'),
        ('<f t="shared" si="0"/><v>1</v>', Cell(2, CellKind.NUMBER), '<f t="shared" si="0"/><v>2</v>'),
        ('<f t="array" ref="A1:A2">B1:B2</f><v>1</v>', Cell(2, CellKind.NUMBER),
         '<f t="array" ref="A1:A2">B1:B2</f><v>2</v>'),
        ("<f>B1</f><v>1</v>", BLANK, "<f>B1</f>"),
    ],
)  # fmt: skip
def test_the_result_of_a_formula(before: str, cell: Cell, after: str) -> None:
    row = '<row r="1"><c r="A1" s="3">{}</c></row>'
    assert edited(row.format(before), A1=StoredResult(cell)) == row.format(after)


@pytest.mark.parametrize(
    ("given", "cell", "after"),
    [
        (' t="str"', Cell(36, CellKind.NUMBER), "><f>B1</f><v>36</v>"),
        ("", Cell("成立", CellKind.TEXT), ' t="str"><f>B1</f><v>成立</v>'),
        ("", Cell("#REF!", CellKind.ERROR), ' t="e"><f>B1</f><v>#REF!</v>'),
        ("", Cell(False, CellKind.BOOL), ' t="b"><f>B1</f><v>0</v>'),
        (' t="e"', Cell(date(1904, 1, 2), CellKind.DATE), "><f>B1</f><v>1463</v>"),
    ],
)
def test_the_type_of_a_result(given: str, cell: Cell, after: str) -> None:
    rows = f'<row r="1"><c r="A1"{given}><f>B1</f><v>1</v></c></row>'
    assert edited(rows, A1=StoredResult(cell)) == f'<row r="1"><c r="A1"{after}</c></row>'


def test_a_cell_of_an_array_without_a_formula_of_its_own_loses_its_result() -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f><v>1</v></c><c r="B1" s="2"><v>2</v></c></row>'
    after = '<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f></c><c r="B1" s="2"/></row>'
    assert edited(rows, A1=StoredResult(BLANK), B1=StoredResult(BLANK)) == after


ROWS = '<row r="2" spans="2:3"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="4"/><row r="6" s="5"></row>'


@pytest.mark.parametrize(
    ("at", "after"),
    [
        ("A2", ROWS.replace("2:3", "1:3").replace('<c r="B2">', '<c r="A2"><v>9</v></c><c r="B2">')),
        ("C2", ROWS.replace('<c r="D2">', '<c r="C2"><v>9</v></c><c r="D2">')),
        ("F2", ROWS.replace("2:3", "2:6").replace("2</v></c></row>", '2</v></c><c r="F2"><v>9</v></c></row>')),
        ("B4", ROWS.replace('<row r="4"/>', '<row r="4"><c r="B4"><v>9</v></c></row>')),
        ("B6", ROWS.replace('s="5">', 's="5"><c r="B6"><v>9</v></c>')),
        ("B1", f'<row r="1"><c r="B1"><v>9</v></c></row>{ROWS}'),
        ("B3", ROWS.replace('<row r="4"/>', '<row r="3"><c r="B3"><v>9</v></c></row><row r="4"/>')),
        ("B9", f'{ROWS}<row r="9"><c r="B9"><v>9</v></c></row>'),
    ],
)
def test_a_cell_that_is_not_there_is_put_where_it_belongs(at: str, after: str) -> None:
    assert edited(ROWS, "", **{at: number("9")}) == after


def test_several_new_cells_and_rows_in_order() -> None:
    found = edited(ROWS, F2=number("6"), A2=number("1"), C2=number("3"), B8=number("8"), A8=number("7"), A7=number("5"))
    assert found.startswith(
        '<row r="2" spans="1:6"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c><c r="C2"><v>3</v></c>'
        '<c r="D2"><v>2</v></c><c r="F2"><v>6</v></c></row>'
    )
    assert found.endswith(
        '<row r="7"><c r="A7"><v>5</v></c></row><row r="8"><c r="A8"><v>7</v></c><c r="B8"><v>8</v></c></row>'
    )


def test_a_new_cell_has_the_format_of_its_row_or_column() -> None:
    cols = '<cols><col min="2" max="3" width="9" style="7"/></cols>'
    rows = '<row r="1" s="4" customFormat="1"><c r="A1"/></row><row r="2" s="4"/>'
    found = edited(rows, cols, B1=number("1"), B2=number("2"), C3=number("3"), D3=number("4"))
    assert '<c r="B1" s="4">' in found
    assert '<c r="B2" s="7">' in found
    assert '<row r="3"><c r="C3" s="7"><v>3</v></c><c r="D3"><v>4</v></c></row>' in found


@pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>"])
def test_a_sheet_without_rows(empty: str) -> None:
    part = f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>{empty}<pageMargins/></worksheet>'
    after = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B3"/><sheetData><row r="3"><c r="B3"><v>1</v></c></row>'
        "</sheetData><pageMargins/></worksheet>"
    )
    assert edited_sheet(part.encode(), {"B3": number("1")}, Plain())[0].decode() == after


def test_the_range_of_the_sheet_grows_only_for_new_cells() -> None:
    assert (
        b'ref="A1:F3"'
        in edited_sheet(f"{HEAD}<sheetData>{ROWS}</sheetData>{TAIL}".encode(), {"F2": number("1")}, Plain())[0]
    )
    assert (
        b'ref="A1:C3"'
        in edited_sheet(f"{HEAD}<sheetData>{ROWS}</sheetData>{TAIL}".encode(), {"D2": number("1")}, Plain())[0]
    )


def test_rows_and_cells_without_addresses_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>"
    after = '<row><c><v>1</v></c><c><v>9</v></c></row><row><c/><c r="B2"><v>8</v></c></row>'
    assert edited(rows, B1=number("9"), B2=number("8")) == after


@pytest.mark.parametrize("space", [MAIN, STRICT])
def test_any_prefix(space: str) -> None:
    part = (
        f'<x:worksheet xmlns:x="{space}" xmlns:o="other"><o:sheetData><o:c/></o:sheetData>'
        '<x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    found = edited_sheet(part.encode(), {"A1": number("3"), "B1": Constant("甲"), "A2": number("4")}, Plain())[
        0
    ].decode()
    assert found == part.replace(' t="s"><x:v>0</x:v></x:c></x:row>', (
        '><x:v>3</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2"><x:v>4</x:v></x:c></x:row>'
    ))  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "us-ascii", "utf-8-sig"])
def test_any_encoding(encoding: str) -> None:
    said = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    text = f'{mark}<?xml version="1.0" encoding="{said}"?><worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    found = edited_sheet(text.format(rows).encode(encoding), {"A1": Constant("甲")}, Plain())[0]
    character = "&#30002;" if encoding == "us-ascii" else "甲"
    after = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{character}</t></is></c></row>'
    assert found == text.format(after).encode(encoding)


@pytest.mark.parametrize(
    ("cell", "at", "why"),
    [
        ("<c r='A1'><f t='shared' si='0'/><v>1</v></c>", "A1", "A1：这一格的公式与别的格共用"),
        ("<c r='A1'><f t='shared' si='0' ref='A1:A9'>B1</f></c>", "A1", "A1：这一格的公式与别的格共用"),
        ("<c r='A1'><f t='array' ref='A1:B2'>C1:D2</f><v>1</v></c>", "A1", "A1：这一格属于数组公式（A1:B2）"),
        ("<c r='A1'><f t='array' ref='A1:B2'>C1:D2</f><v>1</v></c>", "B2", "B2：这一格属于数组公式（A1:B2）"),
        ("<c r='A1'><f t='dataTable' ref='A1:B2' r1='C1'/><v>1</v></c>", "B1", "B1：这一格属于数组公式"),
        ("<c r='A1'/>", "I6", "I6：这一格在合并区域 H5:I6 里，请改 H5"),
    ],
)
def test_what_takes_no_constant_is_refused_by_its_address(cell: str, at: str, why: str) -> None:
    with pytest.raises(NotEditable, match=why.replace("（", ".").replace("）", ".")):
        edited(f"<row r='1'>{cell}</row>", "", **{at: number("1")})


def test_the_first_cell_of_a_merged_range_takes_one() -> None:
    assert edited("<row r='5'><c r='H5'/></row>", H5=number("1")) == "<row r='5'><c r='H5'><v>1</v></c></row>"


def test_text_that_looks_like_cells_is_none() -> None:
    rows = '<!-- <c r="A1"><v>0</v></c> --><row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row><?x <c r="A1"/> ?>'
    after = '<!-- <c r="A1"><v>0</v></c> --><row r="1"><c r="A1"><v>2</v></c></row><?x <c r="A1"/> ?>'
    assert edited(rows, A1=number("2")) == after


def test_a_sign_in_an_attribute_ends_no_tag() -> None:
    rows = """<row r="1" x="a>b" y='"/>'><c r="A1" x="/>"/></row>"""
    assert edited(rows, A1=number("2")) == """<row r="1" x="a>b" y='"/>'><c r="A1" x="/>"><v>2</v></c></row>"""
