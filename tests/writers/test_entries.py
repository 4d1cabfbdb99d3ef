"""Causes first with what they explain, then the other findings, graver ones first, each once."""

from __future__ import annotations

from dataclasses import replace

from tests.writers.reports import examined, with_cause
from validator.model.cause import Cause
from validator.model.entries import entries
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.writers.looks import Look, marks_of


def codes(report: FileReport, least: Severity = Severity.NOTICE) -> list[tuple[bool, list[str]]]:
    return [(entry.cause is not None, [one.rule.code for one in entry.findings]) for entry in entries(report, least)]


def test_without_causes_each_finding_stands_alone_the_gravest_first() -> None:
    report = examined("refused", previous=True)
    assert codes(report) == [(False, ["T4-01"]), (False, ["W-01"]), (False, ["Y-03"])]


def test_a_cause_comes_first_however_mild_it_is() -> None:
    report = examined("refused", previous=True)
    at = next(at for at, one in enumerate(report.findings) if one.rule.code == "Y-03")
    caused = replace(report, causes=(Cause((), certain=False, explains=(at,)),))
    assert codes(caused) == [(True, ["Y-03"]), (False, ["T4-01"]), (False, ["W-01"])]


def test_what_a_cause_explains_stands_under_it_the_gravest_first() -> None:
    report = examined("refused", previous=True)
    order = [one.rule.code for one in report.findings]
    explains = tuple(order.index(code) for code in ("Y-03", "T4-01"))
    caused = replace(report, causes=(Cause((), certain=True, explains=explains),))
    assert codes(caused) == [(True, ["T4-01", "Y-03"]), (False, ["W-01"])]
    assert entries(caused)[0].head.rule.code == "T4-01"


def test_a_finding_stands_under_the_first_of_its_causes_only() -> None:
    report = examined("must")
    twice = replace(report, causes=(Cause((), certain=True, explains=(0,)), Cause((), certain=True, explains=(0,))))
    assert codes(twice) == [(True, ["T4-01"])]


def test_what_is_milder_than_asked_for_is_left_out_with_its_cause() -> None:
    report = examined("refused", previous=True)
    at = next(at for at, one in enumerate(report.findings) if one.rule.code == "Y-03")
    caused = replace(report, causes=(Cause((), certain=False, explains=(at,)),))
    assert codes(caused, Severity.MUST) == [(False, ["T4-01"]), (False, ["W-01"])]


def test_what_is_explained_comes_last() -> None:
    report = examined("waived", previous=True)
    assert [one.counts for entry in entries(report) for one in entry.findings] == [True, False]


def test_the_cells_of_a_cause_are_marked_as_suspects() -> None:
    report = examined("must")
    plain, caused = marks_of(report), marks_of(with_cause(report))
    (head,) = [place for place in caused if place.cell == "E8"]
    assert (plain[head], caused[head]) == (Look.MEMBER, Look.SUSPECT)
    assert {place.cell: look for place, look in caused.items() if place != head} == dict.fromkeys(
        ("A8", "B8", "C8", "D8"), Look.MEMBER
    )


def test_marks_are_of_what_is_shown() -> None:
    assert marks_of(examined("explain"), Severity.MUST) == {}
    assert set(marks_of(examined("explain")).values()) == {Look.EXPLAIN}
