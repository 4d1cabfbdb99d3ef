"""Whatever is written after ``gouji history``: a line that says what is wrong, status 2, never a traceback."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.books import filled, saved
from tests.command import TODAY, Gouji
from tests.history.reports import BODY, report_of, written
from tests.history.test_store import accepted, made
from tests.shipped import CATALOGUE, preview
from validator.history.places import NAME
from validator.history.records import Kept, recorded
from validator.history.store import opened
from validator.startup.records import replace as changed

LONG = "9" * 5000
NO_UTF8 = os.fsdecode(b"\xff\xfe")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Path:
    made(NAME).add(accepted())
    return folder / NAME


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "", " ", "1 ", "0x1", "1_0", "²", "一", LONG])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_no_number_of_a_report(gouji: Gouji, store: Path, number: str, lang: str) -> None:
    done = gouji("history", "remove", "--lang", lang, "--", number)
    assert (done.status, done.out) == (2, "")
    assert ("应为正整数" if lang == "zh" else "a positive integer") in done.err.splitlines()[-1]
    assert "invalid" not in done.err


@pytest.mark.parametrize("number", ["9", "2147483647", "2147483648", "9223372036854775808", "9" * 30, "9" * 4000])
def test_a_number_that_no_report_has(place: str, gouji: Gouji, number: str) -> None:
    made(place).add(accepted())
    done = gouji("history", "remove", number, "--store", place)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert f"没有第 {number[:40]}" in done.err
    assert opened(place).versions()[0].removed_at is None


@pytest.mark.parametrize("name", ["", " ", "\u3000", "\u200b\u00ad"])
def test_a_name_without_a_sign(gouji: Gouji, store: Path, name: str) -> None:
    done = gouji("history", "show", name)
    assert (done.status, done.out) == (2, "")
    assert done.err == "gouji：show 后面要写机关名称；gouji history list 列出全部\n"


@pytest.mark.parametrize(
    "name", ["甲" * 30_000, NO_UTF8, f"{BODY}{NO_UTF8}", "甲%局", "'; DROP TABLE x --", "\\", "\x1b[2J"]
)
def test_a_name_that_nobody_has(place: str, gouji: Gouji, name: str) -> None:
    made(place).add(accepted())
    done = gouji("history", "show", name, "--store", place)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert len(done.err) < 400
    assert "的报告" in done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize("by", [NO_UTF8, "甲" * 5_000, "\x1b[2J\n", " "])
def test_whoever_accepts_and_takes_out(place: str, gouji: Gouji, by: str) -> None:
    written(Path(), 2024, "a.xlsx")
    assert gouji("history", "add", "a.xlsx", "--by", by, "--store", place, *TODAY).status == 0
    assert gouji("history", "remove", "1", "--by", by, "--store", place).status == 0
    done = gouji("history", "list", "--all", "--store", place)
    assert (done.status, len(done.out.splitlines())) == (0, 1)
    assert "\x1b" not in done.out
    assert gouji("history", "export", "-o", "a.csv", "--store", place).status == 0


def test_files_whose_names_are_no_utf8(place: str, gouji: Gouji) -> None:
    name = Path(os.fsdecode(b"\xff.xlsx"))
    name.write_bytes(filled(report_of(2024)))
    assert gouji("history", "add", name, "--store", place, *TODAY).status == 0
    assert opened(place).versions()[0].path == r"\udcff.xlsx"
    assert gouji("history", "export", "-o", os.fsdecode(b"\xff.csv"), "--store", place).status == 0


@pytest.mark.parametrize("target", ["a.csv", "a.parquet"])
def test_signs_that_no_file_takes_do_not_stop_the_others(gouji: Gouji, target: str) -> None:
    data = replace(report_of(2024), organ_type="\ud800型")
    record = recorded(preview(data, "a.xlsx"))
    made(NAME).add(changed(accepted(), record=record))
    done = gouji("history", "export", "-o", target)
    assert (done.status, done.out, "（1 份）" in done.err) == (0, "", True)


def test_signs_in_a_report_that_no_database_takes(place: str) -> None:
    """Half of a pair, and the sign that ends a text for PostgreSQL."""
    data = report_of(2024)
    filing = preview(replace(data, text={**data.text, "六": "甲\ud800\x00乙"}), "a.xlsx")
    one = changed(accepted(organ="甲\ud800\x00局"), record=recorded(filing), by="\ud800\x00", path="\udcff")
    store = made(place)
    assert store.add(one).is_new
    assert not store.add(one).is_new
    ((version, kept),) = store.records(one.organ)
    assert (version.organ, version.added_by) == (r"甲\ud800\x00局", r"\ud800\x00")
    assert isinstance(kept, Kept)
    assert kept.filing(CATALOGUE).text("正文.六") == "甲\ud800\x00乙"


@pytest.mark.parametrize(
    "words", [["list"], ["show", BODY], ["export", "-o", "a.csv"], ["remove", "1"], ["add", "a.xlsx"]]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_that_cannot_be_one(gouji: Gouji, store: Path, words: list[str], lang: str) -> None:
    written(Path(), 2024, "a.xlsx")
    os.mkfifo("pipe")
    before = store.read_bytes()
    for given, told in {
        "": "后面要写历年报告库",
        " ": "后面要写历年报告库",
        "x" * 300: "文件名太长",
        "/dev/null": "不是文件",
        "pipe": "不是文件",
        "none/x.sqlite": "没有这个",
        "a.xlsx": "不是历年报告库",
    }.items():
        done = gouji("history", *words, "--store", given, "--lang", lang)
        assert (done.status, done.out) == (2, ""), given
        assert len(done.err.splitlines()) == 1
        assert told in done.err or lang == "en"
        assert not [sign for sign in done.err.replace(given, "") if lang == "en" and "\u4e00" <= sign <= "\u9fff"]
    assert store.read_bytes() == before
    assert not Path("a.csv").exists()


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_program_s_database_is_not_touched(gouji: Gouji, mode: str) -> None:
    """Also one that keeps a log beside its file and was killed: the log is left to that program."""
    path = Path("other.sqlite")
    with sqlite3.connect(path) as own:
        own.execute(f"PRAGMA journal_mode = {mode}")
        own.execute("CREATE TABLE invoices (id INTEGER)")
        own.commit()
        own.execute("INSERT INTO invoices VALUES (1)")
        own.commit()
        kept = {one.name: one.read_bytes() for one in Path().glob("other.sqlite*") if one.suffix != ".sqlite-shm"}
    own.close()
    for one in Path().glob("other.sqlite*"):
        one.unlink()
    for name, content in kept.items():
        Path(name).write_bytes(content)
    for words in (["list"], ["add", str(written(Path(), 2024, "a.xlsx"))], ["remove", "1"]):
        done = gouji("history", *words, "--store", str(path))
        assert (done.status, done.out) == (2, "")
        assert "别的程序的数据库" in done.err
    assert {name: Path(name).read_bytes() for name in kept} == kept


@pytest.mark.parametrize("target", ["", "a", ".csv", "a.csv.gz", "none/a.csv", "folder.csv", NAME])
def test_an_export_that_goes_nowhere(gouji: Gouji, store: Path, target: str) -> None:
    Path("folder.csv").mkdir()
    before = store.read_bytes()
    done = gouji("history", "export", "-o", target)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert sorted(one.name for one in Path().iterdir()) == ["folder.csv", NAME]
    assert store.read_bytes() == before


def test_an_export_never_replaces_the_store_whatever_it_is_called(gouji: Gouji, store: Path) -> None:
    store.rename("store.csv")
    os.link("store.csv", "同.csv")
    before = Path("store.csv").read_bytes()
    for target in ("store.csv", "./store.csv", "同.csv"):
        done = gouji("history", "export", "-o", target, "--store", "store.csv")
        assert (done.status, "不能覆盖输入文件" in done.err) == (2, True)
    assert Path("store.csv").read_bytes() == before


def test_a_working_folder_that_is_gone(gouji: Gouji, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = gouji("history", "list")
    assert (done.status, done.out) == (2, "")
    assert f"没有找到 {NAME}" in done.err
    monkeypatch.chdir(folder)


SECRET = "geheim"  # noqa: S105  nobody's


@pytest.mark.parametrize(
    "words",
    [
        ["history", "list", "{url}"],
        ["history", "{url}"],
        ["history", "show", "{url}"],
        ["history", "remove", "{url}"],
        ["history", "add", "{url}"],
        ["history", "export", "-o", "{url}"],
        ["history", "export", "-o", "{url}.csv"],
        ["history", "show", "甲", "--year", "{url}"],
        ["history", "list", "--stor={url}"],
        ["check", "{url}"],
        ["check", "a.xlsx", "--previous", "{url}"],
        ["check", "a.xlsx", "--today", "{url}"],
        ["{url}"],
    ],
)
@pytest.mark.parametrize(
    "url", [f"postgresql://u:{SECRET}@h/d", f"s3://u:a@{SECRET}@h/d", f"postgresql://h/d?password={SECRET}"]
)
def test_an_address_in_a_wrong_place_does_not_tell_its_password(
    gouji: Gouji, store: Path, words: list[str], url: str
) -> None:
    written(Path(), 2024, "a.xlsx")
    done = gouji(*(one.format(url=url) for one in words))
    assert done.status == 2
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize("given", ["none/x.sqlite", "folder", "postgresql://u@127.0.0.1:1/d", "x" * 300])
def test_a_store_that_nothing_can_be_added_to_is_told_before_anything_is_checked(
    gouji: Gouji, folder: Path, given: str
) -> None:
    Path("folder").mkdir()
    saved(Path("a.xlsx"), "must")
    done = gouji("history", "add", "a.xlsx", "--store", given, "--previous", "a.xlsx", *TODAY)
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)


def test_a_list_of_nothing_says_so(gouji: Gouji, store: Path) -> None:
    assert gouji("history", "list", "--breaks").err == f"gouji：{store}：没有查出不衔接的地方\n"
    assert gouji("history", "remove", "1").status == 0
    done = gouji("history", "list")
    assert (done.status, done.out, done.err) == (0, "", f"gouji：{store}：库里没有报告\n")
