"""Whether what a cell shows is what it stores, and if not, what a person sees there.

A format is judged by what it shows for the very value, so that no format needs to be known by name: 705 under ``0"0"``
shows 7050, under ``#,##0.00`` 705.00, which is the same number.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.files.harmless import cut
from validator.model.cells import Cell, CellKind
from validator.model.shown import shown
from validator.readers.looks import LEAST_CONTRAST, CellLook, contrast
from validator.readers.number_format import Picture, exact, number_shown, section_of, sections, text_section, text_shown
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from fractions import Fraction

LEAST_POINTS = 3.0
"""A smaller text is a line of dots."""
LONGEST = 40
"""So much of a text is named."""
NEAR = Decimal("5e-7")
"""Half of the last decimal that an amount has: 0.000001 万元 is one 分."""
CURRENCY_WORDS = expression(r"RMB|CNY|人民币", re.IGNORECASE)
NUMBER = expression(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?")
FRACTION = expression(r"(-?)(?:([0-9]+) )?([0-9]+)/([0-9]+)")
ZERO_MARKS = frozenset({"-", "–", "—", "−"})
SCALES = frozenset("元角分厘毛半双对打倍成折两")
"""Words that make another number of the one before them; 千, 万 and 亿 are numerals."""


def seen_otherwise(cell: Cell, look: CellLook, unit: str = "") -> str | None:
    """What the cell shows where that is not what it stores, ``""`` for nothing; None where it is the same.

    `unit` is what the figure is counted in (``件``, ``万元``), which may stand beside it.
    """
    value = cell.value
    if isinstance(value, bool) or cell.kind not in {CellKind.NUMBER, CellKind.TEXT, CellKind.DATE} or not shown(value):
        return None
    if look.repeats:
        return f"{cut(shown(value), LONGEST)}{cut(shown(value), LONGEST)}……"
    if isinstance(value, int | float):
        same, picture = _number(value, look.code, unit)
    elif isinstance(value, date):
        same, picture = _day(value, look.code)
    else:
        same, picture = _text(str(value), look.code)
    if not same:
        return " ".join(picture.text.split())
    return "" if is_unseen(look, picture.colour) else None


def is_unseen(look: CellLook, colour: str | None = None) -> bool:
    """Whether a text of that look cannot be seen for its colour or its size; `colour` is what its format gives it."""
    if look.points < LEAST_POINTS:
        return True
    return look.ground is not None and contrast(colour or look.ink, look.ground) < LEAST_CONTRAST


@lru_cache(maxsize=1024)
def is_harmless(look: CellLook) -> bool:
    """Whether any whole number, date or text of that look is seen as it is stored: there is no need to look closer."""
    return (
        _is_plain(look.code)
        and not look.repeats
        and not is_unseen(look)
        and all(one.colour in {None, "000000", "FF0000"} for one in sections(look.code))
    )


def _is_plain(code: str) -> bool:
    """A format of one section that shows all of a whole number, or a date, and adds nothing to it."""
    found = sections(code)
    if len(found) != 1 or found[0].condition or found[0].other_calendar:
        return False
    section = found[0]
    kinds = [one.kind for one in section.tokens]
    if "date" in kinds:
        return not set(kinds) & {"digit", "repeated", "text"} and not _has_numeral(section.literal)
    if section.literal or set(kinds) - {"general", "digit", "point", "text", "padded"}:
        return False
    if kinds in (["general"], ["text"]):
        return True
    return bool(section.tokens) and section.tokens[0].text == "0" and "general" not in kinds and "text" not in kinds


def _text(text: str, code: str) -> tuple[bool, Picture]:
    """All of a text has to be shown; signs may stand around it, words and numbers not."""
    section = text_section(code)
    if section is None:
        return True, Picture(text, None)
    added = any(unicodedata.category(sign)[0] in "LN" for sign in section.literal)
    once = sum(one.kind == "text" for one in section.tokens) == 1
    return once and not added, Picture(cut(text_shown(code, cut(text, LONGEST)).text, LONGEST), section.colour)


def _day(day: date, code: str) -> tuple[bool, Picture]:
    """Days are not laid out: it is enough to know whether the format shows them, and what else."""
    section = sections(code)[0]
    literal, odd = section.literal, _has_numeral(section.literal) or section.other_calendar
    if not section.has("date"):
        return False, Picture(literal, section.colour)
    return not odd, Picture(f"{shown(day)}（{code}）" if odd else shown(day), section.colour)


def _number(value: float, code: str, unit: str) -> tuple[bool, Picture]:
    picture, section = number_shown(code, value), section_of(code, value)
    if section is None or ([one.kind for one in section.tokens] == ["general"] and not _loses_sign(value, code)):
        return True, picture
    return _same_number(picture, value, unit), picture


def _has_numeral(text: str) -> bool:
    return any(sign.isdigit() or unicodedata.numeric(sign, None) is not None for sign in text)


def _loses_sign(value: float, code: str) -> bool:
    """General in a section for negative numbers shows no sign."""
    return value < 0 and len(sections(code)) > 1


def _same_number(picture: Picture, value: float, unit: str) -> bool:
    from fractions import Fraction  # only of what is not shown plainly

    text = unicodedata.normalize("NFKC", picture.text).strip()
    text = CURRENCY_WORDS.sub("", text.replace(unit, "") if unit else text)
    bare = "".join(sign for sign in text if not _may_stand_beside(sign)).strip()
    if bare in ZERO_MARKS:  # an accounting format
        return value == 0
    number = _parsed(bare)
    if number is None:
        return False
    if value < 0 < number and picture.colour == "FF0000":  # 红字: negative numbers in red, without a sign
        number = -number
    return abs(number - Fraction(exact(value))) < Fraction(NEAR) if number or not value else False


def _may_stand_beside(sign: str) -> bool:
    """Signs of currency, cheque signs, and words that say what is counted."""
    if sign in SCALES or unicodedata.numeric(sign, None) is not None:
        return False
    return unicodedata.category(sign) in {"Sc", "Lo"} or sign in "*+"


def _parsed(text: str) -> Fraction | None:
    from fractions import Fraction

    negative = text.startswith("(") and text.endswith(")")
    plain = " ".join(text.strip("()").split()) if negative else " ".join(text.split())
    if plain[:2] == "- ":
        plain = f"-{plain[2:]}"
    if found := FRACTION.fullmatch(plain):
        size = Fraction(int(found[2] or 0)) + Fraction(int(found[3]), int(found[4]) or 1)
        return -size if negative or found[1] else size
    if not plain or NUMBER.fullmatch(plain) is None:
        return None
    try:
        number = Fraction(Decimal(plain.replace(",", "")))
    except InvalidOperation:
        return None
    return -number if negative else number
