"""Which subject the heads of a phrase name, if exactly one: the rows of ``subjects.toml`` and the asking of them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from validator.files.entry import BadEntry, load_entry
from validator.files.shipped import FOLDER
from validator.narrative.lexicon import CLASSES, Flag, Noun, Sort, Verb
from validator.narrative.rows import named, one_of, rows_of, some_of
from validator.narrative.stated import DISPUTES, Result, Scope, Subject, UnclearReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from validator.files.entry import Entry
    from validator.narrative.phrases import Phrase
    from validator.narrative.tokens import Token


class Topic(StrEnum):
    """What a paragraph has last spoken of, for phrases that leave their noun out."""

    NONE = "未提及"
    APPLICATION = "申请"
    RECONSIDERATION = "行政复议"
    LITIGATION = "行政诉讼"
    DISPUTES = "行政复议和行政诉讼"
    NORM = "行政规范性文件"
    REGULATION = "规章"
    FEE = "信息处理费"
    NOTICE = "收费通知"
    OTHER = "其他"


class Condition(NamedTuple):
    """What a phrase must say: one of each of `said`, two of `several`, none of `unsaid`, on one of `topics` if any."""

    said: tuple[frozenset[str], ...]
    several: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    topics: frozenset[Topic] = frozenset()

    def fits(self, words: frozenset[str], topic: Topic) -> bool:
        """Whether a phrase whose words mean this, in a paragraph on this topic, is such a one."""
        if self.topics and topic not in self.topics:
            return False
        if self.several and len(self.several & words) < 2:
            return False
        return self.unsaid.isdisjoint(words) and not any(one.isdisjoint(words) for one in self.said)


class Decisions(NamedTuple):
    """All rows: what makes a topic and leaves which ones as they are, nouns lent to verbs, subjects, scopes."""

    topics: Mapping[str, tuple[Topic, frozenset[Topic]]]
    lent: tuple[tuple[Condition, Noun], ...]
    answers: tuple[tuple[Condition, Subject | UnclearReason, frozenset[Subject]], ...]
    scopes: tuple[tuple[Condition, Scope], ...]


_Groups = dict[str, frozenset[str]]
_SAYABLE = frozenset({*Verb, *Noun, *Result, *CLASSES, *Flag, Sort.VAGUE})
"""What the words of a phrase can come to: meanings, flags, and `vague` for what is near no cell of the form."""


@cache
def decisions() -> Decisions:
    """What ``subjects.toml`` holds. Raises BadEntry."""
    return read_decisions(load_entry(FOLDER / "narrative" / "subjects.toml"))


def read_decisions(entry: Entry) -> Decisions:
    """The decisions of one file. Raises BadEntry where a name is unknown, or two rows make a topic of one."""
    groups: _Groups = {}
    for name, names in entry.mapping("groups").items():
        if name in _SAYABLE or not isinstance(names, str):
            raise BadEntry(f"{entry.where}: key 'groups': '{name}' must be a text under a name of its own")
        groups[name] = _names(entry, "groups", names)
    found = Decisions(
        _topics(entry),
        tuple((_condition(row, groups), one_of(row, "noun", Noun)) for row in rows_of(entry, "lent", "noun")),
        tuple(answer for row in rows_of(entry, "answer", "example") for answer in _answers(row, groups)),
        tuple((_condition(row, groups), one_of(row, "scope", Scope)) for row in rows_of(entry, "scope", "scope")),
    )
    entry.done()
    return found


def _topics(entry: Entry) -> dict[str, tuple[Topic, frozenset[Topic]]]:
    topics: dict[str, tuple[Topic, frozenset[Topic]]] = {}
    for row in rows_of(entry, "topic", "topic"):
        topic, kept = one_of(row, "topic", Topic), some_of(row, "unless", Topic)
        for name in _names(row, "names", row.take("names", str)):
            if name in topics:
                raise BadEntry(f"{row.where}: key 'names': '{name}' is given twice")
            topics[name] = topic, kept
    return topics


def _answers(row: Entry, groups: _Groups) -> Iterator[tuple[Condition, Subject | UnclearReason, frozenset[Subject]]]:
    if row.has("each"):
        for name in _names(row, "each", row.take("each", str), groups):
            yield Condition((frozenset([name]),)), named(row, "each", name, Subject), frozenset()
        return
    condition = _condition(row, groups)
    if row.has("reason"):
        yield condition, one_of(row, "reason", UnclearReason), frozenset()
    else:
        yield condition, one_of(row, "subject", Subject), some_of(row, "also", Subject)


def _condition(row: Entry, groups: _Groups) -> Condition:
    condition = Condition(
        tuple(_names(row, "said", names, groups) for names in row.texts("said")),
        _names(row, "several", row.option("several", str, ""), groups),
        _names(row, "unsaid", row.option("unsaid", str, ""), groups),
        some_of(row, "topic", Topic),
    )
    if not (condition.said or condition.several):
        raise BadEntry(f"{row.where}: one of the keys 'said' and 'several' is needed")
    return condition


def _names(row: Entry, key: str, written: str, groups: _Groups | None = None) -> frozenset[str]:
    """The names in a text, groups spelt out."""
    names: set[str] = set()
    for name in written.split():
        if groups and name in groups:
            names |= groups[name]
        elif name in _SAYABLE:
            names.add(name)
        else:
            raise BadEntry(f"{row.where}: key '{key}': nothing here means '{name}'")
    return frozenset(names)


class Counted(NamedTuple):
    """One subject, and what the words say beside it. `scope` is None where the setting of the sentence decides.

    `also` are other subjects that the same words may mean.
    """

    subject: Subject
    result: Result | None = None
    scope: Scope | None = None
    also: frozenset[Subject] = frozenset()


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
    found = ((means, also) for condition, means, also in rows.answers if condition.fits(said, topic))
    means, also = next(found, (None, frozenset()))
    if not isinstance(means, Subject):
        return means
    result = next((one for one in Result if one in said), None)
    if result is not None:
        return Counted(means, result=result)
    fitting = (scope for condition, scope in rows.scopes if means in DISPUTES and condition.fits(said, topic))
    return Counted(means, scope=next(fitting, None), also=also)


def topic_of(token: Token, before: Topic) -> Topic | None:
    """The topic a word sets, None where it sets none: 结转 leaves it with 行政复议."""
    if token.sort not in (Sort.NOUN, Sort.CLASS) or token.meaning is None:
        return None
    topic, kept = decisions().topics.get(token.meaning, (None, frozenset()))
    return None if before in kept else topic
