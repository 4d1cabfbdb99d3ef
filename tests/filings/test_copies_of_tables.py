"""The same table several times in one workbook: which of the copies is read, and that the others are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.filings.layouts import Layout
from tests.filings.saved import checked
from tests.filings.test_labels import ONE, laid
from tests.found import found

COPY = "副本"
AT = {"表三": (ONE, Layout(3, 2))}


def copied(book: Workbook, hidden: str) -> None:
    """The sheet again, with another figure; one of the two is hidden."""
    book.copy_worksheet(book[ONE]).title = COPY
    book[COPY]["F6"] = 9_999
    book[hidden].sheet_state = "hidden"


@pytest.mark.parametrize(("hidden", "read", "again"), [(ONE, COPY, ONE), (COPY, ONE, COPY)])
def test_of_two_copies_the_one_that_is_shown_is_read(hidden: str, read: str, again: str, tmp_path: Path) -> None:
    filing, places = laid(tmp_path, AT, edit=lambda book: copied(book, hidden))
    assert {name: (filing.places[name].sheet, filing.places[name].cell) for name in places} == {
        name: (read, cell) for name, (_, cell) in places.items()
    }
    (told,) = (one for one in found(checked(filing).findings) if one.startswith("D-16"))
    assert told.startswith(f"D-16 {again}!")


def unlabelled(rows: int) -> Callable[[Workbook], None]:
    """A copy that lacks the labels of its first rows of figures."""

    def edit(book: Workbook) -> None:
        book.copy_worksheet(book[ONE]).title = COPY
        for row in range(6, 6 + rows):
            for column in range(2, 5):
                if type(book[COPY].cell(row, column)).__name__ != "MergedCell":
                    book[COPY].cell(row, column).value = None

    return edit


@pytest.mark.parametrize(("rows", "told"), [(0, True), (5, True), (7, False), (20, False)])
def test_a_copy_with_few_of_its_labels_is_no_copy(rows: int, told: bool, tmp_path: Path) -> None:
    filing, _ = laid(tmp_path, AT, edit=unlabelled(rows))
    assert filing.places["表三.本年新收.总计"].sheet == ONE
    assert any(one.startswith("D-16") for one in found(checked(filing).findings)) is told
