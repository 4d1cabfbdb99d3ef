"""The annotated copy of a Word document: highlights and comments at the words and cells, all text as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from tests.annotating.documents import (
    FAULTY,
    SEED,
    comments_of,
    copy_of,
    document_of,
    parts_of,
    report_on,
    texts_of,
    word_marks,
)
from tests.annotating.test_pages import ASKED, PERIOD
from validator.annotating.word_copies import SIGNED
from validator.editing.refusal import NotEditable

SEED_MARKS = [
    ("yellow", ASKED),
    ("FFE08A", "52"),
    ("FFE08A", "0"),
    ("FF6B6B", ""),
    ("FFE08A", "52"),
    ("FFE08A", "0"),
    ("magenta", PERIOD),
]
TITLE = "渑池县人民政府2023年政府信息公开工作年度报告"
SEED_COMMENTS = [
    (ASKED, "3. 核实 N-01"),
    (PERIOD, "2. 强制 P-03"),
    ("", "1. 强制 VA-03"),
    (TITLE, "勾稽校验结果：不通过（强制 2，核实 1），共 3 条，见各处批注"),
]


def remade(content: bytes, change: dict[str, bytes]) -> bytes:
    """A package with some parts changed or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts_of(content) | change).items():
            archive.writestr(name, part)
    return stream.getvalue()


def test_the_cells_and_words_of_the_findings_are_marked_and_nothing_else() -> None:
    copy = copy_of(document_of(SEED), "渑池县2023.docx")
    assert copy.lacking == ()
    assert word_marks(copy.content) == SEED_MARKS
    assert comments_of(copy.content) == SEED_COMMENTS


@pytest.mark.parametrize("name", [SEED, FAULTY])
def test_all_text_and_every_other_part_stay(name: str) -> None:
    before, after = document_of(name), copy_of(document_of(name), "a.docx").content
    assert texts_of(after) == texts_of(before)
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    old, new = parts_of(before), parts_of(after)
    assert new.keys() - old.keys() == {"word/comments.xml"} - old.keys()
    assert {name for name in old if old[name] != new[name]} <= changed | {"word/comments.xml"}


@pytest.mark.parametrize("name", [SEED, FAULTY])
def test_a_copy_says_the_same_as_the_document_and_is_annotated_anew(name: str) -> None:
    before = report_on(document_of(name), "a.docx")
    copy = copy_of(document_of(name), "a.docx").content
    assert replace(report_on(copy, "a.docx"), sha256="") == replace(before, sha256="")
    again = copy_of(copy, "a.docx").content
    assert (word_marks(again), comments_of(again)) == (word_marks(copy), comments_of(copy))
    assert texts_of(again) == texts_of(copy)


def test_a_cell_with_white_text_gets_no_ground_on_which_it_is_seen() -> None:
    document = Document(io.BytesIO(document_of(SEED)))
    (row,) = [one for one in document.tables[1].rows if "（七）总计" in one.cells[1].text]
    row.cells[-1].paragraphs[0].add_run("77").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    stream = io.BytesIO()
    document.save(stream)
    before, copy = report_on(stream.getvalue(), "a.docx"), copy_of(stream.getvalue(), "a.docx").content
    assert {one.rule.code for one in before.findings} == {"VA-03", "P-03", "N-01"}
    assert replace(report_on(copy, "a.docx"), sha256="") == replace(before, sha256="")
    total = SEED_MARKS.index(("FF6B6B", "")) + 1
    assert word_marks(copy) == [*SEED_MARKS[:total], ("yellow", "52"), *SEED_MARKS[total + 1 :]]


def test_runs_are_cut_exactly_at_the_words() -> None:
    """A sentence over several runs, one of them a link, with a line break and what nobody sees within."""
    document = Document(io.BytesIO(document_of(SEED)))
    (paragraph,) = [one for one in document.paragraphs if ASKED in one.text]
    (run,) = paragraph.runs
    before, after = paragraph.text.split(ASKED)
    run.text = before + ASKED[:2]
    for piece in (ASKED[2:7], "看不见", ASKED[7:12], ASKED[12:] + after):
        other = deepcopy(run._r)
        paragraph._p.append(other)
        paragraph.runs[-1].text = piece
    paragraph.runs[2].font.hidden = True
    link = OxmlElement("w:hyperlink")
    paragraph.runs[3]._r.addprevious(link)
    link.append(paragraph.runs[3]._r)
    link[0].insert(1, OxmlElement("w:br"))
    stream = io.BytesIO()
    document.save(stream)
    copy = copy_of(stream.getvalue(), "a.docx").content
    marked = [text for colour, text in word_marks(copy) if colour == "yellow"]
    assert marked == [ASKED[:2], ASKED[2:7], ASKED[7:12], ASKED[12:]]
    (runs,) = [
        [text.text for text in one.iter(qn("w:t"))]
        for one in Document(io.BytesIO(copy)).element.body.iter(qn("w:p"))
        if "看不见" in "".join(text.text or "" for text in one.iter(qn("w:t")))
    ]
    assert "".join(filter(None, runs)) == before + ASKED[:7] + "看不见" + ASKED[7:] + after
    assert comments_of(copy)[0] == (ASKED[:7] + "看不见" + ASKED[7:], "3. 核实 N-01")


def test_comments_that_are_there_stay() -> None:
    document = Document(io.BytesIO(document_of(SEED)))
    document.add_comment(document.paragraphs[1].runs, "请局长阅", author="张三", initials="张")
    stream = io.BytesIO()
    document.save(stream)
    copy = copy_of(stream.getvalue(), "a.docx").content
    assert comments_of(copy)[0] == (document.paragraphs[1].text, "请局长阅")
    assert comments_of(copy)[1:] == SEED_COMMENTS
    again = copy_of(copy, "a.docx").content
    assert comments_of(again) == comments_of(copy)
    assert {one.author for one in Document(io.BytesIO(again)).comments} == {"张三", "勾稽校验"}


def test_a_package_whose_types_are_of_no_namespace_is_marked_all_the_same() -> None:
    """As tests write them; readers look for the main part alone."""
    content = remade(document_of(SEED), {"[Content_Types].xml": b"<Types/>"})
    copy = copy_of(content, "a.docx").content
    assert b'<Override PartName="/word/comments' in parts_of(copy)["[Content_Types].xml"]
    assert b"1. \xe5\xbc\xba\xe5\x88\xb6 VA-03" in b"".join(parts_of(copy).values())


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """ISO/IEC 29500-1, 17.3.2.28 and 17.4.69: programs take a document with another order for damaged."""
    body = Document(io.BytesIO(copy_of(document_of(SEED), "a.docx").content)).element.body
    runs = {tuple(child.tag.split("}")[1] for child in one) for one in body.iter(qn("w:rPr")) if one.find(qn("w:highlight")) is not None}  # fmt: skip
    cells = {tuple(child.tag.split("}")[1] for child in one) for one in body.iter(qn("w:tcPr")) if one.find(qn("w:shd")) is not None}  # fmt: skip
    assert runs == {("rFonts", "b", "color", "sz", "highlight")}
    assert cells == {("tcW", "shd", "vAlign")}


def test_a_real_libreoffice_opens_the_copy(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "apt-get install libreoffice-writer"
    source = tmp_path / "a.docx"
    source.write_bytes(copy_of(document_of(SEED), "a.docx").content)
    words = ["--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "odt"]
    subprocess.run([program, *words, "--outdir", tmp_path, source], check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "a.odt") as archive:
        text = archive.read("content.xml").decode()
    notes = re.findall(r"<office:annotation .*?</office:annotation>", text, re.DOTALL)
    assert len(notes) == len(SEED_COMMENTS)
    assert all("<dc:creator>勾稽校验</dc:creator>" in one for one in notes)
    assert sum("2. 强制 P-03" in one for one in notes) == 1


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"_xmlsignatures/origin.sigs": b""}, SIGNED),
        ({"word/_rels/document.xml.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><Relationships/>'}, "DTD"),
        ({"[Content_Types].xml": b"<Types"}, "已损坏"),
    ],
    ids=["signed", "entities", "damaged"],
)
def test_what_cannot_be_marked_is_said(parts: dict[str, bytes], told: str) -> None:
    content = remade(document_of(SEED), parts)
    with pytest.raises(NotEditable, match=re.escape(told)):
        copy_of(content, "a.docx")
