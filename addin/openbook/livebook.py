"""The open book -> `validator.readers.Workbook`: three calls a sheet, however many cells it has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.host.choice import host_of
from addin.host.protocol import is_shown
from addin.host.talking import nothing_to_save
from validator.filings.traces import is_list_sheet
from validator.model.address import address
from validator.model.cells import Cell, CellKind, CellValue
from validator.readers import Sheet, UnreadableWorkbook, Workbook, read_workbook

if TYPE_CHECKING:
    import xlwings

    from addin.host.protocol import Host

MOST_ROWS, MOST_COLUMNS = 5_000, 256
"""A sheet formatted down to its last row counts as used; no table of the form is that large."""

ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
)
LIVE_CHECKS = "校验."
"""Names that start so are the template's own check cells: nothing of a report, and a quarter of all names."""


def live_workbook(book: xlwings.Book) -> Workbook:
    """The workbook as it is open, saved or not, without the sheet of results.

    Counts are integers, amounts numbers, dates `date` or `datetime`, as the readers of files give them. What is
    merged, hidden, protected or commented is not read: the program would be asked once a cell, a row or a sheet. The
    program calculates first, also where it was told not to do so by itself, and what it gives is believed.
    """
    with nothing_to_save(book), suppress(*host_of(book.app).errors):  # it is busy: what it shows is what there is
        book.app.calculate()
    every = [_sheet(sheet) for sheet in book.sheets]
    sheets = {sheet.name: sheet for sheet in every if not is_list_sheet(sheet)}
    own = properties(book)
    return Workbook(path=path_of(book), sheets=sheets, names=dict(_names(book)), properties=own, is_open=True)


def with_hidden_sheets(workbook: Workbook, book: xlwings.Book) -> Workbook:
    """`workbook` with what it is of `book` that is hidden: a call a sheet, for a book in which that decides."""
    shown = {sheet.name: is_shown(sheet) for sheet in book.sheets if sheet.name in workbook.sheets}
    sheets = {name: replace(one, hidden=not shown[name]) for name, one in workbook.sheets.items()}
    return replace(workbook, sheets=sheets)


def path_of(book: xlwings.Book) -> str:
    """Where the book was opened from; its name alone where that is no folder of this computer (OneDrive).

    `xlwings.Book.fullname` would look for that folder where the book's own sheet ``xlwings.conf`` says: on any server.
    """
    stated = host_of(book.app).stated_path(book)
    return str(book.name) if "://" in stated else stated


def properties(book: xlwings.Book) -> dict[str, str]:
    """Custom document properties: from the program, else from the file that the book was opened from."""
    program = host_of(book.app)
    with suppress(*program.errors):
        if found := program.properties(book):
            return found
    path = Path(path_of(book))
    if path.suffix.lower() in {".xlsx", ".xlsm"} and path.is_file():
        with suppress(UnreadableWorkbook):
            return dict(read_workbook(path).properties)
    return {}


def _names(book: xlwings.Book) -> Iterator[tuple[str, str]]:
    """Every defined name, those of one sheet as ``sheet!name``; of the check cells one, which tells their sheet."""
    checks = False
    for one in book.names:
        name = str(one.name)
        if name.startswith(LIVE_CHECKS):
            if checks:
                continue
            checks = True
        scope, sign, bare = name.rpartition("!")
        if scope.startswith("'"):
            scope = scope[1:-1].replace("''", "'")
        yield f"{scope}{sign}{bare}", str(one.refers_to).removeprefix("=")


def _sheet(sheet: xlwings.Sheet) -> Sheet:
    used = sheet.used_range
    if used.shape[0] > MOST_ROWS or used.shape[1] > MOST_COLUMNS:
        used = used.resize(min(used.shape[0], MOST_ROWS), min(used.shape[1], MOST_COLUMNS))
    values = _values(used, host_of(sheet.book.app))
    formulas = _rows(used.formula)
    cells = dict(_cells(values, formulas, used.row, used.column))
    return Sheet(name=sheet.name, cells=cells, protected=None)


def _values(cells: xlwings.Range, program: Host) -> list[list[Any]]:
    """The values of a block, in one call.

    Excel on Windows gives none of a block in which a date format lies on a number that no calendar has: that one is
    found by halves, and taken as the number it is.
    """
    with suppress(*program.errors, ValueError, OverflowError, OSError):
        found: list[list[Any]] = cells.options(ndim=2, err_to_str=True).value
        return found
    rows, columns = cells.shape
    if rows * columns == 1:
        return [[program.bare_number(cells)]]
    if rows > 1:
        half = rows // 2
        lower = cells.offset(half, 0).resize(rows - half, columns)
        return _values(cells.resize(half, columns), program) + _values(lower, program)
    half = columns // 2
    right = cells.offset(0, half).resize(1, columns - half)
    return [_values(cells.resize(1, half), program)[0] + _values(right, program)[0]]


def _rows(formulas: Any) -> Any:
    """One cell has a text, a row on a Mac a flat list, a block rows of texts."""
    if isinstance(formulas, str) or formulas is None:
        return [[formulas]]
    return formulas if isinstance(formulas[0], list | tuple) else [formulas]


def _cells(values: Any, formulas: Any, top: int, left: int) -> Iterator[tuple[str, Cell]]:
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), top):
        for column, (value, text) in enumerate(zip(line, texts, strict=True), left):
            if value is not None or text:
                yield address(row, column), _cell(value, text)


def _cell(value: Any, text: Any) -> Cell:
    found, kind = _typed(value, text)
    # A text that starts with = is its own formula; no formula gives its own text.
    if not isinstance(text, str) or not text.startswith("=") or text == found:
        return Cell(found, kind)
    return Cell(found, kind, text.removeprefix("="), found)


def _typed(value: Any, text: Any) -> tuple[CellValue, CellKind]:
    if value is None:
        return "", CellKind.TEXT  # a formula that gives an empty text
    if isinstance(value, bool):
        return value, CellKind.BOOL
    if isinstance(value, datetime):
        return _moment(value), CellKind.DATE
    if isinstance(value, Decimal):  # Excel gives cells of a currency format with four decimals only
        value = _exact(value, text)
    if isinstance(value, int | float):
        return (int(value) if float(value).is_integer() else value), CellKind.NUMBER
    return str(value), CellKind.ERROR if value in ERRORS else CellKind.TEXT


def _exact(value: Decimal, text: Any) -> float:
    """The number as typed, where the cell holds no formula."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return float(value)


def _moment(value: datetime) -> CellValue:
    """A `date` where the time is midnight, as the readers of files give it; a `time` below one day."""
    if value.year < 1900:  # day 0 of the 1900 system is 1899-12-30 for the program's interface
        return value.time()
    return value.date() if value.time() == time.min else value
