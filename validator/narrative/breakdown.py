"""Totals taken apart in the sentence: 3607件（市政府349件、…）, 其中自然人41件、法人或其他组织2件 (N-08, N-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import Sort, UnitSort
from validator.narrative.passage import SENTENCE_ENDS, Breakdown
from validator.narrative.stated import REASONS, RESULTS, Kind, Part, Result, Scope, Subject

if TYPE_CHECKING:
    from validator.narrative.passage import Passage
    from validator.narrative.tokens import Token

_APPLICANTS = {Subject.NATURAL, Subject.ORGANISATION}
_COLUMNS = {Subject.BUSINESS, Subject.RESEARCH, Subject.WELFARE, Subject.LEGAL_SERVICE}
_SOURCES = {Subject.NEW, Subject.CARRIED_IN}
_DISPUTES = {Subject.RECONSIDERATION, Subject.LITIGATION}
_OUTCOMES = frozenset(Result)
_SUITS = {Subject.LITIGATION_DIRECT, Subject.LITIGATION_AFTER}
_FAMILIES = (
    _APPLICANTS | _COLUMNS,
    _SOURCES,
    RESULTS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER},
    _DISPUTES,
    _SUITS,
)
_REST = frozenset(["其他", "其它", "其他组织"])
_LABEL_ENDS = ",、;:(\n。!?\t"


def open_bracket(passage: Passage, at: int) -> None:
    """A bracket right behind the figure of a statement may list its parts."""
    if at == 0 or passage.tokens[at - 1].sort is not Sort.FIGURE:
        return
    end = _closing(passage, at)
    if passage.last is None:
        passage.mute(end)
    if passage.breakdown is not None or passage.last is None:
        return
    inside = passage.tokens[at + 1 : end]
    if end > at + 1 and any(token.sort is Sort.FIGURE for token in inside):
        listed = inside[0].sort not in (Sort.AMONG, Sort.HOLDS)
        passage.take_apart(Breakdown(passage.last, end, listed, bracket=True))


def open_among(passage: Passage, at: int) -> None:
    """其中 breaks down the figure before it, to the end of the sentence."""
    if passage.breakdown is not None or passage.last is None:
        return
    total = passage.statements[passage.last]
    root = total.refers if total.refers is not None and total.kind is Kind.CHANGE else passage.last
    passage.take_apart(Breakdown(root, _sentence_end(passage, at), listed=False, bracket=False))


def _closing(passage: Passage, at: int) -> int:
    """The bracket that closes the one at token `at`; `at` itself where the sentence ends before it."""
    for index in range(at + 1, len(passage.tokens)):
        if passage.tokens[index].has(")"):
            return index
        if passage.tokens[index].has("。!?\n("):
            break
    return at


def _sentence_end(passage: Passage, at: int) -> int:
    for index in range(at, len(passage.tokens)):
        if passage.tokens[index].has(SENTENCE_ENDS):
            return index
    return len(passage.tokens)


def close(passage: Passage) -> None:
    """Give the parts that were read to their totals."""
    ended = passage.put_together()
    if ended is None:
        return
    breakdown, figures = ended
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
    owners = [owner for at in figures if (owner := passage.statement_of(at)) is not None]
    subjects = {passage.statements[owner].subject for owner in owners}
    if subjects & (RESULTS | REASONS):
        for owner in owners:
            if passage.statements[owner].subject is Subject.COMPLETED:
                passage.amend(owner, scope=Scope.NARROWER)


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
    return _subject(passage, at) is None and rest in _REST and _subject(passage, before) in _COLUMNS | _APPLICANTS


def _some_outcomes(passage: Passage, figures: list[int]) -> bool:
    """（维持8件、纠正2件）: outcomes are often told in part; only all four claim to be the whole."""
    named = set()
    for at in figures:
        owner = passage.statement_of(at)
        named.add(None if owner is None else passage.statements[owner].result)
    return None not in named and named < _OUTCOMES


def _family(passage: Passage, at: int) -> int:
    subject = _subject(passage, at)
    return next((index for index, family in enumerate(_FAMILIES) if subject in family), -1)


def _subject(passage: Passage, at: int) -> Subject | None:
    owner = passage.statement_of(at)
    return None if owner is None else passage.statements[owner].subject


def _complete(passage: Passage, figures: list[int], total: Subject) -> bool:
    """Whether parts of known subjects leave nothing out: both kinds of applicant, all six results and the carry."""
    named = {_subject(passage, at) for at in figures}
    if Subject.GRANTED_AND_PARTIAL in named:
        named |= {Subject.GRANTED, Subject.PARTIAL}
    if named in (_APPLICANTS, _SOURCES, _DISPUTES, _SUITS):
        return True
    return named >= RESULTS and (total is Subject.COMPLETED) != (Subject.CARRIED_OVER in named)


def _ends_label(token: Token) -> bool:
    return token.sort is Sort.FIGURE or token.has(_LABEL_ENDS)


def _part(passage: Passage, at: int) -> Part:
    token = passage.tokens[at]
    first = at
    while first > 0 and not _ends_label(passage.tokens[first - 1]):
        first -= 1
    while first < at and passage.tokens[first].sort in (Sort.AMONG, Sort.HOLDS):
        first += 1
    start, end, quote = passage.cite(first, at)
    label = passage.plain.original[start : passage.plain.span(token.start, token.end)[0]].strip()
    number = token.number
    low = number.low if number else 0
    return Part(label, low, number.high if number else 0, token.unit, start, end, quote)
