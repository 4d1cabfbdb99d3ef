"""Reads what Chinese sentences say in figures about the form's tables (N-01 to N-10, X-05, X-06).

A small explicit grammar: `tokens` cuts the text into words of the lexicon and figures, `phrases` finds the words
that belong to a figure, `subjects` decides what they count. A figure whose subject is in doubt is left alone and
counted in `TextReading.unclear`; a figure about something else (发布信息2700余条) is nothing to this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.language.normal import normalise
from validator.narrative import breakdown, carries, claims, lending, rates
from validator.narrative.lexicon import Noun, Sort, UnitSort, Verb
from validator.narrative.passage import Passage
from validator.narrative.phrases import (
    Phrase,
    follower,
    is_unknown_word,
    left_phrase,
    modified,
    nouns,
    parted,
    right_phrase,
    strange_follower,
    strange_leader,
    verbs,
)
from validator.narrative.stated import Kind, Subject, TextReading, UnclearReason
from validator.narrative.subjects import Answer, Counted, Topic, resolve
from validator.narrative.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validator.narrative.phrases import Setting
    from validator.narrative.tokens import Token

_IN_ALL = frozenset(["共", "共有", "共计", "合计", "总计", "总共", "一共", "累计"])
_MONEY = frozenset({Subject.FEE, Subject.FEE_NOTICE})


def statements(text: str) -> TextReading:
    """Everything `text` says in figures about the form, in order, and the figures that were left alone."""
    plain = normalise(text)
    passage = Passage(plain, tokenise(plain.text))
    for at, token in enumerate(passage.tokens):
        read = _READ.get(token.sort)
        if read is None or token.text in _SILENT:
            continue
        if passage.breakdown is not None and at >= passage.breakdown.end:
            breakdown.close(passage)
        read(passage, at)
    breakdown.close(passage)
    return TextReading(tuple(passage.statements), tuple(passage.unclear))


def _read_mark(passage: Passage, at: int) -> None:
    passage.notice(at)
    if passage.tokens[at].text == "(":
        breakdown.open_bracket(passage, at)
    elif passage.tokens[at].text == ":":
        breakdown.open_colon(passage, at)


def _read_figure(passage: Passage, at: int) -> None:
    token = passage.tokens[at]
    if at in passage.skipped:
        return
    if token.unit == "%":
        rates.read_percent(passage, at)
        return
    if rates.read_change(passage, at):
        return
    if lending.rises_from(passage, at):
        return
    breakdown.add_part(passage, at)
    _read_quantity(passage, at)
    passage.last = passage.statement_of.get(at)


_SILENT = frozenset(",、\t")
_READ: Mapping[Sort, Callable[[Passage, int], None]] = {
    Sort.FIGURE: _read_figure,
    Sort.NOT: claims.read_none,
    Sort.ALL: claims.read_all,
    Sort.LEVEL: rates.read_level,
    Sort.AMONG: breakdown.open_among,
    Sort.MARK: _read_mark,
    **dict.fromkeys((Sort.TIME, Sort.NOUN, Sort.CLASS, Sort.OTHER, Sort.VAGUE), Passage.notice),
}
"""What is done at a token; others only stand around those."""


def _read_quantity(passage: Passage, at: int) -> None:
    """A counted thing or an amount: find its words, resolve them, state it or count it apart."""
    if (rise := lending.risen(passage, at)) is not None:
        answer = resolve(rise, passage.topic) if rise.heads and not modified(rise) else None
        if isinstance(answer, Counted):
            _state(passage, rise._replace(figure=at, last=at), answer, passage.setting(rise))
        return
    phrase = right_phrase(passage.tokens, left_phrase(passage.tokens, at))
    if phrase.each:
        _deal_out(passage, phrase)
        return
    if passage.topic is Topic.NONE and lending.holds_carry(passage, at):
        passage.topic = Topic.APPLICATION
    phrase = lending.from_bracket(passage, phrase) if phrase.heads else lending.from_heading(passage, phrase)
    if not _countable(passage, phrase):
        return
    answer = _answer(passage, phrase)
    if not isinstance(answer, Counted) and _takes_something_else(passage, phrase):
        passage.topic = Topic.OTHER
    if isinstance(answer, Counted):
        _state(passage, phrase, answer)
    elif answer is not None and not passage.is_part(at) and not _spoken_of_others(passage, phrase):
        passage.leave(phrase.first, phrase.last, answer)


def _takes_something_else(passage: Passage, phrase: Phrase) -> bool:
    """受理便民服务事项1260件，办结1260件: an unknown word between verb and figure is the topic from there on."""
    stopper = phrase.stopper
    if nouns(phrase.heads) or stopper is None or not is_unknown_word(stopper):
        return False
    at = passage.tokens.index(stopper, passage.sentence)
    return at > passage.sentence and passage.tokens[at - 1].meaning in (Verb.RECEIVE, Verb.NEW, Verb.ADD, Verb.HANDLE)


def _spoken_of_others(passage: Passage, phrase: Phrase) -> bool:
    """受理信访件35件，办结34件: the second figure is as little ours as the first."""
    return passage.topic is Topic.OTHER and not nouns(phrase.heads)


def _answer(passage: Passage, phrase: Phrase) -> Answer:
    token = passage.tokens[phrase.figure]
    if not phrase.heads:
        named = lending.rest_of_results(passage, phrase) or lending.sum_of_two(passage, phrase)
        return named or _without_words(passage, phrase, token)
    if _only_named_behind(passage, phrase) or (phrase.figure < passage.muted and not nouns(phrase.heads)):
        return UnclearReason.NO_SUBJECT
    strange = strange_follower(passage.tokens, phrase) or strange_leader(phrase)
    if strange is Sort.OTHER:
        return None
    if strange or modified(phrase) or _still_open(passage, phrase):
        return UnclearReason.UNKNOWN_WORDS
    answer = resolve(phrase, passage.topic)
    if answer is UnclearReason.WHICH_CARRY:
        answer = carries.which_carry(passage, phrase) or answer
    elif answer is UnclearReason.NOT_IN_TABLE:
        found = (one(passage, phrase) for one in lending.BESIDE_THE_TABLE)
        answer = next((one for one in found if one), answer)
    if isinstance(answer, Counted) and (token.unit == "元") and answer.subject not in _MONEY:
        return None
    if phrase.all_alike and phrase.joined and _differ(phrase) and token.number is not None and token.number.value != 0:
        return UnclearReason.SEVERAL_SUBJECTS
    return answer


def _differ(phrase: Phrase) -> bool:
    """Whether the joined words mean several things: 均已办结并予以答复 is one."""
    return len({head.meaning for head in phrase.heads if head.meaning is not Noun.APPLICATION}) > 1


def _still_open(passage: Passage, phrase: Phrase) -> bool:
    """尚有5件在法定期限内办理: a mere 办理 behind the figure goes on; 已办理 and 全部办理 are done."""
    goes_on = phrase.right and verbs(phrase.heads) == {Verb.HANDLE}
    if not goes_on or any(head.sort is Sort.CLASS for head in phrase.heads):
        return False
    behind = passage.tokens[phrase.figure + 1 : phrase.last + 1]
    return not any(token.sort is Sort.ALL or token.text.startswith("已") for token in behind)


def _amount(passage: Passage, phrase: Phrase) -> Answer:
    """实际收到10件1200元: an amount goes with the figure before it, else with what the sentence speaks of."""
    if phrase.stopped_by in (Sort.OTHER, Sort.PLAIN):
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
    spoken_of = token.counting is UnitSort.CASES and passage.topic not in (Topic.NONE, Topic.OTHER)
    if not spoken_of or token.text.startswith("一") or phrase.stopped_by is Sort.OTHER:
        return None
    return UnclearReason.UNKNOWN_WORDS if phrase.stopped_by is Sort.PLAIN else UnclearReason.NO_SUBJECT


def _countable(passage: Passage, phrase: Phrase) -> bool:
    """Whether the unit can count what the form counts; a loose one (条, 项) only right beside its noun."""
    token = passage.tokens[phrase.figure]
    if token.counting in (UnitSort.CASES, UnitSort.MONEY):
        return True
    if token.counting is UnitSort.LOOSE:
        nothing = token.number is not None and token.number.value == 0  # 依申请公开信息0条 denies, 20条 may be anything
        return phrase.right or nothing or _stands_beside(passage, phrase.figure)
    return token.unit == "" and bool(phrase.heads) and _bare(passage, phrase.figure)


def _stands_beside(passage: Passage, figure: int) -> bool:
    """规章2部, and 现行有效规章共14部."""
    at = figure - 2 if figure and passage.tokens[figure - 1].text in _IN_ALL else figure - 1
    return at >= 0 and passage.tokens[at].sort in (Sort.NOUN, Sort.CLASS)


def _bare(passage: Passage, at: int) -> bool:
    """A number without unit counts after 为 or a colon and before a mark: 行政许可处理决定数量为10878."""
    if at == 0:
        return False
    before, behind = passage.tokens[at - 1], follower(passage.tokens, at)
    return (before.has(":") or before.text in ("为", "是", "均为")) and (behind is None or behind.sort is Sort.MARK)


def _state(passage: Passage, phrase: Phrase, meant: Counted, setting: Setting | None = None) -> None:
    token = passage.tokens[phrase.figure]
    place = setting or passage.setting(phrase)
    part_of = passage.breakdown if passage.is_part(phrase.figure) else None
    if part_of and place.agent and place.agent != passage.statements[part_of.total].agent:
        return  # 其中，县公安局受理12件: a part of the total, no figure of the report
    if (year := carries.carry_year(passage, phrase, meant.subject)) is not None:
        place = place._replace(year=year)
    kind = Kind.AMOUNT if token.unit == "元" else Kind.COUNT
    scope = breakdown.scope_of_part(passage, meant) if part_of else None
    scope = scope or meant.scope or lending.scope_before(passage, meant.subject, phrase)
    index = passage.state(
        meant.subject,
        kind,
        token.number,
        (phrase.first, phrase.last),
        place,
        unit=token.unit,
        scope=scope,
        result=meant.result,
        refers=part_of.total if part_of else None,
        also=tuple(meant.also) or lending.of_both(passage, phrase, meant),
    )
    passage.statement_of[phrase.figure] = index
    if meant.subject is Subject.PARTIAL:
        breakdown.hold_partial(passage, phrase)


def _deal_out(passage: Passage, phrase: Phrase) -> None:
    """行政复议、行政诉讼分别为4件、3件: as many figures as subjects, one each; else all are left alone."""
    shares = parted(phrase)
    figures = _run_of_figures(passage, phrase.figure)
    passage.skipped.update(figures)
    answers = [resolve(phrase._replace(heads=group), passage.topic) for group in shares]
    meant = [answer for answer in answers if isinstance(answer, Counted)]
    if len(shares) != len(figures) or len(meant) != len(figures):
        if phrase.heads:
            passage.leave(phrase.first, figures[-1], UnclearReason.LIST_MISMATCH)
        return
    for at, one in zip(figures, meant, strict=True):
        _state(passage, phrase._replace(figure=at, last=at), one)


def _run_of_figures(passage: Passage, at: int) -> list[int]:
    figures = [at]
    while at + 2 < len(passage.tokens) and passage.tokens[at + 2].sort is Sort.FIGURE:
        between = passage.tokens[at + 1]
        if not (between.has(",、") or between.sort is Sort.JOIN):
            break
        at += 2
        figures.append(at)
    return figures
