"""The open book under the rules. What three calls a sheet do not show is said to be not run, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from addin.livebook import live_workbook
from validator.api import check
from validator.catalogue.rules import load_rules
from validator.filings.reading import filing_of
from validator.finding import FileReport, NotRun
from validator.model import Filing

if TYPE_CHECKING:
    import xlwings

UNSEEN: Final = frozenset({"damage.hidden", "damage.unprotected", "damage.macros", "damage.comments"})
"""Checks, by the name that the catalogue gives them, for which the program would be asked once a row or a note."""

WHY: Final = "打开的工作簿里看不到，由收到文件的单位检查"


def examined(book: xlwings.Book) -> tuple[Filing, FileReport]:
    """What the open book holds, and what every rule says of it that can.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    filing = filing_of(live_workbook(book))
    rules = load_rules()
    report = check([filing], rules=[rule for rule in rules if rule.check not in UNSEEN]).files[0]
    unseen = tuple(NotRun(rule.code, WHY) for rule in rules if rule.check in UNSEEN)
    coverage = replace(report.coverage, not_run=(*unseen, *report.coverage.not_run))
    return filing, replace(report, coverage=coverage)
