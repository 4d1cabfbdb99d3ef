"""Any text at all: nothing raises, every quote is the original, long repetition comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.narrative.reading import numbers
from validator.language.normal import normalise
from validator.language.periods import period_statements, read_period
from validator.language.titles import report_year_in_title, split_title
from validator.narrative.foreign import foreign_year_work
from validator.narrative.required import aspects, fee_mentions
from validator.narrative.slips import identity_numbers, mobile_numbers, old_form_citations, self_names
from validator.narrative.statements import statements
from validator.narrative.tokens import tokenise

LONGEST_CELL = 32_767
"""Characters that fit into one cell of a workbook."""

WORDS = """
统计期限为 统计数据 数据的统计时限 截至 自 起至 止 同年 2025年 二〇二五年 １月 1月1日 12月31日 1—12月
2025.1.1 20250101 —— 至 新收 受理 收到 办理 答复 办结 结转 上年结转 结转下年度 政府信息公开申请 依申请公开
自然人 法人或其他组织 予以公开 部分公开 不予公开 无法提供 不予处理 其他处理 行政复议 行政诉讼 复议后起诉
维持 纠正 尚未审结 规章 行政规范性文件 制发 废止 现行有效 信息处理费 收费通知 收取 未 没有 无 未发生 均 全部
已 其中 含 分别 共 约 近 余 多 以上 同比 较上年 较2024年 增长 下降 持平 占 办结率 13件 四十件 1.2万件
三千余件 20% 百分之三十 0元 2950元 １，２３４件 30条 我局 全县 市公安局 本级 上半年 建议提案 信访件 会议 《
》 “ ” （ ） 、 ， 。 ； ： 和 及 的 为 是 一是 （一） 1. 〔2020〕109号 13812345678 11010119900307803X
"""

fragments = st.one_of(
    st.sampled_from(WORDS.split()), st.sampled_from([" ", "\n", "\t", "\u3000", "\u00a0", "\r\n"]), st.text(max_size=3)
)
texts = st.one_of(st.text(max_size=80), st.lists(fragments, max_size=40).map("".join))


class Quoted(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def quote(self) -> str: ...


def everything(text: str) -> Iterable[Quoted]:
    """All that the package finds in a text."""
    reading = statements(text)
    yield from reading.statements
    yield from reading.unclear
    for one in reading.statements:
        yield from one.parts
    yield from period_statements(text)
    yield from foreign_year_work(text, 2025)
    yield from report_year_in_title(text)
    yield from fee_mentions(text)
    yield from self_names(text)
    yield from aspects(text).values()
    yield from old_form_citations(text)
    yield from identity_numbers(text)
    yield from mobile_numbers(text)


@given(texts)
def test_every_quote_is_the_original(text: str) -> None:
    for one in everything(text):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.quote


@given(texts)
def test_titles_and_headers_say_what_stands_there(text: str) -> None:
    plain, title, period = normalise(text).text.replace("\n", ""), split_title(text), read_period(text)
    if "公开" not in plain:
        assert title is None
    if title:
        assert title.subject in plain
        assert {*title.organ, *title.remainder} <= set(plain)
        assert [text[one.start : one.end] for one in title.years] == [one.quote for one in title.years]
    if period:
        assert period.quote == text[period.start : period.end] != ""


@given(texts)
def test_tokens_cover_the_text(text: str) -> None:
    plain = normalise(text).text
    tokens = tokenise(plain)
    assert "".join(plain[one.start : one.end] for one in tokens) == plain
    assert all(one.start < one.end for one in tokens)


@given(texts)
def test_offsets_rise_and_point_into_the_original(text: str) -> None:
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) <= len(text)
    assert all(a < b for a, b in zip(normal.offsets, normal.offsets[1:], strict=False))


@given(texts)
def test_intervals_hold_the_number(text: str) -> None:
    for number in numbers(normalise(text).text):
        assert number.low <= number.value
        assert number.high is None or number.value <= number.high


@given(texts)
def test_references_point_backwards(text: str) -> None:
    for index, one in enumerate(statements(text).statements):
        assert one.refers is None or 0 <= one.refers < index
        assert one.low is None or one.high is None or one.low <= one.high


@given(st.integers(0, 99_999), st.sampled_from(["", "，", " "]))
def test_a_count_is_read_whatever_its_digits(count: int, comma: str) -> None:
    written = f"{count:,}".replace(",", comma)
    (one,) = statements(f"我局共受理政府信息公开申请{written}件。").statements
    assert (one.low, one.high) == (count, count)


REPEATED = [
    "均", "均办结", "新收1件、", "新收1件，其中", "（", "（1件", "1件（", "《", "《a", "“", "1,", "1,111,",
    "1", "1 ", "一", "百分之", "统计", "统计数据的期限为", "2025年（", "报告所涉的", "报告的", "无", "未发生",
    "的", "分别1件、", "占5%", "同比增长5%，", "行政复议4件，均获维持，", "结转3件", "2025年1月1日至",
    "统计期限为2025年1月1日至", "申请", "、申请", "其中", "收取信息处理费1件5元（", "县公安局受理1件，",
    "2024年，我局共受理5件", "13812345678", "\n", "2 0 2 5 年", "与上年持平",
]  # fmt: skip


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize(("prefix", "length"), [("", LONGEST_CELL), ("依申请公开受理5件（", LONGEST_CELL // 4)])
def test_a_full_cell_of_repetition_comes_back(unit: str, prefix: str, length: int) -> None:
    text = (prefix + unit * length)[:length]
    for one in everything(text):
        assert text[one.start : one.end] == one.quote
    title, period = split_title(text), read_period(text)
    assert title is None or title.subject in text
    assert period is None or period.quote == text[period.start : period.end]
