"""A plain text -> tokens: words of the lexicon, figures with their units, times, marks, and what is none of these."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from validator.language.dates import read_year
from validator.language.numbers import CHINESE, Number, read_number
from validator.narrative.lexicon import Flag, Meaning, Sort, UnitSort, lexicon
from validator.narrative.relevance import may_say, without_titles
from validator.narrative.signs import longest_first, signs
from validator.startup.expressions import expression
from validator.startup.records import replace


class Token(NamedTuple):
    """One word, figure or mark, in coordinates of the plain text.

    `number` and `unit` are set for a FIGURE (unit "%" for percentages, "" for a bare number), `year` for a TIME or
    BASE that names one; `whole_year` is False for a TIME that is a part of a year.
    """

    sort: Sort
    meaning: Meaning
    text: str
    start: int
    end: int
    number: Number | None = None
    unit: str = ""
    year: int | None = None
    whole_year: bool = True

    def has(self, marks: str) -> bool:
        """Whether this is one of the punctuation marks in `marks`."""
        return self.sort is Sort.MARK and self.text in marks

    @property
    def joins(self) -> bool:
        """Whether this is 和, 或 or 、."""
        return self.sort is Sort.JOIN or self.has("、")

    def has_flag(self, flag: Flag) -> bool:
        """Whether the lexicon says this of the word."""
        return self.text in lexicon().flagged[flag]

    @property
    def counting(self) -> UnitSort | None:
        """What the unit of a FIGURE can count; None for a bare number and a percentage."""
        return lexicon().units.get(self.unit)


_new = tuple.__new__
_LATE_HEDGE = expression("以上|以下|以内|左右|上下")
_WHOLE_YEAR = expression(r"1月?[-至到]12月|12月31[日号]$")
_UP_TO_ITS_END = expression(r"1月?[-至到]12月|12月(?:31[日号])?$")
# What makes a sentence worth reading: a word that sets the topic, or a figure or denial beside a word of the tables.
_TOPICS = expression(
    "申请|复议|诉讼|起诉|规范性文件|规章|处理费|收费|缴费|费用|建议|提案|议案|信访|工单|热线|留言|信件|来信|来电|咨询"
    "|投诉|举报|诉求|线索|督查|督办|办件|政务服务|行政许可|行政处罚|行政强制"
)
_CLAIMING = expression(rf"[\d未没无零均都皆]|全[部都数]|悉数|[{CHINESE}][件起宗例份]|持平|相同")
_COUNTED = expression(
    "受|办|答|回|收|接|处|结转|转下|予公开|以公开|部分公开|意公开|提供|自然人|公民|法人|商业企业|科研机构|公益组织|法律服务"
    "|维持|纠正|审结|结果|废止|有效|制[发定]|出台|印发|备案|同比|较|比|与|占|件|起|宗|例|案"
)
_SENTENCE_ENDS = "。!?;\n"
_SENTENCE_END = expression(f"[{_SENTENCE_ENDS}]")
_STRETCH_END = expression("[。\n]")


@cache
def _unit() -> re.Pattern[str]:
    return expression(longest_first(lexicon().units))


def tokenise(text: str, *, every: bool = False) -> list[Token]:
    """Every character of a plain text in exactly one token, in order.

    What can say nothing stays in one piece, UNREAD, unless `every` sentence is wanted. Of what may say something, a
    sentence without a figure of ours and without a topic is PLAIN.
    """
    text = text.replace("[", "(").replace("]", ")")  # 收到40件【2024年28件】
    bare = without_titles(text)
    tokens: list[Token] = []
    at = unread = 0
    while at < len(text):
        stop = _STRETCH_END.search(text, at)
        end = stop.end() if stop else len(text)
        if every or may_say(bare, at, end):
            _keep(text, unread, at, tokens, Sort.UNREAD)
            _cut_stretch(text, at, end, tokens)
            unread = end
        elif text[end - 1] == "\n":  # where a topic ends
            _keep(text, unread, end, tokens, Sort.UNREAD)
            unread = end
        at = end
    _keep(text, unread, at, tokens, Sort.UNREAD)
    return tokens


def _cut_stretch(text: str, at: int, end: int, tokens: list[Token]) -> None:
    while at < end:
        stop = _SENTENCE_END.search(text, at, end)
        sentence = stop.end() if stop else end
        if _tells(text, at, sentence):
            _cut(text, at, sentence, tokens)
        else:
            _keep(text, at, sentence, tokens, Sort.PLAIN)
        at = sentence


def _keep(text: str, start: int, end: int, tokens: list[Token], sort: Sort) -> None:
    """One token of all the words up to the mark at the end."""
    body = end - 1 if end > start and text[end - 1] in _SENTENCE_ENDS else end
    if start < body:
        tokens.append(_made(sort, None, text, start, body))
    if body < end:
        tokens.append(_made(Sort.MARK, None, text, body, end))


def _tells(text: str, start: int, end: int) -> bool:
    """Whether a sentence may say a figure or name a topic."""
    if _TOPICS.search(text, start, end):
        return True
    return bool(_CLAIMING.search(text, start, end) and _COUNTED.search(text, start, end))


def _cut(text: str, at: int, end: int, tokens: list[Token]) -> None:
    begin, known = signs(), lexicon().words
    plain = at
    while at < end:
        if (begins := begin[text[at]]) is None:
            at += 1
            continue
        before, lengths, alone, behind = begins
        token = None
        if before and (found := before(text, at, end)):
            token = _token(text, found)
        else:
            for length in lengths.get(text[at + 1 : at + 2], alone):
                word = text[at : at + length]
                if at + length <= end and word in known:
                    token = _new(Token, (*known[word], word, at, at + length, None, "", None, True))
                    break
            else:
                if behind and (found := behind(text, at, end)):
                    token = _token(text, found)
        if token is None:
            at += 1
            continue
        if at > plain:
            tokens.append(_plain(text, plain, at))
        tokens.append(token)
        plain = at = token.end
    if plain < end:
        tokens.append(_plain(text, plain, end))


def _made(sort: Sort, meaning: Meaning, text: str, start: int, end: int) -> Token:
    """A token without number or year: most are, and are made thrice as fast without the defaults."""
    return _new(Token, (sort, meaning, text[start:end], start, end, None, "", None, True))


def _plain(text: str, start: int, end: int) -> Token:
    return _made(Sort.PLAIN, None, text, start, end)


def _token(text: str, found: re.Match[str]) -> Token:
    words, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "mark":
            return _made(Sort.MARK, None, text, start, end)
        case "item":
            return Token(Sort.MARK, None, "\t", start, end)
        case "figure":
            return _figure(text, start, end)
        case "time":
            months = found["months"] or found["loose"]
            until = words[0] == "截" or text[start - 1 : start] in ("至", "到", "-")
            whole = months is None or bool((_UP_TO_ITS_END if until else _WHOLE_YEAR).match(months))
            return Token(Sort.TIME, None, words, start, end, year=read_year(found["year"]), whole_year=whole)
        case "baseline":
            return Token(Sort.BASE, None, words, start, end, year=read_year(found["base"]))
        case "quoted" if words[1:-1] in lexicon().words and words[0] == "“":  # “予以公开”3件
            sort, meaning = lexicon().words[words[1:-1]]
            return Token(sort, meaning, words[1:-1], start, end)
        case "among":  # 予以公开的12件中，自然人11件
            return Token(Sort.AMONG, None, words, start, end)
        case "self":
            return Token(Sort.SELF, None, words, start, end)
        case _:
            return _plain(text, start, end)


def _figure(text: str, start: int, end: int) -> Token:
    """A number with its unit and the hedge behind it: 30件以上. A numeral without unit is a mere word."""
    number = read_number(text, start, end)
    if number is None:
        return _plain(text, start, end)
    counted, stop = "%" if number.percent else "", end
    if not number.percent and (unit := _unit().match(text, end)):
        counted, stop = unit[0], unit.end()
        if hedge := _LATE_HEDGE.match(text, stop):
            hedged = read_number(text[start:end] + hedge[0], 0, end - start + 2)
            number, stop = replace(hedged, start=start, end=end) if hedged else number, hedge.end()
    elif not number.percent and not any(sign.isascii() for sign in text[start:end]):
        return _plain(text, start, end)
    return Token(Sort.FIGURE, None, text[start:stop], start, stop, number=number, unit=counted)
