"""Personal numbers as people write them, so that nothing but the report itself repeats them: identity cards, mobiles.

What is found here is hidden, not reported: whoever hides one number too many does no harm, so a number of an identity
card need not have the right check sign, may have the 15 digits of before 1999, and blanks or dashes between its digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.language.normal import plain_signs
from validator.startup.expressions import expression

_BETWEEN = r"[\s.\-·•・/]{0,3}"
_PERHAPS = expression(r"\d(?:[\W\u115f\u1160\u3164\uffa0]{0,3}\d){10}")
"""Eleven digits, whatever stands between them: without these there is nothing to look for."""
_FEWEST = 11
_OF_18 = rf"[1-8](?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx](?!\d)"
_OF_15 = rf"[1-8]\d{{5}}{_BETWEEN}\d{{6}}{_BETWEEN}\d{{3}}(?!\d)"
_OF_11 = (
    rf"1[3-9]\d(?:{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}|{_BETWEEN}\d{{3}}{_BETWEEN}\d{{5}}|\d{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}})"
    r"(?!\d)"
)
_COUNTED = r"(?!\s*(?:(?:万|亿)?元|[余多]?[件条个次人份]))"
"""A figure of the report, however long."""
_NUMBER = expression(
    rf"(?<!\d)(?:(?P<of_18>{_OF_18})|(?P<of_15>{_OF_15}{_COUNTED})|(?:86{_BETWEEN})?(?P<of_11>{_OF_11}{_COUNTED}))"
)
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, *range(81, 84)]
)
"""GB/T 2260, the first two digits of an identity number."""
_NO_DIGIT = expression(r"[^\dXx]")
HIDDEN = "*"


def masked(text: str) -> str:
    """The text with every digit of a personal number as a star; nothing else is moved or changed."""
    if len(text) < _FEWEST or not _PERHAPS.search(text):
        return text
    signs = list(text)
    for start, end in _personal(plain_signs(text)):
        signs[start:end] = [HIDDEN if sign.isalnum() else sign for sign in signs[start:end]]
    return "".join(signs)


def _personal(plain: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _NUMBER.search(plain, at):
        kind = found.lastgroup or ""
        if kind == "of_11" or _is_identity(_NO_DIGIT.sub("", found[kind])):
            yield found.span(kind)
            at = found.end()
        else:
            at = found.start() + 1


def _is_identity(number: str) -> bool:
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return int(number[:2]) in _PROVINCES and 1900 <= day.year < 2100
