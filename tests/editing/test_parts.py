"""The workbook part and the part of styles."""

from __future__ import annotations

from datetime import date

import pytest

from tests.readers.parts import MAIN
from validator.editing.calc_chain import sheet_ids, without_entries
from validator.editing.refusal import NotEditable
from validator.editing.styles_xml import Formats, NoFormats
from validator.editing.workbook_xml import recalculating
from validator.readers.limits import DEFAULT_LIMITS, Budget

BOOK = f'<workbook xmlns="{MAIN}"><workbookPr/><sheets><sheet name="a"/></sheets>{{}}<pivotCaches/></workbook>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        ("<definedNames><definedName/></definedNames>",
         '<definedNames><definedName/></definedNames><calcPr fullCalcOnLoad="1"/>'),
        ("<calcPr calcId='1'/>", "<calcPr calcId='1' fullCalcOnLoad=\"1\"/>"),
        ('<calcPr fullCalcOnLoad="0" calcId="1"></calcPr>', '<calcPr fullCalcOnLoad="1" calcId="1"></calcPr>'),
        ('<calcPr fullCalcOnLoad = \'true\' />', '<calcPr fullCalcOnLoad = \'true\' />'),
        ('<calcPr fullCalcOnLoad="1"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)  # fmt: skip
def test_everything_is_calculated_when_the_workbook_is_opened(before: str, after: str) -> None:
    assert recalculating(BOOK.format(before).encode()).decode() == BOOK.format(after)


def test_the_prefix_of_a_workbook_part() -> None:
    part = f'<x:workbook xmlns:x="{MAIN}"><x:sheets/></x:workbook>'
    after = f'<x:workbook xmlns:x="{MAIN}"><x:sheets/><x:calcPr fullCalcOnLoad="1"/></x:workbook>'
    assert recalculating(part.encode()).decode() == after


STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy年"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="1"/><xf numFmtId="49" fontId="2"><alignment wrapText="1"/></xf>
<xf numFmtId="170"/><xf numFmtId="0" fontId="3" quotePrefix="1"/><xf numFmtId="0" fontId="2"
 applyNumberFormat="1"><alignment wrapText="1"/></xf><xf numFmtId="3"/></cellXfs><dxfs count="0"/></styleSheet>"""


def formats() -> Formats:
    return Formats(STYLES.encode(), "xl/styles.xml", Budget(DEFAULT_LIMITS))


@pytest.mark.parametrize(
    ("index", "value"),
    [(0, 1), (5, 1.5), (1, "甲"), (3, "甲"), (2, date(2024, 1, 1)), (5, True), (99, 1), (99, date(2024, 1, 1))],
)
def test_a_format_that_shows_the_value_is_kept(index: int, value: object) -> None:
    own = formats()
    assert (own.fitting(index, value), own.part()) == (index, STYLES.encode())


@pytest.mark.parametrize(
    ("index", "value", "added"),
    [
        (1, 1, '<xf numFmtId="0" fontId="2" applyNumberFormat="1"><alignment wrapText="1"/></xf>'),
        (2, 1, '<xf numFmtId="0" applyNumberFormat="1"/>'),
        (3, 1, '<xf numFmtId="0" fontId="3"/>'),
        (0, date(2024, 1, 1), '<xf numFmtId="14" fontId="1" applyNumberFormat="1"/>'),
        (3, date(2024, 1, 1), '<xf numFmtId="14" fontId="3" applyNumberFormat="1"/>'),
    ],
)
def test_a_format_that_would_hide_what_the_value_is_gets_a_twin(index: int, value: object, added: str) -> None:
    own = formats()
    assert (own.fitting(index, value), own.fitting(index, value)) == (6, 6)
    after = STYLES.replace('count="6"', 'count="7"').replace("</cellXfs>", f"{added}</cellXfs>")
    assert own.part().decode() == after


def test_a_twin_that_is_there_is_taken() -> None:
    twin = '<xf numFmtId="14" fontId="1" applyNumberFormat="1"/>'
    part = STYLES.replace('<xf numFmtId="3"/>', twin).encode()
    own = Formats(part, "xl/styles.xml", Budget(DEFAULT_LIMITS))
    assert (own.fitting(0, date(2024, 1, 1)), own.part()) == (5, part)


def test_a_workbook_without_formats_takes_no_day() -> None:
    assert NoFormats().fitting(0, 1) == 0
    with pytest.raises(NotEditable, match="日期会显示成数字"):
        NoFormats().fitting(0, date(2024, 1, 1))


CHAIN = f'<calcChain xmlns="{MAIN}">{{}}</calcChain>'


@pytest.mark.parametrize(
    ("entries", "gone", "after"),
    [
        ('<c r="A1" i="1"/><c r="B1" i="1"/>', ("1", "A1"), '<c r="B1" i="1"/>'),
        ('<c r="A1" i="1"/><c r="B1" l="1"/><c r="C1"/>', ("1", "A1"), '<c r="B1" l="1" i="1"/><c r="C1"/>'),
        ('<c r="A1" i="1"/><c r="B1"/><c r="C1"/>', ("1", "B1"), '<c r="A1" i="1"/><c r="C1"/>'),
        ('<c r="A1" i="1"/><c r="A1" i="2"/><c r="B1"/>', ("2", "A1"), '<c r="A1" i="1"/><c r="B1" i="2"/>'),
        ('<c r="A1" i="1"/><c r="B1"/>', ("2", "B1"), '<c r="A1" i="1"/><c r="B1"/>'),
        ('<c r="A1" i="1"/><c r="B1" i="2"/>', ("1", "A1"), '<c r="B1" i="2"/>'),
    ],
)
def test_the_order_of_calculation_without_a_formula_that_is_gone(
    entries: str, gone: tuple[str, str], after: str
) -> None:
    assert without_entries(CHAIN.format(entries).encode(), {gone}).decode() == CHAIN.format(after)


def test_the_order_of_calculation_is_never_empty() -> None:
    with pytest.raises(NotEditable, match="只有这一个公式"):
        without_entries(CHAIN.format('<c r="A1" i="1"/>').encode(), {("1", "A1")})


def test_the_ids_of_sheets() -> None:
    part = f'<workbook xmlns="{MAIN}"><sheets><sheet name="a" sheetId="7"/><sheet name="乙" sheetId="2"/></sheets></workbook>'
    assert sheet_ids(part.encode()) == {"a": "7", "乙": "2"}
