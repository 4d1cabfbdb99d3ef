"""Which formulas depend on a cell: by address, area, name, or by means that nobody can follow."""

from __future__ import annotations

import pytest

from validator.fixing.dependants import dependants
from validator.model.cells import Cell, CellKind
from validator.readers.limits import DEFAULT_LIMITS, Budget, Refused
from validator.readers.workbook import Sheet, Workbook

NAMES = {
    "figure": "'the figures'!$B$2",
    "column": "'the figures'!$B:$B",
    "moving": "'the figures'!B2",
    "twice": "SUM(figure,column)",
    "round": "round+1",
    "other!figure": "other!$A$1",
}


def book(*formulas: str, sheet: str = "the figures", arrays: tuple[str, ...] = ()) -> Workbook:
    """The formulas in column F from row 1, a number in B2, another sheet with one of its own in A1."""
    cells = {f"F{row}": Cell(1, CellKind.NUMBER, text, 1) for row, text in enumerate(formulas, 1)}
    number = {"B2": Cell(1, CellKind.NUMBER)}
    sheets = {
        "the figures": Sheet("the figures", number | (cells if sheet == "the figures" else {}), arrays=arrays),
        "other": Sheet("other", {"A1": Cell(2, CellKind.NUMBER)} | (cells if sheet == "other" else {})),
    }
    return Workbook("a.xlsx", sheets, NAMES)


def hit(workbook: Workbook, at: str = "B2") -> list[str]:
    return sorted(
        f"{sheet}!{cell}" for sheet, cell in dependants(workbook, [("the figures", at)], Budget(DEFAULT_LIMITS))
    )


@pytest.mark.parametrize(
    "formula",
    [
        "B2",
        "$B$2+1",
        "b2",
        "SUM(A1:C3)",
        "SUM(A:C)",
        "SUM(2:2)",
        "SUM(A1:XFD1048576)",
        "'the figures'!B2",
        "'THE FIGURES'!$B$2",
        'IF(A1,"a",IF(B2>0,1,0))',
        "figure",
        "FIGURE*2",
        "SUM(column)",
        "twice",
        "moving",
        'INDIRECT("B"&2)',
        "OFFSET(A1,1,1)",
        "unknown",
        "SUM(A1:INDEX(A:C,2,2))",
        "SUM(Table1[Amount])",
        "A1#",
        "'a:z'!B2",
        "round",
        "A1%+B2%",
        'B2&"B3"',
    ],
)
def test_a_formula_that_reads_the_cell_or_may_read_it(formula: str) -> None:
    assert hit(book(formula)) == ["the figures!F1"]


@pytest.mark.parametrize(
    "formula",
    [
        "B3",
        "SUM(C1:XFD1048576)",
        "SUM(A1:A9)",
        "other!B2",
        "'other'!B2",
        '"B2"',
        '"a""B2"',
        "[1]Sheet1!B2",
        "'[book.xlsx]the figures'!B2",
        "nowhere!B2",
        "TRUE",
        "TODAY()",
        "LOG10(A1)",
        "1.5E2+2",
        "#REF!+A1",
        "AB2+B22+BB2",
    ],
)
def test_a_formula_that_does_not(formula: str) -> None:
    assert hit(book(formula)) == []


def test_a_sheet_s_own_name_goes_first() -> None:
    assert hit(book("figure", sheet="other")) == []
    assert hit(book("'the figures'!B2", "B2", "twice", sheet="other")) == ["other!F1", "other!F3"]


def test_one_formula_leads_to_the_next() -> None:
    assert hit(book("B2", "F1+1", "SUM(F1:F2)", "A1", "F4")) == ["the figures!F1", "the figures!F2", "the figures!F3"]
    assert hit(book("F2", "F1+B2")) == ["the figures!F1", "the figures!F2"]  # also in a circle


def test_of_an_array_every_cell() -> None:
    found = hit(book("B2:B3*2", "A1", "G2", arrays=("F1:G2",)))
    assert found == ["the figures!F1", "the figures!F2", "the figures!F3", "the figures!G1", "the figures!G2"]


def test_names_that_branch_without_end_take_no_time() -> None:
    names = {f"n{at}": f"n{at + 1}+n{at + 1}" for at in range(200)} | {"n200": "n0"}
    assert hit(Workbook("a.xlsx", book("n0").sheets, names)) == ["the figures!F1"]


def test_the_time_of_a_file_is_bounded() -> None:
    budget = Budget(DEFAULT_LIMITS)
    budget.started -= 100
    with pytest.raises(Refused, match="seconds"):
        dependants(book("B2"), [("the figures", "B2")], budget)
