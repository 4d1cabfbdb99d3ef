"""P-01 to P-07 case by case: the statistical period wherever it can stand. The base filing is a report of 2025."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.examined import examined, filing_with, findings, reason, verdicts
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing

COVER = "封面!C10:C11"


def period(start: str, end: str, explained: str = "") -> dict[str, Any]:
    return {"period": {"start": start, "end": end}, "partial_year": explained}


COVERS: list[tuple[dict[str, Any], str, str]] = [
    (period("2025-01-01", "2025-12-31"), "", ""),
    (period("2024-01-01", "2024-12-31"), "must", ""),
    (period("2024-01-01", "2025-12-31"), "must", ""),
    (period("2025-01-01", "2026-12-31"), "must", ""),
    (period("2024-07-01", "2025-06-30", "2024年7月组建"), "must", ""),
    (period("2025-12-31", "2025-01-01"), "must", "swapped"),
    (period("2025-12-31", "2025-01-01", "2025年组建"), "must", "swapped"),
    (period("2025-01-01", "2025-12-30"), "must", "partial"),
    (period("2025-06-01", "2025-06-01"), "must", "partial"),
    (period("2025-06-01", "2025-12-31"), "must", "partial"),
    (period("2025-06-01", "2025-12-31", "  "), "must", "partial"),
    (period("2025-06-01", "2025-12-31", "本机关于2025年6月组建"), "explain", "partial"),
    (period("2025-01-01", "2025-03-31", "2025年3月撤销"), "explain", "partial"),
    (period("", "2025-12-31"), "must", "blank"),
    (period("2025-01-01", ""), "must", "blank"),
    (period("", ""), "must", "blank"),
    (period("", "2025年12月31日"), "must", "blank"),
    (period("2025.1.1", "2025.12.31"), "must", "text"),
    (period("2025年1月1日", "2025-12-31"), "must", "text"),
    (period("2025-01-01", "2025-02-30"), "must", "text"),
]


@pytest.mark.parametrize(("change", "severity", "variant"), COVERS)
def test_the_cover_states_the_whole_year(change: dict[str, Any], severity: str, variant: str) -> None:
    found = findings(filing_with(change), "P-01")
    assert [(one.severity.value, one.variant) for one in found] == ([(severity, variant)] if severity else [])
    assert verdicts(change, "P-01") == ([f"{severity} {COVER}"] if severity else [])


@pytest.mark.parametrize(
    ("change", "suspected"),
    [
        (period("2024-01-01", "2025-12-31"), [("C10", "2025-01-01")]),
        (period("2025-01-01", ""), [("C11", "2025-12-31")]),
        (period("2025.1.1", "2025.12.31"), [("C10", "2025-01-01"), ("C11", "2025-12-31")]),
        (period("2025-06-01", "2025-12-31"), [("C10", "2025-01-01")]),
        (period("2025-06-01", "2025-12-31", "2025年6月组建"), []),
    ],
)
def test_the_day_that_is_wrong_is_suspected(change: dict[str, Any], suspected: list[tuple[str, str]]) -> None:
    (finding,) = findings(filing_with(change), "P-01")
    assert [(one.place.cell, one.suggested) for one in finding.suspects] == suspected
    assert all(one.certain for one in finding.suspects)


def with_cells(filing: Filing, cells: dict[str, Cell]) -> Filing:
    return replace(filing, cells={**filing.cells, **cells})


def test_a_date_with_a_time_of_day_is_a_date() -> None:
    moment = Cell(datetime(2025, 1, 1, 8), CellKind.DATE)  # noqa: DTZ001
    assert findings(with_cells(filing_with({}), {"封面.统计期限起": moment}), "P-01") == []


def test_without_a_cover_there_is_nothing_to_hold_it_against() -> None:
    filing = filing_with({})
    bare = replace(filing, places={name: one for name, one in filing.places.items() if "统计期限" not in name})
    assert reason(bare, "P-01") == "没有封面统计期限"
    assert reason(filing_with({"year": "今年"}), "P-01") == "封面报告年度不是可用的年份"


@pytest.mark.parametrize(("lost", "kept"), [("封面.统计期限起", "C11"), ("封面.统计期限止", "C10")])
def test_a_day_whose_cell_is_lost_has_no_place_to_suspect(lost: str, kept: str) -> None:
    filing = filing_with({})
    cells = {name: cell for name, cell in filing.cells.items() if name != lost}
    places = {name: place for name, place in filing.places.items() if name != lost}
    bare = replace(filing, cells=cells, places=places)
    (finding,) = findings(bare, "P-01")
    assert ([cell.place.cell for cell in finding.cells], finding.variant, finding.suspects) == ([kept], "blank", ())


TABLE_PERIODS: list[tuple[dict[str, Any], list[str]]] = [
    *(
        ({"table_periods": {"表三": text}}, [])
        for text in (
            "2025年1月1日至2025年12月31日",
            "2025年1月1日至12月31日",
            "1月1日至12月31日",
            "2025.1.1-2025.12.31",
            "２０２５年１月１日—１２月３１日",
            "自2025年1月1日起至2025年12月31日止",
            "统计期限：2025年1月1日至2025年12月31日",
            "2025年1-12月",
            "2025年度",
            "二〇二五年",
        )
    ),
    ({"table_periods": {"表三": "2024年1月1日至2024年12月31日"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2024年1月1日至12月31日"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2024年度"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2025年1月1日至12月30日"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2025年上半年"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2025年一至三季度"}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "2025年一至四季度"}}, []),
    ({"table_periods": {"表三": ""}}, ["must 三、依申请公开!C2"]),
    ({"table_periods": {"表三": "全年"}}, ["must 三、依申请公开!C2"]),
    (
        {"table_periods": dict.fromkeys(("表二", "表三", "表四"), "2024年")},
        ["must 二、主动公开!B2", "must 三、依申请公开!C2", "must 四、复议诉讼!C2"],
    ),
    # One cause, one finding: where the cover is wrong (P-01), a table may follow it or be right.
    ({**period("2024-01-01", "2024-12-31"), "table_periods": {"表三": "2024年度", "表四": "2025年度"}}, []),
    ({**period("2025-12-31", "2025-01-01"), "table_periods": {"表二": "2025年1月1日至2025年12月31日"}}, []),
    ({**period("2024-01-01", "2024-12-31"), "table_periods": {"表三": "2023年度"}}, ["must 三、依申请公开!C2"]),
    (
        {**period("2025-06-01", "2025-12-31", "6月组建"), "table_periods": {"表三": "2025年6月1日至12月31日"}},
        [],
    ),
    # A head that says another period than the cover, which states no days, and than the year.
    ({**period("2025.1.1", "2025.12.31"), "table_periods": {"表三": "2024年度"}}, ["must 三、依申请公开!C2"]),
    (period("2025.1.1", "2025.12.31"), []),
]


@pytest.mark.parametrize(("change", "wanted"), TABLE_PERIODS)
def test_each_table_states_the_period_of_the_cover(change: dict[str, Any], wanted: list[str]) -> None:
    assert verdicts(change, "P-02") == wanted


def test_only_a_template_has_periods_on_its_tables() -> None:
    filing = filing_with({"table_periods": {"表三": "2024年"}})
    assert reason(replace(filing, from_template=False), "P-02") == "不是模板，表上没有统计期限"


def test_a_period_that_was_never_calculated_is_no_wrong_period() -> None:
    cell = Cell(None, CellKind.BLANK, formula="封面!C10")
    assert findings(with_cells(filing_with({}), {"表三.统计期限": cell}), "P-02") == []


FEE = "1.本年度没有发出收费通知，收取信息处理费0元。\n2."
EXPLAINED = "本机关于2025年6月组建"
SENTENCES: list[tuple[str, str, str]] = [
    *(
        (text, "", "")
        for text in (
            "统计期限为2025年1月1日至2025年12月31日",
            "统计时限：2025年1月1日至12月31日",
            "统计周期自２０２５年１月１日起至同年１２月３１日止",
            "统计期限为2025年1—12月",
            "统计期限为1月1日至12月31日",
            "本报告中所列数据的统计期限从2025年1月1日起至2025年12月31日止",
            "报告所列数据统计区间为2025.1.1-2025.12.31",
            "统计期限：2025/1/1—2025/12/31",
            "统计期限为二〇二五年一月一日至二〇二五年十二月三十一日",
            "统计期限为2025\u00a0年\u00a01\u00a0月 1 日至12月31日",
            "统计期限为2025年01月01日至2025年12月31日",
        )
    ),
    *(
        (text, "must", "")
        for text in (
            "统计期限为2024年1月1日至12月31日",
            "统计期限为2024年1月1日至2025年12月31日",
            "统计期限为2025年1月1日至2026年1月31日",
            "统计期限为2025年12月31日至2025年1月1日",
            "统计期限为2025年2月30日至2025年12月31日",
            "统计周期自二〇二四年一月一日起至同年十二月三十一日止",
            "数据统计期限为2024年度",
            "数据统计截至2024年12月31日",
            "数据统计截至2025年11月30日",
            "统计期限为2024年　月　日至　年　月　日",
        )
    ),
    ("统计期限为2025年1月1日至12月30日", "must", "partial_unexplained"),
    ("统计期限为2025年6月1日至12月31日", "must", "partial_unexplained"),
    ("统计期限为2025年1—11月", "must", "partial_unexplained"),
    ("数据统计期限为2025年度", "notice", "year"),
    ("数据统计截至2025年12月31日", "notice", "until"),
    ("数据统计截至12月31日", "notice", "until"),
    ("统计期限为　年　月　日至　年　月　日", "explain", "incomplete"),
    ("统计期限为2025年1月1日", "explain", "incomplete"),
]


@pytest.mark.parametrize(("text", "severity", "variant"), SENTENCES)
@pytest.mark.parametrize(("section", "cell"), [("一", "一、总体情况!A3"), ("六", "六、其他事项!A3")])
def test_the_text_states_the_year(text: str, severity: str, variant: str, section: str, cell: str) -> None:
    filing = filing_with({"text": {"六": FEE, section: f"{FEE}{text}。"}})
    found = findings(filing, "P-03")
    assert [(one.severity.value, one.variant) for one in found] == ([(severity, variant)] if severity else [])
    for one in found:
        (where,) = one.cells
        assert (f"{where.place.sheet}!{where.place.cell}", where.indicator) == (cell, f"正文.{section}")
        assert str(where.value) in text
    assert findings(filing, "P-04") == []


@pytest.mark.parametrize(
    "text",
    [
        "公示期限为2024年12月20日至2025年1月5日",
        "办理期限为2024年1月1日至2024年12月31日",
        "整改期限为2024年12月31日前",
        "规划期为2021年至2025年",
        "统计局2024年1月1日至12月31日开展普查",
        "统计期限详见附表",
    ],
)
def test_another_period_is_left_alone_and_is_no_statement_of_the_period(text: str) -> None:
    filing = filing_with({"text": {"六": f"{FEE}{text}。"}})
    assert findings(filing, "P-03") == []
    assert verdicts({"text": {"六": f"{FEE}{text}。"}}, "P-04") == ["explain 六、其他事项!A3"]


def test_part_of_a_year_is_explained_by_the_cover() -> None:
    text = {"六": f"{FEE}统计期限为2025年6月1日至12月31日。"}
    assert verdicts({"text": text, "partial_year": EXPLAINED}, "P-03") == ["explain 六、其他事项!A3"]
    text = {"六": f"{FEE}统计期限为2024年6月1日至12月31日。"}
    assert verdicts({"text": text, "partial_year": EXPLAINED}, "P-03") == ["must 六、其他事项!A3"]


def test_every_sentence_is_a_finding_of_its_own() -> None:
    text = "统计期限为2024年1月1日至12月31日"
    change = {"text": {"一": f"{text}。", "六": f"{FEE}{text}。\n3.统计期限为2023年1月1日至12月31日。"}}
    assert verdicts(change, "P-03") == ["must 一、总体情况!A3", "must 六、其他事项!A3", "must 六、其他事项!A3"]


def test_the_period_is_asked_for_in_the_last_section_with_text() -> None:
    assert verdicts({"text": {"六": ""}}, "P-04") == ["explain 五、问题及改进!A3"]
    assert verdicts({"text": {"五": "", "六": ""}}, "P-04") == ["explain 一、总体情况!A3"]
    assert reason(filing_with({"text": {"一": "", "五": "", "六": ""}}), "P-04") == "没有正文"


TITLES = [
    ("示例市人民政府2025年政府信息公开工作年度报告", []),
    ("示例市人民政府二〇二五年政府信息公开工作年度报告", []),
    ("示例市人民政府２０２５年度政府信息公开工作年度报告", []),
    ("2025年示例市人民政府政府信息公开工作年度报告", []),
    ("示例市人民政府 2025 年\n政府信息公开工作年度报告", []),
    ("示例市人民政府2024年政府信息公开工作年度报告", ["must 封面!B4"]),
    ("示例市人民政府二〇二四年政府信息公开工作年度报告", ["must 封面!B4"]),
    ("示例市人民政府政府信息公开工作年度报告", []),  # ST-04's business
    ("", []),
]


@pytest.mark.parametrize(("title", "wanted"), TITLES)
def test_the_title_says_the_year(title: str, wanted: list[str]) -> None:
    assert verdicts({"text": {"标题": title}}, "P-05") == wanted


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("示例市2025.xlsx", []),
        ("年报.xlsx", []),
        ("示例市2024.xlsx", ["notice"]),
        ("最终版v2024.xlsx", ["notice"]),
        ("2024与2025.xlsx", []),
        ("20240101.xlsx", []),
        ("2024/示例市.xlsx", []),
    ],
)
def test_a_file_name_of_another_year_is_only_told(file: str, wanted: list[str]) -> None:
    assert verdicts({"as_found": {"file": file}}, "P-05") == wanted


def test_a_sheet_name_of_another_year_is_only_told() -> None:
    sheets = [*filing_with({}).sheet_names, "2024年底稿", "2025年备注"]
    (finding,) = findings(filing_with({"as_found": {"sheets": sheets}}), "P-05")
    assert (finding.severity.value, finding.message()) == ("notice", "工作表名“2024年底稿”里的年度不是 2025 年")


YEARS: list[tuple[object, str, str]] = [
    (2025, "", ""),
    (2019, "", ""),
    (2026, "explain", "current"),
    (2027, "must", ""),
    (99999, "must", ""),
    (2018, "must", "early"),
    (-5, "must", "early"),
    (2025.5, "must", "unreadable"),
    ("2025", "explain", "written"),
    ("2025年", "explain", "written"),
    (" ２０２５年度 ", "explain", "written"),
    ("二〇二五年", "explain", "written"),
    ("\u200b2025.0", "explain", "written"),
    ("公元2019年", "explain", "written"),
    ("2018年", "must", "early"),
    ("2027", "must", ""),
    ("25年", "must", "unreadable"),
    ("2025-2026", "must", "unreadable"),
    ("2025年1月", "must", "unreadable"),
    ("20255", "must", "unreadable"),
    ("今年", "must", "unreadable"),
    ("", "must", "unreadable"),
    (True, "must", "unreadable"),
]


@pytest.mark.parametrize(("stated", "severity", "variant"), YEARS)
def test_the_year_can_be_believed(stated: object, severity: str, variant: str) -> None:
    found = findings(filing_with({"year": stated}), "P-06")
    assert [(one.severity.value, one.variant) for one in found] == ([(severity, variant)] if severity else [])


@pytest.mark.parametrize(
    ("today", "wanted"),
    [(date(2024, 12, 31), ["must"]), (date(2025, 12, 31), ["explain"]), (date(2026, 1, 1), []), (date(2040, 1, 1), [])],
)
def test_the_year_is_held_against_the_day_of_the_check(today: date, wanted: list[str]) -> None:
    assert [one.severity.value for one in findings(filing_with({}), "P-06", today)] == wanted


FOREIGN = [
    ("2024年，我市共受理政府信息公开申请34件。", True),
    ("2024年度全市主动公开信息3000条。", True),
    ("2024年我局共受理申请34件。", True),
    ("与2024年相比，申请量增加。", False),
    ("申请量较2024年增长5%，今年与2024年持平。", False),
    ("按照国办函〔2020〕109号和《2024年政务公开工作要点》办理。", False),
    ("“十四五”（2021年至2025年）规划实施以来，自2020年起逐年改进。", False),
    ("2026年将继续轮训；下一步，2026年完善制度。", False),
    ("截至2024年底，累计公开3000条。", False),
    ("2024年制定的制度继续施行，2024年12月印发的文件继续有效。", False),
    ("上年度（2024年）结转3件。", False),
]


@pytest.mark.parametrize(("text", "flagged"), FOREIGN)
def test_another_year_s_work_is_not_this_year_s(text: str, *, flagged: bool) -> None:
    wanted = ["explain 五、问题及改进!A3"] if flagged else []
    assert verdicts({"text": {"五": f"存在的主要问题：答复不够及时。{text}"}}, "P-07") == wanted


LEFT_OVER = [
    "2024年，我局共受理政府信息公开申请34件，较2022年增加5件",
    "2024年，我局共受理政府信息公开申请34件，较2023年增加5件，增长17%",
    "2024年度，全县共收到申请34件，同比增长20%",
    "2024年全市各级机关共收到依申请公开34件，比上年减少3件，均按时答复",
    "二〇二四年，我镇主动公开信息300条，与二〇二三年相比增加30条",
    "2024年，我局主动公开信息300条，较2022年、2023年分别增加20条、30条",
    "2024年，我局主动公开信息300条，与去年同期相比增加30条",
    "2023年，我镇围绕中心工作公开信息56条，比2022年多6条",
]
"""Last year's sentence, its comparison and all."""

OF_NOW = [
    "2025年，我局共受理申请40件，较2024年增加6件",
    "与2024年相比，我局共受理申请增加6件",
    "较2024年，我局共受理申请增加6件",
    "我局共受理申请40件，较2024年增加6件",
    "我局受理申请40件，比2024年的34件增加6件",
    "2024年我局共受理申请34件，今年受理40件，同比增长17.6%",
    "2024年，我局共受理申请34件。2025年受理40件，同比增长17.6%",
    "2024年，我局共受理申请34件；今年受理40件",
    "受理量从2024年的34件增加到40件",
    "对2024年度政务公开考核反馈的问题，我局逐项整改",
    "2024年以来，我局共公开信息300条",
    "按照《2024年政务公开工作要点》，我局公开信息30条",
    "2026年，我局将加强培训",
    "与2023年、2024年相比，我局公开数量均有增长",
    "我局申请量连续三年下降，2023年50件、2024年45件、2025年40件",
    "全县公开2024年度部门决算35家",
    "2024年12月，我局受理的1件申请于2025年1月办结",
    "2024年末，全县共公开规范性文件5件",
    "同比2024年，我局共受理申请增加5件",
    "我局共受理申请40件（2024年：34件），同比增长17.6%",
]
"""Comparisons, reviews, plans and deadlines: this year's report may say so."""


@pytest.mark.parametrize("text", LEFT_OVER)
def test_a_comparison_does_not_hide_last_year_s_sentence(text: str) -> None:
    change = {"text": {"五": f"{text}。\n存在的主要问题：答复不够及时。"}}
    assert verdicts(change, "P-07") == ["explain 五、问题及改进!A3"]


@pytest.mark.parametrize("text", OF_NOW)
def test_another_year_may_be_told_of(text: str) -> None:
    assert verdicts({"text": {"五": f"{text}。\n存在的主要问题：答复不够及时。"}}, "P-07") == []


def test_a_year_that_cannot_be_used_stops_the_rules_that_need_it_and_no_other() -> None:
    report = examined(filing_with({"year": "今年"}))
    skipped = {one.code for one in report.coverage.not_run if str(one.reason) == "封面报告年度不是可用的年份"}
    assert skipped == {"P-01", "P-03", "P-05", "P-07", "ST-02", "ST-08"}
    assert [one.rule.code for one in report.findings] == ["P-06"]
