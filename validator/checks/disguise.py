"""Text that is a number in disguise: what it probably means, and why it is no number. Never silently used.

``２２``, ``1,234``, ``22件``, ``3 ``, ``'22``, ``22（其中修订16件）``, ``减4``, ``零``, ``1O``, ``251000元``:
each is named for what it is, and the value goes into a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from validator.language.normal import normalise
from validator.language.numbers import NUMBER_PATTERN, Hedge, chinese_integer, read_number
from validator.model.bilingual import Bilingual
from validator.model.form import NumberKind
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_YUAN = {
    "元": Decimal("0.0001"),
    "圆": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万": Decimal(1),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10_000),
}
"""What one of a unit is in 万元, the unit of every amount of the form."""

_UNITS = "百万元|千万元|亿元|万元|千元|百元|元|圆|件次|人次|项次|件|个|项|宗|起|条|份|次|例|案|批|笔|篇|部"
_QUOTES = "'’‘`´\"“”＇"
_PLAINLY_YUAN = 10_000
"""¥251000 is in 元; whether ¥25.1 is in 元 or in the 万元 of the column nobody can tell."""

_NONE = frozenset(["没有", "没有发生", "暂无", "未发生", "暂未发生", "无此项", "无此类情况", "无此情况"])


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return expression(
        r"(?P<money>人民币|RMB|CNY|[¥￥])?:?(?P<sign>[-+]|减少|减|增加|增|负)?\s*"
        rf"(?P<number>{NUMBER_PATTERN})\s*"
        rf"(?:(?P<ten_thousand>[Ww])|(?P<unit>{_UNITS})|[(\[](?:单位[:为是]?)?(?P<noted>{_UNITS})[)\]])?"
        r"(?:(?P<jiao>.)角)?(?:零?(?P<fen>.)分)?[整正]?"
        r"(?P<behind>人民币|RMB|CNY)?\s*"
        r"(?P<note>\(.*\))?\s*[。.;,、]?\Z",
        re.DOTALL,
    )


@dataclass(frozen=True, slots=True)
class Disguise:
    """The value that a text probably means, in the unit of the form, and what keeps it from being a number."""

    value: int | float
    what: Bilingual


def unmask(text: str, kind: NumberKind) -> Disguise | None:
    """What number the text of a cell means, None where it is not one number. `kind` settles units and decimals."""
    plain = normalise(text).text.strip()
    if plain in _NONE:
        return Disguise(0, Bilingual("用文字表示没有", "words for none"))
    plain = _letters_as_digits(plain.strip(_QUOTES))
    found = _pattern().match(re.sub(r"\A\.(?=\d)", "0.", plain))
    if not found:
        return None
    number = read_number(found.string, found.start("number"), found.end("number"))
    if number is None or number.percent or number.hedge is not Hedge.NONE:
        return None
    value = _in_unit(Decimal(number.value), found, kind)
    if value is None or (kind is not NumberKind.AMOUNT and value != value.to_integral_value()):
        return None
    value = -value if (found["sign"] or "") in {"-", "减", "减少", "负"} else value
    if value < 0 and kind is not NumberKind.SIGNED:
        return None
    whole = int(value) if value == value.to_integral_value() else float(round(value, 6))
    return Disguise(whole, _what(text, found))


def _in_unit(value: Decimal, found: re.Match[str], kind: NumberKind) -> Decimal | None:
    """金额以万元计：251000元 is 25.1. A count in 元 is no count, an amount in 件 no amount."""
    unit = found["unit"] or found["noted"] or ""
    in_money = unit in _YUAN or any(found[group] for group in ("money", "behind", "ten_thousand", "jiao", "fen"))
    if kind is not NumberKind.AMOUNT:
        return None if in_money else value
    if unit and unit not in _YUAN:
        return None
    return _in_ten_thousands(value, unit, found)


def _in_ten_thousands(value: Decimal, unit: str, found: re.Match[str]) -> Decimal | None:
    """An amount in 万元 by its unit. “25.1万” is in 元: nobody writes 万 twice for 万元 times 万."""
    if found["ten_thousand"]:
        return value
    if not unit and _ends_in_scale(found):
        unit = "元"
    if unit:
        change = _change(found) if unit in ("元", "圆") else None if found["jiao"] or found["fen"] else Decimal(0)
        return None if change is None else (value * _YUAN[unit] + change * _YUAN["元"])
    if found["jiao"] or found["fen"] or "元" in (found["note"] or ""):
        return None
    if found["money"] or found["behind"]:
        return value * _YUAN["元"] if value == 0 or value >= _PLAINLY_YUAN else None
    return value


def _change(found: re.Match[str]) -> Decimal | None:
    """3角4分 in 元, None where one of them is no digit."""
    digits = [
        int(word) if word.isdecimal() else chinese_integer(word) for word in (found["jiao"] or "0", found["fen"] or "0")
    ]
    if any(digit is None or digit > 9 for digit in digits):
        return None
    return Decimal(digits[0] or 0) / 10 + Decimal(digits[1] or 0) / 100


def _ends_in_scale(found: re.Match[str]) -> bool:
    return found["number"].endswith(("万", "亿"))


def _letters_as_digits(text: str) -> str:
    """1O -> 10, O -> 0: the letter O typed for a zero, alone or beside digits; l or I for a one beside digits."""
    if not re.fullmatch(r"[Oo]|[0-9OoIl,.]*[0-9][0-9OoIl,.]*", text):
        return text
    return text.translate(str.maketrans("OoIl", "0011"))


def _what(text: str, found: re.Match[str]) -> Bilingual:
    """The first thing that makes the text no number, as a clerk would say it."""
    number, sign, money = found["number"], found["sign"], found["money"] or found["behind"]
    unit = _unit_as_written(found)
    signs = (
        (bool(found["note"]), Bilingual("数字后面带括号说明", "a number with a remark in brackets")),
        (bool(money), Bilingual(f"数字带“{money}”", f"a number with “{money}”")),
        (bool(unit), Bilingual(f"数字后面带单位“{unit}”", f"a number with the unit “{unit}”")),
        (sign not in {None, "-"}, Bilingual(f"用“{sign}”表示增减", f"a change written as “{sign}”")),
        (bool(re.search(r"[OoIl]", text)), Bilingual("字母当作数字", "a letter typed for a digit")),
        (not number.isascii(), Bilingual("汉字数字", "a number in Chinese characters")),
        ("," in number, Bilingual("带千位分隔符的文本数字", "a number with thousands separators as text")),
        (bool(re.search(r"[０-９]", text)), Bilingual("全角数字", "full-width digits")),
        (
            not set(text).isdisjoint(_QUOTES),
            Bilingual("数字带撇号或引号，存成了文字", "a number with an apostrophe or quotes, as text"),
        ),
        (
            text != text.strip() or "\u00a0" in text,
            Bilingual("数字前后有空格，存成了文字", "a number with blanks, as text"),
        ),
        (
            any(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text),
            Bilingual(
                "数字里有空格或看不见的字符，存成了文字", "a number with blanks or invisible characters, as text"
            ),
        ),
    )
    return next((what for applies, what in signs if applies), Bilingual("存成文字的数字", "a number stored as text"))


def _unit_as_written(found: re.Match[str]) -> str:
    unit = found["unit"] or found["noted"] or found["ten_thousand"] or ""
    if _ends_in_scale(found) and unit in ("", "元") and found["number"].rstrip("万亿").isascii():
        return found["number"].lstrip("0123456789,.") + unit  # the number has taken the 万 of 万元
    return found["number"][-1] + unit if unit == "元" and _ends_in_scale(found) else unit
