"""Rosters as offices keep them: encodings, titles, merged cells, and what is wrong in them told by its place."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.command import Gouji
from validator.collecting.naming import Listed, Names, Unit, nearest
from validator.collecting.roster import Roster, read_roster
from validator.files.given import BadFile

TEXT = "机关名称,机关类型,上级,曾用名,联系人\n示例县教育局,县级政府部门,示例县人民政府,示例县教委、示例县教体局,某某\n示例县民政局,,,,\n"
UNITS = (
    ("示例县教育局", "县级政府部门", "示例县人民政府", ("示例县教委", "示例县教体局")),
    ("示例县民政局", "", "", ()),
)


def told(roster: Roster) -> tuple[tuple[object, ...], ...]:
    return tuple((one.name, one.kind, one.superior, one.former) for one in roster.units)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_any_code_that_programs_here_write(tmp_path: Path, code: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(TEXT.encode(code))
    assert told(read_roster(path)) == UNITS


@pytest.mark.parametrize("sign", ["\t", ";", "；"])
def test_csv_with_other_signs_between(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(TEXT.replace(",", sign), "utf-8")
    assert told(read_roster(path)) == UNITS


def test_a_workbook_with_a_title_and_merged_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["示例县应报单位名单"],
        [],
        ["序号", "机关名称*", "上 级"],
        [1, " 示例县教育局 ", "示例县人民政府"],
        [2, "示例县\u200b民政局"],
        [3, "示例县财政局"],
    ):
        sheet.append(row)
    sheet.merge_cells("C4:C6")
    path = tmp_path / "名单.xlsx"
    book.save(path)
    roster = read_roster(path)
    assert [(one.name, one.superior) for one in roster.units] == [
        ("示例县教育局", "示例县人民政府"),
        ("示例县民政局", "示例县人民政府"),
        ("示例县财政局", "示例县人民政府"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "单位,上级\n甲局,\n",
            "没有“机关名称”这一列（第一行写列名：机关名称、机关类型、上级、曾用名，只有机关名称必须有）",
        ),
        (
            "机关名称称,上级\n甲局,\n",
            "没有“机关名称”这一列（第一行写列名：机关名称、机关类型、上级、曾用名，只有机关名称必须有），是不是 机关名称称？",
        ),
        ("机关名称,上级\n", "名单里没有单位，“机关名称”一列下面是空的"),
        ("机关名称,上级\n甲局,\n,某县\n", "第 3 行：这一行没有写机关名称"),
        ("机关名称\n甲局\n乙局\n甲 局\n", "第 4 行：“甲 局”在名单里写了两次，另一次在 第 2 行"),
        ("机关名称,曾用名\n甲局,\n乙局,甲局\n", "第 3 行：曾用名“甲局”也是 第 2 行 的“甲局”"),
        ("机关名称,上级\n甲局,乙局\n乙局,甲局\n", "第 2 行：“甲局”的上级绕回了它自己"),
        ("机关名称,机关名称\n甲局,乙局\n", "第 1 行：有两列都叫“机关名称”"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadFile) as refusal:
        read_roster(path)
    assert str(refusal.value) == f"{path}：{line}"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(BadFile, match="不是文本文件"):
        read_roster(path)


def roster(*units: Unit) -> Roster:
    return Roster("名单.csv", units)


def test_an_office_adds_up_whoever_is_right_below_it() -> None:
    every = roster(
        Unit("省", superior=""),
        Unit("市", superior="省", former=("地区",)),
        Unit("甲县", superior="市"),
        Unit("乙县", superior="地区"),
        Unit("甲县教育局", superior="甲县"),
    )
    assert [one.name for one in every.below("省")] == ["市"]
    assert [one.name for one in every.below("市")] == ["甲县", "乙县"]
    assert [one.name for one in every.below("甲县")] == ["甲县教育局"]
    assert [(one.name, [each.name for each in own]) for one, own in every.offices("省")] == [
        ("市", ["甲县", "乙县"]),
        ("甲县", ["甲县教育局"]),
    ]


def test_a_body_without_one_above_it_is_the_topmost_offices() -> None:
    every = roster(Unit("甲县"), Unit("甲局", superior="甲县"), Unit("乙局"), Unit("丙局", superior="乙局"))
    assert [one.name for one in every.below("甲县")] == ["甲局", "乙局"]
    assert [one.name for one in every.below("别县")] == ["甲县", "甲局", "乙局", "丙局"]
    assert [every.knows_above(one) for one in ("甲县", "乙局", "别县")] == [True, True, False]
    assert roster(Unit("甲局"), Unit("乙局")).knows_above("甲县")


def test_without_any_body_above_all_are_the_offices() -> None:
    assert [one.name for one in roster(Unit("甲县"), Unit("甲局"), Unit("乙局")).below("甲县")] == ["甲局", "乙局"]


NAMES = ("示例县教育局", "示例县住房和城乡建设局", "示例县民政局", "示例自治县民政局")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("示例县教育据", ("示例县教育局", "只差 1 个字")),
        ("示例县育教局", ("示例县教育局", "只差 1 个字")),
        ("示例县住建局", ("示例县住房和城乡建设局", "像是简称或全称")),
        ("示例县财会局", None),
        ("示例自治县统计局", None),
        ("别处", None),
    ],
)
def test_near_names_are_proposed_with_the_reason(name: str, near: tuple[str, str] | None) -> None:
    found = nearest(name, map(Unit, NAMES))
    assert (found and (found.unit.name, found.reason.zh)) == near


def test_names_join_by_what_they_are_now_or_were_before() -> None:
    names = Names(Listed((Unit("示例县教育局", former=("示例县教委",)), Unit("示例县教育局考试中心"))), range(2))
    assert [names.unit(one) and names.unit(one).name for one in (" 示例县教委", "示例县 教育局", "教育局")] == [  # type: ignore[union-attr]
        "示例县教育局",
        "示例县教育局",
        None,
    ]
    assert names.in_file_name("03-示例县教育局考试中心2025年报（终稿）") == 1
    assert names.in_file_name("示例县教委2025年报") == 0
    assert names.in_file_name("2025年报") is None


def test_of_a_roster_only_the_bodies_asked_for_are_known() -> None:
    """Where a city's county is not meant, neither its name nor a shorter one in it joins."""
    names = Names(Listed((Unit("甲县教育局"), Unit("甲县"), Unit("乙县"))), (1, 2))
    assert [names.number(one) for one in ("甲县教育局", "甲县", "乙县")] == [None, 1, 2]
    assert (names.place("乙县"), names.place("甲县教育局")) == (1, None)
    assert (names.in_file_name("甲县教育局2025年报"), names.in_file_name("甲 县")) == (None, 1)
    assert names.within_file_name("甲县教育局2025年报") == 1


@pytest.mark.parametrize(
    ("stem", "is_its"),
    [
        ("示例县教育局", True),
        ("03-示例县教育局2025年报（终稿）", True),
        ("附件2：示例县教育局2025年度政府信息公开工作年度报告（第二次修改稿）", True),
        ("关于报送示例县教育局2025年度报告", True),
        ("2025年示例县教育局 v2_final", True),
        ("示例县教育局幼儿园2025", False),
        ("示例县教育局-幼儿园2025", False),
        ("示例县教育局2025情况说明", False),
        ("驻示例县教育局纪检组2025", False),
    ],
)
def test_a_file_is_a_bodys_by_its_name_where_that_says_nothing_more(stem: str, *, is_its: bool) -> None:
    names = Names(Listed((Unit("示例县教育局"),)), range(1))
    assert (names.in_file_name(stem) is not None) is is_its
    assert names.within_file_name(stem) == 0


def test_a_roster_is_drafted_from_what_came(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "名单.csv"
    done = gouji("roster", county_folder / "收来的报告", county_folder / "示例县2025.xlsx", "-o", target)
    assert done.status == 2  # one file is no workbook
    found = read_roster(target)
    assert len(found.units) == 33
    office = found.unit("示例县人民政府")
    assert office is not None
    assert office.kind == "县级政府"
    assert {one.superior for one in found.units if one is not office} == {"示例县人民政府"}
    assert {one.name for one in found.below("示例县人民政府")} == {one.name for one in found.units} - {office.name}


def test_a_roster_goes_to_a_workbook_or_to_csv_alone(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    done = gouji("roster", county_folder / "收来的报告", "-o", tmp_path / "名单.txt")
    assert (done.status, done.err) == (2, f"gouji：{tmp_path / '名单.txt'}：名单只能写成 .xlsx 或 .csv\n")
