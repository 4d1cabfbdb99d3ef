"""Published documents to annotate, made of the project's own examples, and what is marked in their copies."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import html

from tests.conftest import ROOT
from validator import read
from validator.annotating.copies import Copy
from validator.annotating.documents import annotated_document
from validator.catalogue.shipped import shipped
from validator.model.report import FileReport
from validator.publishing import page, word
from validator.publishing.content import Publication, publication_of
from validator.run.driver import Job, examine_content

WHEN = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
SEED, FAULTY = "渑池县2023", "处处有错2025"
JOB = Job(catalogue=shipped(), today=date(2026, 2, 1))
OURS = re.compile(
    rb'<!--gouji-->.*?<!--/gouji-->|<mark data-gouji="[^>]*>|</mark><!--gouji-mark-->| data-gouji-off [a-z-]+="[^"]*"',
    re.DOTALL,
)
"""All that a copy of a page in an encoding of bytes has besides the bytes of the page."""
Marks = list[tuple[str, str, str]]


@cache
def publication(name: str) -> Publication:
    return publication_of(read(ROOT / "examples" / f"{name}.xlsx"))


@cache
def page_of(name: str) -> bytes:
    return page.page(publication(name))


@cache
def document_of(name: str) -> bytes:
    return word.document(publication(name))


def report_on(content: bytes, path: str) -> FileReport:
    return examine_content(content, path, JOB)


def copy_of(content: bytes, path: str) -> Copy:
    return annotated_document(content, report_on(content, path), WHEN, JOB.catalogue.forms)


def page_marks(content: bytes) -> Marks:
    """Each mark of a page: the numbers at it, the look of a cell (``""``: a sentence), the text."""
    text = content.decode("utf-8")
    marks = html.document_fromstring(text).iter("mark")
    return [(one.get("data-gouji"), one.get("data-gouji-cell", ""), one.text_content()) for one in marks]


def row_of(mark: Any) -> str:
    """The label of the row that a mark stands in."""
    row = next(one for one in mark.iterancestors("tr"))
    return str(next(one.text_content().strip() for one in row.iter("th", "td") if one.get("rowspan") is None))


def word_marks(content: bytes) -> list[tuple[str, str]]:
    """Colour and text of what is highlighted in a document, of a cell its shading."""
    root = Document(io.BytesIO(content)).element.body
    found: list[tuple[str, str]] = []
    for one in root.iter(qn("w:highlight"), qn("w:shd")):
        holder = next(up for up in one.iterancestors(qn("w:r"), qn("w:tc")))
        colour = one.get(qn("w:val")) if one.tag == qn("w:highlight") else one.get(qn("w:fill"))
        found.append((str(colour), "".join(text.text or "" for text in holder.iter(qn("w:t")))))
    return found


def comments_of(content: bytes) -> list[tuple[str, str]]:
    """What each comment is about, and its first line, in the order in which they were put in."""
    document = Document(io.BytesIO(content))
    about: dict[str, list[str]] = {}
    open_ones: set[str] = set()
    for one in document.element.body.iter():
        number = str(one.get(qn("w:id")))
        if one.tag == qn("w:commentRangeStart"):
            about[number] = []
            open_ones.add(number)
        elif one.tag == qn("w:commentRangeEnd"):
            open_ones.discard(number)
        elif one.tag == qn("w:t"):
            for each in open_ones:
                about[each].append(one.text or "")
    comments = sorted(document.comments, key=lambda one: one.comment_id)
    return [("".join(about[str(one.comment_id)]), one.text.partition("\n")[0]) for one in comments]


def texts_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The paragraphs of a document, and the cells of its tables."""
    document = Document(io.BytesIO(content))
    cells = [[cell.text for row in table.rows for cell in row.cells] for table in document.tables]
    return [one.text for one in document.paragraphs], cells


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
