"""Formulas in Excel's words and in Calc's."""

from __future__ import annotations

import pytest

pytest.importorskip("xlwings")

BOTH = [
    ("=SUM(D8;D9)", "=SUM(D8,D9)"),
    ("=$'三、依申请公开'.$D$8+1", "='三、依申请公开'!$D$8+1"),
    ('=IF(A1=";";"a,b";1.5)', '=IF(A1=";","a,b",1.5)'),
    ("=$'it''s.x'.D8:D9", "='it''s.x'!D8:D9"),
    ('=HYPERLINK("#\'三、依申请公开\'!D8";"D8")', '=HYPERLINK("#\'三、依申请公开\'!D8","D8")'),
    ("=$封面.$C$9*1.5", "=封面!$C$9*1.5"),
    ('N("gouji:x")=0', 'N("gouji:x")=0'),
]


@pytest.mark.parametrize(("calc", "excel"), BOTH)
def test_both_ways(calc: str, excel: str) -> None:
    from addin.calc.syntax import to_calc, to_excel

    assert to_excel(calc) == excel
    assert to_calc(excel) == calc


def test_an_array_formula_is_told_without_its_braces() -> None:
    from addin.calc.syntax import to_excel

    assert to_excel("{=SUM(A1:A2;1)}") == "=SUM(A1:A2,1)"
