"""Report -> JSON, as the contract has it: Python's types, dates as ISO text, all findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from validator.finding import CellRef, FileReport, Finding, Report, Status, Suspect
from validator.model import CellValue, Waiver
from validator.version import VERSION
from validator.words import spoken

SCHEMA = 1


def report_json(report: Report, lang: str = "zh") -> str:
    """The whole report as one JSON object, ending in a line break."""
    data = {
        "schema": SCHEMA,
        "gouji": VERSION,
        "files": [file_data(one, lang) for one in report.files],
        "summary": summary_data(report),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def report_jsonl(report: Report, lang: str = "zh") -> str:
    """One element of ``files`` a line."""
    return "".join(json.dumps(file_data(one, lang), ensure_ascii=False) + "\n" for one in report.files)


def file_data(one: FileReport, lang: str = "zh") -> dict[str, Any]:
    """One file as the contract's element of ``files``; `made_by`, `unclear` and `found_by` extend it."""
    coverage = one.coverage
    return {
        "path": one.path,
        "organ": one.organ,
        "year": one.year,
        "edition": dict(one.edition) if isinstance(one.edition, Mapping) else one.edition,
        "status": one.status.value,
        "error": one.error,
        "findings": [finding_data(finding, lang) for finding in one.findings],
        "coverage": {
            "rules_run": list(coverage.rules_run),
            "not_run": [{"code": skipped.code, "reason": spoken(skipped.reason, lang)} for skipped in coverage.not_run],
            "undecided": [{"code": left.code, "indicator": left.indicator} for left in coverage.undecided],
            "cells_read": coverage.cells_read,
            "unclear": coverage.unclear,
            "found_by": {table: way.value for table, way in coverage.found_by.items()},
        },
        "made_by": one.made_by,
    }


def finding_data(finding: Finding, lang: str = "zh") -> dict[str, Any]:
    """One finding, cells in the order of the formula."""
    return {
        "code": finding.rule.code,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "title": finding.rule.title[lang],
        "message": finding.message(lang),
        "cells": [_cell_data(cell) for cell in finding.cells],
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
        "suspects": [_suspect_data(suspect, lang) for suspect in finding.suspects],
        "waiver": _waiver_data(finding.waiver),
    }


def summary_data(report: Report) -> dict[str, Any]:
    """Counts over all files."""
    return {
        "files": len(report.files),
        "clean": report.count(Status.CLEAN),
        "explain": report.count(Status.EXPLAIN),
        "fails": report.count(Status.FAILS),
        "unreadable": report.count(Status.UNREADABLE),
        "skipped": report.skipped,
        "by_code": report.by_code,
        "seconds": round(report.seconds, 3),
    }


def _cell_data(cell: CellRef) -> dict[str, Any]:
    place = cell.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "indicator": cell.indicator,
        "value": _plain(cell.value),
        "side": cell.side,
    }


def _suspect_data(suspect: Suspect, lang: str) -> dict[str, Any]:
    return {
        "file": suspect.place.file,
        "sheet": suspect.place.sheet,
        "cell": suspect.place.cell,
        "indicator": suspect.indicator,
        "value": _plain(suspect.value),
        "suggested": suspect.suggested,
        "certain": suspect.certain,
        "reason": spoken(suspect.reason, lang),
    }


def _waiver_data(waiver: Waiver | None) -> dict[str, str] | None:
    if waiver is None:
        return None
    return {key: getattr(waiver, key) for key in ("code", "cell", "reason", "by", "date")}


def _plain(value: CellValue) -> int | float | str | bool | None:
    """Dates as ISO text, whole floats as integers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)
