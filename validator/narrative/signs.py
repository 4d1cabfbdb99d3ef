"""What may begin with a sign: words of the lexicon, and what goes before or stands in place of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from validator.language.numbers import CHINESE, NUMBER_BEGINS, NUMBER_PATTERN
from validator.narrative.lexicon import lengths
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterable


def longest_first(words: Iterable[str]) -> str:
    """A pattern for any of the words."""
    return "|".join(sorted(words, key=len, reverse=True))


_QUOTED = r"《(?:[^《》\n]++|《[^《》\n]*+》)*+》|“[^“”\n]*+”|[〔\[(](?:19|20)\d\d[〕\])]第?\d{1,5}号"
_YEAR = r"(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2}"
_MONTHS = rf"(?:\d{{1,2}}月?[-至到])?(?:\d{{1,2}}|[{CHINESE}]{{1,3}})月份?(?:\d{{1,2}}[日号])?"
_ITEM = rf"(?m:^)\(?(?:\d{{1,2}}|[{CHINESE}]{{1,3}})[、.)]|\((?:\d{{1,2}}|[{CHINESE}]{{1,2}})\)|[{CHINESE}]是"
_SELF = "局 县 市 区 镇 乡 街道 办 委 厅 省 院 中心 机关 单位 部门 州 盟 旗 站 所 系统 行政机关 市各级"
MARKS = "。!?;,、:()\n"
_DIGITS = "0123456789"
BEFORE_WORDS = (
    ("《“〔(", "quoted", _QUOTED),
    ("相较比与和同", "baseline", rf"(?:相?较|相?比|与|和|同)(?P<base>{_YEAR})年度?(?:同期)?(?:相比)?"),
    (
        f"截{_DIGITS}{CHINESE}",
        "time",
        rf"(?:截[至止]到?)?(?:(?P<year>{_YEAR})年(?:度|[底末])?(?P<months>{_MONTHS})?|(?P<loose>{_MONTHS}))",
    ),
    (f"({_DIGITS}{CHINESE}", "item", _ITEM),
    ("中", "among", r"(?<=[件起宗例请])中(?=,)"),
    ("第", "ordinal", rf"第(?:\d{{1,3}}|[{CHINESE}]{{1,5}})(?!方)"),
    ("我本全", "self", rf"[我本全](?:{longest_first(_SELF.split())})"),
)
"""What goes before a word that begins with the same sign (我局, 与2024年相比): the signs it begins with, its name."""
_BEHIND_WORDS = ((MARKS, "mark", f"[{MARKS}]"), (f"{_DIGITS}{''.join(NUMBER_BEGINS)}", "figure", NUMBER_PATTERN))
"""What stands where no word does."""

Match = Callable[[str, int, int], re.Match[str] | None]


class Sign(NamedTuple):
    """What may begin with a sign, in the order it is tried: a pattern, a word, another pattern."""

    before: Match | None
    lengths: Mapping[str, tuple[int, ...]]  # of the words with this second sign, the longest first
    alone: tuple[int, ...]  # 1 where the sign alone is a word
    behind: Match | None


class Signs(dict[str, "Sign | None"]):
    """Signs and what may begin with them, None for most; digits of other scripts are digits."""

    def __missing__(self, sign: str) -> Sign | None:
        found = self[sign] = self["0"] if sign.isdecimal() else None
        return found


@cache
def signs() -> Signs:
    """Every sign that may begin a token, built at first use.

    Words are looked up: a pattern of all of them takes a third of the start of the program to compile, and tries at
    every sign of a text each word that might begin there.
    """
    before, behind, words = _by_sign(BEFORE_WORDS), _by_sign(_BEHIND_WORDS), lengths()
    return Signs(
        {
            sign: Sign(before.get(sign), words.get(sign, {}), words.get(sign, {}).get("", ()), behind.get(sign))
            for sign in {*words, *before, *behind}
        }
    )


def _by_sign(patterns: Iterable[tuple[str, str, str]]) -> dict[str, Match]:
    """For each sign one pattern of all that may begin with it."""
    choices: dict[str, list[str]] = {}
    for begin, name, pattern in patterns:
        for sign in begin:
            choices.setdefault(sign, []).append(f"(?P<{name}>{pattern})")
    compiled = {choice: expression(choice).match for choice in {"|".join(one) for one in choices.values()}}
    return {sign: compiled["|".join(one)] for sign, one in choices.items()}
