"""Colours as numbers: whether somebody sees letters of one on a ground of another."""

from __future__ import annotations

from validator.startup.expressions import expression
from validator.startup.records import dataclass

Colour = tuple[float, float, float, float]
"""Red, green, blue and how much of it covers what is below, each from 0 to 1."""
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
HEX = expression(r"#?([0-9a-fA-F]{6})")
SAME = 16 / 255
"""How far two colours differ in red, green or blue that nobody tells apart: snow, azure and #f0f0f0 are as paper."""


def hex_colour(text: str) -> Colour | None:
    """The colour that six digits state, with or without a sign before them; None for anything else."""
    found = HEX.fullmatch(text)
    if found is None:
        return None
    red, green, blue = (int(found[1][at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue, 1.0


def laid_on(colour: Colour, ground: Colour) -> Colour:
    """What is seen of a colour on a ground that covers all."""
    red, green, blue, cover = colour
    rest = 1.0 - cover
    return red * cover + ground[0] * rest, green * cover + ground[1] * rest, blue * cover + ground[2] * rest, 1.0


def is_lost_on(colour: Colour, ground: Colour) -> bool:
    """Whether letters of a colour are not seen on a ground."""
    return all(abs(one - other) <= SAME for one, other in zip(laid_on(colour, ground), ground, strict=True))


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are seen: what an element does not say otherwise is as in the one it stands in."""

    colour: Colour | None = BLACK
    """None for one that whoever shows it takes so that it is seen."""
    ground: Colour | None = WHITE
    """What is behind the letters, None for a picture."""
    is_sized: bool = True
    is_shown: bool = True
    is_seen: bool = True
    """Whether somebody sees the letters."""

    def under(self, said: SaidOfInk) -> Ink:
        """The ink in an element that says so of it."""
        ground = self.ground
        if said.ground is not None and (ground is not None or said.ground[3] == 1.0):
            ground = laid_on(said.ground, ground or WHITE)
        ground = None if said.is_on_picture else ground
        colour = self.colour if said.colour is None else said.colour
        is_sized = self.is_sized if said.is_sized is None else said.is_sized
        is_shown = self.is_shown if said.is_shown is None else said.is_shown
        is_lost = not (ground is None or colour is None) and is_lost_on(colour, ground)
        return Ink(colour, ground, is_sized, is_shown, is_sized and is_shown and not is_lost)


@dataclass(frozen=True, slots=True)
class SaidOfInk:
    """What an element says of the ink of its letters; None where it says nothing."""

    colour: Colour | None = None
    ground: Colour | None = None
    is_on_picture: bool = False
    is_sized: bool | None = None
    is_shown: bool | None = None


NOTHING_SAID = SaidOfInk()


class Inks:
    """The ink at the place in a document that a reader has come to."""

    def __init__(self, first: Ink) -> None:
        self.now = first
        self._made: dict[tuple[int, int], tuple[Ink, SaidOfInk, Ink]] = {}

    def enter(self, said: SaidOfInk) -> Ink:
        """Go into an element that says so; what is given is the ink outside of it, to go back to."""
        before = self.now
        if said is not NOTHING_SAID:
            key = id(before), id(said)  # of what is kept with the ink, so nothing else has these numbers
            made = self._made.get(key)
            if made is None:
                made = self._made[key] = before, said, before.under(said)
            self.now = made[2]
        return before

    def leave(self, before: Ink) -> None:
        """Go back to an ink."""
        self.now = before
