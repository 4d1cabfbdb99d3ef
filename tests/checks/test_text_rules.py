"""N-01 to N-10 on whole sentences: what they must find, and above all what they must leave alone.

The tables behind them are those of the base filing: 本年新收 40 (自然人 36), 上年结转 3, 办理结果总计 41, 结转下年 2,
复议 4, 诉讼 3; last year's 本年新收 was 34.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from tests.conftest import DAY
from tests.shipped import base_filing, base_previous, context_of, examine, load_rules, preview
from validator.exchange.filing_data import Value

TEXT_RULES = tuple(rule for rule in load_rules() if rule.on_text)

TRUE = [
    "2025年，全市各级行政机关共收到政府信息公开申请40件，加上上年结转3件，共办理43件；全年办结41件，按时办结率100%，结转下年度办理2件。",
    "全年受理依申请公开40件（市本级12件，各县区28件），同比增长17.65%，均按时答复。",
    "2025年度共收到申请40件，上年结转3件，答复41件，结转2026年2件。答复中，予以公开12件、部分公开5件，合计17件，占41.46%。",
    "因政府信息公开引发行政复议4件，其中维持2件、纠正1件，尚未审结1件；行政诉讼3件，均未败诉。",
    "本年新收申请40件，比2024年的34件增加6件，增幅17.6%。",
    "收到申请数量为40件，办结41件，其中同意公开12件，部分公开5件，不予公开6件，无法提供12件，不予处理3件，其他处理3件。",
    "截至2025年12月31日，办理依申请公开43件，办结41件，2件正在办理中。",
    "共收到申请约40件。",
    "收到申请40余件。",
    "收到申请近50件。",
    "受理信息公开申请四十三件。",
    "新收申请中，商业企业3件，其他组织1件，自然人36件。",
    "自然人申请占比90%，法人和其他组织占10%。",
    "办结41件，其中：予以公开12件（29.27%），部分公开5件（12.2%）。",
]

OTHER_MATTERS = [
    "办理政府信息公开申请43件，其中通过网络申请30件、当面申请5件、信函申请8件。",
    "全市规范性文件清理，宣布失效2件，修改5件。",
    "政府网站发布信息2.3万条，受理咨询投诉1200件，办结1180件；12345热线受理诉求56000件，办结率99.8%。",
    "举办培训2期，培训120人次；开展社会评议1次；考核12个部门。",
    "公布行政许可事项310项。",
    "依申请公开办理时限平均为12个工作日，较上年缩短2天。",
    "行政复议机关受理行政复议申请56件，办结50件。",
    "全年没有发生因政府信息公开被申请行政复议、提起行政诉讼被纠错的情况。",
    "我市公开重大决策12件，回应关切35件，办理建议提案43件。",
    "近三年来共受理申请120件。",
    "2025年1-6月受理申请21件。",
    "全市共有12家单位收到申请40件，6家单位没有收到申请。",
    "本年度未收到信访类申请。",
    "市政府办公室直接收到申请9件，各部门31件。",
    "全年无行政复议纠错案件。",
    "新收申请40件，比2023年增长20%。",
    "2024年收到申请45件。",
]

WRONG = [
    ("全市共收到政府信息公开申请45件。", ["N-01"]),
    ("受理申请40件、答复38件。", ["N-02"]),
    ("全年新收申请40件，上年结转5件，办结41件。", ["N-01"]),
    ("办结的申请中，予以公开12件、部分公开6件，不予公开6件。", ["N-03"]),
    ("新收申请中，自然人申请30件，法人或其他组织申请4件。", ["N-04"]),
    ("全年制发行政规范性文件10件。", ["N-05"]),
    ("全年行政复议案件5件、行政诉讼案件3件。", ["N-06"]),
    ("全年无行政诉讼。", ["N-06"]),
    ("新收申请40件，同比增长20%。", ["N-07"]),
    ("办结41件，予以公开12件，占27%。", ["N-07"]),
    ("新收申请40件，比2024年增长20%。", ["N-07"]),
    ("全市新收申请40件（市级部门10件、各县区28件）。", ["N-08"]),
    ("全市新收申请40件（市级部门14件、各县区28件）。", ["N-08"]),
    ("所有申请全部办结。", ["N-09"]),
    ("全年未收到政府信息公开申请。", ["N-09"]),
    ("收取信息处理费2250元（880、1080、270）。", ["N-10"]),
]


def codes(sentence: str, values: Mapping[str, Value] = MappingProxyType({})) -> list[str]:
    data = base_filing()
    data = replace(data, values={**data.values, **values})
    text = {**data.text, "五": f"{sentence}\n存在的主要问题：目录更新不及时。\n改进情况：按季度通报。"}
    filing = replace(preview(replace(data, text=text)), previous=preview(base_previous()))
    return [one.rule.code for one in examine(filing, TEXT_RULES, context_of(DAY)).findings]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_agrees_with_the_tables_is_silent(sentence: str) -> None:
    assert codes(sentence) == []


@pytest.mark.parametrize("sentence", OTHER_MATTERS)
def test_figures_about_something_else_are_left_alone(sentence: str) -> None:
    assert codes(sentence) == []


@pytest.mark.parametrize(("sentence", "wanted"), WRONG)
def test_what_contradicts_the_tables_is_found(sentence: str, wanted: list[str]) -> None:
    assert codes(sentence) == wanted


def test_a_group_with_a_cell_that_is_no_number_is_not_added_up() -> None:
    sentence = "办结41件，其中不予公开9件。"
    assert codes(sentence) == ["N-03"]
    assert codes(sentence, {"表三.不予公开_国家秘密.总计": "二"}) == []


def test_lists_are_parted_as_the_language_does() -> None:
    data = base_filing()
    text = {**data.text, "五": "全市共收到政府信息公开申请45件。\n存在的主要问题：目录更新不及时。"}
    (finding,) = examine(preview(replace(data, text=text)), TEXT_RULES, context_of(DAY)).findings
    readings = ("本年新收 40", "本年新收+上年结转 43", "办理结果总计 41", "办理结果总计+结转下年 43")
    assert finding.message().endswith("：" + "、".join(readings))
    assert finding.message("en").endswith(": " + ", ".join(readings))
