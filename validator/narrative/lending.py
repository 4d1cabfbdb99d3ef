"""What a figure leaves out and the words around it lend: a heading before the comma, the verb of the figure before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import ANY_CARRY, Noun, Sort, Verb
from validator.narrative.passage import RISES_FROM
from validator.narrative.phrases import Phrase, left_phrase, nouns, verbs
from validator.narrative.stated import DISPUTES, Kind, Scope, Subject
from validator.narrative.subjects import Counted, Topic

if TYPE_CHECKING:
    from validator.narrative.passage import Passage
    from validator.narrative.tokens import Token

_SAME_VERB = {
    (Subject(f"{one}{verb}"), other): Subject(f"{other}{verb}")
    for one, other in ((Noun.REGULATION, Noun.NORM), (Noun.NORM, Noun.REGULATION))
    for verb in (Verb.MAKE, Verb.REPEAL, Verb.VALID)
}
_DECISIONS = {"行政许可": Subject.PERMIT, "行政处罚": Subject.PENALTY, "行政强制": Subject.COERCION}
_RESULTS_BESIDE = (Subject.PARTIAL, Subject.DENIED, Subject.UNABLE, Subject.NOT_HELD)
_CASES = frozenset(["案件", "案"])
_CASE_NOUNS = (Noun.RECONSIDERATION, Noun.LITIGATION)
_REACH = 30
_OPEN = frozenset(["未办结", "尚未办结", "在办", "正在办理", "尚在办理", "正在处理"])
_IN_ALL = ("共", "合计", "共计", "总计", "总共", "一共")
_TOGETHER = {
    frozenset({Subject.GRANTED, Subject.PARTIAL}): Subject.GRANTED_AND_PARTIAL,
    frozenset({Subject.NEW, Subject.CARRIED_IN}): Subject.HANDLED,
    frozenset({Subject.RECEIVED, Subject.CARRIED_IN}): Subject.HANDLED,
    frozenset({Subject.RECONSIDERATION, Subject.LITIGATION}): Subject.DISPUTES,
    frozenset({Subject.LITIGATION_DIRECT, Subject.LITIGATION_AFTER}): Subject.LITIGATION,
}


def from_heading(passage: Passage, phrase: Phrase) -> Phrase:
    """行政复议案件，共4件: a clause that is nothing but a subject lends it to the figure behind the comma."""
    comma = phrase.figure - 1
    while comma > passage.sentence and passage.tokens[comma].sort is Sort.FILL:
        comma -= 1
    if comma <= passage.sentence or not passage.tokens[comma].has(","):
        return phrase
    lent = left_phrase(passage.tokens, comma)
    if (
        lent.stopped_by not in (None, Sort.MARK)
        or not lent.heads
        or any(head.sort is not Sort.NOUN for head in lent.heads)
    ):
        return phrase
    return lent._replace(figure=phrase.figure, last=phrase.last)


def from_bracket(passage: Passage, phrase: Phrase) -> Phrase:
    """办理相关案件10件（复议、诉讼）: the bracket behind says what kind of 案件 they were."""
    at = phrase.figure + 1
    if at >= len(passage.tokens) or not passage.tokens[at].has("(") or not _counts_cases(passage, phrase):
        return phrase
    named: list[Token] = []
    while at + 1 < len(passage.tokens) and not passage.tokens[at + 1].has(")。\n"):
        at += 1
        if passage.tokens[at].sort is Sort.FIGURE:
            return phrase
        if passage.tokens[at].meaning in _CASE_NOUNS:
            named.append(passage.tokens[at])
    return phrase._replace(heads=(*phrase.heads, *named)) if named else phrase


def _counts_cases(passage: Passage, phrase: Phrase) -> bool:
    words = passage.tokens[phrase.first : phrase.figure]
    return all(head.sort is Sort.VERB for head in phrase.heads) and any(token.text in _CASES for token in words)


def from_figure_before(passage: Passage, phrase: Phrase) -> Counted | None:
    """制发规章2件、行政规范性文件12件: the verb of the figure before holds for a bare noun behind it."""
    before = passage.latest
    if before is None or len(phrase.heads) != 1 or not _adjoins(passage, phrase.first):
        return None
    head = phrase.heads[0]
    if head.text in _DECISIONS and before.subject in _DECISIONS.values():
        return Counted(_DECISIONS[head.text])
    subject = _SAME_VERB.get((before.subject, head.meaning)) if isinstance(head.meaning, Noun) else None
    return Counted(subject) if subject else None


def _adjoins(passage: Passage, first: int) -> bool:
    """Whether nothing but a comma stands between the words and the figure before."""
    if first < 2 or passage.tokens[first - 2].sort is not Sort.FIGURE:
        return False
    return passage.tokens[first - 1].has(",、;") or passage.tokens[first - 1].sort is Sort.JOIN


def bare_grant(passage: Passage, phrase: Phrase) -> Counted | None:
    """公开9件、部分公开4件: in a list of results 公开 is 予以公开."""
    if [head.text for head in phrase.heads] != ["公开"] or passage.topic is not Topic.APPLICATION:
        return None
    behind = passage.tokens[phrase.figure : phrase.figure + _REACH]
    stop = next((at for at, token in enumerate(behind) if token.has("。\n")), len(behind))
    beside = any(token.meaning in _RESULTS_BESIDE for token in behind[:stop])
    return Counted(Subject.GRANTED) if beside and passage.latest is not None else None


def rest_of_results(passage: Passage, phrase: Phrase) -> Counted | None:
    """不予处理6件；其他6件: behind 不予处理 其他 is the last of the results, unless it is a part of 不予处理."""
    if passage.tokens[phrase.figure - 1].text not in ("其他", "其它") or passage.heard is not Subject.NOT_PROCESSED:
        return None
    breakdown = passage.breakdown
    if breakdown and passage.statements[breakdown.total].subject is Subject.NOT_PROCESSED:
        return None
    return Counted(Subject.OTHERWISE)


def promulgated(_: Passage, phrase: Phrase) -> Counted | None:
    """公布政府规章2部: what is promulgated is made; 公布规范性文件 may be any of those in force."""
    if len(phrase.heads) != 2 or phrase.heads[0].text not in ("公布", "发布"):
        return None
    return Counted(Subject.REGULATION_MADE) if phrase.heads[1].meaning is Noun.REGULATION else None


def still_open(passage: Passage, phrase: Phrase) -> Counted | None:
    """已办结41件，未办结2件: what is not completed goes on to next year."""
    words = {head.text for head in phrase.heads if head.meaning is not Noun.APPLICATION}
    before = passage.latest
    if not words or not words <= _OPEN or before is None or before.scope is not Scope.WHOLE:
        return None
    return Counted(Subject.CARRIED_OVER) if before.subject is Subject.COMPLETED else None


BESIDE_THE_TABLE = (from_figure_before, bare_grant, promulgated, still_open)
"""What words that are near no cell may mean beside others."""


def sum_of_two(passage: Passage, phrase: Phrase) -> Counted | None:
    """新收40件，上年结转3件，共43件: a total of the two figures before it."""
    tokens, at = passage.tokens, phrase.figure - 1
    if at < 1 or not tokens[at].text.endswith(_IN_ALL) or not tokens[at - 1].has(",、"):
        return None
    told = passage.of_sentence()[-2:]
    both = [passage.statements[index] for index in told]
    if passage.last is None or told[-1:] != [passage.last] or any(one.kind is not Kind.COUNT for one in both):
        return None
    if any(one.scope is not Scope.WHOLE or one.result for one in both):
        return None
    subject = _TOGETHER.get(frozenset(one.subject for one in both))
    return Counted(subject) if subject else None


def holds_carry(passage: Passage, at: int) -> bool:
    """办结41件（含2024年结转的3件）: a carry in the bracket right behind says that the figure is of requests."""
    if at + 1 >= len(passage.tokens) or not passage.tokens[at + 1].has("("):
        return False
    for token in passage.tokens[at + 2 : at + 8]:
        if token.meaning in ANY_CARRY:
            return True
        if token.sort not in (Sort.AMONG, Sort.HOLDS, Sort.FILL, Sort.TIME):
            break
    return False


def rises_from(passage: Passage, at: int) -> bool:
    """由28件增至40件: the first figure is an earlier year's."""
    behind = passage.tokens[at + 1 : at + 3]
    return len(behind) == 2 and behind[0].sort is Sort.REACH and behind[1].sort is Sort.FIGURE


def risen(passage: Passage, at: int) -> Phrase | None:
    """The phrase before 由…增至 or 增至, its figure where that begins; None for a figure that nothing rose to."""
    tokens, begin = passage.tokens, at - 1
    if begin < 0 or tokens[begin].sort is not Sort.REACH:
        return None
    if begin and rises_from(passage, begin - 1):
        begin -= 1
        while begin > passage.sentence and tokens[begin].text not in RISES_FROM:
            begin -= 1
            if tokens[begin].sort not in (Sort.FILL, Sort.TIME, Sort.SCOPE, Sort.PLAIN):
                break
    return left_phrase(tokens, begin)


def of_both(passage: Passage, phrase: Phrase, meant: Counted) -> tuple[Subject, ...]:
    """行政复议4件、行政诉讼3件，其中维持5件: an outcome without its noun may be one of both."""
    if meant.result is None or meant.subject is not Subject.LITIGATION or nouns(phrase.heads):
        return ()
    told = [passage.statements[at] for at in passage.of_sentence()]
    both = {one.subject for one in told if one.result is None} >= {Subject.RECONSIDERATION, Subject.LITIGATION}
    apart = any(one.subject is Subject.RECONSIDERATION and one.result for one in told)
    return (Subject.DISPUTES,) if both and not apart else ()


def scope_before(passage: Passage, subject: Subject, phrase: Phrase) -> Scope | None:
    """备案行政复议134件，行政诉讼57件: the verb of the first holds for the second."""
    before = passage.latest
    if before is not None and not phrase.heads:
        return before.scope  # 按件收取2件，200元
    if before is None or subject not in DISPUTES or before.subject not in DISPUTES or verbs(phrase.heads):
        return None
    return before.scope if before.scope in (Scope.FILED, Scope.CLOSED, Scope.CASEWORK) else None
