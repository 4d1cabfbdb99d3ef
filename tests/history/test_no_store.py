"""What is no store, or cannot be one now, is told and stays as it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.history.test_store import accepted, made
from validator.history.refusals import BadStore
from validator.history.store import opened


def test_a_file_that_a_killed_run_left_empty_is_an_empty_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.write_bytes(b"")
    store = opened(str(path))
    assert (store.versions(), list(store.records())) == ([], [])
    with pytest.raises(BadStore, match="没有第 1 号报告"):
        store.remove(1, "甲")
    assert path.read_bytes() == b""
    assert made(str(path)).add(accepted()).id == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04" + b"\0" * 2000, "不是历年报告库"),
        (b"SQLite format 3\0" + b"\xff" * 4080, "不是历年报告库|文件已损坏"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(content)
    with pytest.raises(BadStore, match=told):
        opened(str(path))
    assert path.read_bytes() == content


def test_a_store_that_was_cut_off_or_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    store = made(str(path))
    for year in (2022, 2023, 2024):
        store.add(accepted(year))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadStore, match=r"文件已损坏|内容已损坏"):
        list(opened(str(path)).records())
    path.write_bytes(whole[:8192] + b"\xaa" * 4096 + whole[12288:])
    with pytest.raises(BadStore, match=r"文件已损坏|内容已损坏"):
        list(opened(str(path)).records())


def test_another_program_s_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with sqlite3.connect(path) as own:
        own.execute("CREATE TABLE invoices (id INTEGER)")
    own.close()
    before = path.read_bytes()
    for may_be_made in (False, True):
        with pytest.raises(BadStore, match="是别的程序的数据库"):
            opened(str(path), may_be_made=may_be_made)
    assert path.read_bytes() == before


def test_a_folder_a_missing_file_and_other_addresses(tmp_path: Path) -> None:
    for store, told in {
        str(tmp_path): "这是文件夹",
        str(tmp_path / "none.sqlite"): "没有这个历年报告库",
        "mysql://h/d": r"不能是 mysql://",
        "sqlite:///a.sqlite": r"不能是 sqlite://",
        "postgresql://h:port/d": "写成 postgresql://",
    }.items():
        with pytest.raises(BadStore, match=told):
            opened(store)
    assert list(tmp_path.iterdir()) == []
