"""Totals taken apart in the sentence: 3607件（市政府349件、…）, 其中自然人41件、法人或其他组织2件 (N-08, N-10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from validator.narrative.lexicon import Counting, Sort
from validator.narrative.statement import Kind, Part, Subject
from validator.narrative.walk import SENTENCE_ENDS, Region

if TYPE_CHECKING:
    from validator.narrative.walk import Walk

_APPLICANTS = {Subject.NATURAL, Subject.ORGANISATION}
_SOURCES = {Subject.NEW, Subject.CARRIED_IN}
_RESULTS = {
    Subject.GRANTED,
    Subject.PARTIAL,
    Subject.DENIED,
    Subject.UNABLE,
    Subject.NOT_PROCESSED,
    Subject.OTHERWISE,
}
_DISPUTES = {Subject.RECONSIDERATION, Subject.LITIGATION}
_SUITS = {Subject.LITIGATION_DIRECT, Subject.LITIGATION_AFTER}
_FAMILIES = (
    _APPLICANTS,
    _SOURCES,
    _RESULTS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER},
    _DISPUTES,
    _SUITS,
)
_LABEL_ENDS = ",、;:(\n。!?\t"


def open_bracket(walk: Walk, at: int) -> None:
    """A bracket right behind the figure of a statement may list its parts."""
    if at == 0 or walk.tokens[at - 1].sort is not Sort.FIGURE:
        return
    end = _closing(walk, at)
    if walk.last is None:
        walk.muted = end
    if walk.region is not None or walk.last is None:
        return
    inside = walk.tokens[at + 1 : end]
    if end > at + 1 and any(token.sort is Sort.FIGURE for token in inside):
        listed = inside[0].sort not in (Sort.AMONG, Sort.HOLDS)
        walk.region = Region(walk.last, end, listed, bracket=True)


def open_among(walk: Walk, at: int) -> None:
    """其中 breaks down the figure before it, to the end of the sentence."""
    if walk.region is not None or walk.last is None:
        return
    total = walk.statements[walk.last]
    root = total.refers if total.refers is not None and total.kind is Kind.CHANGE else walk.last
    walk.region = Region(root, _sentence_end(walk, at), listed=False, bracket=False)


def _closing(walk: Walk, at: int) -> int:
    """The bracket that closes the one at token `at`; `at` itself where the sentence ends before it."""
    for index in range(at + 1, len(walk.tokens)):
        if walk.tokens[index].has(")"):
            return index
        if walk.tokens[index].has("。!?\n("):
            break
    return at


def _sentence_end(walk: Walk, at: int) -> int:
    for index in range(at, len(walk.tokens)):
        if walk.tokens[index].has(SENTENCE_ENDS):
            return index
    return len(walk.tokens)


def close(walk: Walk) -> None:
    """Give the parts that were read to their totals."""
    region, walk.region = walk.region, None
    if region is None:
        return
    total = walk.statements[region.total]
    money = [at for at in region.figures if _is_money(walk, at, total.kind)]
    cases = [at for at in region.figures if walk.tokens[at].counting is Counting.CASES]
    if total.kind is Kind.AMOUNT:
        _give(walk, region, region.total, money)
        counted = region.total - 1  # 对25件申请收取2950元（1件420…）: the cases are those of the count before
        if counted >= 0 and walk.statements[counted].subject is total.subject:
            _give(walk, region, counted, cases)
    elif total.kind is Kind.COUNT:
        _give(walk, region, region.total, cases)
    if region.bracket:
        walk.last = region.total


def _is_money(walk: Walk, at: int, kind: Kind) -> bool:
    return walk.tokens[at].unit in ("元", "") and kind is Kind.AMOUNT


def _give(walk: Walk, region: Region, index: int, figures: list[int]) -> None:
    total = walk.statements[index]
    figures = _one_family(walk, figures)
    if total.parts or not figures or (len(figures) == 1 and region.listed):
        return
    parts = tuple(_part(walk, at) for at in figures)
    exhaustive = region.listed or _complete(walk, figures, total.subject)
    walk.statements[index] = replace(total, parts=parts, exhaustive=exhaustive and len(parts) > 1)


def _one_family(walk: Walk, figures: list[int]) -> list[int]:
    """The first parts that divide by one principle: applicants, then results, are two breakdowns."""
    kept: list[int] = []
    for at in figures:
        if kept and _family(walk, at) != _family(walk, kept[0]):
            break
        kept.append(at)
    return kept


def _family(walk: Walk, at: int) -> int:
    subject = _subject(walk, at)
    return next((index for index, family in enumerate(_FAMILIES) if subject in family), -1)


def _subject(walk: Walk, at: int) -> Subject | None:
    owner = walk.owner.get(at)
    return None if owner is None else walk.statements[owner].subject


def _complete(walk: Walk, figures: list[int], total: Subject) -> bool:
    """Whether parts of known subjects leave nothing out: both kinds of applicant, all six results and the carry."""
    named = {_subject(walk, at) for at in figures}
    if Subject.GRANTED_AND_PARTIAL in named:
        named |= {Subject.GRANTED, Subject.PARTIAL}
    if named in (_APPLICANTS, _SOURCES, _DISPUTES, _SUITS):
        return True
    return named >= _RESULTS and (total is Subject.COMPLETED) != (Subject.CARRIED_OVER in named)


def _part(walk: Walk, at: int) -> Part:
    token = walk.tokens[at]
    first = at
    while first > 0 and not (walk.tokens[first - 1].sort is Sort.FIGURE or walk.tokens[first - 1].has(_LABEL_ENDS)):
        first -= 1
    while first < at and walk.tokens[first].sort in (Sort.AMONG, Sort.HOLDS):
        first += 1
    start, end, quote = walk.span(first, at)
    label = walk.normal.original[start : walk.normal.span(token.start, token.end)[0]].strip()
    number = token.number
    low = number.low if number else 0
    return Part(label, low, number.high if number else 0, token.unit, start, end, quote)
