"""Formulas that only add are understood without a library; everything else is left to one that is bounded."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.filings.calculation.computable import FUNCTIONS, NotComputable
from validator.filings.calculation.compute import Clock, Surroundings, compute
from validator.filings.calculation.sums import parse_sum
from validator.model.address import Area, address
from validator.model.cells import Cell, CellKind


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
        ("'三、依申请公开'!$B$3", [(1, "三、依申请公开!B3:B3")]),
        ("'甲''乙'!A1+底稿!A1", [(1, "甲'乙!A1:A1"), (1, "底稿!A1:A1")]),
        ("12+5.5", [(1, "12"), (1, "5.5")]),
        ("50%", [(1, "0.5")]),
        (
            "表二.规章.制发-SUM(表三.本年新收.自然人,3)",
            [(1, "表二.规章.制发"), (-1, "表三.本年新收.自然人"), (-1, "3")],
        ),
        ("SUM(I8:D8)", [(1, "D8:I8")]),
        ("SUBTOTAL(9,D8:I8)+subtotal( 109 , B1 )", [(1, "D8:I8"), (1, "B1:B1")]),
    ],
)
def test_sums_are_understood(formula: str, wanted: list[tuple[int, str]]) -> None:
    assert cells_of(formula) == wanted


@pytest.mark.parametrize(
    "formula",
    ["", "SUM(D8:I8)*2", "D8:I8", "SUM(D8:I8", "SUM()", "A1 B1", "[1]Sheet1!A1", "'[b.xlsx]S'!A1", "A1#", "SUM(A:A)",
     "SUMIF(A1:A3,1)", "ROUND(A1,0)", "取数(1)", '"a"', "A1&B1", "SUM((A1,A2))", "+", "--A1", "SUM(--A1)",
     "SUBTOTAL(1,A1:A3)", "(" * 900 + ")" * 900],
)  # fmt: skip
def test_anything_else_is_no_sum(formula: str) -> None:
    assert parse_sum(formula) is None


CELLS = st.lists(st.integers(-9, 9), min_size=6, max_size=6)
AREAS = st.sampled_from(["A1", "B1", "C2", "A1:C1", "A1:B2", "B2:C2"])
ITEMS = st.one_of(
    st.integers(0, 9).map(str), AREAS.filter(lambda area: ":" not in area), AREAS.map(lambda a: f"SUM({a})")
)


def around(numbers: list[int]) -> Surroundings:
    def cells(area: Area) -> list[list[Cell]]:
        top, left, bottom, right = area[1]
        return [
            [Cell(numbers[(row - 1) * 3 + column - 1], CellKind.NUMBER) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    return Surroundings(["表"], {}, cells, used=(2, 3))


@given(CELLS, st.lists(st.tuples(st.sampled_from("+-"), ITEMS), min_size=1, max_size=5))
def test_a_sum_means_what_the_library_computes(numbers: list[int], items: list[tuple[str, str]]) -> None:
    formula = "".join(f"{sign}{item}" for sign, item in items)
    total = 0.0
    for term in parse_sum(formula) or ():
        top, left, bottom, right = term.area or (1, 1, 0, 0)
        held = [numbers[(r - 1) * 3 + c - 1] for r in range(top, bottom + 1) for c in range(left, right + 1)]
        total += term.sign * (sum(held) if term.area else term.number)
    assert compute(f"0{formula}", "表", around(numbers), Clock()).value == total


def computed(formula: str) -> Cell:
    return compute(formula, "表", around([1, 2, 3, 4, 5, 6]), Clock())


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("ROUND(A1/B1*3,1)", 1.5),
        ('IF(A1>0,"是","否")', "是"),
        ("A1/0", "#DIV/0!"),
        ("_xlfn.XLOOKUP(2,A1:C1,A2:C2)", 5),
        ("0.1+0.2", 0.3),
        ("10^200*10^200", "#NUM!"),
        ("A1=1", True),
        ("SUM(A:A)*1", 5),
        ("MAX(A2:C1000000)+0", 6),
        ('SUMIF(1:1,">1",2:2)', 11),
        ("ROUND(1.255,2)", 1.26),
        ("round(-A1*2.5,0)", -3),
        ('ROUND(VALUE("36")/1,0)', 36),
        ('1/VALUE("4")', 0.25),
        ('"ROUND("&"--A1"', "ROUND(--A1"),
        ("SUMPRODUCT(--(A1:C1>1),A2:C2)", 11),
        ('--"3"', 3),
    ],
)
def test_the_library_s_answers_become_cells(formula: str, wanted: object) -> None:
    assert computed(formula).value == wanted


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("取数(1)", "函数 取数 算不了"),
        ('REPT("a",9)', "函数 REPT 算不了"),
        ("NOW()", "NOW 的结果随时变化"),
        ("OFFSET(A1,1,1)", "OFFSET 的引用不确定"),
        ("'[b.xlsx]S'!A1*1", "引用了别的工作簿"),
        ("[2]S!A1", "引用了别的工作簿"),
        ("别处!A1*1", "没有工作表“别处”"),
        ("COUNTBLANK(A:A)*1", "要数整行整列的空白格"),
        ("无名*1", "引用“无名”不认识"),
        ('COUNTIF(A1:C1,"<>0")', "带通配符或者“<>”的条件算不准"),
        ('COUNTIF(A1:C1,"X*")', "带通配符或者“<>”的条件算不准"),
        ('SUMIF(A1:C1,"?",A2:C2)', "带通配符或者“<>”的条件算不准"),
        ('TEXT(A1/2,"0")', "TEXT、INDEX 的这种写法算不准"),
        ("SUM(INDEX(A1:C2,0,2))", "TEXT、INDEX 的这种写法算不准"),
        ("SUM(INDEX(A1:C2,MATCH(1,A1:A2,0),0))", "TEXT、INDEX 的这种写法算不准"),
        ('VALUE("1,234")', "重算得到 #VALUE!"),
        ("1+", "不是可以计算的公式"),
        ("1+" * 1000 + "1", "公式超过 2000 字"),
    ],
)
def test_what_is_not_computed_says_why(formula: str, why: str) -> None:
    with pytest.raises(NotComputable) as refused:
        computed(formula)
    assert str(refused.value.reason) == why


def test_an_area_that_is_too_large_is_not_read() -> None:
    large = Surroundings(["表"], {}, around([1]).cells, used=(30_000, 3))
    with pytest.raises(NotComputable, match="引用超过 20000 格"):
        compute("SUM(A:A)*1", "表", large, Clock())


def texts(*rows: str | bool | int) -> Surroundings:
    """A column of such cells."""
    kinds = {str: CellKind.TEXT, bool: CellKind.BOOL, int: CellKind.NUMBER}
    column = [[Cell(value, kinds[type(value)])] for value in rows]
    return Surroundings(["表"], {}, lambda _: column, (len(rows), 1))


@pytest.mark.parametrize("odd", ["36", " 1,234", "２０２５", True])
@pytest.mark.parametrize("formula", ["SUMPRODUCT(A1:A3)", "MAX(A1:A3)", 'SUMIF(A1:A3,">0")', "IFERROR(MIN(A1:A3),0)"])
def test_what_looks_like_a_number_is_left_to_the_file(odd: str | bool, formula: str) -> None:
    with pytest.raises(NotComputable, match="文字形式的数或者真假值"):
        compute(formula, "表", texts(7, odd, 9), Clock())


def test_text_that_is_none_is_passed_over() -> None:
    assert compute("MAX(A1:A3)", "表", texts(7, "件数", 9), Clock()).value == 9
    assert compute("SUMPRODUCT(A1:A3)", "表", texts(7, "件数", 9), Clock()).value == 16


def test_a_tall_area_does_not_meet_a_wide_one() -> None:
    one = Cell(1, CellKind.NUMBER)
    around = Surroundings(["表"], {}, lambda area: [[one] * area[1][3]] * area[1][2], (2_000, 104))
    with pytest.raises(NotComputable, match="要看的内容太多"):
        compute("SUM(A1:A2000*A1:CZ1)", "表", around, Clock())


def test_much_text_is_not_joined() -> None:
    with pytest.raises(NotComputable, match="要看的内容太多"):
        compute("LEN(" + "&".join(["A1:A3"] * 20) + ")", "表", texts(*["长" * 20_000] * 3), Clock())


def test_a_formula_under_way_is_stopped_and_leaves_no_watch_behind() -> None:
    before = sys.getprofile()
    column = texts(*range(9_000))
    with pytest.raises(NotComputable, match=r"重算超过 0\.01 秒"):
        compute("SUM(XLOOKUP(A1:A9000,A1:A9000,A1:A9000))", "表", column, Clock(seconds=0.01))
    assert sys.getprofile() is before


def test_the_time_for_one_workbook_is_limited() -> None:
    with pytest.raises(NotComputable, match="重算超过 0 秒"):
        compute("A1*2", "表", around([1, 2, 3, 4, 5, 6]), Clock(seconds=0, started=0.0))


def test_every_function_that_is_let_through_exists() -> None:
    import formulas

    assert set(formulas.get_functions()) >= FUNCTIONS
