"""Cell addresses: ``D8`` <-> (row, column), ranges, areas. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from validator.startup.expressions import expression

Corners = tuple[int, int, int, int]
"""Top, left, bottom, right."""
Area = tuple[str, Corners]
"""A sheet's name, and the corners of a range on it."""

_CELL = expression(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")


def column_number(letters: str) -> int:
    """``A`` -> 1, ``XFD`` -> 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> ``A``, 16384 -> ``XFD``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1 << 14)
def position(cell: str) -> tuple[int, int]:
    """``D8`` or ``$D$8`` -> (8, 4). Raises ValueError for anything else."""
    match = _CELL.match(cell)
    if not match:
        raise ValueError(f"not a cell address: {cell!r}")
    return int(match[2]), column_number(match[1])


def address(row: int, column: int) -> str:
    """(8, 4) -> ``D8``."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=1 << 12)
def corners(area: str) -> Corners:
    """``D8:J32`` -> (8, 4, 32, 10); a single cell is its own two corners."""
    first, _, last = area.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return top, left, bottom, right


def range_of(area: Corners) -> str:
    """(8, 4, 32, 10) -> ``D8:J32``, one cell as itself."""
    first, last = address(*area[:2]), address(*area[2:])
    return first if first == last else f"{first}:{last}"


def size(area: Corners) -> int:
    """How many cells there are between the corners."""
    top, left, bottom, right = area
    return (bottom - top + 1) * (right - left + 1)


def within(cell: str, area: Corners) -> bool:
    """Whether a cell is between the corners."""
    (row, column), (top, left, bottom, right) = position(cell), area
    return top <= row <= bottom and left <= column <= right


@lru_cache(maxsize=512)
def addresses(area: Corners) -> tuple[str, ...]:
    """Every cell between the corners, row by row; they are kept, so no large areas here."""
    top, left, bottom, right = area
    return tuple(address(*one) for one in product(range(top, bottom + 1), range(left, right + 1)))


def cells_of(area: str) -> tuple[str, ...]:
    """Every cell of a range, row by row."""
    return addresses(corners(area))


def ranges_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The fewest runs down a column or along a row that hold the cells, in order: D8 D9 D31 -> ``D8:D9``, ``D31``."""
    runs: list[list[tuple[int, int]]] = []
    for here in map(position, cells):
        if runs and _continues(runs[-1], here):
            runs[-1].append(here)
        else:
            runs.append([here])
    return tuple(range_of((*run[0], *run[-1])) for run in runs)


def areas_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells as few rectangles, for people: D8 … I30 row by row -> ``D8:I30``."""
    left = dict.fromkeys(map(position, cells))
    found: list[str] = []
    while left:
        top, first = min(left)
        last, bottom = first, top
        while (top, last + 1) in left:
            last += 1
        while all((bottom + 1, column) in left for column in range(first, last + 1)):
            bottom += 1
        for row, column in product(range(top, bottom + 1), range(first, last + 1)):
            del left[row, column]
        found.append(range_of((top, first, bottom, last)))
    return tuple(found)


def _continues(run: list[tuple[int, int]], here: tuple[int, int]) -> bool:
    step = here[0] - run[-1][0], here[1] - run[-1][1]
    if len(run) == 1:
        return step in {(0, 1), (1, 0)}
    return step == (run[-1][0] - run[-2][0], run[-1][1] - run[-2][1])
