"""Percentages and comparisons: 同比下降20%, 较上年增加5件, 与上年持平, 占95.5%, 办结率100%."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from validator.narrative.decisions import Topic
from validator.narrative.lexicon import Move, Sort
from validator.narrative.phrases import Setting, left_phrase
from validator.narrative.statement import Kind, Statement, Subject, UnclearReason
from validator.narrative.subjects import Meant, resolve

if TYPE_CHECKING:
    from validator.narrative.walk import Walk

_OF_TOTAL = (Sort.FILL, Sort.VERB, Sort.NOUN, Sort.ALL, Sort.TIME)


def read_percent(walk: Walk, at: int) -> None:
    """The percentage at token `at`: a change, a share, a rate, or nobody's."""
    if read_change(walk, at):
        return
    before = _back(walk, at - 1, (Sort.FILL, Sort.ALL))
    if before >= 0 and walk.tokens[before].sort is Sort.RATE:
        if walk.topic is not Topic.APPLICATION and (walk.topic is not Topic.NONE or walk.last is None):
            return  # 热线办结率 is none of ours
        place = walk.setting(left_phrase(walk.tokens, before))
        walk.state(Subject.COMPLETED, Kind.RATE, walk.tokens[at].number, (before, at), place, unit="%")
        return
    share = _back(walk, at - 1, _OF_TOTAL)
    if share >= 0 and walk.tokens[share].sort is Sort.SHARE:
        _relate(walk, Kind.SHARE, share, at)


def read_change(walk: Walk, at: int) -> bool:
    """Whether the figure at token `at` is a change against an earlier year; states it, or counts it apart."""
    move = _back(walk, at - 1, (Sort.FILL,))
    if move < 0 or walk.tokens[move].sort is not Sort.MOVE:
        return False
    base = _back(walk, move - 1, (Sort.FILL, Sort.MOVE))
    if base >= 0 and walk.tokens[base].sort is Sort.BASE:
        index = _relate(walk, Kind.CHANGE, base, at)
        if index is not None:
            changed = replace(walk.statements[index], against=walk.tokens[base].year)
            walk.statements[index] = _fallen(changed) if walk.tokens[move].meaning is Move.DOWN else changed
            walk.owner[at] = index
    elif not _goes_on(walk, move, at) and walk.last is not None:
        walk.leave(move, at, UnclearReason.NO_BASE)
    return True


def _goes_on(walk: Walk, move: int, at: int) -> bool:
    """同比减少10件，下降20%: the second change has the base of the first."""
    figure = _figure_before(walk, move)
    index = walk.owner.get(figure) if figure is not None else None
    if index is None or walk.statements[index].kind is not Kind.CHANGE:
        return False
    first, token = walk.statements[index], walk.tokens[at]
    place = Setting(first.scope, first.agent, first.year)
    unit = token.unit or "%"
    added = walk.state(
        first.subject, Kind.CHANGE, token.number, (move, at), place, unit=unit, result=first.result, refers=first.refers
    )
    changed = replace(walk.statements[added], against=first.against)
    walk.statements[added] = _fallen(changed) if walk.tokens[move].meaning is Move.DOWN else changed
    return True


def read_level(walk: Walk, at: int) -> None:
    """与上年持平: no change, stated without a figure."""
    base = _back(walk, at - 1, (Sort.FILL,))
    if base < 0 or walk.tokens[base].sort is not Sort.BASE:
        return
    index = _relate(walk, Kind.CHANGE, base, at)
    if index is not None:
        words = walk.tokens[at].text
        walk.statements[index] = replace(walk.statements[index], written=words, against=walk.tokens[base].year)


def _back(walk: Walk, at: int, skipped: tuple[Sort, ...]) -> int:
    while at >= walk.sentence and walk.tokens[at].sort in skipped:
        at -= 1
    return at if at >= walk.sentence else -1


def _relate(walk: Walk, kind: Kind, word: int, at: int) -> int | None:
    """State a percentage of the subject named before `word` (受理量同比…), else of the figure just before it."""
    phrase = left_phrase(walk.tokens, word)
    answer = resolve(phrase, walk.topic) if phrase.heads else None
    token = walk.tokens[at]
    unit = token.unit or "%"
    if isinstance(answer, Meant):
        place = walk.setting(phrase)
        owner = _latest(walk, answer.subject)
        scope, result = answer.scope, answer.result
        return walk.state(
            answer.subject,
            kind,
            token.number,
            (phrase.first, at),
            place,
            unit=unit,
            scope=scope,
            result=result,
            refers=owner,
        )
    if answer is not None or walk.last is None or _figure_before(walk, word) is None:
        if answer is not None or (walk.topic not in (Topic.NONE, Topic.OTHER) and phrase.heads):
            walk.leave(phrase.first, at, UnclearReason.NO_SUBJECT)
        return None
    owned = walk.statements[walk.last]
    place = Setting(owned.scope, owned.agent, owned.year)
    return walk.state(
        owned.subject, kind, token.number, (word, at), place, unit=unit, result=owned.result, refers=walk.last
    )


def _figure_before(walk: Walk, word: int) -> int | None:
    """The figure before `word` with nothing but marks and filling between."""
    at = word - 1
    while at >= walk.sentence and (walk.tokens[at].sort is Sort.FILL or walk.tokens[at].has(",()、")):
        at -= 1
    return at if at >= walk.sentence and walk.tokens[at].sort is Sort.FIGURE else None


def _latest(walk: Walk, subject: Subject) -> int | None:
    """The latest count of a subject, what a percentage of it refers to."""
    for index in range(len(walk.statements) - 1, max(-1, len(walk.statements) - 50), -1):
        one = walk.statements[index]
        if one.subject is subject and one.kind is Kind.COUNT:
            return index
    return None


def _fallen(statement: Statement) -> Statement:
    """A fall is a negative change."""
    high = None if statement.low is None else -statement.low
    low = None if statement.high is None else -statement.high
    return replace(statement, low=low, high=high)
