"""上级 leads to the office or is told: no body of the roster is lost because a name above it is not quite right."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rulework.county import OFFICE
from tests.collecting.office import CIVIL, EDUCATION, FINANCE, POLICE, SmallOffice, states
from validator.collecting.naming import Unit
from validator.collecting.roster import Roster
from validator.collecting.superiors import Superiors


@pytest.mark.parametrize(
    ("superior", "likely"),
    [
        ("示例县政府", f"{OFFICE}（像是简称或全称）"),
        ("示例县人民政俯", f"{OFFICE}（只差 1 个字）"),
        ("示列县人民政府", f"{OFFICE}（只差 1 个字）"),
        (f"{OFFICE}（汇总）", f"{OFFICE}（它前后多了字）"),
        (f"{OFFICE}、乙县人民政府", f"{OFFICE}（它前后多了字）"),
        ("示例县教育据", f"{EDUCATION}（只差 1 个字）"),
    ],
)
def test_what_reads_like_a_slip_is_refused_by_its_line(small_office: SmallOffice, superior: str, likely: str) -> None:
    small_office.put("a.xlsx", EDUCATION)
    small_office.roster(f"{EDUCATION},,{OFFICE}", f"{FINANCE},,{superior}")
    done = small_office.collect()
    assert done.status == 2
    assert done.err == (
        f"gouji：{small_office.folder / '名单.csv'}：第 3 行：“{FINANCE}”的上级“{superior}”不是 {OFFICE}，"
        f"也不在名单上，是不是 {likely}？\n"
    )


def test_where_the_office_stands_at_the_top_every_line_must_lead_to_it(small_office: SmallOffice) -> None:
    small_office.put("a.xlsx", EDUCATION)
    small_office.roster(OFFICE, f"{EDUCATION},,{OFFICE}", "别处站,,别处办公室")
    done = small_office.collect()
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"第 4 行：“别处站”的上级“别处办公室”不是 {OFFICE}，也不在名单上\n")


@pytest.mark.parametrize(
    ("organ", "superior", "unit"),
    [
        (OFFICE, "示例市人民政府", FINANCE),
        ("甲县人民政府", "乙县人民政府", "乙县财政局"),
        ("甲县人民政府", "乙县人民政府", "中心校"),
        ("A县人民政府", "B县人民政府", "一局"),
        ("甲县", "乙县", "甲校"),
    ],
)
def test_the_like_name_of_another_place_is_another_office(organ: str, superior: str, unit: str) -> None:
    every = Roster("名单.csv", (Unit("教育局", superior=organ), Unit(unit, superior=superior)))
    found = Superiors(every, organ)
    found.refuse_slips()
    assert [one.name for one in found.beyond(every.below(organ))] == [unit]


def test_bodies_of_other_offices_are_told_by_number_and_name(small_office: SmallOffice) -> None:
    small_office.put("a.xlsx", EDUCATION)
    small_office.put("b.xlsx", "乙县财政局", 1)
    city = "示例市人民政府"
    small_office.roster(
        f"{OFFICE},,{city}",
        f"{EDUCATION},,{OFFICE}",
        "乙县财政局,,乙县人民政府",
        f"{POLICE},,{city}",
        "丙县民政局,,丙县人民政府",
        f"丙县人民政府,,{city}",
    )
    data = small_office.data()
    assert states(data) == [(EDUCATION, "in", "a.xlsx")]
    assert data["not_below"] == ["乙县财政局", POLICE, "丙县民政局", "丙县人民政府"]
    assert data["of_other_offices"] == 1
    assert f"\n名单上另有 4 个单位不在它的下级之中，没有算在内：乙县财政局、{POLICE}、" in small_office.collect().out


def test_an_office_that_is_above_nobody_is_told_with_who_may_be_meant(small_office: SmallOffice) -> None:
    small_office.put("a.xlsx", EDUCATION)
    path = small_office.roster(f"{EDUCATION},,{OFFICE}", f"{FINANCE},,{OFFICE}")
    done = small_office.collect(organ="示例县政府")
    assert done.status == 1
    assert done.err == f"gouji：{path}：上级一列里没有 示例县政府（是不是 {OFFICE}？），名单上的单位都算它的下级\n"


def test_a_former_name_of_an_office_leads_to_it(small_office: SmallOffice) -> None:
    small_office.put("a.xlsx", EDUCATION)
    small_office.roster(f"{OFFICE},,示例市人民政府,示例县革委会", f"{EDUCATION},,{OFFICE}", f"{CIVIL},,示例县革委会")
    data = small_office.data()
    assert [one["organ"] for one in data["units"]] == [EDUCATION, CIVIL]
    assert data["not_below"] == []


def test_a_name_that_is_a_formula_without_a_result_is_refused(small_office: SmallOffice, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["机关名称", "联系人"], [EDUCATION, "=A1&A2"], ['="示例县"&"司法局"', "某某"]):
        sheet.append(row)
    book.save(tmp_path / "名单.xlsx")
    small_office.put("a.xlsx", EDUCATION)
    done = small_office.gouji(
        "collect",
        small_office.came,
        "--roster",
        tmp_path / "名单.xlsx",
        "--year",
        "2025",
        "--organ",
        OFFICE,
        "-o",
        tmp_path / "汇总.xlsx",
    )
    assert done.status == 2
    assert '第 3 行：公式 ="示例县"&"司法局" 没有存下结果，请用 Excel 或 WPS 打开名单，保存后再汇总' in done.err
