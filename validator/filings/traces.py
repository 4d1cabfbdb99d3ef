"""What the program leaves in files, and how they are known again: marks, notes, the sheet 校验结果, signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from validator.model.address import address
from validator.model.cells import BLANK
from validator.readers.workbook import Sheet

MARKER: Final = '"gouji:'
"""What the conditional formats have in their formula by which cells are marked."""
NOTE_SIGN: Final = "【勾稽校验】"
"""What the notes begin with that a check puts on cells: nothing that the unit says."""
RESULTS: Final = "校验结果"
"""The name and the title of the sheet that a check puts its findings on."""
CHECKED: Final = "校验时间："
HEADINGS: Final = ("序号", "级别", "规则", "工作表", "单元格", "左边", "右边", "相差", "建议", "说明", "标记")
COLLECTED_SIGN: Final = "【汇总】"
"""What the first cell begins with of the sheets that `collect` adds to its draft: the figures unit by unit."""
PRODUCT: Final = "gouji-output"
"""What the subject of a workbook or document begins with that the program has written for people and is no report."""
COLLECTED: Final = "gouji_collected"
"""The custom property of an office's draft: of what year and whose sums it holds."""
PAGE_SIGNS: Final = ('<meta name="generator" content="gouji">', "<!--gouji-->")
"""What stands at the beginning of a page of results, and of the annotated copy of a page."""
PDF_SIGN: Final = b"\n%gouji\n"
"""What the annotated copy of a PDF ends with: a comment, which programs pass over."""
TIME_ROW: Final = 3
HEADING_ROW: Final = 5


def is_list(name: str, lines: Sequence[Sequence[str]]) -> bool:
    """Whether a check has written the sheet, by its name and the texts of its first `HEADING_ROW` rows.

    Of four signs two must be left, and one of the two that nobody else writes, the line with the time and the
    headings: a clerk may give the sheet another name or title, and nobody's own sheet is taken for it.
    """
    time, headings = lines[TIME_ROW - 1][0].startswith(CHECKED), tuple(lines[HEADING_ROW - 1]) == HEADINGS
    return (time or headings) and sum((time, headings, name == RESULTS, lines[0][0] == RESULTS)) > 1


def is_collected_sheet(sheet: Sheet) -> bool:
    """Whether `collect` has added the sheet to an office's draft."""
    return str(sheet.cells.get("A1", BLANK).value or "").startswith(COLLECTED_SIGN)


def is_list_sheet(sheet: Sheet) -> bool:
    """The same of a sheet as read."""

    def text(row: int, column: int = 1) -> str:
        return str(sheet.cells.get(address(row, column), BLANK).value or "")

    if text(HEADING_ROW) != HEADINGS[0] and not text(TIME_ROW).startswith(CHECKED):
        return False
    columns = range(1, len(HEADINGS) + 1)
    return is_list(sheet.name, [[text(row, one) for one in columns] for row in range(1, HEADING_ROW + 1)])
