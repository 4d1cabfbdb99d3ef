"""Text that is a number in disguise: what it probably means, and why it is no number. Never silently used.

``２２``, ``1,234``, ``22件``, ``3 ``, ``22（其中修订16件）``, ``减4``, ``零``, ``1O``, ``251000元``: each is named
for what it is, and the value goes into a suggestion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from validator.model import NumberKind
from validator.narrative.normal import normalise
from validator.narrative.numbers import NUMBER_PATTERN, Hedge, read_number
from validator.words import Both

_YUAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
"""What one of a unit is in 万元, the unit of every amount of the form."""


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<sign>[-+]|减少|减|增加|增|负)?\s*"
        rf"(?P<number>{NUMBER_PATTERN})\s*"
        r"(?P<unit>亿元|万元|元|件次|件|个|项|宗|起|条|份|次)?\s*"
        r"(?P<note>[(（].*[)）])?\s*[。.;；]?\Z",
        re.DOTALL,
    )


@dataclass(frozen=True, slots=True)
class Disguise:
    """The value that a text probably means, in the unit of the form, and what keeps it from being a number."""

    value: int | float
    what: Both


def unmask(text: str, kind: NumberKind) -> Disguise | None:
    """What number the text of a cell means, None where it is not one number. `kind` settles units and decimals."""
    plain = _letters_as_digits(normalise(text).text.strip())
    found = _pattern().match(plain)
    if not found:
        return None
    number = read_number(plain, found.start("number"), found.end("number"))
    if number is None or number.percent or number.hedge is not Hedge.NONE:
        return None
    value = _in_unit(Decimal(number.value), _unit(found, kind), kind)
    if value is None or (kind is not NumberKind.AMOUNT and value != value.to_integral_value()):
        return None
    value = -value if (found["sign"] or "") in {"-", "减", "减少", "负"} else value
    if value < 0 and kind is not NumberKind.SIGNED:
        return None
    whole = int(value) if value == value.to_integral_value() else float(round(value, 6))
    return Disguise(whole, _what(text, found))


def _unit(found: re.Match[str], kind: NumberKind) -> str:
    """The unit as written. An amount of “25.1万” is in 元: nobody writes 万 twice for 万元 times 万."""
    stated: str = found["unit"] or ""
    in_yuan = kind is NumberKind.AMOUNT and not stated and _ends_in_scale(found)
    return "元" if in_yuan else stated


def _ends_in_scale(found: re.Match[str]) -> bool:
    return found["number"].endswith(("万", "亿"))


def _in_unit(value: Decimal, unit: str, kind: NumberKind) -> Decimal | None:
    """金额以万元计：251000元 is 25.1. A count in 元 is no count."""
    if unit in _YUAN:
        return value * _YUAN[unit] if kind is NumberKind.AMOUNT else None
    return value if kind is not NumberKind.AMOUNT or not unit else None


def _letters_as_digits(text: str) -> str:
    """1O -> 10, O -> 0: the letter O typed for a zero, alone or beside digits; l or I for a one beside digits."""
    if not re.fullmatch(r"[Oo]|[0-9OoIl,.]*[0-9][0-9OoIl,.]*", text):
        return text
    return text.translate(str.maketrans("OoIl", "0011"))


def _what(text: str, found: re.Match[str]) -> Both:
    """The first thing that makes the text no number, as a clerk would say it."""
    number, unit, sign = found["number"], found["unit"], found["sign"]
    if unit == "元" and _ends_in_scale(found):  # the number has taken the 万 of 万元
        unit = number[-1] + unit
    signs = (
        (bool(found["note"]), Both("数字后面带括号说明", "a number with a remark in brackets")),
        (bool(unit), Both(f"数字后面带单位“{unit}”", f"a number with the unit “{unit}”")),
        (sign not in {None, "-"}, Both(f"用“{sign}”表示增减", f"a change written as “{sign}”")),
        (bool(re.search(r"[OoIl]", text)), Both("字母当作数字", "a letter typed for a digit")),
        (not number.isascii(), Both("汉字数字", "a number in Chinese characters")),
        ("," in number, Both("带千位分隔符的文本数字", "a number with thousands separators as text")),
        (bool(re.search(r"[０-９]", text)), Both("全角数字", "full-width digits")),
        (text != text.strip() or "\u00a0" in text, Both("数字前后有空格，存成了文字", "a number with blanks, as text")),
    )
    return next((what for applies, what in signs if applies), Both("存成文字的数字", "a number stored as text"))
