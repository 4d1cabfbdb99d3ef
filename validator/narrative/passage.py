"""A text while it is read: what it has said so far and what it speaks of."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from validator.narrative.lexicon import ANY_CARRY, Flag, Noun, Sort
from validator.narrative.phrases import setting
from validator.narrative.stated import REASONS, REQUESTS, FigureStatement, Kind, Scope, Subject, Unclear, UnclearReason
from validator.narrative.subjects import Topic, topic_of
from validator.narrative.tokens import tokenise
from validator.startup.records import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.language.normal import PlainText
    from validator.language.numbers import Number
    from validator.narrative.phrases import Phrase, Setting
    from validator.narrative.stated import Result
    from validator.narrative.tokens import Token

_BARE_APPLICATION = ("申请", "申请件", "申请事项", "申请案件")
_THIS_YEAR = frozenset(["今年", "本年", "本年度", "当年", "共", "合计", "总计", "共计"])
_WITHDRAWN = ("撤回", "撤销", "主动撤回", "补正", "延期答复", "延期办理", "未办结", "尚未办结", "正在办理", "在办")
RISES_FROM = ("由", "从", "自")
_LONG_SENTENCE = 10  # statements: nobody refers further back
SENTENCE_ENDS = "。!?;\n"


@dataclass(slots=True)
class Breakdown:
    """A breakdown being read: tokens up to index `end` list the parts of statement `total`; `figures` were read so far.

    `bracket` tells that it stands in brackets, `listed` that it is a bare list there, which claims to be complete.
    `besides` are the counts before the total in its sentence, which 其中 may mean as well; `depth` how many brackets
    were open where it began: what stands in more takes a part apart.
    """

    total: int
    end: int
    listed: bool
    bracket: bool
    besides: tuple[int, ...] = ()
    depth: int = 0
    figures: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Passage:
    """A text being read from left to right: its tokens, and what they have said up to the one at hand.

    A *statement* is known by its index in `statements`; a *figure* is the index of a token.
    """

    plain: PlainText
    tokens: list[Token]
    statements: list[FigureStatement] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    statement_of: dict[int, int] = field(default_factory=dict)  # the statement that a figure made
    skipped: set[int] = field(default_factory=set)  # figures that were dealt with together with an earlier one
    muted: int = 0  # up to here stands a bracket that takes apart a figure of nobody: what it leaves out is unknown
    sentence: int = 0  # the first token of the sentence
    last: int | None = None  # the statement of the sentence's latest figure, None where that figure is nobody's
    heard: Subject | None = None  # the latest subject of the paragraph, whatever stood between
    topic: Topic = Topic.NONE  # what the paragraph has last spoken of
    topic_is_near: bool = False  # the sentence itself, or the one before its semicolon, has named the topic
    breakdown: Breakdown | None = None
    _time: Token | None = None  # the latest time that the sentence has named
    _outside: tuple[Token | None] | None = None  # the time before the bracket that is open
    _told: tuple[Setting, int] | None = None  # the latest narrower setting, and the figure it stood at

    @property
    def latest(self) -> FigureStatement | None:
        """What the sentence's latest figure stated."""
        return None if self.last is None else self.statements[self.last]

    def made_by(self, figure: int) -> FigureStatement | None:
        """What the figure stated, None where it is nobody's."""
        index = self.statement_of.get(figure)
        return None if index is None else self.statements[index]

    @property
    def depth(self) -> int:
        """How many brackets are open, at most one."""
        return int(self._outside is not None)

    def is_part(self, figure: int) -> bool:
        """Whether the figure stands in the breakdown being read."""
        return self.breakdown is not None and figure < self.breakdown.end

    def of_sentence(self) -> list[int]:
        """The statements of the sentence; of a long one, the latest."""
        start = self.cite(self.sentence, self.sentence)[0]
        count = len(self.statements)
        return [at for at in range(max(0, count - _LONG_SENTENCE), count) if self.statements[at].start >= start]

    def cite(self, first: int, last: int) -> tuple[int, int, str]:
        """Where the tokens `first` to `last` stand in the original, and its words."""
        return self.plain.cite(self.tokens[first].start, self.tokens[last].end)

    def around(self, at: int, before: int, behind: int) -> Sequence[Token]:
        """So many tokens before token `at`, then it and those behind it, sentences cut that were left UNREAD."""
        near = self.tokens[max(0, at - before) : at + behind]
        if all(token.sort is not Sort.UNREAD for token in near):
            return near
        every = tokenise(self.plain.text, every=True)
        at = bisect_left(every, self.tokens[at].start, key=lambda token: token.start)
        return every[max(0, at - before) : at + behind]

    def state(
        self,
        subject: Subject,
        kind: Kind,
        number: Number | None,
        place: tuple[int, int],
        setting: Setting,
        *,
        unit: str = "",
        scope: Scope | None = None,
        result: Result | None = None,
        refers: int | None = None,
        also: tuple[Subject, ...] = (),
    ) -> int:
        """Add a statement on the tokens of `place`, the first and the last; without a number it says none."""
        start, end, quote = self.cite(*place)
        self.statements.append(
            FigureStatement(
                subject=subject,
                kind=kind,
                low=number.low if number else 0,
                high=number.high if number else 0,
                written=self.plain.cite(number.start, number.end)[2] if number else "",
                unit=unit,
                start=start,
                end=end,
                quote=quote,
                decimals=number.decimals if number else 0,
                scope=setting.scope if setting.scope is not Scope.WHOLE or scope is None else scope,
                result=result,
                agent=setting.agent,
                year=setting.year,
                refers=refers,
                also=also,
            )
        )
        self.heard = subject
        if self.topic is Topic.NONE and subject in REQUESTS | REASONS:
            self.topic = Topic.APPLICATION  # 本年新收40件，办结41件
        return len(self.statements) - 1

    def amend(self, statement: int, **changes: Any) -> None:
        """Say more of a statement than was known when it was made."""
        self.statements[statement] = replace(self.statements[statement], **changes)

    def leave(self, first: int, last: int, reason: UnclearReason) -> None:
        """Count the figure of the tokens `first` to `last` apart."""
        self.unclear.append(Unclear(*self.cite(first, last), reason))

    def notice(self, at: int) -> None:
        """Keep up with sentences, times and topics at token `at`."""
        token = self.tokens[at]
        if token.sort is Sort.MARK:
            self._mark(at, token)
        elif token.sort is Sort.TIME:
            if not self._names_no_time(at):
                known = self._time.year if self._time else None
                self._time = token._replace(year=token.year or known)
        elif (token.sort in (Sort.OTHER, Sort.VAGUE) and token.has_flag(Flag.HANDLED_ALIKE)) or self._others(at):
            self.topic = Topic.OTHER
        elif (topic := topic_of(token, self.topic)) is not None:
            self.topic = self._both(topic, at)
            self.topic_is_near = True

    def setting(self, phrase: Phrase) -> Setting:
        """Whose figure the phrase is: its own words, else what the sentence said last, 我局 and 全年 aside."""
        own = setting(self.tokens, phrase, self.sentence, self._time)
        if own.scope is not Scope.WHOLE:
            in_bracket = self.breakdown is not None and self.breakdown.bracket and self.is_part(phrase.figure)
            self._told = (own, phrase.figure) if own.lasting and not in_bracket else None
            return own
        if self._told is None or self._begins_anew(self._told[1], phrase.figure):
            self._told = None
            return own
        return self._told[0]._replace(year=own.year)

    def _mark(self, at: int, token: Token) -> None:
        """A sentence ends; a time named in brackets rules inside them alone (2024年…)."""
        if token.text in SENTENCE_ENDS:
            self._end_sentence(at, token)
        elif token.text == "(":
            self._outside = (self._time,)
        elif token.text == ")" and self._outside is not None:
            (self._time,) = self._outside
            self._outside = None

    def _names_no_time(self, at: int) -> bool:
        """2024年结转 and 结转到2026年 name no time of the sentence, nor does 由2024年的28件增至40件."""
        led = at > 0 and self.tokens[at - 1].text in RISES_FROM
        if led and any(token.sort is Sort.REACH for token in self.around(at, 0, 5)):
            return True
        beside = self.tokens[max(0, at - 1) : at] + self.tokens[at + 1 : at + 2]
        return any(token.sort is Sort.CLASS and token.meaning in ANY_CARRY for token in beside)

    def _end_sentence(self, at: int, token: Token) -> None:
        self.sentence, self.last, self._time, self._told = at + 1, None, None, None
        self._outside = None
        self.topic_is_near = self.topic_is_near and token.text == ";"
        if token.text == "\n":
            self.topic, self.heard = Topic.NONE, None

    def _others(self, at: int) -> bool:
        """低保申请: a bare 申请 behind an unknown word is one for something else; so is what a 清理 goes through."""
        token, before = self.tokens[at], self.tokens[at - 1] if at else None
        if before is not None and before.text == "清理" and token.sort is Sort.NOUN:
            return True
        if before is None or token.text not in _BARE_APPLICATION:
            return False
        if before.text in _WITHDRAWN and self.topic is not Topic.OTHER:
            return False
        return before.sort is Sort.VAGUE or (before.sort is Sort.PLAIN and before.text[-1] >= "一")

    def _both(self, topic: Topic, at: int) -> Topic:
        """行政复议、行政诉讼: said in one breath, they are the topic together."""
        joined = at >= 2 and self.tokens[at - 1].joins and self.tokens[at - 2].meaning is Noun.RECONSIDERATION
        return Topic.DISPUTES if joined and topic is Topic.LITIGATION else topic

    def _begins_anew(self, first: int, last: int) -> bool:
        return any(
            token.sort in (Sort.SELF, Sort.TIME) or token.text in _THIS_YEAR for token in self.tokens[first:last]
        )
