"""Which subject the heads of a phrase name, if exactly one: `decisions` has the rows, here they are asked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from validator.narrative.decisions import Topic, decisions
from validator.narrative.lexicon import Flag, Sort, Verb
from validator.narrative.stated import Result, Scope, Subject, UnclearReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.phrases import Phrase
    from validator.narrative.tokens import Token


class Counted(NamedTuple):
    """One subject, and what the words say beside it. `scope` is None where the setting of the sentence decides."""

    subject: Subject
    result: Result | None = None
    scope: Scope | None = None


Answer = Counted | UnclearReason | None
"""None: the words name nothing of the form."""

_FLAGS = (Flag.NEEDS_NO_NOUN, Flag.MAY_BE_CASEWORK)


def resolve(phrase: Phrase, topic: Topic) -> Answer:
    """The subject of a phrase, why it has none, or None where its words name nothing of the form."""
    heads = phrase.heads
    if topic is Topic.NONE and phrase.right and heads and heads[0].meaning is Verb.COMPLETE:
        topic = Topic.APPLICATION  # 41件全部办结: the figure stands before its verb, as for applications alone
    return _answer(_said(heads), topic)


def _said(heads: Sequence[Token]) -> frozenset[str]:
    """What the heads come to, as ``subjects.toml`` names it."""
    said: set[str] = {head.meaning for head in heads if head.meaning is not None}
    said.update(flag for head in heads for flag in _FLAGS if head.has_flag(flag))
    if any(head.sort is Sort.VAGUE for head in heads):
        said.add(Sort.VAGUE)
    return frozenset(said)


@lru_cache(maxsize=512)
def _answer(said: frozenset[str], topic: Topic) -> Answer:
    """The first row that fits; sentences say the same few things over and over."""
    rows = decisions()
    said |= {noun for condition, noun in rows.lent if condition.fits(said, topic)}
    means = next((means for condition, means in rows.answers if condition.fits(said, topic)), None)
    if not isinstance(means, Subject):
        return means
    result = next((one for one in Result if one in said), None)
    if result is not None:
        return Counted(means, result=result)
    fitting = (scope for condition, of, scope in rows.scopes if means in of and condition.fits(said, topic))
    return Counted(means, scope=next(fitting, None))


def topic_of(token: Token, before: Topic) -> Topic | None:
    """The topic a word sets, None where it sets none: 结转 leaves it with 行政复议."""
    if token.sort not in (Sort.NOUN, Sort.CLASS) or token.meaning is None:
        return None
    topic, kept = decisions().topics.get(token.meaning, (None, frozenset()))
    return None if before in kept else topic
