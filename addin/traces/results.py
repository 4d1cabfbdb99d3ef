"""The sheet 校验结果 on the open book: added, written, read and taken away. What it says is the validator's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.protocol import is_shown
from validator.filings.traces import HEADING_ROW, HEADINGS, is_list
from validator.model.report import FileReport
from validator.writers.listing import ListedEntry
from validator.writers.looks import LEVEL_LOOKS, STYLES
from validator.writers.results_sheet import (
    CENTRED,
    COLUMNS,
    COUNT_CELLS,
    COVERAGE_CELLS,
    FIRST_ROW,
    GREY,
    HEAD,
    SHEET,
    VERDICT_CELL,
    VERDICT_POINTS,
    WIDTHS,
    Value,
    counts,
    coverage_height,
    heads,
    link,
    rows,
    verdict,
)

if TYPE_CHECKING:
    import xlwings

FROM, FROM_CELL = "校验前所在工作表：", "K2"
LAST_COLUMN = COLUMNS[-1]


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
    """Whether a check has written it: nobody's own sheet is taken for it."""
    block = sheet.range(f"A1:{LAST_COLUMN}{HEADING_ROW}").options(ndim=2, err_to_str=True).value
    return is_list(sheet.name, [[str(one or "") for one in row] for row in block])


def find(book: xlwings.Book) -> xlwings.Sheet | None:
    """The sheet of the last check, None when there is none; that of the right name is asked first."""
    sheets = sorted(book.sheets, key=lambda one: one.name != SHEET)
    return next((one for one in sheets if is_result_sheet(one)), None)


def lists(book: xlwings.Book) -> list[str]:
    """Every sheet that a check has written, whatever it is called now."""
    return [sheet.name for sheet in book.sheets if is_result_sheet(sheet)]


def remove(book: xlwings.Book, names: Sequence[str]) -> None:
    """Delete these sheets; whoever stood on one is taken back to where the check began."""
    for name in names:
        sheet = book.sheets[name]
        stood_on_it = book.sheets.active.name == name
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
    above = heads(report, listed, datetime.now().astimezone())
    lines = [[_as_stored(one) for one in row] for row in (HEADINGS, *rows(listed, unmarked))]
    sheet.range("A2").value = [[as_text(one)] for one in above]
    sheet.range(f"A{HEADING_ROW}").value = lines
    sheet.range("A1").value, sheet.range(VERDICT_CELL).value = as_text(SHEET), as_text(verdict(report))
    links = [[link(item.place) or as_text("")] for item in listed]
    if links:
        sheet.range(f"E{FIRST_ROW}:E{HEADING_ROW + len(links)}").formula = links
    counted = [link(one.place, one.text) or as_text(one.text) for one in counts(report, listed)]
    sheet.range(COUNT_CELLS[0]).resize(1, len(counted)).formula = [counted]
    _dress(sheet, listed)


def as_text(value: str) -> str:
    """A text as text, whatever it starts with: Excel calculates what starts with = + - @ and turns 1-2 into a date."""
    return f"'{value}"


def _as_stored(value: Value) -> Value:
    return as_text(value) if isinstance(value, str) else value


def _dress(sheet: xlwings.Sheet, listed: Sequence[ListedEntry]) -> None:
    program = host_of(sheet.book.app)
    last = HEADING_ROW + len(listed)
    for letter, width in zip(COLUMNS, WIDTHS, strict=True):
        sheet.range(f"{letter}1").column_width = width
    title, verdict_cell, head = (
        sheet.range("A1"),
        sheet.range(VERDICT_CELL),
        sheet.range(f"A{HEADING_ROW}:{LAST_COLUMN}{HEADING_ROW}"),
    )
    title.font.size, verdict_cell.font.size = 16, VERDICT_POINTS
    title.font.bold = verdict_cell.font.bold = True
    sheet.range(f"{COUNT_CELLS[0]}:{COUNT_CELLS[-1]}").font.color = HEAD
    sheet.range("A3:A4").font.color = sheet.range(FROM_CELL).font.color = GREY
    sheet.range(FROM_CELL).wrap_text, sheet.range(FROM_CELL).vertical_alignment = True, "top"
    _wrap_coverage(sheet)
    head.color, head.font.color, head.font.bold = HEAD, (255, 255, 255), True
    if listed:
        body = sheet.range(f"A{FIRST_ROW}:{LAST_COLUMN}{last}")
        body.vertical_alignment = "top"
        sheet.range(f"I{FIRST_ROW}:{LAST_COLUMN}{last}").wrap_text = True
        sheet.range(f"E{FIRST_ROW}:E{last}").font.color = HEAD
        for first, end in CENTRED:
            sheet.range(f"{first}{HEADING_ROW}:{end}{last}").horizontal_alignment = "center"
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
    sheet.range("A2").row_height = coverage_height(text)


def _colour_levels(sheet: xlwings.Sheet, listed: Sequence[ListedEntry]) -> None:
    """The levels in the colours of the marks, a call for each run of equal ones."""
    row = FIRST_ROW
    for level, run in groupby(listed, key=lambda item: item.level):
        count = sum(1 for _ in run)
        if level in LEVEL_LOOKS:
            cells = sheet.range(f"B{row}:B{row + count - 1}")
            cells.color = STYLES[LEVEL_LOOKS[level]].fill
            cells.font.color = STYLES[LEVEL_LOOKS[level]].font
        row += count
