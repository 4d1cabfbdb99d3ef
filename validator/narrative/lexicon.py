"""The words of the grammar: each belongs to one sort and means one thing. Read from ``words.toml`` at first use."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from validator.files.entry import BadEntry, load_entry
from validator.files.shipped import FOLDER
from validator.narrative.rows import one_of, rows_of
from validator.narrative.stated import CARRIES, REASONS, RESULTS, Result, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validator.files.entry import Entry

T = TypeVar("T")


class Sort(StrEnum):
    """What a token does in a sentence."""

    VERB = "verb"
    NOUN = "noun"
    CLASS = "class"  # one of the results of 表三, or a carry: verb and subject in one
    RESULT = "result"  # outcome of 复议诉讼
    VAGUE = "vague"  # near the form's subjects, but no cell of it
    OTHER = "other"  # somebody else's figures
    FILL = "fill"  # may stand between subject and number
    JOIN = "join"  # 和、及、与
    NOT = "not"
    ALL = "all"
    AMONG = "among"  # 其中
    HOLDS = "holds"  # 含、包括
    EACH = "each"  # 分别
    BASE = "base"  # 同比、较上年
    MOVE = "move"  # 增长、下降
    LEVEL = "level"  # 持平
    REACH = "reach"  # 由28件增至40件
    SHARE = "share"
    RATE = "rate"
    SCOPE = "scope"
    SELF = "self"  # 我局、全县
    TIME = "time"
    FIGURE = "figure"  # a number, with unit or without
    MARK = "mark"  # punctuation
    PLAIN = "plain"  # anything else
    UNREAD = "unread"  # sentences that can say nothing


HEADS = (Sort.VERB, Sort.NOUN, Sort.CLASS, Sort.RESULT, Sort.VAGUE)
"""Sorts that can be the subject of a figure."""


class Verb(StrEnum):
    """What a verb says is done."""

    NEW = "新收"
    ADD = "新增"
    RECEIVE = "收到"
    HANDLE = "办理"
    COMPLETE = "办结"
    MAKE = "制发"
    REPEAL = "废止"
    VALID = "有效"
    FILE = "备案"
    CHARGE = "收取"
    NOTIFY = "发出"
    START = "启动"


class Noun(StrEnum):
    """What a noun names."""

    APPLICATION = "申请"
    NATURAL = "自然人"
    ORGANISATION = "法人或其他组织"
    BUSINESS = "商业企业"
    ENTERPRISE = "企业"
    RESEARCH = "科研机构"
    WELFARE = "社会公益组织"
    LEGAL_SERVICE = "法律服务机构"
    REGULATION = "规章"
    NORM = "行政规范性文件"
    PERMIT = "行政许可处理决定"
    PENALTY = "行政处罚处理决定"
    COERCION = "行政强制处理决定"
    RECONSIDERATION = "行政复议"
    LITIGATION = "行政诉讼"
    DIRECT = "未经复议直接起诉"
    AFTER = "复议后起诉"
    FEE = "信息处理费"
    MONEY = "费用"
    NOTICE = "收费通知"


class Carry(StrEnum):
    """结转 without saying whether from last year or to next."""

    EITHER = "结转"


class Narrowing(StrEnum):
    """What narrows a figure to a part of what the table counts."""

    OWN = "本级"
    NARROWER = "部分"
    LAST_YEAR = "上年"


class Move(StrEnum):
    """Which way a figure went since an earlier year."""

    UP = "增长"
    DOWN = "下降"


class UnitSort(StrEnum):
    """What a unit can count."""

    CASES = "件"  # the form's subjects, beyond doubt
    LOOSE = "条"  # requests and documents, where the noun stands right beside the figure
    MONEY = "元"
    NOTHING = "其他"


class Flag(StrEnum):
    """What is true of some words of a meaning alone; the key that says so in ``words.toml``."""

    NEEDS_NO_NOUN = "needs_no_noun"  # in a report on 信息公开 it is of 申请 alone; 收到 and 办理 take the topic's noun,
    # and 国家秘密 may be of anything
    MAY_BE_CASEWORK = "may_be_casework"  # 受理行政复议: perhaps the body's own trade
    HANDLED_ALIKE = "handled_like_applications"  # received and answered as 申请 are: a bare 受理 behind it may mean it
    LASTING = "lasting"  # holds for the figures behind the first as well


Meaning = Verb | Noun | Subject | Result | Carry | Narrowing | Move | None
"""None for sorts whose words all say the same, and for what is no word of the lexicon."""

ANY_CARRY: frozenset[Subject | Carry] = CARRIES | {Carry.EITHER}
CLASSES: frozenset[Subject | Carry] = RESULTS | REASONS | {Subject.GRANTED_AND_PARTIAL} | ANY_CARRY


def _class(name: str) -> Subject | Carry:
    if name not in CLASSES:
        raise ValueError(name)
    return Carry.EITHER if name == Carry.EITHER else Subject(name)


_MEANINGS: Mapping[Sort, Callable[[str], Meaning]] = {
    Sort.VERB: Verb,
    Sort.NOUN: Noun,
    Sort.CLASS: _class,
    Sort.RESULT: Result,
    Sort.SCOPE: Narrowing,
    Sort.MOVE: Move,
}
_FLAGS: Mapping[Sort, tuple[Flag, ...]] = {
    Sort.VERB: (Flag.NEEDS_NO_NOUN, Flag.MAY_BE_CASEWORK),
    Sort.CLASS: (Flag.NEEDS_NO_NOUN,),
    Sort.VAGUE: (Flag.HANDLED_ALIKE,),
    Sort.OTHER: (Flag.HANDLED_ALIKE,),
    Sort.SCOPE: (Flag.LASTING,),
}
_LISTED = tuple(sort for sort in Sort if sort not in (Sort.SELF, Sort.FIGURE, Sort.MARK, Sort.UNREAD))
"""The sorts that the file lists; the others are patterns of the tokeniser."""


class Lexicon(NamedTuple):
    """Every word with its sort and meaning, the words that have a flag, and every unit with what it counts."""

    words: Mapping[str, tuple[Sort, Meaning]]
    flagged: Mapping[Flag, frozenset[str]]
    units: Mapping[str, UnitSort]


@cache
def lexicon() -> Lexicon:
    """What ``words.toml`` holds. Raises BadEntry."""
    return read_lexicon(load_entry(FOLDER / "narrative" / "words.toml"))


@cache
def lengths() -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """How long the words are that begin with a sign, by the sign behind it (any: ""), the longest first."""
    found: dict[str, dict[str, set[int]]] = {}
    for word in lexicon().words:
        found.setdefault(word[0], {"": set()}).setdefault(word[1:2], set()).add(len(word))
    return {
        first: {second: tuple(sorted(those | behind[""], reverse=True)) for second, those in behind.items()}
        for first, behind in found.items()
    }


def word_at(text: str, at: int) -> str:
    """The longest word that begins there, "" where none does."""
    behind = lengths().get(text[at : at + 1])
    if behind is None:
        return ""
    pieces = (text[at : at + length] for length in behind.get(text[at + 1 : at + 2], behind[""]))
    return next((piece for piece in pieces if piece in lexicon().words), "")


def read_lexicon(entry: Entry) -> Lexicon:
    """The lexicon of one file. Raises BadEntry where a word stands twice, or means what nothing here means."""
    words: dict[str, tuple[Sort, Meaning]] = {}
    flagged: dict[Flag, set[str]] = {flag: set() for flag in Flag}
    for sort in _LISTED:
        for row in rows_of(entry, sort.value, "words"):
            meaning = one_of(row, "means", _MEANINGS[sort]) if sort in _MEANINGS else None
            listed = _listed(row)
            _add(row, words, listed, (sort, meaning))
            for flag in _FLAGS.get(sort, ()):
                if row.option(flag.value, bool, default=False):
                    flagged[flag].update(listed)
    units: dict[str, UnitSort] = {}
    for row in rows_of(entry, "unit", "words"):
        _add(row, units, _listed(row), one_of(row, "means", UnitSort))
    entry.done()
    return Lexicon(words, {flag: frozenset(found) for flag, found in flagged.items()}, units)


def _listed(row: Entry) -> list[str]:
    """The words of a row, alternatives spelt out: 结转(至|到)下年 is two."""
    listed = [word for one in row.take("words", str).split() for word in _alternatives(one)]
    if not all(listed):
        raise BadEntry(f"{row.where}: key 'words': an alternative of nothing is no word")
    return listed


def _add(row: Entry, known: dict[str, T], listed: list[str], meaning: T) -> None:
    """Let the words of a row mean this. None may stand twice."""
    for word in listed:
        if word in known:
            raise BadEntry(f"{row.where}: key 'words': '{word}' is given twice")
        known[word] = meaning


def _alternatives(written: str) -> list[str]:
    if "(" not in written:
        return [written]
    pieces = re.split(r"\(([^()]*)\)", written)
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return ["".join(chosen) for chosen in product(*choices)]
