"""Sentences that tell another year's work as this year's (P-07), left over from an old report.

Missing one is better than a false alarm, so a sentence is only named when it says of another year that this
body did something, and nothing in it compares, looks back, plans ahead or cites.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validator.language.dates import read_year
from validator.language.mention import YearMention
from validator.language.normal import normalise
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator


_HAN_YEAR = r"二[〇零][〇零一二三四五六七八九]{2}"
_YEARS = (r"19\d\d", r"20\d\d", _HAN_YEAR)
"""A pattern is sought many times as fast where each of its choices begins with a sign of its own."""
_CITED = expression(
    r"《(?:[^《》\n]++|《[^《》\n]*+》)*+》|“[^“”\n]*+”"
    + "".join(rf"|{bracket}(?:19|20)\d\d[〕\])](?:第?\d{{1,5}}号)?" for bracket in ("〔", r"\[", r"\("))
    + "".join(rf"|{year}年?(?:-{{1,3}}|~|至|到)(?:(?:19|20)\d\d|{_HAN_YEAR})年" for year in _YEARS)
)
_SENTENCE = expression(r"[^。;!?\n]+")
_YEAR = expression(rf"({'|'.join(_YEARS)})(?<!\d....)年")
"""A year that no digit stands before."""
_COMPARED = expression(
    rf"(?:相?[较比]|与|同|和)(?:(?:(?:19|20)\d\d|{_HAN_YEAR})年度?[、和及]?)+(?:同期)?(?:相比|比较)?"
    r"|(?:相?[较比]|与|同|和)(?:上一?年度?|去年)(?:同期)?(?:相比|比较)?|同比|环比"
)
_THIS_YEAR = expression(r"\s*(?:而|到|至)?(?:今年|本年)")
_LED_BY = expression(r"(?:较|比|自|从|与|同|至|到|于|对|和|及|截[至止]|针对|[-~、.])$")
# 2024年1月至12月 is a whole year; any other month or part of a year may be part of the story told.
_WHOLE = expression(
    r"(?:度|全年|1月?[-至到]{1,2}12月)?(?![底末初起版前]|\d|[一二三四五六七八九十]+月|上半年|下半年|以来|以前|之前|期间|的)"
)
_OWN = expression(
    r"[我本](?:局|县|市|区|镇|乡|街道|办|委|厅|省|院|校|中心|机关|单位|部门|州|盟|旗|站|所|处|馆|会|行政机关|级)"
    r"|全(?:县|市|区|镇|乡|街道|省|局|州|盟|旗|系统|年)|共|累计"
)
_WORK = expression(
    r"公开|受理|收到|接收|新收|收办|办理|办结|答复|发布|制发|开展|组织|举办|召开|推进|加强|完善|健全|建立|落实|坚持|围绕|紧扣|严格|更新|依托"
)
_COUNTED = expression(r"\d(?:余|多)?(?:件|条|份|次|篇|起|个)")
_OTHERWISE = expression(
    r"相比|比较|今年|本年|上年|去年|往年|历年|逐年|以来|结转|年[底末]|将|拟|计划|规划|预计|争取|力争|目标|下一步|今后|十[三四五六]五"
    r"|问题|整改|反映|指出|考核|评估|排名|获评|荣获|评为|通报|印发|出台|施行|颁布|成立|组建|设立|改革|修订|上线|建成|启动|首次|年度报告|年报|公开指南"
)


def foreign_year_work(text: str, year: int) -> tuple[YearMention, ...]:
    """Every sentence that tells the work of another year than `year` as if it were this report's."""
    plain = normalise(text)
    if not _other_years(plain.text, year):
        return ()
    words = _CITED.sub(lambda cited: "■" * len(cited[0]), plain.text)
    others = _other_years(words, year)
    found = []
    for sentence in _SENTENCE.finditer(words) if others else ():
        start, end = sentence.span()
        if any(start <= at < end for at in others) and not _goes_on_with(words, end, year):
            for other, first, last in _claims(sentence, year):
                found.append(YearMention(other, *plain.cite(first, last)))
    return tuple(found)


def _other_years(words: str, year: int) -> list[int]:
    """Where the words name another year: without one there is nothing to look for."""
    return [one.start() for one in _YEAR.finditer(words) if read_year(one[1]) != year]


def _goes_on_with(text: str, at: int, year: int) -> bool:
    """2024年受理34件。2025年受理40件: two years told one after the other are a comparison."""
    if text[at : at + 1] not in ("。", ";"):
        return False
    named = _YEAR.match(text, at + 1)
    return bool(_THIS_YEAR.match(text, at + 1)) or (named is not None and read_year(named[1]) == year)


def _claims(sentence: re.Match[str], year: int) -> Iterator[tuple[int, int, int]]:
    """The one other year that the sentence tells of. 较2022年增加 behind it compares and tells of no year."""
    whole_named = {read_year(one[1]) for one in _YEAR.finditer(sentence[0])}
    words = _COMPARED.sub(lambda compared: "■" * len(compared[0]), sentence[0])
    mentions = [(read_year(one[1]), one) for one in _YEAR.finditer(words)]
    named = {number for number, _ in mentions}
    if len(named) != 1 or year in whole_named or _OTHERWISE.search(words):
        return
    other, mention = mentions[0]
    compared = _COMPARED.search(sentence[0])
    if other is None or (compared and compared.start() < mention.start()):
        return
    if _LED_BY.search(words[max(0, mention.start() - 3) : mention.start()]):
        return
    whole = _WHOLE.match(words, mention.end())
    if whole and _tells_work(words, whole.end(), ahead=other > year):
        stop = words.find(",", whole.end() + 1)
        end = len(words) if stop < 0 else stop
        yield other, sentence.start() + mention.start(), sentence.start() + end


def _tells_work(words: str, at: int, *, ahead: bool) -> bool:
    """Whether the words after the year say what this body did; of a year to come only figures do."""
    own = _OWN.search(words, at, at + 30)
    work = _WORK.search(words, at, at + 60)
    counted = _COUNTED.search(words, at, at + 60)
    return bool(own and work and (counted or not ahead))
