"""One small change to the base filing, and what one rule then says: for tables of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.conftest import DAY
from tests.found import cells_of_finding
from validator.catalogue.rules import load_rules
from validator.catalogue.thresholds import defaults
from validator.examples.filings import as_found, example_filing, example_previous
from validator.model.filing import Filing
from validator.model.finding import FileReport, Finding
from validator.model.rule import Example
from validator.policy.context import Context
from validator.run.engine import examine
from validator.template.preview import preview

Change = Mapping[str, object]
"""As in the examples of the catalogue: keys of the filing's JSON, `blank`, `previous`, `as_found`."""

RULES = load_rules()


def filing_with(change: Change) -> Filing:
    """The base filing of 2025, changed; `previous` gives it last year's report too."""
    example = Example("", change, ())
    previous = example_previous(example)
    filing = as_found(preview(example_filing(example), "示例市2025.xlsx"), example)
    return replace(filing, previous=preview(previous) if previous else None)


def examined(filing: Filing, today: date = DAY) -> FileReport:
    """The whole catalogue on a filing."""
    return examine(filing, RULES, Context(today, defaults()))


def findings(filing: Filing, code: str, today: date = DAY) -> list[Finding]:
    """What one rule finds."""
    return [one for one in examined(filing, today).findings if one.rule.code == code]


def verdicts(change: Change, code: str) -> list[str]:
    """What one rule finds in the changed filing: ``must 封面!C10:C11``."""
    return [f"{one.severity.value} {cells_of_finding(one)}".strip() for one in findings(filing_with(change), code)]


def reason(filing: Filing, code: str) -> str | None:
    """Why a rule was not run, None where it was."""
    return next((str(one.reason) for one in examined(filing).coverage.not_run if one.code == code), None)
