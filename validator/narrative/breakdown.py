"""Totals taken apart in the sentence: 3607件（市政府349件、…）, 其中自然人41件、法人或其他组织2件 (N-08, N-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.agents import agent_of
from validator.narrative.lexicon import Flag, Narrowing, Sort, UnitSort
from validator.narrative.passage import SENTENCE_ENDS, Breakdown
from validator.narrative.stated import (
    APPLICANTS,
    DOCUMENTS,
    REASONS,
    RESULTS,
    SUITS,
    Kind,
    Part,
    Result,
    Scope,
    Subject,
)
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.passage import Passage
    from validator.narrative.phrases import Phrase
    from validator.narrative.subjects import Counted
    from validator.narrative.tokens import Token

_BOTH_KINDS = {Subject.NATURAL, Subject.ORGANISATION}
_SOURCES = {Subject.NEW, Subject.CARRIED_IN}
_DISPUTES = {Subject.RECONSIDERATION, Subject.LITIGATION}
_OUTCOMES = frozenset(Result)
_ENDS = RESULTS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER}
_FAMILIES = (APPLICANTS, _SOURCES, _ENDS, _DISPUTES, SUITS, REASONS)
_NESTED = (Subject.ORGANISATION, Subject.GRANTED_AND_PARTIAL)
"""Subjects that hold others of their family."""
_SINGLE = RESULTS | REASONS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER}
_CHANNEL = expression(
    "(网络|网上|在线)|(信函|邮寄|邮政)|(当面|现场|窗口)|(传真)|(邮箱|电子邮件)|(线上)|(线下)|(书面)|(口头)"
)
_WIDE_CHANNELS = frozenset(["线上", "线下", "书面", "口头"])
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
        passage.breakdown = Breakdown(passage.last, end, listed, bracket=True, depth=1)


def open_among(passage: Passage, at: int) -> None:
    """其中 breaks down the figure before it, to the end of the sentence."""
    if passage.breakdown is not None or passage.last is None:
        return
    total = passage.statements[passage.last]
    root = total.refers if total.refers is not None and total.kind is Kind.CHANGE else passage.last
    besides = tuple(index for index in passage.of_sentence() if index < root and _is_beside(passage, index, root))
    end = _sentence_end(passage, at)
    passage.breakdown = Breakdown(root, end, listed=False, bracket=False, besides=besides, depth=passage.depth)


def open_colon(passage: Passage, at: int) -> None:
    """收到申请40件：网络申请24件、信函申请16件."""
    if at and passage.tokens[at - 1].sort is Sort.FIGURE:
        open_among(passage, at)


def _is_beside(passage: Passage, index: int, total: int) -> bool:
    """新收40件，上年结转3件，其中…: of both together; what was answered stands for itself."""
    one, last = passage.statements[index], passage.statements[total]
    return one.kind is Kind.COUNT and one.refers is None and last.subject is not Subject.COMPLETED


def add_part(passage: Passage, at: int) -> None:
    """Note that the figure at token `at` is a part, unless it takes a part apart: 网络30件（市政府20件、…）."""
    breakdown = passage.breakdown
    if breakdown is not None and at < breakdown.end and passage.depth == breakdown.depth:
        breakdown.figures.append(at)


def hold_partial(passage: Passage, phrase: Phrase) -> None:
    """公开17件（含部分公开5件）: what was granted may hold what was granted in part."""
    at = phrase.first - 1
    if passage.tokens[at].sort not in (Sort.HOLDS, Sort.AMONG):
        return
    while passage.tokens[at].sort in (Sort.HOLDS, Sort.AMONG) or passage.tokens[at].has("(,"):
        at -= 1
    index = passage.statement_of.get(at)
    if index is None or passage.statements[index].subject is not Subject.GRANTED:
        return
    passage.amend(index, also=(Subject.GRANTED_AND_PARTIAL,))
    if passage.breakdown and at in passage.breakdown.figures and phrase.figure in passage.breakdown.figures:
        passage.breakdown.figures.remove(phrase.figure)


def scope_of_part(passage: Passage, meant: Counted) -> Scope | None:
    """予以公开12件，其中自然人11件; 制发6件，其中以市政府名义印发4件: narrower than the cells, None where it is not."""
    breakdown = passage.breakdown
    if breakdown is None:
        return None
    total = passage.statements[breakdown.total].subject
    of_some = total in _SINGLE or (total is Subject.CARRIED_IN and not breakdown.besides)
    if meant.subject in APPLICANTS and of_some:
        return Scope.NARROWER
    if meant.subject in _SINGLE and total is Subject.CARRIED_IN and not breakdown.besides:
        return Scope.NARROWER  # 上年结转的3件中，2件予以公开
    return Scope.NARROWER if meant.subject is total and total in DOCUMENTS else None


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
        _give(passage, breakdown, breakdown.total, money)
        counted = breakdown.total - 1  # 对25件申请收取2950元（1件420…）: the cases are those of the count before
        if counted >= 0 and passage.statements[counted].subject is total.subject:
            _give(passage, breakdown, counted, cases)
    elif total.kind is Kind.COUNT:
        _give(passage, breakdown, breakdown.total, cases)


def _narrow(passage: Passage, figures: list[int]) -> None:
    """其中2件按规定办结，6件不掌握: 办结 beside single results is one of them, not all that was done."""
    subjects = [_subject(passage, at) for at in figures]
    if not (RESULTS | REASONS).isdisjoint(subjects):
        for at, subject in zip(figures, subjects, strict=True):
            if subject is Subject.COMPLETED:
                passage.amend(passage.statement_of[at], scope=Scope.NARROWER)


def _give(passage: Passage, breakdown: Breakdown, index: int, figures: list[int]) -> None:
    total, listed = passage.statements[index], breakdown.listed
    figures = _one_family(passage, figures)
    if total.parts or not figures or (len(figures) == 1 and listed) or _of_other_years(passage, figures):
        return
    exhaustive = _complete(passage, figures, total.subject) or (listed and not _some_outcomes(passage, figures))
    exclusive = figures if exhaustive else _exclusive(passage, figures)
    parts = tuple(_part(passage, at) for at in exclusive or figures)
    passage.amend(
        index,
        parts=parts,
        exhaustive=exhaustive and len(parts) > 1,
        exclusive=bool(exclusive) and len(parts) > 1,
        besides=breakdown.besides,
    )


def _of_other_years(passage: Passage, figures: list[int]) -> bool:
    """（2023年19件、2024年28件）, （上年28件、前年19件）: figures to compare with are no parts."""
    return any(_names_a_year(_label(passage, at)) for at in figures)


def _names_a_year(label: Sequence[Token]) -> bool:
    words = [token for token in label if token.sort is not Sort.FILL]
    return bool(words) and all(
        (token.sort is Sort.TIME and token.year is not None and token.whole_year)
        or (token.sort is Sort.SCOPE and token.meaning is Narrowing.LAST_YEAR)
        for token in words
    )


def _exclusive(passage: Passage, figures: list[int]) -> list[int]:
    """The first parts that cannot hold one another: by channel, by body, or by subjects of one family."""
    kinds = [_division(passage, at) for at in figures]
    kept = [figures[0]]
    for at, kind in zip(figures[1:], kinds[1:], strict=True):
        rest = passage.tokens[at - 1].text in _REST
        if not kinds[0] or (kind != kinds[0] and not rest):
            break
        kept.append(at)
        if rest:
            break
    names = [_named(passage, at) for at in kept]
    return kept if len(kept) > 1 and len(set(names)) == len(names) else []


def _division(passage: Passage, at: int) -> str:
    """By what principle a part divides its total, "" where it cannot be told."""
    label = _label(passage, at)
    words = "".join(token.text for token in label)
    if channels := {one[0] for one in _CHANNEL.finditer(words)}:
        return "" if len(channels) > 1 else "wide" if channels <= _WIDE_CHANNELS else "channel"
    subject = _subject(passage, at)
    if subject in _NESTED:
        return ""
    if (family := _family(passage, at)) >= 0:
        return str(family)
    return "body" if _body(label) else ""


def _body(label: Sequence[Token]) -> str:
    """市教育局24件, 县区20件: whose figure a part is."""
    lasting = (token.text for token in label if token.sort is Sort.SCOPE and token.has_flag(Flag.LASTING))
    return agent_of(label) or next(lasting, "")


def _named(passage: Passage, at: int) -> object:
    label = _label(passage, at)
    words = "".join(token.text for token in label)
    channel = _CHANNEL.search(words)
    return channel.lastindex if channel else (_subject(passage, at), _body(label))


def _label(passage: Passage, at: int) -> list[Token]:
    """The words of a part before its figure."""
    first = at
    while first > 0 and passage.tokens[first - 1].sort is not Sort.FIGURE:
        if passage.tokens[first - 1].has(_LABEL_ENDS):
            break
        first -= 1
    return [token for token in passage.tokens[first:at] if token.sort not in (Sort.AMONG, Sort.HOLDS)]


def _one_family(passage: Passage, figures: list[int]) -> list[int]:
    """The first parts that divide by one principle: applicants, then results, are two breakdowns."""
    kept: list[int] = []
    for at in figures:
        if kept and not _same_family(passage, kept[-1], at):
            break
        kept.append(at)
    return kept


def _same_family(passage: Passage, before: int, at: int) -> bool:
    """其他2件 behind the kinds of applicant, or behind single reasons, is the last of them."""
    if _family(passage, at) == _family(passage, before):
        return True
    rest = passage.tokens[at - 1].text if at else ""
    return _subject(passage, at) is None and rest in _REST and _subject(passage, before) in APPLICANTS | REASONS


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
