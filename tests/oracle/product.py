"""The product's verdict in the oracle's terms: all that the oracle touches of the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from tests.oracle.judgement import LAST, Finding, Judgement, Undecided
from tests.oracle.oracle import CODES
from tests.shipped import parse, preview
from validator import check

T = TypeVar("T")

TODAY = date(2026, 6, 1)
BY_COLUMN = {"T3-01", "T3-02", "Y-01"}
BY_ROW = {"T3-03", "T4-01", "T4-02", "T4-03", "T2-01", "T2-02", "Y-02", "Y-03", "Y-04", "Y-05"}
LAWSUITS = {"直接起诉", "复议后起诉"}


def verdict(data: Mapping[str, Any], previous: Mapping[str, Any] | None) -> Judgement:
    """What `gouji check --format json` says of the filled template, read without making the workbook."""
    earlier = [preview(parse(previous))] if previous else []
    element = check([preview(parse(data))], previous=earlier, today=TODAY).to_dict()["files"][0]
    findings = [_finding(one) for one in element["findings"] if one["code"] in CODES or one["outcome"] == "broken"]
    undecided = [_undecided(one) for one in element["coverage"]["undecided"] if one["code"] in CODES]
    return Judgement(_once(findings), _once(undecided))


def _once(found: list[T]) -> frozenset[T]:
    assert len(found) == len(set(found)), f"said twice: {found}"
    return frozenset(found)


def _finding(one: Mapping[str, Any]) -> Finding:
    cells = sorted(
        f"{cell['file'] + ':' if cell['file'] else ''}{cell['sheet']}!{cell['cell']}" for cell in one["cells"]
    )
    severity = one["severity"] if one["outcome"] == "fails" else one["outcome"]
    return one["code"], severity, tuple(cells)


def _undecided(one: Mapping[str, Any]) -> Undecided:
    """The row, column or number that the relation is of, from the cell that keeps it undecided."""
    code = one["code"]
    _, row, column = one["indicator"].removeprefix(LAST).split(".")
    if code in BY_COLUMN:
        return code, column
    if code in {"Y-04", "Y-05"} and row in LAWSUITS:
        return code, "行政诉讼"
    return code, row if code in BY_ROW else ""
