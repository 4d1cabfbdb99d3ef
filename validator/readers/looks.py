"""How the cells of a sheet look, as far as that decides what a person sees of them: formats, colours, what lies on top.

A source that does not tell (the live book) gives no `Looks` at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from validator.model.address import Corners
from validator.startup.records import dataclass, field

BLACK, WHITE = "000000", "FFFFFF"
"""What a font without a colour and a cell without a fill have."""
LEAST_CONTRAST = 1.25
"""Contrast (WCAG 2, 1.4.3) below which a text is not seen: white on #F2F2F2 has 1.12, the light grey #D9D9D9 on white
1.4, the palest ink of the template 5."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How one cell is shown.

    Attributes:
        code: number format, as ``#,##0.00``.
        ink: colour of the text, ``RRGGBB``.
        ground: colour of the fill; None for a pattern, in which some of the text can be seen.
        points: size of the text.
        repeats: the text is repeated until the cell is full (alignment 填充), so that 5 looks like 555.
    """

    code: str = "General"
    ink: str = BLACK
    ground: str | None = WHITE
    points: float = 11
    repeats: bool = False


PLAIN = CellLook()


@dataclass(frozen=True, slots=True)
class Change:
    """What a conditional format changes of a look; None where it leaves that alone."""

    code: str | None = None
    ink: str | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format that could hide or alter what is stored: where it applies, when, and what it changes.

    Attributes:
        areas: the corners of its ranges.
        change: what it changes, where it is no scale of colours, bar or icon.
        kind: ``cellIs``, ``expression``, ``colorScale`` … (ISO/IEC 29500-1, 18.18.12).
        operator: how ``cellIs`` compares.
        formulas: what it compares with, or the expression.
        instead: a bar or an icon stands in place of the number.
        grounds: the colours that a scale goes through.
    """

    areas: tuple[Corners, ...]
    change: Change = Change()
    kind: str = ""
    operator: str = ""
    formulas: tuple[str, ...] = ()
    instead: bool = False
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A shape, picture or control that lies on the cells between the corners; `text` is what it says."""

    area: Corners
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Every look of a workbook by index, and what its conditional formats change. One object for the same styles."""

    looks: tuple[CellLook, ...] = ()
    changes: tuple[Change, ...] = ()

    def look(self, index: int) -> CellLook:
        """The look of that index; the plain one where there is none."""
        return self.looks[index] if index < len(self.looks) else PLAIN


@lru_cache(maxsize=4096)
def contrast(one: str, other: str) -> float:
    """From 1 (the same colour) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=1024)
def keeps_contrast(change: Change, palette: Palette) -> bool:
    """Whether its colours can be read on, or under, whatever colours the cells of a workbook have."""
    inks = {change.ink} if change.ink else {look.ink for look in palette.looks}
    grounds = {change.ground} if change.ground else {look.ground for look in palette.looks if look.ground}
    return all(contrast(ink, ground) >= LEAST_CONTRAST for ink in inks for ground in grounds)


def _nowhere(_: Collection[str]) -> dict[str, int]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """The looks of one sheet.

    `placed` finds the index of the look of each of some addresses; one it leaves out has the first look. `own` are
    looks of single cells, which count before those. `hides_zeros`: the sheet shows nothing in place of 0.
    """

    palette: Palette = Palette()
    placed: Callable[[Collection[str]], Mapping[str, int]] = _nowhere
    own: Mapping[str, CellLook] = field(default_factory=dict)
    conditions: tuple[Highlight, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    hides_zeros: bool = False

    def of(self, addresses: Collection[str]) -> dict[str, CellLook]:
        """The look of each of the addresses."""
        found = self.placed(addresses)
        return {at: self.own.get(at) or self.palette.look(found.get(at, 0)) for at in addresses}
