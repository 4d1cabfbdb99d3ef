"""Reads what Chinese sentences say in figures about the form's tables (N-01 to N-10, X-05, X-06).

A small explicit grammar: `tokens` cuts the text into words of the lexicon and figures, `phrases` finds the words
that belong to a figure, `subjects` decides what they count. A figure whose subject is in doubt is left alone and
counted in `Reading.unclear`; a figure about something else (发布信息2700余条) is nothing to this module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from validator.narrative import breakdown, claims, rates
from validator.narrative.decisions import Topic
from validator.narrative.lexicon import Counting, Noun, Sort, Verb
from validator.narrative.normal import normalise
from validator.narrative.phrases import (
    Phrase,
    groups,
    is_word,
    left_phrase,
    modified,
    nouns,
    right_phrase,
    strange_follower,
    strange_leader,
    verbs,
)
from validator.narrative.statement import Kind, Reading, Scope, Subject, UnclearReason
from validator.narrative.subjects import Answer, Meant, resolve
from validator.narrative.tokens import tokenise
from validator.narrative.walk import SENTENCE_ENDS, Walk

if TYPE_CHECKING:
    from validator.narrative.tokens import Token

_IN_ALL = frozenset(["共", "共有", "共计", "合计", "总计", "总共", "一共", "累计"])
_NEAR = 60
_MONEY = frozenset({Subject.FEE, Subject.FEE_NOTICE})
_DISPUTES = frozenset(
    {
        Subject.RECONSIDERATION,
        Subject.LITIGATION,
        Subject.LITIGATION_DIRECT,
        Subject.LITIGATION_AFTER,
        Subject.DISPUTES,
    }
)
_AFTER_RESULT = frozenset(
    {
        Subject.COMPLETED,
        Subject.GRANTED,
        Subject.PARTIAL,
        Subject.GRANTED_AND_PARTIAL,
        Subject.DENIED,
        Subject.UNABLE,
        Subject.NOT_PROCESSED,
        Subject.OTHERWISE,
    }
)


def statements(text: str) -> Reading:
    """Everything `text` says in figures about the form, in order, and the figures that were left alone."""
    normal = normalise(text)
    walk = Walk(normal, tokenise(normal.text))
    for at, token in enumerate(walk.tokens):
        if token.sort is Sort.FILL or token.sort is Sort.PLAIN:
            continue
        if walk.region is not None and at >= walk.region.end:
            breakdown.close(walk)
        walk.notice(at)
        _read(walk, at)
    breakdown.close(walk)
    return Reading(tuple(walk.statements), tuple(walk.unclear))


def _read(walk: Walk, at: int) -> None:
    token = walk.tokens[at]
    match token.sort:
        case Sort.FIGURE if at not in walk.done:
            _read_figure(walk, at)
        case Sort.NOT:
            claims.read_none(walk, at)
        case Sort.ALL:
            claims.read_all(walk, at)
        case Sort.LEVEL:
            rates.read_level(walk, at)
        case Sort.AMONG:
            breakdown.open_among(walk, at)
        case Sort.MARK if token.text == "(":
            breakdown.open_bracket(walk, at)
        case _:
            pass


def _read_figure(walk: Walk, at: int) -> None:
    token = walk.tokens[at]
    if token.unit == "%":
        rates.read_percent(walk, at)
        return
    if rates.read_change(walk, at):
        return
    if walk.region is not None and at < walk.region.end:
        walk.region.figures.append(at)
    _read_quantity(walk, at)
    walk.last = walk.owner.get(at)


def _read_quantity(walk: Walk, at: int) -> None:
    """A counted thing or an amount: find its words, resolve them, state it or count it apart."""
    phrase = right_phrase(walk.tokens, left_phrase(walk.tokens, at))
    if phrase.each:
        _deal_out(walk, phrase)
        return
    if not phrase.heads:
        phrase = _from_heading(walk, phrase)
    if not _countable(walk, phrase):
        return
    answer = _answer(walk, phrase)
    if not isinstance(answer, Meant) and _takes_something_else(walk, phrase):
        walk.topic = Topic.OTHER
    if isinstance(answer, Meant):
        _state(walk, phrase, answer)
    elif answer is not None and not _is_part(walk, at) and not _spoken_of_others(walk, phrase):
        walk.leave(phrase.first, phrase.last, answer)


def _takes_something_else(walk: Walk, phrase: Phrase) -> bool:
    """受理便民服务事项1260件，办结1260件: an unknown word between verb and figure is the topic from there on."""
    stopper = phrase.stopper
    if nouns(phrase.heads) or stopper is None or stopper.sort is not Sort.PLAIN or not is_word(stopper.text):
        return False
    at = walk.tokens.index(stopper, walk.sentence)
    return at > walk.sentence and walk.tokens[at - 1].meaning in (Verb.RECEIVE, Verb.NEW, Verb.HANDLE)


def _spoken_of_others(walk: Walk, phrase: Phrase) -> bool:
    """受理信访件35件，办结34件: the second figure is as little ours as the first."""
    return walk.topic is Topic.OTHER and not nouns(phrase.heads)


def _answer(walk: Walk, phrase: Phrase) -> Answer:
    token = walk.tokens[phrase.figure]
    if not phrase.heads:
        return _without_words(walk, phrase, token)
    if _only_named_behind(walk, phrase) or (phrase.figure < walk.muted and not nouns(phrase.heads)):
        return UnclearReason.NO_SUBJECT
    strange = strange_follower(walk.tokens, phrase) or strange_leader(phrase)
    if strange is Sort.OTHER:
        return None
    if strange or modified(phrase) or _still_open(walk, phrase):
        return UnclearReason.UNKNOWN_WORDS
    answer = resolve(phrase, walk.topic)
    if answer is UnclearReason.WHICH_CARRY:
        answer = _which_carry(walk, phrase) or answer
    if isinstance(answer, Meant) and (token.unit == "元") and answer.subject not in _MONEY:
        return None
    if phrase.all_alike and phrase.joined and token.number is not None and token.number.value != 0:
        return UnclearReason.SEVERAL_SUBJECTS
    return answer


def _still_open(walk: Walk, phrase: Phrase) -> bool:
    """尚有5件在法定期限内办理: a mere 办理 behind the figure goes on; 已办理 and 全部办理 are done."""
    if (
        not phrase.right
        or verbs(phrase.heads) != {Verb.HANDLE}
        or any(head.sort is Sort.CLASS for head in phrase.heads)
    ):
        return False
    behind = walk.tokens[phrase.figure + 1 : phrase.last + 1]
    return not any(token.sort is Sort.ALL or token.text.startswith("已") for token in behind)


def _amount(walk: Walk, phrase: Phrase) -> Answer:
    """实际收到10件1200元: an amount goes with the figure before it, else with what the sentence speaks of."""
    if phrase.stopper is not None and phrase.stopper.sort in (Sort.OTHER, Sort.PLAIN):
        return None
    before = walk.statements[walk.last].subject if walk.last is not None else None
    if before in _MONEY:
        return Meant(before)
    if not walk.topic_is_near or walk.topic not in (Topic.FEE, Topic.NOTICE):
        return None
    return Meant(Subject.FEE if walk.topic is Topic.FEE else Subject.FEE_NOTICE)


def _only_named_behind(walk: Walk, phrase: Phrase) -> bool:
    """另有72件申请按照…: a mere 申请 behind the figure says what it is, not what was done; 共有13件申请 does."""
    if not phrase.right or any(head.sort is not Sort.NOUN for head in phrase.heads):
        return False
    counted = walk.tokens[phrase.figure - 1] if phrase.figure else None
    return nouns(phrase.heads) == {Noun.APPLICATION} and (counted is None or counted.text not in _IN_ALL)


def _without_words(walk: Walk, phrase: Phrase, token: Token) -> Answer:
    """A figure with no word of ours beside it: an amount after 收费, else nobody's or in doubt."""
    if token.unit == "元":
        return _amount(walk, phrase)
    if token.counting is not Counting.CASES or walk.topic in (Topic.NONE, Topic.OTHER) or token.text.startswith("一"):
        return None
    stopper = phrase.stopper
    if stopper is not None and stopper.sort is Sort.OTHER:
        return None
    return (
        UnclearReason.UNKNOWN_WORDS if stopper is not None and stopper.sort is Sort.PLAIN else UnclearReason.NO_SUBJECT
    )


def _countable(walk: Walk, phrase: Phrase) -> bool:
    """Whether the unit can count what the form counts; a loose one (条, 项) only right beside its noun."""
    token = walk.tokens[phrase.figure]
    if token.counting in (Counting.CASES, Counting.MONEY):
        return True
    if token.counting is Counting.LOOSE:
        return phrase.right or walk.tokens[phrase.figure - 1].sort in (Sort.NOUN, Sort.CLASS)
    return token.unit == "" and bool(phrase.heads) and _bare(walk, phrase.figure)


def _bare(walk: Walk, at: int) -> bool:
    """A number without unit counts after 为 or a colon and before a mark: 行政许可处理决定数量为10878."""
    before = walk.tokens[at - 1]
    behind = walk.tokens[at + 1] if at + 1 < len(walk.tokens) else None
    return (before.has(":") or before.text in ("为", "是", "均为")) and (behind is None or behind.sort is Sort.MARK)


def _from_heading(walk: Walk, phrase: Phrase) -> Phrase:
    """行政复议案件，共4件: a clause that is nothing but a subject lends it to the figure behind the comma."""
    comma = phrase.figure - 1
    while comma > walk.sentence and walk.tokens[comma].sort is Sort.FILL:
        comma -= 1
    if comma <= walk.sentence or not walk.tokens[comma].has(","):
        return phrase
    lent = left_phrase(walk.tokens, comma)
    ended = lent.stopper is None or lent.stopper.sort is Sort.MARK
    if not ended or not lent.heads or any(head.sort is not Sort.NOUN for head in lent.heads):
        return phrase
    return replace(lent, figure=phrase.figure, last=phrase.last)


def _state(walk: Walk, phrase: Phrase, meant: Meant) -> None:
    token = walk.tokens[phrase.figure]
    place = walk.setting(phrase)
    if place.agent and _is_part(walk, phrase.figure):
        return  # 其中，县公安局受理12件: a part of the total, no figure of the report
    kind = Kind.AMOUNT if token.unit == "元" else Kind.COUNT
    scope = meant.scope or _scope_before(walk, meant.subject, phrase)
    refers = walk.region.total if walk.region and _is_part(walk, phrase.figure) else None
    index = walk.state(
        meant.subject,
        kind,
        token.number,
        (phrase.first, phrase.last),
        place,
        unit=token.unit,
        scope=scope,
        result=meant.result,
        refers=refers,
    )
    walk.owner[phrase.figure] = index


def _scope_before(walk: Walk, subject: Subject, phrase: Phrase) -> Scope | None:
    """备案行政复议134件，行政诉讼57件: the verb of the first holds for the second."""
    before = walk.statements[walk.last] if walk.last is not None else None
    if before is not None and not phrase.heads:
        return before.scope  # 按件收取2件，200元
    if before is None or subject not in _DISPUTES or before.subject not in _DISPUTES or verbs(phrase.heads):
        return None
    return before.scope if before.scope in (Scope.FILED, Scope.CLOSED, Scope.CASEWORK) else None


def _is_part(walk: Walk, at: int) -> bool:
    return walk.region is not None and at < walk.region.end


def _which_carry(walk: Walk, phrase: Phrase) -> Meant | None:
    """结转3件: after results it goes on to next year; between 新收 and 办结 it came from last year."""
    before = walk.statements[walk.last].subject if walk.last is not None else walk.heard
    if before in _AFTER_RESULT:
        return Meant(Subject.CARRIED_OVER)
    if _from_year_before(walk, phrase.first):
        return Meant(Subject.CARRIED_IN)
    if before is Subject.NEW and _next_verb(walk, phrase.figure) is Verb.COMPLETE:
        return Meant(Subject.CARRIED_IN)
    return None


def _from_year_before(walk: Walk, first: int) -> bool:
    """2025年新收40件，2024年结转3件: the year before 结转 precedes another that the sentence names."""
    year = walk.tokens[first - 1].year if first else None
    return year is not None and any(
        token.year == year + 1 for token in walk.tokens[max(walk.sentence, first - _NEAR) : first]
    )


def _next_verb(walk: Walk, at: int) -> Verb | None:
    for index in range(at + 1, len(walk.tokens)):
        token = walk.tokens[index]
        if token.has(SENTENCE_ENDS) or token.sort is Sort.FIGURE:
            return None
        if isinstance(token.meaning, Verb):
            return token.meaning
    return None


def _deal_out(walk: Walk, phrase: Phrase) -> None:
    """行政复议、行政诉讼分别为4件、3件: as many figures as subjects, one each; else all are left alone."""
    shares = groups(phrase)
    figures = _run_of_figures(walk, phrase.figure)
    walk.done.update(figures)
    answers = [resolve(replace(phrase, heads=group), walk.topic) for group in shares]
    meant = [answer for answer in answers if isinstance(answer, Meant)]
    if len(shares) != len(figures) or len(meant) != len(figures):
        if phrase.heads:
            walk.leave(phrase.first, figures[-1], UnclearReason.LIST_MISMATCH)
        return
    for at, one in zip(figures, meant, strict=True):
        _state(walk, replace(phrase, figure=at, last=at), one)


def _run_of_figures(walk: Walk, at: int) -> list[int]:
    figures = [at]
    while at + 2 < len(walk.tokens) and walk.tokens[at + 2].sort is Sort.FIGURE:
        between = walk.tokens[at + 1]
        if not (between.has(",、") or between.sort is Sort.JOIN):
            break
        at += 2
        figures.append(at)
    return figures
