"""The grids that the lines of a page draw, with the cells that go over several rows or columns.

A cell is what lines close on all sides: two fields of the grid are one cell where no line stands between them. Only a
cell that is a box is certain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from validator.documents.pdf.showing import Stroke
from validator.readers.limits import Budget
from validator.startup.records import dataclass

SAME, SNAP = 0.6, 3.5
"""Points within which strokes are of one line, and lines one: of cells drawn each by itself, or with double lines."""
SHORT = 4.0
MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: the rows and columns of the grid from the first to before the last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Lattice:
    """A grid on one page: where its columns and rows begin and end, and its cells."""

    page: int
    across: list[float]
    down: list[float]
    fields: list[Field]
    ragged: set[int]
    """The rows with cells that are no boxes."""

    def at(self, x: float, y: float) -> Field | None:
        """The cell that a point lies in."""
        row, column = bisect_right(self.down, y) - 1, bisect_right(self.across, x) - 1
        return next(
            (one for one in self.fields if one.top <= row < one.bottom and one.left <= column < one.right), None
        )


def lattices(strokes: Iterable[Stroke], page: int, budget: Budget) -> list[Lattice]:
    """The grids of a page from its top to its bottom. Raises Refused past a limit."""
    drawn = list(strokes)
    level, upright = ([one for one in drawn if one.level is way] for way in (True, False))
    parts = _joined(_lines(level, SAME), _lines(upright, SAME), budget)
    found = [_lattice(_lines(rows, SNAP), _lines(columns, SNAP), page, budget) for rows, columns in parts]
    return sorted((one for one in found if one and len(one.fields) > 1), key=lambda one: one.down[0])


def _lines(strokes: Collection[Stroke], within: float) -> list[Stroke]:
    """Strokes on one line as few as they are: what touches is one."""
    places = snapped([one.at for one in strokes], within)
    rows: dict[float, list[Stroke]] = defaultdict(list)
    for one in strokes:
        rows[places[one.at]].append(one)
    return [line for at, held in rows.items() for line in _touching(at, held) if line.end - line.start > SHORT]


def _touching(at: float, strokes: list[Stroke]) -> Iterator[Stroke]:
    line: Stroke | None = None
    for one in sorted(strokes, key=lambda one: one.start):
        if line and one.start <= line.end + SNAP:
            line.end = max(line.end, one.end)
        else:
            if line:
                yield line
            line = Stroke(at, one.start, one.end, level=one.level)
    if line:
        yield line


def snapped(places: Iterable[float], within: float = SNAP) -> dict[float, float]:
    """Places that are nearly one by that one."""
    found: dict[float, float] = {}
    group: list[float] = []
    for one in [*sorted(set(places)), float("inf")]:
        if group and one - group[0] > within:
            found |= dict.fromkeys(group, (group[0] + group[-1]) / 2)
            group = []
        group.append(one)
    return found


def _joined(level: list[Stroke], upright: list[Stroke], budget: Budget) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines that cross or meet, directly or through others."""
    budget.spend("merged", len(level) * len(upright) // 100)
    left = list(upright)
    rest = list(level)
    while rest:
        rows, columns = [rest.pop()], list[Stroke]()
        fresh: list[Stroke] = rows[:]
        while fresh:
            budget.tick()
            one = fresh.pop()
            others, into = (left, columns) if one.level else (rest, rows)
            met = [other for other in others if _meet(one, other)]
            if met:
                others[:] = [other for other in others if not _meet(one, other)]
            into += met
            fresh += met
        yield rows, columns


def _meet(one: Stroke, other: Stroke) -> bool:
    return one.start - SNAP <= other.at <= one.end + SNAP and other.start - SNAP <= one.at <= other.end + SNAP


def _lattice(rows: list[Stroke], columns: list[Stroke], page: int, budget: Budget) -> Lattice | None:
    rows, columns = _closed(columns, rows), _closed(rows, columns)
    down, across = sorted({one.at for one in rows}), sorted({one.at for one in columns})
    height, width = len(down) - 1, len(across) - 1
    if height < 1 or width < 1 or height * width > MOST_FIELDS:
        return None
    budget.spend("cells", height * width)
    walls = _Walls(down, across, rows, columns)
    groups = _grouped(height, width, walls)
    fields, ragged = [], set[int]()
    for group in groups:
        held = {row for row, _ in group}, {column for _, column in group}
        box = Field(min(held[0]), min(held[1]), max(held[0]) + 1, max(held[1]) + 1)
        if len(group) == (box.bottom - box.top) * (box.right - box.left):
            fields.append(box)
        else:
            ragged |= held[0]
            fields += [Field(row, column, row + 1, column + 1) for row, column in group]
    return Lattice(page, across, down, sorted(fields, key=lambda one: (one.top, one.left)), ragged)


def _closed(lines: Sequence[Stroke], others: Sequence[Stroke]) -> list[Stroke]:
    """The others with one at each side that none closes, where lines go on beyond the outermost and end together.

    So end the columns of a row that a page break cuts, and the rows of a table with open sides.
    """
    if len(lines) < 2 or not others:
        return list(others)
    first, last = min(lines, key=lambda one: one.at), max(lines, key=lambda one: one.at)
    start, end = min(one.start for one in lines), max(one.end for one in lines)
    found = list(others)
    if max(first.start, last.start) - start <= SNAP and min(one.at for one in others) - start > 2 * SNAP:
        found.append(Stroke(start, first.at, last.at, level=not first.level))
    if end - min(first.end, last.end) <= SNAP and end - max(one.at for one in others) > 2 * SNAP:
        found.append(Stroke(end, first.at, last.at, level=not first.level))
    return found


class _Walls:
    """Which sides of which fields are drawn."""

    def __init__(self, down: list[float], across: list[float], rows: list[Stroke], columns: list[Stroke]) -> None:
        self._above = _covered(down, across, rows)
        self._before = _covered(across, down, columns)

    def above(self, row: int, column: int) -> bool:
        return (row, column) in self._above

    def before(self, row: int, column: int) -> bool:
        return (column, row) in self._before


def _covered(lines: list[float], steps: list[float], strokes: Iterable[Stroke]) -> set[tuple[int, int]]:
    """Line and step by number, where a stroke on the line goes over the whole step."""
    numbers = {at: number for number, at in enumerate(lines)}
    found = set[tuple[int, int]]()
    for one in strokes:
        for step in range(len(steps) - 1):
            if one.start <= steps[step] + SNAP and one.end >= steps[step + 1] - SNAP:
                found.add((numbers[one.at], step))
    return found


def _grouped(height: int, width: int, walls: _Walls) -> list[list[tuple[int, int]]]:
    """Fields with no wall between them; those that lie open to the outside are of no cell."""
    outside = (-1, -1)
    leader: dict[tuple[int, int], tuple[int, int]] = {}

    def first(one: tuple[int, int]) -> tuple[int, int]:
        while (above := leader.get(one, one)) != one:
            leader[one] = leader.get(above, above)
            one = above
        return one

    for row in range(height + 1):
        for column in range(width + 1):
            here = (row, column) if row < height and column < width else outside
            above = (row - 1, column)
            before = (row, column - 1) if column and row < height else outside
            # A cell that goes on over a page break may be open there.
            if column < width and 0 < row < height and not walls.above(row, column):
                leader[first(here)] = first(above)
            if row < height and not walls.before(row, column):
                leader[first(here)] = first(before)
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for row in range(height):
        for column in range(width):
            groups[first((row, column))].append((row, column))
    groups.pop(first(outside), None)
    return list(groups.values())
