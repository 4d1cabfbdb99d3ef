"""How cells are told which conditional formats they have: Calc lists those made over UNO, and tells on the next load.

Copying cells onto themselves changes nothing but this: they show the formats then listed for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from addin.calc.office import struct

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet


def tell(sheet: OpenSheet, area: Any) -> None:
    """Copy the area onto itself.

    Merged cells can be no target of a copy, so that they are parted meanwhile; shapes that lie on the cells are copied
    along, and the copies taken away.
    """
    merged, shapes = _merged_areas(sheet, area), sheet.xl.DrawPage
    count = shapes.Count
    for one in merged:
        one.merge(False)  # noqa: FBT003  UNO's
    try:
        for part in _unfiltered(sheet, area):
            sheet.xl.copyRange(struct("table.CellAddress", part.Sheet, part.StartColumn, part.StartRow), part)
    finally:
        for one in merged:
            one.merge(True)  # noqa: FBT003
        for index in reversed(range(count, shapes.Count)):
            if "Caption" not in shapes.getByIndex(index).ShapeType:
                shapes.remove(shapes.getByIndex(index))


def hides_rows(sheet: OpenSheet, area: Any) -> bool:
    """Whether a filter hides rows of the area."""
    return [part.EndRow for part in _unfiltered(sheet, area)] != [area.EndRow]


def _unfiltered(sheet: OpenSheet, area: Any) -> Iterator[Any]:
    """The area without the rows that a filter hides: a copy leaves them out and would move up what is below them."""
    column = sheet.xl.getCellRangeByPosition(area.StartColumn, area.StartRow, area.StartColumn, area.EndRow)
    seen = column.queryVisibleCells().RangeAddresses
    if len(seen) == 1 and (seen[0].StartRow, seen[0].EndRow) == (area.StartRow, area.EndRow):
        yield area  # nothing at all is hidden
        return
    rows, numbers = sheet.xl.Rows, range(area.StartRow, area.EndRow + 1)
    for filtered, run in groupby(numbers, key=lambda row: bool(rows.getByIndex(row).IsFiltered)):
        if not filtered:
            first, *rest = run
            last = rest[-1] if rest else first
            yield struct("table.CellRangeAddress", area.Sheet, area.StartColumn, first, area.EndColumn, last)


def _merged_areas(sheet: OpenSheet, area: Any) -> list[Any]:
    """The merged areas that begin in the area, found by halves: Calc tells of a block only whether any does."""
    return list(_merged_in(sheet, area.StartColumn, area.StartRow, area.EndColumn, area.EndRow))


def _merged_in(sheet: OpenSheet, left: int, top: int, right: int, bottom: int) -> Iterator[Any]:
    block = sheet.xl.getCellRangeByPosition(left, top, right, bottom)
    if not block.getIsMerged():
        return
    if (left, top) == (right, bottom):
        cursor = sheet.xl.createCursorByRange(block)
        cursor.collapseToMergedArea()
        whole = cursor.RangeAddress
        yield sheet.xl.getCellRangeByPosition(left, top, whole.EndColumn, whole.EndRow)
    elif right - left > bottom - top:
        middle = (left + right) // 2
        yield from _merged_in(sheet, left, top, middle, bottom)
        yield from _merged_in(sheet, middle + 1, top, right, bottom)
    else:
        middle = (top + bottom) // 2
        yield from _merged_in(sheet, left, top, right, middle)
        yield from _merged_in(sheet, left, middle + 1, right, bottom)
