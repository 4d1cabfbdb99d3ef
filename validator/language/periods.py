"""Sentences that state the 统计期限, the period the figures are of (P-03, P-04).

A stretch of time is the statistical period only where 统计, 数据 or 报告期 anchors it: 公示期限, 办理期限, 整改期限
and the like are other people's business.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from validator.language.dates import DATE_BEGINS, PartialDate, Stretch, read_stretch
from validator.language.normal import PlainText, normalise
from validator.startup.expressions import expression
from validator.startup.records import dataclass, replace

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


_PERIOD_WORD = (
    r"(?:期限|时限|周期|区间|期间|时段|时间段?(?!范围|跨度|区间|节点)|年度(?!报)|起[止讫](?:日期|时间)|截[止至](?:日期|时间|日)"
    r"|期(?=为|是|系|:|自|从|\(|\d))"
)
# 范围, 日期 and the like may be of something else: they count only where whole dates from and to follow.
_LOOSE_PERIOD_WORD = r"(?P<loose>范围|跨度|日期|时点|节点|口径)"
_BETWEEN = (
    r"(?:的|数据|数字|统计|指标|口径|信息|起[止讫]|起始|汇总|截止|报告|所属|所列|所涉|涉及|有关|相关"
    r"|各项|情况|时间|年度|报表|表格|采集)"
)
_OF_REPORT = r"本(?:年度|次|份)?(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报)"
# A pattern is sought many times as fast where it begins with a sign, or each of its choices with one of its own.
_ANCHOR = expression(
    rf"[统数报本](?:(?:(?<=统)计|(?<=数)据)(?:{_BETWEEN}){{0,5}}?(?:{_PERIOD_WORD}|{_LOOSE_PERIOD_WORD})"
    rf"|(?<=报)告期[间限]?(?=为|是|:|自|从)|(?<=本){_OF_REPORT[1:]}(?:的)?(?:{_PERIOD_WORD})(?=为|是|:|自|从))"
)
# 问卷调查的统计时间, 网站访问量的统计时段: figures of something else.
_OF_OTHERS = expression(
    r"(?:普查|调查|问卷|测评|满意度|投票|排名|考核|绩效|监测|抽查|访问|点击|浏览|阅读|热线|工单|疫情|人口|清理|审计)[^,。;:\n]{0,8}$"
)
# Without a word for "period" the sentence must speak of the report's data and go straight on to the dates.
_DATA = expression(
    r"(?:数据统计|统计数据|统计数字|数据|数字|统计(?<=报告统计))(?:均|都|统一)?(?=,?(?:自|从|由)|为|是|系|截|至|:)"
)
_HELD = "所[列载涉用]|各项|全部|有关|相关|统计|指标|数据|数字"
_COVERING_WORDS = (
    r"(?:涵盖|覆盖|反映|汇总|记载|记录)(?:了|的是|的)?(?:[我本全][一-鿿]{1,3})?(?:在|于)?(?=(?:自|从)?(?:\d|二[〇零]))"
)
_COVERS = expression(
    rf"(?:{_OF_REPORT}|(?<![一-鿿])(?:本|年度|政府信息公开|工作){{0,4}}(?:报告|年报)(?=[中内里的]?(?:{_HELD})))"
    rf"(?:[中内里的]|{_HELD}){{0,6}}(?:[均都所]|主要|全面|内容)*{_COVERING_WORDS}"
)
_COVERING = expression(_COVERING_WORDS)
"""本报告涵盖…期间的工作情况 states the period as well, where whole dates follow."""
_DATA_OF = expression(
    r"(?:本|此|该|年度|年|政府信息公开|工作|报告|年报|文|中|内|里|所|列|有|使用|引用|涉及|的|以上|上述|全部|各项|各类"
    r"|各|表|相关|有关|统计)++$"
)
"""What may stand between the beginning of a sentence and its data."""
_REPORT = expression("报告|年报|报表|所列|所涉|以上|上述|文中|全部|所有|各项")
_STARTS = expression(r"(?:^|[。;!?\n:.、)])$")
_UP_TO_DATES = expression(r"[为是系指即均统一:,从自由于起按照以本上报告的度整个然“”\"'()\-年限定范围]{0,16}")
_STATES = expression(r"均?(?:为|是|系|:|自|从)")
_AFTER_DATES = expression(r"(?:,)?(?:均?为|是|作为)(?:本|报告|年报|年度|所列|各项|全部|的|中|次){0,6}$")
_ENDS = expression(r"[。;!?,\n(]|$")
_PAUSES = expression(r"[。;!?,\n()]|$|的|期间|产生|数据")
_SENTENCE_END = expression(r"[。;!?\n]")
_WINDOW = 60
_PREFIX = 24


def period_statements(text: str) -> tuple[PeriodStatement, ...]:
    """Every statement of the statistical period in a text, in order."""
    found: list[PeriodStatement] = []
    for one in sorted(_statements(normalise(text)), key=lambda one: one.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)


def read_period(text: str) -> PeriodStatement | None:
    """The first stretch of time in a text that is there to state one: a table's header, a cover cell."""
    plain = normalise(text)
    begins = DATE_BEGINS.search(plain.text)
    stretch = read_stretch(plain.text, begins.start()) if begins else None
    return None if stretch is None else _stated(plain, 0, stretch)


def _statements(plain: PlainText) -> Iterator[PeriodStatement]:
    text = plain.text
    for anchor in _of_the_report(_ANCHOR, text):
        yield from _at_anchor(plain, anchor)
    for anchor in _COVERS.finditer(text) if _COVERING.search(text) else ():
        stretch = _following(text, anchor.end())
        if stretch and stretch.first and stretch.last and not stretch.whole_year:
            yield _stated(plain, anchor.start(), stretch)
    for anchor in _of_the_report(_DATA, text):
        stretch = _following(text, anchor.end())
        whose = _DATA_OF.search(text, max(0, anchor.start() - _PREFIX), anchor.start())
        start = whose.start() if whose else anchor.start()
        if stretch and _is_of_data(text, start, anchor, stretch):
            yield _stated(plain, start, stretch)


def _is_of_data(text: str, start: int, anchor: re.Match[str], stretch: Stretch) -> bool:
    """Whether the data are the report's: 粉丝3万，数据截至11月30日 and 数据从2024年的5件增加到9件 are not."""
    earliest = max(0, start - 4 * _WINDOW)
    sentence = max(earliest, *(text.rfind(mark, earliest, start) + 1 for mark in "。;!?\n"))
    if _REPORT.search(text, sentence, anchor.end()):
        return not (stretch.whole_year or stretch.until) or bool(_PAUSES.match(text, stretch.end))
    starts = bool(_STARTS.search(text, max(0, start - 1), start))
    if stretch.until:
        return starts and bool(_SENTENCE_END.match(text, stretch.end) or stretch.end == len(text))
    straight_on = "统计" in text[start : anchor.end()] and text[anchor.end()] != ","
    return (starts or straight_on) and _is_complete(text, stretch) and bool(_PAUSES.match(text, stretch.end))


def _of_the_report(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for anchor in pattern.finditer(text):
        if not _OF_OTHERS.search(text, max(0, anchor.start() - _WINDOW), anchor.start()):
            yield anchor


def _at_anchor(plain: PlainText, anchor: re.Match[str]) -> Iterator[PeriodStatement]:
    """The period after its anchor, else the one before it, else a statement without dates."""
    text = plain.text
    stretch = _following(text, anchor.end())
    if anchor["loose"]:
        if stretch and _is_complete(text, stretch):
            yield _stated(plain, anchor.start(), stretch)
        return
    if stretch:
        if "截" in anchor[0] and stretch.last is None:  # 统计截止时间为2025年12月31日
            stretch = replace(stretch, first=None, last=stretch.first, until=True)
        yield _stated(plain, anchor.start(), stretch)
        return
    before = _preceding(text, anchor.start())
    if before:
        yield _stated(plain, before.start, before, anchor.end())
    elif anchor[0].endswith(("期限", "时限")) and (states := _STATES.match(text, anchor.end())):
        yield _without_dates(plain, anchor.start(), states.end())


def _is_complete(text: str, stretch: Stretch) -> bool:
    """From and to, or a year that ends its clause: 统计范围为2024年目录 is no period."""
    if stretch.whole_year:
        return bool(_ENDS.match(text, stretch.end))
    return stretch.first is not None and stretch.last is not None


def _following(text: str, at: int) -> Stretch | None:
    """The stretch of time that follows an anchor, with only words like 为, 自, 报告年度，即 between."""
    gap = _UP_TO_DATES.match(text, at)
    limit = gap.end() if gap else at
    for start in range(at, limit + 1):
        if DATE_BEGINS.match(text, start) and (stretch := read_stretch(text, start)):
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


def _stated(plain: PlainText, start: int, stretch: Stretch, end: int = 0) -> PeriodStatement:
    stop = max(end, stretch.end)
    if plain.text[stop : stop + 1] == ")" and "(" in plain.text[start:stop]:
        stop += 1
    return PeriodStatement(stretch.first, stretch.last, _kind(stretch), *plain.cite(start, stop))


def _kind(stretch: Stretch) -> PeriodKind:
    if stretch.whole_year:
        return PeriodKind.YEAR
    if stretch.until:
        return PeriodKind.UNTIL
    return PeriodKind.RANGE if stretch.first and stretch.last else PeriodKind.INCOMPLETE


def _without_dates(plain: PlainText, start: int, at: int) -> PeriodStatement:
    """A statement whose dates are blank or unreadable: quoted to the end of its sentence."""
    stop = _SENTENCE_END.search(plain.text, at, at + _WINDOW)
    end = stop.start() if stop else min(at + _WINDOW, len(plain.text))
    return PeriodStatement(None, None, PeriodKind.INCOMPLETE, *plain.cite(start, end))
