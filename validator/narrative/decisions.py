"""Which noun, verb and topic make which subject: the rows of ``subjects.toml``, read at first use."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validator.files.entry import BadEntry, load_entry
from validator.files.shipped import FOLDER
from validator.narrative.lexicon import CLASSES, Flag, Noun, Sort, Verb
from validator.narrative.rows import one_of, past_example, some_of
from validator.narrative.stated import Result, Scope, Subject, UnclearReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validator.files.entry import Entry


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
    several: frozenset[str]
    unsaid: frozenset[str]
    topics: frozenset[Topic]

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
    answers: tuple[tuple[Condition, Subject | UnclearReason], ...]
    scopes: tuple[tuple[Condition, frozenset[Subject], Scope], ...]


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
        tuple(_lent(row, groups) for row in entry.entries("lent", "noun")),
        tuple(_answer(row, groups) for row in entry.entries("answer", "example")),
        tuple(_scope(row, groups) for row in entry.entries("scope", "scope")),
    )
    entry.done()
    return found


def _topics(entry: Entry) -> dict[str, tuple[Topic, frozenset[Topic]]]:
    topics: dict[str, tuple[Topic, frozenset[Topic]]] = {}
    for row in entry.entries("topic", "topic"):
        topic, kept = one_of(row, "topic", Topic), some_of(row, "unless", Topic)
        for name in _names(row, "names", row.take("names", str)):
            if name in topics:
                raise BadEntry(f"{row.where}: key 'names': '{name}' is given twice")
            topics[name] = topic, kept
        past_example(row)
    return topics


def _lent(row: Entry, groups: _Groups) -> tuple[Condition, Noun]:
    lent = _condition(row, groups), one_of(row, "noun", Noun)
    past_example(row)
    return lent


def _answer(row: Entry, groups: _Groups) -> tuple[Condition, Subject | UnclearReason]:
    condition = _condition(row, groups)
    means = one_of(row, "reason", UnclearReason) if row.has("reason") else one_of(row, "subject", Subject)
    past_example(row)
    return condition, means


def _scope(row: Entry, groups: _Groups) -> tuple[Condition, frozenset[Subject], Scope]:
    scope = _condition(row, groups), some_of(row, "subjects", Subject), one_of(row, "scope", Scope)
    past_example(row)
    return scope


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
