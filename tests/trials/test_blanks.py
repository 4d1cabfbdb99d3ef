"""Blanks, placeholders and odd numbers, each one cause: the right answers as the settled policy has them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import DAY
from tests.found import found
from tests.shipped import base_filing, preview
from tests.strategies import with_values
from validator import check
from validator.exchange.filing_data import FilingData, Value
from validator.model.finding import Suspect
from validator.model.report import FileReport

T3, T4 = "三、依申请公开", "四、复议诉讼"


def report_on(change: dict[str, Value], **more: Any) -> FileReport:
    data = with_values(base_filing(), change)
    return check(
        [preview(FilingData(**{**{name: getattr(data, name) for name in data.__slots__}, **more}))], today=DAY
    ).files[0]


def suspects(report: FileReport, code: str) -> list[Suspect]:
    return [one for finding in report.findings if finding.rule.code == code for one in finding.suspects]


@pytest.mark.parametrize(
    "blank", [None, "", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u200e", " \u3000\t"]
)
def test_a_blank_of_any_kind_is_one_blank(blank: Value) -> None:
    report = report_on({"表三.予以公开.自然人": blank})
    reference = report_on({"表三.予以公开.自然人": None})
    assert found(report.findings) == found(reference.findings)
    assert report.coverage.undecided == reference.coverage.undecided
    assert [one.message() for one in report.findings] == [one.message() for one in reference.findings]


@pytest.mark.parametrize("ink", ["/", "\\", "—", "–", "-", "无", "／", " 无 "])
def test_a_placeholder_counts_as_nothing_and_hides_no_broken_sum(ink: str) -> None:
    report = report_on({"表三.予以公开.自然人": ink})
    codes = {(one.rule.code, one.severity.value) for one in report.findings}
    assert {("T3-02", "must"), ("T3-03", "must"), ("VA-03", "explain")} <= codes
    assert not any(one.indicator == "表三.予以公开.自然人" for one in report.coverage.undecided)
    assert all("按 0 计" in one.message() for one in report.findings if one.rule.code in {"T3-02", "T3-03"})


@pytest.mark.parametrize("ink", [None, "/", "—", "无"])
def test_a_total_without_a_number_is_due_and_leaves_its_relations_undecided(ink: Value) -> None:
    report = report_on({"表四.行政复议.总计": ink})
    assert found(report.findings) == [f"VA-03 {T4}!E8"]
    assert [(one.suggested, one.certain) for one in suspects(report, "VA-03")] == [(4, True)]
    assert ("T4-01", "表四.行政复议.总计") in {(one.code, one.indicator) for one in report.coverage.undecided}


def test_a_blank_part_that_a_relation_lacks_is_not_called_0() -> None:
    report = report_on({"表四.行政复议.结果维持": None})
    suspect, *others = suspects(report, "VA-03")
    assert (suspect.suggested, suspect.certain) == (2, False)
    assert not any(one.certain for one in others)
    assert not any("应填 0" in one.message() for one in report.findings)


def test_a_blank_total_beside_a_text_has_no_certain_value() -> None:
    report = report_on({"表四.行政复议.结果维持": "2件", "表四.行政复议.总计": None})
    (suspect,) = suspects(report, "VA-03")
    assert (suspect.suggested, suspect.certain) == (4, False)
    assert "“2件”按 2 读" in str(suspect.reason)
    unreadable = report_on({"表四.行政复议.结果维持": "若干", "表四.行政复议.总计": None})
    assert [(one.suggested, one.certain) for one in suspects(unreadable, "VA-03")] == [(None, False)]


INPUTS = {
    name: value
    for name, value in base_filing().values.items()
    if not preview(base_filing()).form.indicators[name].is_total
}


def test_a_fraction_is_told_once_and_what_follows_is_folded_under_it() -> None:
    """The totals are formulas: each shows the fraction as well."""
    report = report_on({}, values={**INPUTS, "表三.予以公开.自然人": 10.5})
    assert [one for one in found(report.findings) if one.startswith("VA")] == [f"VA-01 {T3}!D10"]
    (cause,) = report.causes
    assert [one.place.cell for one in cause.cells] == ["D10"]
    explained = [report.findings[at] for at in cause.explains]
    assert [(one.rule.code, one.member) for one in explained] == [
        ("VA-01", "表三.予以公开.自然人"), ("T3-01", "自然人"), ("T3-01", "总计"),
    ]  # fmt: skip


def test_findings_without_a_common_cell_are_no_one_cause() -> None:
    """Two cells off by one in two columns and two rows, all differences 1: either of two pairs, each told with both."""
    base = base_filing().values
    change = {name: int(base[name] or 0) + 1 for name in ("表三.予以公开.自然人", "表三.部分公开.商业企业")}
    report = report_on(dict(change))
    broken = [one for one in report.findings if one.rule.code in {"T3-02", "T3-03"}]
    assert {(one.rule.code, one.member) for one in broken} == {
        ("T3-02", "自然人"), ("T3-02", "商业企业"), ("T3-03", "予以公开"), ("T3-03", "部分公开"),
    }  # fmt: skip
    (cause,) = report.causes
    pairs = [[one.place.cell for one in cells] for cells in (cause.cells, *cause.alternatives)]
    assert sorted(map(sorted, pairs)) == [["D10", "E11"], ["D11", "E10"]]
    assert not cause.certain


def test_a_wrong_day_on_the_cover_is_one_finding() -> None:
    report = report_on(
        {},
        period={"start": "2025-01-01", "end": "2025-12-30"},
        table_periods=dict.fromkeys(("表二", "表三", "表四"), "2025年1月1日至2025年12月31日"),
    )
    assert [one for one in found(report.findings) if one.startswith("P-0")] == ["P-01 封面!C10:C11"]


def test_a_count_that_no_report_has_is_told_and_nothing_follows() -> None:
    report = report_on({"表三.本年新收.自然人": 250000000000000.0, "表三.本年新收.总计": 250000000000002.0})
    assert [one for one in found(report.findings) if one[:2] in {"VA", "T3"}] == [f"VA-01 {T3}!D8", f"VA-01 {T3}!J8"]
    assert {one.code for one in report.coverage.undecided} >= {"T3-01", "T3-03"}


def test_the_16th_digit_is_noise() -> None:
    base = base_filing().values["表三.本年新收.自然人"]
    report = report_on({"表三.本年新收.自然人": float(base or 0) + 4e-15})
    assert report.findings == ()
