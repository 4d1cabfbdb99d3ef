"""Which subject the heads of a phrase name, if exactly one. Total: every combination has an answer or a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from validator.narrative.lexicon import Carry, Noun, Sort, Verb
from validator.narrative.phrases import nouns, verbs
from validator.narrative.statement import Result, Scope, Subject, UnclearReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.lexicon import Meaning
    from validator.narrative.phrases import Phrase
    from validator.narrative.tokens import Token


class Topic(StrEnum):
    """What a paragraph has last spoken of, for phrases that leave their noun out."""

    NONE = ""
    APPLICATION = "申请"
    RECONSIDERATION = "行政复议"
    LITIGATION = "行政诉讼"
    DISPUTES = "行政复议和行政诉讼"
    NORM = "行政规范性文件"
    REGULATION = "规章"
    FEE = "信息处理费"
    NOTICE = "收费通知"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Meant:
    """One subject, and what the words say beside it. `scope` is None where the setting of the sentence decides."""

    subject: Subject
    result: Result | None = None
    scope: Scope | None = None


Answer = Meant | UnclearReason | None
"""None: the words are not about this; the next reading may try."""

_DISPUTES = frozenset({Noun.RECONSIDERATION, Noun.LITIGATION, Noun.DIRECT, Noun.AFTER})
_DISPUTE_OF = {
    frozenset({Noun.RECONSIDERATION}): Subject.RECONSIDERATION,
    frozenset({Noun.LITIGATION}): Subject.LITIGATION,
    frozenset({Noun.RECONSIDERATION, Noun.LITIGATION}): Subject.DISPUTES,
    frozenset({Noun.DIRECT}): Subject.LITIGATION_DIRECT,
    frozenset({Noun.DIRECT, Noun.LITIGATION}): Subject.LITIGATION_DIRECT,
    frozenset({Noun.AFTER}): Subject.LITIGATION_AFTER,
    frozenset({Noun.AFTER, Noun.LITIGATION}): Subject.LITIGATION_AFTER,
    frozenset({Noun.DIRECT, Noun.AFTER}): Subject.LITIGATION,
}
_TOPIC_DISPUTE = {
    Topic.RECONSIDERATION: Subject.RECONSIDERATION,
    Topic.LITIGATION: Subject.LITIGATION,
    Topic.DISPUTES: Subject.DISPUTES,
}
_DOCUMENT_OF = {
    (Noun.REGULATION, Verb.MAKE): Subject.REGULATION_MADE,
    (Noun.REGULATION, Verb.REPEAL): Subject.REGULATION_REPEALED,
    (Noun.REGULATION, Verb.VALID): Subject.REGULATION_VALID,
    (Noun.NORM, Verb.MAKE): Subject.NORM_MADE,
    (Noun.NORM, Verb.REPEAL): Subject.NORM_REPEALED,
    (Noun.NORM, Verb.VALID): Subject.NORM_VALID,
}
_CARRIES = (Subject.CARRIED_IN, Subject.CARRIED_OVER, Carry.EITHER)
_TOPIC_DOCUMENT = {Topic.NORM: Noun.NORM, Topic.REGULATION: Noun.REGULATION}
_TOPIC_OF: dict[Meaning, Topic] = {
    Noun.APPLICATION: Topic.APPLICATION,
    Noun.NATURAL: Topic.APPLICATION,
    Noun.ORGANISATION: Topic.APPLICATION,
    Noun.RECONSIDERATION: Topic.RECONSIDERATION,
    Noun.LITIGATION: Topic.LITIGATION,
    Noun.DIRECT: Topic.LITIGATION,
    Noun.AFTER: Topic.LITIGATION,
    Noun.NORM: Topic.NORM,
    Noun.REGULATION: Topic.REGULATION,
    Noun.FEE: Topic.FEE,
    Noun.NOTICE: Topic.NOTICE,
}
_DECISION_OF = {
    Noun.PERMIT: Subject.PERMIT,
    Noun.PENALTY: Subject.PENALTY,
    Noun.COERCION: Subject.COERCION,
}
_APPLICANT_OF = {
    Noun.NATURAL: Subject.NATURAL,
    Noun.ORGANISATION: Subject.ORGANISATION,
    Noun.BUSINESS: Subject.BUSINESS,
    Noun.RESEARCH: Subject.RESEARCH,
    Noun.WELFARE: Subject.WELFARE,
    Noun.LEGAL_SERVICE: Subject.LEGAL_SERVICE,
}
_ON_FILE = frozenset(["受理", "收办", "接办", "登记受理", "接收受理"])
_ITSELF = frozenset(["新收", "本年新收", "本年度新收", "共新收", "受理", "收办", "接办"])
"""Verbs that in a report on 信息公开 need no noun to mean applications; 收到 and 办理 take the paragraph's."""


def resolve(phrase: Phrase, topic: Topic) -> Answer:
    """The subject of a phrase, why it has none, or None where its words name nothing of the form."""
    heads = phrase.heads
    if any(head.sort is Sort.VAGUE for head in heads):
        return UnclearReason.NOT_IN_TABLE
    if topic is Topic.NONE and phrase.right and heads and heads[0].meaning is Verb.COMPLETE:
        topic = Topic.APPLICATION  # 41件全部办结: the figure stands before its verb, as for applications alone
    for reading in (_outcome, _dispute, _fee, _decision, _document, _class, _applicant, _application):
        answer = reading(heads, topic)
        if answer is not None:
            return answer
    return None


def _outcome(heads: Sequence[Token], topic: Topic) -> Answer:
    results = {head.meaning for head in heads if isinstance(head.meaning, Result)}
    if not results:
        return None
    named = nouns(heads) & _DISPUTES
    subject = _DISPUTE_OF.get(named) if named else _TOPIC_DISPUTE.get(topic)
    if subject is None or len(results) > 1:
        return UnclearReason.SEVERAL_SUBJECTS if len(results) > 1 else UnclearReason.NO_SUBJECT
    return Meant(subject, result=next(one for one in Result if one in results))


def _dispute(heads: Sequence[Token], topic: Topic) -> Answer:
    named = nouns(heads) & _DISPUTES
    done = verbs(heads)
    if not named:
        return _dispute_left_out(done, topic)
    subject = _DISPUTE_OF.get(named)
    if subject is None or any(head.sort is Sort.CLASS for head in heads):
        return UnclearReason.SEVERAL_SUBJECTS
    return Meant(subject, scope=_dispute_scope(heads, done))


def _dispute_left_out(done: frozenset[Verb], topic: Topic) -> Answer:
    """行政复议案件4件，其中办结3件: the verb speaks of the cases named before."""
    subject = _TOPIC_DISPUTE.get(topic)
    if subject is None or not done & {Verb.COMPLETE, Verb.FILE}:
        return None
    return Meant(subject, scope=Scope.FILED if Verb.FILE in done else Scope.CLOSED)


def _dispute_scope(heads: Sequence[Token], done: frozenset[Verb]) -> Scope | None:
    if Verb.FILE in done:
        return Scope.FILED
    if Verb.COMPLETE in done:
        return Scope.CLOSED
    if Verb.HANDLE in done or any(head.text in _ON_FILE for head in heads):
        return Scope.CASEWORK
    return None


def _fee(heads: Sequence[Token], topic: Topic) -> Answer:
    named, done = nouns(heads), verbs(heads)
    about = topic in (Topic.FEE, Topic.NOTICE) or Noun.FEE in named
    if Noun.NOTICE in named or (Verb.NOTIFY in done and about):
        return Meant(Subject.FEE_NOTICE)
    if Noun.FEE in named:
        return Meant(Subject.FEE)
    if Noun.MONEY in named and (about or topic is Topic.APPLICATION):
        return Meant(Subject.FEE)
    if Verb.CHARGE in done and not named - {Noun.APPLICATION} and about:
        return Meant(Subject.FEE)
    return None


def _decision(heads: Sequence[Token], topic: Topic) -> Answer:  # noqa: ARG001  one shape for all readings
    named = [noun for noun in _DECISION_OF if noun in nouns(heads)]
    if not named:
        return None
    return Meant(_DECISION_OF[named[0]]) if len(named) == 1 else UnclearReason.SEVERAL_SUBJECTS


def _document(heads: Sequence[Token], topic: Topic) -> Answer:
    named = nouns(heads) & {Noun.NORM, Noun.REGULATION}
    done = verbs(heads) & {Verb.MAKE, Verb.REPEAL, Verb.VALID}
    if not named and done and topic in _TOPIC_DOCUMENT:
        named = frozenset({_TOPIC_DOCUMENT[topic]})
    if not named:
        return UnclearReason.NO_SUBJECT if done else None
    if len(named) > 1 or len(done) > 1:
        return UnclearReason.SEVERAL_SUBJECTS
    if not done or verbs(heads) - done:
        return UnclearReason.NOT_IN_TABLE
    return Meant(_DOCUMENT_OF[next(iter(named)), next(iter(done))])


def _class(heads: Sequence[Token], topic: Topic) -> Answer:
    classes = {head.meaning for head in heads if head.sort is Sort.CLASS}
    if not classes:
        return None
    if classes == {Subject.GRANTED, Subject.PARTIAL}:
        return Meant(Subject.GRANTED_AND_PARTIAL)
    if len(classes) > 1 or nouns(heads) & _APPLICANT_OF.keys():
        return UnclearReason.SEVERAL_SUBJECTS
    meaning = next(iter(classes))
    if meaning in _CARRIES and topic in _TOPIC_DISPUTE and Noun.APPLICATION not in nouns(heads):
        return UnclearReason.NOT_IN_TABLE  # 行政复议4件，其中上年结转1件
    if isinstance(meaning, Subject):
        return Meant(meaning)
    return UnclearReason.WHICH_CARRY if meaning is Carry.EITHER else None


def _applicant(heads: Sequence[Token], topic: Topic) -> Answer:
    named = nouns(heads) & _APPLICANT_OF.keys()
    if not named:
        return None
    if named == {Noun.NATURAL, Noun.ORGANISATION}:  # 公民、法人和其他组织提出的申请: all of them
        rest = [head for head in heads if head.meaning not in named]
        return _application(rest, topic) if rest else UnclearReason.SEVERAL_SUBJECTS
    if len(named) > 1:
        return UnclearReason.SEVERAL_SUBJECTS
    if verbs(heads) - {Verb.NEW, Verb.RECEIVE, Verb.HANDLE}:
        return UnclearReason.NOT_IN_TABLE
    return Meant(_APPLICANT_OF[next(iter(named))])


def _application(heads: Sequence[Token], topic: Topic) -> Answer:
    """新收、受理、办理、办结 of applications, by the widest verb: 接收办理 receives, 办理答复 completes."""
    done, named = verbs(heads), nouns(heads)
    if not done and Noun.APPLICATION not in named:
        return None
    if done & {Verb.FILE, Verb.MAKE, Verb.REPEAL, Verb.VALID, Verb.CHARGE, Verb.NOTIFY, Verb.START}:
        return UnclearReason.NOT_IN_TABLE
    if Noun.APPLICATION not in named and not _speaks_of_applications(heads, topic):
        return UnclearReason.NO_SUBJECT
    if Verb.RECEIVE in done:
        return Meant(Subject.RECEIVED)
    for verb, subject in (
        (Verb.NEW, Subject.NEW),
        (Verb.COMPLETE, Subject.COMPLETED),
        (Verb.HANDLE, Subject.HANDLED),
    ):
        if verb in done:
            return Meant(subject)
    return Meant(Subject.RECEIVED)


def _speaks_of_applications(heads: Sequence[Token], topic: Topic) -> bool:
    if topic is Topic.APPLICATION:
        return True
    return topic is Topic.NONE and any(head.text in _ITSELF for head in heads)


def topic_of(token: Token, before: Topic) -> Topic | None:
    """The topic a word sets, None where it sets none: 结转 leaves it with 行政复议."""
    if token.sort is Sort.CLASS:
        return None if token.meaning in _CARRIES and before in _TOPIC_DISPUTE else Topic.APPLICATION
    return _TOPIC_OF.get(token.meaning) if token.sort is Sort.NOUN else None
