"""The catalogue that comes with the package, bound to what takes one: most tests are about this report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from validator import examples
from validator.api import load_form, load_rules
from validator.catalogue.shipped import shipped
from validator.examples import filings
from validator.exchange import filing_data
from validator.exchange.filing_data import FilingData
from validator.filings import reading
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.form import Form
from validator.model.report import FileReport
from validator.model.rule import Example, Rule
from validator.policy.context import NO_PREVIOUS, Context
from validator.readers import Workbook
from validator.relations.formula import NotInForm
from validator.relations.linear import Relation
from validator.run.driver import Job
from validator.run.engine import judge
from validator.template import build as build_template
from validator.template import preview as previewing
from validator.template.book import rows_of as rows_in_book
from validator.template.check_rows import CheckRow
from validator.template.live import Live
from validator.template.live import live_instances as instances_in
from validator.writers import pages

__all__ = ["CATALOGUE", "FORMS", "Job", "examples", "load_form", "load_rules"]

CATALOGUE = shipped()
FORMS = CATALOGUE.forms


def form_of(data: FilingData) -> Form:
    return CATALOGUE.form(data.edition)


def defaults() -> dict[str, int | float]:
    return CATALOGUE.defaults


def context_of(
    today: date, thresholds: dict[str, int | float] | None = None, no_previous: Bilingual = NO_PREVIOUS
) -> Context:
    return Context(today, CATALOGUE, thresholds or {}, no_previous=no_previous)


def examine(filing: Filing, rules: Iterable[Rule], given: Context) -> FileReport:
    return judge(filing, rules, given)


def filing_of(workbook: Workbook) -> Filing:
    return reading.filing_of(workbook, FORMS)


def parse(data: object) -> FilingData:
    return filing_data.parse(data, FORMS)


def build(data: FilingData, *, typed_totals: bool | None = None) -> bytes:
    return build_template(data, CATALOGUE, typed_totals=typed_totals)


def rows_of(data: FilingData, *, typed_totals: bool | None = None) -> tuple[CheckRow, ...]:
    return rows_in_book(data, CATALOGUE, typed_totals=typed_totals)


def preview(data: FilingData, path: str = "") -> Filing:
    return previewing.preview(data, CATALOGUE, path)


def base_filing() -> FilingData:
    """A made-up unit's report of 2025 in which every rule holds."""
    return example_filing(Example("", {}, ()))


def base_previous() -> FilingData:
    """The same unit's report of 2024, with which every rule across years holds."""
    found = example_previous(Example("", {filings.PREVIOUS_KEY: {}}, ()))
    assert found is not None
    return found


def example_filing(example: Example) -> FilingData:
    return filings.example_filing(example, CATALOGUE)


def example_previous(example: Example) -> FilingData | None:
    return filings.example_previous(example, CATALOGUE)


def as_found(filing: Filing, example: Example) -> Filing:
    return filings.as_found(filing, example, CATALOGUE)


def example_report(rules: Iterable[Rule], example: Example) -> FileReport:
    return pages.example_report(rules, example, CATALOGUE)


def live_instances(form: Form) -> tuple[Live, ...]:
    return instances_in(form, CATALOGUE)


def relations_of(code: str, form: Form, previous: Form | None = None) -> tuple[Relation, ...] | None:
    """The instances of a rule by code, None where the form lacks what it names."""
    try:
        return CATALOGUE.relations(CATALOGUE.rule(code), form, previous)
    except NotInForm:
        return None
