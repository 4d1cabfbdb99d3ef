"""The options of ``gouji check``: which rules run, on which day, with which thresholds, explanations, last year, jobs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.books import saved
from tests.command import TODAY, Gouji
from tests.shipped import base_previous, load_rules
from validator.api import fill

ALL = [rule.code for rule in load_rules() if not rule.on_units]
ACROSS = [code for code in ALL if code.startswith("Y-")] + ["X-01", "X-02", "X-03"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for kind in ("clean", "must", "many", "previous"):
        saved(Path(f"{kind}.xlsx"), kind)
    return tmp_path


def rules_run(gouji: Gouji, *words: str) -> list[str]:
    (one,) = gouji.check("clean.xlsx", "--previous", "previous.xlsx", "--year", "2025", *words).data["files"]
    assert one["coverage"]["not_run"] == []
    run: list[str] = one["coverage"]["rules_run"]
    return run


CHOICES: list[tuple[list[str], set[str]]] = [
    ([], set(ALL)),
    (["--only", ""], set(ALL)),
    (["--only", "T3-01"], {"T3-01"}),
    (["--only", "T3-01,P-03"], {"P-03", "T3-01"}),
    (["--only", " T3-01 ， P-03 ,"], {"P-03", "T3-01"}),
    (["--only", "T4"], {"T4-01", "T4-02", "T4-03"}),
    (["--only", "T4,P-03"], {"P-03", "T4-01", "T4-02", "T4-03"}),
    (["--only", "T4", "--ignore", "T4-02"], {"T4-01", "T4-03"}),
    (["--ignore", "N,ST"], {code for code in ALL if code[:2] not in {"N-", "ST"}}),
    (["--ignore", "T3-01"], {code for code in ALL if code != "T3-01"}),
]


@pytest.mark.parametrize(("words", "wanted"), CHOICES)
def test_only_and_ignore_take_codes_and_families(place: Path, gouji: Gouji, words: list[str], wanted: set[str]) -> None:
    run = rules_run(gouji, *words)
    assert run == sorted(wanted, key=ALL.index)


def test_what_is_ignored_does_not_weigh(place: Path, gouji: Gouji) -> None:
    assert gouji.check("must.xlsx").status == 1
    assert gouji.check("must.xlsx", "--ignore", "T4").status == 0
    assert gouji.check("must.xlsx", "--only", "T3").status == 0


UNKNOWN = [
    ("--only T3,T9", "T9", "，是不是 ST-09？"),
    ("--ignore P-99", "P-99", "，P 有 P-01 至 P-07"),
    ("--only T", "T", ""),
]


@pytest.mark.parametrize(("words", "named", "meant"), UNKNOWN)
def test_an_unknown_code_is_named(place: Path, gouji: Gouji, words: str, named: str, meant: str) -> None:
    done = gouji("check", "clean.xlsx", *words.split())
    assert (done.status, done.out) == (2, "")
    assert done.err == f"gouji：没有规则 {named}；gouji rules 列出全部规则{meant}\n"


def test_rules_that_leave_nothing_to_run_are_wrong_usage(place: Path, gouji: Gouji) -> None:
    done = gouji("check", "clean.xlsx", "--only", "T4", "--ignore", "T4")
    assert (done.status, done.out, done.err) == (2, "", "gouji：--only 和 --ignore 没有留下可以运行的规则\n")


@pytest.mark.parametrize(
    ("day", "severity", "status"),
    [("2026-02-01", None, 0), ("2025-12-31", "explain", 0), ("2024-12-31", "must", 1), ("2099-01-01", None, 0)],
)
def test_the_day_of_the_check_is_given(place: Path, gouji: Gouji, day: str, severity: str | None, status: int) -> None:
    done = gouji("check", "clean.xlsx", "--today", day, "--format", "json", "--only", "P-06")
    (one,) = done.data["files"]
    assert (done.status, [found["severity"] for found in one["findings"]]) == (status, [severity] if severity else [])


def test_the_other_language(place: Path, gouji: Gouji) -> None:
    done = gouji("check", "must.xlsx", *TODAY, "--lang", "en")
    assert done.out.startswith("must.xlsx  示例市人民政府 2025  fails (must 1)\n")
    assert "E8 should be 4 (now 0, as the other cells have it); then 1 relation holds\n      hence: T4-01\n" in done.out
    (found,) = gouji.check("must.xlsx", "--lang", "en").data["files"][0]["findings"]
    assert found["title"] == "Administrative reconsideration: total equals the sum of the four results"


def untimed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "summary": {**data["summary"], "seconds": 0}}


def test_two_processes_report_what_one_reports(place: Path, gouji: Gouji) -> None:
    for number in range(18):  # more than one chunk of files for a process
        saved(Path(f"in/{number:02}.xlsx"), ("clean", "must", "many", "junk", "waived", "refused")[number % 6])
    words = ("in", "--previous", "previous.xlsx")
    one, two = gouji.check(*words, "--jobs", "1"), gouji.check(*words, "--jobs", "2")
    assert one.status == two.status == 2
    assert untimed(one.data) == untimed(two.data)
    assert two.data["summary"]["by_code"]["T4-01"] == 6


OTHER_SHARE = "[thresholds]\nother_share = 0.4\n"


def shares(gouji: Gouji, *words: str) -> list[str]:
    (one,) = gouji.check(*words, "--only", "T3-04").data["files"]
    return [found["code"] for found in one["findings"]]


def test_thresholds_come_from_the_file_given(place: Path, gouji: Gouji) -> None:
    assert shares(gouji, "many.xlsx") == ["T3-04"]
    Path("own.toml").write_text(OTHER_SHARE, "utf-8")
    assert shares(gouji, "many.xlsx", "--config", "own.toml") == []


def test_a_threshold_may_be_zero(place: Path, gouji: Gouji) -> None:
    Path("own.toml").write_text("[thresholds]\nother_share = 0\n", "utf-8")
    assert shares(gouji, "clean.xlsx") == []
    assert shares(gouji, "clean.xlsx", "--config", "own.toml") == ["T3-04"]


def test_gouji_toml_is_found_upward_and_the_nearest_counts(
    place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("gouji.toml").write_text(OTHER_SHARE, "utf-8")
    Path("a/b").mkdir(parents=True)
    monkeypatch.chdir("a/b")
    assert shares(gouji, "../../many.xlsx") == []
    Path("../gouji.toml").write_text("﻿[thresholds]\nother_share = 0.2\n", "utf-8")
    assert shares(gouji, "../../many.xlsx") == ["T3-04"]
    assert shares(gouji, "../../many.xlsx", "--config", "../../gouji.toml") == []


CONFIGS = [
    ("other_share = 0.4", "不认识的键 other_share，这里只有 thresholds、limits"),
    ("[threshold]", "不认识的键 threshold"),
    ("thresholds = 1", "thresholds 应为一张表 [thresholds]"),
    ("[thresholds]\nother = 1", "thresholds 中不认识的键 other，可用：other_share、"),
    ('[thresholds]\nother_share = "0.4"', "thresholds 中 other_share 应为非负数，实为 '0.4'"),
    ("[thresholds]\nother_share = true", "thresholds 中 other_share 应为非负数，实为 True"),
    ("[thresholds]\nother_share = -1", "thresholds 中 other_share 应为非负数，实为 -1"),
    ("[thresholds]\nother_share = nan", "thresholds 中 other_share 应为非负数，实为 nan"),
    ("[thresholds]\nother_share = inf", "thresholds 中 other_share 应为非负数，实为 inf"),
    ("limits = 1", "limits 应为一张表 [limits]"),
    ("[limits]\ncell = 1", "limits 中不认识的键 cell，可用：file_bytes、parts、"),
    ("[limits]\ncells = 1.5", "limits 中 cells 应为正整数，实为 1.5"),
    ("[limits]\ncells = 0", "limits 中 cells 应为正整数，实为 0"),
    ("[limits]\ncells = true", "limits 中 cells 应为正整数，实为 True"),
    ('[limits]\ncells = "1"', "limits 中 cells 应为正整数，实为 '1'"),
    (f"[limits]\ncells = {10**16}", f"limits 中 cells 应为正整数，实为 {10**16}"),
    ("[limits]\nseconds = -0.5", "limits 中 seconds 应为正数，实为 -0.5"),
    ("[limits]\nseconds = inf", "limits 中 seconds 应为正数，实为 inf"),
    ("[limits]\nseconds = nan", "limits 中 seconds 应为正数，实为 nan"),
    ("[thresholds", "不是 TOML（"),
    (f"cells = {'9' * 5000}", "不是 TOML（"),
    (f"cells = {'[' * 5000}", "不是 TOML（"),
    ("\udcff", "不是 TOML（"),
]


@pytest.mark.parametrize("given", [True, False], ids=["given", "found"])
@pytest.mark.parametrize(("content", "said"), CONFIGS)
def test_a_bad_configuration_names_file_and_key(
    place: Path, gouji: Gouji, content: str, said: str, *, given: bool
) -> None:
    path = Path("own.toml" if given else "gouji.toml")
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    for words in (("check", "clean.xlsx"), ("extract", "clean.xlsx")):
        done = gouji(*words, *(("--config", str(path)) if given else ()))
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"gouji：{path if given else path.absolute()}：{said}")


FEW_CELLS = "clean.xlsx：超出读取限额 cells：单元格数的上限是 9，"


def test_limits_of_reading_come_from_the_configuration(place: Path, gouji: Gouji) -> None:
    Path("gouji.toml").write_text("[limits]\ncells = 9\n[thresholds]\nother_share = 0.4\n", "utf-8")
    done = gouji.check("clean.xlsx")
    assert (done.status, done.data["files"][0]["status"]) == (2, "unreadable")
    assert done.data["files"][0]["error"].startswith(FEW_CELLS)
    assert done.data["files"][0]["error"].endswith("可在 gouji.toml 的 [limits] 中调高 cells。")
    assert gouji("extract", "clean.xlsx").err.startswith(f"gouji：{FEW_CELLS}")
    Path("own.toml").write_text("[limits]\ncells = 9000\nseconds = 60\n", "utf-8")
    assert gouji.check("clean.xlsx", "--config", "own.toml").status == 0
    assert gouji("extract", "clean.xlsx", "--config", "own.toml").status == 0


def test_limits_hold_for_last_year_s_report_and_in_other_processes(place: Path, gouji: Gouji) -> None:
    Path("few.toml").write_text("[limits]\nfile_bytes = 9_999\n", "utf-8")
    saved(Path("before/p.xlsx"), "previous")
    done = gouji.check("clean.xlsx", "--previous", "before/p.xlsx", "--config", "few.toml")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("gouji：p.xlsx：超出读取限额 file_bytes：")
    for number in range(4):
        saved(Path(f"in/{number}.xlsx"), "clean")
    files = gouji.check("in", "--previous", "before", "--config", "few.toml", "--jobs", "2").data["files"]
    assert [one["error"].split("：")[1] for one in files] == ["超出读取限额 file_bytes"] * 4


WAIVERS = [
    ("[[waivers]]", "不认识的键 waivers，这里只有 waiver"),
    ("waiver = 1", "每条说明写成 [[waiver]]"),
    ("waiver = [1]", "每条说明写成 [[waiver]]"),
    ("[waiver]\ncode = 'T3-04'", "每条说明写成 [[waiver]]"),
    ("[[waiver]]\ncode = 'T3-04'\n[[waiver]]\nreson = ''", "第 2 条说明有不认识的键 reson"),
    ("[[waiver]]\ncode = 304", "第 1 条说明的 code 应为文字"),
    ("[[waiver]", "不是 TOML（"),
    ("\udcff", "不是 TOML（"),
]


@pytest.mark.parametrize(("content", "said"), WAIVERS)
def test_bad_waivers_name_file_entry_and_key(place: Path, gouji: Gouji, content: str, said: str) -> None:
    Path("w.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    done = gouji("check", "clean.xlsx", "--waivers", "w.toml")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"gouji：w.toml：{said}")


@pytest.mark.parametrize("option", ["--config", "--waivers", "--previous"])
def test_a_folder_or_nothing_where_a_file_belongs_is_told(place: Path, gouji: Gouji, option: str) -> None:
    (place / "folder").mkdir()
    done = gouji("check", "clean.xlsx", option, "none")
    assert (done.status, done.err.startswith("gouji：none：")) == (2, True)
    if option != "--previous":  # a folder of last year's reports may be empty
        done = gouji("check", "clean.xlsx", option, "folder")
        assert (done.status, done.err.startswith("gouji：folder：读不了（")) == (2, True)


WAIVER = """
[[waiver]]
code = "T3-04"
cell = "J30"
reason = "集中撤回同一批申请"
by = "甲"
date = 2026-01-10
"""


@pytest.mark.parametrize(
    ("organ", "waived"),
    [("", True), ('organ = "示例市人民政府"', True), ('organ = "示例市 人民政府"', True), ('organ = "别的市"', False)],
)
def test_waivers_from_a_file(place: Path, gouji: Gouji, organ: str, *, waived: bool) -> None:
    Path("w.toml").write_text(WAIVER + organ, "utf-8")
    (one,) = gouji.check("many.xlsx", "--waivers", "w.toml").data["files"]
    (found,) = one["findings"]
    wanted = {"code": "T3-04", "cell": "J30", "reason": "集中撤回同一批申请", "by": "甲", "date": "2026-01-10"}
    assert (found["code"], found["waiver"]) == ("T3-04", wanted if waived else None)
    assert one["status"] == ("clean" if waived else "explain")


def test_a_waiver_from_a_file_that_explains_nothing_is_told(place: Path, gouji: Gouji) -> None:
    Path("w.toml").write_text(WAIVER, "utf-8")
    (found,) = gouji.check("clean.xlsx", "--waivers", "w.toml").data["files"][0]["findings"]
    assert (found["code"], found["severity"], found["cells"]) == ("W-02", "notice", [])


def not_run(gouji: Gouji, *words: str) -> dict[str, str]:
    (one,) = gouji.check(*words, "--year", "2025").data["files"]
    return {skipped["code"]: skipped["reason"] for skipped in one["coverage"]["not_run"]}


def test_without_last_year_s_report_the_rules_across_years_do_not_run(place: Path, gouji: Gouji) -> None:
    assert not_run(gouji, "clean.xlsx") == dict.fromkeys(ACROSS, "没有上年报告")


def test_last_year_s_report_is_a_file_or_found_in_a_folder(place: Path, gouji: Gouji) -> None:
    assert not_run(gouji, "clean.xlsx", "--previous", "previous.xlsx") == {}
    saved(Path("before/区/last.xlsx"), "previous")
    saved(Path("before/junk.xlsx"), "junk")
    saved(Path("before/this.xlsx"), "clean")
    assert not_run(gouji, "clean.xlsx", "--previous", "before") == {}
    assert gouji.check("clean.xlsx", "--previous", "before").status == 0


def earlier(**change: Any) -> bytes:
    return fill(replace(base_previous(), **change))


@pytest.mark.parametrize("organ", ["示例市人民政府", " 示例市　人民政府 ", "示例市\n人民政府", "示例市人民\u00a0政府"])
def test_a_body_is_matched_without_blanks_and_width(place: Path, gouji: Gouji, organ: str) -> None:
    Path("p.xlsx").write_bytes(earlier(organ=organ))
    assert not_run(gouji, "clean.xlsx", "--previous", "p.xlsx") == {}


@pytest.mark.parametrize(
    "change", [{"organ": "样本市人民政府"}, {"year": 2023}, {"year": 2025}, {"year": "去年"}, {"organ": ""}]
)
def test_another_body_or_year_is_not_last_year_s_report(place: Path, gouji: Gouji, change: dict[str, Any]) -> None:
    Path("p.xlsx").write_bytes(earlier(**change))
    assert sorted(not_run(gouji, "clean.xlsx", "--previous", "p.xlsx")) == sorted(ACROSS)


def test_of_two_candidates_none_is_taken(place: Path, gouji: Gouji) -> None:
    saved(Path("before/a.xlsx"), "previous")
    Path("before/b.xlsx").write_bytes(earlier(organ="示例市 人民政府", values={}))
    several = "本机关有不止一份上年报告，不知道以哪一份为准"
    assert not_run(gouji, "clean.xlsx", "--previous", "before") == dict.fromkeys(ACROSS, several)


def test_rules_of_collecting_are_none_of_a_check(place: Path, gouji: Gouji) -> None:
    done = gouji("check", "clean.xlsx", "--only", "A")
    assert (done.status, done.out) == (2, "")
    assert done.err == "gouji：A-01 至 A-06 是汇总的规则，用 gouji collect 运行\n"
    with_others = gouji.check("clean.xlsx", "--only", "A,T4").data["files"][0]["coverage"]
    assert (with_others["rules_run"], with_others["not_run"]) == (["T4-01", "T4-02", "T4-03"], [])
