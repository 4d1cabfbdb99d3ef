"""Sentences that state the 统计期限, the period the figures are of (P-03, P-04).

A stretch of time is the statistical period only where 统计 or 数据 anchors it: 公示期限, 办理期限, 整改期限
and the like are other people's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from validator.narrative.dates import DATE_BEGINS, PartialDate, Stretch, read_stretch
from validator.narrative.normal import Normal, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator


class PeriodKind(StrEnum):
    """How a sentence states the period."""

    RANGE = "range"  # 自…起至…止
    UNTIL = "until"  # 截至12月31日
    YEAR = "year"  # 2025年度
    INCOMPLETE = "incomplete"  # a beginning without an end, one single day, or dates left blank


@dataclass(frozen=True, slots=True)
class PeriodStatement:
    """One statement of the statistical period. ``text[start:end] == quote``, the original words.

    `first` and `last` are as written: missing or unreadable parts are None, impossible days are kept.
    """

    first: PartialDate | None
    last: PartialDate | None
    kind: PeriodKind
    start: int
    end: int
    quote: str


_TERM = r"(?:期限|时限|周期|区间|期间|时段|时间段?|年度|起止日期|截[止至](?:日期|时间|日))"
_BETWEEN = (
    r"(?:的|数据|数字|统计|指标|口径|信息|起止|起始|汇总|截止|报告|所属|所列|所涉|涉及|有关|相关"
    r"|各项|情况|时间|年度|报表|表格|采集)"
)
_ANCHOR = re.compile(rf"(?:统计|数据)(?:{_BETWEEN}){{0,5}}{_TERM}")
# Without a word for "term" the sentence must name the report's data and go straight on to the dates.
_DATA = re.compile(
    r"(?:数据统计|统计数据|统计数字|所列(?:统计)?数据|所涉(?:及)?数据|(?:报告|年报)(?:中|里|内)?(?:的|所列|所涉及?的?|各项|全部|所有)*+(?:统计)?(?:数据|统计))"
    r"(?:均|都|统一)?(?=自|从|由|为|是|系|截|:)"
)
_UP_TO_DATES = re.compile(r"[为是系指即均统一:,从自由于起按照以本上报告的度“”\"'()\-年限定范围]{0,16}")
_STATES = re.compile(r"均?(?:为|是|系|:|自|从)")
_AFTER_DATES = re.compile(r"(?:,)?(?:均?为|是|作为)(?:本|报告|年报|年度|所列|各项|全部|的|中|次){0,6}$")
_SENTENCE_END = re.compile(r"[。;!?\n]")
_WINDOW = 60


def period_statements(text: str) -> tuple[PeriodStatement, ...]:
    """Every statement of the statistical period in a text, in order."""
    normal = normalise(text)
    found: dict[int, PeriodStatement] = {}
    for statement in _statements(normal):
        found.setdefault(statement.start, statement)
    return tuple(_without_overlap(sorted(found.values(), key=lambda one: one.start)))


def read_period(text: str) -> PeriodStatement | None:
    """The first stretch of time in a text that is there to state one: a table's header, a cover cell."""
    normal = normalise(text)
    begins = DATE_BEGINS.search(normal.text)
    stretch = read_stretch(normal.text, begins.start()) if begins else None
    return None if stretch is None else _stated(normal, 0, stretch)


def _statements(normal: Normal) -> Iterator[PeriodStatement]:
    text = normal.text
    for anchor in _ANCHOR.finditer(text):
        yield from _at_anchor(normal, anchor)
    for anchor in _DATA.finditer(text):
        stretch = _following(text, anchor.end())
        if stretch:
            yield _stated(normal, anchor.start(), stretch)


def _at_anchor(normal: Normal, anchor: re.Match[str]) -> Iterator[PeriodStatement]:
    """The period after its anchor, else the one before it, else a statement without dates."""
    text = normal.text
    stretch = _following(text, anchor.end())
    if stretch:
        if "截" in anchor[0] and stretch.last is None:  # 统计截止时间为2025年12月31日
            stretch = replace(stretch, first=None, last=stretch.first, until=True)
        yield _stated(normal, anchor.start(), stretch)
        return
    before = _preceding(text, anchor.start())
    if before:
        yield _stated(normal, before.start, before, anchor.end())
    elif anchor[0].endswith(("期限", "时限")):
        states = _STATES.match(text, anchor.end())
        if states:
            yield _without_dates(normal, anchor.start(), states.end())


def _following(text: str, at: int) -> Stretch | None:
    """The stretch of time that follows an anchor, with only words like 为, 自, 报告年度，即 between."""
    gap = _UP_TO_DATES.match(text, at)
    limit = gap.end() if gap else at
    for start in range(at, limit + 1):
        if DATE_BEGINS.match(text, start):
            stretch = read_stretch(text, start)
            if stretch:
                return stretch
    return None


def _preceding(text: str, at: int) -> Stretch | None:
    """2025年1月1日至12月31日为本报告的统计期限."""
    window = max(0, at - _WINDOW)
    for begins in DATE_BEGINS.finditer(text, window, at):
        stretch = read_stretch(text, begins.start())
        if stretch and stretch.last and stretch.end <= at and _AFTER_DATES.match(text[stretch.end : at]):
            return stretch
    return None


def _stated(normal: Normal, start: int, stretch: Stretch, end: int = 0) -> PeriodStatement:
    stop = max(end, stretch.end)
    if normal.text[stop : stop + 1] == ")" and "(" in normal.text[start:stop]:
        stop += 1
    first, last = normal.span(start, stop)
    return PeriodStatement(stretch.first, stretch.last, _kind(stretch), first, last, normal.original[first:last])


def _kind(stretch: Stretch) -> PeriodKind:
    if stretch.whole_year:
        return PeriodKind.YEAR
    if stretch.until:
        return PeriodKind.UNTIL
    return PeriodKind.RANGE if stretch.first and stretch.last else PeriodKind.INCOMPLETE


def _without_dates(normal: Normal, start: int, at: int) -> PeriodStatement:
    """A statement whose dates are blank or unreadable: quoted to the end of its sentence."""
    stop = _SENTENCE_END.search(normal.text, at, at + _WINDOW)
    first, last = normal.span(start, stop.start() if stop else min(at + _WINDOW, len(normal.text)))
    return PeriodStatement(None, None, PeriodKind.INCOMPLETE, first, last, normal.original[first:last])


def _without_overlap(statements: list[PeriodStatement]) -> Iterator[PeriodStatement]:
    reached = -1
    for one in statements:
        if one.start >= reached:
            yield one
            reached = one.end
