"""What many reports come to together: the sums of charts, key figures of this year and the last, counts by rule."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from validator.catalogue import Catalogue
from validator.model.cells import CellValue
from validator.model.form import Form
from validator.model.overview import Chart, ChartPart
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.startup.records import dataclass, field
from validator.writers.figures import Number, summed

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class ChartSum:
    """A chart, and what its quantities come to by the labels of series and part."""

    chart: Chart
    sums: dict[tuple[str, str], Number] = field(default_factory=dict)

    def add(self, values: Mapping[str, CellValue]) -> None:
        """Count one more report."""
        for series in self.chart.series:
            for part in series.parts:
                _add(self.sums, (series.label, part.label), summed(part, values))


@dataclass(slots=True)
class Fault:
    """How often a rule fails: findings and files."""

    severity: Severity
    findings: int = 0
    files: int = 0


@dataclass(slots=True)
class Sums:
    """Counted up report by report; a report that is counted need not be kept.

    `charts` are by their titles: editions share them. `now` and `before` are the key figures of reports with one of
    last year, and `pairs` how many these are.
    """

    catalogue: Catalogue
    least: Severity = Severity.NOTICE
    counted: int = 0
    charts: dict[str, ChartSum] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    now: dict[str, Number] = field(default_factory=dict)
    before: dict[str, Number] = field(default_factory=dict)
    pairs: int = 0

    def add(self, report: FileReport) -> None:
        """Count one more report."""
        self.add_faults(report)
        self.add_years(report)
        held = report.contents
        if held is None or report.error or report.untouched:
            return
        self.add_figures(self.catalogue.form(report.edition), held.values, 1)

    def add_figures(self, form: Form, values: Mapping[str, CellValue], count: int) -> None:
        """Count the figures of a report, or of so many that are added up already."""
        self.counted += count
        for chart in _charts(form):
            self.charts.setdefault(chart.title.zh, ChartSum(chart)).add(values)

    def add_years(self, report: FileReport) -> None:
        """Count the key figures of a report that has one of last year."""
        held = report.contents
        if held is None or report.error or report.untouched:
            return
        form = self.catalogue.form(report.edition)
        if held.before is not None:
            self.pairs += 1
            for part in _figures(form):
                _add(self.now, part.label, summed(part, held.values))
                _add(self.before, part.label, summed(part, held.before))

    def add_faults(self, report: FileReport) -> None:
        """Count what the rules find in a report."""
        told = [one for one in report.findings if one.counts and one.severity.reaches(self.least)]
        for one in told:
            fault = self.faults.setdefault(one.rule.code, Fault(one.severity))
            fault.findings += 1
            fault.severity = fault.severity if fault.severity.reaches(one.severity) else one.severity
        for code in {one.rule.code for one in told}:
            self.faults[code].files += 1


def _add(sums: dict[Key, Number], key: Key, number: Number) -> None:
    sums[key] = sums.get(key, 0) + number


def _charts(form: Form) -> Iterable[Chart]:
    return (chart for table in form.tables.values() for chart in table.overview.charts)


def _figures(form: Form) -> Iterable[ChartPart]:
    return (part for table in form.tables.values() for part in table.overview.figures)
