"""Formulas that only add are recomputed, to the letter or not at all; everything else keeps what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from validator.filings.calculation.recalculation import MOST_STEPS, Recalculation
from validator.filings.calculation.sums import parse_sum
from validator.model.address import address
from validator.model.cells import Cell, CellKind, CellValue
from validator.readers.workbook import Sheet, Workbook


def cells_of(formula: str) -> list[tuple[int, str]] | None:
    """Sign and area of each term, with the sheet where one is named."""
    terms = parse_sum(formula)
    if terms is None:
        return None
    found = []
    for term in terms:
        top, left, bottom, right = term.area or (0, 0, 0, 0)
        area = f"{address(top, left)}:{address(bottom, right)}" if term.area else term.name or f"{term.number:g}"
        found.append((term.sign, f"{term.sheet}!{area}" if term.sheet else area))
    return found


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("SUM(D8:I8)", [(1, "D8:I8")]),
        ("sum($D$8:I8, 3)", [(1, "D8:I8"), (1, "3")]),
        ("D8+E8-F8", [(1, "D8:D8"), (1, "E8:E8"), (-1, "F8:F8")]),
        ("-SUM(A1:A2)-(B1-C1)", [(-1, "A1:A2"), (-1, "B1:B1"), (1, "C1:C1")]),
        ("SUM(A1+B1,SUM(C1))", [(1, "A1:A1"), (1, "B1:B1"), (1, "C1:C1")]),
        ("'三、依申请公开'!$B$3", [(1, "三、依申请公开!B3:B3")]),
        ("'甲''乙'!A1+底稿!A1", [(1, "甲'乙!A1:A1"), (1, "底稿!A1:A1")]),
        ("12+5.5", [(1, "12"), (1, "5.5")]),
        ("50%", [(1, "0.5")]),
        ("表二.规章.制发-SUM(总数_1,3)", [(1, "表二.规章.制发"), (-1, "总数_1"), (-1, "3")]),
        ("XFD1+XFE1+R1C1", [(1, "XFD1:XFD1"), (1, "XFE1"), (1, "R1C1")]),
        ("SUM(I8:D8)", [(1, "D8:I8")]),
        ("SUM(B:$A,3:2)", [(1, "A1:B1048576"), (1, "A2:XFD3")]),
    ],
)
def test_sums_are_understood(formula: str, wanted: list[tuple[int, str]]) -> None:
    assert cells_of(formula) == wanted


@pytest.mark.parametrize(
    "formula",
    ["", "SUM(D8:I8)*2", "D8:I8", "SUM(D8:I8", "SUM()", "A1 B1", "[1]Sheet1!A1", "'[b.xlsx]S'!A1", "A1#", "@A1",
     "SUMIF(A1:A3,1)", "ROUND(A1)", "ROUND(A1,B1)", "ROUND(A1,11)", "ROUND(A1:A2,0)", "取数(1)", '"a"', "A1&B1",
     "SUM((A1,A2))", "SUM((A1:A2))", "+", "--A1", "SUM(--A1)", "SUM(-A1:A2)", "SUM(A1:A2+1)", "SUBTOTAL(9,A1:A3)",
     "A:A", "SUM(A1,)", "SUM (A1)", "A1:B1:C1", "Q1:Q4!A1", "底稿!总数", "1234567890123456", "1E16", "A1%", "(A1)%",
     "#REF!A1", "A1+#N/A", "$XFE$1", "A" * 9_000, "(" * 900 + "1" + ")" * 900, "SUM(" * 65 + "1" + ")" * 65],
)  # fmt: skip
def test_anything_else_is_no_sum(formula: str) -> None:
    assert parse_sum(formula) is None


KINDS = {int: CellKind.NUMBER, float: CellKind.NUMBER, bool: CellKind.BOOL, date: CellKind.DATE}


def cell_of(value: CellValue) -> Cell:
    """A cell as written: ``=A1`` is a formula without a result, ``#N/A`` an error."""
    if isinstance(value, str) and value.startswith("="):
        return Cell(formula=value[1:])
    if isinstance(value, str):
        return Cell(value, CellKind.ERROR if value.startswith("#") else CellKind.TEXT)
    return Cell(value, KINDS[type(value)])


def book(cells: dict[str, CellValue], **more: dict[str, CellValue]) -> Workbook:
    sheets = {"表": cells, **more}
    return Workbook(
        "a.xlsx",
        {name: Sheet(name, {at: cell_of(value) for at, value in held.items()}) for name, held in sheets.items()},
        names={
            "总数": "表!$A$1",
            "Total_1": "'底稿'!$A$1:$B$2",
            "相对": "表!A1",
            "两处": "表!$A$1,表!$B$1",
            "整列": "底稿!$A:$B",
            "表!本表": "表!$B$1",
        },
    )


CELLS: dict[str, CellValue] = {
    "A1": 3, "B1": 0.1, "C1": 0.2, "D1": "件", "E1": True, "F1": date(2025, 1, 1), "G1": "#N/A", "H1": "#DIV/0!",
    "I1": 1.005, "J1": 2.4999999999999996, "K1": False, "L1": 10**15 - 1, "N1": 1000000000001060, "M1": "36",
}  # fmt: skip
DRAFT: dict[str, CellValue] = {"A1": 10, "B2": 5, "A2": "件"}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("A1", 3), ("Z9", 0), ("Z9+1", 1), ("SUM(Z1:Z9)", 0), ("D1", "件"), ("E1", True), ("G1", "#N/A"),
        ("SUM(A1,D1,M1)", 3), ("A1+F1", 45661), ("SUM(F1)", 45658), ("SUM(K1,A1)", 3), ("SUM(A1,G1)", "#N/A"),
        ("-G1", "#N/A"), ("SUM(#REF!,A1)", "#REF!"), ("Total_1+1", None), ("SUM(Total_1)-总数", 12), ("本表+1", 1.1),
        ("底稿!A1+A1", 13), ("SUM(底稿!A:B)", 15), ("SUM(底稿!1:1)", 10), ("ROUND(I1,2)", 1.01), ("ROUND(-2.5,0)", -3),
        ("ROUND(1250+A1,-2)", 1300), ("ROUND(50,-2)", 100), ("ROUND(A1+0.25+0.25,0)", 4), ("ROUND(B1+C1,1)", 0.3),
        ("ROUND(ROUND(2.675,2)+1,1)", 3.7), ("-(A1-(1-5))", -7), ("12.5%+1", 1.125), ("SUM(A1,-1,A1-1)", 4),
        ("D1+1", None), ("-D1", None), ("SUM(D1+1)", None), ("M1+1", None), ("E1+1", None), ("SUM(E1)", None),
        ("SUM(G1,H1)", None), ("ROUND(J1,0)", None), ("ROUND(1.1+1.2+0.2,0)", None), ("L1+1", 10**15), ("L1+2", None), ("N1-N1", None), ("相对+1", None),
        ("两处+1", None), ("SUM(整列)", 15), ("整列+1", None), ("没有+1", None), ("别处!A1", None), ("SUM(L1,0.5)", None), ("ROUND(123456789.125,10)", None),
    ],
)  # fmt: skip
def test_what_sums_give(formula: str, wanted: CellValue) -> None:
    """None: it is not certain, and nothing is stored."""
    found = Recalculation(book({**CELLS, "Z20": f"={formula}"}, 底稿=DRAFT))
    cell = found.cell(("表", "Z20"))
    if wanted is None:
        assert (cell.kind, list(found.why_not)) == (CellKind.ERROR, [("表", "Z20")])
    else:
        assert (cell.value, found.why_not) == (pytest.approx(wanted) if isinstance(wanted, float) else wanted, {})


def test_a_name_of_the_sheet_goes_before_one_of_the_workbook() -> None:
    with_both = replace(book({"A1": 1, "B1": 2, "Z20": "=本表+0"}), names={"本表": "表!$A$1", "表!本表": "表!$B$1"})
    assert Recalculation(with_both).cell(("表", "Z20")).value == 2


def test_a_name_that_is_defined_twice_leads_nowhere() -> None:
    twice = replace(book({"A1": 1, "Z20": "=总数+0"}), repeated_names=("总数",))
    assert str(Recalculation(twice).cell(("表", "Z20")).value).startswith("#N/A")


def test_days_of_1904_are_counted_from_there() -> None:
    held = replace(book({"A1": date(2025, 1, 1), "B1": "=A1+1"}), notes=("1904 dates",))
    assert Recalculation(held).cell(("表", "B1")).value == 45659 - 1462


STORED = [
    ("SUM(A1,A2)", 9, CellKind.NUMBER, 3),
    ("SUM(A1,A2)", "", CellKind.TEXT, 3),
    ("A1+A2", date(2024, 1, 1), CellKind.DATE, date(2024, 1, 1)),
    ("A1+A2", timedelta(hours=1), CellKind.DATE, timedelta(hours=1)),
    ("A3", "三件", CellKind.TEXT, "三件"),
    ("A3+1", 9, CellKind.NUMBER, 9),
    ("COUNT(A1:A2)", 9, CellKind.NUMBER, 9),
    ("", 9, CellKind.NUMBER, 9),
]


@pytest.mark.parametrize(("formula", "stored", "kind", "wanted"), STORED)
def test_what_is_stored_stays_where_a_sum_is_not_certain(
    formula: str, stored: CellValue, kind: CellKind, wanted: CellValue
) -> None:
    plain = book({"A1": 1, "A2": 2, "A3": "三  件"})
    cells = {**plain.sheets["表"].cells, "B1": Cell(stored, kind, formula, stored)}
    found = Recalculation(replace(plain, sheets={"表": Sheet("表", cells)}))
    assert found.cell(("表", "B1")) == Cell(wanted, found.cell(("表", "B1")).kind, formula, stored)
    assert found.why_not == {}


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_of_stale_results_is_recomputed_in_order(order: int) -> None:
    count = 10_000
    rows = {row: f"A{row - 1}+1" for row in range(2, count + 1)}
    cells = {"A1": Cell(1, CellKind.NUMBER)}
    cells |= {f"A{row}": Cell(7, CellKind.NUMBER, text, 7) for row, text in rows.items()}
    found = Recalculation(Workbook("a.xlsx", {"表": Sheet("表", cells)}))
    values = [found.cell(("表", f"A{row}")).value for row in [*rows][::order]]
    assert values[::order] == [*range(2, count + 1)]


def test_circles_keep_what_is_stored_and_what_needs_them_goes_on() -> None:
    formulas = {"A1": "B1+1", "B1": "C1+1", "C1": "A1+D1", "D1": "B1", "E1": "E1+1", "F1": "C1+1", "G1": "F1+E1"}
    cells = {at: Cell(5, CellKind.NUMBER, text, 5) for at, text in formulas.items()}
    for start in formulas:
        found = Recalculation(Workbook("a.xlsx", {"表": Sheet("表", cells)}))
        found.cell(("表", start))
        values = {at: found.cell(("表", at)).value for at in formulas}
        assert values == {"A1": 5, "B1": 5, "C1": 5, "D1": 5, "E1": 5, "F1": 6, "G1": 11}
        assert {at for _, at in found.why_not} == {"A1", "B1", "C1", "D1", "E1"}


def test_a_ring_of_many_formulas_is_one_circle() -> None:
    count = 3_000
    cells = {f"A{row}": Cell(5, CellKind.NUMBER, f"A{row % count + 1}+A1", 5) for row in range(1, count + 1)}
    found = Recalculation(Workbook("a.xlsx", {"表": Sheet("表", cells)}))
    assert found.cell(("表", "A9")).value == 5
    assert len(found.why_not) == count


def test_all_that_is_looked_at_is_limited() -> None:
    """The formulas beyond keep what is stored."""
    rows = 2_500
    cells = {f"A{row}": Cell(1, CellKind.NUMBER) for row in range(1, rows + 1)}
    sums = {f"B{row}": Cell(7, CellKind.NUMBER, "SUM(A:A)", 7) for row in range(1, rows + 1)}
    found = Recalculation(Workbook("a.xlsx", {"表": Sheet("表", {**cells, **sums})}))
    values = [found.cell(("表", at)).value for at in sums]
    known = MOST_STEPS // rows
    assert values == [rows] * known + [7] * (rows - known)


def test_a_large_area_is_the_cells_in_it_and_no_others() -> None:
    held: dict[str, CellValue] = {"A1": 1, "A5000": 2, "B4999": 4, "C7": 8, "A5001": 16, "Z20": "=SUM(A1:B5000)"}
    assert Recalculation(book(held)).cell(("表", "Z20")).value == 7
