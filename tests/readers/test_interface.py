"""What `validator.readers` promises to whoever reads any workbook with it, phrase by phrase, on a file of openpyxl."""

from __future__ import annotations

import ast
import dataclasses
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.conftest import ROOT
from tests.readers.parts import cells, parts, saved
from validator.readers import Cell, CellKind, Limits, UnreadableWorkbook, Workbook, read_workbook

VALUES = {
    "A1": (52, "number"),
    "A2": (2.5, "number"),
    "A3": ("文", "text"),
    "A4": (True, "bool"),
    "A5": (date(2024, 2, 29), "date"),
    "A6": (datetime(2024, 2, 29, 8, 30), "date"),  # noqa: DTZ001
    "A7": (time(8, 30), "date"),
    "A8": (timedelta(hours=36), "date"),
    "A9": ("#N/A", "error"),
}


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    made = openpyxl.Workbook()
    one = made.worksheets[0]
    one.title = "表"
    for at, (value, _) in VALUES.items():
        one[at] = value  # type: ignore[assignment]
    one["A8"].number_format = "[h]:mm"
    one["XFD1048576"] = 1
    one["D5"] = "=SUM(A1:A2)"
    one.merge_cells("F1:G2")
    one.row_dimensions[3].hidden = True
    one.column_dimensions["C"].hidden = True
    made.create_sheet("藏").sheet_state = "veryHidden"
    made.defined_names["名"] = DefinedName("名", attr_text="表!$A$1")
    made.save(tmp_path / "a.xlsx")
    return read_workbook(tmp_path / "a.xlsx")


@pytest.mark.parametrize("at", VALUES)
def test_value_and_kind(book: Workbook, at: str) -> None:
    cell = book.sheets["表"].cells[at]
    assert (cell.value, cell.kind.value, cell.formula, cell.cached) == (*VALUES[at], None, None)
    assert type(cell.value) is type(VALUES[at][0])


def test_a_formula_without_a_stored_result(book: Workbook) -> None:
    assert book.sheets["表"].cells["D5"] == Cell(None, CellKind.BLANK, "SUM(A1:A2)", None)


def test_a_formula_with_its_stored_result(tmp_path: Path) -> None:
    found = read_workbook(saved(tmp_path, parts(cells('<c r="D5"><f>SUM(A1:A2)</f><v>54.5</v></c>'))))
    assert found.sheets["甲"].cells["D5"] == Cell(54.5, CellKind.NUMBER, "SUM(A1:A2)", 54.5)


def test_names_merged_ranges_hidden_state(book: Workbook) -> None:
    one, other = book.sheets["表"], book.sheets["藏"]
    assert book.names == {"名": "表!$A$1"}
    assert one.merged == ("F1:G2",)
    assert (one.hidden, one.hidden_rows, one.hidden_columns) == (False, frozenset({3}), frozenset("C"))
    assert (other.hidden, other.very_hidden, other.cells) == (True, True, {})


def test_only_what_holds_something_is_there(book: Workbook) -> None:
    assert set(book.sheets["表"].cells) == {*VALUES, "D5", "XFD1048576"}


def test_what_is_read_is_not_changed_by_mistake(book: Workbook) -> None:
    for one, name in ((book, "path"), (book.sheets["表"], "name"), (book.sheets["表"].cells["A1"], "value")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, None)


def test_the_path_may_be_text_or_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, parts(cells('<c r="A1"><v>1</v></c>')))
    monkeypatch.chdir(tmp_path)
    relative = Path(path.name)
    assert [read_workbook(one).path for one in (path, str(path), relative)] == [str(path), str(path), str(relative)]


def test_limits_are_the_second_argument(tmp_path: Path) -> None:
    path = saved(tmp_path, parts(cells('<c r="A1"><v>1</v></c>')))
    for limits in (Limits(cells=1), Limits(sheets=1, seconds=60)):
        assert read_workbook(path, limits=limits).sheets["甲"].cells["A1"].value == 1


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"<html>", bytes(range(128, 256))])
def test_nothing_else_is_raised(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^坏\.xlsx：.+。$"):
        read_workbook(saved(tmp_path, content, "坏.xlsx"))


def test_it_knows_nothing_of_the_form() -> None:
    used = set()
    for path in (ROOT / "validator" / "readers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("validator."):
                used.add((node.module or "").split(".")[1])
    assert used == {"readers", "model", "files", "startup"}
