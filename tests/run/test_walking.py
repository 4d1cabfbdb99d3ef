"""Folders of any size: what is found, in which order, and that nothing of it is held."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from validator.files.ordered import natural_order
from validator.files.writing import identity
from validator.run import walking
from validator.run.walking import CACHE_TAG, Found, find, walking_order

MOST_HELD = 6_000_000
"""Bytes; the paths alone are twice as much."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Names of every kind in folders of several depths, by chance but always the same."""
    luck, root = random.Random(0), tmp_path / "根"  # noqa: S311  no secret
    names = ["a.xlsx", "县2.xlsx", "县10.xlsx", "~$县2.xlsx", "b.txt", ".hidden.xlsx", ".xlsx", "行\n.xlsx", "B.XLSX"]
    folders = [root]
    for number in range(30):
        folder = luck.choice(folders) / luck.choice(["甲", "乙", "区2", "区10", "x.xlsx", f"n{number}"])
        folders += [folder]
        for name in luck.sample(names, 5):
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / name).exists():
                (folder / name).write_bytes(b"")
    (root / "circle").symlink_to(root)
    (root / "kept").mkdir()
    for name in (CACHE_TAG, "a.xlsx"):
        (root / "kept" / name).write_bytes(b"")
    os.close(os.open(os.fsencode(root) + b"/\xff.xlsx", os.O_CREAT))
    return root


def expected(root: Path) -> list[Path]:
    """By the words of the contract, with all in memory: files of a folder in order, then its folders."""
    found: list[Path] = []
    entries = sorted(root.iterdir(), key=lambda one: natural_order(one.name))
    if any(one.name == CACHE_TAG for one in entries):
        return []
    called = [one for one in entries if walking.is_workbook(one.name)]
    found += [one for one in called if not one.name.startswith(("~$", ".")) or one.name.lower() == ".xlsx"]
    for one in entries:
        if one.is_dir() and not one.is_symlink() and one not in called:
            found += expected(one)
    return found


@pytest.mark.parametrize("at_once", [2, 7, 20_000])
def test_a_folder_of_any_size_is_walked_in_order(tree: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(walking, "_AT_ONCE", at_once)
    found = find([tree])
    wanted = expected(tree)
    assert list(found.files) == list(found.files) == wanted
    assert isinstance(found.files, tuple) == (len(wanted) <= at_once)
    assert (len(found.files), found.skipped > 0, len(found.other) > 0) == (len(wanted), True, True)
    assert {one.name for one in found.other} == {"b.txt"}
    assert wanted[-1] in found.files
    assert tree not in found.files


@pytest.mark.parametrize("at_once", [2, 20_000])
def test_what_is_given_twice_comes_once(tree: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(walking, "_AT_ONCE", at_once)
    wanted = expected(tree)
    last = wanted[-1]
    found = find([last, tree, last.parent, tree, tree / "nothing.xlsx"])
    assert list(found.files) == [last, *(one for one in wanted if one != last), tree / "nothing.xlsx"]
    assert found.given == {last, tree / "nothing.xlsx"}


@pytest.mark.parametrize("base", [None, ".", ".."])
def test_the_key_of_a_path_sorts_as_the_walk(tree: Path, monkeypatch: pytest.MonkeyPatch, base: str | None) -> None:
    monkeypatch.chdir(tree if base == "." else tree / "kept")
    roots = [tree / "a.xlsx", Path(base) if base else tree]
    key = walking_order(roots)
    keys: list[Any] = [key(str(one)) for one in find(roots).files]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) > 20
    assert key("/elsewhere/a.xlsx") is None or base == "."


@dataclass(frozen=True)
class Entry:
    name: str

    def is_dir(self) -> bool:
        return False


def held_of_very_many() -> int:
    """Bytes that were held at most; the walk must be right besides. A slice of what benchmarks/bench_scale.py does."""
    count = 30_000

    def entries(_: Path) -> Any:
        luck = random.Random(0)  # noqa: S311  no secret
        return nullcontext(Entry(f"某某单位{luck.randrange(10**12):013}年度报告.xlsx") for _ in range(count))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(walking, "_AT_ONCE", 1_000)
        patched.setattr(os, "scandir", entries)
        patched.setattr(walking, "_is_folder", lambda _: True)
        tracemalloc.start()
        found = find([Path("many")])
        assert (len(found.files), in_order(found)) == (count, True)
        return tracemalloc.get_traced_memory()[1]


def test_a_folder_of_very_many_is_not_held() -> None:
    """In a process of its own: threads of other tests take memory as well."""
    code = "from tests.run.test_walking import held_of_very_many; print(held_of_very_many())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert int(done.stdout) < MOST_HELD


def in_order(found: Found) -> bool:
    def pairs() -> Iterator[bool]:
        before = ""
        for one in found.files:
            yield before < one.name
            before = one.name

    return all(pairs())


@pytest.mark.parametrize("at_once", [1, 20_000])
def test_files_that_are_left_out_are_neither_reports_nor_others(
    tree: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """By what they are, not by what they are called: a hard link is the same file."""
    monkeypatch.setattr(walking, "_AT_ONCE", at_once)
    whole = find([tree])
    report, *_ = (one for one in whole.files if isinstance(one, Path) and one.is_file())
    other, *_ = (one for one in whole.other if isinstance(one, Path))
    left_out = [known for one in (report, other) if (known := identity(one))]
    found = find([tree, report], left_out=left_out)
    assert list(found.files) == [one for one in whole.files if one != report]
    assert list(found.other) == [one for one in whole.other if one != other]
    assert len(found.files) == len(whole.files) - 1
