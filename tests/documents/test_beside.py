"""What stands beside a figure never becomes digits of it: notes, old values, signs of Markdown, dashes for none."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.written import as_docx, as_html, as_markdown, as_text, as_wide_text, zipped
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.model.filing import Filing
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.package import Package

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
VALUES = figures_of(FORM, LUCK, small=False)
DOC = report(FORM, VALUES)
NAME = "表三.本年新收.自然人"
SHOWN = str(VALUES[NAME])
PAGE, TEXT, MARKDOWN = (write(DOC, LUCK).decode() for write in (as_html, as_text, as_markdown))
WIDE = as_wide_text(DOC, LUCK).decode()
WORD = Package(as_docx(DOC, LUCK), Budget(DEFAULT_LIMITS)).read("word/document.xml").decode()


def read(text: str | bytes, name: str = "a.txt") -> Filing:
    return filing_of_content(text if isinstance(text, bytes) else text.encode(), name, FORMS)


def others_stay(found: Filing) -> None:
    """Nothing but the figure looked at is other than it was written."""
    assert found.unplaced == ()
    assert {name for name in VALUES if found.cell(name).value != VALUES[name]} <= {NAME}


def page(put: str, style: str = "") -> Filing:
    text = PAGE.replace("<head>", f"<head><style>{style}</style>").replace(f"<p>{SHOWN}</p>", f"<p>{put}</p>")
    assert put in text
    found = read(text, "a.html")
    others_stay(found)
    return found


@pytest.mark.parametrize(
    ("note", "style"),
    [
        ("<span style='vertical-align:super;font-size:70%'>1</span>", ""),
        ("<span style='vertical-align: sub'>1</span>", ""),
        ("<span class=n>1</span>", ".n{vertical-align:super;font-size:9px}"),
        ("<span style='vertical-align:4pt'>1</span>", ""),
        ("<span style='vertical-align:30%'>1</span>", ""),
        ("<span style='vertical-align:text-top'>1</span>", ""),
        ("<span style='position:relative;top:-5.0pt;mso-text-raise:5.0pt'>1</span>", ""),
        ("<i class=n>1</i>", ".n{position:relative;bottom:.5em}"),
        ("<span style='font-variant-position:super'>1</span>", ""),
        ("<small>1</small>", ""),
        ("<small><b>1</b></small>", ""),
        ("<small><span style='font-size:80%'><small>1</small></span></small>", ""),
        ("<span style='font-size:60%'>1</span>", ""),
        ("<span class=n>1</span>", "td .n{font-size:smaller}"),
    ],
)
def test_a_note_on_a_page_is_no_digit(note: str, style: str) -> None:
    assert page(f"{SHOWN}{note}", style).cell(NAME).value == f"{SHOWN}(1)"
    assert page(f"{note}{SHOWN}", style).cell(NAME).value == f"(1){SHOWN}"


@pytest.mark.parametrize(
    "put",
    [
        f"<small>{SHOWN}</small>",
        f"<span style='font-size:80%'>{SHOWN[:2]}</span><span style='font-size:80%'>{SHOWN[2:]}</span>",
        f"<span style='position:relative;top:-3pt'>{SHOWN}</span>",
        f"<span style='position:relative;top:0'>{SHOWN[:1]}</span>{SHOWN[1:]}",
        f"<span style='vertical-align:middle'>{SHOWN[:1]}</span>{SHOWN[1:]}",
        f"<span style='vertical-align:baseline;font-size:100%'>{SHOWN[:1]}</span>{SHOWN[1:]}",
        f"<span style='font-size:12.0pt'>{SHOWN[:1]}</span><span style='font-size:10.5pt'>{SHOWN[1:]}</span>",
        f"{SHOWN[:1]}<wbr>{SHOWN[1:]}",
        f"{SHOWN[:1]}&#8203;{SHOWN[1:]}&#65279;",
        f"{SHOWN[:1]}&shy;{SHOWN[1:]}",
        f"<nobr>{SHOWN}</nobr>",
        f"<span style='font-size:medium'>{SHOWN}</span>",
        f"<span style='font-size:small'>{SHOWN}</span>",
        f"<span style='opacity:inherit;text-indent:initial'>{SHOWN}</span>",
        f"<span style='overflow:hidden;width:auto'>{SHOWN}</span>",
    ],
)
def test_a_figure_that_is_all_written_so_is_one(put: str) -> None:
    assert page(put).cell(NAME).value == VALUES[NAME]


@pytest.mark.parametrize(
    ("attributes", "style"),
    [
        ("class=x", ".x{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0,0,0,0)}"),
        ("class=x", ".x{clip:rect(1px 1px 1px 1px)}"),
        ("class=x", ".x{clip-path:inset(50%)}"),
        ("style='display:inline-block;height:0;overflow:hidden'", ""),
        ("style='display:inline-block;max-width:0px;overflow-x:hidden'", ""),
        ("style='mso-hide:all'", ""),
        ("style='position:absolute;right:-9999px'", ""),
        ("style='content-visibility:hidden'", ""),
        ("class='sr-only'", ""),
        ("class='a visually-hidden'", ""),
    ],
)
def test_what_a_page_cuts_off_is_not_read(attributes: str, style: str) -> None:
    assert page(f"<span {attributes}>9</span>{SHOWN}", style).number(NAME) == VALUES[NAME]


@pytest.mark.parametrize(
    "attributes",
    [
        "style='overflow:hidden;height:20px'",
        "style='height:0'",
        "style='clip:rect(0,60px,20px,0)'",
        "style='clip-path:inset(0)'",
        "style='overflow:hidden;width:100%'",
    ],
)
def test_what_a_page_does_not_cut_off_is_read(attributes: str) -> None:
    assert page(f"<span {attributes}>{SHOWN}</span>").number(NAME) == VALUES[NAME]


def test_a_cell_without_a_height_grows() -> None:
    text = PAGE.replace(f"<td><p>{SHOWN}</p>", f"<td style='height:0;overflow:hidden'><p>{SHOWN}</p>")
    assert text != PAGE
    found = read(text, "a.html")
    others_stay(found)
    assert found.number(NAME) == VALUES[NAME]


def test_words_that_are_smaller_stay_as_they_are() -> None:
    text = PAGE.replace("信息处理费。", "信息处理费，2023<small>年</small>共<small>12</small>件。")
    assert text != PAGE
    assert read(text, "a.html").text("正文.六").endswith("信息处理费，2023年共12件。")


STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="character" w:styleId="{0}"><w:name w:val="a"/><w:basedOn w:val="x"/><w:uiPriority w:val="1"/>'
    '<w:qFormat/><w:rsid w:val="00"/><w:rPr>{1}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="below"><w:name w:val="b"/><w:basedOn w:val="{0}"/></w:style></w:styles>'
)
RAISED, STRUCK = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"
MOVED = '<w:position w:val="10"/>'


def word(properties: str, style: str = "", *, own: str = "", before: bool = False) -> Filing:
    """A document in which a run with these properties stands beside the figure, which has its own."""
    run, figure = (
        f"<w:r><w:rPr>{properties}</w:rPr><w:t>9</w:t></w:r>",
        f"<w:r><w:rPr>{own}</w:rPr><w:t>{SHOWN}</w:t></w:r>",
    )
    put = run + figure if before else figure + run
    text = re.sub(rf"<w:r><w:t [^<>]*>{SHOWN}</w:t></w:r>", put, WORD)
    assert text != WORD
    found = read(zipped(text, STYLES.format("a", style)), "a.docx")
    others_stay(found)
    return found


@pytest.mark.parametrize(
    ("properties", "style"),
    [
        ('<w:rStyle w:val="a"/>', RAISED),
        ('<w:rStyle w:val="below"/>', RAISED),
        (MOVED, ""),
        ('<w:position w:val="-6"/>', ""),
        ('<w:rStyle w:val="a"/>', MOVED),
    ],
)
def test_a_note_in_a_document_is_no_digit(properties: str, style: str) -> None:
    assert word(properties, style).cell(NAME).value == f"{SHOWN}(9)"
    assert word(properties, style, before=True).cell(NAME).value == f"(9){SHOWN}"


@pytest.mark.parametrize("name", ["a", "below"])
@pytest.mark.parametrize("style", [STRUCK, "<w:dstrike/>", "<w:vanish/>", '<w:sz w:val="2"/>'])
def test_what_a_style_strikes_or_hides_is_not_read(name: str, style: str) -> None:
    assert word(f'<w:rStyle w:val="{name}"/>', style, before=True).number(NAME) == VALUES[NAME]


@pytest.mark.parametrize(
    ("properties", "style"),
    [
        ('<w:rStyle w:val="a"/><w:strike w:val="0"/>', STRUCK),
        ('<w:rStyle w:val="a"/><w:vertAlign w:val="baseline"/>', RAISED),
        ('<w:rStyle w:val="other"/>', STRUCK),
        ('<w:position w:val="0"/>', ""),
    ],
)
def test_what_a_run_says_itself_counts(properties: str, style: str) -> None:
    assert word(properties, style).number(NAME) == int(f"{SHOWN}9")


def test_a_figure_that_was_moved_as_a_whole_is_one() -> None:
    assert word(MOVED, own=MOVED).number(NAME) == int(f"{SHOWN}9")


def test_signs_without_a_place_in_a_document_are_none() -> None:
    found = read(zipped(WORD.replace(f">{SHOWN}<", f">{SHOWN[:1]}\u200b{SHOWN[1:]}\ufeff<")), "a.docx")
    others_stay(found)
    assert found.number(NAME) == VALUES[NAME]


def markdown(put: str) -> object:
    assert f" {SHOWN} " in MARKDOWN
    found = read(MARKDOWN.replace(f" {SHOWN} ", f" {put} "), "a.md")
    others_stay(found)
    return found.cell(NAME).value


@pytest.mark.parametrize(
    "put",
    ["~~77~~{}", "{}~~77~~", "<del>7</del>{}", "**{}**", "*{}*", "`{}`", "__{}__", "***{}***", "**~~5~~{}**",
     "<b>{}</b>", "{}\u200b", "&nbsp;{}", "{}<!-- 5 -->"],
)  # fmt: skip
def test_signs_of_markdown_are_no_part_of_a_figure(put: str) -> None:
    assert markdown(put.format(SHOWN)) == VALUES[NAME]


@pytest.mark.parametrize(
    ("put", "read_as"),
    [
        ("{}<sup>1</sup>", "{}(1)"),
        ("{}*", "{}*"),
        ("*{}", "*{}"),
        ("{}**", "{}**"),
        ("{}*1*", "{}*1*"),
        ("{}\\*", "{}*"),
        ("{}<br>5", "{} 5"),
    ],
)
def test_what_stands_at_a_figure_in_markdown_is_kept(put: str, read_as: str) -> None:
    assert markdown(put.format(SHOWN)) == read_as.format(SHOWN)


@pytest.mark.parametrize("none", ["-", "*", "--", "—", "+", "_"])
@pytest.mark.parametrize("gap", ["   ", "　　", " "])
def test_a_sign_for_none_among_figures_is_one_of_them(none: str, gap: str) -> None:
    """表四 has one row of fifteen figures, of which the third is none; the sixth has a star."""
    names = [name for name in FORM.indicators if name.startswith("表四.")]
    figures = [str(VALUES[name]) for name in names]
    line = next(one for one in WIDE.splitlines() if one.split() == figures)
    shown = [*figures[:2], none, *figures[3:5], f"{figures[5]}*", *figures[6:]]
    found = read(WIDE.replace(line, gap.join(shown)))
    assert [str(found.cell(name).value) for name in names] == shown
    assert found.unplaced == ()


@pytest.mark.parametrize("none", ["-", "*", "+"])
def test_a_dash_at_the_beginning_of_figures_is_one(none: str) -> None:
    names = [name for name in FORM.indicators if name.startswith("表四.")]
    figures = [str(VALUES[name]) for name in names]
    line = next(one for one in WIDE.splitlines() if one.split() == figures)
    found = read(WIDE.replace(line, "   ".join([none, *figures[1:]])))
    assert [str(found.cell(name).value) for name in names] == [none, *figures[1:]]


def test_items_and_headings_lose_their_signs() -> None:
    text = TEXT.replace("本年度没有收取", "- **本年度**没有收取").replace("五、存在", "## 五、存在")
    assert read(text, "a.md").text("正文.六") == read(TEXT).text("正文.六")
    assert read(text, "a.md").text("正文.五") == read(TEXT).text("正文.五")


def test_figures_of_two_years_do_not_run_together() -> None:
    """A figure of the year before, none, and the year's: three, whatever of them is asked for."""
    shown = str(VALUES["表二.行政许可.处理决定"])
    line = next(one for one in WIDE.splitlines() if one.split() == ["行政许可", shown])
    for between in ("   -   ", "*   ", "   *   "):
        found = read(WIDE.replace(line, f"行政许可   20{between}{shown}"))
        assert found.number("表二.行政许可.处理决定") in {None, VALUES["表二.行政许可.处理决定"]}
        assert {one.seen for one in found.unplaced if f"20{shown}" in one.seen} == set()


IN_THE_MIDDLE = "（一）主动公开"


@pytest.mark.parametrize(
    ("text", "name"), [(TEXT, "a.txt"), (PAGE, "a.html"), (MARKDOWN, "a.md")], ids=["text", "page", "Markdown"]
)
@pytest.mark.parametrize("damage", [b"\xe4\xbd", b"\xff", b"\0", b"\0\0"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_leaves_the_rest(text: str, name: str, damage: bytes, encoding: str) -> None:
    whole = text.replace("charset=utf-8", f"charset={encoding}").encode(encoding)
    at = whole.index(IN_THE_MIDDLE.encode(encoding))
    found = read(whole[:at] + damage + b" " + whole[at:], name)
    assert found.unplaced == ()
    assert {one: found.cell(one).value for one in VALUES} == VALUES
    assert found.organ == read(text, name).organ == "青禾市云溪区人民政府"
