"""With what signs and shapes are painted, and how much of that is seen (ISO 32000-1, 8.4, 9.3.6, 11.3).

How far something stands out is a number from 0 to 1, None where nobody can say.
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFGraphicState
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name

from validator.documents.pdf.colours import BLACK, Colour, Space, grey
from validator.documents.pdf.shapes import Clip
from validator.startup.records import dataclass

EVERYWHERE = Clip((-1e9, -1e9, 1e9, 1e9))
UNSEEN, FAINT = 0.06, 0.15
"""Below the first nobody sees a sign, below the second nobody can say whether it is meant to be seen."""
_DARK, _SEEN_ON_A_PICTURE = 0.5, 0.9
_DARKENING = frozenset({"Multiply", "Darken", "ColorBurn"})
_PLAIN = frozenset({"Normal", "Compatible"})
_HAIR = 0.05
"""The width of an outline, in sizes, that leaves a sign as it is."""


class State(PDFGraphicState):
    """The graphics state with what the library leaves out: colours as they are seen, opacity, clip."""

    def __init__(self) -> None:
        super().__init__()
        self.linewidth = 1.0
        self.fill: Colour | None = BLACK
        self.line: Colour | None = BLACK
        self.fill_space = self.line_space = Space(grey)
        self.fill_opacity = self.line_opacity = self.veil = 1.0
        """`veil` is the opacity of the groups around."""
        self.blend = self.group_blend = "Normal"
        self.is_masked = False
        self.clip = EVERYWHERE

    def copy(self) -> State:
        """As it is now."""
        made = State.__new__(State)
        made.__dict__.update(self.__dict__)
        return made

    def told(self, said: dict[str, Any]) -> None:
        """Take what an entry of ExtGState says (8.4.5)."""
        for key, value in ((key, resolve1(one)) for key, one in said.items()):
            if key == "ca" and isinstance(value, int | float):
                self.fill_opacity = float(value)
            elif key == "CA" and isinstance(value, int | float):
                self.line_opacity = float(value)
            elif key == "SMask":
                self.is_masked = isinstance(value, dict)
            elif key == "BM":
                first = value[0] if isinstance(value, list) and value else value
                self.blend = str(literal_name(resolve1(first)))

    def as_group(self) -> State:
        """The state in which a group begins that is painted in this one as a whole (11.6.6)."""
        made = self.copy()
        made.veil, made.fill_opacity, made.line_opacity = self.veil * self.fill_opacity, 1.0, 1.0
        made.group_blend, made.blend = self.mixing, "Normal"
        return made

    @property
    def mixing(self) -> str:
        """The blend mode, or that of the group around where its own is the plain one."""
        return self.group_blend if self.blend in _PLAIN else self.blend

    def filling(self) -> Paint:
        """With what is filled."""
        return self._paint(self.fill, self.fill_opacity)

    def lining(self) -> Paint:
        """With what is stroked."""
        return self._paint(self.line, self.line_opacity)

    def _paint(self, colour: Colour | None, opacity: float) -> Paint:
        mixing = self.mixing
        known = not self.is_masked and (mixing in _PLAIN or mixing in _DARKENING)
        opacity = min(max(opacity, 0.0), 1.0) * self.veil
        if not opacity:
            return NO_PAINT
        return Paint(colour, opacity if known else None, darkens=mixing in _DARKENING)


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour, how far it covers what is below, and whether it only makes that darker; None: nobody can say."""

    colour: Colour | None
    opacity: float | None
    darkens: bool = False

    def on(self, ground: Colour | None) -> Colour | None:
        """What is seen where it is painted on a ground."""
        if self.opacity is None or self.colour is None:
            return ground if self.opacity == 0 else None
        if self.opacity == 1 and not self.darkens:
            return self.colour
        if ground is None:
            return None
        colour = tuple(map(min, self.colour, ground)) if self.darkens else self.colour
        red, green, blue = (below + self.opacity * (above - below) for above, below in zip(colour, ground, strict=True))
        return red, green, blue

    def stands_out(self, ground: Colour | None) -> float | None:
        """How far it does on a ground; of a picture it is supposed that dark signs are seen on it."""
        if not self.opacity:
            return self.opacity
        if ground is None:
            is_dark = self.colour is not None and max(self.colour) < _DARK
            return self.opacity * _SEEN_ON_A_PICTURE if is_dark else None
        seen = self.on(ground)
        return None if seen is None else max(abs(one - two) for one, two in zip(seen, ground, strict=True))

    def leaves(self) -> float | None:
        """The share of what is below that is seen through it."""
        if self.opacity is None or (self.darkens and self.colour is None):
            return None if self.opacity is None or self.opacity else 1.0
        return 1 - self.opacity * (1 - max(self.colour) if self.darkens and self.colour else 1)


NO_PAINT, NOBODY_KNOWS = Paint(None, 0.0), Paint(None, None)


@dataclass(frozen=True, slots=True)
class Ink:
    """What a sign is painted with: its inner, and an outline around that."""

    inner: Paint = NO_PAINT
    outline: Paint | None = None
    is_mask: bool = False
    """Whether what is painted after it shows in its shape alone."""

    def stands_out(self, ground: Colour | None) -> float | None:
        """How far it does on a ground; an outline that nobody sees eats from a sign."""
        inner = self.inner.stands_out(ground)
        if self.outline is None:
            return inner
        outline = self.outline.stands_out(ground)
        if inner is None or outline is None:
            return None
        return outline if outline >= FAINT or inner < UNSEEN else None


def ink_of(mode: int, state: State, size: float) -> Ink:
    """With what text is painted in a mode (9.3.6)."""
    way, masks = mode % 4, mode > 3
    if not 0 <= mode < 8:
        return Ink(NOBODY_KNOWS)
    if way == 3:
        return Ink(is_mask=masks)
    inner, outline = state.filling(), state.lining()
    if way == 2 and outline not in {inner, NO_PAINT} and state.linewidth > _HAIR * size:
        return Ink(inner, outline, is_mask=masks)
    return Ink(outline if way == 1 else inner, is_mask=masks)
