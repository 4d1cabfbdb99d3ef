"""Totals taken apart in the sentence: 3607件（市政府349件、…）, 其中自然人41件、法人或其他组织2件 (N-08, N-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import Sort, UnitSort
from validator.narrative.passage import SENTENCE_ENDS, Breakdown
from validator.narrative.stated import APPLICANTS, REASONS, RESULTS, SUITS, Kind, Part, Result, Scope, Subject

if TYPE_CHECKING:
    from validator.narrative.passage import Passage

_BOTH_KINDS = {Subject.NATURAL, Subject.ORGANISATION}
_SOURCES = {Subject.NEW, Subject.CARRIED_IN}
_DISPUTES = {Subject.RECONSIDERATION, Subject.LITIGATION}
_OUTCOMES = frozenset(Result)
_ENDS = RESULTS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER}
_FAMILIES = (APPLICANTS, _SOURCES, _ENDS, _DISPUTES, SUITS)
_REST = frozenset(["其他", "其它", "其他组织"])
_LABEL_ENDS = ",、;:(\n。!?\t"


def open_bracket(passage: Passage, at: int) -> None:
    """A bracket right behind the figure of a statement may list its parts."""
    if at == 0 or passage.tokens[at - 1].sort is not Sort.FIGURE:
        return
    end = _closing(passage, at)
    if passage.last is None:
        passage.muted = end
    elif passage.breakdown is None and any(token.sort is Sort.FIGURE for token in passage.tokens[at + 1 : end]):
        listed = passage.tokens[at + 1].sort not in (Sort.AMONG, Sort.HOLDS)
        passage.breakdown = Breakdown(passage.last, end, listed, bracket=True)


def open_among(passage: Passage, at: int) -> None:
    """其中 breaks down the figure before it, to the end of the sentence."""
    if passage.breakdown is not None or passage.last is None:
        return
    total = passage.statements[passage.last]
    root = total.refers if total.refers is not None and total.kind is Kind.CHANGE else passage.last
    passage.breakdown = Breakdown(root, _sentence_end(passage, at), listed=False, bracket=False)


def _closing(passage: Passage, at: int) -> int:
    """The bracket that closes the one at token `at`; `at` itself where the sentence ends before it."""
    for index in range(at + 1, len(passage.tokens)):
        if passage.tokens[index].has(")"):
            return index
        if passage.tokens[index].has("。!?\n("):
            break
    return at


def _sentence_end(passage: Passage, at: int) -> int:
    count = len(passage.tokens)
    return next((index for index in range(at, count) if passage.tokens[index].has(SENTENCE_ENDS)), count)


def close(passage: Passage) -> None:
    """Give the parts that were read to their totals. Behind a bracket the total goes on."""
    breakdown, passage.breakdown = passage.breakdown, None
    if breakdown is None:
        return
    if breakdown.bracket:
        passage.last = breakdown.total
    figures = breakdown.figures
    _narrow(passage, figures)
    total = passage.statements[breakdown.total]
    cases = [at for at in figures if passage.tokens[at].counting is UnitSort.CASES]
    if total.kind is Kind.AMOUNT:
        money = [at for at in figures if passage.tokens[at].unit in ("元", "")]
        _give(passage, breakdown.total, money, listed=breakdown.listed)
        counted = breakdown.total - 1  # 对25件申请收取2950元（1件420…）: the cases are those of the count before
        if counted >= 0 and passage.statements[counted].subject is total.subject:
            _give(passage, counted, cases, listed=breakdown.listed)
    elif total.kind is Kind.COUNT:
        _give(passage, breakdown.total, cases, listed=breakdown.listed)


def _narrow(passage: Passage, figures: list[int]) -> None:
    """其中2件按规定办结，6件不掌握: 办结 beside single results is one of them, not all that was done."""
    subjects = [_subject(passage, at) for at in figures]
    if not (RESULTS | REASONS).isdisjoint(subjects):
        for at, subject in zip(figures, subjects, strict=True):
            if subject is Subject.COMPLETED:
                passage.amend(passage.statement_of[at], scope=Scope.NARROWER)


def _give(passage: Passage, index: int, figures: list[int], *, listed: bool) -> None:
    total = passage.statements[index]
    figures = _one_family(passage, figures)
    if total.parts or not figures or (len(figures) == 1 and listed):
        return
    parts = tuple(_part(passage, at) for at in figures)
    exhaustive = _complete(passage, figures, total.subject) or (listed and not _some_outcomes(passage, figures))
    passage.amend(index, parts=parts, exhaustive=exhaustive and len(parts) > 1)


def _one_family(passage: Passage, figures: list[int]) -> list[int]:
    """The first parts that divide by one principle: applicants, then results, are two breakdowns."""
    kept: list[int] = []
    for at in figures:
        if kept and not _same_family(passage, kept[-1], at):
            break
        kept.append(at)
    return kept


def _same_family(passage: Passage, before: int, at: int) -> bool:
    """其他2件 behind the kinds of applicant is the last of them."""
    if _family(passage, at) == _family(passage, before):
        return True
    rest = passage.tokens[at - 1].text if at else ""
    return _subject(passage, at) is None and rest in _REST and _subject(passage, before) in APPLICANTS


def _some_outcomes(passage: Passage, figures: list[int]) -> bool:
    """（维持8件、纠正2件）: outcomes are often told in part; only all four claim to be the whole."""
    named = {one.result if (one := passage.made_by(at)) else None for at in figures}
    return None not in named and named < _OUTCOMES


def _family(passage: Passage, at: int) -> int:
    subject = _subject(passage, at)
    return next((index for index, family in enumerate(_FAMILIES) if subject in family), -1)


def _subject(passage: Passage, at: int) -> Subject | None:
    one = passage.made_by(at)
    return one.subject if one else None


def _complete(passage: Passage, figures: list[int], total: Subject) -> bool:
    """Whether parts of known subjects leave nothing out: both kinds of applicant, all six results and the carry."""
    named = {_subject(passage, at) for at in figures}
    if Subject.GRANTED_AND_PARTIAL in named:
        named |= {Subject.GRANTED, Subject.PARTIAL}
    if named in (_BOTH_KINDS, _SOURCES, _DISPUTES, SUITS):
        return True
    return named >= RESULTS and (total is Subject.COMPLETED) != (Subject.CARRIED_OVER in named)


def _part(passage: Passage, at: int) -> Part:
    tokens, token, first = passage.tokens, passage.tokens[at], at
    while first > 0 and tokens[first - 1].sort is not Sort.FIGURE and not tokens[first - 1].has(_LABEL_ENDS):
        first -= 1
    while first < at and tokens[first].sort in (Sort.AMONG, Sort.HOLDS):
        first += 1
    start, end, quote = passage.cite(first, at)
    label = passage.plain.original[start : passage.plain.span(token.start, token.end)[0]].strip()
    number = token.number
    low = number.low if number else 0
    return Part(label, low, number.high if number else 0, token.unit, start, end, quote)
