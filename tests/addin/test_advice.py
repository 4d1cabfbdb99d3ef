"""What the list of findings advises, and counts that need no mending."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.addin.live import SUQIAN
from validator import load_rules, read
from validator.model.cells import Cell, CellKind, Place
from validator.model.entries import Entry
from validator.model.filing import Waiver
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome, Severity
from validator.repair.normalising import safe_fixes
from validator.writers.blocks import Mark, Plan, plan
from validator.writers.listing import ListedEntry, ordered
from validator.writers.looks import Look

CELLS = ("D8", "E8", "F8", "G8")
RULE = next(rule for rule in load_rules() if rule.code == "VA-03")


def advice(count: int, *suggested: int | None, certain: bool = False) -> str:
    """The advice on a finding with so many suspects, which should hold these values in turn."""
    suspects = tuple(
        Suspect(Place("三、依申请公开", at), None, None, suggested[index % len(suggested)], certain, "")
        for index, at in enumerate(CELLS[:count])
    )
    finding = Finding(RULE, RULE.severity, suspects=suspects)
    return ListedEntry(Entry(None, (finding,)), None).advice


def test_three_cells_are_named_and_more_that_are_alike_are_counted() -> None:
    assert advice(3, 0) == "D8 可能是 0；E8 可能是 0；F8 可能是 0"
    assert advice(4, 0) == "4 个格可填 0"
    assert advice(4, 0, 1) == "D8 可能是 0；E8 可能是 1；F8 可能是 0"
    assert advice(2, 7, None, certain=True) == "D8 改为 7"
    assert advice(0, 0) == ""


def test_what_is_explained_stands_below_what_is_open_however_mild() -> None:
    explained = Finding(RULE, Severity.EXPLAIN, waiver=Waiver("VA-03", "D8", "由", "甲", "2026-01-10"))
    notice, grave = Finding(RULE, Severity.NOTICE), Finding(RULE, Severity.MUST)
    report = FileReport("a.xlsx", Status.FAILS, findings=(explained, notice, grave))
    assert [one.head for one in ordered(report)] == [grave, notice, explained]


def test_a_rule_that_broke_marks_nothing() -> None:
    at = Place("三、依申请公开", "D8")
    finding = Finding(RULE, Severity.MUST, (CellRef(at, None, None), CellRef(Place(at.sheet, "D9"), None, None)))
    assert _marks(finding) == {at.sheet: (Mark(Look.MEMBER, "D8:D9"),)}
    broken = replace(finding, outcome=Outcome.BROKEN)
    assert _marks(broken) == {}


def _marks(finding: Finding) -> Plan:
    return plan([ListedEntry(Entry(None, (finding,)), finding.cells[0].place)], lambda _: None)


@pytest.mark.parametrize("value", [12.0, 0.0, 12.001])
def test_neither_a_whole_count_nor_a_fraction_is_mended(value: float) -> None:
    filing = read(SUQIAN)
    cells = {**filing.cells, "表二.行政许可.处理决定": Cell(value, CellKind.NUMBER)}
    assert safe_fixes(replace(filing, cells=cells)) == ()
