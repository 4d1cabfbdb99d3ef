"""情况说明: which finding an explanation explains, however its cell is written, and W-01 to W-03."""

from __future__ import annotations

from typing import Any

import pytest

from tests.examined import Change, examined, filing_with
from tests.found import found
from validator.filings.waivers import Given, with_waivers
from validator.model.filing import Waiver
from validator.model.report import FileReport, Status

OTHERS = {
    "表三.其他处理_其他.自然人": 21,
    "表三.其他处理_其他.总计": 22,
    "表三.办理结果总计.自然人": 57,
    "表三.办理结果总计.总计": 61,
    "表三.本年新收.自然人": 56,
    "表三.本年新收.总计": 60,
}
"""Every sum holds and 22 of 61 are “other”: T3-04 at J30:J31 asks for an explanation. The text then disagrees."""
PLAIN = {"一": "没有数字。"}
WAIVER = {"code": "T3-04", "cell": "表三.其他处理_其他.总计", "reason": "集中撤回", "by": "甲", "date": "2026-01-10"}


def explained(*waivers: dict[str, str], **change: Any) -> FileReport:
    """The report on a filing with those explanations, rules on the text's content left out."""
    given: Change = {"values": OTHERS, "text": PLAIN, "waivers": list(waivers), **change}
    return examined(filing_with(given))


def waived(report: FileReport) -> list[str]:
    return found(one for one in report.findings if one.waiver)


def on_waivers(report: FileReport) -> list[str]:
    return [
        f"{one.severity.value} {one.rule.code} {one.cells[0].place.cell}"
        for one in report.findings
        if one.rule.on_waivers
    ]


SPELLINGS = [
    "表三.其他处理_其他.总计", " 表三 . 其他处理_其他 . 总计 ", "J30", "j30", "$J$30", "J 30", "Ｊ３０", "三、依申请公开!J30",
    "三、依申请公开！J30", "'三、依申请公开'!$J$30", "“三、依申请公开”!J30", "J31", "表三.办理结果总计.总计",
]  # fmt: skip


@pytest.mark.parametrize("cell", SPELLINGS)
def test_any_cell_of_the_finding_however_it_is_written(cell: str) -> None:
    report = explained({**WAIVER, "cell": cell})
    assert waived(report) == ["T3-04 三、依申请公开!J30:J31"]
    assert on_waivers(report) == []


def test_a_notice_asks_for_no_explanation_and_takes_none() -> None:
    """ST-12: a form that is out of use is cited."""
    waiver = {**WAIVER, "code": "ST-12", "cell": "正文.一"}
    report = explained(waiver, text={"一": "按照国办公开办函〔2019〕60号的格式编制。"})
    (notice,) = (one for one in report.findings if one.rule.code == "ST-12")
    assert (notice.severity.value, notice.waiver) == ("notice", None)
    assert on_waivers(report) == []


@pytest.mark.parametrize("cell", ["J29", "J30:J31", "J30、J31", "四、复议诉讼!J30", "表三.其他处理_其他", "第30行"])
def test_another_cell_explains_nothing_and_is_told(cell: str) -> None:
    report = explained({**WAIVER, "cell": cell})
    assert waived(report) == []
    assert on_waivers(report) == ["notice W-02 A5"]


@pytest.mark.parametrize(
    "code", ["T3-04", "t3-04", " T3-04 ", "Ｔ３－０４", "T3—04", "T3–04", "T3‑04", "T3―04", "T3−04"]
)
def test_a_code_however_it_is_written(code: str) -> None:
    report = explained({**WAIVER, "code": code})
    assert waived(report) == ["T3-04 三、依申请公开!J30:J31"]
    assert on_waivers(report) == []


@pytest.mark.parametrize("code", ["T3-4", "T304", "T3", "其他"])
def test_a_code_that_is_none_is_told(code: str) -> None:
    report = explained({**WAIVER, "code": code})
    assert waived(report) == []
    assert on_waivers(report) == ["explain W-03 A5"]
    assert f"“{code}”不存在" in report.findings[-1].message()


LACKING = {"code": "规则代码", "cell": "单元格或指标", "reason": "理由", "by": "填写人", "date": "日期"}


@pytest.mark.parametrize("key", LACKING)
def test_an_incomplete_explanation_is_not_accepted(key: str) -> None:
    report = explained({**WAIVER, key: ""})
    assert waived(report) == []
    assert on_waivers(report) == ["explain W-03 A5"]
    assert f"缺少{LACKING[key]}，" in report.findings[-1].message()


def test_everything_that_is_lacking_is_told_at_once() -> None:
    report = explained({**dict.fromkeys(LACKING, ""), "by": "甲"})
    assert report.findings[-1].message() == "情况说明（— —）缺少规则代码、单元格或指标、理由、日期，不能采用"


def test_what_must_be_fixed_cannot_be_explained() -> None:
    report = explained({**WAIVER, "code": "T4-01", "cell": "E8"}, values={"表四.行政复议.总计": 0})
    assert waived(report) == []
    assert on_waivers(report) == ["must W-01 A5"]
    assert report.status is Status.FAILS


def test_a_milder_finding_of_a_strict_rule_can_be_explained() -> None:
    waivers = [
        {**WAIVER, "code": "VA-03", "cell": "F10"},
        {**WAIVER, "code": "P-06", "cell": "封面.报告年度"},
    ]
    report = explained(*waivers, values={"表三.予以公开.科研机构": "/"}, year=2026)
    assert waived(report) == ["P-06 封面!C9", "VA-03 三、依申请公开!F10"]
    assert "W-01" not in {one.rule.code for one in report.findings}


def test_one_of_two_findings_is_explained() -> None:
    blank = {"表三.予以公开.科研机构": None, "表四.直接起诉.其他结果": None}
    report = explained({**WAIVER, "code": "VA-03", "cell": "四、复议诉讼!H8"}, values=blank)
    assert waived(report) == ["VA-03 四、复议诉讼!H8"]
    assert report.status is Status.EXPLAIN


def test_an_explained_finding_stays_and_no_longer_counts() -> None:
    plain: Change = {"values": {"表三.予以公开.科研机构": None}}
    waiver = {**WAIVER, "code": "VA-03", "cell": "F10"}
    before, after = examined(filing_with(plain)), examined(filing_with({**plain, "waivers": [waiver]}))
    assert found(before.findings) == found(after.findings) == ["VA-03 三、依申请公开!F10"]
    assert (before.status, after.status) == (Status.EXPLAIN, Status.CLEAN)


def test_an_explanation_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert on_waivers(explained({**WAIVER, "code": "Y-01", "cell": "D9"})) == []
    assert on_waivers(explained({**WAIVER, "code": "Y-01", "cell": "D9"}, previous={})) == ["notice W-02 A5"]


def test_each_explanation_is_told_at_its_row() -> None:
    report = explained(WAIVER, {**WAIVER, "by": ""}, {**WAIVER, "cell": "A1"})
    assert waived(report) == ["T3-04 三、依申请公开!J30:J31"]
    assert on_waivers(report) == ["notice W-02 A7", "explain W-03 A6"]


def test_explanations_from_a_file_are_for_their_body_or_for_all() -> None:
    waiver = Waiver("T3-04", "J30", "由", "甲", "2026-01-10")
    filing = filing_with({"values": OTHERS})
    for organ, taken in (("", True), ("示例市人民政府", True), ("示例市　人民政府", True), ("示例市", False)):
        assert (with_waivers(filing, [Given(organ, waiver)]).waivers == (waiver,)) is taken, organ


def test_explanations_from_a_file_come_after_those_of_the_workbook() -> None:
    filing = filing_with({"values": OTHERS, "text": PLAIN, "waivers": [{**WAIVER, "reason": "写在表里"}]})
    both = with_waivers(filing, [Given("", Waiver("T3-04", "J30", "写在文件里", "甲", "2026-01-10"))])
    (finding,) = [one for one in examined(both).findings if one.waiver]
    assert finding.waiver is not None
    assert finding.waiver.reason == "写在表里"
