"""结转 without a word for whence or where to, and the years beside it: 2024年结转3件, 结转至2026年2件."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import ANY_CARRY, Sort, Verb
from validator.narrative.passage import SENTENCE_ENDS
from validator.narrative.stated import RESULTS, Subject
from validator.narrative.subjects import Counted

if TYPE_CHECKING:
    from validator.narrative.passage import Passage
    from validator.narrative.phrases import Phrase

_NEAR = 60
_AFTER_RESULT = RESULTS | {Subject.COMPLETED, Subject.GRANTED_AND_PARTIAL}


def which_carry(passage: Passage, phrase: Phrase) -> Counted | None:
    """结转3件: after results it goes on to next year; between 新收 and 办结 it came from last year."""
    at = _word(passage, phrase)
    named = _year(passage, at - 1) or _year(passage, at + 1)
    before = passage.latest.subject if passage.latest else passage.heard
    if named and _is_contained(passage, phrase):
        return Counted(Subject.CARRIED_IN)  # 办结20件（含2024年结转的2件）
    if before in _AFTER_RESULT:
        return Counted(Subject.CARRIED_OVER)
    if _year(passage, at - 1) or _from_year_before(passage, phrase.first):
        return Counted(Subject.CARRIED_IN)  # of 2024年结转3件 it is for `carry_year` to say whose it is
    if _goes_on_in(passage, at):
        return Counted(Subject.CARRIED_OVER)
    if before is Subject.NEW and _next_verb(passage, phrase.figure) is Verb.COMPLETE:
        return Counted(Subject.CARRIED_IN)
    if before in (Subject.RECEIVED, Subject.HANDLED, Subject.NEW) and named and _is_past(passage, at, named):
        return Counted(Subject.CARRIED_IN)
    return None


def carry_year(passage: Passage, phrase: Phrase, subject: Subject) -> int | None:
    """The year whose table has the carry: of 2024年结转 2025, of 2025年结转至下年 2025. None without a year."""
    at = _word(passage, phrase)
    if subject not in ANY_CARRY or at < 0:
        return None
    before, behind = _year(passage, at - 1), _year(passage, at + 1)
    if subject is not Subject.CARRIED_IN:
        return behind - 1 if behind and _goes_on_in(passage, at) else before
    year = before or behind
    return year + 1 if year else None


def _word(passage: Passage, phrase: Phrase) -> int:
    """Where the word for the carry stands, -1 where the phrase has none."""
    words = range(phrase.first, phrase.last + 1)
    return next((at for at in words if passage.tokens[at].meaning in ANY_CARRY), -1)


def _year(passage: Passage, at: int) -> int | None:
    token = passage.tokens[at] if 0 <= at < len(passage.tokens) else None
    return token.year if token is not None and token.sort is Sort.TIME else None


def _is_contained(passage: Passage, phrase: Phrase) -> bool:
    """含, 包括 and 其中 take apart what the year had to do: what they name came in."""
    near = passage.tokens[max(0, phrase.first - 4) : phrase.first]
    return passage.is_part(phrase.figure) and any(token.sort in (Sort.HOLDS, Sort.AMONG) for token in near)


def _is_past(passage: Passage, at: int, year: int) -> bool:
    """Whether the text names a later year before: 2025年收到…，结转2024年7件."""
    return any((token.year or 0) > year for token in passage.around(at, 2 * _NEAR, 0))


def _from_year_before(passage: Passage, first: int) -> bool:
    """2025年新收40件，2024年结转3件: the year before 结转 precedes another that the sentence names."""
    year = passage.tokens[first - 1].year if first else None
    return year is not None and any(
        token.year == year + 1 for token in passage.tokens[max(passage.sentence, first - _NEAR) : first]
    )


def _goes_on_in(passage: Passage, at: int) -> bool:
    """结转2026年办理: what is dealt with in the year named behind goes on to it."""
    return _year(passage, at + 1) is not None and any(
        token.meaning is Verb.HANDLE for token in passage.around(at, 0, 4)[2:]
    )


def _next_verb(passage: Passage, at: int) -> Verb | None:
    for index in range(at + 1, len(passage.tokens)):
        token = passage.tokens[index]
        if token.has(SENTENCE_ENDS) or token.sort is Sort.FIGURE:
            return None
        if isinstance(token.meaning, Verb):
            return token.meaning
    return None
