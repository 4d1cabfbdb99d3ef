"""The sheet 校验结果: what was looked at, and one row for each finding with a link to its cell.

``vba/GoujiWalk.bas`` and `addin.buttons.walking` read it: identity in row 3, headings in row 5, findings below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from addin.host.choice import host_of
from addin.host.protocol import is_shown
from addin.showing.conclusion import coverage, summary
from addin.showing.listing import ListedEntry
from addin.showing.looks import LEVEL_LOOKS
from validator.filings.sheets import RESULTS
from validator.model.report import FileReport
from validator.template.content import lines_needed
from validator.version import VERSION
from validator.writers.looks import STYLES

if TYPE_CHECKING:
    import xlwings

SHEET: Final = RESULTS
HEADING_ROW: Final = 5
HEADINGS: Final = ("序号", "级别", "规则", "工作表", "单元格", "左边", "右边", "相差", "建议", "说明", "标记")
WIDTHS: Final = (8, 8, 9, 17, 9, 8, 8, 8, 26, 62, 16)
CHECKED: Final = "校验时间："
FROM, FROM_CELL = "校验前所在工作表：", "J1"
VERDICT_CELL, COVERAGE_CELLS = "D1", "A2:J2"
MARKED, NO_CELL, LAST_YEARS, WAIVED = "已标记", "没有对应的单元格", "在上年报告里", "已有情况说明，不标"
DONE: Final = "上报前请点“清除标记”，本表会一并删除。"
TIP: Final = f"点“单元格”一列的链接或用“上一处”“下一处”查看。颜色的含义见“帮助”。{DONE}"
GREY, HEAD = (89, 89, 89), (31, 78, 121)
LAST_COLUMN = "ABCDEFGHIJK"[len(HEADINGS) - 1]
PIXELS = 1100
"""About the width of the cells in which the statement of coverage is wrapped."""
LINE, HIGHEST = 16, 400
"""Points: the height of a line, and the most that Excel takes for a row, or nearly."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a row of the sheet says, as far as walking needs it. `at` is the row: the user may have sorted them."""

    at: int
    level: str
    code: str
    sheet: str
    cell: str
    message: str


def is_result_sheet(sheet: xlwings.Sheet) -> bool:
    """Whether a check has written it, by name, title, time and first heading: nobody's own sheet is taken for it."""
    if sheet.name != SHEET:
        return False
    column = [str(row[0] or "") for row in sheet.range(f"A1:A{HEADING_ROW}").options(ndim=2, err_to_str=True).value]
    return column[0] == SHEET and column[2].startswith(CHECKED) and column[-1] == HEADINGS[0]


def find(book: xlwings.Book) -> xlwings.Sheet | None:
    """The sheet of the last check, None when there is none."""
    return next((sheet for sheet in book.sheets if is_result_sheet(sheet)), None)


def remove(book: xlwings.Book) -> None:
    """Delete the sheet, if there is one; whoever stood on it is taken back to where the check began."""
    sheet = find(book)
    if sheet is None:
        return
    stood_on_it = book.sheets.active.name == SHEET
    came_from = str(sheet.range(FROM_CELL).value or "").removeprefix(FROM)
    sheet.delete()
    back = next((one for one in book.sheets if one.name == came_from and is_shown(one)), None)
    if stood_on_it and back:
        back.activate()


def read(sheet: xlwings.Sheet) -> list[ResultRow]:
    """The findings on the sheet, in its order."""
    block = sheet.used_range
    values = sheet.range(f"A1:J{max(block.row + block.shape[0] - 1, HEADING_ROW + 1)}").options(ndim=2).value
    found = []
    for at, line in enumerate(values[HEADING_ROW:], HEADING_ROW + 1):
        if line[0] in {None, ""}:
            break
        level, code, name, cell = (str(one or "") for one in line[1:5])
        found.append(ResultRow(at, level, code, name, cell, str(line[9] or "")))
    return found


def add(book: xlwings.Book) -> xlwings.Sheet:
    """A new last sheet, in front, that knows from which one the check began.

    Raises:
        The program's errors (`addin.host`) when the workbook takes no more sheets.
        ValueError: A sheet of that name is there and is not ours.
    """
    came_from = book.sheets.active.name
    sheet = book.sheets.add(SHEET, after=book.sheets[len(book.sheets) - 1])
    sheet.range(FROM_CELL).value = as_text(f"{FROM}{came_from}")
    return sheet


def write(sheet: xlwings.Sheet, report: FileReport, listed: Sequence[ListedEntry], unmarked: Mapping[str, str]) -> None:
    """What was looked at and what was found, on the sheet that `add` has made."""
    heads = [[as_text(one)] + [None] * (len(HEADINGS) - 1) for one in _heads(report, listed)]
    lines = [_line(number, item, unmarked) for number, item in enumerate(listed, start=1)]
    sheet.range("A2").value = [*heads, [as_text(one) for one in HEADINGS], *lines]
    sheet.range("A1").value, sheet.range(VERDICT_CELL).value = as_text(SHEET), as_text(_verdict(report))
    links = [[_link(item)] for item in listed]
    if links:
        sheet.range(f"E{HEADING_ROW + 1}:E{HEADING_ROW + len(links)}").formula = links
    _dress(sheet, listed)


def as_text(value: str) -> str:
    """A text as text, whatever it starts with: Excel calculates what starts with = + - @ and turns 1-2 into a date."""
    return f"'{value}"


def _verdict(report: FileReport) -> str:
    explained = sum(not one.counts for one in report.findings)
    return f"{summary(report)}{f'；已有情况说明 {explained}' if explained else ''}"


def _heads(report: FileReport, listed: Sequence[ListedEntry]) -> tuple[str, str, str]:
    now = datetime.now().astimezone()
    year = f"{report.year}年" if report.year else ""
    checked = f"{CHECKED}{now:%Y-%m-%d %H:%M:%S}　{report.organ}{year}　gouji {VERSION}"
    return f"{'；'.join(coverage(report))}。", checked, TIP if listed else DONE


def _line(number: int, item: ListedEntry, unmarked: Mapping[str, str]) -> list[Any]:
    finding, place = item.head, item.place
    texts = (item.level, finding.rule.code, place.sheet if place else "", place.cell if place else "")
    sides = (finding.left, finding.right, finding.difference)
    last = (item.advice, item.message, _mark(item, unmarked))
    return [number, *map(as_text, texts), *sides, *map(as_text, last)]


def _mark(item: ListedEntry, unmarked: Mapping[str, str]) -> str:
    if item.place is None:
        return f"未标记（{LAST_YEARS if any(cell.place.file for cell in item.head.cells) else NO_CELL}）"
    if not item.head.counts:
        return WAIVED
    reason = unmarked.get(item.place.sheet)
    return f"未标记（{reason}）" if reason else MARKED


def _link(item: ListedEntry) -> str:
    """A formula and not a hyperlink of the sheet: all rows are written in one call."""
    if item.place is None:
        return as_text("")
    sheet, cell = item.place.sheet.replace("'", "''").replace('"', '""'), item.place.cell
    return f'=HYPERLINK("#\'{sheet}\'!{cell}","{cell}")'


def _dress(sheet: xlwings.Sheet, listed: Sequence[ListedEntry]) -> None:
    program = host_of(sheet.book.app)
    last = HEADING_ROW + len(listed)
    for letter, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.range(f"{letter}1").column_width = width
    title, head = sheet.range(f"A1:{VERDICT_CELL}"), sheet.range(f"A{HEADING_ROW}:{LAST_COLUMN}{HEADING_ROW}")
    title.font.size, title.font.bold = 16, True
    sheet.range("A3:A4").font.color = sheet.range(FROM_CELL).font.color = GREY
    _wrap_coverage(sheet)
    head.color, head.font.color, head.font.bold = HEAD, (255, 255, 255), True
    if listed:
        body = sheet.range(f"A{HEADING_ROW + 1}:{LAST_COLUMN}{last}")
        body.vertical_alignment = "top"
        sheet.range(f"I{HEADING_ROW + 1}:{LAST_COLUMN}{last}").wrap_text = True
        sheet.range(f"E{HEADING_ROW + 1}:E{last}").font.color = HEAD
        _colour_levels(sheet, listed)
        with suppress(*program.errors):  # a list without filter buttons is a list still
            program.show_filter(sheet.range(f"A{HEADING_ROW}:{LAST_COLUMN}{last}"))
    with suppress(*program.errors):
        program.freeze(sheet, HEADING_ROW)
    with suppress(*program.errors):  # without a printer Excel sets up no page
        program.print_wide(sheet, HEADING_ROW)


def _wrap_coverage(sheet: xlwings.Sheet) -> None:
    """The statement of coverage over the whole width, as high as it needs."""
    cells = sheet.range(COVERAGE_CELLS)
    text = str(sheet.range("A2").value)
    cells.merge()
    cells.wrap_text = True
    cells.vertical_alignment = "top"
    sheet.range("A2").row_height = min(LINE * lines_needed(text, PIXELS, 11), HIGHEST)


def _colour_levels(sheet: xlwings.Sheet, listed: Sequence[ListedEntry]) -> None:
    """The levels in the colours of the marks, a call for each run of equal ones."""
    row = HEADING_ROW + 1
    for level, run in groupby(listed, key=lambda item: item.level):
        count = sum(1 for _ in run)
        if level in LEVEL_LOOKS:
            cells = sheet.range(f"B{row}:B{row + count - 1}")
            cells.color = STYLES[LEVEL_LOOKS[level]].fill
            cells.font.color = STYLES[LEVEL_LOOKS[level]].font
        row += count
