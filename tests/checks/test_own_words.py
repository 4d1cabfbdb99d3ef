"""What a report says of itself: its period, its founding within the year, the words of its title."""

from __future__ import annotations

import pytest

from tests.examined import filing_with, findings, verdicts
from validator.language.founding import declares_partial_year

ORGAN = "青禾县数据管理局"

FOUNDED = """
本局于2025年3月组建，统计期限从组建之日起算。
我单位于2025年3月18日正式挂牌成立。
本机关2025年3月由两个单位合并组建。
青禾县数据管理局于2025年3月成立。
县数据局于2025年3月挂牌。
本局自2025年3月组建以来，认真开展工作。
因机构改革，我局于2025年9月撤销，职能并入其他部门。
我局于今年3月组建。
本单位于本年3月成立后开展工作。
我委于２０２５年３月成立。
""".splitlines()[1:]
NOT_FOUNDED = """
我局于2025年3月成立政务公开领导小组。
本局2025年3月组建工作专班。
我局于2025年3月成立信息公开工作机构。
我局于2023年3月组建。
青禾县林业局于2025年3月组建。
2025年3月，全县成立检查组。
我局2025年3月撤销栏目2个。
本局2025年3月合并公众号3个。
""".splitlines()[1:]


@pytest.mark.parametrize("text", FOUNDED)
def test_a_body_says_that_it_began_or_ended(text: str) -> None:
    assert declares_partial_year(text, ORGAN, 2025)


@pytest.mark.parametrize("text", NOT_FOUNDED)
def test_what_was_founded_is_not_the_body(text: str) -> None:
    assert not declares_partial_year(text, ORGAN, 2025)


FEE = "没有收取信息处理费。"
COVERS = [
    "本报告涵盖2025年1月1日至2025年12月31日期间的政府信息公开工作情况。",
    "本年度报告反映2025年1月1日至12月31日期间的工作。",
    "本年报主要反映了2025年1月1日至2025年12月31日期间我市政府信息公开情况。",
    "本报告涵盖自2025年1月1日至2025年12月31日期间的情况。",
    "本报告覆盖2025年1月1日到12月31日。",
    "本报告汇总2025年1—12月的工作。",
    "本报告涵盖我市2025年1月1日至2025年12月31日的工作情况。",
]


@pytest.mark.parametrize("text", COVERS)
def test_a_report_that_covers_days_states_its_period(text: str) -> None:
    assert verdicts({"text": {"六": text + FEE}}, "P-04") == []
    assert verdicts({"text": {"六": text + FEE}}, "P-03") == []
    wrong = text.replace("2025", "2024")
    assert verdicts({"text": {"六": wrong + FEE}}, "P-03") == ["must 六、其他事项!A3"]


@pytest.mark.parametrize(
    "text",
    [
        "本报告反映2025年工作情况。",
        "本规划涵盖2021年1月1日至2025年12月31日期间的项目。",
        "目录涵盖2024年1月1日至2024年12月31日期间的文件。",
        "公示期涵盖2025年12月20日至2026年1月5日。",
    ],
)
def test_what_else_covers_days_states_none(text: str) -> None:
    assert verdicts({"text": {"六": text + FEE}}, "P-03") == []
    assert verdicts({"text": {"六": text + FEE}}, "P-04") == ["explain 六、其他事项!A3"]


def test_a_part_of_the_year_is_explained_by_the_founding_the_text_tells() -> None:
    period = "统计期限为2025年3月18日至12月31日。"
    assert [one.severity.value for one in findings(filing_with({"text": {"六": period + FEE}}), "P-03")] == ["must"]
    told = {"text": {"五": "存在的主要问题：本机关于2025年3月组建，人手不足。", "六": period + FEE}}
    (finding,) = findings(filing_with(told), "P-03")
    assert (finding.severity.value, finding.variant) == ("explain", "partial")


TOWN, DISTRICT = "示例市人民政府", "示例市临河区人民政府"
OFFICES = [
    (DISTRICT, "区政府办公室受理政府信息公开申请7件。", ["notice"]),
    (DISTRICT, "区政府办受理政府信息公开申请7件。", ["notice"]),
    (DISTRICT, "区人民政府办公室收到政府信息公开申请7件，均已办结。", ["notice"]),
    (DISTRICT, "区政府受理政府信息公开申请7件。", ["explain"]),
    (DISTRICT, "临河区受理政府信息公开申请7件。", ["explain"]),
    (DISTRICT, "区住建局受理政府信息公开申请7件。", []),
    (DISTRICT, "市政府办公室受理政府信息公开申请7件。", []),
    (DISTRICT, "其中区政府办公室受理政府信息公开申请7件。", []),
    ("示例市人民政府办公室", "市政府办公室受理政府信息公开申请7件。", ["explain"]),
    ("示例市人民政府办公室", "市政府办受理政府信息公开申请7件。", ["explain"]),
    ("示例市人民政府办公室", "市府办受理政府信息公开申请7件。", ["explain"]),
    ("示例市住房和城乡建设局", "市住建局受理政府信息公开申请7件。", ["explain"]),
    ("示例市住房和城乡建设局", "市城市管理局受理政府信息公开申请7件。", []),
    ("示例市发展和改革委员会", "市发改委受理政府信息公开申请7件。", ["explain"]),
    ("示例市临河区人民政府北关街道办事处", "北关街道受理政府信息公开申请7件。", ["explain"]),
    ("示例市临河区人民政府北关街道办事处", "北关街道办事处受理政府信息公开申请7件。", ["explain"]),
    ("示例市临河区人民政府北关街道办事处", "临河区政府受理政府信息公开申请7件。", []),
    ("示例市公安局", "市公安局交警支队受理政府信息公开申请7件。", []),
]


@pytest.mark.parametrize(("organ", "sentence", "wanted"), OFFICES)
def test_whose_figure_it_is(organ: str, sentence: str, wanted: list[str]) -> None:
    change = {"organ": organ, "text": {"五": f"{sentence}\n存在的主要问题：目录更新不及时。"}}
    assert [one.severity.value for one in findings(filing_with(change), "N-01")] == wanted
