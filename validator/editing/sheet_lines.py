"""Where on a sheet a box of some pixels begins and ends, by the widths of its columns and the heights of its rows."""

from __future__ import annotations

from collections.abc import Mapping

from validator.editing.xml_places import as_utf8
from validator.readers.xlsx.drawings import A_PIXEL, USUAL_HEIGHT, USUAL_WIDTH, Sizes, sizes_in
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW
from validator.startup.records import dataclass

_BESIDE, _ABOVE = 12, 8
"""So many pixels from the cell."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first`, counted from 0, `into` pixels into it, to `last` and so many pixels into that."""

    first: int
    into: int
    last: int
    reach: int


@dataclass(frozen=True, slots=True)
class Box:
    """What a note covers: columns and rows."""

    columns: Stretch
    rows: Stretch


def sizes_of(sheet: bytes) -> Sizes:
    """The sizes of the lines of a worksheet part."""
    return sizes_in(as_utf8(sheet)[0].decode("utf-8", "replace"))


def box_beside(at: tuple[int, int], width: int, height: int, sizes: Sizes) -> Box:
    """A box to the right of the cell in that row and column, beginning a little above it, as programs put it."""
    row, column = at
    columns = _stretch(min(column, LAST_COLUMN - 1), _BESIDE, width, sizes.widths, USUAL_WIDTH, LAST_COLUMN)
    return Box(columns, _stretch(max(row - 2, 0), _ABOVE, height, sizes.heights, USUAL_HEIGHT, LAST_ROW))


def _stretch(first: int, into: int, length: int, sizes: Mapping[int, int], usual: int, most: int) -> Stretch:
    def size(line: int) -> int:
        return sizes.get(line + 1, usual) // A_PIXEL

    start = min(into, size(first))
    rest, last = start + length, first
    while rest > size(last) and last < most - 1:
        rest -= size(last)
        last += 1
    return Stretch(first, start, last, rest)
