"""A county of 34 units with a dozen planted faults: exactly what is told of them, and what the sums are."""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rulework import county as planted
from tests.collecting.county import OFFICE, asked, collect, made, short
from tests.command import Gouji
from tests.conftest import DAY
from validator.api import check, read
from validator.cli import main

BRIDGE, POLICE, WILLOW = (planted.name_of(one) for one in ("石桥镇", "公安局", "柳林镇"))


@pytest.fixture(scope="module")
def outcome(county_folder: Path) -> dict[str, Any]:
    """The JSON of a run over the county, against its own report."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        status = main(asked(county_folder, "--against", str(county_folder / OFFICE), "--format", "json"))
    found: dict[str, Any] = json.loads(text.getvalue())
    return found | {"exit": status}


def test_every_unit_has_the_state_that_was_planted(outcome: dict[str, Any]) -> None:
    expected = {
        "石桥镇": "wrong_edition",
        "双塔乡": "missing",
        "教育局": "faulty",
        "科学技术局": "missing",
        "民政局": "duplicate",
        "财政局": "duplicate",
        "交通运输局": "faulty",
        "水利局": "missing",
        "审计局": "unreadable",
        "统计局": "wrong_year",
        "水务局": "unlisted",
        "融媒体中心": "unlisted",
    }
    found = {short(one["organ"]): one["status"] for one in outcome["units"]}
    assert {organ: state for organ, state in found.items() if state != "in"} == expected
    assert [one["organ"] for one in outcome["units"]] == [*planted.UNITS, "示例县水务局", "示例县融媒体中心"]


def test_late_and_of_another_period_stand_beside_the_state(outcome: dict[str, Any]) -> None:
    assert [short(one["organ"]) for one in outcome["units"] if one["late"]] == ["司法局"]
    assert [short(one["organ"]) for one in outcome["units"] if one["wrong_period"]] == ["教育局"]


def test_of_several_files_one_is_taken_and_told_why(outcome: dict[str, Any]) -> None:
    units = {short(one["organ"]): one for one in outcome["units"]}
    finance, civil = units["财政局"], units["民政局"]
    assert [Path(one).name for one in finance["files"]] == ["示例县财政局2025.xlsx", "示例县财政局2025（初稿）.xlsx"]
    assert Path(finance["taken"]).name == "示例县财政局2025.xlsx"
    assert finance["why"] == "取 示例县财政局2025.xlsx，不取 示例县财政局2025（初稿）.xlsx：这一份保存得晚"
    assert Path(civil["taken"]).name == "示例县民政局2025（第一次）.xlsx"
    assert civil["why"] == ("取 示例县民政局2025（第一次）.xlsx，不取 示例县民政局2025.xlsx：那一份有强制问题（T3-01）")


def test_near_names_are_told_on_both_sides_and_never_joined(outcome: dict[str, Any]) -> None:
    units = {short(one["organ"]): one for one in outcome["units"]}
    assert units["水利局"]["taken"] is None
    assert units["水务局"]["taken"] is None
    assert units["水利局"]["why"] == (
        "没有收到它的报告；收到的“示例县水务局”（示例县水务局2025.xlsx）名称相近（只差 1 个字），没有当作同一单位"
    )
    assert units["水务局"]["why"] == (
        "名单上没有这个机关；名单上的“示例县水利局”与它相近（只差 1 个字），是同一单位的话请写进名单的曾用名"
    )
    assert units["文化和旅游局"]["status"] == "in"
    assert units["文化和旅游局"]["why"] == "报告用的是曾用名“示例县文化广电局”"


def test_the_old_edition_is_merged_as_the_rules_allow_and_told(outcome: dict[str, Any]) -> None:
    unit = next(one for one in outcome["units"] if one["organ"] == BRIDGE)
    assert unit["taken"]
    assert unit["why"] == (
        "用的是 2019 版；按规则合并：表三.其他处理 计入 表三.其他处理_其他；表二里没有对应的格不计入"
    )
    values, rows = made().reports[BRIDGE], ("其他处理_逾期不补正", "其他处理_逾期不缴费", "其他处理_其他")
    whole = sum(values[f"表三.{row}.自然人"] for row in rows)
    assert whole > 0
    traced = {one["organ"]: one["value"] for one in outcome["traces"]["表三.其他处理_其他.自然人"]}
    assert traced[BRIDGE] == whole


def test_the_sums_are_those_of_the_units_taken(outcome: dict[str, Any]) -> None:
    expected = planted.sums(made().reports)
    assert {name: outcome["sums"][name] for name in expected} == expected
    assert [one["organ"] for one in outcome["units"] if one["taken"]] == list(planted.TAKEN)


def test_every_sum_can_be_traced(outcome: dict[str, Any]) -> None:
    for name, total in outcome["sums"].items():
        assert round(sum(one["value"] for one in outcome["traces"][name]), 6) == total
    assert list(outcome["traces"]) == list(outcome["sums"])


def test_the_gaps_are_explained_by_what_was_planted(outcome: dict[str, Any]) -> None:
    gaps = [one for one in outcome["findings"] if one["code"] == "A-01"]
    office, sums = (_merged(one(made().reports)) for one in (planted.office_values, planted.sums))
    typed = {one["cells"][0]["indicator"]: (one["left"], one["right"]) for one in gaps}
    assert {name: both for name, both in typed.items() if name in office} == {
        name: (office[name], sums[name]) for name in office if office[name] != sums[name]
    }
    told = Counter((one["kind"], one["organ"]) for gap in gaps for one in gap["explanations"] if one["set"] == 1)
    whole = {organ: made().reports[organ] for organ in (POLICE, WILLOW)}
    counts = {
        organ: sum(1 for gap in gaps if _figure(_merged(values), gap["cells"][0]["indicator"]))
        for organ, values in whole.items()
    }
    assert told == {
        ("counted_twice", POLICE): counts[POLICE],
        ("left_out", WILLOW): counts[WILLOW],
        ("typing", planted.OFFICE): 1,
    }


def _merged(values: planted.Values) -> planted.Values:
    """With the three rows in one that the old edition of one unit does not tell apart."""
    found = dict(values)
    for name in values:
        if ".其他处理_逾期" in name:
            found[f"表三.其他处理_其他.{name.split('.')[2]}"] += found.pop(name)
    return found


def _figure(values: planted.Values, name: str) -> float:
    """A unit's figure, totals added."""
    if name in values:
        return values[name]
    table, row, column = name.split(".")
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
    if table == "表四":
        return sum(values[one] for one in values if one.startswith(f"表四.{row}."))
    rows = [row]
    if row == "办理结果总计":
        rows = sorted(
            {one.split(".")[1] for one in values if one.startswith("表三.")} - {"本年新收", "上年结转", "结转下年"}
        )
    return sum(values[f"表三.{one}.{each}"] for one in rows for each in (columns if column == "总计" else (column,)))


def test_a_missing_unit_leaves_the_gaps_to_explain(outcome: dict[str, Any]) -> None:
    assert {one["severity"] for one in outcome["findings"] if one["code"] == "A-01"} == {"explain"}
    assert outcome["exit"] == 2  # one file cannot be read


def test_what_must_be_asked_of_units_is_a_finding(outcome: dict[str, Any]) -> None:
    told = [one["message"] for one in outcome["findings"] if one["code"] == "A-02"]
    assert len(told) == 10
    assert told[0].startswith("示例县石桥镇人民政府：版式不符（用的是 2019 版")
    faulty = [one["message"] for one in outcome["findings"] if one["code"] == "A-04"]
    assert faulty == [
        "示例县教育局的报告有强制问题（P-01），没有计入",
        "示例县交通运输局的报告有强制问题（T3-01），没有计入",
    ]
    assert {one["severity"] for one in outcome["findings"] if one["code"] in {"A-02", "A-04"}} == {"must"}


def test_the_draft_holds_the_sums_and_is_no_damaged_template(outcome: dict[str, Any], county_folder: Path) -> None:
    filing = read(county_folder / "汇总.xlsx")
    assert {name: filing.number(name) for name in outcome["sums"]} == outcome["sums"]
    assert (filing.organ, filing.year, filing.organ_type) == (planted.OFFICE, 2025, "县级政府")
    (report,) = check([filing], today=DAY).files
    assert sorted(one.rule.code for one in report.findings) == ["ST-06"] * 3  # its text is the office's to write


def test_each_table_shows_its_cells_by_unit(outcome: dict[str, Any], county_folder: Path) -> None:
    formulas = openpyxl.load_workbook(county_folder / "汇总.xlsx")
    stored = openpyxl.load_workbook(county_folder / "汇总.xlsx", data_only=True)
    assert formulas.sheetnames[-4:] == ["各单位", "表二分解", "表三分解", "表四分解"]
    sheet, shown = formulas["表三分解"], stored["表三分解"]
    assert (sheet["B5"].value, sheet["B6"].value, sheet["B7"].value) == (
        "=SUM(B8:B34)",
        "='三、依申请公开'!$D$8",
        "=ROUND(B5-B6,6)",
    )
    assert [shown.cell(row, 1).value for row in range(8, 35)] == list(planted.TAKEN)
    assert shown["B5"].value == outcome["sums"]["表三.本年新收.自然人"]
    traced = {one["organ"]: one["value"] for one in outcome["traces"]["表三.本年新收.自然人"]}
    assert {shown.cell(row, 1).value: shown.cell(row, 2).value for row in range(8, 35)} == traced


def test_faulty_reports_can_be_taken_all_the_same(gouji: Gouji, county_folder: Path) -> None:
    done = collect(gouji, county_folder, "--include-faulty", "--format", "json", out="含有错的.xlsx")
    data = done.data
    units = {short(one["organ"]): one for one in data["units"]}
    assert [units[one]["status"] for one in ("教育局", "交通运输局")] == ["faulty", "faulty"]
    assert units["教育局"]["taken"]
    assert units["交通运输局"]["why"] == "有强制问题（T3-01），按 --include-faulty 计入"
    broken = [one for one in data["findings"] if one["code"] == "A-04" and one["cells"]]
    assert [one["cells"][0]["indicator"] for one in broken] == ["表三.本年新收.自然人", "表三.本年新收.总计"]
    assert all(one["message"].endswith("；下级有同样问题的：示例县交通运输局") for one in broken)
