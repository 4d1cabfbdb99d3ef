"""A plain text -> tokens: words of the lexicon, figures with their units, times, marks, and what is none of these."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validator.language.dates import read_year
from validator.language.numbers import CHINESE, NUMBER_PATTERN, Number, read_number
from validator.narrative.lexicon import Flag, Meaning, Sort, UnitSort, lexicon
from validator.startup.expressions import expression
from validator.startup.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable


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


_LATE_HEDGE = expression("以上|以下|以内|左右|上下")
_QUOTED = r"《(?:[^《》\n]++|《[^《》\n]*+》)*+》|“[^“”\n]*+”|[〔\[(](?:19|20)\d\d[〕\])]第?\d{1,5}号"
_YEAR = r"(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2}"
_MONTHS = rf"(?:\d{{1,2}}月?[-至到])?(?:\d{{1,2}}|[{CHINESE}]{{1,3}})月份?(?:\d{{1,2}}[日号])?"
_ITEM = rf"(?m:^)\(?(?:\d{{1,2}}|[{CHINESE}]{{1,3}})[、.)]|\((?:\d{{1,2}}|[{CHINESE}]{{1,2}})\)|[{CHINESE}]是"
_SELF = "局 县 市 区 镇 乡 街道 办 委 厅 省 院 中心 机关 单位 部门 州 盟 旗 站 所 系统 行政机关 市各级"
_MARKS = "。!?;,、:()\n"
_WHOLE_YEAR = expression(r"1月?[-至到]12月|12月31[日号]$")
_UP_TO_ITS_END = expression(r"1月?[-至到]12月|12月(?:31[日号])?$")
# What makes a sentence worth reading: a word that sets the topic, or a figure or denial beside a word of the tables.
_TOPICS = expression(
    "申请|复议|诉讼|起诉|规范性文件|规章|处理费|收费|缴费|费用|建议|提案|议案|信访|工单|热线|留言|信件|来信|来电|咨询"
    "|投诉|举报|诉求|线索|督查|督办|办件|政务服务|行政许可|行政处罚|行政强制"
)
_CLAIMING = expression(rf"[\d未没无零均都皆]|全[部都数]|悉数|[{CHINESE}][件起宗例份]|持平|相同")
_COUNTED = expression(
    "[受办答回收接处]|结转|转下|予公开|以公开|部分公开|意公开|提供|自然人|公民|法人|商业企业|科研机构|公益组织|法律服务"
    "|维持|纠正|审结|结果|废止|有效|制[发定]|出台|印发|备案|同比|[较比与]|占|[件起宗例案]"
)
_BRACKETS = str.maketrans("[]", "()")  # 收到40件【2024年28件】
_SENTENCE_END = expression(r"[。!?;\n]")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(_longest_first(lexicon().units))


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern for whatever is a token or may begin a word, built at first use.

    Words are looked up (`_word`): a pattern of all of them takes a third of the start of the program to compile, and
    tries at every sign of a text each word that might begin there.
    """
    parts = (
        rf"(?P<quoted>{_QUOTED})",
        rf"(?P<baseline>(?:相?较|相?比|与|和|同)(?P<base>{_YEAR})年度?(?:同期)?(?:相比)?)",
        rf"(?P<time>(?:截[至止]到?)?(?:(?P<year>{_YEAR})年(?:度|[底末])?(?P<months>{_MONTHS})?|(?P<loose>{_MONTHS})))",
        rf"(?P<item>{_ITEM})",
        r"(?P<among>(?<=[件起宗例请])中(?=,))",
        rf"(?P<ordinal>第(?:\d{{1,3}}|[{CHINESE}]{{1,5}})(?!方))",
        rf"(?P<self>[我本全](?:{_longest_first(_SELF.split())}))",
        rf"(?P<word>[{re.escape(''.join(_lengths()))}])",
        *_BEHIND_WORDS,
    )
    return re.compile("|".join(parts))


_BEHIND_WORDS = rf"(?P<figure>{NUMBER_PATTERN})", rf"(?P<mark>[{_MARKS}])"
"""What stands where no word does: 三 may begin a word, or be a figure."""


@cache
def _behind_words() -> re.Pattern[str]:
    return re.compile("|".join(_BEHIND_WORDS))


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """By first sign, how long the words are that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for word in lexicon().words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _longest_first(endings: Iterable[str]) -> str:
    return "|".join(sorted(endings, key=len, reverse=True))


def tokenise(text: str) -> list[Token]:
    """Every character of a plain text in exactly one token, in order.

    A sentence that can neither say a figure of ours nor change the topic stays in one piece: most of a report is such.
    """
    text = text.translate(_BRACKETS)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        stop = _SENTENCE_END.search(text, at)
        end = stop.end() if stop else len(text)
        if _tells(text, at, end):
            _cut(text, at, end, tokens)
        else:
            body = end - 1 if stop else end
            if at < body:
                tokens.append(_plain(text, at, body))
            if stop:
                tokens.append(Token(Sort.MARK, None, stop[0], body, end))
        at = end
    return tokens


def _tells(text: str, start: int, end: int) -> bool:
    """Whether a sentence may say a figure or name a topic."""
    if _TOPICS.search(text, start, end):
        return True
    return bool(_CLAIMING.search(text, start, end) and _COUNTED.search(text, start, end))


def _cut(text: str, at: int, end: int, tokens: list[Token]) -> None:
    search = _pattern().search
    plain = at
    while found := search(text, at, end):
        start = found.start()
        token = _word(text, start, end) if found.lastgroup == "word" else _token(text, found)
        if token is None:
            at = start + 1
            continue
        if start > plain:
            tokens.append(_plain(text, plain, start))
        tokens.append(token)
        plain = at = token.end
    if plain < end:
        tokens.append(_plain(text, plain, end))


def _word(text: str, start: int, end: int) -> Token | None:
    """The longest word that begins there, else a figure or a mark; None where there is neither."""
    known = lexicon().words
    for length in _lengths()[text[start]]:
        stop = start + length
        if stop <= end and (meaning := known.get(text[start:stop])):
            return Token(*meaning, text[start:stop], start, stop)
    found = _behind_words().match(text, start, end)
    return _token(text, found) if found else None


def _plain(text: str, start: int, end: int) -> Token:
    return Token(Sort.PLAIN, None, text[start:end], start, end)


def _token(text: str, found: re.Match[str]) -> Token:
    words, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "mark":
            return Token(Sort.MARK, None, words, start, end)
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
