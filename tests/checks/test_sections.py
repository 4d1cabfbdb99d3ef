"""ST-06, ST-07 and ST-11 to ST-14 case by case: what the parts in words must and must not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.checks.known import GOVERNMENTS, KINDS, SHEETS
from tests.examined import filing_with, findings, reason, verdicts

NOTHING = ["无", "无。", "无.", "/", "—", "暂无", "暂无。", "没有", "无\n"]


@pytest.mark.parametrize(("section", "sheet"), [("一", SHEETS[0]), ("五", SHEETS[4]), ("六", SHEETS[5])])
def test_a_section_has_content(section: str, sheet: str) -> None:
    for text in ("", "  ", "\n"):
        assert verdicts({"text": {section: text}}, "ST-06") == [f"explain {sheet}!A3"]
    for text in NOTHING:  # section 六 may have nothing else to report
        assert verdicts({"text": {section: text}}, "ST-06") == ([] if section == "六" else [f"explain {sheet}!A3"])
    for text in ("无问题", "未发现问题", "无法及时更新目录。"):
        assert verdicts({"text": {section: text}}, "ST-06") == []


FEES = [
    ("收取信息处理费0元", True),
    ("本年度没有收取信息处理费", True),
    ("没有产生信息处理费", True),
    ("未收取信息处理费", True),
    ("收取费用2230元", True),
    ("依申请公开提供信息未收费", True),
    ("无其他需要报告的事项", False),
    ("电话费用支出减少", False),
]


@pytest.mark.parametrize(("text", "told"), FEES)
def test_the_fee_is_reported_zero_included(text: str, *, told: bool) -> None:
    change = {"text": {"六": f"{text}。统计期限为2025年1月1日至12月31日。"}}
    assert verdicts(change, "ST-07") == ([] if told else ["explain 六、其他事项!A3"])


def test_a_fee_told_in_another_section_is_told() -> None:
    text = {"五": "存在的主要问题：答复不够及时。全年没有收取信息处理费。", "六": "统计期限为2025年1月1日至12月31日。"}
    assert verdicts({"text": text}, "ST-07") == []
    assert reason(filing_with({"text": {"六": ""}}), "ST-07") == "第六部分没有内容"


ASPECTS = {
    "主动公开": "（一）主动公开。全年发布信息。",
    "依申请公开": "（二）依申请公开。规范办理。",
    "政府信息管理": "（三）政府信息管理。逐件审查。",
    "平台建设": "（四）政府信息公开平台建设。改版网站。",
    "监督保障": "（五）监督保障。开展培训。",
    "工作考核": "政务公开纳入工作考核。",
    "社会评议": "邀请代表开展社会评议。",
    "责任追究": "没有责任追究情形。",
}


OF_GOVERNMENTS = {"工作考核", "社会评议", "责任追究"}


@pytest.mark.parametrize("kind", [*KINDS, ""])
@pytest.mark.parametrize("left_out", ASPECTS)
def test_section_one_covers_its_aspects(kind: str, left_out: str) -> None:
    text = "\n".join(words for aspect, words in ASPECTS.items() if aspect != left_out)
    asked = left_out not in OF_GOVERNMENTS or kind in GOVERNMENTS
    found = findings(filing_with({"organ_type": kind, "text": {"一": text}}), "ST-11")
    assert [one.message() for one in found] == ([f"第一部分没有写到{left_out}"] if asked else [])


@pytest.mark.parametrize("kind", ["县级人民政府", "镇政府", "", "  ", "局"])
@pytest.mark.parametrize("left_out", [*ASPECTS, ""])
def test_without_a_known_kind_of_body_aspects_are_not_dropped_in_silence(kind: str, left_out: str) -> None:
    text = "\n".join(words for aspect, words in ASPECTS.items() if aspect != left_out)
    filing = filing_with({"organ_type": kind, "text": {"一": text}})
    if not kind.strip() and left_out and left_out not in OF_GOVERNMENTS:
        assert [one.message() for one in findings(filing, "ST-11")] == [f"第一部分没有写到{left_out}"]
        return
    why = f"封面机关类型“{kind}”不在列表里" if kind.strip() else "封面没有填机关类型"
    assert (reason(filing, "ST-11"), findings(filing, "ST-11")) == (why, [])


LIKELY = {
    "国务院部门": "国务院部委 国务院直属机构 国务院直属事务局 中央部门 国家部委 国务院组成部门",
    "省级政府": "省政府 省人民政府 省级 省级人民政府 省 自治区政府 自治区人民政府 直辖市政府 直辖市人民政府",
    "省级政府部门": "省直部门 省级部门 省政府部门 省厅 省直单位 厅 自治区政府部门 省属单位 省级政府组成部门 直辖市部门",
    "设区的市级政府": "市政府 市人民政府 市级政府 市级人民政府 市 设区市政府 设区市级政府 设区的市政府 地级市政府 地级市"
    " 自治州政府 州政府 州级政府 盟行署 地区行署 行政公署 市级",
    "设区的市级政府部门": "市级政府部门 市直部门 市级部门 市属部门 市局 州直部门 市直单位 市政府部门 设区市政府部门"
    " 设区的市级政府办公室 地级市部门 市政府办公厅",
    "县级政府": "县政府 县人民政府 县级人民政府 区政府 区人民政府 区级政府 县级市政府 县级市人民政府 区县政府 县 旗政府"
    " 自治县政府 市辖区政府 县（区）政府 县级",
    "县级政府部门": "县直单位 县直部门 县级部门 县政府部门 县局 区直部门 区级政府部门 区政府部门 区直单位 县级市部门"
    " 县政府办公室 县级政府组成部门 委办局 局 旗直部门 县住房和城乡建设局",
    "乡镇政府（街道办事处）": "街道办事处 街道 街道办 办事处 乡政府 镇政府 乡镇政府 乡 镇 乡镇 镇（街） 乡镇（街道） 乡镇街道"
    " 乡镇人民政府 街道办事处（乡镇政府） 乡镇人民政府（街道办事处） 镇街 民族乡政府",
    "其他": "事业单位 其它 企业 公共企事业单位 学校 医院 管委会 开发区管委会 县级事业单位 垂直管理单位 国有企业 公司",
}


@pytest.mark.parametrize(
    ("likely", "stated"), [(kind, one) for kind, many in LIKELY.items() for one in many.split(" ")]
)
def test_the_most_likely_kind_of_body(likely: str, stated: str) -> None:
    (finding,) = findings(filing_with({"organ_type": stated}), "ST-14")
    assert [(one.suggested, one.certain) for one in finding.suspects] == [(likely, False)]
    assert finding.message().startswith(f"封面机关类型“{stated}”不在列表里，最可能是“{likely}”")
    assert f"“{likely}”" in finding.message("en")


def test_a_blank_section_one_is_one_finding_alone() -> None:
    assert reason(filing_with({"text": {"一": ""}}), "ST-11") == "第一部分没有内容"


@pytest.mark.parametrize(
    "words", ["国办公开办函〔2019〕60号", "国办公开办函[2019]60号", "国办公开办函（2019）60 号", "〔2019〕60号"]
)
@pytest.mark.parametrize(("year", "told"), [(2025, True), (2021, True), (2020, False)])
def test_the_old_notice_is_not_cited_any_more(words: str, year: int, *, told: bool) -> None:
    change = {"year": year, "text": {"六": f"按照{words}编制。没有收取信息处理费。"}}
    assert verdicts(change, "ST-12") == (["notice 六、其他事项!A3"] if told else [])


def test_the_new_notice_may_be_cited() -> None:
    assert verdicts({"text": {"六": "按照国办公开办函〔2021〕30号编制。没有收取信息处理费。"}}, "ST-12") == []


NUMBERS = [
    ("13800001234", "手机号 138******34"),
    ("138-0000-1234", "手机号 138********34"),
    ("138 0000 1234", "手机号 138********34"),
    ("１３８００００１２３４", "手机号 １３８******３４"),
    ("11010519491231002X", "身份证号 110*************2X"),
    ("0398-4812345", ""),
    ("12345678901", ""),
    ("110105194912310021", ""),  # its last digit is wrong
    ("91411221MA40000000", ""),
    ("138000012345", ""),
]


@pytest.mark.parametrize(("number", "hidden"), NUMBERS)
def test_personal_numbers_are_found_and_not_repeated(number: str, hidden: str) -> None:
    found = findings(filing_with({"text": {"六": f"联系人：某某，{number}。"}}), "ST-13")
    assert [one.message() for one in found] == ([f"第六部分有疑似{hidden}"] if hidden else [])


def test_every_personal_number_is_told() -> None:
    change = {"text": {"六": "电话13800001234、13900005678。"}}
    assert verdicts(change, "ST-13") == ["explain 六、其他事项!A3", "explain 六、其他事项!A3"]


def test_a_personal_number_stands_nowhere_in_its_finding() -> None:
    (found,) = findings(filing_with({"text": {"六": "没有收取信息处理费。电话13800001234。"}}), "ST-13")
    assert "13800001234" not in repr(replace(found, rule=None))  # type: ignore[arg-type]
    assert [cell.value for cell in found.cells] == ["138******34"]
