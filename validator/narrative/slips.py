"""What slips into a text: another body's name for itself, the notice of 2019, private numbers (ST-10, 12 and 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from validator.language.mention import Mention
from validator.language.normal import normalise, plain_signs
from validator.startup.expressions import expression

_SELF = expression(
    r"[我本](?<!自.)(?:街道办事处|街道办|街道|开发区|管委会|省|市|县|区(?!域)|旗|州|盟|镇|乡|局(?![限面势部])|委(?!托)|办(?![理法事结公])|厅|院"
    r"|中心(?!工作|任务)|校|所(?![有在列涉属])|站(?!点)|馆|处(?!理|罚|置)|机关|单位(?!个)|部门|政府)"
)
# 国发〔2019〕60号 is another document; without any name before it, the number is taken for the form's.
_OLD_FORM = expression(r"(?:国办公开办函|(?<![发函字文令规通]))[〔\[(]2019[〕\])]第?60号")
_BETWEEN = r"[ \-]{0,3}"
_NO_DIGIT = expression(r"[^\dX]")
_IDENTITY = expression(rf"(?<![\dA-Za-z])[1-8](?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx](?![\dA-Za-z])")
_MOBILE = expression(
    r"(?<![\dA-Za-z.])(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}"
    r"(?![\dA-Za-z])(?!\.\d)(?!(?:万|亿)?元|[余多]?[件条个次人份])"
)
_PERHAPS = expression(rf"\d(?:{_BETWEEN}\d){{10}}")
"""Eleven digits, whatever stands between them: without these there is neither number."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, *range(81, 84)]
)


def self_names(text: str) -> tuple[Mention, ...]:
    """What the text calls its own body: 我局, 我镇, 本县. `what` is the kind alone: 局, 镇, 县 (ST-10)."""
    plain = normalise(text)
    return tuple(Mention(one[0][1:], *plain.cite(one.start(), one.end())) for one in _SELF.finditer(plain.text))


def old_form_citations(text: str) -> tuple[Mention, ...]:
    """Citations of 国办公开办函〔2019〕60号, the notice that the edition of 2021 replaced (ST-12)."""
    plain = normalise(text)
    if "2019" not in plain.text:
        return ()
    return tuple(Mention("〔2019〕60号", *plain.cite(one.start(), one.end())) for one in _OLD_FORM.finditer(plain.text))


def identity_numbers(text: str) -> tuple[Mention, ...]:
    """Numbers that are identity card numbers by province, birth date and check sign, GB 11643 (ST-13)."""
    found = (one for one in _numbers(_IDENTITY, text) if _is_identity(_NO_DIGIT.sub("", one[0].upper())))
    return tuple(Mention("身份证号", one.start(), one.end(), text[one.start() : one.end()]) for one in found)


def mobile_numbers(text: str) -> tuple[Mention, ...]:
    """Mobile telephone numbers, whole or grouped 3-4-4; never a piece of a longer number (ST-13)."""
    found = _numbers(_MOBILE, text)
    return tuple(Mention("手机号", one.start(), one.end(), text[one.start() : one.end()]) for one in found)


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(plain_signs(text)) if _has_digits(text) else iter(())


@lru_cache(maxsize=4)
def _has_digits(text: str) -> bool:
    return bool(_PERHAPS.search(plain_signs(text)))


def _is_identity(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return int(number[:2]) in _PROVINCES and born.year >= 1900 and _CHECK_SIGNS[total % 11] == number[17].upper()
