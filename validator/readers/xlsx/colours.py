"""Colours as a workbook states them, by value, by place in a palette or in the theme, as ``RRGGBB``."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from validator.readers.limits import Budget
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk
from validator.startup.expressions import expression

# ISO/IEC 29500-1, 18.8.27: the default palette; the first eight stand there twice, 64 and 65 are the system's own.
_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
PALETTE = (
    f"{_EIGHT} {_EIGHT} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
SYSTEM = {64: "000000", 65: "FFFFFF"}
DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
# The order in which a theme's colours are counted (18.8.3), which is not that in which the theme has them.
ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF",
          "800080")  # fmt: skip
"""The colours of a workbook without a theme."""
RGB = expression(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})\Z")


class StatedColour(NamedTuple):
    """A colour as stated: ``rgb``, ``theme``, ``indexed`` or ``auto``, what it says, how much lighter or darker."""

    kind: str
    value: str
    tint: float = 0.0


def stated(found: Attributes) -> StatedColour | None:
    """The colour that an element states, None where it states none that is known."""
    kind = next((one for one in ("rgb", "theme", "indexed") if one in found), "auto" if "auto" in found else "")
    return StatedColour(kind, found.get(kind, ""), _tint(found.get("tint", ""))) if kind else None


def _tint(text: str) -> float:
    try:
        return max(-1.0, min(1.0, float(text)))
    except ValueError:
        return 0.0


def colour(one: StatedColour | None, theme: Sequence[str], palette: Sequence[str], automatic: str) -> str:
    """``RRGGBB``; `automatic` for a colour that is not stated, or that no palette has."""
    if one is None or one.kind == "auto":
        return automatic
    if one.kind == "rgb":
        match = RGB.match(one.value)
        plain = match[1].upper() if match else automatic
    else:
        number = int(one.value) if one.value.isascii() and one.value.isdigit() and len(one.value) < 4 else -1
        plain = _of(theme, number) if one.kind == "theme" else _of(palette, number) or SYSTEM.get(number, "")
        plain = plain or automatic
    return _tinted(plain, one.tint) if one.tint else plain


def _of(colours: Sequence[str], number: int) -> str:
    return colours[number] if 0 <= number < len(colours) else ""


def _tinted(plain: str, tint: float) -> str:
    """18.8.19: the lightness moves toward white or black by that share."""
    red, green, blue = (int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))


def read_theme(data: bytes, part: str, budget: Budget) -> tuple[str, ...]:
    """The colours of a theme in the order in which cells count them; those of Office where it has none."""
    found: dict[str, str] = {}
    steps = Step()
    for name in ORDER:
        known = Step()
        for kind, key in (("srgbClr", "val"), ("sysClr", "lastClr")):
            known.child(kind, Step(_keeping(found, name, key)), DRAWING)
        steps.child(name, known, DRAWING)
    walk(data, part, root("theme/themeElements/clrScheme", steps, DRAWING), budget)
    return tuple(found.get(name, office) for name, office in zip(ORDER, OFFICE, strict=True))


def _keeping(found: dict[str, str], name: str, key: str) -> Callable[[Attributes], None]:
    def keep(attributes: Attributes) -> None:
        match = RGB.match(attributes.get(key, ""))
        if match:
            found[name] = match[1].upper()

    return keep
