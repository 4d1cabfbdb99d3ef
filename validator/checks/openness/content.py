"""ST-07, ST-10 to ST-13 and P-07: what the narrative must say, and what it must not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from validator.checks.openness.organ_types import kind_of
from validator.checks.openness.texts import in_texts, section_of
from validator.checks.period import year_on_cover
from validator.language.mention import Mention
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref, quoted
from validator.model.rule import Rule
from validator.narrative.foreign import foreign_year_work
from validator.narrative.required import Aspect, aspects, fee_mentions
from validator.narrative.slips import identity_numbers, mobile_numbers, old_form_citations, self_names
from validator.policy.context import CannotRun, Context

_NEW_FORM_YEAR = 2021
_GOVERNMENTS = frozenset({"省级政府", "设区的市级政府", "县级政府", "乡镇政府（街道办事处）"})
_OF_ALL = (Aspect.PROACTIVE, Aspect.ON_REQUEST, Aspect.MANAGEMENT, Aspect.PLATFORM, Aspect.SUPERVISION)
_OF_GOVERNMENTS = (Aspect.ASSESSMENT, Aspect.PUBLIC_REVIEW, Aspect.ACCOUNTABILITY)

# What a body may call itself: 我县, 我市 say where it is, 我局, 我镇 say what it is.
_WHAT_IT_IS = {
    **dict.fromkeys(("局", "厅", "委"), "部门"),
    **dict.fromkeys(("镇", "乡", "街道", "街道办", "街道办事处"), "乡镇"),
}


def other_years(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-07: 正文把别的年份当作本年工作来写。"""
    year = year_on_cover(filing)
    for name, one in in_texts(filing, lambda text: foreign_year_work(text, year)):
        args = {"section": section_of(name), "quote": " ".join(one.quote.split()), "year": year}
        cells = (quoted(filing, name, one.quote),)
        yield Finding(rule, rule.severity, cells, args=args, member=one.quote)


def fees(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-07: 第六部分报告信息处理费（0也写）。"""
    if not filing.text("正文.六"):
        raise CannotRun(Bilingual("第六部分没有内容", "section 六 is empty"))
    if not any(in_texts(filing, fee_mentions)):
        yield Finding(rule, rule.severity, (cell_ref(filing, "正文.六"),))


def own_name(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-10: 正文自称（我局/我镇）与机关类型不符（多半是抄别家的）。"""
    kind = kind_of(filing)
    found = ((name, one) for name, one in in_texts(filing, self_names) if not _may_be(one.what, kind))
    for name, quote in dict.fromkeys((name, "".join(one.quote.split())) for name, one in found):
        args = {"section": section_of(name), "quote": quote, "kind": kind}
        yield Finding(rule, rule.severity, (quoted(filing, name, quote),), args=args, member=quote)


def _may_be(what: str, kind: str) -> bool:
    """我县 and the like say nothing of the kind."""
    return kind == "其他" or _WHAT_IT_IS.get(what, "") in kind


def five_aspects(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-11: 第一部分五个方面缺项；各级政府的监督保障应含工作考核、社会评议、责任追究。

    What is asked depends on the kind of body: 机关类型不在列表里，记为未运行，从不悄悄不查. A report that states
    none, as published ones do, is asked what all are asked; where that is there, the rest is not run.
    """
    text = filing.text("正文.一")
    if not text:
        raise CannotRun(Bilingual("第一部分没有内容", "section 一 is empty"))
    there = aspects(text)
    known = filing.organ_type or set(_OF_ALL) <= set(there)
    wanted = (*_OF_ALL, *(_OF_GOVERNMENTS if known and kind_of(filing) in _GOVERNMENTS else ()))
    if lacking := [aspect.value for aspect in wanted if aspect not in there]:
        yield Finding(rule, rule.severity, (cell_ref(filing, "正文.一"),), args={"lacking": tuple(lacking)})


def old_notice(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-12: Y≥2021 而正文引用〔2019〕60号。"""
    if filing.year is None or filing.year < _NEW_FORM_YEAR:
        return
    for name, one in in_texts(filing, lambda text: old_form_citations(text)[:1]):  # however often a section says so
        args = {"section": section_of(name), "quote": one.quote}
        yield Finding(rule, rule.severity, (quoted(filing, name, one.quote),), args=args, member=one.quote)


def personal_numbers(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-13: 正文出现疑似身份证号、手机号；the number itself is not repeated in the message."""
    for name, one in in_texts(filing, _numbers):
        hidden = f"{one.quote[:3]}{'*' * (len(one.quote) - 5)}{one.quote[-2:]}"
        args = {"section": section_of(name), "what": one.what, "hidden": hidden}
        yield Finding(rule, rule.severity, (quoted(filing, name, hidden),), args=args, member=hidden)


def _numbers(text: str) -> Iterable[Mention]:
    """Each number once, however it was typed."""
    found = (*identity_numbers(text), *mobile_numbers(text))
    return {_digits(one.quote): one for one in reversed(found)}.values()


def _digits(number: str) -> str:
    return re.sub(r"[^0-9X+]", "", unicodedata.normalize("NFKC", number).upper())
