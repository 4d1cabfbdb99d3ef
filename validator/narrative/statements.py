"""Reads what Chinese sentences say in figures about the form's tables (N-01 to N-10, X-05, X-06).

A small explicit grammar: `tokens` cuts the text into words of the lexicon and figures, `phrases` finds the words
that belong to a figure, `subjects` decides what they count. A figure whose subject is in doubt is left alone and
counted in `TextReading.unclear`; a figure about something else (发布信息2700余条) is nothing to this module.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from validator.language.normal import normalise
from validator.narrative import breakdown, claims, rates
from validator.narrative.decisions import Topic
from validator.narrative.lexicon import Noun, Sort, UnitSort, Verb
from validator.narrative.passage import SENTENCE_ENDS, Passage
from validator.narrative.phrases import (
    Phrase,
    is_word,
    left_phrase,
    modified,
    nouns,
    parted,
    right_phrase,
    strange_follower,
    strange_leader,
    verbs,
)
from validator.narrative.stated import Kind, Scope, Subject, TextReading, UnclearReason
from validator.narrative.subjects import Answer, Counted, resolve
from validator.narrative.tokens import tokenise

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


def statements(text: str) -> TextReading:
    """Everything `text` says in figures about the form, in order, and the figures that were left alone."""
    plain = normalise(text)
    passage = Passage(plain, tokenise(plain.text))
    for at, token in enumerate(passage.tokens):
        if token.sort is Sort.FILL or token.sort is Sort.PLAIN:
            continue
        if passage.breakdown is not None and at >= passage.breakdown.end:
            breakdown.close(passage)
        passage.notice(at)
        _read(passage, at)
    breakdown.close(passage)
    return TextReading(tuple(passage.statements), tuple(passage.unclear))


def _read(passage: Passage, at: int) -> None:
    token = passage.tokens[at]
    match token.sort:
        case Sort.FIGURE if not passage.is_skipped(at):
            _read_figure(passage, at)
        case Sort.NOT:
            claims.read_none(passage, at)
        case Sort.ALL:
            claims.read_all(passage, at)
        case Sort.LEVEL:
            rates.read_level(passage, at)
        case Sort.AMONG:
            breakdown.open_among(passage, at)
        case Sort.MARK if token.text == "(":
            breakdown.open_bracket(passage, at)
        case _:
            pass


def _read_figure(passage: Passage, at: int) -> None:
    token = passage.tokens[at]
    if token.unit == "%":
        rates.read_percent(passage, at)
        return
    if rates.read_change(passage, at):
        return
    passage.count_part(at)
    _read_quantity(passage, at)
    passage.finish(at)


def _read_quantity(passage: Passage, at: int) -> None:
    """A counted thing or an amount: find its words, resolve them, state it or count it apart."""
    phrase = right_phrase(passage.tokens, left_phrase(passage.tokens, at))
    if phrase.each:
        _deal_out(passage, phrase)
        return
    if not phrase.heads:
        phrase = _from_heading(passage, phrase)
    if not _countable(passage, phrase):
        return
    answer = _answer(passage, phrase)
    if not isinstance(answer, Counted) and _takes_something_else(passage, phrase):
        passage.turn_away()
    if isinstance(answer, Counted):
        _state(passage, phrase, answer)
    elif answer is not None and not passage.is_part(at) and not _spoken_of_others(passage, phrase):
        passage.leave(phrase.first, phrase.last, answer)


def _takes_something_else(passage: Passage, phrase: Phrase) -> bool:
    """受理便民服务事项1260件，办结1260件: an unknown word between verb and figure is the topic from there on."""
    stopper = phrase.stopper
    if nouns(phrase.heads) or stopper is None or stopper.sort is not Sort.PLAIN or not is_word(stopper.text):
        return False
    at = passage.tokens.index(stopper, passage.sentence)
    return at > passage.sentence and passage.tokens[at - 1].meaning in (Verb.RECEIVE, Verb.NEW, Verb.HANDLE)


def _spoken_of_others(passage: Passage, phrase: Phrase) -> bool:
    """受理信访件35件，办结34件: the second figure is as little ours as the first."""
    return passage.topic is Topic.OTHER and not nouns(phrase.heads)


def _answer(passage: Passage, phrase: Phrase) -> Answer:
    token = passage.tokens[phrase.figure]
    if not phrase.heads:
        return _without_words(passage, phrase, token)
    if _only_named_behind(passage, phrase) or (passage.is_muted(phrase.figure) and not nouns(phrase.heads)):
        return UnclearReason.NO_SUBJECT
    strange = strange_follower(passage.tokens, phrase) or strange_leader(phrase)
    if strange is Sort.OTHER:
        return None
    if strange or modified(phrase) or _still_open(passage, phrase):
        return UnclearReason.UNKNOWN_WORDS
    answer = resolve(phrase, passage.topic)
    if answer is UnclearReason.WHICH_CARRY:
        answer = _which_carry(passage, phrase) or answer
    if isinstance(answer, Counted) and (token.unit == "元") and answer.subject not in _MONEY:
        return None
    if phrase.all_alike and phrase.joined and token.number is not None and token.number.value != 0:
        return UnclearReason.SEVERAL_SUBJECTS
    return answer


def _still_open(passage: Passage, phrase: Phrase) -> bool:
    """尚有5件在法定期限内办理: a mere 办理 behind the figure goes on; 已办理 and 全部办理 are done."""
    if (
        not phrase.right
        or verbs(phrase.heads) != {Verb.HANDLE}
        or any(head.sort is Sort.CLASS for head in phrase.heads)
    ):
        return False
    behind = passage.tokens[phrase.figure + 1 : phrase.last + 1]
    return not any(token.sort is Sort.ALL or token.text.startswith("已") for token in behind)


def _amount(passage: Passage, phrase: Phrase) -> Answer:
    """实际收到10件1200元: an amount goes with the figure before it, else with what the sentence speaks of."""
    if phrase.stopper is not None and phrase.stopper.sort in (Sort.OTHER, Sort.PLAIN):
        return None
    before = passage.latest
    if before is not None and before.subject in _MONEY:
        return Counted(before.subject)
    if not passage.topic_is_near or passage.topic not in (Topic.FEE, Topic.NOTICE):
        return None
    return Counted(Subject.FEE if passage.topic is Topic.FEE else Subject.FEE_NOTICE)


def _only_named_behind(passage: Passage, phrase: Phrase) -> bool:
    """另有72件申请按照…: a mere 申请 behind the figure says what it is, not what was done; 共有13件申请 does."""
    if not phrase.right or any(head.sort is not Sort.NOUN for head in phrase.heads):
        return False
    counted = passage.tokens[phrase.figure - 1] if phrase.figure else None
    return nouns(phrase.heads) == {Noun.APPLICATION} and (counted is None or counted.text not in _IN_ALL)


def _without_words(passage: Passage, phrase: Phrase, token: Token) -> Answer:
    """A figure with no word of ours beside it: an amount after 收费, else nobody's or in doubt."""
    if token.unit == "元":
        return _amount(passage, phrase)
    if (
        token.counting is not UnitSort.CASES
        or passage.topic in (Topic.NONE, Topic.OTHER)
        or token.text.startswith("一")
    ):
        return None
    stopper = phrase.stopper
    if stopper is not None and stopper.sort is Sort.OTHER:
        return None
    return (
        UnclearReason.UNKNOWN_WORDS if stopper is not None and stopper.sort is Sort.PLAIN else UnclearReason.NO_SUBJECT
    )


def _countable(passage: Passage, phrase: Phrase) -> bool:
    """Whether the unit can count what the form counts; a loose one (条, 项) only right beside its noun."""
    token = passage.tokens[phrase.figure]
    if token.counting in (UnitSort.CASES, UnitSort.MONEY):
        return True
    if token.counting is UnitSort.LOOSE:
        return phrase.right or passage.tokens[phrase.figure - 1].sort in (Sort.NOUN, Sort.CLASS)
    return token.unit == "" and bool(phrase.heads) and _bare(passage, phrase.figure)


def _bare(passage: Passage, at: int) -> bool:
    """A number without unit counts after 为 or a colon and before a mark: 行政许可处理决定数量为10878."""
    before = passage.tokens[at - 1]
    behind = passage.tokens[at + 1] if at + 1 < len(passage.tokens) else None
    return (before.has(":") or before.text in ("为", "是", "均为")) and (behind is None or behind.sort is Sort.MARK)


def _from_heading(passage: Passage, phrase: Phrase) -> Phrase:
    """行政复议案件，共4件: a clause that is nothing but a subject lends it to the figure behind the comma."""
    comma = phrase.figure - 1
    while comma > passage.sentence and passage.tokens[comma].sort is Sort.FILL:
        comma -= 1
    if comma <= passage.sentence or not passage.tokens[comma].has(","):
        return phrase
    lent = left_phrase(passage.tokens, comma)
    ended = lent.stopper is None or lent.stopper.sort is Sort.MARK
    if not ended or not lent.heads or any(head.sort is not Sort.NOUN for head in lent.heads):
        return phrase
    return replace(lent, figure=phrase.figure, last=phrase.last)


def _state(passage: Passage, phrase: Phrase, meant: Counted) -> None:
    token = passage.tokens[phrase.figure]
    place = passage.setting(phrase)
    if place.agent and passage.is_part(phrase.figure):
        return  # 其中，县公安局受理12件: a part of the total, no figure of the report
    kind = Kind.AMOUNT if token.unit == "元" else Kind.COUNT
    scope = meant.scope or _scope_before(passage, meant.subject, phrase)
    breakdown = passage.breakdown if passage.is_part(phrase.figure) else None
    index = passage.state(
        meant.subject,
        kind,
        token.number,
        (phrase.first, phrase.last),
        place,
        unit=token.unit,
        scope=scope,
        result=meant.result,
        refers=breakdown.total if breakdown else None,
    )
    passage.credit(phrase.figure, index)


def _scope_before(passage: Passage, subject: Subject, phrase: Phrase) -> Scope | None:
    """备案行政复议134件，行政诉讼57件: the verb of the first holds for the second."""
    before = passage.latest
    if before is not None and not phrase.heads:
        return before.scope  # 按件收取2件，200元
    if before is None or subject not in _DISPUTES or before.subject not in _DISPUTES or verbs(phrase.heads):
        return None
    return before.scope if before.scope in (Scope.FILED, Scope.CLOSED, Scope.CASEWORK) else None


def _which_carry(passage: Passage, phrase: Phrase) -> Counted | None:
    """结转3件: after results it goes on to next year; between 新收 and 办结 it came from last year."""
    before = passage.latest.subject if passage.latest else passage.heard
    if before in _AFTER_RESULT:
        return Counted(Subject.CARRIED_OVER)
    if _from_year_before(passage, phrase.first):
        return Counted(Subject.CARRIED_IN)
    if before is Subject.NEW and _next_verb(passage, phrase.figure) is Verb.COMPLETE:
        return Counted(Subject.CARRIED_IN)
    return None


def _from_year_before(passage: Passage, first: int) -> bool:
    """2025年新收40件，2024年结转3件: the year before 结转 precedes another that the sentence names."""
    year = passage.tokens[first - 1].year if first else None
    return year is not None and any(
        token.year == year + 1 for token in passage.tokens[max(passage.sentence, first - _NEAR) : first]
    )


def _next_verb(passage: Passage, at: int) -> Verb | None:
    for index in range(at + 1, len(passage.tokens)):
        token = passage.tokens[index]
        if token.has(SENTENCE_ENDS) or token.sort is Sort.FIGURE:
            return None
        if isinstance(token.meaning, Verb):
            return token.meaning
    return None


def _deal_out(passage: Passage, phrase: Phrase) -> None:
    """行政复议、行政诉讼分别为4件、3件: as many figures as subjects, one each; else all are left alone."""
    shares = parted(phrase)
    figures = _run_of_figures(passage, phrase.figure)
    passage.skip(figures)
    answers = [resolve(replace(phrase, heads=group), passage.topic) for group in shares]
    meant = [answer for answer in answers if isinstance(answer, Counted)]
    if len(shares) != len(figures) or len(meant) != len(figures):
        if phrase.heads:
            passage.leave(phrase.first, figures[-1], UnclearReason.LIST_MISMATCH)
        return
    for at, one in zip(figures, meant, strict=True):
        _state(passage, replace(phrase, figure=at, last=at), one)


def _run_of_figures(passage: Passage, at: int) -> list[int]:
    figures = [at]
    while at + 2 < len(passage.tokens) and passage.tokens[at + 2].sort is Sort.FIGURE:
        between = passage.tokens[at + 1]
        if not (between.has(",、") or between.sort is Sort.JOIN):
            break
        at += 2
        figures.append(at)
    return figures
