"""A check against a report from the store says what it says against the report itself, whatever that holds."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import DAY
from tests.history.reports import report_of
from tests.shipped import CATALOGUE, parse, preview
from validator.exchange.filing_data import FilingData
from validator.history.records import Kept, recorded
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.policy.previous import index
from validator.run.driver import Job, examine_filing

ODD = (None, "/", "无", "12件", "１２", " ", 0, 1, 7, 97, -3, 2.5, 10**13, "TRUE", "#DIV/0!", True)
CASES = 60


def _odd(number: int) -> FilingData:
    """A report in which some cells hold what cells hold."""
    luck = random.Random(number)  # noqa: S311  no secret
    base = report_of(luck.choice((2023, 2024)))
    names = luck.sample(sorted(base.values), luck.choice((1, 3, 12, 60)))
    values = {**base.values, **{name: luck.choice(ODD) for name in names}}
    text = {**base.text, luck.choice("一五六"): luck.choice(("", "无", base.text["一"]))}
    return replace(base, values=values, text=text)


def _now(before: Filing) -> Filing:
    return preview(report_of((before.year or 0) + 1, organ=before.organ), "now.xlsx")


def _verdict(now: Filing, held: Kept | Filing, before: Filing) -> FileReport:
    job = Job(catalogue=CATALOGUE, today=DAY, contents=True, earlier=index([(held, before)]))
    return examine_filing(now, job)


@pytest.mark.parametrize("number", range(CASES))
def test_it_is_as_good_as_the_report_itself(number: int) -> None:
    before = preview(_odd(number), "before.xlsx")
    now = _now(before)
    own, kept = (_verdict(now, one, before) for one in (before, Kept(recorded(before), "before.xlsx")))
    assert kept.to_dict() == own.to_dict()
    assert kept.contents == own.contents
    assert not any(one.code.startswith("Y-") for one in own.coverage.not_run if one.code != "Y-02")


def _reports(shared: Path) -> Iterator[FilingData]:
    for path in sorted((shared / "data" / "reports").glob("*.json")):
        yield parse(json.loads(path.read_text("utf-8"))["filing"])


def test_so_are_real_ones(shared: Path) -> None:
    """Both editions, mixtures of them, and every fault that was published."""
    every = [preview(one, "before.xlsx") for one in _reports(shared)]
    assert every
    for before in every:
        now = preview(replace(report_of(2025), organ=before.organ, year=(before.year or 0) + 1), "now.xlsx")
        own, kept = (_verdict(now, one, before) for one in (before, Kept(recorded(before), "before.xlsx")))
        assert kept.to_dict() == own.to_dict()
        assert recorded(kept_filing(before)) == recorded(before)


def kept_filing(before: Filing) -> Filing:
    return Kept(recorded(before), before.path).filing(CATALOGUE)
