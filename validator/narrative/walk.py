"""The state of one reading: tokens walked left to right, what they said, and what the paragraph is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from validator.narrative.decisions import Topic
from validator.narrative.lexicon import Flag, Noun, Sort
from validator.narrative.phrases import setting
from validator.narrative.statement import Kind, Scope, Statement, Subject, Unclear, UnclearReason
from validator.narrative.subjects import topic_of

if TYPE_CHECKING:
    from validator.narrative.normal import Normal
    from validator.narrative.numbers import Number
    from validator.narrative.phrases import Phrase, Setting
    from validator.narrative.statement import Result
    from validator.narrative.tokens import Token

_BARE_APPLICATION = ("申请", "申请件", "申请事项", "申请案件")
_THIS_YEAR = frozenset(["今年", "本年", "本年度", "当年", "共", "合计", "总计", "共计"])
SENTENCE_ENDS = "。!?;\n"


@dataclass(slots=True)
class Region:
    """A breakdown being read: tokens up to index `end` list the parts of statement `total`.

    `bracket` tells that it stands in brackets, `listed` that it is a bare list there, which claims to be complete;
    `figures` are its figures.
    """

    total: int
    end: int
    listed: bool
    bracket: bool
    figures: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """One reading in progress.

    `muted` is the end of a bracket that takes apart a figure of nobody: what it leaves out is unknown.

    `sentence` is the index of the sentence's first token, `last` the statement of the latest figure (None: the
    latest figure is nobody's), `heard` the latest subject of the paragraph, `owner` the statement of each
    figure token, `done` the figures already dealt with, `told` the latest narrower setting and where it stood.
    """

    normal: Normal
    tokens: list[Token]
    statements: list[Statement] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    topic: Topic = Topic.NONE
    topic_is_near: bool = False
    time: Token | None = None
    sentence: int = 0
    last: int | None = None
    owner: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    region: Region | None = None
    heard: Subject | None = None
    muted: int = 0
    told: tuple[Setting, int] | None = None

    def notice(self, at: int) -> None:
        """Keep up with sentences, times and topics at token `at`."""
        token = self.tokens[at]
        if token.sort is Sort.MARK:
            if token.text in SENTENCE_ENDS:
                self._end_sentence(at, token)
        elif token.sort is Sort.TIME:
            if not (at and self.tokens[at - 1].sort is Sort.CLASS):  # 结转到2026年 names no time of the sentence
                known = self.time.year if self.time else None
                self.time = token._replace(year=token.year or known)
        elif token.sort in (Sort.OTHER, Sort.VAGUE):
            self.topic = Topic.OTHER if token.has_flag(Flag.HANDLED_ALIKE) else self.topic
        elif self._others(at):
            self.topic = Topic.OTHER
        elif (topic := topic_of(token, self.topic)) is not None:
            self.topic = self._both(topic, at)
            self.topic_is_near = True

    def _end_sentence(self, at: int, token: Token) -> None:
        self.sentence, self.last, self.time, self.told = at + 1, None, None, None
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
        return before.sort is Sort.VAGUE or (before.sort is Sort.PLAIN and before.text[-1] >= "一")

    def _both(self, topic: Topic, at: int) -> Topic:
        """行政复议、行政诉讼: said in one breath, they are the topic together."""
        before = self.tokens[at - 2].meaning if at >= 2 else None
        joined = at >= 1 and (self.tokens[at - 1].sort is Sort.JOIN or self.tokens[at - 1].has("、"))
        if joined and topic is Topic.LITIGATION and before is Noun.RECONSIDERATION:
            return Topic.DISPUTES
        return topic

    def setting(self, phrase: Phrase) -> Setting:
        """Whose figure the phrase is: its own words, else what the sentence said last, 我局 and 全年 aside."""
        own = setting(self.tokens, phrase, self.sentence, self.time)
        if own.scope is not Scope.WHOLE:
            self.told = (own, phrase.figure) if own.lasting and not self._in_bracket(phrase.figure) else None
            return own
        if self.told is None or self._begins_anew(self.told[1], phrase.figure):
            self.told = None
            return own
        return replace(self.told[0], year=own.year)

    def _in_bracket(self, at: int) -> bool:
        return self.region is not None and self.region.bracket and at < self.region.end

    def _begins_anew(self, first: int, last: int) -> bool:
        return any(
            token.sort in (Sort.SELF, Sort.TIME) or token.text in _THIS_YEAR for token in self.tokens[first:last]
        )

    def span(self, first: int, last: int) -> tuple[int, int, str]:
        """Original span and words of the tokens `first` to `last`."""
        start, end = self.normal.span(self.tokens[first].start, self.tokens[last].end)
        return start, end, self.normal.original[start:end]

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
    ) -> int:
        """Add a statement on tokens `place`; without a number it says none. Returns its index."""
        start, end, quote = self.span(*place)
        written = self.normal.quote(number.start, number.end) if number else ""
        self.statements.append(
            Statement(
                subject=subject,
                kind=kind,
                low=number.low if number else 0,
                high=number.high if number else 0,
                written=written,
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
            )
        )
        self.heard = subject
        return len(self.statements) - 1

    def leave(self, first: int, last: int, reason: UnclearReason) -> None:
        """Count a figure apart."""
        start, end, quote = self.span(first, last)
        self.unclear.append(Unclear(start, end, quote, reason))
