"""What colour the operands of a content stream are, nearly: enough to tell what stands out from what it is painted on.

ISO 32000-1: 8.6 (colour spaces).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, int_value, resolve1
from pdfminer.psparser import literal_name

from validator.documents.pdf.functions import Function, function_of, within
from validator.startup.records import dataclass

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
BLACK_INKS = frozenset({"Black", "All"})
_DEEPEST = 4
_NAMES = {
    "G": "DeviceGray",
    "CalGray": "DeviceGray",
    "RGB": "DeviceRGB",
    "CalRGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
    "I": "Indexed",
}
_OF_PROFILE = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: what its operands are as a colour, None where nobody can say, and what it begins with."""

    colour: Callable[[Sequence[float]], Colour | None]
    initial: Colour | None = BLACK


def grey(parts: Sequence[float]) -> Colour:
    """8.6.4.2."""
    level = within(parts[0])
    return level, level, level


def red_green_blue(parts: Sequence[float]) -> Colour:
    """8.6.4.3."""
    return within(parts[0]), within(parts[1]), within(parts[2])


def inks(parts: Sequence[float]) -> Colour:
    """8.6.4.4, converted as 10.3.5 has it, nearly."""
    cyan, magenta, yellow, black = map(within, parts[:4])
    return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)


def lab(parts: Sequence[float]) -> Colour:
    """8.6.5.4, from there to what a screen shows."""
    middle = (parts[0] + 16) / 116
    x, y, z = (
        white * (one**3 if one > 6 / 29 else (one - 4 / 29) * 108 / 841)
        for white, one in ((0.95, middle + parts[1] / 500), (1, middle), (1.09, middle - parts[2] / 200))
    )
    linear = (3.24 * x - 1.54 * y - 0.5 * z, 1.88 * y - 0.97 * x + 0.04 * z, 0.06 * x - 0.2 * y + 1.06 * z)
    red, green, blue = (within(one) ** (1 / 2.2) for one in linear)
    return red, green, blue


def known(space: Space, parts: Sequence[float]) -> Colour | None:
    """What operands are in a space, None for nonsense."""
    try:
        return space.colour(parts)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None


def _nobody_knows(_: Sequence[float]) -> None:
    return None


_DEVICES = {
    "DeviceGray": Space(grey),
    "DeviceRGB": Space(red_green_blue),
    "DeviceCMYK": Space(inks),
    "Lab": Space(lab),
}
UNKNOWN_SPACE = Space(_nobody_knows, None)
"""A pattern, or what is no space at all."""


def space_of(said: Any, named: Mapping[str, Any], deep: int = 0) -> Space:
    """The space that a name or an array says; `named` are those of the resources."""
    said = resolve1(said)
    parts = said if isinstance(said, list) else [said]
    name = str(literal_name(resolve1(parts[0]))) if parts else ""
    name = _NAMES.get(name, name)
    if deep > _DEEPEST:
        return UNKNOWN_SPACE
    if name in named and len(parts) == 1:
        return space_of(named[name], {}, deep + 1)
    if name in _DEVICES:
        return _DEVICES[name]
    if name == "ICCBased" and len(parts) > 1 and isinstance(profile := resolve1(parts[1]), PDFStream):
        return _DEVICES.get(_OF_PROFILE.get(int_value(profile.get("N", 0)), ""), UNKNOWN_SPACE)
    if name == "Indexed" and len(parts) > 3:
        return _indexed(space_of(parts[1], named, deep + 1), parts[3])
    if name in {"Separation", "DeviceN"} and len(parts) > 3:
        return _of_tints(parts[1], space_of(parts[2], named, deep + 1), function_of(parts[3]))
    return UNKNOWN_SPACE


def _indexed(base: Space, table: Any) -> Space:
    """8.6.6.3."""
    table = resolve1(table)
    held = table.get_data() if isinstance(table, PDFStream) else table if isinstance(table, bytes) else b""
    count = next((many for one, many in ((grey, 1), (red_green_blue, 3), (inks, 4)) if base.colour is one), 0)

    def colour(parts: Sequence[float]) -> Colour | None:
        at = int(max(parts[0], 0)) * count
        found = [one / 255 for one in held[at : at + count]]
        return base.colour(found) if count and len(found) == count else None

    return Space(colour, known(Space(colour), [0]))


def _of_tints(names: Any, other: Space, made: Function | None) -> Space:
    """8.6.6.4 and 8.6.6.5: as the colour that stands for the inks; black alone is known without."""
    named = resolve1(names)
    every = [str(literal_name(resolve1(one))) for one in (named if isinstance(named, list) else [named])]
    is_black = len(every) == 1 and every[0] in BLACK_INKS

    def colour(parts: Sequence[float]) -> Colour | None:
        if "None" in every:
            return None
        if made:
            return other.colour(made(parts[: len(every)]))
        return grey([1 - within(parts[0])]) if is_black else None

    return Space(colour, known(Space(colour), [1.0] * len(every)))


def properties(resources: Any, name: str) -> Mapping[str, Any]:
    """The resources of a kind by name."""
    found = resolve1((resources or {}).get(name))
    return dict_value(found) if isinstance(found, dict) else {}
