"""Which report of last year belongs to a filing: by body, normalised, and by year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.shipped import base_filing, base_previous, preview
from validator.api import check
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.policy.context import NO_PREVIOUS, SEVERAL_PREVIOUS
from validator.policy.previous import Earlier, index, key_before, key_of

ACROSS = {"X-01", "X-02", "X-03", "Y-01", "Y-02", "Y-03", "Y-04", "Y-05", "Y-06"}
BODY = "示例市人民政府"


def this(**change: Any) -> Filing:
    return preview(replace(base_filing(), **change))


def last(**change: Any) -> Filing:
    return preview(replace(base_previous(), **change))


SAME = [BODY, f" {BODY} ", "示例市 人民政府", "示例市　人民政府", "示例市\n人民政府", "示例市\u00a0人民政府"]


@pytest.mark.parametrize("name", SAME)
def test_a_body_s_name_without_blanks(name: str) -> None:
    assert organ_key(name) == BODY


def test_a_body_s_name_without_width() -> None:
    assert organ_key("Ａ市（Ｂ区） 政府") == organ_key("A市(B区)政府") == "A市(B区)政府"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, (BODY, 2025)),
        ({"organ": ""}, None),
        ({"year": "2025年"}, (BODY, 2025)),
        ({"year": "今年"}, None),
        ({"year": None}, None),
    ],
)
def test_the_key_of_a_filing(change: dict[str, Any], key: tuple[str, int] | None) -> None:
    assert key_of(this(**change)) == key
    assert key_before(this(**change)) == (key and (key[0], key[1] - 1))


def joined(filing: Filing, *previous: Filing) -> bool:
    """Whether the rules across years ran."""
    (report,) = check([filing], previous=previous, today=date(2026, 2, 1)).files
    skipped = {one.code for one in report.coverage.not_run} & ACROSS
    assert skipped in (set(), ACROSS)
    return not skipped


@pytest.mark.parametrize("name", SAME)
def test_the_same_body_the_year_before(name: str) -> None:
    assert joined(this(), last(organ=name))
    assert joined(this(organ=name), last())


@pytest.mark.parametrize(
    "change",
    [
        {"organ": "样本市人民政府"},
        {"organ": "示例市"},
        {"organ": ""},
        {"year": 2023},
        {"year": 2025},
        {"year": "去年"},
    ],
)
def test_another_body_or_year(change: dict[str, Any]) -> None:
    assert not joined(this(), last(**change))


def test_reports_without_a_body_or_year_do_not_belong_together() -> None:
    assert not joined(this(organ=""), last(organ=""))
    assert not joined(this(year="今年"), last(year="去年"))


def test_of_two_candidates_none_is_taken() -> None:
    assert not joined(this(), last(), last(organ="示例市 人民政府"))
    assert joined(this(), last(), last(organ="样本市人民政府"), last(year=2023), last(year=2023))


def test_each_filing_gets_its_own() -> None:
    other = "样本市人民政府"
    reports = check([this(), this(organ=other)], previous=[last(organ=other)], today=date(2026, 2, 1)).files
    assert [bool(ACROSS & {one.code for one in report.coverage.not_run}) for report in reports] == [True, False]


def test_a_filing_that_brings_its_own_keeps_it() -> None:
    own = replace(this(), previous=last())
    assert joined(own)
    assert joined(own, last(year=2023))


def test_the_index_of_a_folder() -> None:
    a, b, c = Path("a"), Path("b"), Path("c")
    found = index([(a, last()), (b, last(organ="样本市人民政府")), (c, last(organ="样本市 人民政府"))])
    assert found.before(this()) == a
    assert found.before(this(organ="样本市人民政府")) is None
    assert found.before(this(organ="")) is None
    assert found.repeated == {("样本市人民政府", 2024)}
    assert found.why_none(this(organ="样本市人民政府")) == SEVERAL_PREVIOUS
    assert found.why_none(this(organ="")) == found.why_none(this(organ="乙市人民政府")) == NO_PREVIOUS
    nothing: Earlier[Path] = Earlier()
    assert nothing.before(this()) is None
