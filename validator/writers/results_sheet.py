"""What the sheet 校验结果 says, whoever writes it, the add-in or an annotated copy: its layout, heads, rows and links.

``addin/vba/GoujiWalk.bas`` and `addin.buttons.walking` read it: time in row 3, headings in row 5, findings below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from validator.filings.sheets import RESULTS
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.template.content import lines_needed
from validator.version import VERSION
from validator.writers.conclusion import coverage, summary
from validator.writers.listing import ListedEntry

SHEET: Final = RESULTS
HEADING_ROW: Final = 5
FIRST_ROW: Final = HEADING_ROW + 1
HEADINGS: Final = ("序号", "级别", "规则", "工作表", "单元格", "左边", "右边", "相差", "建议", "说明", "标记")
WIDTHS: Final = (8, 8, 9, 17, 9, 8, 8, 8, 26, 62, 16)
COLUMNS: Final = "ABCDEFGHIJK"
CHECKED: Final = "校验时间："
VERDICT_CELL, COVERAGE_CELLS = "D1", "A2:J2"
MARKED, NO_CELL, LAST_YEARS, WAIVED = "已标记", "没有对应的单元格", "在上年报告里", "已有情况说明，不标"
DONE: Final = "上报前请点“清除标记”，本表会一并删除。"
TIP: Final = f"点“单元格”一列的链接或用“上一处”“下一处”查看。颜色的含义见“帮助”。{DONE}"
GREY, HEAD = (89, 89, 89), (31, 78, 121)
PIXELS: Final = 1100
"""About the width of the cells in which the statement of coverage is wrapped."""
LINE, HIGHEST = 16, 400
"""Points: the height of a line, and the most that Excel takes for a row, or nearly."""

Value = int | float | str | None


def is_ours(name: str, column: Sequence[str]) -> bool:
    """Whether a check has written the sheet, by its name and the first cells of column A: title, time, heading."""
    begins = column[0] == SHEET and column[2].startswith(CHECKED) and column[HEADING_ROW - 1] == HEADINGS[0]
    return name == SHEET and begins


def verdict(report: FileReport) -> str:
    """What stands beside the title: open findings by severity, and how many are explained."""
    explained = sum(not one.counts for one in report.findings)
    return f"{summary(report)}{f'；已有情况说明 {explained}' if explained else ''}"


def heads(report: FileReport, listed: Sequence[ListedEntry], when: datetime) -> tuple[str, str, str]:
    """Rows 2 to 4: what was looked at, when which report was checked, and what to do."""
    year = f"{report.year}年" if report.year else ""
    checked = f"{CHECKED}{when:%Y-%m-%d %H:%M:%S}　{report.organ}{year}　gouji {VERSION}"
    return f"{'；'.join(coverage(report))}。", checked, TIP if listed else DONE


def coverage_height(text: str) -> int:
    """How high row 2 is with that text, in points."""
    return min(LINE * lines_needed(text, PIXELS, 11), HIGHEST)


def rows(listed: Sequence[ListedEntry], unmarked: Mapping[str, str]) -> list[tuple[Value, ...]]:
    """The findings, a value for each of the headings; `unmarked` says of sheets why they have no marks."""
    return [_row(number, item, unmarked) for number, item in enumerate(listed, start=1)]


def link(item: ListedEntry) -> str:
    """The formula that leads to the finding's cell, ``""`` without one: all rows are written in one call."""
    if item.place is None:
        return ""
    sheet, cell = item.place.sheet.replace("'", "''").replace('"', '""'), item.place.cell
    return f'=HYPERLINK("#\'{sheet}\'!{cell}","{cell}")'


def _row(number: int, item: ListedEntry, unmarked: Mapping[str, str]) -> tuple[Value, ...]:
    finding, place = item.head, item.place
    where = (place.sheet, place.cell) if place else ("", "")
    told = (item.advice, item.message, _mark(item, finding, unmarked))
    return (number, item.level, finding.rule.code, *where, finding.left, finding.right, finding.difference, *told)


def _mark(item: ListedEntry, finding: Finding, unmarked: Mapping[str, str]) -> str:
    if item.place is None:
        return f"未标记（{LAST_YEARS if any(cell.place.file for cell in finding.cells) else NO_CELL}）"
    if not finding.counts:
        return WAIVED
    reason = unmarked.get(item.place.sheet)
    return f"未标记（{reason}）" if reason else MARKED
