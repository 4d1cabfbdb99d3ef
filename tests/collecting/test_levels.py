"""省 ← 市 ← 县 in one run: each level is held against the one below it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rulework.county import added, filing, split, workbook
from tests.command import Gouji
from validator.collecting.gathering import Gathering
from validator.collecting.records import Record
from validator.documents import reading
from validator.readers import Workbook
from validator.readers.files import workbook_in

PROVINCE, CITIES, COUNTIES = "示例省人民政府", ("甲市人民政府", "乙市人民政府"), ("东县人民政府", "西县人民政府")


def place(folder: Path) -> dict[str, dict[str, Any]]:
    """Two cities with two counties of two bureaus each; what each office reports is the sum but for two planted gaps."""
    came = folder / "收来的报告"
    came.mkdir()
    rows, reports = [f"{PROVINCE},省级政府,"], {}
    parts = iter(split(8, 5))
    for city in CITIES:
        name = city.removesuffix("人民政府")
        rows.append(f"{city},设区的市级政府,{PROVINCE}")
        for county in COUNTIES:
            county_name = f"{name}{county}"
            rows.append(f"{county_name},县级政府,{city}")
            for bureau in ("教育局", "公安局"):
                organ = f"{county_name.removesuffix('人民政府')}{bureau}"
                rows.append(f"{organ},县级政府部门,{county_name}")
                reports[organ] = next(parts)
            reports[county_name] = added(
                [reports[f"{county_name.removesuffix('人民政府')}{one}"] for one in ("教育局", "公安局")]
            )
        reports[city] = added([reports[f"{name}{one}"] for one in COUNTIES])
    reports["乙市东县人民政府"] = reports["乙市东县教育局"]  # its 公安局 was forgotten, higher up it was not
    for organ, values in reports.items():
        (came / f"{organ}.xlsx").write_bytes(workbook(filing(organ, values)))
    (folder / "名单.csv").write_text("机关名称,机关类型,上级\n" + "\n".join(rows), "utf-8")
    return reports


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("province")
    return folder, place(folder)


def run(gouji: Gouji, folder: Path, organ: str, *more: str) -> Any:
    given = ("--roster", folder / "名单.csv", "--year", "2025", "--organ", organ, "--today", "2026-03-01")
    return gouji("collect", folder / "收来的报告", *given, "-o", folder / "汇总.xlsx", *more)


def test_each_level_is_held_against_the_one_below(
    gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]]
) -> None:
    folder, reports = province
    done = run(gouji, folder, PROVINCE, "--format", "json")
    data = done.data
    assert [one["organ"] for one in data["units"]] == list(CITIES)
    assert [one["organ"] for one in data["levels"]] == [
        *CITIES,
        "甲市东县人民政府",
        "甲市西县人民政府",
        "乙市东县人民政府",
        "乙市西县人民政府",
    ]
    name = "表二.行政许可.处理决定"
    assert data["sums"][name] == sum(reports[city][name] for city in CITIES)
    told = {
        level["organ"]: {
            (one["kind"], one["organ"])
            for finding in level["findings"]
            for one in finding["explanations"]
            if finding["code"] == "A-01"
        }
        for level in data["levels"]
    }
    # The county forgot its 公安局; the city, which had both, is now above the sum of its counties by just that report.
    assert told["乙市东县人民政府"] == {("left_out", "乙市东县公安局")}
    assert {kind for kind, _ in told["乙市人民政府"]} == {"unknown"}
    assert [organ for organ, found in told.items() if found] == ["乙市人民政府", "乙市东县人民政府"]


def test_an_office_in_the_middle_takes_only_what_is_below_it(
    gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]]
) -> None:
    folder, reports = province
    data = run(gouji, folder, "甲市人民政府", "--format", "json").data
    assert [one["organ"] for one in data["units"]] == ["甲市东县人民政府", "甲市西县人民政府"]
    assert (data["of_other_offices"], len(data["own_files"])) == (7, 1)
    name = "表三.予以公开.自然人"
    assert data["sums"][name] == reports["甲市人民政府"][name]


def test_the_text_tells_level_by_level(gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]]) -> None:
    folder, _ = province
    lines = run(gouji, folder, PROVINCE).out.splitlines()
    at = lines.index("乙市东县人民政府：下级 2 个，计入 2 个")
    assert lines[at + 3].startswith("  原因  漏了乙市东县公安局（")


def test_an_office_below_may_have_used_last_years_figures(gouji: Gouji, tmp_path: Path) -> None:
    """What is known of last year explains the gaps of every level."""
    folder, city, county = tmp_path, "示例市人民政府", "甲县人民政府"
    bureaus = ("甲县教育局", "甲县公安局", "甲县司法局")
    now, before = (dict(zip(bureaus, split(3, seed), strict=True)) for seed in (5, 6))
    used = [now[bureaus[0]], before[bureaus[1]], now[bureaus[2]]]
    for year, reports in (("收来的报告", now | {county: added(used)}), ("上年", before)):
        (folder / year).mkdir()
        for organ, values in reports.items():
            data = filing(organ, values, year=2025 if year == "收来的报告" else 2024)
            (folder / year / f"{organ}.xlsx").write_bytes(workbook(data))
    rows = [f"{county},{city}", *(f"{one},{county}" for one in bureaus)]
    (folder / "名单.csv").write_text("机关名称,上级\n" + "\n".join(rows), "utf-8")
    (level,) = run(gouji, folder, city, "--format", "json", "--previous", str(folder / "上年")).data["levels"]
    gaps = [one for one in level["findings"] if one["code"] == "A-01"]
    assert gaps
    assert {(one["kind"], one["organ"]) for gap in gaps for one in gap["explanations"]} == {("last_year", bureaus[1])}


def test_the_reports_of_offices_below_are_read_once(
    gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, reports = province
    read = Counter[str]()

    def counted(content: bytes, path: str, *given: Any) -> Workbook:
        read[Path(path).stem] += 1
        return workbook_in(content, path, *given)

    monkeypatch.setattr(reading, "workbook_in", counted)
    assert run(gouji, folder, PROVINCE, "--jobs", "1").status == 0
    assert {organ: read[organ] for organ in reports} == dict.fromkeys(reports, 1)


def test_offices_whose_covers_name_nobody_are_known_by_their_files(
    gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]], tmp_path: Path
) -> None:
    folder, reports = province
    (tmp_path / "收来的报告").mkdir()
    (tmp_path / "名单.csv").write_bytes((folder / "名单.csv").read_bytes())
    for organ, values in reports.items():
        data = filing(organ, values) | {"organ": ""}
        (tmp_path / "收来的报告" / f"2025年{organ}年报.xlsx").write_bytes(workbook(data))
    named, unnamed = (run(gouji, one, PROVINCE, "--format", "json").data["levels"] for one in (folder, tmp_path))
    assert _gaps(unnamed) == _gaps(named)
    assert any(_gaps(named).values())


def _gaps(levels: list[dict[str, Any]]) -> dict[str, list[tuple[str, float]]]:
    return {
        one["organ"]: [(each["message"], each["difference"]) for each in one["findings"] if each["code"] == "A-01"]
        for one in levels
    }


def test_a_run_over_levels_that_was_interrupted_goes_on(
    gouji: Gouji, province: tuple[Path, dict[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, reports = province
    plain = run(gouji, folder, PROVINCE, "--format", "json")
    seen: list[str] = []
    add = Gathering.add

    def interrupted(self: Gathering, record: Record) -> None:
        seen.append(record.path)
        if len(seen) == len(reports) - 1:
            raise KeyboardInterrupt
        add(self, record)

    with monkeypatch.context() as patched:
        patched.setattr(Gathering, "add", interrupted)
        assert run(gouji, folder, PROVINCE, "--resume", "--jobs", "1").status == 2
    whole = run(gouji, folder, PROVINCE, "--format", "json", "--resume", "--jobs", "2")
    assert whole.out == plain.out
    assert whole.err == f"gouji：{len(reports) - 1} 份沿用以前的结果\n"
