"""gouji publish: what goes on the website says what the workbook says, in the official layout, or is not written."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html

from tests import books
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.shipped import base_filing
from validator import read
from validator.exchange.filing_data import FilingData
from validator.model.address import corners
from validator.model.filing import Filing
from validator.model.form import Table
from validator.model.shown import shown
from validator.publishing import page, pdf, word
from validator.publishing.content import publication_of

EDITIONS = {
    "2021": base_filing(),
    "2019": replace(base_filing(), edition="2019", values={}),
}
PRINTED = '</p><script>alert("甲")</script>&amp;'
HOSTILE = f"\u202e{PRINTED}\x07"


def filing(data: FilingData, folder: Path) -> Filing:
    path = folder / "a.xlsx"
    path.write_bytes(books.filled(data))
    return read(path)


Spans = dict[tuple[int, int], tuple[str, int, int]]
"""Row and column from 1 -> text, rows and columns that it spans."""


def official(table: Table, found: Filing) -> Spans:
    """What stands where in a table of the form, its first row numbered 1."""
    texts = {label.at: label.text for label in table.labels}
    texts |= {one.span: shown(found.cell(name).value) for name, one in table.indicators.items()}
    first = min(corners(at)[0] for at in texts)
    return {
        (top - first + 1, left): (text, bottom - top + 1, right - left + 1)
        for (top, left, bottom, right), text in ((corners(at), text) for at, text in texts.items())
    }


def of_page(table: Any) -> Spans:
    """The same of a table in a page, as a browser lays it out."""
    found: Spans = {}
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.iter("tr"), 1):
        column = 1
        for cell in row.iter("td", "th"):
            while (at, column) in taken:
                column += 1
            rows, columns = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            found[at, column] = cell.text_content(), rows, columns
            taken |= {(at + down, column + across) for down in range(rows) for across in range(columns)}
    return found


def of_document(table: Any) -> Spans:
    """The same of a table in a document; merged cells are one object."""
    places: dict[int, list[tuple[int, int]]] = {}
    cells: dict[int, Any] = {}
    for at, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row.cells, 1):
            places.setdefault(id(cell._tc), []).append((at, column))
            cells[id(cell._tc)] = cell
    return {
        min(held): (
            cells[key].text,
            max(row for row, _ in held) - min(held)[0] + 1,
            max(column for _, column in held) - min(held)[1] + 1,
        )
        for key, held in places.items()
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_stands_where_the_form_has_it(edition: str, tmp_path: Path) -> None:
    found = filing(EDITIONS[edition], tmp_path)
    report = publication_of(found)
    wanted = [official(table, found) for table in found.form.tables.values()]
    assert [of_page(one) for one in html.document_fromstring(page.page(report)).iter("table")] == wanted
    assert [of_document(one) for one in Document(io.BytesIO(word.document(report))).tables] == wanted


def test_words_stand_in_the_order_of_the_form(tmp_path: Path) -> None:
    found = filing(base_filing(), tmp_path)
    report = publication_of(found)
    texts = {section.number: found.text(section.text.name) for section in found.form.sections if section.text}

    def lines() -> Iterator[str]:
        yield "示例市人民政府2025年政府信息公开工作年度报告"
        yield (
            "本报告根据《中华人民共和国政府信息公开条例》编制。报告中所列数据的统计期限为2025年1月1日至2025年12月31日。"
        )
        for section in found.form.sections:
            yield section.title
            yield from (line.strip() for line in texts.get(section.number, "").splitlines() if line.strip())

    made = html.document_fromstring(page.page(report))
    assert [one.text_content() for one in made.iter("h1", "h2", "p")] == list(lines())
    document = Document(io.BytesIO(word.document(report)))
    assert [one.text for one in document.paragraphs] == list(lines())
    assert [one.style.name for one in document.paragraphs if one.style and one.style.name != "Normal"] == [
        "Title",
        *["Heading 1"] * 6,
    ]


def test_the_page_runs_and_loads_nothing_and_its_heads_say_of_what(tmp_path: Path) -> None:
    data = replace(base_filing(), text={**base_filing().text, "五": HOSTILE})
    found = filing(data, tmp_path)
    made = html.document_fromstring(page.page(publication_of(found)))
    assert [one for tag in ("script", "link", "img", "iframe") for one in made.iter(tag)] == []
    assert [one.text_content() for one in made.iter("p") if "script" in one.text_content()] == [PRINTED]
    scopes = {one.text_content(): one.get("scope") for one in made.iter("th")}
    assert {name: scopes[name] for name in ("自然人", "（三）不予公开", "1.属于国家秘密", "法人或其他组织")} == {
        "自然人": "col",
        "（三）不予公开": "rowgroup",
        "1.属于国家秘密": "row",
        "法人或其他组织": "colgroup",
    }


def test_a_document_takes_any_text(tmp_path: Path) -> None:
    data = replace(base_filing(), text={**base_filing().text, "五": HOSTILE})
    document = Document(io.BytesIO(word.document(publication_of(filing(data, tmp_path)))))
    assert [one.text for one in document.paragraphs if "script" in one.text] == [
        '</p><script>alert("甲")</script>&amp;'
    ]


def test_heads_of_tables_stand_on_each_page_and_no_row_is_torn(tmp_path: Path) -> None:
    document = Document(io.BytesIO(word.document(publication_of(filing(base_filing(), tmp_path)))))
    heads = [len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) for table in document.tables]
    whole = [len(table._tbl.xpath("w:tr/w:trPr/w:cantSplit")) for table in document.tables]
    assert heads == [2, 3, 3]
    assert whole == [len(table.rows) for table in document.tables]


def test_a_report_that_must_be_corrected_is_not_written(tmp_path: Path, gouji: Gouji) -> None:
    source, target = books.saved(tmp_path / "a.xlsx", "must"), tmp_path / "a.html"
    done = gouji("publish", source, "-o", target, *TODAY)
    assert done.status == 1
    assert not target.exists()
    assert "T4-01" in done.err
    assert "有强制的问题没有改正，没有输出公布文本；确实要输出，加上 --force" in done.err
    assert gouji("publish", source, "-o", target, *TODAY, "--force").status == 0
    assert "示例市人民政府" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "output", "told"),
    [
        ("a.xlsx", "a.txt", "公布文本只能是 .docx、.html、.pdf"),
        ("none.xlsx", "a.html", "找不到这个文件"),
        ("a.xlsx", "none/a.html", "none"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(tmp_path: Path, gouji: Gouji, name: str, output: str, told: str) -> None:
    books.saved(tmp_path / "a.xlsx", "clean")
    done = gouji("publish", tmp_path / name, "-o", tmp_path / output, *TODAY)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_published_report_is_not_published_again(tmp_path: Path, gouji: Gouji) -> None:
    source, page_of_it = books.saved(tmp_path / "a.xlsx", "clean"), tmp_path / "a.html"
    assert gouji("publish", source, "-o", page_of_it, *TODAY).status == 0
    done = gouji("publish", page_of_it, "-o", tmp_path / "b.html", *TODAY)
    assert (done.status, (tmp_path / "b.html").exists()) == (2, False)
    assert "是公布的报告，不是工作簿" in done.err


def test_the_workbook_itself_is_never_written_over(tmp_path: Path, gouji: Gouji) -> None:
    source = books.saved(tmp_path / "a.html", "clean")
    before = source.read_bytes()
    assert gouji("publish", source, "-o", source, *TODAY).status == 2
    assert source.read_bytes() == before


def test_without_its_libraries_it_says_what_to_install(
    tmp_path: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = books.saved(tmp_path / "a.xlsx", "clean")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert pdf.MISSING in gouji("publish", source, "-o", tmp_path / "a.pdf", *TODAY).err
    monkeypatch.setitem(sys.modules, "docx", None)
    assert word.MISSING in gouji("publish", source, "-o", tmp_path / "a.docx", *TODAY).err
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_real_libreoffice_makes_a_pdf(tmp_path: Path, gouji: Gouji) -> None:
    target = tmp_path / "a.pdf"
    assert gouji("publish", ROOT / "examples/宿迁市2024.xlsx", "-o", target, *TODAY).status == 0
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert 3 <= content.count(b"/Type/Page/") <= 5
