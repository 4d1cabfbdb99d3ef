"""How clerks of a county, a bureau and a township write: whole sections and single sentences, all made up.

`clerks.json` holds three bodies with their tables, 30 reports and 190 sentences on them, and on each exactly what
is found. Most agree with the tables and have nothing to find: they are there against false alarms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.examined import examined, filing_with
from tests.found import found
from tests.shipped import load_form, preview
from validator.exchange.filing_data import FilingData, Value
from validator.model.filing import Filing

CLERKS: dict[str, Any] = json.loads(Path(__file__).with_name("clerks.json").read_text("utf-8"))
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")


def values_of(body: Mapping[str, Any]) -> dict[str, Value]:
    """Every input of the form: what the body gives, else 0. Totals are formulas."""
    values: dict[str, Value] = {one.name: 0 for one in load_form("2021").indicators.values() if not one.is_total}
    for row, counts in body["rows"].items():
        values |= {f"表三.{row}.{column}": count for column, count in zip(COLUMNS, counts, strict=True)}
    for case, counts in body["cases"].items():
        values |= {f"表四.{case}.{outcome}": count for outcome, count in zip(OUTCOMES, counts, strict=True)}
    given: dict[str, Value] = body["values"]
    return values | given


def filed(name: str, text: Mapping[str, str]) -> Filing:
    """A report of 2025 of one of the bodies."""
    body = CLERKS["bodies"][name]
    data = FilingData(
        organ=body["organ"],
        organ_type=body["organ_type"],
        year=2025,
        values=values_of(body),
        text=text,
        published="2026-01-20",
    )
    return preview(data, f"{name}.xlsx")


@pytest.mark.parametrize("report", CLERKS["reports"], ids=range(1, len(CLERKS["reports"]) + 1))
def test_whole_sections(report: Mapping[str, Any]) -> None:
    assert found(examined(filed(report["body"], report["text"])).findings) == report["finds"]


@pytest.mark.parametrize(("body", "sentence", "finds"), CLERKS["sentences"])
def test_single_sentences(body: str, sentence: str, finds: list[str]) -> None:
    before, behind = CLERKS["around"]
    text = {"一": f"{before}{sentence}{behind}", "五": CLERKS["five"], "六": CLERKS["six"]}
    assert found(examined(filed(body, text)).findings) == finds


@pytest.mark.parametrize(("organ", "sentence", "finds"), CLERKS["casework"])
def test_cases_of_the_form_and_the_casework_of_a_body(organ: str, sentence: str, finds: list[str]) -> None:
    """On the base filing: 4 reconsiderations, 3 lawsuits."""
    filing = filing_with({"organ": organ, "text": {"五": f"{sentence}\n存在的主要问题：目录更新不及时。"}})
    assert found(one for one in examined(filing).findings if one.rule.on_text) == finds
