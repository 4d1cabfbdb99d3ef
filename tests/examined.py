"""One small change to the base filing, and what one rule then says: for tables of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.conftest import DAY
from tests.found import cells_of_finding
from tests.shipped import as_found, context_of, examine, example_filing, example_previous, load_rules, preview
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Example

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
    return examine(filing, RULES, context_of(today))


def findings(filing: Filing, code: str, today: date = DAY) -> list[Finding]:
    """What one rule finds."""
    return [one for one in examined(filing, today).findings if one.rule.code == code]


def verdicts(change: Change, code: str) -> list[str]:
    """What one rule finds in the changed filing: ``must 封面!C10:C11``."""
    return [f"{one.severity.value} {cells_of_finding(one)}".strip() for one in findings(filing_with(change), code)]


def reason(filing: Filing, code: str) -> str | None:
    """Why a rule was not run, None where it was."""
    return next((str(one.reason) for one in examined(filing).coverage.not_run if one.code == code), None)
