"""A-01, A-02, A-05 as the catalogue has them: how grave, what is told beside what, what several units count alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rulework.county import OFFICE, YEAR, Values, filing, old_edition, workbook
from tests.collecting.test_against import (
    FIRST,
    FOURTH,
    NAMES,
    REPORTS,
    SECOND,
    THIRD,
    against,
    office,
    put,
    run,
)
from tests.collecting.test_against import folder as folder
from tests.command import Gouji

ISSUED, VALID = "表二.行政规范性文件.制发", "表二.行政规范性文件.有效"
NEW, SHUT = "表三.本年新收.自然人", "表三.予以公开.自然人"


def of(data: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [one for one in data["findings"] if one["code"] == code]


def changed(organ: str, **changes: float) -> Values:
    return REPORTS[organ] | changes


@pytest.mark.parametrize(
    ("words", "missing", "severity"),
    [((), False, "explain"), (("--pure",), False, "must"), (("--pure",), True, "explain")],
)
@pytest.mark.parametrize("more", [40, -40])
def test_a_difference_is_a_must_of_a_declared_sum_with_every_unit_in(
    gouji: Gouji, folder: Path, words: tuple[str, ...], missing: bool, severity: str, more: int
) -> None:
    name = "表二.行政许可.处理决定"
    units = [values for organ, values in REPORTS.items() if not missing or organ != FIRST]
    if missing:
        (folder / "came" / f"{FIRST}.xlsx").unlink()
    office(folder, *units, {one: more if one == name else 0 for one in units[0]})
    _, data = against(gouji, folder, *words)
    assert [(one["cells"][0]["indicator"], one["severity"]) for one in of(data, "A-01")] == [(name, severity)]


def test_a_cell_that_one_side_lacks_is_not_compared_and_told(gouji: Gouji, folder: Path) -> None:
    """The office used the form of 2019, which lacks cells of 表二; its one row 其他处理 is the three of the units."""
    whole = REPORTS[FIRST]
    old = old_edition(whole)
    for organ in (SECOND, THIRD, FOURTH):
        (folder / "came" / f"{organ}.xlsx").unlink()
    path = folder / "office.xlsx"
    path.write_bytes(workbook(filing(OFFICE, old, organ_type="县级政府", edition="2019")))
    _, data = against(gouji, folder)
    left = {one["indicator"] for one in data["coverage"]["undecided"] if one["code"] == "A-01"}
    lacking = {name for name in whole if name.startswith("表二.") and name not in old and whole[name]}
    assert lacking
    assert lacking == {name for name in left if name in whole}
    assert not of(data, "A-01")


@pytest.mark.parametrize(("year", "state"), [(YEAR - 1, "wrong_year"), (None, "unreadable")])
def test_several_files_are_told_whatever_else_is_wrong(
    gouji: Gouji, folder: Path, year: int | None, state: str
) -> None:
    (folder / "came" / f"{FIRST}.xlsx").unlink()
    for name in (f"{FIRST}（一）.xlsx", f"{FIRST}（二）.xlsx"):
        if year:
            put(folder / "came" / name, FIRST, REPORTS[FIRST], year=year)
        else:
            (folder / "came" / name).write_bytes(b"no workbook")
    data = run(gouji, folder)
    assert data["units"][NAMES.index(FIRST)]["status"] == state
    first, second = (one["message"] for one in of(data, "A-02"))
    assert second == f"{FIRST}：报了不止一份（{FIRST}（一）.xlsx、{FIRST}（二）.xlsx）"
    assert "报了不止一份" not in first


def shared(gouji: Gouji, folder: Path, *reports: Values, **units: Values) -> list[str]:
    """What A-05 says where the office has the sum of `reports` and units have others."""
    for organ, values in units.items():
        put(folder / "came" / f"{organ}.xlsx", organ, values)
    office(folder, *reports)
    _, data = against(gouji, folder)
    assert {one["severity"] for one in of(data, "A-05")} <= {"explain"}
    return [one["message"] for one in of(data, "A-05")]


def more(organ: str, count: int, *names: str) -> Values:
    """Its report with so much more in some cells."""
    return REPORTS[organ] | {name: REPORTS[organ][name] + count for name in names}


def counted_by_two(count: int, *names: str) -> tuple[list[Values], dict[str, Values]]:
    """Reports of which two count the same things in some cells: as the office has them, and as the units do."""
    once = [more(FIRST, 40, *names), more(SECOND, 30, *names), REPORTS[THIRD], REPORTS[FOURTH]]
    return once, {FIRST: once[0], SECOND: more(SECOND, 30 + count, *names)}


def test_what_two_count_is_told_with_those_who_have_figures_there(gouji: Gouji, folder: Path) -> None:
    """Though a slip of the hand in some unit's figure would make a difference of so few as well."""
    once, twice = counted_by_two(3, ISSUED)
    (told,) = shared(gouji, folder, *once, **twice)
    first, second = (twice[organ][ISSUED] for organ in (FIRST, SECOND))
    assert told.startswith(f"下级合计比上级报告多，可能是联合发文各自都报了：{ISSUED} 多 3（")
    assert f"{FIRST} {first}" in told
    assert f"{SECOND} {second}" in told


def test_requests_passed_on_are_told_apart(gouji: Gouji, folder: Path) -> None:
    once, twice = counted_by_two(4, NEW, SHUT)
    (told,) = shared(gouji, folder, *once, **twice)
    assert told.startswith("下级合计比上级报告多，可能是转办的申请两边都报了：")
    assert f"{NEW} 多 4（" in told
    assert SHUT not in told


def test_what_whole_reports_explain_is_nobodys_second_count(gouji: Gouji, folder: Path) -> None:
    units = {organ: changed(organ, **{ISSUED: 20, VALID: 90}) for organ in (FIRST, SECOND)}
    told = shared(gouji, folder, units[FIRST], REPORTS[THIRD], REPORTS[FOURTH], **units)
    assert told == []


def test_where_one_unit_has_more_than_the_office_it_is_no_second_count(gouji: Gouji, folder: Path) -> None:
    once, twice = counted_by_two(400, ISSUED)
    assert shared(gouji, folder, *once, **twice) == []


def test_one_unit_alone_counts_nothing_twice(gouji: Gouji, folder: Path) -> None:
    once = [changed(organ, **{ISSUED: 12 if organ == FIRST else 0}) for organ in NAMES]
    units = {organ: changed(organ, **{ISSUED: 15 if organ == FIRST else 0}) for organ in NAMES}
    assert shared(gouji, folder, *once, **units) == []
