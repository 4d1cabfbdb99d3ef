"""上一处 and 下一处 where no VBA is: from the sheet of results alone, as ``vba/GoujiWalk.bas`` does it in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.host.protocol import is_shown
from addin.host.talking import say
from addin.openbook.livebook import path_of
from addin.traces import results
from addin.wording import GONE_CELL, HIDDEN_LINE, HIDDEN_SHEET, NO_FINDINGS, NO_RESULT, WENT_ROUND, Declined
from validator.filings.traces import HEADING_ROW

if TYPE_CHECKING:
    import xlwings

STATUS_LENGTH = 250

_shown: dict[str, int] = {}
"""For each check, by book and time, the row of the finding shown last: it lives as long as the office does."""


def previous_finding(book: xlwings.Book) -> None:
    """上一处."""
    say(book.app, step(book, -1))


def next_finding(book: xlwings.Book) -> None:
    """下一处."""
    say(book.app, step(book, 1))


def step(book: xlwings.Book, direction: int) -> str:
    """Select the next finding's cell, or the one before for -1; what the status bar is to say.

    Raises:
        Declined: There is no sheet of results, or nothing on it.
    """
    sheet = results.find(book)
    if sheet is None:
        raise Declined(NO_RESULT)
    rows = [row for row in results.read(sheet) if not sheet.range((row.at, 1)).rows.hidden]
    if not rows:
        raise Declined(NO_FINDINGS)
    check = f"{path_of(book)}|{sheet.range('A3').value}"
    came_from = _current(book, sheet, check)
    index = _next([row.at for row in rows], came_from, direction)
    row = rows[index]
    _shown[check] = row.at
    unseen = _select(book, sheet, row)
    again = WENT_ROUND if came_from > HEADING_ROW and (row.at - came_from) * direction <= 0 else ""
    text = f"{index + 1}/{len(rows)}  [{row.level}] {row.code}  {row.message}"
    return " ".join(filter(None, (again, unseen, text)))[:STATUS_LENGTH]


def _current(book: xlwings.Book, sheet: xlwings.Sheet, check: str) -> int:
    """The user's own place in the list; else the finding shown last, if it is of this check; else the top."""
    top = HEADING_ROW
    selected = book.app.selection
    if book.sheets.active.name == sheet.name and selected is not None:
        return max(selected.row, top)
    return _shown.get(check, top)


def _next(rows: list[int], came_from: int, direction: int) -> int:
    """The index of the next row, round the ends."""
    if direction > 0:
        return next((index for index, row in enumerate(rows) if row > came_from), 0)
    return next((index for index, row in reversed([*enumerate(rows)]) if row < came_from), len(rows) - 1)


def _select(book: xlwings.Book, sheet: xlwings.Sheet, row: results.ResultRow) -> str:
    """The finding's cell; where it has none that can be selected, its row in the list. Why it cannot be seen."""
    target = next((one for one in book.sheets if one.name == row.sheet), None)
    shown = target is not None and is_shown(target)
    cell = target.range(row.cell) if target and shown and row.cell else sheet.range((row.at, 1))
    cell.sheet.activate()
    cell.select()
    if not row.sheet:
        return ""
    if target is None or not row.cell:
        return GONE_CELL
    return ("" if _is_seen(cell) else HIDDEN_LINE) if shown else HIDDEN_SHEET


def _is_seen(cell: xlwings.Range) -> bool:
    return not cell.rows.hidden and not cell.columns.hidden
