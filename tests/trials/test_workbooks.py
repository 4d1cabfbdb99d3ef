"""Workbooks that others brought, each with its whole verdict: read where the folder is there."""

from __future__ import annotations

import pytest

from tests.conftest import DAY, SHARED
from validator import check, read
from validator.model.finding import Finding

FOLDER = SHARED / "data" / "trials" / "workbooks"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of outside data is not here")

BLANK = ["T3-02:must D31", "T3-03:must J10", "VA-03:explain D10"]
NUMBERS = "封面统计期限是数，没有日期格式（起：45292，即2024年1月1日，止：45657，即2024年12月31日）"

VERDICTS: dict[str, list[str]] = {
    "blank_D10.xlsx": BLANK,
    "empty_string_D10.xlsx": BLANK,
    "exceljs-empty.xlsx": BLANK,
    "fullwidth_blank.xlsx": ["VA-03:explain F10"],
    "sheet_without_rid.xlsx": ["D-03:explain A1", "D-18:notice "],
    "merge_whole_column.xlsx": [],
    "commons_compress_Zip64Mode.Always.xlsx": [],
    "zip64_eocd_without_markers.xlsx": [],
    "styles_relation_dangling.xlsx": ["P-01:explain C10", "D-18:notice "],
    "sheetjs_roundtrip.xlsx": ["P-01:explain C10", "D-11:explain A1"],
    "period-general.xlsx": ["P-01:explain C10"],
    "start-neg.xlsx": ["P-01:must C10"],
    "year-text.xlsx": ["P-06:explain C9"],
    "label_zero_width_space.xlsx": [],
    "count_16th_digit.xlsx": [],
}
"""Every finding: code, severity, first cell. `organ_type_县级人民政府` stands in test_others.py, `round-total` below."""

SAID = {
    "sheet_without_rid.xlsx": ["多出空白的工作表“Module1”", "读取时修补了 1 处：工作表“Module1”没有内容，按空白表读"],
    "styles_relation_dangling.xlsx": [NUMBERS, "读取时修补了 1 处：部件 xl/styles.xml 缺失，单元格格式不详"],
    "sheetjs_roundtrip.xlsx": [NUMBERS, "9 张工作表的保护被撤销"],
    "period-general.xlsx": [NUMBERS],
    "start-neg.xlsx": ["封面统计期限不是日期（起：数 -5，止：2024年12月31日）"],
    "year-text.xlsx": ["报告年度是文字“2024”，不是数；已按 2024 年认，请改成数 2024"],
}
"""What the messages begin with."""


def findings(name: str) -> list[Finding]:
    return list(check([read(FOLDER / name)], today=DAY).files[0].findings)


def brief(one: Finding) -> str:
    return f"{one.rule.code}:{one.severity.value} {one.cells[0].place.cell if one.cells else ''}"


def test_every_workbook_has_its_verdict() -> None:
    elsewhere = {"organ_type_县级人民政府.xlsx", "round-total.xlsx"}
    assert {path.name for path in FOLDER.glob("*.xlsx")} == VERDICTS.keys() | elsewhere


@pytest.mark.parametrize("name", VERDICTS)
def test_the_whole_verdict(name: str) -> None:
    assert sorted(map(brief, findings(name))) == sorted(VERDICTS[name])


@pytest.mark.parametrize("name", SAID)
def test_what_is_said(name: str) -> None:
    messages = sorted(one.message() for one in findings(name))
    for message, said in zip(messages, sorted(SAID[name]), strict=True):
        assert message.startswith(said)


@pytest.mark.parametrize("name", ["period-general.xlsx", "start-neg.xlsx", "sheetjs_roundtrip.xlsx", "year-text.xlsx"])
def test_the_rules_on_the_period_ran(name: str) -> None:
    report = check([read(FOLDER / name)], today=DAY).files[0]
    assert {"P-01", "P-02", "P-03", "P-05", "P-06", "ST-08"} <= set(report.coverage.rules_run)


def test_a_rounded_total_is_computed() -> None:
    filing = read(FOLDER / "round-total.xlsx")
    assert {one.rule.code for one in findings("round-total.xlsx")} == {"VA-06"}
    assert (filing.uncomputed, filing.cell("表三.本年新收.总计").formula or "")[1].startswith("ROUND(")
    assert filing.uncomputed == {}
