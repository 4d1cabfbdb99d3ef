"""Numbers as sentences write them: 1,234; 一百零五; 三千余; 约1.2万; 20.5%; 百分之三十. Each is an interval.

How a hedge widens the number it stands at (*step* is the place value of the last written digit, trailing
zeros of an integer not counted: 2700 -> 100, 1.2万 -> 1000, 13 -> 1):

==========================  =====================  ==========================
hedge                       interval               example
==========================  =====================  ==========================
none                        [n, n]                 13 -> 13..13
none, but written in 万/亿   [n - step/2, n + ...]  1.2万 -> 11,500..12,500
约、大约、左右、上下          [n - step/2, n + ...]  约2700 -> 2650..2750
近、将近、接近                [n - step, n]          近40 -> 30..40
余、多、几                   [n, n + step - 1]      2700余 -> 2700..2799
以上、超过、逾、至少、突破     [n, without end]       逾100 -> 100..
以下、不足、不到、以内         [0, n]                 不足10 -> 0..10
==========================  =====================  ==========================
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from validator.startup.expressions import expression
from validator.startup.records import dataclass

Exact = int | Decimal
"""An int where the number is whole, else an exact Decimal."""


class Hedge(StrEnum):
    """How sure the writer is of a number."""

    NONE = ""
    ABOUT = "约"
    NEARLY = "近"
    OVER = "余"
    MORE = "以上"
    LESS = "以下"


@dataclass(frozen=True, slots=True)
class Number:
    """One number with hedge, in coordinates of the text it was read from.

    `low` and `high` are inclusive, `high` is None for a number without upper end; `decimals` counts the
    written decimal places. `percent` is set for ``%`` and 百分之.
    """

    value: Exact
    low: Exact
    high: Exact | None
    decimals: int
    hedge: Hedge
    percent: bool
    start: int
    end: int


_DIGITS = {sign: at % 10 for at, sign in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {"两": 2}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
_LONGEST = 15  # more digits are an identity number, an account or noise

_BEFORE = {
    **dict.fromkeys(("大约", "约", "大概"), Hedge.ABOUT),
    **dict.fromkeys(("将近", "接近", "近"), Hedge.NEARLY),
    **dict.fromkeys(("不少于", "不低于", "超过", "突破", "至少", "超", "逾"), Hedge.MORE),
    **dict.fromkeys(("不足", "不到", "不超过", "少于"), Hedge.LESS),
}
_AFTER = {
    **dict.fromkeys(("余", "多", "几"), Hedge.OVER),
    "以上": Hedge.MORE,
    **dict.fromkeys(("以下", "以内"), Hedge.LESS),
    **dict.fromkeys(("左右", "上下"), Hedge.ABOUT),
}
_IS_BEFORE, _IS_AFTER = ("|".join(sorted(words, key=len, reverse=True)) for words in (_BEFORE, _AFTER))
CHINESE = "〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER_PATTERN = (
    rf"(?:{_IS_BEFORE})?"
    rf"(?:百分之[{CHINESE}]+(?:点[{CHINESE}]+)?"
    rf"|(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:万亿|[万亿]|[千百十](?=[余多几件起条份个宗次]))?"
    rf"|[{CHINESE}][{CHINESE}万亿]*)"
    rf"(?:{_IS_AFTER})?(?:万亿|[万亿])?%?"
)
"""A number on plain text (``PlainText.text``), with its hedges, scale and percent sign; no named groups."""
NUMBER_BEGINS = frozenset((*CHINESE, *(word[0] for word in _BEFORE)))
"""The signs beside digits that a number begins with."""

_PARTS = expression(
    rf"(?P<before>{_IS_BEFORE})?"
    rf"(?:(?P<hundredth>百分之)(?P<cents>[{CHINESE}点]+)|(?P<arabic>[\d,]+(?:\.\d+)?)|(?P<chinese>[{CHINESE}万亿]+))"
    rf"(?P<unit>[千百十])?(?P<inner>万亿|[万亿])?(?P<after>{_IS_AFTER})?(?P<outer>万亿|[万亿])?(?P<percent>%)?$"
)


def read_number(text: str, start: int, end: int) -> Number | None:
    """The number that is ``text[start:end]``, None where the words are no readable number."""
    digits = text[start:end]
    if digits.isdigit() and digits.isascii() and len(digits) <= _LONGEST:
        plain = int(digits)
        return Number(plain, plain, plain, 0, Hedge.NONE, percent=False, start=start, end=end)  # what most are
    parts = _PARTS.match(digits) if end - start <= 2 * _LONGEST else None
    if parts is None:
        return None
    read = _value(parts)
    if read is None:
        return None
    value, step, decimals = read
    hedge = _BEFORE.get(parts["before"] or "") or _AFTER.get(parts["after"] or "") or Hedge.NONE
    low, high = _interval(value, step, hedge, rounded=_rounded(parts))
    percent = bool(parts["percent"] or parts["hundredth"])
    return Number(_whole(value), low, high, decimals, hedge, percent, start, end)


def chinese_integer(word: str) -> int | None:
    """一百零五 -> 105, 二〇二三 -> 2023, 三万两千 -> 32000; None where the word is no numeral."""
    if not word or len(word) > _LONGEST:
        return None
    if all(sign in _DIGITS for sign in word):
        return int("".join(str(_DIGITS[sign]) for sign in word))
    return _by_places(word)


def _by_places(word: str) -> int | None:
    total = section = digit = widest = 0
    step = 1  # of a last digit without its place: 一万二 is 12000, 一百二 is 120, 一百零二 is 102
    for sign in word:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            step = step if digit else 1
        elif sign in _PLACES:
            section += (digit or 1) * _PLACES[sign]
            digit, step = 0, _PLACES[sign] // 10
        elif sign in _SCALES and (total or section or digit):
            scale = _SCALES[sign]
            total = (total + section + digit) * scale if scale >= widest else total + (section + digit) * scale
            section, digit, widest, step = 0, 0, max(scale, widest), scale // 10
        else:
            return None
    return total + section + digit * step


def _rounded(parts: re.Match[str]) -> bool:
    """1.2万 is rounded as written; a whole numeral in characters (三万) as well."""
    return bool(parts["inner"] or parts["outer"]) or (parts["chinese"] or "").endswith(("万", "亿"))


def _value(parts: re.Match[str]) -> tuple[Decimal, Decimal, int] | None:
    """Exact, step and written decimals of a number."""
    if parts["hundredth"]:
        return _with_point(parts["cents"])
    if parts["chinese"]:
        whole = chinese_integer(parts["chinese"])
        base = None if whole is None else (Decimal(whole), _step(str(whole)), 0)
    else:
        base = _arabic(parts["arabic"].replace(",", ""))
    if base is None:
        return None
    scale = _PLACES.get(parts["unit"] or "", 1) * _SCALES.get(parts["inner"] or "", 1)
    scale *= _SCALES.get(parts["outer"] or "", 1)
    return base[0] * scale, base[1] * scale, base[2]


def _arabic(digits: str) -> tuple[Decimal, Decimal, int] | None:
    if len(digits) > _LONGEST or not digits.isascii():
        return None
    whole, _, fraction = digits.partition(".")
    step = Decimal(1).scaleb(-len(fraction)) if fraction else _step(whole)
    return Decimal(digits), step, len(fraction)


def _with_point(word: str) -> tuple[Decimal, Decimal, int] | None:
    """二十点五 -> 20.5."""
    whole, _, fraction = word.partition("点")
    integer, tail = chinese_integer(whole), [_DIGITS.get(sign) for sign in fraction]
    if integer is None or None in tail:
        return None
    return _arabic(f"{integer}.{''.join(map(str, tail))}" if tail else str(integer))


def _step(whole: str) -> Decimal:
    """Place value of the last digit that is no trailing zero: 2700 -> 100."""
    stripped = whole.rstrip("0") or whole
    return Decimal(10) ** (len(whole) - len(stripped))


def _interval(value: Decimal, step: Decimal, hedge: Hedge, *, rounded: bool) -> tuple[Exact, Exact | None]:
    """The numbers that a written number admits, both ends inclusive, by the table at the top."""
    half = step / 2 if value else Decimal(0)  # 0万元 is nothing, not "less than 5000"
    ends: dict[Hedge, tuple[Decimal, Decimal | None]] = {
        Hedge.NONE: (value - half, value + half) if rounded else (value, value),
        Hedge.ABOUT: (value - half, value + half),
        Hedge.NEARLY: (value - step, value),
        Hedge.OVER: (value, value + step - 1 if step > 1 else value + step),
        Hedge.MORE: (value, None),
        Hedge.LESS: (Decimal(0), value),
    }
    low, high = ends[hedge]
    return _whole(low), None if high is None else _whole(high)


def _whole(value: Decimal) -> Exact:
    return int(value) if value == value.to_integral_value() else value
