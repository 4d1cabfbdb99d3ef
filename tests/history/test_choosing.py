"""Several files of one body and year: the one that collecting takes counts, the others are versions before it."""

from __future__ import annotations

import os
import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.books import filled, saved
from tests.command import TODAY, Gouji
from tests.history.reports import BODY, report_of, written
from tests.history.test_store import accepted
from tests.shipped import CATALOGUE
from validator.collecting.records import Record
from validator.history.accepting import Seen
from validator.history.choosing import in_turn
from validator.history.places import NAME
from validator.history.store import opened


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _report(name: str, *, saved: str = "", changed: int = 0, left: int = 1) -> Path:
    """A report of 2023 that leaves so many cases to the next year; when it says it was saved, when it was changed."""
    path = Path("in") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_saved_at(filled(report_of(2023, left=left)), saved))
    os.utime(path, (1_700_000_000 + changed,) * 2)
    return path


def _saved_at(book: bytes, saved: str) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(written, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            if one.filename == "docProps/core.xml":
                stated = f'<dcterms:modified xsi:type="dcterms:W3CDTF">{saved}</dcterms:modified>' if saved else ""
                content = re.sub(rb"<dcterms:modified.*?</dcterms:modified>", stated.encode(), content)
                assert stated.encode() in content
            new.writestr(one, content)
    return written.getvalue()


def _add(gouji: Gouji, *paths: str | Path) -> list[str]:
    done = gouji("history", "add", *(paths or ("in",)), *TODAY)
    assert done.status == 0, done
    return done.out.splitlines()


def _taken_by_collect(gouji: Gouji) -> str:
    Path("名单.csv").write_text(f"机关名称,上级\n{BODY},示例省人民政府\n", "utf-8")
    how = ("--roster", "名单.csv", "--year", "2023", "--organ", "示例省人民政府", "-o", "汇总.xlsx", "--format", "json")
    (unit,) = gouji("collect", "in", *how, "--previous", Path(), *TODAY).data["units"]
    return str(unit["taken"])


SAVED = {"a.xlsx": "2024-01-20T00:00:00Z", "b.xlsx": "2024-01-10T00:00:00Z"}
CASES: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "by what they say": ([{"saved": one, "name": name} for name, one in SAVED.items()], "a.xlsx", "保存得晚"),
    "whatever the system says": (
        [{"saved": one, "name": name, "changed": len(name) * at} for at, (name, one) in enumerate(SAVED.items())],
        "a.xlsx",
        "保存得晚",
    ),
    "by the system where one says nothing": (
        [{"name": "a.xlsx", "changed": 9}, {"name": "b.xlsx", "saved": "2024-01-10T00:00:00Z"}],
        "a.xlsx",
        "保存得晚",
    ),
    "by the system where they say the same": (
        [{"name": "a.xlsx", "changed": 9, "saved": SAVED["a.xlsx"]}, {"name": "b.xlsx", "saved": SAVED["a.xlsx"]}],
        "a.xlsx",
        "保存得晚",
    ),
    "by their paths where nothing tells": ([{"name": "b.xlsx"}, {"name": "a.xlsx"}], "a.xlsx", "保存的时间相同"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_file_that_collecting_takes_counts(gouji: Gouji, case: str) -> None:
    files, expected, why = CASES[case]
    for left, one in enumerate(files, 1):
        _report(**one, left=left)
    first, second = _add(gouji)
    assert first.startswith(f"已存入 第 1 号  {BODY} 2023年  in/")
    assert second.startswith(f"已存入 第 2 号  {BODY} 2023年（第 2 版，代替第 1 号）  in/{expected}（几份里取这一份：")
    assert why in second
    ((version, _),) = opened(NAME).records()
    assert version.path == _taken_by_collect(gouji) == f"in/{expected}"


def test_another_edition_gives_way_to_that_of_the_year(tmp_path: Path) -> None:
    known = [
        Seen(name, accepted(2023, file=name), Record(name, "clean", name, year=2023, edition=edition, changed=changed))
        for name, edition, changed in (("a", "2021", "1"), ("b", "2019", "9"), ("c", "2021", "2"))
    ]
    (turn,) = in_turn(known, CATALOGUE)
    assert [one.path for one in turn.files] == ["b", "a", "c"]
    assert str(turn.why) == "这一份保存得晚；那一份的版式不符"


def test_a_folder_once_more_adds_nothing(gouji: Gouji) -> None:
    _report("定稿.xlsx", saved=SAVED["a.xlsx"], left=1)
    _report("初稿/定稿.xlsx", saved=SAVED["b.xlsx"], left=2)
    _add(gouji)
    before = Path(NAME).read_bytes()
    assert [line.split("  ")[0] for line in _add(gouji)] == ["早已存入 第 1 号", "早已存入 第 2 号"]
    assert Path(NAME).read_bytes() == before
    assert gouji("history", "remove", "1").status == 0  # a draft that was taken out stays out
    assert [line.split("  ")[0] for line in _add(gouji)] == ["早已存入 第 1 号", "早已存入 第 2 号"]
    assert [line.split("  ")[0] for line in _add(gouji, "in/初稿/定稿.xlsx")] == ["已存入 第 3 号"]  # asked for alone
    assert [version.id for version, _ in opened(NAME).records()] == [3]
    assert [line.split("  ")[0] for line in _add(gouji)] == ["早已存入 第 3 号", "已存入 第 4 号"]
    assert [version.id for version, _ in opened(NAME).records()] == [4]


def test_copies_of_one_file_are_kept_once(gouji: Gouji) -> None:
    path = _report("a.xlsx")
    shutil.copy(path, "in/b.xlsx")
    first, second = _add(gouji)
    assert first.startswith("已存入 第 1 号")
    assert second.startswith("早已存入 第 1 号")
    assert "几份里" not in second  # they are one
    assert len(opened(NAME).versions()) == 1


def test_files_that_are_refused_do_not_count_and_others_keep_their_order(gouji: Gouji) -> None:
    saved(Path("in/0.xlsx"), "must")
    _report("1.xlsx", changed=5, left=1)
    written(Path("in"), 2024, "2.xlsx")
    _report("3.xlsx", changed=1, left=2)
    done = gouji("history", "add", "in", *TODAY)
    assert [line.split("  ")[0] for line in done.out.splitlines()] == [
        "没有存入",
        "已存入 第 1 号",
        "已存入 第 2 号",
        "已存入 第 3 号",
    ]
    assert [one.path for one in opened(NAME).versions()] == ["in/3.xlsx", "in/1.xlsx", "in/2.xlsx"]


def test_files_of_one_body_are_never_parted(gouji: Gouji) -> None:
    """They go into one transaction: whoever looks in between never sees the draft count."""
    for at in range(7):
        written(Path("in"), 2024, f"0{at}.xlsx", organ=f"示例市{at}局")
    for at in range(3):
        _report(f"1{at}.xlsx", changed=9 - at, left=at + 1)
    lines = _add(gouji)
    assert [line.rpartition("in/")[2][:2] for line in lines] == [*(f"0{at}" for at in range(7)), "12", "11", "10"]


def test_in_english(gouji: Gouji) -> None:
    _report("a.xlsx", changed=9)
    _report("b.xlsx", left=2)
    done = gouji("history", "add", "in", *TODAY, "--lang", "en")
    assert done.out.splitlines()[1].endswith("in/a.xlsx (of several this one: this one was saved later)")
