"""What each number by which tables, rows and fields are found is for, at its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.filings.layouts import Layout
from tests.filings.test_labels import ONE, figures_of, filled, laid
from tests.shipped import FORMS, filing_of, load_form
from validator.filings.known_book import KnownBook
from validator.filings.parts import parts_of
from validator.filings.sheets import COVER, identify
from validator.model.cells import Cell, CellKind
from validator.model.filing import FoundBy
from validator.readers import Workbook as BookOfCells
from validator.readers.workbook import Sheet

REQUESTS = load_form().tables["表三"]


def written_over(book: BookOfCells, sheet: str, texts: Mapping[str, str]) -> BookOfCells:
    cells = {**book.sheets[sheet].cells, **{at: Cell(text, CellKind.TEXT) for at, text in texts.items()}}
    return replace(book, sheets={**book.sheets, sheet: replace(book.sheets[sheet], cells=cells)})


@pytest.mark.parametrize(("left", "way"), [(0.6, FoundBy.NAMES), (0.4, FoundBy.ADDRESSES)])
def test_half_of_its_names_are_enough_for_a_table(left: float, way: FoundBy) -> None:
    kept = set([*REQUESTS.indicators][: round(left * len(REQUESTS.indicators))])
    names = {name: at for name, at in filled().names.items() if name not in REQUESTS.indicators or name in kept}
    assert filing_of(replace(filled(), names=names)).found_by["表三"] is way


@pytest.mark.parametrize(
    ("left", "way"), [(0.85, FoundBy.ADDRESSES), (0.75, FoundBy.LABELS), (0.55, FoundBy.LABELS), (0.45, None)]
)
def test_how_many_of_its_labels_are_enough_for_a_table(left: float, way: FoundBy | None) -> None:
    """At the template's addresses four in five, elsewhere half."""
    gone = round((1 - left) * len(REQUESTS.labels))
    labels = [label for row in REQUESTS.rows for label in row.labels][:gone]
    book = written_over(filled(), REQUESTS.sheet, {label.cell: "◇" * 30 for label in labels})
    assert filing_of(replace(book, names={}, properties={})).found_by.get("表三") is way


@pytest.mark.parametrize(("blank", "found"), [(9, True), (10, False)])
def test_how_far_below_its_heads_a_row_without_a_label_is_looked_for(
    blank: int, *, found: bool, tmp_path: Path
) -> None:
    layouts = {"表四": (ONE, Layout(3, 2, {8: blank})), "表二": (ONE, Layout(40, 2))}
    filing, places = laid(tmp_path, layouts, figures_of("2021"))
    assert ({*places} <= {*filing.places}) is found


def test_a_note_of_two_cells_is_no_row_of_figures(tmp_path: Path) -> None:
    def note(book: Workbook) -> None:
        book[ONE]["C6"], book[ONE]["D6"] = "单位", "件"

    filing, places = laid(tmp_path, {"表四": (ONE, Layout(3, 2, {8: 1}))}, figures_of("2021"), note)
    assert all(filing.places[name].cell == at for name, (_, at) in places.items())


def test_three_cells_of_anything_are_a_row_of_figures(tmp_path: Path) -> None:
    def typed(book: Workbook) -> None:
        for column in range(2, 17):
            book[ONE].cell(7, column).value = "/" if column < 5 else None

    filing, places = laid(tmp_path, {"表四": (ONE, Layout(3, 2, {8: 1}))}, figures_of("2021"), typed)
    assert all(filing.places[name].cell == at for name, (_, at) in places.items())


def test_the_head_above_tells_columns_of_equal_labels_apart(tmp_path: Path) -> None:
    """The columns of 未经复议直接起诉 are left out: what is right of those of 行政复议 is still 复议后起诉."""

    def cut(book: Workbook) -> None:
        sheet = book[ONE]
        for area in [*sheet.merged_cells.ranges]:
            sheet.unmerge_cells(str(area))
        sheet.delete_cols(7, 5)

    data = figures_of("2021")
    filing, _ = laid(tmp_path, {"表四": (ONE, Layout(3, 2))}, data, cut)
    values = {name: filing.cell(name).value for name in filing.places if name in data.values}
    assert values == {name: data.values[name] for name in values}
    assert {name.split(".")[1] for name in values} == {"行政复议", "复议后起诉"}


@pytest.mark.parametrize(
    ("line", "number"),
    [("二、主动公开情况", "二"), ("二、政府信息公开情况", None)],  # 0.75, and 0.7 to that of 三
)
def test_how_alike_a_heading_has_to_be(line: str, number: str | None) -> None:
    sheet = Sheet(ONE, {"A1": Cell(line, CellKind.TEXT)})
    found = parts_of(KnownBook(BookOfCells("报送.xlsx", {ONE: sheet}), FORMS, load_form()))
    assert [*found] == ([f"标题.{number}"] if number else [])


@pytest.mark.parametrize(("left", "known"), [(4, True), (3, False)])
def test_four_of_its_labels_tell_a_cover_that_was_renamed(left: int, *, known: bool) -> None:
    labels = [one.label for one in load_form().cover[1:]][:left]
    cells = {f"B{row}": Cell(label, CellKind.TEXT) for row, label in enumerate(labels, 7)}
    book = KnownBook(BookOfCells("报送.xlsx", {ONE: Sheet(ONE, cells)}), FORMS, load_form())
    assert (identify(book) == {COVER: ONE}) is known
