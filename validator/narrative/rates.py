"""Percentages and comparisons: 同比下降20%, 较上年增加5件, 与上年持平, 占95.5%, 办结率100%."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import Move, Noun, Sort
from validator.narrative.phrases import Phrase, Setting, left_phrase
from validator.narrative.stated import DISPUTES, Kind, Result, Subject, UnclearReason
from validator.narrative.subjects import Counted, Topic, resolve

if TYPE_CHECKING:
    from validator.narrative.passage import Passage
    from validator.narrative.stated import FigureStatement

_APPLICANTS = (Noun.NATURAL, Noun.ORGANISATION, Noun.BUSINESS, Noun.RESEARCH, Noun.WELFARE, Noun.LEGAL_SERVICE)
_GRANTED = (Subject.GRANTED, Subject.GRANTED_AND_PARTIAL)
_NEAR = 20
_OF_TOTAL = (Sort.FILL, Sort.VERB, Sort.NOUN, Sort.ALL, Sort.TIME)


def read_percent(passage: Passage, at: int) -> None:
    """The percentage at token `at`: a change, a share, a rate, or nobody's."""
    if read_change(passage, at):
        return
    before = _back(passage, at - 1, (Sort.FILL, Sort.ALL))
    if before >= 0 and passage.tokens[before].sort is Sort.RATE:
        if passage.topic is not Topic.APPLICATION and (passage.topic is not Topic.NONE or passage.last is None):
            return  # 热线办结率 is none of ours
        place = passage.setting(left_phrase(passage.tokens, before))
        passage.state(Subject.COMPLETED, Kind.RATE, passage.tokens[at].number, (before, at), place, unit="%")
        return
    share = _back(passage, at - 1, _OF_TOTAL)
    if share >= 0 and passage.tokens[share].sort is Sort.SHARE:
        _relate(passage, Kind.SHARE, share, at)


def read_change(passage: Passage, at: int) -> bool:
    """Whether the figure at token `at` is a change against an earlier year; states it, or counts it apart."""
    move = _back(passage, at - 1, (Sort.FILL,))
    if move < 0 or passage.tokens[move].sort is not Sort.MOVE:
        return False
    base = _before_bracket(passage, _back(passage, move - 1, (Sort.FILL, Sort.MOVE)))
    if base >= 0 and passage.tokens[base].sort is Sort.BASE:
        index = _relate(passage, Kind.CHANGE, base, at)
        if index is not None:
            _compare(passage, index, move, passage.tokens[base].year)
            passage.statement_of[at] = index
    elif not _goes_on(passage, move, at) and passage.last is not None:
        passage.leave(move, at, UnclearReason.NO_BASE)
    return True


def _before_bracket(passage: Passage, at: int) -> int:
    """比上年（120件）增长: the bracket tells last year's figure, the base stands before it."""
    if at < 0 or not passage.tokens[at].has(")"):
        return at
    for opening in range(at - 1, passage.sentence, -1):
        if passage.tokens[opening].has("("):
            return opening - 1
    return at


def _goes_on(passage: Passage, move: int, at: int) -> bool:
    """同比减少10件，下降20%: the second change has the base of the first."""
    first = passage.made_by(_figure_before(passage, move))
    if first is None or first.kind is not Kind.CHANGE:
        return False
    added = _state_of(passage, first, Kind.CHANGE, (move, at), first.refers)
    _compare(passage, added, move, first.against)
    return True


def _state_of(passage: Passage, one: FigureStatement, kind: Kind, place: tuple[int, int], refers: int | None) -> int:
    """State a percentage, or a difference, of what an earlier statement is about."""
    token, setting = passage.tokens[place[1]], Setting(one.scope, one.agent, one.year)
    unit = token.unit or "%"
    return passage.state(one.subject, kind, token.number, place, setting, unit=unit, result=one.result, refers=refers)


def _compare(passage: Passage, change: int, move: int, against: int | None) -> None:
    """A change is against some year, and a fall is a negative one."""
    one = passage.statements[change]
    low, high = one.low, one.high
    if passage.tokens[move].meaning is Move.DOWN:
        low, high = None if high is None else -high, None if low is None else -low
    passage.amend(change, against=against, low=low, high=high)


def read_level(passage: Passage, at: int) -> None:
    """与上年持平: no change, stated without a figure."""
    base = _back(passage, at - 1, (Sort.FILL,))
    if base < 0 or passage.tokens[base].sort is not Sort.BASE:
        return
    index = _relate(passage, Kind.CHANGE, base, at)
    if index is not None:
        passage.amend(index, written=passage.tokens[at].text, against=passage.tokens[base].year)


def _back(passage: Passage, at: int, skipped: tuple[Sort, ...]) -> int:
    while at >= passage.sentence and passage.tokens[at].sort in skipped:
        at -= 1
    return at if at >= passage.sentence else -1


def _relate(passage: Passage, kind: Kind, word: int, at: int) -> int | None:
    """State a percentage of the subject named before `word` (受理量同比…), else of the figure just before it."""
    phrase = _mostly(passage, word) or left_phrase(passage.tokens, word)
    answer = resolve(phrase, passage.topic) if phrase.heads else None
    of_outcome = passage.tokens[word].text == "维持率"
    if of_outcome and (not isinstance(answer, Counted) or answer.subject not in DISPUTES or answer.result):
        return None
    if isinstance(answer, Counted):
        token = passage.tokens[at]
        return passage.state(
            answer.subject,
            kind,
            token.number,
            (phrase.first, at),
            passage.setting(phrase),
            unit=token.unit or "%",
            scope=answer.scope,
            result=Result.UPHELD if of_outcome else answer.result,
            refers=None if of_outcome else _latest(passage, answer.subject),
        )
    if passage.tokens[word - 1].text in ("共", "合计", "共计", "总计"):
        return None  # 予以公开12件、部分公开5件，共占41.5%: of both
    figure = _figure_before(passage, word)
    owner = passage.statement_of.get(figure) if passage.last is None else passage.last
    if passage.tokens[word].text == "公开率" and (owner is None or passage.statements[owner].subject not in _GRANTED):
        return None  # 主动公开目录120件，公开率100%
    if answer is not None or owner is None or figure < 0:
        if answer is not None or (passage.topic not in (Topic.NONE, Topic.OTHER) and phrase.heads):
            passage.leave(phrase.first, at, UnclearReason.NO_SUBJECT)
        return None
    return _state_of(passage, passage.statements[owner], kind, (word, at), owner)


def _mostly(passage: Passage, word: int) -> Phrase | None:
    """申请人以自然人为主，占95%: whose share it is stands before the comma."""
    tokens = passage.tokens
    if word < 2 or not tokens[word - 1].has(",") or tokens[word - 2].text not in ("为主", "居多"):
        return None
    phrase = left_phrase(tokens, word - 1)
    of_requests = bool(passage.statements) or any(
        "申请" in token.text for token in tokens[max(passage.sentence, word - _NEAR) : word]
    )
    return phrase if of_requests and any(head.meaning in _APPLICANTS for head in phrase.heads) else None


def _figure_before(passage: Passage, word: int) -> int:
    """The figure before `word` with nothing but marks and filling between, -1 where there is none."""
    at = word - 1
    while at >= passage.sentence and (passage.tokens[at].sort is Sort.FILL or passage.tokens[at].has(",()、")):
        at -= 1
    return at if at >= passage.sentence and passage.tokens[at].sort is Sort.FIGURE else -1


def _latest(passage: Passage, subject: Subject) -> int | None:
    """The latest count of a subject, what a percentage of it refers to."""
    for index in range(len(passage.statements) - 1, max(-1, len(passage.statements) - 50), -1):
        one = passage.statements[index]
        if one.subject is subject and one.kind is Kind.COUNT:
            return index
    return None
