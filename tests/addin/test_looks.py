"""Which cells are marked how, and how few blocks they make."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from addin.traces.marking import own_sheets
from tests.addin.live import FAULTY, SUQIAN
from tests.conftest import DAY
from tests.planned import cells_by_look, planned
from validator import check, read
from validator.model.address import address, cells_of
from validator.model.filing import Waiver
from validator.model.report import FileReport
from validator.writers.blocks import blocks, plan
from validator.writers.listing import ordered
from validator.writers.looks import STYLES, Look

CELLS = st.sets(st.builds(address, st.integers(1, 12), st.integers(1, 8)), max_size=60)


@given(CELLS)
def test_blocks_hold_each_cell_once(cells: set[str]) -> None:
    held = [cell for area in blocks(cells) for cell in cells_of(area)]
    assert sorted(held) == sorted(cells)


@given(CELLS)
def test_no_block_could_take_in_the_row_below(cells: set[str]) -> None:
    areas = [area.split(":") if ":" in area else [area, area] for area in blocks(cells)]
    tops = {(first.rstrip("0123456789"), last.rstrip("0123456789"), first.lstrip("ABCDEFGH")) for first, last in areas}
    for first, last in areas:
        columns = first.rstrip("0123456789"), last.rstrip("0123456789")
        assert (*columns, str(int(last.lstrip("ABCDEFGH")) + 1)) not in tops


def test_blocks_of_a_table() -> None:
    assert blocks(cells_of("D8:J32")) == ("D8:J32",)
    assert blocks(["D8", "D9", "E8", "E9", "G8", "D11"]) == ("D8:E9", "G8", "D11")
    assert blocks([]) == ()


def _report() -> FileReport:
    return check([read(FAULTY)], today=DAY).files[0]


def test_the_gravest_thing_to_say_of_a_cell_stays() -> None:
    found = {sheet: cells_by_look(marks) for sheet, marks in planned(FAULTY).items()}
    table = found["三、依申请公开"]
    assert table[Look.SUSPECT] == {"D8", "J10", "E31"}
    assert table[Look.PERIOD] == {"C2"}
    assert found["封面"] == {Look.PERIOD: {"B4", "C10", "C11"}}
    assert found["五、问题及改进"] == {Look.EXPLAIN: {"A3"}}


def test_what_is_explained_is_listed_last_and_not_marked() -> None:
    filing = read(FAULTY)
    waiver = Waiver("ST-06", "正文.五", "没有问题", "张三", "2026-01-10")
    report = check([replace(filing, waivers=(waiver,))]).files[0]
    listed = ordered(report)
    assert (listed[-1].head.rule.code, listed[-1].level) == ("ST-06", "已说明")
    assert listed[-1].message.endswith("（情况说明：没有问题）")
    assert "五、问题及改进" not in plan(listed, lambda _: None)


def test_every_finding_is_listed_once_graver_ones_and_causes_first() -> None:
    report = _report()
    listed = ordered(report)
    assert sorted(id(one) for item in listed for one in item.entry.findings) == sorted(map(id, report.findings))
    levels = [item.level for item in listed]
    assert levels == sorted(levels, key=["强制", "核实", "提示"].index)
    causes = [item for item in listed if item.entry.cause]
    assert listed[: len(causes)] == tuple(causes)
    assert [(item.head.rule.code, item.place and item.place.cell, item.advice) for item in causes] == [
        ("T3-01", "D8", "D8 改为 36"),
        ("T3-02", "J10", "J10 改为 12"),
        ("VA-03", "E31", "E31 改为 3"),
        ("T4-01", "E8", "E8 改为 4"),
    ]
    assert causes[0].message == (
        "D8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立。"
        "由此而来：T3-01 自然人：本年新收与上年结转之和 65，办理结果总计与结转下年之和 38，相差 27；"
        "T3-03 本年新收：总计 40，六类申请人之和 67，相差 27"
    )


def test_every_look_has_a_style_of_its_own() -> None:
    assert set(STYLES) == set(Look)
    assert len({style.fill for style in STYLES.values()}) == len(Look)


def test_only_our_own_templates_protection_may_be_lifted() -> None:
    filing = read(SUQIAN)
    assert own_sheets(replace(filing, from_template=False)) == own_sheets(replace(filing, made_by=None)) == frozenset()
    assert own_sheets(filing) == set(filing.sheet_names)
