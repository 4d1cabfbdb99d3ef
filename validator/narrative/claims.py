"""What a sentence claims without a number: 未发生行政诉讼, 没有收费, 均已办结, 均获维持."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import HEADS, Narrowing, Noun, Sort, Verb
from validator.narrative.phrases import Phrase, left_phrase, parted, verbs
from validator.narrative.stated import REQUESTS, RESULTS, Kind, Result, Subject, UnclearReason
from validator.narrative.subjects import Answer, Counted, Topic, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.passage import Passage
    from validator.narrative.tokens import Token

_SELDOM_DENIED = (RESULTS - {Subject.DENIED, Subject.NOT_PROCESSED}) | {
    *(Subject.HANDLED, Subject.COMPLETED, Subject.GRANTED_AND_PARTIAL)
}
_DISPUTES = (Topic.RECONSIDERATION, Topic.LITIGATION, Topic.DISPUTES)
_SUBJECT_OF = {Topic.RECONSIDERATION: Subject.RECONSIDERATION, Topic.LITIGATION: Subject.LITIGATION}
_NEAR = 12  # tokens between 均 and 办结
_DUE = (Subject.NEW, Subject.RECEIVED, Subject.HANDLED, Subject.CARRIED_IN, Subject.NATURAL, Subject.ORGANISATION)
_COMPLAINTS = frozenset(["举报", "投诉", "举报投诉", "投诉举报", "申诉", "信访", "诉求", "咨询", "仲裁"])
_FAULTS = frozenset(["纠错", "被纠错"])
_ITEM_FILL = frozenset(["案件", "案", "事项", "件", "相关", "有关", "情况", "问题"])
_LIST_ENDS = frozenset(["等", "的", "情形", "现象"])
_ASSERTED = frozenset(["已", "得到", "已经", "完成", "完毕", "均已"])


def read_none(passage: Passage, at: int) -> None:
    """未发生行政诉讼, or 行政复议、行政诉讼均未发生: a subject said to be none."""
    ahead = _ahead(passage, at)
    phrase = ahead if ahead is None or ahead.heads else _behind(passage, at, ahead)
    if phrase is None or _verb_alone(phrase):
        return
    answer = _notice_not_started(phrase, passage.topic) or resolve(phrase, passage.topic)
    if answer is UnclearReason.WHICH_CARRY and _nothing_left(passage, phrase):
        answer = Counted(Subject.CARRIED_OVER)
    if passage.tokens[at].text == "无人" and not _names_requests(phrase, passage.topic):
        return
    if answer is UnclearReason.SEVERAL_SUBJECTS:  # 未制发规章和行政规范性文件 denies both
        for group in parted(phrase):
            _deny(passage, at, phrase, resolve(phrase._replace(heads=group), passage.topic))
    else:
        _deny(passage, at, phrase, answer)


def _nothing_left(passage: Passage, phrase: Phrase) -> bool:
    """受理申请43件，全部办结，无结转: behind what was done, nothing goes on to next year."""
    before = passage.statements[-1] if passage.of_sentence() else None
    if before is None or any(token.meaning is Verb.COMPLETE for token in passage.around(phrase.last, 0, 9)[1:]):
        return False  # 收到40件，无结转，办结40件 may tell of last year
    return before.subject is Subject.COMPLETED or before.subject in REQUESTS


def _names_requests(phrase: Phrase, topic: Topic) -> bool:
    """无人提出申请 is of requests where the paragraph speaks of them, 无人申请公开政府信息 anywhere."""
    return topic is Topic.APPLICATION or any(len(head.text) > 2 for head in phrase.heads)


def _deny(passage: Passage, at: int, phrase: Phrase, answer: Answer) -> None:
    """State that the subject of a denial is none."""
    if not isinstance(answer, Counted) or answer.subject in _SELDOM_DENIED:
        return
    if any(head.text in _FAULTS for head in phrase.heads):
        return  # 无行政复议纠错案件: whoever denies faults may count other outcomes as none
    kind, unit = (Kind.AMOUNT, "元") if answer.subject is Subject.FEE else (Kind.COUNT, "件")
    first = min(phrase.first, at)
    place = passage.setting(phrase._replace(first=first))
    index = passage.state(
        answer.subject, kind, None, (first, phrase.last), place, unit=unit, scope=answer.scope, result=answer.result
    )
    passage.amend(index, written=passage.tokens[at].text)


def _ahead(passage: Passage, at: int) -> Phrase | None:
    """The subject behind 未 or 没有, up to the end of its clause; None where an unknown word or a number follows."""
    heads: list[Token] = []
    joints: set[int] = set()
    index, last = at + 1, at
    while index < len(passage.tokens) and not passage.tokens[index].has("。!?;,\n()"):
        token = passage.tokens[index]
        if _is_listed_with_ours(passage, index):
            pass  # 举报、投诉、行政复议: denied together
        elif token.sort in HEADS:
            heads.append(token)
            last = index
        elif not (_fits(token) or _is_of_all_channels(passage.tokens, index)):
            return None
        if token.joins:
            joints.add(len(heads) - 1)
        if token.sort is Sort.FIGURE:
            passage.skipped.add(index)
        index += 1
    return Phrase(at, tuple(heads), at, last, None, frozenset(joints))


def _is_listed_with_ours(passage: Passage, at: int) -> bool:
    """A complaint that is an item of the list by itself: 投诉、 and 及申诉案件, not 信访类申请."""
    tokens = passage.tokens
    if not _is_complaint(tokens[at]):
        return False
    behind, before = (_past_item(tokens, at, step) for step in (1, -1))
    if behind < len(tokens) and tokens[behind].joins:
        return True
    ends = behind >= len(tokens) or tokens[behind].sort is Sort.MARK or tokens[behind].text in _LIST_ENDS
    return ends and tokens[before].joins


def _past_item(tokens: Sequence[Token], at: int, step: int) -> int:
    at += step
    while 0 < at < len(tokens) and (tokens[at].text in _ITEM_FILL or _is_complaint(tokens[at])):
        at += step
    return at


def _is_complaint(token: Token) -> bool:
    return token.sort is Sort.OTHER and token.text in _COMPLAINTS


def _fits(token: Token) -> bool:
    """Words that may stand inside a denial; 一起 and 一件 as in 无一起行政复议."""
    if token.sort is Sort.FIGURE:
        return token.number is not None and token.number.value == 1 and token.text[0] == "一"
    return token.sort in (Sort.FILL, Sort.JOIN, Sort.TIME, Sort.SELF) or token.has("、")


def _is_of_all_channels(tokens: Sequence[Token], at: int) -> bool:
    """书面、网络等任何形式的申请: none by any way; 网络申请 are some of them."""
    end = min(len(tokens), at + _NEAR)
    while at < end and (tokens[at].meaning is Narrowing.NARROWER or tokens[at].joins):
        at += 1
    return at < end and tokens[at].text.startswith("等")


def _behind(passage: Passage, at: int, ahead: Phrase) -> Phrase | None:
    """行政诉讼：无, 行政复议均未发生: the denial ends the clause and the subject stands before it."""
    phrase = left_phrase(passage.tokens, at)
    named = [head for head in phrase.heads if head.sort is Sort.NOUN]
    nothing = passage.tokens[at].text.startswith("零")  # 收到申请零件, 收到申请为零
    if not named or (len(named) < len(phrase.heads) and not nothing and not passage.tokens[at - 1].has(":")):
        return None
    return phrase._replace(last=max(ahead.last, at))


def _notice_not_started(phrase: Phrase, topic: Topic) -> Counted | None:
    """从未启动收费 says that no notice was sent (X-05)."""
    about = topic in (Topic.FEE, Topic.NOTICE, Topic.APPLICATION)
    said = any(head.meaning in (Noun.FEE, Noun.NOTICE, Noun.MONEY, Verb.CHARGE) for head in phrase.heads)
    return Counted(Subject.FEE_NOTICE) if Verb.START in verbs(phrase.heads) and said and about else None


def _verb_alone(phrase: Phrase) -> bool:
    """未受理 and 未收到 without a noun deny something else."""
    return all(head.sort is Sort.VERB for head in phrase.heads) and Verb.CHARGE not in verbs(phrase.heads)


def read_all(passage: Passage, at: int) -> None:
    """均已办结 and 均获维持, said of what the sentence counted or of all applications."""
    if _repeats(passage, at):
        return
    index, asserted = at + 1, passage.tokens[at].text == "全部"
    while index < min(len(passage.tokens), at + _NEAR) and passage.tokens[index].sort in (Sort.FILL, Sort.ALL):
        asserted = asserted or passage.tokens[index].text in _ASSERTED
        index += 1
    if index >= len(passage.tokens):
        return
    token = passage.tokens[index]
    if token.meaning is Result.UPHELD:
        _all_upheld(passage, at, index)
    elif token.meaning is Verb.COMPLETE or (token.meaning is Verb.HANDLE and asserted):
        _all_done(passage, at, index)


def _repeats(passage: Passage, at: int) -> bool:
    """均已全部办结 says it once."""
    before = at - 1
    while before >= passage.sentence and passage.tokens[before].sort is Sort.FILL:
        before -= 1
    return before >= passage.sentence and passage.tokens[before].sort is Sort.ALL


def _all_done(passage: Passage, at: int, last: int) -> None:
    if not _ends(passage, last):
        return
    phrase = left_phrase(passage.tokens, at)
    about = any(head.meaning is Noun.APPLICATION for head in phrase.heads)
    latest = passage.latest
    of = passage.heard if latest is None else None if latest.kind is Kind.RATE else latest.subject
    if not (about or (passage.topic is Topic.APPLICATION and of in _DUE)) or of not in (*_DUE, None):
        return  # 答复39件，均按期答复 and 41件全部办结 say nothing of those still open
    _claim(passage, Subject.COMPLETED, Kind.ALL_DONE, (phrase.first if about else at, last))


def _ends(passage: Passage, last: int) -> bool:
    """Nothing but filling follows: 均已办理 yes, 均已办理延期手续 no."""
    index = last + 1
    going_on = (Sort.FILL, Sort.VERB, Sort.JOIN)
    while index < min(len(passage.tokens), last + _NEAR) and passage.tokens[index].sort in going_on:
        index += 1
    return index >= len(passage.tokens) or passage.tokens[index].sort is Sort.MARK


def _all_upheld(passage: Passage, at: int, last: int) -> None:
    if passage.topic not in _DISPUTES:
        return
    named = {passage.statements[index].subject for index in passage.of_sentence()} & {*_SUBJECT_OF.values()}
    subject = _SUBJECT_OF.get(passage.topic, Subject.DISPUTES) if len(named) < 2 else Subject.DISPUTES
    claim = _claim(passage, subject, Kind.ALL_UPHELD, (at, last))
    if len(named) > 1:
        passage.amend(claim, low=None, high=None, refers=None)


def _claim(passage: Passage, subject: Subject, kind: Kind, place: tuple[int, int]) -> int:
    """State what holds for all; it refers to the figure that the sentence gave, if it gave just one."""
    phrase = Phrase(place[0], (), place[0], place[1], None)
    refers = passage.last if kind is Kind.ALL_UPHELD else _only_due(passage)
    index = passage.state(subject, kind, None, place, passage.setting(phrase), refers=refers)
    if refers is None:
        passage.amend(index, low=None, high=None)
    else:
        of = passage.statements[refers]
        passage.amend(index, low=of.low, high=of.high, scope=of.scope, unit=of.unit)
    return index


def _only_due(passage: Passage) -> int | None:
    """The one count of the sentence that can be all done; None where 收到40件，上年结转3件 are two."""
    counted = [(index, passage.statements[index]) for index in passage.of_sentence()]
    due = [index for index, one in counted if one.subject in _DUE and one.kind is Kind.COUNT and one.refers is None]
    return due[0] if len(due) == 1 else None
