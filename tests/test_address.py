"""Cell addresses, ranges, and short lists of ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from validator.model.address import address, cells_of, column_letters, column_number, corners, position, ranges_of

rows, columns = st.integers(1, 1_048_576), st.integers(1, 16_384)


@pytest.mark.parametrize(
    ("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("ZZ", 702), ("AAA", 703), ("XFD", 16_384)]
)
def test_columns(letters: str, number: int) -> None:
    assert (column_number(letters), column_letters(number)) == (number, letters)


@given(columns)
def test_columns_as_openpyxl_names_them(number: int) -> None:
    assert column_letters(number) == get_column_letter(number)
    assert column_number(column_letters(number).lower()) == number


@given(rows, columns)
def test_an_address_and_back(row: int, column: int) -> None:
    assert position(address(row, column)) == (row, column)


@pytest.mark.parametrize("cell", ["D8", "$D$8", "D$8", "$D8", "d8"])
def test_an_address_however_it_is_written(cell: str) -> None:
    assert position(cell) == (8, 4)


@pytest.mark.parametrize(
    "cell",
    ["", "D", "8", "D0", "D08", "8D", "D8:E9", "D8 ", " D8", "D8\n", "D-1", "ABCD1", "Ｄ８", "D12345678", "$$D8"],
)
def test_what_is_no_address(cell: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        position(cell)


@pytest.mark.parametrize(
    ("area", "wanted"), [("D8", (8, 4, 8, 4)), ("D8:J32", (8, 4, 32, 10)), ("$A$1:$B$2", (1, 1, 2, 2))]
)
def test_corners(area: str, wanted: tuple[int, int, int, int]) -> None:
    assert corners(area) == wanted
    left, top, right, bottom = range_boundaries(area)
    assert corners(area) == (top, left, bottom, right)


def test_the_cells_of_a_range_row_by_row() -> None:
    assert cells_of("B2:D3") == ("B2", "C2", "D2", "B3", "C3", "D3")
    assert cells_of("B2") == ("B2",)


RANGES = [
    ([], ()),
    (["D8"], ("D8",)),
    (["D8", "D9"], ("D8:D9",)),
    (["D8", "E8"], ("D8:E8",)),
    (["D8", "D9", "D31", "D32"], ("D8:D9", "D31:D32")),
    (["J8", "D8", "E8", "F8"], ("J8", "D8:F8")),
    (["D8", "D9", "E9"], ("D8:D9", "E9")),
    (["D8", "E8", "E9"], ("D8:E8", "E9")),
    (["D9", "D8"], ("D9", "D8")),
    (["D8", "D8"], ("D8", "D8")),
    (["D8", "E9"], ("D8", "E9")),
    (["D8", "D10"], ("D8", "D10")),
    (["Z1", "AA1", "AB1"], ("Z1:AB1",)),
    (["$D$8", "D9"], ("D8:D9",)),
]


@pytest.mark.parametrize(("cells", "wanted"), RANGES)
def test_runs_of_cells(cells: list[str], wanted: tuple[str, ...]) -> None:
    assert ranges_of(cells) == wanted


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12))
def test_runs_hold_the_cells_in_their_order(places: list[tuple[int, int]]) -> None:
    cells = [address(*place) for place in places]
    assert [cell for area in ranges_of(cells) for cell in cells_of(area)] == cells
