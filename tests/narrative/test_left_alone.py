"""Figures that are no statement: about something else, or in doubt and counted apart."""

from __future__ import annotations

import pytest

from tests.narrative.reading import counts, read, reasons
from validator.narrative.stated import Subject, UnclearReason

S = Subject


@pytest.mark.parametrize(
    "text",
    [
        "发布信息2700余条，发布公告公示70个，公开重要会议40次，更新县政府文件28个，其中政策类文件23个，均予以政策解读",
        "督促指导22家相关县直单位，12个乡镇解决新网站问题",
        "无一起政府信息公开泄密的情况发生",
        "办理人大代表建议、政协提案35件，全部办结",
        "办理12345热线工单1200件，办结率99.8%",
        "收到群众来信20件，均已答复",
        "收到13件群众来信",
        "受理各类群众诉求近17250件，在线答复率达100%",
        "共处理群众留言92条",
        "网站访问量120万次，同比增长20%",
        "公示行政许可、行政处罚信息1200条",
        "作出行政处罚决定公示316条",
        "依申请公开信息20条",
        "召开依申请公开工作培训会议3次，培训120人次",
        "在法定20个工作日内答复申请人",
        "按照国办函〔2020〕109号、第二十条第（一）项办理申请",
        "未收到行政许可申请",
        "受理行政许可申请1200件，办结1198件",
        "清理规范性文件，废止5件，宣布失效3件",
        "未来收到更多政府信息公开申请",
        "公开省政协提案的答复1篇、市人大代表建议的答复2篇",
        "一是健全依申请公开机制，二是规范受理流程3项",
        "根据《政府信息公开申请13件办理规则》办理",
    ],
)
def test_figures_about_something_else(text: str) -> None:
    reading = read(text)
    assert reading.statements == ()
    assert reading.unclear == ()


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("公开规范性文件5件", [("公开规范性文件5件", UnclearReason.NOT_IN_TABLE)]),
        ("审查规范性文件12件", [("规范性文件12件", UnclearReason.UNKNOWN_WORDS)]),
        ("医疗纠纷类申请5件", [("申请5件", UnclearReason.UNKNOWN_WORDS)]),
        ("受理低保申请120件，办结118件", [("申请120件", UnclearReason.UNKNOWN_WORDS)]),
        ("受理申请30-40件", [("40件", UnclearReason.UNKNOWN_WORDS)]),
        ("受理申请43件，结转2件", [("结转2件", UnclearReason.WHICH_CARRY)]),
        ("法人申请2件", [("法人申请2件", UnclearReason.NOT_IN_TABLE)]),
        ("行政复议、行政诉讼均为3件", [("行政复议、行政诉讼均为3件", UnclearReason.SEVERAL_SUBJECTS)]),
        ("行政复议、行政诉讼分别为4件", [("行政复议、行政诉讼分别为4件", UnclearReason.LIST_MISMATCH)]),
        ("因信息公开被复议，其中2024年结转1件", [("结转1件", UnclearReason.NOT_IN_TABLE)]),
        ("承办行政应诉案件5件", [("行政应诉案件5件", UnclearReason.NOT_IN_TABLE)]),
        ("收到申请40件，增长5%", [("增长5%", UnclearReason.NO_BASE)]),
    ],
)
def test_figures_left_alone_are_counted(text: str, unclear: list[tuple[str, UnclearReason]]) -> None:
    assert reasons(text) == unclear


def test_the_brackets_of_nobodys_figure_are_nobodys() -> None:
    reading = read("主动公开市政府规章13件（含新制定5件，修改4件，废止4件）")
    assert reading.statements == ()
    assert [one.quote for one in reading.unclear] == ["市政府规章13件", "新制定5件", "修改4件", "废止4件"]


def test_a_heading_sets_the_topic_of_its_paragraph_only() -> None:
    assert counts("（二）依申请公开。2025年，收到13件。") == [(S.RECEIVED, 13)]
    assert counts("（二）依申请公开。工作规范。\n收到13件。") == []


def test_admits() -> None:
    (one,) = read("受理申请2700余件").statements
    assert one.admits(2712)
    assert not one.admits(2800)
    (more,) = read("受理申请超过38件").statements
    assert more.admits(10**6)
    claim = read("全年收到的政府信息公开申请全部按期答复").statements[-1]
    assert not claim.admits(0)
