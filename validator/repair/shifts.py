"""A line of figures that was typed one place too far: 表四整体右移一格. One cause, many cells.

A line is a row or a column of a table. From some place on each figure stands one place further, the place itself is
blank or 0, and the last figure fell out; it is what a relation over it needs. Taken for the cause where at least two
broken relations hold once the line is moved back, and no relation over it is then broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from validator.model.bilingual import Bilingual
from validator.model.form import Indicator, Table
from validator.repair.board import Board
from validator.repair.equations import Row
from validator.startup.records import dataclass

_LEAST = 2
"""One broken relation is what a single wrong cell gives as well. The relation that says what the last figure was is no
evidence: it would say something of any line."""
_FIGURES = 2
"""A single figure that is moved is a figure in the cell beside its own."""

_WORDS = {
    ("row", 1): Bilingual("从这里起各数右移了一格", "from here on the figures stand one column too far right"),
    ("row", -1): Bilingual("到这里为止各数左移了一格", "up to here the figures stand one column too far left"),
    ("column", 1): Bilingual("从这里起各数下移了一行", "from here on the figures stand one row too low"),
    ("column", -1): Bilingual("到这里为止各数上移了一行", "up to here the figures stand one row too high"),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """What the cells of a line should hold, by number, and what happened, in words."""

    values: Mapping[int, int]
    story: Bilingual


def shifts(board: Board) -> tuple[Shift, ...]:
    """Every line that was shifted, no two of which have a cell in common."""
    broken = [row for row, gap in zip(board.sums.rows, board.gaps, strict=True) if gap]
    found: list[Shift] = []
    taken = board.lost.union(board.derived, board.unread, _below(board))
    for way, line in _lines(board) if len(broken) >= _LEAST else ():
        mask = sum(1 << at for at in line)
        open_ = taken.isdisjoint(line) and sum(bool(row.mask & mask) for row in broken) >= _LEAST
        if open_ and (shift := _shift(board, way, line)):
            found.append(shift)
            taken |= set(line)
    return tuple(found)


def _below(board: Board) -> Iterator[int]:
    """Cells that hold less than they can: wrong in themselves, whatever was shifted."""
    for at, (value, least) in enumerate(zip(board.values, board.sums.least, strict=True)):
        if least is not None and value < least:
            yield at


def _lines(board: Board) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The cells of the form that stand in a row or a column of a sheet, in order: 表四's three groups are one row."""
    for table in board.filing.form.tables.values():
        cells = sorted((one.home, board.sums.numbers[name]) for name, one in _summed(table, board))
        for way, axis in (("row", 0), ("column", 1)):
            lines: dict[int, list[int]] = {}
            for home, at in cells:
                lines.setdefault(home[axis], []).append(at)
            yield from ((way, tuple(line)) for line in lines.values() if len(line) > _LEAST)


def _summed(table: Table, board: Board) -> Iterator[tuple[str, Indicator]]:
    return ((name, one) for name, one in table.indicators.items() if name in board.sums.numbers)


def _shift(board: Board, way: str, line: tuple[int, ...]) -> Shift | None:
    for direction, cells in ((1, line), (-1, line[::-1])):
        for at, cell in enumerate(cells[:-1]):
            if board.values[cell] or not board.values[cells[at + 1]]:
                continue  # moving zeros changes nothing
            values = _moved_back(board, cells[at:])
            if values is not None:
                return Shift(values, _WORDS[way, direction])
    return None


def _moved_back(board: Board, cells: Sequence[int]) -> Mapping[int, int] | None:
    """The figures one place back, if that is what the relations over them say."""
    mask, last = sum(1 << at for at in cells), cells[-1]
    over = [row for row in board.sums.rows if row.mask & mask]
    values = list(board.values)
    for at, after in pairwise(cells):
        values[at] = board.values[after]
    values[last] = 0
    values[last] = _needed(over, values, last)
    moved = sum(bool(values[at]) for at in cells[:-1])
    bounds = ((values[at], board.sums.least[at]) for at in cells)
    if moved < _FIGURES or any(least is not None and value < least for value, least in bounds):
        return None
    mended = sum(bool(row.gap(board.values)) for row in over)
    used = bool(values[last]) and any(last in row.coefficients and row.gap(board.values) for row in over)
    if mended - used < _LEAST or any(row.gap(values) for row in over):
        return None
    return {at: values[at] for at in cells if values[at] != board.values[at]}


def _needed(rows: Iterable[Row], values: Sequence[int], cell: int) -> int:
    """What the first relation over the cell needs it to be; 0 where there is none."""
    for row in rows:
        if factor := row.coefficients.get(cell):
            return -row.gap(values) // factor
    return 0
