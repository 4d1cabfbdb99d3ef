"""Whoever can have made a gap is told: no unit is named alone where another explanation fits as well."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from rulework.county import OFFICE, Values, added, split
from tests.collecting.test_against import put
from tests.command import Done, Gouji

NAMES = tuple(
    f"示例县{one}" for one in ("教育局", "财政局", "民政局", "公安局", "司法局", "统计局", "审计局", "水利局")
)
AUDIT, WATER = NAMES[6:]
NONE: Values = dict.fromkeys(split(1, 1)[0], 0)
NEW, GRANTED, GIVEN = "表三.本年新收.自然人", "表三.予以公开.自然人", "表三.其他处理_其他.自然人"
Ways = set[tuple[tuple[str, str], ...]]


class Place:
    """A folder with the reports of an office's units."""

    def __init__(self, gouji: Gouji, folder: Path, reports: dict[str, Values]) -> None:
        self.gouji, self.folder, self.reports = gouji, folder, reports
        for organ, values in reports.items():
            put(folder / "came" / f"{organ}.xlsx", organ, values)
        (folder / "名单.csv").write_text("机关名称\n" + "\n".join(reports), "utf-8")

    def file(self, organ: str) -> Path:
        return self.folder / "came" / f"{organ}.xlsx"

    def rest(self, *left_out: str) -> list[Values]:
        return [values for organ, values in self.reports.items() if organ not in left_out]

    def run(self, parts: list[Values], *more: str, out: str = "json", **office: Any) -> Done:
        put(self.folder / "office.xlsx", OFFICE, added(parts), organ_type="县级政府", **office)
        given = ("--roster", self.folder / "名单.csv", "--year", "2025", "--organ", OFFICE, "--today", "2026-03-01")
        against = ("--against", self.folder / "office.xlsx", "-o", self.folder / "汇总.xlsx", "--format", out)
        return self.gouji("collect", self.folder / "came", *given, *against, *more)


def of_code(data: dict[str, Any], code: str = "A-01") -> list[dict[str, Any]]:
    return [one for one in data["findings"] if one["code"] == code]


def ways(finding: dict[str, Any]) -> Ways:
    """Kind and body of what explains it together, of each set."""
    sets: dict[int, list[tuple[str, str]]] = {}
    for one in finding["explanations"]:
        sets.setdefault(one["set"], []).append((one["kind"], one["organ"]))
    return {tuple(sorted(one)) for one in sets.values()}


def all_ways(done: Done) -> list[Ways]:
    """Of every gap."""
    return [ways(one) for one in of_code(done.data)]


@pytest.fixture
def place(gouji: Gouji, tmp_path: Path) -> Place:
    return Place(gouji, tmp_path, dict(zip(NAMES, split(len(NAMES), 11), strict=True)))


def test_units_with_the_same_report_are_all_told(gouji: Gouji, tmp_path: Path) -> None:
    towns = tuple(f"示例县{one}山镇人民政府" for one in "东西南北")
    small = NONE | {NEW: 1, GRANTED: 1}
    place = Place(gouji, tmp_path, dict.fromkeys(towns, small) | {"示例县城关镇人民政府": split(1, 8)[0]})
    done = place.run(place.rest(towns[3]))
    assert all_ways(done) == [{(("left_out", town),) for town in towns}] * 6
    assert not any("各处差额都由此而来" in one["message"] for one in of_code(done.data))
    page = tmp_path / "汇总.html"
    lines = place.run(place.rest(towns[3]), "--report", str(page), out="text").out.splitlines()
    assert "  原因  有 4 种说法同样合得上，不能断定是哪一种（6 格）：" in lines
    assert [f"      · 漏了{town}" in lines for town in towns] == [True] * 4
    assert all(f"漏了{town}" in page.read_text("utf-8") for town in towns)
    two = all_ways(place.run(place.rest(*towns[2:])))[0]
    assert {(("left_out", one), ("left_out", other)) for one, other in combinations(sorted(towns), 2)} <= two


@pytest.mark.parametrize("state", ["unreadable", "wrong_year", "missing"])
def test_every_unit_that_is_not_counted_may_be_what_the_office_has(place: Place, state: str) -> None:
    if state == "unreadable":
        place.file(AUDIT).write_bytes(b"no workbook")
    elif state == "wrong_year":
        put(place.file(AUDIT), AUDIT, split(1, 5)[0], year=2024)
    else:
        place.file(AUDIT).unlink()
    place.file(WATER).unlink()
    done = place.run(place.rest(WATER))
    expected = {(("left_out", AUDIT),), (("left_out", WATER),), (("unknown", ""),)}
    assert {frozenset(one) for one in all_ways(done)} == {frozenset(expected)}
    lines = place.run(place.rest(WATER), out="text").out.splitlines()
    assert sum("可能含有" in line for line in lines) == 3


def test_a_body_off_the_roster_is_no_less_likely_than_the_only_missing_one(place: Place) -> None:
    place.file(WATER).unlink()
    done = place.run([*place.rest(WATER), split(1, 77)[0]])
    assert {(("left_out", WATER),), (("unknown", ""),)} <= set.union(*all_ways(done))
    assert not any(one == {(("left_out", WATER),)} for one in all_ways(done))


def test_the_figure_of_a_unit_that_has_little_may_be_in_a_single_cell(place: Place) -> None:
    place.file(WATER).unlink()
    values = added(place.rest(WATER))
    values["表二.行政强制.处理决定"] += 3
    assert (("left_out", WATER),) in all_ways(place.run([values]))[0]


def test_blanks_count_as_nothing_in_the_open(place: Place) -> None:
    blank = {name: value for name, value in place.reports[AUDIT].items() if not name.startswith("表四")}
    left = place.reports[AUDIT].keys() - blank.keys()
    put(place.file(AUDIT), AUDIT, {**place.reports[AUDIT], **dict.fromkeys(left)})
    done = place.run(place.rest(), "--pure")
    assert of_code(done.data)
    assert {frozenset(one) for one in all_ways(done)} == {frozenset({(("typing", AUDIT),)})}
    said = [f"（合计里 {AUDIT} 1 个单位的这一格没有数，按 0 算）" in one["message"] for one in of_code(done.data)]
    assert said == [not one["cells"][0]["indicator"].endswith("总计") for one in of_code(done.data)]
    unit = next(one for one in done.data["units"] if one["organ"] == AUDIT)
    assert unit["why"].endswith("格没有数（空白或文字），按 0 计入")


def test_a_single_blank_is_told_beside_what_else_fits(place: Place) -> None:
    name = "表二.行政许可.处理决定"
    put(place.file(AUDIT), AUDIT, {**place.reports[AUDIT], name: None})
    values = added(place.rest())
    values[name] += 5 - place.reports[AUDIT][name]
    assert (("typing", AUDIT),) in all_ways(place.run([values]))[0]


def test_a_faulty_report_counted_with_texts_says_so(place: Place) -> None:
    put(place.file(AUDIT), AUDIT, {**place.reports[AUDIT], GRANTED: "22（其中网络20件）", NEW: 10**13})
    done = place.run(place.rest(), "--include-faulty")
    told = [one["message"] for one in of_code(done.data, "A-04") if AUDIT in one["message"]]
    assert told[0].endswith("仍然计入，其中 3 格没有数，按 0 算")


@pytest.mark.parametrize("more", [(), ("--include-faulty",)])
def test_the_office_may_have_the_right_figures_of_a_faulty_unit(place: Place, more: tuple[str, ...]) -> None:
    wrong = place.reports[AUDIT] | {GRANTED: place.reports[AUDIT][GRANTED] + 3}
    put(place.file(AUDIT), AUDIT, wrong)
    done = place.run(place.rest(), *more)
    (gap,) = [one for one in of_code(done.data) if one["cells"][0]["indicator"] == GRANTED]
    first = [one for one in gap["explanations"] if one["set"] == 1]
    assert {one["organ"] for one in first} == {AUDIT}
    assert first[-1]["message"].endswith("按它自己的勾稽关系应为 10，照此就合上")


def test_what_the_office_left_blank_is_named(place: Place) -> None:
    values = {name: None if name.startswith("表四") else value for name, value in added(place.rest()).items()}
    put(place.folder / "office.xlsx", OFFICE, values, organ_type="县级政府")
    given = ("--roster", place.folder / "名单.csv", "--year", "2025", "--organ", OFFICE, "--today", "2026-03-01")
    words = ("collect", place.folder / "came", *given, "-o", place.folder / "汇总.xlsx")
    done = place.gouji(*words, "--against", place.folder / "office.xlsx", "--format", "json")
    assert all_ways(done) == [{(("typing", OFFICE),)}] * 3
    assert all(
        "分项空白" in one["message"] and "表四.行政复议.结果" in one["message"] for one in of_code(done.data)[:1]
    )
    lines = place.gouji(*words, "--against", place.folder / "office.xlsx").out.splitlines()
    assert "  原因  上级报告的分项空白，总计没有算进去（3 格）" in lines
    assert not any(" A-03 " in line for line in lines)


def test_a_unit_left_out_is_one_line_and_not_one_more_for_every_cell(place: Place) -> None:
    done = place.run(place.rest(NAMES[4]))
    assert of_code(done.data, "A-03")
    lines = place.run(place.rest(NAMES[4]), out="text").out.splitlines()
    assert [line for line in lines if "A-03" in line or "A-01" in line] == []
    assert sum(line.startswith("  原因  ") for line in lines) == 1


@pytest.mark.parametrize("times", [3, 4])
def test_a_unit_counted_again_and_again(place: Place, times: int) -> None:
    done = place.run([*place.rest(), *[place.reports[AUDIT]] * (times - 1)])
    told = set.union(*all_ways(done))
    if times == 3:
        assert told == {(("counted_twice", AUDIT),)}
    else:  # more often than anybody counts: nobody else is named
        assert {organ for way in told for _, organ in way} <= {AUDIT, ""}


def test_both_files_of_a_unit_counted(place: Place) -> None:
    older = place.reports[AUDIT] | {"表二.行政处罚.处理决定": 7}
    put(place.folder / "came" / "旧.xlsx", AUDIT, older, published="2026-01-10")
    import os

    os.utime(place.folder / "came" / "旧.xlsx", (1, 1))
    done = place.run([*place.rest(), older])
    assert set.union(*all_ways(done)) == {(("counted_twice", AUDIT),)}
    assert "另一份报告（" in of_code(done.data)[0]["message"]


def test_an_office_of_the_old_edition_is_compared_row_by_row(place: Place) -> None:
    """2019版 has one row 其他处理 for three, and cells in 表二 that the new one lacks."""
    from rulework.county import old_edition

    old = old_edition(added(place.rest()))
    old["表三.其他处理.自然人"] = 0
    done = place.run([old], edition="2019")
    told = {one["cells"][0]["indicator"]: one["right"] for one in of_code(done.data)}
    whole = sum(one[name] for one in place.rest() for name in one if ".其他处理_" in name and name.endswith(".自然人"))
    assert told["表三.其他处理.自然人"] == whole
    open_ones = {one["indicator"] for one in done.data["coverage"]["undecided"]}
    assert "表二.行政规范性文件.制发" in open_ones


def test_a_unit_of_the_old_edition_leaves_three_rows_as_one(place: Place) -> None:
    from rulework.county import old_edition

    put(place.file(AUDIT), AUDIT, old_edition(place.reports[AUDIT]), edition="2019")
    done = place.run(place.rest())
    told = [one["cells"][0]["indicator"] for one in of_code(done.data)]
    assert not [name for name in told if name.startswith("表三")]
    assert all("没有数" in one["message"] for one in of_code(done.data))  # 表二 has cells that the old form lacks
    values = added(place.rest())
    values[GIVEN] += 1000
    (gap, *_) = [one for one in of_code(place.run([values]).data) if one["cells"][0]["indicator"] == GIVEN]
    assert gap["message"].startswith(f"{GIVEN} + 其他处理_逾期不补正 + 其他处理_逾期不缴费：")


def test_some_bodies_named_as_among_them_need_not_add_up(place: Place) -> None:
    whole = added(place.rest())
    new = {
        organ: int(sum(v for name, v in one.items() if ".本年新收." in name)) for organ, one in place.reports.items()
    }
    some = "、".join(f"县{organ.removeprefix('示例县')}{new[organ]}件" for organ in NAMES[:2])
    text = {"一": f"全县新收政府信息公开申请{sum(new.values())}件，其中{some}，居前两位。"}
    assert of_code(place.run([whole], text=text).data, "A-06") == []
    more = "、".join(f"县{organ.removeprefix('示例县')}{new[organ] + 900}件" for organ in NAMES[:2])
    text = {"一": f"全县新收政府信息公开申请{sum(new.values())}件，其中{more}，居前两位。"}
    assert len(of_code(place.run([whole], text=text).data, "A-06")) == 3
