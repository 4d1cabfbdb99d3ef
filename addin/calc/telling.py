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


def _unfiltered(sheet: OpenSheet, area: Any) -> Iterator[Any]:
    """The area without the rows that a filter hides: a copy leaves them out and would move up what is below them."""
    rows, numbers = sheet.xl.Rows, range(area.StartRow, area.EndRow + 1)
    for filtered, run in groupby(numbers, key=lambda row: bool(rows.getByIndex(row).IsFiltered)):
        if not filtered:
            first, *rest = run
            last = rest[-1] if rest else first
            yield struct("table.CellRangeAddress", area.Sheet, area.StartColumn, first, area.EndColumn, last)


def _merged_areas(sheet: OpenSheet, area: Any) -> list[Any]:
    """The merged areas that begin in the area: only among cells of one format can one look for them at once."""
    block = sheet.xl.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
    if not block.getIsMerged():
        return []
    groups = block.getUniqueCellFormatRanges()
    parts = [part for index in range(groups.Count) for part in groups.getByIndex(index).RangeAddresses]
    return [one for part in parts for one in _merged_in(sheet, part)]


def _merged_in(sheet: OpenSheet, part: Any) -> Iterator[Any]:
    if not sheet.xl.getCellRangeByPosition(part.StartColumn, part.StartRow, part.EndColumn, part.EndRow).getIsMerged():
        return
    for row in range(part.StartRow, part.EndRow + 1):
        for column in range(part.StartColumn, part.EndColumn + 1):
            cell = sheet.xl.getCellRangeByPosition(column, row, column, row)
            if cell.getIsMerged():
                cursor = sheet.xl.createCursorByRange(cell)
                cursor.collapseToMergedArea()
                whole = cursor.RangeAddress
                yield sheet.xl.getCellRangeByPosition(column, row, whole.EndColumn, whole.EndRow)
