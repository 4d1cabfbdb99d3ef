"""The sum of the units is the draft, however the figures are split and whatever the order."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import DAY
from tests.shipped import CATALOGUE
from validator.collecting import pile as pile_module
from validator.collecting import rows as rows_module
from validator.collecting.amounts import NOTHING, number, scaled
from validator.collecting.collected import Collected
from validator.collecting.draft import data_of
from validator.collecting.editions import merging
from validator.collecting.naming import Listed, Names, Unit
from validator.collecting.pile import Pile
from validator.collecting.records import Record
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken
from validator.model.collected import UnitEntry, UnitState
from validator.run.driver import Job, filing_in
from validator.startup.records import replace
from validator.template import build

FORM = CATALOGUE.form("2021")
LEAVES = [name for name in FORM.indicators if name not in FORM.totals]


def collected(reports: list[dict[str, Any]]) -> Collected:
    """The reports added up, totals as they follow."""
    rows, units = Rows(len(FORM.indicators)), []
    for at, values in enumerate(reports):
        path = f"{at}.xlsx"
        place = rows.add([scaled(_value(name, values)) for name in FORM.indicators])
        entry = UnitEntry(path, UnitState.IN, (path,), path)
        units.append(Taken(entry, Record(path, "clean", organ=path, place=place)))
    names = Names(Listed(tuple(Unit(one.entry.organ) for one in units)), range(len(units)))
    return Collected("示例县人民政府", 2025, FORM, tuple(units), names, rows)


def _value(name: str, values: dict[str, Any]) -> Any:
    parts = FORM.indicators[name].parts
    return sum(_value(part, values) for part in parts[0]) if parts else values.get(name, 0)


@settings(max_examples=12)
@given(st.integers(2, 9), st.integers(0, 10**6))
def test_the_sum_of_random_parts_is_the_draft(count: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    whole: dict[str, float] = {name: chance.choice((0, chance.randint(0, 10**6))) for name in LEAVES}
    whole["表二.行政事业性收费.金额"] = chance.randint(0, 10**9) / 10**4
    parts: list[dict[str, float]] = [dict.fromkeys(LEAVES, 0) for _ in range(count)]
    for name, value in whole.items():
        left = round(value * 10**4)
        for one in parts[:-1]:
            share = chance.randint(0, left) if name.endswith("金额") else chance.randint(0, left // 10**4) * 10**4
            one[name], left = share / 10**4 if name.endswith("金额") else share // 10**4, left - share
        parts[-1][name] = left / 10**4 if name.endswith("金额") else left // 10**4
    chance.shuffle(parts)
    data, typed = data_of(collected(parts), "县级政府")
    assert typed is False  # totals are formulas, for they follow
    assert {name: data.values[name] for name in LEAVES} == whole
    filing = filing_in(build(data, CATALOGUE, typed_totals=typed), "汇总.xlsx", Job(catalogue=CATALOGUE, today=DAY))
    assert {name: filing.number(name) for name in FORM.indicators} == {
        name: number(scaled(_value(name, whole))) for name in FORM.indicators
    }


def test_amounts_add_up_in_any_order() -> None:
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ as floats."""
    name = "表二.行政事业性收费.金额"
    for order in ((0.1, 0.2, 0.3), (0.3, 0.2, 0.1)):
        assert collected([{name: value} for value in order]).sum_of(name) == 0.6


def test_totals_that_do_not_follow_are_written_as_they_are() -> None:
    found = collected([{"表四.行政复议.结果维持": 2}])
    row = found.rows.row(0)
    row[list(FORM.indicators).index("表四.行政复议.总计")] = scaled(5)
    (unit,) = found.units
    assert unit.record
    found = replace(found, units=(replace(unit, record=replace(unit.record, place=found.rows.add(row))),))
    data, typed = data_of(found, "")
    assert typed is None
    assert data.values["表四.行政复议.总计"] == 5


def test_a_blank_counts_as_nothing_and_is_kept_apart_from_zero() -> None:
    found = collected([{"表二.行政许可.处理决定": 3}, {"表二.行政许可.处理决定": None}])
    assert found.sum_of("表二.行政许可.处理决定") == 3
    (column,) = [column for name, column in found.columns() if name == "表二.行政许可.处理决定"]
    assert column == [3_000_000, NOTHING]


def test_many_rows_wait_in_a_file(monkeypatch: Any) -> None:
    monkeypatch.setattr(pile_module, "_HELD", 80)
    monkeypatch.setattr(rows_module, "_BLOCK", 7)
    with Pile() as pile:
        rows = Rows(3, pile)
        given = [[at, at * 10, NOTHING if at % 2 else at] for at in range(25)]
        assert [rows.add(one) for one in given] == list(range(25))
        assert [list(rows.row(at)) for at in (24, 0, 11)] == [given[24], given[0], given[11]]
        assert rows.sums(range(25)) == [300, 3000, sum(range(0, 25, 2))]
        assert list(rows.columns([3, 1])) == [[3, 1], [30, 10], [NOTHING, NOTHING]]


def test_editions_merge_by_name_and_by_what_a_row_became() -> None:
    old, new = CATALOGUE.form("2019"), CATALOGUE.form("2021")
    row = [number_at * 10**6 for number_at in range(len(old.indicators))]
    values = dict(zip(old.indicators, row, strict=True))
    merged = dict(zip(new.indicators, merging(old, new).merged(row), strict=True))
    assert merged["表三.其他处理_其他.自然人"] == values["表三.其他处理.自然人"]
    assert merged["表三.其他处理_逾期不补正.自然人"] == NOTHING
    assert merged["表二.行政许可.处理决定"] == values["表二.行政许可.处理决定"]
    assert merged["表二.行政规范性文件.制发"] == NOTHING
    back = dict(zip(old.indicators, merging(new, old).merged([10**6] * len(new.indicators)), strict=True))
    assert back["表三.其他处理.自然人"] == 3 * 10**6
