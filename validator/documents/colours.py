"""Colours as numbers: whether somebody sees letters of one on a ground of another."""

from __future__ import annotations

from validator.startup.expressions import expression

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
