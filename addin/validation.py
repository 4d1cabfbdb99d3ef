"""What the add-in has the validator do: a workbook under the rules, the rules themselves, a blank template.

This module alone knows how that is done. The rest of the add-in takes filings, findings and rules as they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from validator.catalogue.shipped import shipped
from validator.exchange.filing_data import FilingData
from validator.filings.reading import filing_of
from validator.model.filing import Filing
from validator.model.finding import NotRun
from validator.model.report import FileReport, Summary
from validator.model.rule import Rule
from validator.readers import Workbook
from validator.run.config import config_path, load_config
from validator.run.driver import Job, examine_filing
from validator.template import build
from validator.writers.page.pages import page
from validator.writers.registry import Asked


def filing_in(workbook: Workbook) -> Filing:
    """What the workbook reports.

    Raises:
        UnreadableWorkbook: No table of the form is in it.
    """
    return filing_of(workbook, shipped().forms)


def report_on(filing: Filing, unseen: Collection[str], why: str) -> FileReport:
    """What every rule says of the filing and what it holds; the checks named in `unseen` are not run, and `why`.

    Thresholds are those of ``gouji.toml`` in the folder that the book lies in, or above it, as on the command line.

    Raises:
        BadFile: That file is wrong; the message says where.
    """
    catalogue = shipped()
    rules = tuple(rule for rule in catalogue.rules if rule.check not in unseen)
    config = load_config(_config_beside(filing.path), catalogue)
    today = date.today()  # noqa: DTZ011  the clerk's day
    job = Job(catalogue=catalogue, today=today, rules=rules, thresholds=config.thresholds, contents=True)
    report = examine_filing(filing, job)
    skipped = tuple(NotRun(rule.code, why) for rule in catalogue.rules if rule.check in unseen)
    return replace(report, coverage=replace(report.coverage, not_run=(*skipped, *report.coverage.not_run)))


def _config_beside(path: str) -> Path | None:
    """A book that was never saved, or lies on a server, has no folder here."""
    place = Path(path)
    return config_path(None, place.parent) if place.is_absolute() and place.is_file() else None


def report_page(report: FileReport) -> str:
    """A report as the page that ``gouji check --format html`` writes."""
    setting = Asked(catalogue=shipped(), today=date.today())  # noqa: DTZ011  the clerk's day
    return "".join(page([report], Summary(), setting))


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
