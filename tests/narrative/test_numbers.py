"""Numbers as sentences write them, and the intervals they admit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.narrative.reading import numbers
from validator.language.numbers import Exact, Hedge, chinese_integer

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("13", 13, 13, 13),
        ("1,234", 1234, 1234, 1234),
        ("344.0982", D("344.0982"), D("344.0982"), D("344.0982")),
        ("四十", 40, 40, 40),
        ("一百零五", 105, 105, 105),
        ("三千余", 3000, 3000, 3999),
        ("2700余", 2700, 2700, 2799),
        ("40多", 40, 40, 49),
        ("十几", 10, 10, 19),
        ("13余", 13, 13, 14),
        ("1.2万", 12000, 11500, 12500),
        ("约1.2万", 12000, 11500, 12500),
        ("1.2万余", 12000, 12000, 12999),
        ("125.6万余", 1256000, 1256000, 1256999),
        ("约2700", 2700, 2650, 2750),
        ("约13", 13, D("12.5"), D("13.5")),
        ("近40", 40, 30, 40),
        ("将近二百", 200, 100, 200),
        ("超过38", 38, 38, None),
        ("不少于40", 40, 40, None),
        ("30以上", 30, 30, None),
        ("不足10", 10, 0, 10),
        ("50以内", 50, 0, 50),
        ("2.3亿", 230000000, 225000000, 235000000),
        ("0万", 0, 0, 0),
        ("三万两千", 32000, 32000, 32000),
    ],
)
def test_value_and_interval(text: str, value: Exact, low: Exact, high: Exact | None) -> None:
    (number,) = numbers(text)
    assert (number.value, number.low, number.high) == (value, low, high)
    assert (number.start, number.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("20%", 20, 0),
        ("70.3%", D("70.3"), 1),
        ("1.05%", D("1.05"), 2),
        ("百分之三十", 30, 0),
        ("百分之二十点五", D("20.5"), 1),
    ],
)
def test_percentages(text: str, value: Exact, decimals: int) -> None:
    (number,) = numbers(text)
    assert number.percent
    assert (number.value, number.decimals) == (value, decimals)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("二〇二三", 2023),
        ("二零二五", 2025),
        ("十", 10),
        ("十二", 12),
        ("三十一", 31),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("一亿二千万", 120000000),
        ("一万二", 12000),
        ("三千五", 3500),
        ("一百二", 120),
        ("一百零二", 102),
        ("十万零五", 100005),
        ("万", None),
        ("", None),
        ("一件", None),
    ],
)
def test_chinese_numerals(word: str, value: int | None) -> None:
    assert chinese_integer(word) == value


def test_several_numbers_in_a_row() -> None:
    assert [number.value for number in numbers("880、1080、270")] == [880, 1080, 270]


def test_a_number_too_long_for_a_count_is_none() -> None:
    assert list(numbers("4" * 30)) == []
    assert list(numbers("4" * 5000)) == []


def test_hedges_are_named() -> None:
    assert [number.hedge for number in numbers("约5、近6、7余、逾8、不足9、10")] == [
        Hedge.ABOUT,
        Hedge.NEARLY,
        Hedge.OVER,
        Hedge.MORE,
        Hedge.LESS,
        Hedge.NONE,
    ]
