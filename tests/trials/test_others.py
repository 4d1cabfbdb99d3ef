"""Inputs that others brought, each with the codes that must and must not be found: read where the folder is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DAY, SHARED
from tests.shipped import parse, preview
from validator import check, read
from validator.model.report import FileReport

FOLDER = SHARED / "data" / "trials"
SETTLED = (
    "N-01",
    "N-03",
    "N-06",
    "N-07",
    "N-09",
    "P-03",
    "空白",
    "空白与文字",
    "同一原因",
    "twins",
    "live",
    "P-01",
    "VA-01",
    "numbers",
    "机关类型",
)
"""Kinds whose answers are policy of the rules that this repository has settled."""


def _cases() -> list[Any]:
    """Filings of the kinds that are settled here, and every text."""
    found = [(path, json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*/*.json"))]
    return [
        pytest.param(data, id=path.stem)
        for path, data in found
        if path.parent.name == "text" or (path.parent.name == "filings" and data["about"]["class"] in SETTLED)
    ]


def _codes(report: FileReport) -> set[str]:
    """``T3-02`` and ``T3-02:must`` of every finding."""
    return {text for one in report.findings for text in (one.rule.code, f"{one.rule.code}:{one.severity.value}")}


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of outside data is not here")
def test_there_are_cases() -> None:
    assert len(_cases()) >= 45


@pytest.mark.parametrize("data", _cases())
def test_a_filing_gives_what_it_must(data: dict[str, Any]) -> None:
    about = data["about"]
    found = _codes(check([preview(parse(data["filing"]))], today=DAY).files[0])
    assert set(about["should_find"]) <= found
    assert set(about["should_not_find"]) & found == set()


WORKBOOKS: list[tuple[str, set[str]]] = [
    ("blank_D10.xlsx", {"T3-02", "T3-03", "VA-03"}),
    ("empty_string_D10.xlsx", {"T3-02", "T3-03", "VA-03"}),
    ("exceljs-empty.xlsx", {"T3-02", "T3-03", "VA-03"}),
    ("fullwidth_blank.xlsx", {"VA-03"}),
]


@pytest.mark.parametrize(("name", "wanted"), WORKBOOKS)
def test_a_workbook_gives_what_it_must(shared: Path, name: str, wanted: set[str]) -> None:
    report = check([read(shared / "data" / "trials" / "workbooks" / name)], today=DAY).files[0]
    found = {one.rule.code for one in report.findings}
    assert wanted <= found
    assert found & {"VA-01", "VA-02"} == set()


def test_a_kind_of_body_that_is_not_in_the_list_switches_nothing_off_in_silence(shared: Path) -> None:
    report = check([read(shared / "data" / "trials" / "workbooks" / "organ_type_县级人民政府.xlsx")], today=DAY).files[
        0
    ]
    (finding,) = [one for one in report.findings if one.rule.code == "ST-14"]
    assert [one.suggested for one in finding.suspects] == ["县级政府"]
    assert "VA-04" not in report.coverage.rules_run
    assert {one.code: str(one.reason) for one in report.coverage.not_run}[
        "VA-04"
    ] == "封面机关类型“县级人民政府”不在列表里"


def test_one_blank_has_one_verdict_whoever_stored_it(shared: Path) -> None:
    folder = shared / "data" / "trials" / "workbooks"
    verdicts = [
        {
            (one.rule.code, one.severity, tuple(cell.place.cell for cell in one.cells))
            for one in check([read(folder / name)], today=DAY).files[0].findings
            if one.rule.code[0] in "TVXP"
        }
        for name in ("blank_D10.xlsx", "empty_string_D10.xlsx", "exceljs-empty.xlsx")
    ]
    assert verdicts[0] == verdicts[1] == verdicts[2] != set()
