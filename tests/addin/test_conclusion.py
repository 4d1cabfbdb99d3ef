"""The statement of coverage on the sheet of results and the page, without a program."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from addin.host.protocol import is_shown
from validator.model.filing import FoundBy
from validator.model.finding import Coverage, NotRun, Undecided
from validator.model.report import FileReport, Status
from validator.version import VERSION
from validator.writers.conclusion import coverage

A, B, C, D = "表三.上年结转.总计", "表四.直接起诉.总计", "表三.结转下年.总计", "表二.规章.制发"


def _said(*undecided: tuple[str, str]) -> list[str]:
    seen = Coverage(("T3-01",), (), tuple(Undecided(code, name) for code, name in undecided), 7)
    return coverage(FileReport("a.xlsx", Status.CLEAN, coverage=seen))


def test_rules_that_were_not_run_are_told_by_reason() -> None:
    skipped = (NotRun("Y-01", "没有上年报告"), NotRun("P-04", "没有正文"), NotRun("Y-02", "没有上年报告"))
    report = FileReport("a.xlsx", Status.CLEAN, coverage=Coverage(("T3-01", "T3-02"), skipped, (), 220))
    assert coverage(report) == [
        "运行规则 2 条，读取 220 个格",
        "没有运行：Y-01、Y-02（没有上年报告）",
        "没有运行：P-04（没有正文）",
    ]


def test_how_the_tables_were_found_and_who_made_the_template_is_told() -> None:
    found = {"表二": FoundBy.NAMES, "表三": FoundBy.LABELS, "表四": FoundBy.ADDRESSES}
    report = FileReport("a.xlsx", Status.CLEAN, coverage=Coverage(("T3-01",), (), (), 7, found_by=found))
    assert coverage(replace(report, made_by="0.0.1"))[1:] == [
        "按模板的地址找到：表四",
        "按标签找到：表三",
        "这份工作簿由 gouji 0.0.1 的模板做成",
    ]
    assert coverage(replace(report, made_by=VERSION))[1:] == ["按模板的地址找到：表四", "按标签找到：表三"]


def test_a_few_missing_cells_are_named() -> None:
    assert _said(("T3-03", A), ("T4-02", B), ("T3-01", A), ("T3-01", A), ("T3-01", C))[1:] == [
        f"没有结论：T3-03、T3-01（{A} 空白或不是数字）",
        f"没有结论：T4-02（{B} 空白或不是数字）",
        f"没有结论：T3-01（{C} 空白或不是数字）",
    ]


def test_of_many_missing_cells_it_is_said_how_many() -> None:
    assert _said(("T4-02", B), ("T3-03", A), ("T3-01", C), ("T2-01", D), ("T3-01", A))[1:] == [
        "没有结论：T2-01、T3-01、T3-03、T4-02（要用的 4 个格空白或不是数字）"
    ]


@pytest.mark.parametrize(("visible", "shown"), [(True, True), (False, False), (-1, True), (0, False), (2, False)])
def test_a_very_hidden_sheet_is_hidden_on_windows_too(visible: int, shown: bool) -> None:
    """There xlwings gives Excel's own numbers: xlSheetVisible, xlSheetHidden, xlSheetVeryHidden."""
    sheet: Any = SimpleNamespace(visible=visible)
    assert is_shown(sheet) is shown
