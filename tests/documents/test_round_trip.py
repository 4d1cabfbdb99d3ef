"""From a workbook to a published report and back: the same values, the same words, the same verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import books
from tests.annotating.documents import document_of, page_of
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from validator import read
from validator.exchange.extract import extract
from validator.exchange.filing_data import FilingData
from validator.files.harmless import printed

EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.xlsx"))
KINDS = {"html": page_of, "docx": document_of}


def said_by_title(name: str) -> FilingData:
    """An example with the year of its title on the cover: a document has no other, and one of the faults is that."""
    data = extract(read(ROOT / "examples" / f"{name}.xlsx"))
    (year,) = re.findall("20[0-9]{2}", data.text["标题"])
    return replace(data, year=int(year))


def published(name: str, kind: str, folder: Path) -> Path:
    path = folder / f"{name}.{kind}"
    path.write_bytes(KINDS[kind](name))
    return path


def verdicts(file: dict[str, Any], *, without: frozenset[str] = frozenset()) -> list[tuple[str, Any, Any, Any, str]]:
    """Rule, both sides, names of the cells and what they should hold, of each finding; addresses aside."""
    return sorted(
        (
            one["code"],
            one["left"],
            one["right"],
            [(cell["indicator"], cell["value"]) for cell in one["cells"]],
            str([(each["indicator"], each["suggested"]) for each in one["suspects"]]),
        )
        for one in file["findings"]
        if one["code"] not in without
    )


def lines(text: str) -> list[str]:
    return [line for line in map(printed, text.splitlines()) if line]


def words_of(data: FilingData) -> dict[str, list[str]]:
    return {name: lines(text) for name, text in data.text.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_published_says_what_the_workbook_says(name: str, kind: str, tmp_path: Path) -> None:
    workbook = said_by_title(name)
    document = extract(read(published(name, kind, tmp_path)))
    assert document.values == workbook.values
    assert (document.organ, document.year, document.edition) == (workbook.organ, workbook.year, workbook.edition)
    assert words_of(document) == words_of(workbook)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_published_has_the_findings_of_the_workbook(name: str, kind: str, tmp_path: Path, gouji: Gouji) -> None:
    """Less those of rules that a document leaves out, and what the introduction says besides."""
    (tmp_path / f"{name}.xlsx").write_bytes(books.filled(said_by_title(name)))
    (workbook,) = gouji("check", tmp_path / f"{name}.xlsx", *TODAY, "--format", "json").data["files"]
    (document,) = gouji("check", published(name, kind, tmp_path), *TODAY, "--format", "json").data["files"]
    left_out = frozenset(one["code"] for one in document["coverage"]["not_run"])
    wanted = verdicts(workbook, without=left_out)
    found = [one for one in verdicts(document) if one[3] == [] or one[3][0][0] != "正文.导语"]
    assert found == wanted
    assert document["coverage"]["unplaced"] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_published_report_becomes_a_workbook(name: str, kind: str, tmp_path: Path, gouji: Gouji) -> None:
    source, data, book = published(name, kind, tmp_path), tmp_path / "x.json", tmp_path / f"{name}.xlsx"
    assert gouji("extract", source, "-o", data).status == 0
    assert gouji("fill", data, "-o", book).status == 0
    before, after = extract(read(source)), extract(read(book))
    assert after.values == before.values
    assert words_of(after) == words_of(before)
    (document,) = gouji("check", source, *TODAY, "--format", "json").data["files"]
    (workbook,) = gouji("check", book, *TODAY, "--format", "json").data["files"]
    left_out = frozenset(one["code"] for one in document["coverage"]["not_run"]) - {"P-01", "P-02"}  # of the template
    found = [one for one in verdicts(document) if one[3] == [] or one[3][0][0] != "正文.导语"]
    assert found == verdicts(workbook, without=left_out)
