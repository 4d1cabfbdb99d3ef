"""What is painted over what: how much is seen of a sign between its ground and what was painted upon it."""

from __future__ import annotations

from typing import Any

from pdfminer.utils import apply_matrix_rect

from validator.documents.pdf.colours import WHITE, Colour
from validator.documents.pdf.opening import BOMB
from validator.documents.pdf.painting import FAINT, UNSEEN, Ink, Paint
from validator.documents.pdf.shapes import Box, Point, Shape, corners, holds, middle
from validator.readers.limits import Budget, Refused
from validator.startup.records import dataclass

UNKNOWN = "\ufffd"
"""A sign that the file does not name, that another lies upon, or that may be unseen."""
MOST_COVERS = 10_000
_CLEAR = 0.9
"""What lets through so much of what is below leaves a sign as it is, wherever it lies."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A sign as it was painted: its box and line in points from the lower left corner, and what tells if it is seen.

    `matrix` and `room` are where it was set: the box of which `box` is what the matrix makes.
    """

    text: str
    box: Box
    matrix: Any
    room: Box
    line: Point
    size: float
    turn: int | None
    order: int
    ink: Ink

    @property
    def core(self) -> Box:
        """About what of its box is black."""
        return core_of(self.matrix, self.room)


def core_of(matrix: Any, room: Box) -> Box:
    """About what is black of the box of a sign that is set there."""
    left, low, right, high = room
    across, up = right - left, high - low
    inner = (left + 0.2 * across, low + 0.3 * up, right - 0.2 * across, low + 0.8 * up)
    found: Box = apply_matrix_rect(matrix, inner)
    return found


@dataclass(frozen=True, slots=True)
class Cover:
    """What was painted over a shape, within a clip."""

    box: Box
    shapes: tuple[Shape, ...]
    order: int
    paint: Paint

    def over(self, x: float, y: float) -> bool:
        """Whether it lies upon a place."""
        return holds(self.box, x, y) and all(one.holds(x, y) for one in self.shapes)

    def leaves(self, core: Box) -> float | None:
        """The share that it leaves of a sign below; None where it lies upon a part of it, or nobody can say."""
        over = [self.over(x, y) for x, y in corners(core)]
        if not any(over) and not self.over(*middle(core)):
            return 1.0
        left = self.paint.leaves()
        return left if all(over) else 1.0 if left is not None and left >= _CLEAR else None


class Covers:
    """What was painted in shapes, by the squares of the page that it reaches into, in order."""

    SIDE, REACH, MOST = 64.0, 24.0, 2_000
    """Points of a square, how far a sign may reach out of its own, and the squares that are kept apart."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._count = budget, 0
        self._held: dict[tuple[int, int], list[Cover]] = {}
        self._large: list[Cover] = []
        self._last: tuple[Ink, float | None] = (Ink(), 0.0)

    def add(self, one: Cover) -> None:
        """Put one upon what is there. Raises Refused."""
        self._count += 1
        if self._count > MOST_COVERS:
            raise Refused(BOMB)
        first = self._square(one.box[0] - self.REACH, one.box[1] - self.REACH)
        last = self._square(one.box[2] + self.REACH, one.box[3] + self.REACH)
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > self.MOST:
            self._large.append(one)
            return
        for across in range(first[0], last[0] + 1):
            for up in range(first[1], last[1] + 1):
                self._held.setdefault((across, up), []).append(one)

    def _square(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self.SIDE), int(y // self.SIDE)

    def seen(self, sign: Painted) -> str:
        """The sign, nothing where it is not seen, `UNKNOWN` where nobody can say."""
        near = self._held.get(self._square(*middle(sign.box)), [])
        if self._large:
            near = sorted([*near, *self._large], key=lambda one: one.order)
        ground: Colour | None = WHITE
        left, is_sure = 1.0, True
        if near:
            self._budget.tick()
            core = sign.core
            at = middle(core)
        for one in near:
            if one.order < sign.order:
                if one.over(*at):
                    ground = one.paint.on(ground)
            elif (share := one.leaves(core)) is not None:
                left *= share
            else:
                is_sure = False
        out = self._out(sign.ink, ground)
        if sign.ink.is_mask and not is_sure:
            return UNKNOWN
        if left < UNSEEN or (out is not None and out * left < UNSEEN):
            return ""
        is_faint = out is None or not is_sure or out * left < FAINT
        return UNKNOWN if is_faint and not sign.text.isspace() else sign.text

    def _out(self, ink: Ink, ground: Colour | None) -> float | None:
        """How far an ink stands out, once for the signs that are painted with it on white."""
        if ground is not WHITE:
            return ink.stands_out(ground)
        if ink is not self._last[0]:
            self._last = ink, ink.stands_out(ground)
        return self._last[1]
