"""The contract of ``gouji``: wrong usage, exit statuses, which files are found."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.books import book, saved
from tests.command import TODAY, Done, Gouji, process
from validator.run import engine
from validator.run.walking import find
from validator.version import VERSION

KINDS = ("clean", "notice", "explain", "must", "junk")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with one workbook of every kind."""
    monkeypatch.chdir(tmp_path)
    for kind in KINDS:
        saved(tmp_path / f"{kind}.xlsx", kind)
    return tmp_path


WRONG = [
    "",
    "nonsense",
    "check",
    "check clean.xlsx --format xml",
    "check clean.xlsx --jobs 0",
    "check clean.xlsx --jobs two",
    "check clean.xlsx --today 2026-02-30",
    "check clean.xlsx --today yesterday",
    "check clean.xlsx --lang fr",
    "check clean.xlsx --only T9-99",
    "check clean.xlsx --only T3,T9",
    "check clean.xlsx --only ,",
    "check clean.xlsx --ignore NO",
    "check clean.xlsx --only",
    "check clean.xlsx --config none.toml",
    "check clean.xlsx --waivers none.toml",
    "check clean.xlsx --previous none.xlsx",
    "check clean.xlsx --previous junk.xlsx",
    "check clean.xlsx --unknown",
    "check clean.xlsx --year 25",
    "check clean.xlsx --severity all",
    "check clean.xlsx --quiet=3",
    "check clean.xlsx --o out",
    "check nowhere",
    "check empty",
    "template -o new.xlsx",
    "template --year 2025",
    "template --year year -o new.xlsx",
    "template --year 2025 --totals sums -o new.xlsx",
    "template --year 0 -o new.xlsx",
    "template --year 99999 -o new.xlsx",
    "template --year 2018 -o new.xlsx",
    "template --year 2100 -o new.xlsx",
    "template --year 2025 -o new.xls",
    "template --year 2025 -o new",
    "template --year 2025 -o clean.xlsx",
    "template --year 2025 -o junk.xlsx/new.xlsx",
    "template --year 2025 --edition 2030 -o new.xlsx",
    "template --year 2025 --organ-type 局 -o new.xlsx",
    "fill",
    "fill none.json -o new.xlsx",
    "fill clean.xlsx -o new.xlsx",
    "fill empty -o new.xlsx",
    "extract",
    "extract none.xlsx",
    "extract junk.xlsx",
    "extract empty",
    "rules --format yaml",
    "explain",
    "explain T9-99",
]


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_two_and_says_why(place: Path, gouji: Gouji, words: str) -> None:
    (place / "empty").mkdir()
    before = sorted(place.iterdir())
    done = gouji(*words.split())
    if words == "check nowhere":  # a path that is no folder is a file that cannot be read
        assert "nowhere：找不到这个文件" in done.out
    else:
        assert done.out == ""
        assert done.err.splitlines()[-1].startswith("gouji")
        assert "：" in done.err.splitlines()[-1]
    assert done.status == 2
    assert sorted(place.iterdir()) == before


def test_wrong_usage_of_the_real_command(place: Path) -> None:
    done = process("check", cwd=place)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("用法：gouji check")
    assert "Traceback" not in done.err


STATUSES = [
    (("clean",), 0),
    (("notice",), 0),
    (("explain",), 0),
    (("must",), 1),
    (("junk",), 2),
    (("clean", "notice", "explain"), 0),
    (("clean", "must"), 1),
    (("must", "clean"), 1),
    (("must", "junk"), 2),
    (("junk", "must", "clean"), 2),
    (("clean", "junk"), 2),
]


@pytest.mark.parametrize(("kinds", "status"), STATUSES)
@pytest.mark.parametrize("shape", ["text", "json", "jsonl"])
def test_two_beats_one_beats_zero(place: Path, gouji: Gouji, kinds: tuple[str, ...], status: int, shape: str) -> None:
    done = gouji("check", *(f"{kind}.xlsx" for kind in kinds), "--format", shape, *TODAY)
    assert (done.status, done.err) == (status, "")


@pytest.mark.parametrize(("kind", "status"), [("clean", 0), ("must", 1), ("junk", 2)])
def test_exit_status_of_the_real_command(place: Path, kind: str, status: int) -> None:
    done = process("check", f"{kind}.xlsx", *TODAY, cwd=place)
    assert (done.status, done.err) == (status, "")


@pytest.mark.parametrize(
    ("kind", "status", "verdict"), [("many", 0, "explain"), ("waived", 0, "clean"), ("refused", 1, "fails")]
)
def test_a_waiver_counts_for_what_may_be_explained(
    place: Path, gouji: Gouji, kind: str, status: int, verdict: str
) -> None:
    done = gouji.check(saved(place / f"{kind}.xlsx", kind))
    assert (done.status, done.data["files"][0]["status"]) == (status, verdict)


def test_a_broken_rule_is_two(place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_arguments: object) -> None:
        raise ZeroDivisionError("no")

    original = engine.check_function
    monkeypatch.setattr(engine, "check_function", lambda name: raises if name == "values.blanks" else original(name))
    done = gouji.check("clean.xlsx", "must.xlsx")
    assert done.status == 2
    for one in done.data["files"]:
        (broken,) = [finding for finding in one["findings"] if finding["outcome"] == "broken"]
        assert (broken["code"], broken["cells"]) == ("VA-03", [])
        assert broken["message"] == "规则自身出错，没有结论：ZeroDivisionError: no"
    assert [one["code"] for one in done.data["files"][1]["findings"]] == ["VA-03", "T4-01"]
    assert gouji("check", "clean.xlsx", *TODAY, "--ignore", "VA-03").status == 0


def verdicts(done: Done) -> dict[str, str]:
    return {Path(one["path"]).name: one["status"] for one in done.data["files"]}


def test_one_unreadable_file_stops_no_other(place: Path, gouji: Gouji) -> None:
    done = gouji.check("junk.xlsx", "none.xlsx", "clean.xlsx", "must.xlsx")
    assert list(verdicts(done).items()) == [
        ("junk.xlsx", "unreadable"),
        ("none.xlsx", "unreadable"),
        ("clean.xlsx", "clean"),
        ("must.xlsx", "fails"),
    ]
    assert done.data["summary"]["unreadable"] == 2


@pytest.mark.parametrize(
    "words", ["check {0}", "check clean.xlsx {0}", "check clean.xlsx --previous {0}", "extract {0}"]
)
@pytest.mark.parametrize("name", ["长" * 200 + ".xlsx", "a\0b.xlsx"])
def test_a_name_that_no_system_takes_is_two(place: Path, gouji: Gouji, words: str, name: str) -> None:
    done = gouji(*(word.format(name) for word in words.split()))
    assert done.status == 2
    assert "：读不了这个文件" in done.out + done.err


@pytest.mark.parametrize("words", ["check clean.xlsx", "extract clean.xlsx", "template --year 2025"])
def test_an_output_name_that_no_system_takes_is_two(place: Path, gouji: Gouji, words: str) -> None:
    before = sorted(place.iterdir())
    done = gouji(*words.split(), "-o", f"{'长' * 200}.xlsx")
    assert (done.status, done.out) == (2, "")
    assert "写入失败" in done.err
    assert sorted(place.iterdir()) == before


def test_a_workbook_without_a_table_of_the_form_is_unreadable(place: Path, gouji: Gouji) -> None:
    import openpyxl

    openpyxl.Workbook().save("other.xlsx")
    done = gouji.check("other.xlsx")
    assert done.status == 2
    assert done.data["files"][0]["error"].startswith("other.xlsx：没有认出年度报告的任何一张表")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as it comes from a share: sub-folders, lock files, other files, suffixes in capitals."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.xlsx",
        "a/z.xlsx",
        "a/c.xlsx",
        "D.XLSX",
        "m.xlsm",
        "a/二/十.xlsx",
        "z/1.xlsx",
        "k/1.xlsx",
        "c/1.xlsx",
        "x/1.xlsx",
    ):
        saved(tmp_path / "in" / name, "clean")
    for name in ("~$b.xlsx", "a/~$z.xlsx", "notes.txt", "b.xlsx.bak", "b.csv", "b.docx", "b.pdf"):
        (tmp_path / "in" / name).write_bytes(b"x")
    return tmp_path / "in"


WALKED = [f"in/{name}" for name in ("D.XLSX", "b.xlsx", "m.xlsm", "a/c.xlsx", "a/z.xlsx", "a/二/十.xlsx")]
WALKED += [f"in/{folder}/1.xlsx" for folder in "ckxz"]


def test_a_folder_is_walked_in_order_without_lock_files(tree: Path, gouji: Gouji) -> None:
    done = gouji.check("in")
    assert [Path(one["path"]).as_posix() for one in done.data["files"]] == WALKED
    summary = done.data["summary"]
    assert (done.status, summary["files"], summary["skipped"], summary["clean"]) == (0, 10, 2, 10)


def test_lock_files_are_counted_in_the_text_too(tree: Path, gouji: Gouji) -> None:
    done = gouji("check", "in", *TODAY)
    assert "10 份：通过 10，有待核实 0，不通过 0，读不了 0，跳过锁定文件 2；" in done.out
    assert "~$" not in done.out


def test_paths_keep_their_order_and_count_once(tree: Path, gouji: Gouji) -> None:
    done = gouji.check("in/m.xlsm", "in/a", "in/a/c.xlsx", "in")
    paths = [Path(one["path"]).as_posix() for one in done.data["files"]]
    assert paths == ["in/m.xlsm", *WALKED[3:6], *WALKED[:2], *WALKED[6:]]


def test_a_folder_of_lock_files_holds_no_workbook(tmp_path: Path, gouji: Gouji) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(book("clean"))
    done = gouji("check", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"gouji：没有找到工作簿（.xlsx、.xlsm）：{tmp_path}\n"


SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。"


def test_a_report_in_another_format_is_told_and_not_passed_over(tmp_path: Path, gouji: Gouji) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "Workbook\0".encode("utf-16-le").ljust(128, b"\0")
    for name in ("a.xls", "b.XLT", "c.et", "d.ett", "e/f.ods", "g.xlsb", "~$a.xls", "表.csv", "文.docx", "图.pdf"):
        saved(tmp_path / name, "clean").write_bytes(old)
    for name in ("h.xltx", "i.xltm", "j.xls"):
        saved(tmp_path / name, "clean")
    (tmp_path / "k.xlsx").mkdir()
    done = gouji.check(tmp_path)
    told = {Path(one["path"]).name: one["error"] for one in done.data["files"]}
    names = ("a.xls", "b.XLT", "c.et", "d.ett", "f.ods", "g.xlsb")
    assert told == {
        **{name: f"{name}：是旧版 Excel 或 WPS 表格文件（.xls、.et）。{SAVE_AS}" for name in names},
        **dict.fromkeys(("h.xltx", "i.xltm", "j.xls")),  # what they hold counts, not what they are called
        "k.xlsx": "k.xlsx：是文件夹，不是工作簿。请指定其中的 .xlsx 文件。",
    }
    assert (done.status, done.data["summary"]["skipped"]) == (2, 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is denied to this user")
def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, gouji: Gouji) -> None:
    saved(tmp_path / "a.xlsx", "clean")
    shut = saved(tmp_path / "b" / "b.xlsx", "must").parent
    shut.chmod(0)
    line = f"{shut}：列不出文件夹的内容（没有权限），其中的报告没有读取"
    try:
        done = gouji.check(tmp_path)
        previous = gouji.check(tmp_path / "a.xlsx", "--previous", tmp_path)
        alone = gouji.check(shut)
    finally:
        shut.chmod(0o700)
    assert [(one["status"], one["error"]) for one in done.data["files"]] == [("clean", None), ("unreadable", line)]
    assert (done.status, alone.status, alone.data["files"][0]["error"]) == (2, 2, line)
    assert (previous.status, previous.out, previous.err) == (2, "", f"gouji：{line}\n")


def test_a_folder_that_is_gone_while_it_is_walked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path / "a.xlsx", "clean")
    gone = tmp_path / "b"
    gone.mkdir()
    scan = os.scandir

    def late(folder: Path) -> Any:
        if folder == gone:
            gone.rmdir()
        return scan(folder)

    monkeypatch.setattr(os, "scandir", late)
    found = find([tmp_path])
    assert found.files == (tmp_path / "a.xlsx",)
    assert dict(found.closed) == {gone: f"{gone}：列不出文件夹的内容（没有这个文件或文件夹），其中的报告没有读取"}


def test_version_and_help(gouji: Gouji) -> None:
    assert gouji("--version") == Done(0, f"gouji {VERSION}\n", "")
    done = gouji("--help")
    assert (done.status, done.err) == (0, "")
    for word in ("template", "fill", "extract", "check", "rules", "explain", "addin"):
        assert f" {word} " in done.out


OPTIONS = {
    "template": ["--year", "--edition", "--organ", "--organ-type", "--totals", "-o", "--force"],
    "fill": ["DATA.json", "-o"],
    "extract": ["FILE.xlsx", "-o", "--config"],
    "check": [
        *("PATH", "--previous", "--format", "-o", "--jobs", "--only", "--ignore", "--waivers", "--config"),
        *("--today", "--lang", "--year", "--severity", "--quiet"),
    ],
    "rules": ["--format", "--lang"],
    "explain": ["CODE"],
}


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_of_the_contract_is_there(gouji: Gouji, name: str) -> None:
    done = gouji(name, "--help")
    assert (done.status, done.err) == (0, "")
    assert [option for option in OPTIONS[name] if option not in done.out] == []
