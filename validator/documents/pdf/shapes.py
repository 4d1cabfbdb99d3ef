"""Shapes that are filled, or to which painting is clipped, and whether a place lies within (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pdfminer.utils import apply_matrix_pt

from validator.startup.records import dataclass

Box = tuple[float, float, float, float]
"""The sides that come first along both axes, then the others."""
Point = tuple[float, float]
Segment = tuple[Any, ...]
_STEPS = (0.25, 0.5, 0.75, 1.0)
"""Where a curve is looked at."""
_CLOSE = 0.05


@dataclass(frozen=True, slots=True)
class Shape:
    """What lies within its rings, by either rule of 8.5.3.3; a mere box has none."""

    box: Box
    rings: tuple[tuple[Box, tuple[Point, ...]], ...] = ()
    by_parity: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within."""
        if not holds(self.box, x, y):
            return False
        if not self.rings:
            return True
        winding = [_turns(ring, x, y) for box, ring in self.rings if holds(box, x, y)]
        return bool(sum(map(abs, winding)) % 2 if self.by_parity else sum(winding))


@dataclass(frozen=True, slots=True)
class Clip:
    """Where painting shows: in a box, and in all shapes that are no boxes."""

    box: Box
    shapes: tuple[Shape, ...] = ()

    def within(self, shape: Shape) -> Clip:
        """The clip within another shape as well."""
        return Clip(common(self.box, shape.box), (*self.shapes, shape) if shape.rings else self.shapes)

    def holds(self, x: float, y: float) -> bool:
        """Whether what is painted there shows."""
        return holds(self.box, x, y) and all(one.holds(x, y) for one in self.shapes)


def shape_of(path: Sequence[Segment], matrix: Any, *, by_parity: bool) -> Shape | None:
    """What a path encloses, None where there is none."""
    rings = [tuple(apply_matrix_pt(matrix, one) for one in ring) for ring in _rings(path)]
    boxed = [(around(ring), ring) for ring in rings if ring]
    if not boxed:
        return None
    whole = around([corner for box, _ in boxed for corner in (box[:2], box[2:])])
    plain = len(boxed) == 1 and _is_box(boxed[0][1], whole)
    return Shape(whole) if plain else Shape(whole, tuple(boxed), by_parity)


def parts_of(path: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The parts of a path that are drawn without lifting the pen."""
    part: list[Segment] = []
    for one in path:
        if one[0] == "m" and part:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _rings(path: Sequence[Segment]) -> Iterator[list[Point]]:
    for part in parts_of(path):
        ring: list[Point] = []
        for one in part:
            ring += _curve(ring[-1], one) if one[0] in "cvy" and ring else [one[-2:]] if len(one) > 2 else []
        yield ring


def _curve(start: Point, one: Segment) -> list[Point]:
    (x0, y0), (x3, y3) = start, one[-2:]
    x1, y1, x2, y2 = (
        one[1:5] if one[0] == "c" else (x0, y0, one[1], one[2]) if one[0] == "v" else (one[1], one[2], x3, y3)
    )
    return [
        (
            (1 - t) ** 3 * x0 + 3 * t * (1 - t) ** 2 * x1 + 3 * t * t * (1 - t) * x2 + t**3 * x3,
            (1 - t) ** 3 * y0 + 3 * t * (1 - t) ** 2 * y1 + 3 * t * t * (1 - t) * y2 + t**3 * y3,
        )
        for t in _STEPS
    ]


def _is_box(ring: Sequence[Point], box: Box) -> bool:
    """Whether a ring has no corner but those of its box, and all of those."""
    corners = {(abs(x - box[0]) > _CLOSE, abs(y - box[1]) > _CLOSE) for x, y in ring}
    at_side = all(
        min(abs(x - box[0]), abs(x - box[2])) <= _CLOSE and min(abs(y - box[1]), abs(y - box[3])) <= _CLOSE
        for x, y in ring
    )
    return at_side and (len(corners) == 4 or min(box[2] - box[0], box[3] - box[1]) <= _CLOSE) and len(ring) <= 5


def _turns(ring: Sequence[Point], x: float, y: float) -> int:
    """How often a ring goes around a point."""
    found, (x0, y0) = 0, ring[-1]
    for x1, y1 in ring:
        if (y0 <= y) != (y1 <= y) and (x1 - x0) * (y - y0) / (y1 - y0) + x0 > x:
            found += 1 if y1 > y0 else -1
        x0, y0 = x1, y1
    return found


def around(points: Iterable[Point]) -> Box:
    """The box around points."""
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def common(one: Box, other: Box) -> Box:
    """Where both are; where that is nowhere, the last sides come before the first."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def middle(box: Box) -> Point:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def holds(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def contains(box: Box, other: Box) -> bool:
    """Whether the other lies in a box as a whole."""
    return box[0] <= other[0] and box[1] <= other[1] and other[2] <= box[2] and other[3] <= box[3]


def corners(box: Box) -> tuple[Point, Point, Point, Point]:
    """The corners of a box."""
    left, low, right, high = box
    return (left, low), (right, low), (left, high), (right, high)
