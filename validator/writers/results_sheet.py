"""What the sheet 校验结果 says, whoever writes it, the add-in or an annotated copy: its layout, heads, rows and links.

``addin/vba/GoujiWalk.bas`` and `addin.buttons.walking` read it: time in row 3, headings in row 5, findings below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from validator.filings.traces import CHECKED, HEADING_ROW, RESULTS
from validator.model.address import column_letters, position
from validator.model.cells import Place
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.report import FileReport
from validator.startup.records import dataclass
from validator.template.content import lines_needed
from validator.version import VERSION
from validator.writers.conclusion import coverage, summary
from validator.writers.listing import ListedEntry

SHEET: Final = RESULTS
FIRST_ROW: Final = HEADING_ROW + 1
WIDTHS: Final = (8, 8, 9, 17, 9, 8, 8, 8, 26, 62, 16)
COLUMNS: Final = "ABCDEFGHIJK"
VERDICT_CELL, COVERAGE_CELLS = "D1", "A2:J2"
COUNT_CELLS: Final = ("G1", "H1", "I1", "J1")
REST: Final = "其余"
_IN_NO_NAME: Final = frozenset("[]:\\/?*|")
_NO_NAME: Final = frozenset("[]:\\/?*|")
CENTRED: Final = (("A", "B"), ("F", "H"))
"""The columns of numbers and levels: a figure would stand close to the text at its right."""
VERDICT_POINTS: Final = 14
MARKED, NO_CELL, LAST_YEARS, WAIVED = "已标记", "没有对应的单元格", "在上年报告里", "已有情况说明，不标"
DONE: Final = "上报前请点“清除标记”，本表会一并删除。"
TIP: Final = f"点“单元格”一列的链接或用“上一处”“下一处”查看。颜色的含义见“帮助”。{DONE}"
GREY, HEAD = (89, 89, 89), (31, 78, 121)
PIXELS: Final = 1100
"""About the width of the cells in which the statement of coverage is wrapped."""
LINE, HIGHEST = 16, 400
"""Points: the height of a line, and the most that Excel takes for a row, or nearly."""

Value = int | float | str | None


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


@dataclass(frozen=True, slots=True)
class Count:
    """How many open entries a table has, or all that is no table, and the first cell to look at."""

    text: str
    place: Place | None


def counts(report: FileReport, listed: Sequence[ListedEntry]) -> tuple[Count, ...]:
    """What row 1 counts, a value for each of `COUNT_CELLS` at most: the tables in order, then the rest."""
    tables = list(report.coverage.found_by)[: len(COUNT_CELLS) - 1]
    found: dict[str, list[ListedEntry]] = {name: [] for name in (*tables, REST)}
    for item in listed:
        if item.head.counts:
            found[next((one for one in _tables(item) if one in tables), REST)].append(item)
    return tuple(
        Count(f"{name} {len(items)}", next((one.place for one in items if one.place), None))
        for name, items in found.items()
    )


def _tables(item: ListedEntry) -> Iterator[str]:
    """The tables of the entry's cells, that of the cell to look at first."""
    cells: list[CellRef | Suspect] = [*(item.entry.cause.cells if item.entry.cause else ()), *item.head.suspects]
    cells += item.head.cells
    here = [one for one in cells if one.place == item.place] or cells
    yield from ((one.indicator or "").partition(".")[0] for one in here)


def link(place: Place | None, text: str = "") -> str:
    """The formula that leads to a cell, ``""`` without one; it shows `text`, or the cell's address.

    It asks for the cell's row and column, so that it follows when lines are inserted; not on a sheet whose name no
    program lets anybody type, for a reference to it could be read as one to another workbook.
    """
    if place is None:
        return ""
    sheet, (row, column) = place.sheet.replace("'", "''"), position(place.cell)
    there = f"'{sheet}'!${column_letters(column)}${row}"
    is_name = _IN_NO_NAME.isdisjoint(sheet)
    at = f"ADDRESS(ROW({there}),COLUMN({there}),4)" if is_name else _quoted(place.cell)
    target = _quoted(f"#'{sheet}'!")
    return f"=HYPERLINK({target}&{at},{_quoted(text) if text else at})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


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
