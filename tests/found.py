"""How tests state what is found: ``T3-01 三、依申请公开!D8:D9,D31:D32``, one text per finding."""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.address import ranges_of
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Severity


def cells_of_finding(finding: Finding) -> str:
    """``三、依申请公开!D8:D9,D31:D32``; several sheets are joined by a blank; empty for a finding without a place."""
    by_sheet: dict[str, list[str]] = {}
    for cell in finding.cells:
        where = f"{cell.place.file}:" if cell.place.file else ""
        by_sheet.setdefault(f"{where}{cell.place.sheet}", []).append(cell.place.cell)
    return " ".join(f"{sheet}!{','.join(ranges_of(cells))}" for sheet, cells in by_sheet.items())


def found(findings: Iterable[Finding]) -> list[str]:
    """Every finding as code and cells, sorted."""
    return sorted(f"{finding.rule.code} {cells_of_finding(finding)}".strip() for finding in findings)


def musts(report: FileReport) -> list[str]:
    """The findings of level 强制."""
    return found(finding for finding in report.findings if finding.severity is Severity.MUST)


def explains(report: FileReport) -> list[str]:
    """The findings of level 核实."""
    return found(finding for finding in report.findings if finding.severity is Severity.EXPLAIN)
