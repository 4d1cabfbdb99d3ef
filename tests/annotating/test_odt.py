"""The annotated copy of an OpenDocument text: coloured words and cells, remarks, all text as it was."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from lxml import etree

from tests.annotating.documents import SEED, copy_of, parts_of, publication, report_on
from tests.annotating.test_pages import ASKED, PERIOD
from validator.annotating.odt_copies import SIGNED
from validator.editing.refusal import NotEditable
from validator.publishing.content import Chapter

SPACES = {one: f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("office", "text", "table", "style")}
SPACES["fo"] = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
HEAD = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
TITLE = "渑池县人民政府2023年政府信息公开工作年度报告"


def _paragraph(text: str) -> str:
    return f'<text:p text:style-name="P1">{text}</text:p>'


def _chapter(part: Chapter, figures: Any) -> str:
    lines = [_paragraph(part.heading), *map(_paragraph, part.paragraphs)]
    if part.grid:
        lines.append("<table:table>")
        for row in part.grid.rows:
            cells = (
                f'<table:table-cell table:style-name="C1" table:number-columns-spanned="{one.columns}" '
                f'table:number-rows-spanned="{one.rows}">'
                f"{_paragraph(figures.get(one.name, one.text)) if figures.get(one.name, one.text) else ''}</table:table-cell>"
                for one in row
            )
            lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        lines.append("</table:table>")
    return "".join(lines)


@cache
def document(asked: str = ASKED) -> bytes:
    """The report as a program writes it; the words of the first section as given."""
    report = publication(SEED)
    body = "".join(
        (
            _paragraph(report.title),
            _paragraph(report.introduction),
            *(_chapter(one, report.figures) for one in report.parts),
        )
    ).replace(ASKED, asked)
    styles = (
        '<style:style style:name="C1" style:family="table-cell"><style:table-cell-properties fo:padding="1mm"/>'
        '</style:style><style:style style:name="P1" style:family="paragraph"/>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {HEAD} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("Pictures/a.png", b"picture")
    return stream.getvalue()


def content_of(content: bytes) -> Any:
    return etree.fromstring(parts_of(content)["content.xml"])


def marks(content: bytes) -> list[tuple[str, str]]:
    """Colour and words of each mark, in order."""
    root = content_of(content)
    colours = {
        one.get(f"{{{SPACES['style']}}}name"): next(
            (
                each.get(f"{{{SPACES['fo']}}}background-color")
                for each in one
                if each.get(f"{{{SPACES['fo']}}}background-color")
            ),
            "",
        )
        for one in root.iter(f"{{{SPACES['style']}}}style")
    }
    found = []
    for one in root.iter(f"{{{SPACES['text']}}}span", f"{{{SPACES['table']}}}table-cell"):
        style = one.get(f"{{{SPACES['text']}}}style-name") or one.get(f"{{{SPACES['table']}}}style-name")
        if style and style.startswith("gouji-"):
            found.append((colours[style], words(one)))
    return found


def words(element: Any) -> str:
    """The text of an element without remarks."""
    gone = f"{{{SPACES['office']}}}annotation"
    text = element.text or ""
    for one in element:
        text += ("" if one.tag == gone else words(one)) + (one.tail or "")
    return text


def remarks(content: bytes) -> list[tuple[str, str]]:
    """What stands before each remark in its paragraph, and its first line."""
    found = []
    for one in content_of(content).iter(f"{{{SPACES['office']}}}annotation"):
        before = one.getprevious()
        lines = [words(each) for each in one.iter(f"{{{SPACES['text']}}}p")]
        found.append((words(before) if before is not None else one.getparent().text or "", lines[0]))
    return found


WANTED = [
    ("#FFE08A", ASKED), ("#FFE08A", "52"), ("#FFE08A", "0"), ("#FF6B6B", ""), ("#FFE08A", "52"), ("#FFE08A", "0"),
    ("#E2D0F5", PERIOD),
]  # fmt: skip


def test_the_cells_and_words_of_the_findings_are_marked_and_nothing_else() -> None:
    copy = copy_of(document(), "a.odt")
    assert copy.lacking == ()
    assert marks(copy.content) == WANTED
    assert remarks(copy.content) == [
        (TITLE, "勾稽校验结果：不通过（强制 2，核实 1），共 3 条，见各处批注"),
        (ASKED, "3. 核实 N-01"),
        ("", "1. 强制 VA-03"),
        (PERIOD, "2. 强制 P-03"),
    ]


def test_all_text_and_every_other_part_stay() -> None:
    copy = copy_of(document(), "a.odt").content
    assert words(content_of(copy)) == words(content_of(document()))
    before, after = parts_of(document()), parts_of(copy)
    assert {name for name in after if after[name] != before.get(name)} == {"content.xml"}
    assert list(after) == list(before)


def test_a_copy_says_the_same_and_is_annotated_anew() -> None:
    before = report_on(document(), "a.odt")
    copy = copy_of(document(), "a.odt").content
    assert replace(report_on(copy, "a.odt"), sha256="") == replace(before, sha256="")
    again = copy_of(copy, "a.odt").content
    assert (marks(again), remarks(again)) == (marks(copy), remarks(copy))
    assert parts_of(again)["content.xml"] == parts_of(copy)["content.xml"]


def test_words_over_several_elements_are_marked_piece_by_piece() -> None:
    cut = f'{ASKED[:2]}<text:span text:style-name="T1">{ASKED[2:7]}</text:span>{ASKED[7:12]}<text:s/>{ASKED[12:]}'
    copy = copy_of(document(cut), "a.odt").content
    assert [text for colour, text in marks(copy) if colour == "#FFE08A"][:4] == [
        ASKED[:2], ASKED[2:7], ASKED[7:12], ASKED[12:],
    ]  # fmt: skip
    assert words(content_of(copy)) == words(content_of(document(cut)))


def test_a_signed_one_is_not_changed() -> None:
    stream = io.BytesIO(document())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("META-INF/documentsignatures.xml", "<a/>")
    with pytest.raises(NotEditable, match=re.escape(SIGNED)):
        copy_of(stream.getvalue(), "a.odt")


def test_a_cell_with_white_text_gets_no_ground_on_which_it_is_seen() -> None:
    white = (
        b'<style:style style:name="W1" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>'
    )
    styled = parts_of(document())["content.xml"].replace(
        b"</office:automatic-styles>", white + b"</office:automatic-styles>"
    )
    at = styled.index(b">52</text:p>") + len(b">52")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts_of(document()).items():
            hidden = styled[:at] + b'<text:span text:style-name="W1">77</text:span>' + styled[at:]
            archive.writestr(name, hidden if name == "content.xml" else part)
    before, copy = report_on(stream.getvalue(), "a.odt"), copy_of(stream.getvalue(), "a.odt").content
    assert before.findings
    assert replace(report_on(copy, "a.odt"), sha256="") == replace(before, sha256="")
    assert ("#FFE08A", "52") in marks(copy)
    assert ("#FFE08A", "5277") not in marks(copy)
