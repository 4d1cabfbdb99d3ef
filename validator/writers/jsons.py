"""Report -> JSON, as the contract has it: Python's types, dates as ISO text, all findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from validator.exchange.filing_data import WAIVER_KEYS
from validator.model.bilingual import spoken
from validator.model.cells import CellValue
from validator.model.filing import Waiver
from validator.model.finding import CellRef, FileReport, Finding, Status, Summary, Suspect, Undecided
from validator.version import VERSION
from validator.writers.english import in_language

SCHEMA = 1


def report_data(files: Iterable[FileReport], summary: Summary, lang: str = "zh") -> dict[str, Any]:
    """The whole report as data."""
    told = [file_data(one, lang) for one in files]
    return {"schema": SCHEMA, "gouji": VERSION, "files": told, "summary": summary_data(summary)}


def report_json(files: Iterable[FileReport], summary: Summary, lang: str = "zh") -> Iterator[str]:
    """The whole report as one JSON object, in pieces, a line a file; `summary` is read when the files are at an end."""
    yield f'{{"schema": {SCHEMA}, "gouji": {_dumped(VERSION)}, "files": ['
    sign = "\n"
    for one in files:
        yield f"{sign}{_dumped(file_data(one, lang))}"
        sign = ",\n"
    yield f'\n], "summary": {_dumped(summary_data(summary))}}}\n'


def report_jsonl(files: Iterable[FileReport], lang: str = "zh") -> Iterator[str]:
    """One element of ``files`` a line."""
    return (f"{_dumped(file_data(one, lang))}\n" for one in files)


def _dumped(data: object) -> str:
    """Without indentation, which only the slow encoder of `json` can do."""
    return json.dumps(data, ensure_ascii=False)


def file_data(one: FileReport, lang: str = "zh") -> dict[str, Any]:
    """One file as the contract's element of ``files``; `made_by`, `unclear` and `found_by` extend it."""
    coverage = one.coverage
    return {
        "path": one.path,
        "organ": one.organ,
        "year": one.year,
        "edition": dict(one.edition) if isinstance(one.edition, Mapping) else one.edition,
        "status": one.status.value,
        "error": in_language(one.error, lang) if one.error else None,
        "findings": [finding_data(finding, lang) for finding in one.findings],
        "coverage": {
            "rules_run": list(coverage.rules_run),
            "not_run": [{"code": skipped.code, "reason": spoken(skipped.reason, lang)} for skipped in coverage.not_run],
            "undecided": [_undecided_data(left) for left in coverage.undecided],
            "cells_read": coverage.cells_read,
            "unclear": coverage.unclear,
            "found_by": {table: way.value for table, way in coverage.found_by.items()},
        },
        "made_by": one.made_by,
    }


def _undecided_data(left: Undecided) -> dict[str, str]:
    """`quote` where it is a sentence that could not be held against the tables."""
    data = {"code": left.code, "indicator": left.indicator}
    return data | ({"quote": left.quote} if left.quote else {})


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


def summary_data(summary: Summary) -> dict[str, Any]:
    """Counts over all files, and what concerns several of them."""
    return {
        "files": summary.files,
        "clean": summary.statuses[Status.CLEAN],
        "explain": summary.statuses[Status.EXPLAIN],
        "fails": summary.statuses[Status.FAILS],
        "unreadable": summary.statuses[Status.UNREADABLE],
        "skipped": summary.skipped,
        "by_code": summary.by_code,
        "seconds": round(summary.seconds, 3),
        "other_files": list(summary.other_files),
        "same_unit": [{"organ": one.organ, "year": one.year, "files": list(one.files)} for one in summary.same_unit],
        "years": {str(year): count for year, count in summary.years.items()},
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
    return {key: getattr(waiver, key) for key in WAIVER_KEYS}


def _plain(value: CellValue) -> int | float | str | bool | None:
    """Dates as ISO text, whole floats as integers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)
