"""安全修正: what it takes for a number, and what it leaves to the clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.addin.live import SUQIAN
from validator import read
from validator.model.bilingual import spoken
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.repair.normalising import safe_fixes

COUNT, AMOUNT = "表二.行政许可.处理决定", "表二.行政事业性收费.金额"
FILING = read(SUQIAN)


def _with(name: str, value: Any, kind: CellKind = CellKind.TEXT, formula: str | None = None) -> Filing:
    return replace(FILING, cells={**FILING.cells, name: Cell(value, kind, formula)})


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        (COUNT, "22", 22),
        (COUNT, " 22 ", 22),
        (COUNT, "\u00a022\u3000", 22),
        (COUNT, "２２", 22),
        (COUNT, "1,234", 1234),
        (COUNT, "１，２３４，５６７", 1234567),
        (COUNT, "22件", 22),
        (COUNT, "22 件", 22),
        (COUNT, "12.0", 12),
        (COUNT, "0", 0),
        (AMOUNT, "344.0982", 344.0982),
        (AMOUNT, "25.1万元", 25.1),
        (AMOUNT, "1,234.5", 1234.5),
        ("封面.报告年度", "２０２４年", 2024),
        ("封面.统计期限起", "2024.1.1", date(2024, 1, 1)),
        ("封面.统计期限止", "2024年12月31日", date(2024, 12, 31)),
        ("封面.公布日期", "2025-3-31", date(2025, 3, 31)),
    ],
)
def test_another_spelling_of_one_number(name: str, text: str, number: Any) -> None:
    (fix,) = safe_fixes(_with(name, text))
    assert (fix.name, fix.place, fix.before) == (name, FILING.places[name], text)
    assert (fix.after, type(fix.after)) == (number, type(number))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (COUNT, "22（其中修订16件）"),
        (COUNT, "二十二"),
        (COUNT, "1O"),
        (COUNT, "2 2"),
        (COUNT, "12,34"),
        (COUNT, "1,2345"),
        (COUNT, "007"),
        (COUNT, "12345678901234567"),
        (COUNT, "9" * 400),
        (AMOUNT, "1.12345678901234567"),
        (COUNT, "12.5"),
        (COUNT, "-3"),
        (COUNT, "22项"),
        (COUNT, "22万元"),
        (COUNT, "约22"),
        (COUNT, "22%"),
        (COUNT, "/"),
        (COUNT, ""),
        (COUNT, "=1+1"),
        (AMOUNT, "251000元"),
        (AMOUNT, "22件"),
        ("封面.报告年度", "24年"),
        ("封面.统计期限起", "2024年2月30日"),
        ("封面.统计期限起", "1/2/2024"),
        ("封面.机关名称", "22"),
        ("正文.六", "22"),
    ],
)
def test_a_guess_is_left_to_the_clerk(name: str, text: str) -> None:
    assert safe_fixes(_with(name, text)) == ()


def test_a_long_text_is_told_by_its_beginning() -> None:
    (fix,) = safe_fixes(_with(COUNT, f"1{' ' * 3000}"))
    assert str(fix) == f"二、主动公开 B11：“1{' ' * 39}……” 改为 1"


def test_formulas_are_never_touched() -> None:
    assert safe_fixes(_with(COUNT, "22", formula='"22"')) == ()


@pytest.mark.parametrize(("value", "fixed"), [(12.0000000001, 12), (11.9999999999, 12), (12.1, None), (12, None)])
def test_a_count_a_hair_beside_a_whole_number(value: float, fixed: int | None) -> None:
    assert [fix.after for fix in safe_fixes(_with(COUNT, value, CellKind.NUMBER))] == ([] if fixed is None else [fixed])


def test_a_sound_report_needs_none() -> None:
    assert safe_fixes(FILING) == ()
    assert str(safe_fixes(_with(COUNT, "1,234"))[0]) == "二、主动公开 B11：“1,234” 改为 1234"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("22", ["存成了文字"]),
        ("２２", ["全角字符"]),
        (" 22", ["多余的空格"]),
        ("22\u200b", ["多余的空格"]),
        ("1,234", ["千分位逗号"]),
        ("22件", ["带了单位"]),
        ("１，２３４ 件", ["全角字符", "多余的空格", "千分位逗号", "带了单位"]),
    ],
)
def test_each_says_why(text: str, why: list[str]) -> None:
    (fix,) = safe_fixes(_with(COUNT, text))
    assert spoken(fix.why, "zh").split("、") == why
    assert spoken(fix.why, "en").isascii()
