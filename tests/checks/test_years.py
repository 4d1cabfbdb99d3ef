"""Y-04 to Y-06 at their borders: this year's figures and text beside last year's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.examined import examined, filing_with, findings, reason
from validator.exchange.filing_data import Value
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import NumberKind

NEW = "表三.本年新收.总计"
COERCION = "表二.行政强制.处理决定"
REVIEWS = "表四.行政复议.总计"
DIRECT, AFTER = "表四.直接起诉.总计", "表四.复议后起诉.总计"


def compared(code: str, before: dict[str, Value], now: dict[str, Value]) -> list[tuple[str, object, object, object]]:
    """What a rule says of figures of last year and this: its member, both figures and their difference."""
    filing = filing_with({"values": now, "previous": {"values": before}})
    return [(one.member, one.right, one.left, one.difference) for one in findings(filing, code)]


CHANGES = [
    (NEW, 40, 61, ("本年新收", 40, 61, 21)),
    (NEW, 61, 30, ("本年新收", 61, 30, -31)),
    (NEW, 60, 30, None),  # by half, and no more
    (NEW, 40, 60, None),
    (NEW, 38, 58, None),  # by 20, which is not more than 20
    (NEW, 38, 59, ("本年新收", 38, 59, 21)),
    (COERCION, 100, 200, None),
    (COERCION, 100, 201, ("行政强制", 100, 201, 101)),
    (REVIEWS, 4, 14, None),
    (REVIEWS, 4, 15, ("行政复议", 4, 15, 11)),
]


@pytest.mark.parametrize(("name", "before", "now", "wanted"), CHANGES)
def test_a_change_is_large_in_share_and_in_number(name: str, before: int, now: int, wanted: object) -> None:
    assert compared("Y-04", {name: before}, {name: now}) == ([wanted] if wanted else [])
    assert compared("Y-05", {name: before}, {name: now}) == []


def test_both_kinds_of_litigation_are_one_figure() -> None:
    found = compared("Y-04", {DIRECT: 2, AFTER: 3}, {DIRECT: 8, AFTER: 8})
    assert found == [("行政诉讼", 5, 16, 11)]
    assert compared("Y-04", {DIRECT: 2, AFTER: None}, {DIRECT: 8, AFTER: 8}) == []


APPEARANCES = [(0, 9, False), (0, 10, True), (9, 0, False), (10, 0, True), (0, 0, False), (1, 11, False)]


@pytest.mark.parametrize(("before", "now", "told"), APPEARANCES)
def test_what_appears_or_vanishes_is_told_from_ten_on(before: int, now: int, *, told: bool) -> None:
    wanted = [("行政复议", before, now, now - before)] if told else []
    assert compared("Y-05", {REVIEWS: before}, {REVIEWS: now}) == wanted


def with_figures(filing: Filing, figures: dict[str, int]) -> Filing:
    """Only these counts, every other cell of the tables 0."""
    cells = {name: Cell(figures.get(name, 0), CellKind.NUMBER) for name in filing.form.indicators}
    return replace(filing, cells={**filing.cells, **cells})


def copied(now: dict[str, int], before: dict[str, int]) -> list[str]:
    filing = filing_with({"previous": {}})
    assert filing.previous is not None
    both = replace(with_figures(filing, now), previous=with_figures(filing.previous, before))
    return [one.member for one in findings(both, "Y-06")]


COUNTS = [name for name, one in filing_with({}).form.indicators.items() if one.kind is NumberKind.COUNT]


def test_the_same_figures_are_told_from_eight_on() -> None:
    eight = {name: at for at, name in enumerate(COUNTS[:8], 1)}
    seven = {name: at for at, name in enumerate(COUNTS[:7], 1)}
    assert copied(eight, eight) == ["数字"]
    assert copied(seven, seven) == []
    assert copied(eight, {**eight, COUNTS[0]: 99}) == []
    assert copied({**eight, COUNTS[8]: 9}, eight) == []
    assert copied(eight, {**eight, COUNTS[8]: 9}) == []  # what was there last year is gone


def sentences(count: int, start: int = 0) -> str:
    """Characters of which no eight follow one another twice."""
    return "".join(chr(0x4E00 + at) for at in range(start, start + count))


TEXTS: list[tuple[str, str, list[str]]] = [
    (sentences(107), sentences(107), ["五 100"]),
    (sentences(106), sentences(106), []),  # 99 runs of eight are too few to tell
    (sentences(107) + "2025年 12月", sentences(107) + "2024年11月", ["五 100"]),
    (sentences(207), sentences(187), ["五 90"]),  # 180 of 200 runs: the share that is told
    (sentences(207), sentences(186), []),
    (sentences(207), sentences(207, 500), []),
]


@pytest.mark.parametrize(("now", "before", "wanted"), TEXTS)
def test_a_copied_text_is_told_by_its_share(now: str, before: str, wanted: list[str]) -> None:
    change: dict[str, Any] = {"text": {"五": now}, "previous": {"text": {"五": before}}}
    found = findings(filing_with(change), "Y-06")
    assert [f"{one.member} {one.args['share']}" for one in found] == wanted


def test_without_last_year_s_report_nothing_is_compared() -> None:
    assert [reason(filing_with({}), code) for code in ("Y-04", "Y-05", "Y-06")] == ["没有上年报告"] * 3


def test_a_blank_total_of_last_year_leaves_no_verdict() -> None:
    """Its parts are not zero, so it is not counted as 0."""
    total = "表三.结转下年.总计"
    report = examined(filing_with({"previous": {"blank": [total]}}))
    assert [one.rule.code for one in report.findings] == []
    assert [(one.code, one.indicator) for one in report.coverage.undecided] == [("Y-01", f"上.{total}")]
