"""Filings for property tests: balanced ones, and what one change breaks, worked out without the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.shipped import base_filing, load_form
from validator.exchange.filing_data import FilingData, Value

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
CASES = {"行政复议": "T4-01", "直接起诉": "T4-02", "复议后起诉": "T4-03"}
ROWS = tuple(member.name for member in load_form("2021").tables["表三"].rows)
OUTCOMES = ROWS[2:-2]
COLUMNS = (*APPLICANTS, "总计")

_SMALL = st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 5000))


def balance(parts: Mapping[str, int]) -> dict[str, Value]:
    """Every number of 表三 and 表四 from their parts: 本年新收 is made so that received equals handled."""
    values: dict[str, Value] = {}
    for column in APPLICANTS:
        handled = sum(parts[f"表三.{row}.{column}"] for row in OUTCOMES)
        carried_in, over = parts[f"表三.上年结转.{column}"], parts[f"表三.结转下年.{column}"]
        values |= {f"表三.{row}.{column}": parts[f"表三.{row}.{column}"] for row in OUTCOMES}
        values[f"表三.办理结果总计.{column}"] = handled
        values[f"表三.结转下年.{column}"] = over + max(0, carried_in - handled - over)
        values[f"表三.上年结转.{column}"] = carried_in
        values[f"表三.本年新收.{column}"] = max(0, handled + over - carried_in)
    for row in ROWS:
        values[f"表三.{row}.总计"] = sum(int(values[f"表三.{row}.{column}"] or 0) for column in APPLICANTS)
    for case in CASES:
        for result in RESULTS:
            values[f"表四.{case}.{result}"] = parts[f"表四.{case}.{result}"]
        values[f"表四.{case}.总计"] = sum(parts[f"表四.{case}.{result}"] for result in RESULTS)
    return values


PARTS = tuple(
    [f"表三.{row}.{column}" for row in (*OUTCOMES, "上年结转", "结转下年") for column in APPLICANTS]
    + [f"表四.{case}.{result}" for case in CASES for result in RESULTS]
)


@st.composite
def balanced(draw: Any) -> FilingData:
    """A filing in which every relation holds, with typed totals."""
    numbers = draw(st.lists(_SMALL, min_size=len(PARTS), max_size=len(PARTS)))
    base = base_filing()
    return replace(base, values={**base.values, **balance(dict(zip(PARTS, numbers, strict=True)))})


def with_values(data: FilingData, change: Mapping[str, Value]) -> FilingData:
    """The filing with some values changed."""
    return replace(data, values={**data.values, **change})


def broken_relations(values: Mapping[str, Value]) -> set[tuple[str, str]]:
    """The relations (code, member) that do not hold, worked out from the form's own words."""

    def number(name: str) -> int:
        value = values[name]
        assert isinstance(value, int)
        return value

    broken = set()
    for column in COLUMNS:
        received = number(f"表三.本年新收.{column}") + number(f"表三.上年结转.{column}")
        total, over = number(f"表三.办理结果总计.{column}"), number(f"表三.结转下年.{column}")
        if received != total + over:
            broken.add(("T3-01", column))
        if total != sum(number(f"表三.{row}.{column}") for row in OUTCOMES):
            broken.add(("T3-02", column))
    for row in ROWS:
        if number(f"表三.{row}.总计") != sum(number(f"表三.{row}.{column}") for column in APPLICANTS):
            broken.add(("T3-03", row))
    for case, code in CASES.items():
        if number(f"表四.{case}.总计") != sum(number(f"表四.{case}.{result}") for result in RESULTS):
            broken.add((code, ""))
    return broken
