"""openpyxl as a source: what it holds reads as the file does, down to the findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.conftest import DAY, ROOT
from tests.shipped import filing_of
from validator import check
from validator.readers import Workbook, read_workbook
from validator.readers.from_openpyxl import from_openpyxl

FILES = sorted((*ROOT.glob("examples/*.xlsx"), *ROOT.glob("templates/*.xlsx")))


def opened(path: Path) -> Workbook:
    return from_openpyxl(openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), path=str(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sheets_and_names_are_those_of_the_file(path: Path) -> None:
    ours, theirs = read_workbook(path), opened(path)
    assert list(theirs.sheets) == list(ours.sheets)
    for name, sheet in ours.sheets.items():
        assert replace(theirs.sheets[name], merged=tuple(sorted(theirs.sheets[name].merged))) == replace(
            sheet, merged=tuple(sorted(sheet.merged))
        )
    assert theirs.names == {name: text for name, text in ours.names.items() if "_xlnm." not in name}
    assert theirs.properties.items() <= ours.properties.items()
    assert {name for name in ours.properties if name.startswith("gouji_")} <= theirs.properties.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_are_those_of_the_file(path: Path) -> None:
    reports = [check([filing_of(one)], today=DAY).files[0] for one in (read_workbook(path), opened(path))]
    assert reports[1] == reports[0]


def test_without_results_no_formula_has_one() -> None:
    book = from_openpyxl(openpyxl.load_workbook(FILES[0]))
    formulas = [cell for sheet in book.sheets.values() for cell in sheet.cells.values() if cell.formula is not None]
    assert formulas
    assert {(cell.value, cell.cached) for cell in formulas} == {(None, None)}


def test_hidden_rows_columns_sheets_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"] = 1
    sheet["B2"].comment = Comment("说明", "甲")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions.group("C", "E", hidden=True)
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(path)
    assert opened(path).sheets == read_workbook(path).sheets
