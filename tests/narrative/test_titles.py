"""Titles taken apart, and another year's work told as this year's."""

from __future__ import annotations

import pytest

from validator.language.titles import report_year_in_title, split_title
from validator.narrative.foreign import foreign_year_work


@pytest.mark.parametrize(
    ("text", "organ", "year"),
    [
        ("渑池县人民政府 2023 年政府信息公开工作年度报告", "渑池县人民政府", 2023),
        ("渑池县人民政府２０２３年度政府信息公开工作年度报告", "渑池县人民政府", 2023),
        ("渑池县人民政府二〇二三年政府信息公开工作年度报告", "渑池县人民政府", 2023),
        ("2023年渑池县人民政府政府信息公开工作年度报告", "渑池县人民政府", 2023),
        ("渑池县人民政府\n2023年政府信息公开工作年度报告", "渑池县人民政府", 2023),
        ("渑池县人民政府政府信息公开工作年度报告（2023年）", "渑池县人民政府", 2023),
        ("渑池县人民政府政府信息公开工作年度报告（2023）", "渑池县人民政府", 2023),
        ("渑池县人民政府信息公开工作年度报告", "渑池县人民政府", None),
        ("2O23年政府信息公开工作年度报告", "", 2023),
    ],
)
def test_organ_and_year(text: str, organ: str, year: int | None) -> None:
    title = split_title(text)
    assert title is not None
    assert (title.organ, title.year, title.remainder) == (organ, year, "")
    assert title.has_work
    assert title.has_yearly
    assert title.has_report


@pytest.mark.parametrize(
    ("text", "work", "yearly", "report", "remainder"),
    [
        ("某局2023年政府信息公开年度报告", False, True, True, ""),
        ("某局2023年政府信息公开工作报告", True, False, True, ""),
        ("某局2023年度政府信息公开报告", False, True, True, ""),
        ("某局2023年政府信息公开工作总结", True, False, False, ""),
        ("某局2023年政府信息公开工作年度报告（附表）", True, True, True, "附表"),
        ("某局2023年政府信息公开工作年度报告-working", True, True, True, "working"),
    ],
)
def test_what_the_title_leaves_out(text: str, work: bool, yearly: bool, report: bool, remainder: str) -> None:
    title = split_title(text)
    assert title is not None
    assert (title.organ, title.has_work, title.has_yearly, title.has_report) == ("某局", work, yearly, report)
    assert title.remainder == remainder


def test_a_title_may_state_two_years() -> None:
    text = "某局2023年度政府信息公开工作年度报告（2024年）"
    assert [(one.year, one.quote) for one in report_year_in_title(text)] == [(2023, "2023年度"), (2024, "2024年")]


@pytest.mark.parametrize("text", ["关于放假的通知", "", "2023年工作总结"])
def test_no_title_of_such_a_report(text: str) -> None:
    assert split_title(text) is None


@pytest.mark.parametrize(
    ("text", "year", "quote"),
    [
        ("2024年，我局共受理政府信息公开申请5件。", 2024, "2024年，我局共受理政府信息公开申请5件"),
        ("（二）依申请公开。2024年,全县受理申请40件。", 2024, "2024年,全县受理申请40件"),
        ("二〇二四年，我局共受理申请5件", 2024, "二〇二四年，我局共受理申请5件"),
        ("我局2024年共公开信息50条。", 2024, "2024年共公开信息50条"),
        ("2024年1月至12月，我镇共公开信息80条。", 2024, "2024年1月至12月，我镇共公开信息80条"),
        ("2024年度，本机关认真落实条例，主动公开信息", 2024, "2024年度，本机关认真落实条例"),
        ("2026年，我局共受理申请5件", 2026, "2026年，我局共受理申请5件"),
    ],
)
def test_work_of_another_year(text: str, year: int, quote: str) -> None:
    (mention,) = foreign_year_work(text, 2025)
    assert (mention.year, mention.quote) == (year, quote)
    assert text[mention.start : mention.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "2025年，我局共受理政府信息公开申请5件。",
        "按照国办函〔2024〕109号要求，我局公开信息。",
        "按照某发（2024）12号，我局公开信息。",
        "根据[2020]109号文件，我局受理申请。",
        "根据《2024年政务公开工作要点》，我局开展培训。",
        "2021—2025年，我局公开规划。",
        "2021年至2025年，我局公开规划。",
        "“十四五”期间，我局公开规划。",
        "较2024年，我局受理申请增加5件。",
        "比2024年，我局多公开信息5条。",
        "与2024年相比，我局公开信息增加。",
        "同比2024年，我局公开信息增长。",
        "2024年底结转3件，我局已全部办结。",
        "2024年受理申请30件，2025年我局共受理40件。",
        "2026年，我局将继续公开信息。",
        "2026年，我局继续加强信息公开。",
        "自2008年条例施行以来，我局公开信息。",
        "2024年以来，我局公开信息。",
        "2024年12月，我局公开信息。",
        "针对2024年存在的问题，我局加强公开。",
        "我局在2024年度考核中获评优秀，公开工作受到肯定。",
        "2024年印发的办法，我局已公开。",
        "下一步，2026年我局计划公开目录。",
    ],
)
def test_years_that_belong_there(text: str) -> None:
    assert foreign_year_work(text, 2025) == ()
