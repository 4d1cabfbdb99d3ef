"""Signs before the things that a formula adds up."""

from __future__ import annotations

import pytest

from validator.filings.calculation.sums import parse_sum

FORMULAS = [
    ("A1-B1", [1, -1]),
    ("+A1", [1]),
    ("-(A1-B1)", [-1, 1]),
    ("-(-A1+SUM(B1,-C1))", [1, -1, 1]),
]


@pytest.mark.parametrize(("formula", "signs"), FORMULAS)
def test_a_sign_before_brackets_is_that_of_everything_in_them(formula: str, signs: list[int]) -> None:
    terms = parse_sum(formula)
    assert terms is not None
    assert [term.sign for term in terms] == signs
