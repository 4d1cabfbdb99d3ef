"""What the add-in has the validator do: a workbook under the rules, the rules themselves, a blank template.

This module alone knows how that is done. The rest of the add-in takes filings, findings and rules as they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from validator.api import check, shipped
from validator.exchange.filing_data import FilingData
from validator.filings.reading import filing_of
from validator.model.filing import Filing
from validator.model.finding import FileReport, NotRun
from validator.model.rule import Rule
from validator.readers import Workbook
from validator.template import build


def filing_in(workbook: Workbook) -> Filing:
    """What the workbook reports.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    return filing_of(workbook, shipped().forms)


def report_on(filing: Filing, unseen: Collection[str], why: str) -> FileReport:
    """What every rule says of the filing, but for the checks named in `unseen`: these are not run, and `why`."""
    rules = shipped().rules
    report = check([filing], rules=[rule for rule in rules if rule.check not in unseen]).files[0]
    skipped = tuple(NotRun(rule.code, why) for rule in rules if rule.check in unseen)
    return replace(report, coverage=replace(report.coverage, not_run=(*skipped, *report.coverage.not_run)))


def every_rule() -> tuple[Rule, ...]:
    """The catalogue, in its order."""
    return shipped().rules


def blank_template(organ: str, year: int) -> bytes:
    """The template for a unit and a year, as a file.

    Raises:
        BadContent: The unit's name cannot stand in a cell.
    """
    catalogue = shipped()
    return build(FilingData(organ=organ, year=year, edition=catalogue.forms.edition_for(year)), catalogue)
