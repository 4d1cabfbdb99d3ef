"""What nobody sees in a document is not read, and a figure hidden where nothing is seen is told."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.written import as_docx, as_html, zipped
from tests.shipped import FORMS
from validator.documents.office.word import SHOWN_BOX
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import HIDDEN
from validator.model.filing import Filing
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.package import Package

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
VALUES = figures_of(FORM, LUCK, small=False)
NAME = "表三.本年新收.自然人"
SHOWN = str(VALUES[NAME])
PAGE = as_html(report(FORM, VALUES), LUCK).decode()
WORD = Package(as_docx(report(FORM, VALUES), LUCK), Budget(DEFAULT_LIMITS)).read("word/document.xml").decode()


def page(style: str, put: str) -> Filing:
    """A page with those rules in which the figure is written so."""
    text = PAGE.replace("<head>", f"<head><style>{style}</style>").replace(f"<p>{SHOWN}</p>", put)
    return filing_of_content(text.encode(), "a.html", FORMS)


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".x{display:none}", "class='x'"),
        ("p .y , td span.x { color : red ; visibility: hidden }", "class='y x'"),
        ("#n{font-size:0}", "id='n'"),
        ("td .x{font-size:0px !important}", "class='x'"),
        ("span.x{color:#FFF}", "class='x'"),
        (".x{text-indent:-9999px}", "class='x'"),
        (".x{opacity:0}", "class='x'"),
        ("@media screen{.x{display:none}}", "class='x'"),
        (".x{display:block}.x{display:none}", "class='x'"),
        ("", "style='color:white'"),
        ("", "style='color:#fefefe'"),
        ("", "style='color:hsl(0, 0%, 100%)'"),
        ("", "style='color:#c00; background:#c00'"),
        ("", "style='font:0/0 a'"),
        ("", "style='transform:scale(0)'"),
        ("", "style='font-size:1pt'"),
        ("", "style='font-size:0pt'"),
        ("", "hidden"),
    ],
)
def test_what_a_page_hides_is_not_read(style: str, hidden: str) -> None:
    found = page(style, f"<p><span {hidden}>9</span>{SHOWN}<span {hidden}>7</span></p>")
    assert found.number(NAME) == VALUES[NAME]
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("@media print{.x{display:none}}", "class='x'"),
        (".x{display:none}.x.on{display:inline}", "class='x on'"),
        ("td{background:#036}.x{color:#fff}", "class='x'"),
        (".x{color:white}", "class='x' style='background-color:navy'"),
        ("div.x{display:none}", "class='x'"),
        (".x.y{display:none}", "class='x'"),
        ("/* .x{display:none} */", "class='x'"),
        (".x{font-size:10px;text-indent:2em}", "class='x'"),
        (".x{font:10px/0 a;transform:scale(0.9)}", "class='x'"),
        (".x{color:#f00;background:#ff0}", "class='x'"),
    ],
)
def test_what_a_page_shows_is_read(style: str, shown: str) -> None:
    assert page(style, f"<p><span {shown}>{SHOWN}</span></p>").number(NAME) == VALUES[NAME]


@pytest.mark.parametrize(
    ("put", "read"),
    [
        (f"<input value='{SHOWN}'>", VALUES[NAME]),
        (f"<input type=number readonly value='{SHOWN}'>", VALUES[NAME]),
        ("<input value=''>", None),
        (f"<input type=checkbox value='{SHOWN}'>", "〔图〕"),
        (f"<p>{SHOWN}<a href='note.html'>1</a></p>", f"{SHOWN}(1)"),
        (f"<p><a href='all.html'>{SHOWN}</a></p>", VALUES[NAME]),
        (f"<p><a href=x>{SHOWN[:2]}</a><a href=x>{SHOWN[2:]}</a></p>", VALUES[NAME]),
        (f"<p><bdo dir=rtl>{SHOWN[::-1]}</bdo></p>", f"\u202e{SHOWN[::-1]}"),
        (f"<p>\u202e{SHOWN[::-1]}\u202c</p>", f"\u202e{SHOWN[::-1]}"),
        (f"<p>{SHOWN[:2]}\u200b<wbr>&shy;{SHOWN[2:]}</p>", VALUES[NAME]),
        (f"<p>{SHOWN} 注1</p>", f"{SHOWN} 注1"),
        (f"<p>{SHOWN}①</p>", f"{SHOWN}①"),
        ("<p>#REF!</p>", "#REF!"),
        ("<p>－4</p>", -4),
    ],
)
def test_a_figure_is_what_is_seen(put: str, read: object) -> None:
    found = page("", put)
    assert (found.unplaced, found.cell(NAME).value) == ((), read)


def test_a_figure_that_a_script_may_write_is_told() -> None:
    (one,) = page("", f"<script>document.write({SHOWN})</script>").unplaced
    assert (one.indicator, one.seen, one.reason) == (NAME, "〔脚本〕", HIDDEN)


def test_a_figure_hidden_where_none_is_seen_is_told() -> None:
    found = page(".x{display:none}", "<p><span class='x'>52</span>&nbsp;</p>")
    (one,) = found.unplaced
    assert (one.indicator, one.seen, one.reason) == (NAME, "52", HIDDEN)
    assert NAME not in found.cells


def test_a_hidden_table_is_no_table() -> None:
    (table,) = re.findall(r"<table>(?:(?!</table>).)*自然人.*?</table>", PAGE, re.DOTALL)[-1:]
    copy = re.sub(r"<p>\d+</p>", "<p>4</p>", table)
    text = PAGE.replace(table, f"<div class='old'>{copy}</div>{table}")
    text = text.replace("<head>", "<head><style>.old{display:none}</style>")
    found = filing_of_content(text.encode(), "a.html", FORMS)
    assert (found.unplaced, found.number(NAME)) == ((), VALUES[NAME])


def word(properties: str, more: str = "", styles: str = "") -> Filing:
    """A document in which a run with these properties stands beside the figure."""
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>9</w:t></w:r>"
    text = WORD.replace(f">{SHOWN}<", f">{SHOWN}</w:t></w:r>{run}<w:r><w:t><", 1)
    assert text != WORD
    return filing_of_content(zipped(text, styles), "a.docx", FORMS)


WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="character" w:styleId="white"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="paper"><w:rPr><w:color w:val="auto" w:themeColor="background1"/></w:rPr>'
    '</w:style><w:style w:type="character" w:styleId="below"><w:basedOn w:val="white"/></w:style>'
    '<w:style w:type="character" w:styleId="sign"><w:basedOn w:val="white"/><w:rPr><w:shd w:fill="1F3864"/></w:rPr>'
    '</w:style><w:style w:type="table" w:styleId="blue"><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:style>'
    '<w:style w:type="table" w:styleId="head"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'
    "</w:tblStylePr></w:style></w:styles>"
)


@pytest.mark.parametrize(
    ("properties", "styles"),
    [
        ("<w:vanish/>", ""),
        ('<w:color w:val="FFFFFF"/>', ""),
        ('<w:sz w:val="2"/>', ""),
        ("<w:strike/>", ""),
        ('<w:rStyle w:val="a"/>', STYLES),
        ('<w:rStyle w:val="b"/>', STYLES),
        ('<w:rStyle w:val="white"/>', STYLES),
        ('<w:rStyle w:val="below"/>', STYLES),
        ('<w:rStyle w:val="paper"/>', STYLES),
        ('<w:color w:val="auto" w:themeColor="background1"/>', ""),
        ('<w:rStyle w:val="white"/><w:highlight w:val="none"/>', STYLES),
        ('<w:color w:val="FEFEFE"/>', ""),
        ('<w:color w:val="C00000"/><w:shd w:fill="C00000"/>', ""),
        ('<w:color w:val="C00000"/><w:shd w:fill="C80808"/>', ""),
        ('<w:color w:val="C00000"/><w:shd w:val="solid" w:color="C00000" w:fill="auto"/>', ""),
        ('<w:color w:val="FF0000"/><w:highlight w:val="red"/>', ""),
        ('<w:color w:val="F2F2F2"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="white"/>', ""),
        ('<w:w w:val="1"/>', ""),
        (f'<w14:textFill xmlns:w14="{WORD_2010}"><w14:noFill/></w14:textFill>', ""),
        (
            f'<w14:textFill xmlns:w14="{WORD_2010}"><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
            "",
        ),
    ],
)
def test_what_a_document_hides_is_not_read(properties: str, styles: str) -> None:
    assert word(properties, styles=styles).number(NAME) == VALUES[NAME]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>',
        '<w:sz w:val="21"/>',
        '<w:rStyle w:val="white"/><w:color w:val="000000"/>',
        '<w:rStyle w:val="white"/><w:highlight w:val="black"/>',
        '<w:rStyle w:val="sign"/>',
        '<w:color w:val="auto" w:themeColor="background1" w:themeShade="80"/>',
        '<w:color w:val="C00000"/><w:shd w:fill="FFFF00"/>',
        '<w:color w:val="C00000"/>',
        '<w:color w:val="D9D9D9"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>',
        '<w:color w:val="FFFF00"/><w:highlight w:val="red"/>',
        '<w:highlight w:val="black"/>',
    ],
)
def test_what_a_document_shows_is_read(properties: str) -> None:
    assert word(properties, styles=STYLES).number(NAME) == int(f"{SHOWN}9")


@pytest.mark.parametrize(("style", "is_seen"), [("blue", True), ("head", False)])
def test_white_words_are_seen_on_the_ground_of_a_table(style: str, is_seen: bool) -> None:
    white = '<w:r><w:rPr><w:rStyle w:val="white"/></w:rPr><w:t>'
    text = WORD.replace("<w:tbl>", f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>')
    text = text.replace(f'<w:r><w:t xml:space="preserve">{SHOWN}<', f"{white}{SHOWN}<", 1)
    found = filing_of_content(zipped(text, STYLES), "a.docx", FORMS)
    assert found.number(NAME) == (VALUES[NAME] if is_seen else None)
    assert [(one.indicator, one.seen) for one in found.unplaced] == ([] if is_seen else [(NAME, SHOWN)])


def test_white_heads_are_seen_on_the_ground_of_the_first_row() -> None:
    text = WORD.replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="head"/></w:tblPr>')
    head = "申请人情况"
    text = text.replace(
        f'<w:r><w:t xml:space="preserve">{head}', f'<w:r><w:rPr><w:rStyle w:val="white"/></w:rPr><w:t>{head}'
    )
    found = filing_of_content(zipped(text, STYLES), "a.docx", FORMS)
    assert head in {one.found for one in found.labels}


def test_a_cell_with_a_picture_is_not_blank() -> None:
    picture = '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing>'
    text = WORD.replace(f'<w:t xml:space="preserve">{SHOWN}</w:t>', picture, 1)
    assert filing_of_content(zipped(text), "a.docx", FORMS).cell(NAME).value == SHOWN_BOX


def test_a_hidden_row_is_no_row() -> None:
    text = WORD.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1)
    found = filing_of_content(zipped(text), "a.docx", FORMS)
    assert found.unplaced == ()
    assert "第二十条第（一）项" not in {one.found for one in found.labels}


def test_a_foot_stands_below_wherever_it_is_written() -> None:
    """The last rows of 表三 in a tfoot before the others, as it is shown."""
    tables = re.findall(r"<table>.*?</table>", PAGE, re.DOTALL)
    (table,) = [one for one in tables if "结转下年度" in one]
    first, *rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    heads, others, last = [first, *rows[:2]], rows[2:-1], rows[-1]
    parts = f"<thead>{''.join(heads)}</thead><tfoot>{last}</tfoot><tbody>{''.join(others)}</tbody>"
    found = filing_of_content(PAGE.replace(table, f"<table>{parts}</table>").encode(), "a.html", FORMS)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in VALUES} == VALUES
