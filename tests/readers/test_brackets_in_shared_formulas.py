"""What stands in brackets stays as it is when a shared formula moves, and what comes after them moves."""

from __future__ import annotations

import pytest

from validator.readers.xlsx.shared_formulas import moved

FORMULAS = [
    ("SUM(T[A1])+A1", "SUM(T[A1])+B2"),
    ("SUM(T['[A1])+A1", "SUM(T['[A1])+B2"),  # ' takes the bracket after it for a letter
    ("SUM(T['][A1]])+A1", "SUM(T['][A1]])+B2"),
    ("SUM(T[[#This Row],[A1]])+$A1", "SUM(T[[#This Row],[A1]])+$A2"),
    ("[1]Sheet1!A1+A1", "[1]Sheet1!B2+B2"),
]


@pytest.mark.parametrize(("formula", "wanted"), FORMULAS)
def test_one_row_down_and_one_column_right(formula: str, wanted: str) -> None:
    assert moved(formula, 1, 1) == wanted
