"""VA-06: the stored result of a formula beside what the formula gives now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.examined import examined, filing_with, findings
from tests.found import cells_of_finding
from validator.model.bilingual import Bilingual
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing

COUNT = "表二.行政许可.处理决定"
AMOUNT = "表二.行政事业性收费.金额"
START = "封面.统计期限起"
KINDS = {bool: CellKind.BOOL, str: CellKind.TEXT, date: CellKind.DATE, datetime: CellKind.DATE}


def computed(name: str, value: Any, cached: Any, kind: CellKind | None = None) -> Filing:
    """The base filing with one formula: what it gives, and what is stored."""
    filing = filing_with({})
    cell = Cell(value, kind or KINDS.get(type(value), CellKind.NUMBER), "A1+A2", cached)
    return replace(filing, cells={**filing.cells, name: cell})


def said(filing: Filing) -> list[str]:
    return [f"{one.variant or 'stale'} {cells_of_finding(one)}" for one in findings(filing, "VA-06")]


SAME: list[tuple[str, Any, Any]] = [
    (COUNT, 5230, 5230),
    (COUNT, 5230, 5230.0),
    (COUNT, 5230, 5230.000000000001),
    (AMOUNT, 0.3, 0.1 + 0.2),
    (AMOUNT, 1e-12, 0),
    (COUNT, True, True),
    (COUNT, "二", "二"),
    (START, date(2025, 1, 1), datetime(2025, 1, 1, 8)),  # noqa: DTZ001
    (COUNT, "", None),  # an empty text is stored as nothing
    *((COUNT, value, stored) for value in ("", " ", "\u200b") for stored in ("", " ", "\u3000", "\ufeff", None)),
    (COUNT, "示例县\u200b", "示例县"),
    (COUNT, "示例县", "示例\u200b县\ufeff "),
]


@pytest.mark.parametrize(("name", "value", "cached"), SAME)
def test_what_is_stored_is_what_the_formula_gives(name: str, value: Any, cached: Any) -> None:
    assert said(computed(name, value, cached)) == []


OTHER: list[tuple[str, Any, Any, str]] = [
    (COUNT, 5230, 5231, "stale 二、主动公开!B11"),
    (AMOUNT, 1250.5, 1250.50001, "stale 二、主动公开!B18"),
    (AMOUNT, 0.000001, 0.000002, "stale 二、主动公开!B18"),
    (AMOUNT, 1250.5, 1250.500001, "stale 二、主动公开!B18"),
    (COUNT, 2, True, "stale 二、主动公开!B11"),
    (COUNT, 1, True, "stale 二、主动公开!B11"),
    (COUNT, "二", "三", "stale 二、主动公开!B11"),
    (COUNT, 2, "2", "stale 二、主动公开!B11"),
    (COUNT, "", "二", "stale 二、主动公开!B11"),
    (COUNT, "", 2, "stale 二、主动公开!B11"),
    (COUNT, 0, "", "stale 二、主动公开!B11"),
    (COUNT, "示例县", "示例市", "stale 二、主动公开!B11"),
    (START, date(2025, 1, 1), date(2024, 1, 1), "stale 封面!C10"),
    (COUNT, 5230, None, "missing 二、主动公开!B11"),
]


@pytest.mark.parametrize(("name", "value", "cached", "wanted"), OTHER)
def test_another_result_or_none_is_told(name: str, value: Any, cached: Any, wanted: str) -> None:
    assert said(computed(name, value, cached)) == [wanted]


@pytest.mark.parametrize("cached", [None, 5230])
def test_an_error_is_told_by_its_own_rule(cached: Any) -> None:
    assert said(computed(COUNT, "#REF!", cached, CellKind.ERROR)) == []


@pytest.mark.parametrize("stored", ["", " ", None])
def test_a_formula_that_gives_an_empty_text_is_a_blank_and_that_alone(stored: str | None) -> None:
    """="" is what Excel stores as an empty text: VA-03 tells it."""
    report = examined(computed("表二.行政许可.处理决定", "", stored))
    assert [(one.rule.code, cells_of_finding(one)) for one in report.findings] == [("VA-03", "二、主动公开!B11")]


def test_three_cells_are_shown_and_more_are_hinted_at() -> None:
    names = [f"表四.行政复议.{one}" for one in ("结果维持", "结果纠正", "其他结果", "尚未审结")]
    filing = filing_with({})
    stale = {name: replace(filing.cell(name), formula="A1+A2", cached=99) for name in names}
    three = replace(filing, cells={**filing.cells, **{name: stale[name] for name in names[:3]}})
    four = replace(filing, cells={**filing.cells, **stale})
    shown = [f"{name} 99 → {filing.cell(name).value}" for name in names[:3]]
    (of_three,), (of_four,) = findings(three, "VA-06"), findings(four, "VA-06")
    assert (of_three.args["shown"], of_three.args["more"]) == (tuple(shown), "")
    assert (of_four.args["shown"], str(of_four.args["more"]), of_four.args["count"]) == (tuple(shown), " 等", 4)


WHY = {COUNT: Bilingual("循环引用", "it refers to itself in a circle")}


def test_a_circle_with_a_result_is_told() -> None:
    assert said(replace(computed(COUNT, 5230, 5230), uncomputed=WHY)) == ["unknown 二、主动公开!B11"]


def test_a_formula_that_nobody_knows_is_told_once_with_what_to_do() -> None:
    filing = replace(computed(COUNT, "#N/A", None, CellKind.ERROR), uncomputed=WHY)
    assert said(filing) == ["undecided 二、主动公开!B11"]
    assert findings(filing, "VA-01") == []
    (told,) = findings(filing, "VA-06")
    assert told.message() == (
        f"表二有 1 个公式没有存下结果，也无法重算（{COUNT} A1+A2：循环引用），含它们的关系没有结论；请用 Excel 或 WPS 打开后保存"
    )


def test_a_total_that_follows_from_its_part_is_not_told_again() -> None:
    filing = filing_with({})
    lost = {name: Cell("#N/A", CellKind.ERROR, "取数(1)") for name in ("表四.行政复议.总计", "表四.行政复议.结果维持")}
    filing = replace(filing, cells={**filing.cells, **lost}, uncomputed=dict.fromkeys(lost, WHY[COUNT]))
    assert said(filing) == ["undecided 四、复议诉讼!A8"]
