"""Which of many cells is the first wrong one, as Excel text: a link leads there and not to the table's first cell.

A cell counts the more the further up and left it stands; 0 is none. SUMPRODUCT takes MAX over a range in every version
of Excel, in WPS and in Calc. Each area has a formula of its own: all in one would be longer than a cell can be.
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.address import corners, position, within

_TOP, _ROW = 10_000_000, 1_000
"""More than any cell's place, and the columns of a row."""


First = tuple[str, str]
"""Of one area: the formula for the number of its first wrong cell, and the address of that cell, ``""`` for none."""


def firsts(areas: Iterable[tuple[str, str]], wrong: Iterable[str]) -> tuple[First, ...]:
    """From areas, and what is 1 for each wrong cell of an area and else 0; `wrong` are the cells that are, now."""
    cells = tuple(wrong)
    found = []
    for area, condition in areas:
        formula = f"SUMPRODUCT(MAX(({condition})*({_TOP}-{_ROW}*ROW({area})-COLUMN({area}))))"
        within_area = corners(area.rpartition("!")[2])
        found.append((formula, first_cell(cell for cell in cells if within(cell, within_area))))
    return tuple(found)


def cell_of(number: str) -> str:
    """The address of the cell with that number."""
    return f"ADDRESS(INT(({_TOP}-{number})/{_ROW}),MOD({_TOP}-{number},{_ROW}),4)"


def number_of(cell: str) -> int:
    """The number of a cell, 0 for ``""``."""
    if not cell:
        return 0
    row, column = position(cell)
    return _TOP - _ROW * row - column


def first_cell(cells: Iterable[str]) -> str:
    """The first of some cells, row by row; ``""`` for none."""
    return min(cells, key=position, default="")
