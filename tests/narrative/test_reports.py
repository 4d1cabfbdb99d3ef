"""What the four published reports say in their text, read from the facts that lie beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from validator.language.dates import PartialDate
from validator.language.periods import period_statements
from validator.language.titles import split_title
from validator.narrative.foreign import foreign_year_work
from validator.narrative.required import Aspect, aspects, fee_mentions
from validator.narrative.slips import identity_numbers, mobile_numbers
from validator.narrative.stated import FigureStatement, Kind, Scope, Subject
from validator.narrative.statements import statements

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
S = Subject
COUNT, AMOUNT, CHANGE, DONE = Kind.COUNT, Kind.AMOUNT, Kind.CHANGE, Kind.ALL_DONE

FACTS: dict[str, list[tuple[Subject, Kind, float | None]]] = {
    "mianchi_2023_seed": [(S.RECEIVED, COUNT, 13), (S.FEE, AMOUNT, 0), (S.FEE, AMOUNT, 0)],
    "huaian_hongze_2023": [(S.RECEIVED, COUNT, 21), (S.COMPLETED, DONE, 21), (S.FEE, AMOUNT, 0)],
    "suqian_city_2023": [
        (S.RECEIVED, COUNT, 3607), (S.RECEIVED, CHANGE, 70.3), (S.NATURAL, COUNT, 3493), (S.ORGANISATION, COUNT, 114),
        (S.GRANTED, COUNT, 1191), (S.PARTIAL, COUNT, 328), (S.DENIED, COUNT, 142), (S.UNABLE, COUNT, 1078),
        (S.NOT_PROCESSED, COUNT, 406), (S.OTHERWISE, COUNT, 341), (S.CARRIED_OVER, COUNT, 121),
        (S.FEE, COUNT, 25), (S.FEE, AMOUNT, 2950)],
    "suqian_city_2024": [
        (S.RECEIVED, COUNT, 3646), (S.RECEIVED, CHANGE, 1.05), (S.GRANTED, COUNT, 1431), (S.PARTIAL, COUNT, 471),
        (S.DENIED, COUNT, 92), (S.UNABLE, COUNT, 941), (S.NOT_PROCESSED, COUNT, 117), (S.OTHERWISE, COUNT, 469),
        (S.CARRIED_OVER, COUNT, 125), (S.RECONSIDERATION, COUNT, 134), (S.LITIGATION, COUNT, 57),
        (S.FEE, COUNT, 3), (S.FEE, AMOUNT, 2230)],
}  # fmt: skip


def facts(name: str) -> str:
    path = SHARED / "data" / "reports" / f"{name}.json"
    if not path.is_file():
        pytest.skip("the published reports are not here")
    about = json.loads(path.read_text(encoding="utf-8"))["about"]
    return "。\n".join(about["narrative_facts"])


def short(one: FigureStatement) -> tuple[Subject, Kind, float | None]:
    return one.subject, one.kind, None if one.low is None else float(one.low)


@pytest.mark.parametrize("name", FACTS)
def test_the_facts_of_each_report(name: str) -> None:
    reading = statements(facts(name))
    assert [short(one) for one in reading.statements] == FACTS[name]
    assert reading.unclear == ()


def test_filed_disputes_are_marked() -> None:
    disputes = {S.RECONSIDERATION, S.LITIGATION}
    read = [one for one in statements(facts("suqian_city_2024")).statements if one.subject in disputes]
    assert [one.scope for one in read] == [Scope.FILED, Scope.FILED]


def seed() -> str:
    path = SHARED / "data" / "seed" / "渑池县2023年度报告.txt"
    if not path.is_file():
        pytest.skip("the seed report is not here")
    return path.read_text(encoding="utf-8")


def test_the_seed_report() -> None:
    text = seed()
    (period,) = period_statements(text)
    assert (period.first, period.last) == (PartialDate(2022, 1, 1), PartialDate(2022, 12, 31))
    assert foreign_year_work(text, 2023) == ()
    assert mobile_numbers(text) == identity_numbers(text) == ()
    assert {Aspect.PROACTIVE, Aspect.ON_REQUEST, Aspect.MANAGEMENT, Aspect.PLATFORM, Aspect.SUPERVISION} <= set(
        aspects(text)
    )
    assert len(fee_mentions(text)) == 2


def test_the_seed_report_in_figures() -> None:
    prose = seed().partition("二、主动公开政府信息情况")[0]
    assert [short(one) for one in statements(prose).statements] == [
        (S.RECEIVED, COUNT, 13),
        (S.COMPLETED, DONE, 13),
        (S.FEE, AMOUNT, 0),
    ]


def test_the_seed_title() -> None:
    title = split_title(seed().splitlines()[0])
    assert title is not None
    assert (title.organ, title.year, title.has_work) == ("渑池县人民政府", 2023, True)
