"""Whether rules of a style sheet apply to the screen of a desk, 1280 by 720 px (Media Queries Level 4).

What is not known here, such as a printer's or a feature that nobody has named, does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from validator.startup.expressions import expression

SCREEN = {"width": 1280.0, "height": 720.0}
SEEN_ON = frozenset({"all", "screen"})
STATED = {
    "orientation": "landscape",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "scripting": "enabled",
}
UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "": 1.0}
LENGTH = r"(\d{1,6}(?:\.\d{1,6})?)(px|r?em|pt|in|cm|mm|)"
NAMED = expression(rf"(?:(min|max)-)?(?:device-)?(width|height):{LENGTH}", re.IGNORECASE)
RANGE = expression(rf"(?:{LENGTH}([<>]=?|=))?(width|height)(?:([<>]=?|=){LENGTH})?", re.IGNORECASE)
LONGEST, DEEPEST = 200, 8


def applies(tokens: Sequence[Any]) -> bool:
    """Whether one of the queries of a list fits, which stand apart by commas; none fits always."""
    queries = list(_apart(tokens))
    return queries == [[]] or any(_query(one, 0) is True for one in queries)


def _apart(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for one in tokens:
        if one == ",":
            yield part
            part = []
        elif one.type not in {"whitespace", "comment"}:
            part.append(one)
    yield part


def _query(tokens: Sequence[Any], depth: int) -> bool | None:
    """Whether a query fits, None for one that nobody understands."""
    if not tokens or depth > DEEPEST:
        return None
    word = _word(tokens[0])
    if word == "not":
        fits = _query(tokens[1:], depth + 1)
        return None if fits is None else not fits
    if word == "only":
        return _query(tokens[1:], depth + 1)
    joints = {_word(one) for one in tokens[1::2]}
    if len(tokens) % 2 == 0 or len(joints) > 1 or not joints <= {"and", "or"}:
        return None
    found = [_condition(one, depth) for one in tokens[::2]]
    decides = joints == {"or"}
    return decides if decides in found else None if None in found else not decides


def _word(token: Any) -> str:
    return str(token.lower_value) if token.type == "ident" else ""


def _condition(token: Any, depth: int) -> bool | None:
    if token.type == "ident":
        return _word(token) in SEEN_ON
    if token.type != "() block":
        return None
    inner = next(_apart(token.content), [])
    if inner and (inner[0].type == "() block" or _word(inner[0]) == "not"):
        return _query(inner, depth + 1)
    return _feature("".join(one.serialize() for one in inner).lower())


def _feature(text: str) -> bool | None:
    if len(text) > LONGEST:
        return None
    if found := NAMED.fullmatch(text):
        sign = {"min": ">=", "max": "<="}.get(found[1] or "", "=")
        return _holds(SCREEN[found[2]], sign, found[3], found[4])
    if found := RANGE.fullmatch(text):
        size = SCREEN[found[4]]
        below = found[3] is None or _holds(size, found[3].translate(TURNED), found[1], found[2])
        return below and (found[5] is None or _holds(size, found[5], found[6], found[7]))
    name, _, value = text.partition(":")
    return None if name not in STATED else not value or STATED[name] == value


TURNED = str.maketrans("<>", "><")
"""What a sign is when its sides change places."""


def _holds(size: float, sign: str, number: str, unit: str) -> bool:
    asked = float(number) * UNITS[unit]
    return (sign[0] == ">" and size > asked) or (sign[0] == "<" and size < asked) or ("=" in sign and size == asked)
