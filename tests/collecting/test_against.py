"""An office's report against its units through the command line: where the figures came from that it used instead."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rulework.county import OFFICE, UNITS, Values, added, filing, split, workbook
from tests.command import Gouji

NAMES = UNITS[12:16]
FIRST, SECOND, THIRD, FOURTH = NAMES
REPORTS = dict(zip(NAMES, split(4, 11), strict=True))
BEFORE = dict(zip(NAMES, split(4, 12), strict=True))
Told = list[tuple[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "came").mkdir()
    for organ, values in REPORTS.items():
        put(tmp_path / "came" / f"{organ}.xlsx", organ, values)
    (tmp_path / "名单.csv").write_text("机关名称\n" + "\n".join(NAMES), "utf-8")
    return tmp_path


def put(path: Path, organ: str, values: Mapping[str, Any], **more: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(workbook(filing(organ, dict(values), **more)))


def office(folder: Path, *parts: Values, **more: Any) -> None:
    put(folder / "office.xlsx", OFFICE, added(list(parts)), organ_type="县级政府", **more)


def run(gouji: Gouji, folder: Path, *more: str) -> dict[str, Any]:
    given = ("--roster", folder / "名单.csv", "--year", "2025", "--organ", OFFICE, "--today", "2026-03-01")
    done = gouji("collect", folder / "came", *given, "-o", folder / "汇总.xlsx", "--format", "json", *more)
    return done.data | {"exit": done.status}


def against(gouji: Gouji, folder: Path, *more: str) -> tuple[set[tuple[str, str]], dict[str, Any]]:
    """Kind and body of every explanation of A-01."""
    data = run(gouji, folder, "--against", str(folder / "office.xlsx"), *more)
    gaps = [one for one in data["findings"] if one["code"] == "A-01"]
    return {(one["kind"], one["organ"]) for gap in gaps for one in gap["explanations"]}, data


def rest(*left_out: str) -> list[Values]:
    return [values for organ, values in REPORTS.items() if organ not in left_out]


def test_what_agrees_has_no_findings(gouji: Gouji, folder: Path) -> None:
    office(folder, *REPORTS.values())
    told, data = against(gouji, folder, "--pure")
    assert (told, data["findings"], data["exit"]) == (set(), [], 0)


def test_last_years_figures_from_elsewhere(gouji: Gouji, folder: Path) -> None:
    for organ, values in BEFORE.items():
        put(folder / "before" / f"{organ}.xlsx", organ, values, year=2024)
    office(folder, *rest(SECOND), BEFORE[SECOND])
    told, data = against(gouji, folder, "--previous", str(folder / "before"), "--pure")
    assert told == {("last_year", SECOND)}
    assert data["exit"] == 1
    assert {one["severity"] for one in data["findings"] if one["code"] == "A-01"} == {"must"}


def test_last_years_report_that_a_unit_sent_by_mistake(gouji: Gouji, folder: Path) -> None:
    (folder / "came" / f"{SECOND}.xlsx").unlink()
    put(folder / "came" / "old.xlsx", SECOND, BEFORE[SECOND], year=2024)
    office(folder, *rest(SECOND), BEFORE[SECOND])
    told, data = against(gouji, folder)
    assert told == {("last_year", SECOND)}
    assert [one["status"] for one in data["units"]] == ["in", "wrong_year", "in", "in"]


def test_the_other_of_two_files(gouji: Gouji, folder: Path) -> None:
    older = REPORTS[THIRD] | {"表二.行政处罚.处理决定": 7, "表三.予以公开.自然人": 9, "表三.本年新收.自然人": 19}
    older["表三.上年结转.自然人"] = _carried(older)
    put(folder / "came" / "a旧.xlsx", THIRD, older)
    import os

    os.utime(folder / "came" / "a旧.xlsx", (1, 1))
    office(folder, *rest(THIRD), older)
    told, data = against(gouji, folder)
    assert told == {("other_version", THIRD)}
    assert data["units"][2]["status"] == "duplicate"


def _carried(values: Values) -> float:
    """What balances the column."""
    column = [name for name in values if name.startswith("表三.") and name.endswith(".自然人")]
    out = sum(values[name] for name in column if ".本年新收" not in name and ".上年结转" not in name)
    return max(0, out - values["表三.本年新收.自然人"])


def test_a_faulty_report_that_the_office_counted(gouji: Gouji, folder: Path) -> None:
    broken = REPORTS[FOURTH] | {"表三.本年新收.自然人": REPORTS[FOURTH]["表三.本年新收.自然人"] + 1}
    put(folder / "came" / f"{FOURTH}.xlsx", FOURTH, broken)
    office(folder, *rest(FOURTH), broken)
    told, data = against(gouji, folder, "--pure")
    assert told == {("left_out", FOURTH)}
    message = next(one for one in data["findings"] if one["code"] == "A-01")["explanations"][0]["message"]
    assert message.startswith(f"含有没有计入合计的{FOURTH}（")
    assert {one["severity"] for one in data["findings"] if one["code"] == "A-01"} == {"explain"}


def test_a_missing_report_that_the_office_had(gouji: Gouji, folder: Path) -> None:
    (folder / "came" / f"{FIRST}.xlsx").unlink()
    office(folder, *REPORTS.values())
    told, data = against(gouji, folder)
    assert told == {("left_out", FIRST), ("unknown", "")}
    message = next(one for one in data["findings"] if one["code"] == "A-01")["explanations"][0]["message"]
    assert message.startswith(f"可能含有没有计入合计的{FIRST}（没有报来）：")


def test_an_office_explains_what_it_must_not_correct(gouji: Gouji, folder: Path) -> None:
    """情况说明 in its own report, as for any other rule that may be explained."""
    values = added(list(REPORTS.values()))
    name = "表二.行政许可.处理决定"
    values[name] += 1000
    waiver = {"code": "A-01", "cell": name, "reason": "市本级机关", "by": "某某", "date": "2026-02-01"}
    put(folder / "office.xlsx", OFFICE, values, organ_type="县级政府", waivers=[waiver])
    _, data = against(gouji, folder)
    (gap,) = [one for one in data["findings"] if one["code"] == "A-01"]
    assert (gap["waiver"]["reason"], data["exit"]) == ("市本级机关", 0)


def test_a_published_page_is_a_file_like_any_other(gouji: Gouji, folder: Path) -> None:
    pytest.importorskip("docx", reason="the extra published is not installed")
    book = folder / "came" / f"{SECOND}.xlsx"
    assert gouji("publish", book, "-o", folder / "came" / f"{SECOND}.html", "--today", "2026-03-01").status == 0
    book.unlink()
    data = run(gouji, folder)
    assert [Path(one["taken"]).name for one in data["units"]][1] == f"{SECOND}.html"
    assert data["sums"]["表二.行政许可.处理决定"] == sum(one["表二.行政许可.处理决定"] for one in REPORTS.values())


def test_sums_that_the_text_names_unit_by_unit(gouji: Gouji, folder: Path) -> None:
    row = "表三.本年新收"
    new = {organ: sum(v for name, v in values.items() if name.startswith(row)) for organ, values in REPORTS.items()}
    listed = "、".join(f"{organ.removeprefix('示例县')}{count + (organ == THIRD)}件" for organ, count in new.items())
    text = {"一": f"全县新收政府信息公开申请{sum(new.values())}件（{listed}）。"}
    office(folder, *REPORTS.values(), text=text)
    _, data = against(gouji, folder)
    told = [one["message"] for one in data["findings"] if one["code"] == "A-06"]
    assert len(told) == 2
    assert f"4 个单位加起来是 {sum(new.values()) + 1}，不是 {sum(new.values())}" in told[0]
    assert f"其中{THIRD}写 {new[THIRD] + 1}，它的报告是 {new[THIRD]}（本年新收）" in told[1]


def test_last_years_figures_from_the_store(gouji: Gouji, folder: Path) -> None:
    for organ, values in BEFORE.items():
        put(folder / "before" / f"{organ}.xlsx", organ, values, year=2024)
    store = folder / "库.sqlite"
    assert gouji("history", "add", folder / "before", "--store", store, "--today", "2025-03-01").status == 0
    office(folder, *rest(SECOND), BEFORE[SECOND])
    told, _ = against(gouji, folder, "--store", str(store))
    assert told == {("last_year", SECOND)}


def test_the_store_that_is_found_need_not_be_used(gouji: Gouji, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for organ, values in BEFORE.items():
        put(folder / "before" / f"{organ}.xlsx", organ, values, year=2024)
    assert gouji("history", "add", "before", "--today", "2025-03-01").status == 0
    office(folder, *rest(SECOND), BEFORE[SECOND])
    assert against(gouji, folder)[0] == {("last_year", SECOND)}
    assert "last_year" not in {kind for kind, _ in against(gouji, folder, "--no-store")[0]}
