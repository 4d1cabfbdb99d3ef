"""What colour the operands of a content stream are, nearly: enough to tell what stands out from what it is painted on.

ISO 32000-1: 7.10 (functions), 8.6 (colour spaces).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import literal_name

from validator.startup.records import dataclass

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
BLACK_INKS = frozenset({"Black", "All"})
_DEEPEST, _MOST_PARTS = 4, 32
_NAMES = {
    "G": "DeviceGray",
    "CalGray": "DeviceGray",
    "RGB": "DeviceRGB",
    "CalRGB": "DeviceRGB",
    "CMYK": "DeviceCMYK",
    "I": "Indexed",
}
_OF_PROFILE = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}

Function = Callable[[Sequence[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: what its operands are as a colour, None where nobody can say, and what it begins with."""

    colour: Callable[[Sequence[float]], Colour | None]
    initial: Colour | None = BLACK


def grey(parts: Sequence[float]) -> Colour:
    """8.6.4.2."""
    level = _within(parts[0])
    return level, level, level


def red_green_blue(parts: Sequence[float]) -> Colour:
    """8.6.4.3."""
    return _within(parts[0]), _within(parts[1]), _within(parts[2])


def inks(parts: Sequence[float]) -> Colour:
    """8.6.4.4, converted as 10.3.5 has it, nearly."""
    cyan, magenta, yellow, black = map(_within, parts[:4])
    return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)


def lab(parts: Sequence[float]) -> Colour:
    """8.6.5.4, from there to what a screen shows."""
    middle = (parts[0] + 16) / 116
    x, y, z = (
        white * (one**3 if one > 6 / 29 else (one - 4 / 29) * 108 / 841)
        for white, one in ((0.95, middle + parts[1] / 500), (1, middle), (1.09, middle - parts[2] / 200))
    )
    linear = (3.24 * x - 1.54 * y - 0.5 * z, 1.88 * y - 0.97 * x + 0.04 * z, 0.06 * x - 0.2 * y + 1.06 * z)
    red, green, blue = (_within(one) ** (1 / 2.2) for one in linear)
    return red, green, blue


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

    return Space(colour, colour([0]))


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
        return grey([1 - _within(parts[0])]) if is_black else None

    return Space(colour, colour([1.0] * len(every)))


def function_of(said: Any, deep: int = 0) -> Function | None:
    """A function of the kinds 0, 2 and 3; None for one that is a program, or nonsense."""
    said = resolve1(said)
    held = said.attrs if isinstance(said, PDFStream) else said
    if not isinstance(held, dict) or deep > _DEEPEST:
        return None
    kind = resolve1(held.get("FunctionType"))
    if kind == 0 and isinstance(said, PDFStream):
        return _sampled(said)
    if kind == 2:
        return _power(held)
    return _stitched(held, deep) if kind == 3 else None


def _power(said: Mapping[str, Any]) -> Function:
    first, last = _numbers(said.get("C0", [0.0])), _numbers(said.get("C1", [1.0]))
    exponent = _numbers([said.get("N", 1)])[0]
    return lambda given: [
        one + _within(given[0]) ** exponent * (two - one) for one, two in zip(first, last, strict=False)
    ]


def _stitched(said: Mapping[str, Any], deep: int) -> Function | None:
    parts = [function_of(one, deep + 1) for one in list_value(said.get("Functions"))[:_MOST_PARTS]]
    edges = [*_numbers(said.get("Bounds")), 1.0]
    encoded = _numbers(said.get("Encode"))
    if not parts or len(edges) < len(parts) or len(encoded) < 2 * len(parts):
        return None

    def value(given: Sequence[float]) -> list[float]:
        one = _within(given[0])
        at = next((at for at in range(len(parts)) if one < edges[at]), len(parts) - 1)
        start, end = edges[at - 1] if at else 0.0, edges[at]
        share = (one - start) / (end - start) if end > start else 0.0
        made = parts[at]
        return made([encoded[2 * at] + share * (encoded[2 * at + 1] - encoded[2 * at])]) if made else []

    return value


def _sampled(said: PDFStream) -> Function | None:
    """The nearest sample of eight bits each."""
    sizes = [int(one) for one in _numbers(said.get("Size"))]
    reach = _numbers(said.get("Range"))
    count, data = len(reach) // 2, said.get_data()
    if resolve1(said.get("BitsPerSample")) != 8 or not sizes or not count or min(sizes) < 1:
        return None
    ends = _numbers(said.get("Decode", reach))

    def value(given: Sequence[float]) -> list[float]:
        at, step = 0, 1
        for one, size in zip(given, sizes, strict=False):
            at, step = at + step * round(_within(one) * (size - 1)), step * size
        found = data[at * count : (at + 1) * count]
        return [ends[2 * n] + one / 255 * (ends[2 * n + 1] - ends[2 * n]) for n, one in enumerate(found)]

    return value


def _numbers(said: Any) -> list[float]:
    found = resolve1(said)
    return [float(resolve1(one)) for one in found] if isinstance(found, list) else []


def _within(level: float) -> float:
    return min(max(float(level), 0.0), 1.0)


def properties(resources: Any, name: str) -> Mapping[str, Any]:
    """The resources of a kind by name."""
    found = resolve1((resources or {}).get(name))
    return dict_value(found) if isinstance(found, dict) else {}
