"""The open book under the rules. What three calls a sheet do not show is said to be not run, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from addin.openbook.livebook import live_workbook, with_hidden_sheets
from addin.validation import filing_in, report_on
from validator.model.filing import DamageKind, Filing
from validator.model.report import FileReport
from validator.readers import Workbook

if TYPE_CHECKING:
    import xlwings

UNSEEN: Final = frozenset(
    {"damage.hidden", "damage.unprotected", "damage.macros", "damage.comments", "damage.leftovers"}
)
"""Checks, by the name that the catalogue gives them, for which the program would be asked once a row or a note. What
this add-in has left in the open book is no news to it."""

HIDDEN_DECIDES: Final = frozenset({DamageKind.REPEATED_TABLE, DamageKind.ADDED_SHEET})
"""Of a table that is there twice the one on a hidden sheet is not read; a sheet that was added may be a hidden one."""

WHY: Final = "打开的工作簿里看不到，由收到文件的单位检查"


def examined(book: xlwings.Book) -> tuple[Filing, FileReport]:
    """What the open book holds, and what every rule says of it that can.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    filing = filing_in_book(book)
    return filing, judged(filing)


def judged(filing: Filing) -> FileReport:
    """What every rule says of an open book that can."""
    return report_on(filing, UNSEEN, WHY)


def filing_in_book(book: xlwings.Book) -> Filing:
    """What the open book holds.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    return read_book(book)[1]


def read_book(book: xlwings.Book) -> tuple[Workbook, Filing]:
    """The cells of the open book as they are, and what they report.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    workbook = live_workbook(book)
    filing = filing_in(workbook)
    if HIDDEN_DECIDES.isdisjoint(one.kind for one in filing.damage):
        return workbook, filing
    return workbook, filing_in(with_hidden_sheets(workbook, book))
