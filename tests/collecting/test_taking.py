"""Which file of a unit is taken and what state that gives, whatever the order in which files come."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.shipped import CATALOGUE
from validator.collecting.editions import Merging, merging
from validator.collecting.records import Record
from validator.collecting.taking import Taken, Wanted, taken
from validator.model.form import Edition


def wanted(*, include_faulty: bool = False) -> Wanted:
    def merge(edition: Edition) -> Merging:
        return merging(CATALOGUE.form(edition), CATALOGUE.form("2021"))

    return Wanted(2025, "2021", include_faulty, merge)


def record(path: str, **more: object) -> Record:
    given = {"status": "clean", "sha256": path, "organ": "甲局", "year": 2025, "edition": "2021"}
    return Record(path, **{**given, **more})  # type: ignore[arg-type]


OLD, NEW = {"changed": "2026-01-01"}, {"changed": "2026-01-09"}
UNREADABLE = record("x.xlsx", status="unreadable", year=None, error="x.xlsx：读不了。")


@pytest.mark.parametrize(
    ("files", "state", "path"),
    [
        ([record("a")], "in", "a"),
        ([record("a", codes=("T3-01",))], "faulty", None),
        ([record("a", year=2024)], "wrong_year", None),
        ([record("a", year=None)], "wrong_year", None),
        ([record("a", edition="2019", codes=("ST-02",))], "wrong_edition", "a"),
        ([record("a", edition="2019", codes=("ST-02", "T3-01"))], "wrong_edition", None),
        (
            [record("a", edition={"表二": "2021", "表三": "2019", "表四": "2021"}, codes=("ST-02",))],
            "wrong_edition",
            "a",
        ),
        ([UNREADABLE], "unreadable", None),
        ([record("a", **OLD), record("b", **NEW)], "duplicate", "b"),
        ([record("a", saved="2026-01-02", **NEW), record("b", saved="2026-01-03", **OLD)], "duplicate", "b"),
        ([record("a", saved="2026-01-02", **OLD), record("b", saved="2026-01-02", **NEW)], "duplicate", "b"),
        ([record("a", saved="2026-01-02", **OLD), record("b", **NEW)], "duplicate", "b"),
        ([record("a", **OLD), record("b", codes=("T3-01",), **NEW)], "duplicate", "a"),
        ([record("a", codes=("T3-01",), **OLD), record("b", codes=("T3-02",), **NEW)], "duplicate", None),
        ([record("a", **OLD), record("b", edition="2019", codes=("ST-02",), **NEW)], "duplicate", "a"),
        ([record("a", **OLD), record("b", year=2024, **NEW)], "duplicate", "a"),
        ([record("a", **OLD), UNREADABLE], "duplicate", "a"),
        ([record("a", year=2024), UNREADABLE], "wrong_year", None),
    ],
)
def test_the_file_that_speaks_for_a_unit(files: list[Record], state: str, path: str | None) -> None:
    found = {(one.entry.state.value, one.entry.taken, one.entry.why.zh) for one in _every_order(files)}
    assert {(one, taken) for one, taken, _ in found} == {(state, path)}
    assert len(found) == 1


def _every_order(files: list[Record]) -> list[Taken]:
    return [taken("甲局", list(order), wanted()) for order in permutations(files)]


def test_faulty_ones_are_taken_where_asked_for() -> None:
    found = taken("甲局", [record("a", codes=("T3-01",))], wanted(include_faulty=True)).entry
    assert (found.state.value, found.taken) == ("faulty", "a")


def test_equal_files_are_told_as_such() -> None:
    found = taken("甲局", [record("a", sha256="s"), record("b", sha256="s")], wanted()).entry
    assert found.why.zh == "取 a，不取 b：两份内容相同"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (OLD, NEW, "这一份保存得晚"),
        (NEW, NEW, "两份保存的时间相同，取路径在前的"),
        ({}, {}, "两份保存的时间相同，取路径在前的"),
        ({"saved": "2026-01-02", **NEW}, {"saved": "2026-01-03", **OLD}, "这一份保存得晚"),
    ],
)
def test_later_is_said_only_of_what_is_later(one: dict[str, str], other: dict[str, str], why: str) -> None:
    for found in _every_order([record("a", **one), record("b", **other)]):
        assert found.entry.why.zh.endswith(f"：{why}")
        assert found.entry.taken == ("a" if one == other else "b")
