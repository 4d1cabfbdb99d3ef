"""The open book under the rules. What three calls a sheet do not show is said to be not run, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from addin.livebook import live_workbook, with_hidden_sheets
from validator.api import check, load_rules, shipped
from validator.filings.reading import filing_of
from validator.model.filing import DamageKind, Filing
from validator.model.finding import FileReport, NotRun

if TYPE_CHECKING:
    import xlwings

UNSEEN: Final = frozenset({"damage.hidden", "damage.unprotected", "damage.macros", "damage.comments"})
"""Checks, by the name that the catalogue gives them, for which the program would be asked once a row or a note."""

HIDDEN_DECIDES: Final = frozenset({DamageKind.REPEATED_TABLE, DamageKind.ADDED_SHEET})
"""Of a table that is there twice the one on a hidden sheet is not read; a sheet that was added may be a hidden one."""

WHY: Final = "打开的工作簿里看不到，由收到文件的单位检查"


def examined(book: xlwings.Book) -> tuple[Filing, FileReport]:
    """What the open book holds, and what every rule says of it that can.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    filing = _filing(book)
    rules = load_rules()
    report = check([filing], rules=[rule for rule in rules if rule.check not in UNSEEN]).files[0]
    unseen = tuple(NotRun(rule.code, WHY) for rule in rules if rule.check in UNSEEN)
    coverage = replace(report.coverage, not_run=(*unseen, *report.coverage.not_run))
    return filing, replace(report, coverage=coverage)


def _filing(book: xlwings.Book) -> Filing:
    workbook = live_workbook(book)
    filing = filing_of(workbook, shipped().forms)
    if HIDDEN_DECIDES.isdisjoint(one.kind for one in filing.damage):
        return filing
    return filing_of(with_hidden_sheets(workbook, book), shipped().forms)
