"""Sentences of the 统计期限: every real form, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from validator.language.dates import PartialDate
from validator.language.periods import PeriodKind, period_statements, read_period

Y2025 = (PartialDate(2025, 1, 1), PartialDate(2025, 12, 31))
MONTHS = (PartialDate(2025, 1), PartialDate(2025, 12))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("数据统计期限为2025年1月1日至2025年12月31日", None),
        ("统计时限：2025年1月1日至12月31日", None),
        ("统计周期自２０２５年１月１日起至同年１２月３１日止", None),
        ("统计区间为2025年1月1日至当年12月31日。", "统计区间为2025年1月1日至当年12月31日"),
        ("本报告所列数据的统计期限从2025年1月1日到12月31日止。", "数据的统计期限从2025年1月1日到12月31日止"),
        ("统计数据的期限为2025年1月1日-12月31日", None),
        ("统计数据从二〇二五年一月一日起至十二月三十一日止", None),
        ("统计期限：2025.1.1—2025.12.31", None),
        ("统计期限：2025.1.1-12.31", None),
        ("统计期限：2025/01/01～2025/12/31", None),
        ("统计期限：2025-01-01至2025-12-31", None),
        ("统计期限为20250101-20251231", None),
        ("统计期限为2025年1月1日——2025年12月31日", None),
        ("统计期限为 2 0 2 5 年 1 月 1 日至 2025\u00a0年 12 月 31 日", None),
        ("统计期限为2025年1月1日至\n2025年12月31日", None),
        ("统计期限为2025年度（1月1日至12月31日）", None),
        ("统计期限（2025年1月1日至2025年12月31日）", None),
        ("数据统计期限自2025年1月1日0时起，至2025年12月31日24时止", None),
        ("数据统计期限自2025年1月1日开始，到12月31日结束", None),
        ("2025年1月1日至12月31日为本报告数据的统计期限", None),
        ("统计期限为报告年度，即2025年1月1日至2025年12月31日", None),
        ("统计期限自2025年1月1日（含当日）起至2025年12月31日止", None),
        ("统计期限自2025年1月1日始至2025年12月31日止", None),
        ("根据统计时限2025年1月1日至12月31日", "统计时限2025年1月1日至12月31日"),
        ("统计期限为25年1月1日至25年12月31日", None),
        ("统计期限为2025年1月1至2025年12月31日", None),
    ],
)
def test_the_whole_year_in_every_form(text: str, quote: str | None) -> None:
    (statement,) = period_statements(text)
    assert (statement.first, statement.last, statement.kind) == (*Y2025, PeriodKind.RANGE)
    assert statement.quote == (text if quote is None else quote)


@pytest.mark.parametrize("text", ["统计期限为2025年1—12月", "统计期限为2025年1月至12月", "统计期限：2025.1-12"])
def test_months_without_days(text: str) -> None:
    (statement,) = period_statements(text)
    assert (statement.first, statement.last, statement.kind) == (*MONTHS, PeriodKind.RANGE)


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("数据统计截至2025年12月31日", None, PartialDate(2025, 12, 31), PeriodKind.UNTIL),
        ("统计数据截止到2025年12月底", None, PartialDate(2025, 12), PeriodKind.UNTIL),
        ("统计截止时间为2025年12月31日", None, PartialDate(2025, 12, 31), PeriodKind.UNTIL),
        ("统计期限为2025年度", PartialDate(2025), PartialDate(2025), PeriodKind.YEAR),
        ("统计期限：2025年全年", PartialDate(2025), PartialDate(2025), PeriodKind.YEAR),
        ("统计期限为2025年1月1日", PartialDate(2025, 1, 1), None, PeriodKind.INCOMPLETE),
        ("统计期限为2025年1月1日至今", PartialDate(2025, 1, 1), None, PeriodKind.INCOMPLETE),
        ("统计期限为一年", None, None, PeriodKind.INCOMPLETE),
        ("统计期限为2025年上半年", PartialDate(2025, 1), PartialDate(2025, 6), PeriodKind.RANGE),
        ("统计期限为下半年", PartialDate(None, 7), PartialDate(None, 12), PeriodKind.RANGE),
        ("统计期限为2025年第一季度", PartialDate(2025, 1), PartialDate(2025, 3), PeriodKind.RANGE),
        ("统计范围为2025年一至三季度", PartialDate(2025, 1), PartialDate(2025, 9), PeriodKind.RANGE),
        ("统计期限为2025年前10个月", PartialDate(2025, 1), PartialDate(2025, 10), PeriodKind.RANGE),
        ("统计期限为2024年第四季度至2025年第三季度", PartialDate(2024, 10), PartialDate(2025, 9), PeriodKind.RANGE),
        ("统计时段为2025年6月", PartialDate(2025, 6), PartialDate(2025, 6), PeriodKind.RANGE),
        ("统计期限截至2025年三季度末", None, PartialDate(2025, 9), PeriodKind.UNTIL),
        ("统计期限为2025年初至2025年底", PartialDate(2025, 1), PartialDate(2025, 12), PeriodKind.RANGE),
        ("统计期限为年1月1日至年12月31日", PartialDate(None, 1, 1), PartialDate(None, 12, 31), PeriodKind.RANGE),
        ("统计期限为20XX年1月1日至12月31日", PartialDate(None, 1, 1), PartialDate(None, 12, 31), PeriodKind.RANGE),
        ("统计期限为上年度1月1日至12月31日", PartialDate(None, 1, 1), PartialDate(None, 12, 31), PeriodKind.RANGE),
    ],
)
def test_other_ways_to_say_it(text: str, first: PartialDate | None, last: PartialDate | None, kind: PeriodKind) -> None:
    (statement,) = period_statements(text)
    assert (statement.first, statement.last, statement.kind, statement.quote) == (first, last, kind, text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("统计期限为2024年1月1日至12月31日", PartialDate(2024, 1, 1), PartialDate(2024, 12, 31)),
        ("统计期限为2025年1月1日至12月30日", PartialDate(2025, 1, 1), PartialDate(2025, 12, 30)),
        ("统计期限为2025年1月1日至2026年1月1日", PartialDate(2025, 1, 1), PartialDate(2026, 1, 1)),
        ("统计期限为2025年1月1日至次年1月1日", PartialDate(2025, 1, 1), PartialDate(2026, 1, 1)),
        ("统计期限为2025年2月30日至2025年13月31日", PartialDate(2025, 2, 30), PartialDate(2025, 13, 31)),
        ("统计期限为20225年1月1日至12月31日", PartialDate(20225, 1, 1), PartialDate(20225, 12, 31)),
        ("统计期限为2025年12月31日至2025年1月1日", PartialDate(2025, 12, 31), PartialDate(2025, 1, 1)),
    ],
)
def test_wrong_periods_are_kept_as_written(text: str, first: PartialDate, last: PartialDate) -> None:
    (statement,) = period_statements(text)
    assert (statement.first, statement.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "公示期限为2024年12月20日至2025年1月5日",
        "数据公示期限为2024年12月20日至2025年1月5日",
        "整改期限为2025年3月1日至2025年6月30日",
        "办理期限自2025年3月1日至2025年3月20日",
        "数据的保存期限为2024年1月1日至2034年1月1日",
        "答复期限截至2025年12月31日",
        "数据更新周期为2025年1月1日至2025年2月1日",
        "据统计，截至2025年12月31日，我局发布信息50条",
        "截至2025年12月31日，我局共受理申请5件",
        "统计局公开期限为2025年1月1日至2月1日",
        "统计期限与上年一致",
        "2025年1月1日至2025年12月31日，我局公开信息50条",
        "",
    ],
)
def test_no_statement(text: str) -> None:
    assert period_statements(text) == ()


def test_the_seed_report_says_2022() -> None:
    before = "1.本年度未产生信息处理费。\n2."
    words = "数据的统计期限为 2022 年 1 月 1 日至 2022 年 12 月 31 日"
    text = f"{before}报告中所列{words}。"
    (statement,) = period_statements(text)
    assert (statement.first, statement.last) == (PartialDate(2022, 1, 1), PartialDate(2022, 12, 31))
    assert statement.quote == words
    assert text[statement.start : statement.end] == words


def test_two_statements_in_one_text() -> None:
    text = "统计期限为2024年1月1日至12月31日。公示期限为2025年1月1日至2月1日。统计期限为2025年1月1日至12月31日。"
    assert [one.first for one in period_statements(text)] == [PartialDate(2024, 1, 1), PartialDate(2025, 1, 1)]


def test_a_table_header_needs_no_anchor() -> None:
    statement = read_period("统计期限：2023年1月1日至2023年12月31日")
    assert statement is not None
    assert statement.first == PartialDate(2023, 1, 1)
    bare = read_period("2025.1.1-2025.12.31")
    assert bare is not None
    assert (bare.first, bare.last) == Y2025
    assert read_period("单位：件") is None


def test_partial_dates_know_the_calendar() -> None:
    assert PartialDate(2025, 12, 31).as_date() == date(2025, 12, 31)
    assert PartialDate(2025, 2, 30).as_date() is None
    assert PartialDate(2025, 12).as_date() is None
    assert PartialDate(20225, 1, 1).as_date() is None
    assert PartialDate(2025, 13, 1).as_date() is None
