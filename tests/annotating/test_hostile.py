"""Texts that look like formulas, markup or escapes, wherever a report takes one: in copies and letters they are texts."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.annotating.made import FAULTY, WHEN, report_of
from tests.books import data
from tests.writers.test_hostile_output import COUNT, HOSTILE
from validator.annotating.copies import annotated
from validator.annotating.remarks import LONGEST, MOST
from validator.api import fill
from validator.exchange.filing_data import FilingData
from validator.letters.content import fields_of
from validator.letters.documents import Template
from validator.model.cells import CellKind, Place
from validator.readers.files import workbook_in
from validator.writers.results_sheet import SHEET, link

TEXTS = {**HOSTILE, "long": "甲" * 30_000}
AT = r"ADDRESS\(ROW\('[^\"\[\]|]*'!\$[A-Z]+\$\d+\),COLUMN\('[^\"\[\]|]*'!\$[A-Z]+\$\d+\),4\)"
LINKS = re.compile(rf"=HYPERLINK\(\"#'[^\"]*'!\"&{AT},({AT}|\"(表.|其余) \d+\")\)")


@cache
def workbook(text: str) -> bytes:
    base = data("clean")
    text = text.replace("\ufffe", "")  # no workbook takes that one
    given = FilingData(
        **{
            **{name: getattr(base, name) for name in base.__dataclass_fields__},
            "organ": f"{text[:200]}市",
            "values": {**base.values, COUNT: text},
            "text": {**base.text, "标题": text[:200], "五": text, "六": f"{base.text['六']}\n{text[:30_000]}"},
        }
    )
    return fill(given)


verdict_on, template = cache(report_of), cache(Template)


def shown(text: str) -> bool:
    """Whether nothing of it moves a cursor, hides or turns what stands beside it."""
    return not any(unicodedata.category(one) in {"Cc", "Cf"} and one != "\n" for one in text)


@pytest.mark.parametrize("name", TEXTS)
def test_the_copy(name: str) -> None:
    content = workbook(TEXTS[name])
    copy = annotated(content, verdict_on(content), WHEN).content
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels", ".vml")):
                ET.fromstring(archive.read(part))  # noqa: S314  ours
    sheets = workbook_in(copy, "a.xlsx").sheets
    told = [*sheets[SHEET].cells.values()]
    assert len(told) > 20
    for cell in told:
        assert cell.formula is None or LINKS.fullmatch(f"={cell.formula}")
        if isinstance(cell.value, str):
            assert cell.kind is CellKind.TEXT
            assert shown(cell.value)
            assert len(cell.value) < 8_000
    for one in sheets.values():
        for text in one.comments.values():
            assert shown(text)
            assert len(text) < (LONGEST + 50) * MOST * 3


@pytest.mark.parametrize("name", TEXTS)
def test_the_letter(name: str) -> None:
    content = workbook(TEXTS[name])
    report = replace(verdict_on(content), path=f"{TEXTS[name][:99]}.xlsx")
    letter = template().letter(fields_of(report))
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        document = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314  ours
    names = {one.tag.rpartition("}")[2] for one in document.iter()}
    assert not names & {"script", "img", "svg", "fldSimple", "instrText", "hyperlink"}
    told = "".join(document.itertext())
    assert shown(told)
    assert len(told) < 40_000


def test_marks_of_jinja_in_a_report_stay_text() -> None:
    content = workbook("{{ 7 * 7 }}{% for x in y %}")
    letter = Template().letter(fields_of(report_of(content, "{{ 7*7 }}.xlsx")))
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        assert "{{ 7*7 }}.xlsx" in archive.read("word/document.xml").decode()


def test_what_a_sheet_is_called_does_not_leave_its_formula() -> None:
    found = openpyxl.load_workbook(FAULTY)
    found["三、依申请公开"].title = "三'\"),甲"
    stream = io.BytesIO()
    found.save(stream)
    content = stream.getvalue()
    copy = annotated(content, report_of(content), WHEN).content
    sheet = openpyxl.load_workbook(io.BytesIO(copy))[SHEET]
    formulas = {str(cell.value) for cell in sheet["E"] if cell.data_type == "f"}
    there = "'三''\"),甲'!$D$8"
    at = f"ADDRESS(ROW({there}),COLUMN({there}),4)"
    assert f"""=HYPERLINK("#'三''\"\"),甲'!"&{at},{at})""" in formulas


@pytest.mark.parametrize("name", ["[a.xlsx]b", "a|b", "c:\\x[1]"])
def test_a_name_that_could_be_anothers_workbook_is_no_reference(name: str) -> None:
    assert link(Place(name, "D8")) == f"""=HYPERLINK("#'{name}'!"&"D8","D8")"""
