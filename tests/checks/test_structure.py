"""ST-01 to ST-03, ST-05, ST-08 and ST-10 case by case: parts and their order, edition, labels, dates, bodies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.checks.known import DEPARTMENTS, GOVERNMENTS, KINDS, SHEETS
from tests.examined import Change, filing_with, findings, reason, verdicts
from validator.model.form import NumberKind

HEADINGS = [
    ("五", "五、存在的主要问题及改进情况", False),
    ("五", "五、 存在的主要\u3000问题及改进情况", False),
    ("六", "六、其他需要报告的事项：", False),
    ("三", "三、收到和处理政府信息公开申请情况。", False),
    ("五", "五、政府信息公开工作存在的主要问题及改进情况", True),
    ("五", "五、存在的问题及改进情况", True),
    ("一", "（一）总体情况", True),
    ("一", "1.总体情况", True),
    ("二", "三、主动公开政府信息情况", True),
    ("六", "", True),
]


@pytest.mark.parametrize(("number", "title", "flagged"), HEADINGS)
def test_the_title_of_a_section(number: str, title: str, *, flagged: bool) -> None:
    sheet = next(name for name in SHEETS if name.startswith(number))
    wanted = [f"explain {sheet}!A1"] if flagged else []
    assert verdicts({"as_found": {"headings": {number: title}}}, "ST-01") == wanted


@pytest.mark.parametrize("missing", [["六"], ["五", "六"], ["一"], ["一", "五", "六"]])
def test_a_missing_section_must_be_added(missing: list[str]) -> None:
    found = findings(filing_with({"as_found": {"missing": missing}}), "ST-01")
    assert [(one.severity.value, one.variant, one.member, one.cells) for one in found] == [
        ("must", "missing", number, ()) for number in missing
    ]


def test_a_missing_section_is_no_blank_one() -> None:
    assert verdicts({"as_found": {"missing": ["六"]}}, "ST-06") == []


ORDERS = [
    ([0, 1, 2, 3, 4, 5], []),
    ([0, 1, 2, 4, 3, 5], ["must 五、问题及改进!A1"]),
    ([5, 0, 1, 2, 3, 4], ["must 六、其他事项!A1"]),
    ([1, 0, 2, 3, 4, 5], ["must 二、主动公开!A1"]),
]


@pytest.mark.parametrize(("order", "wanted"), ORDERS)
def test_the_sections_stand_in_order(order: list[int], wanted: list[str]) -> None:
    sheets = ["封面", *(SHEETS[number] for number in order), "情况说明", "校验"]
    assert verdicts({"as_found": {"sheets": sheets}}, "ST-01") == wanted


HEADS = {"表二": "二、主动公开!A1", "表三": "三、依申请公开!A1"}
EDITIONS: list[tuple[int, Any, dict[str, str]]] = [
    (2025, "2021", {}),
    (2021, "2021", {}),
    (2020, "2019", {}),
    (2019, "2019", {}),
    (2020, "2021", {"表二": "explain", "表三": "explain"}),
    (2025, "2019", {"表二": "must", "表三": "must"}),
    (2021, "2019", {"表二": "must", "表三": "must"}),
    (2025, {"表二": "2019"}, {"表二": "must"}),
    (2025, {"表三": "2019"}, {"表三": "must"}),
    (2025, {"表四": "2019"}, {}),
    (2020, {"表三": "2019"}, {"表二": "explain"}),
]


@pytest.mark.parametrize(("year", "edition", "wanted"), EDITIONS)
def test_the_edition_fits_the_year_table_by_table(year: int, edition: Any, wanted: dict[str, str]) -> None:
    change = {"year": year, "edition": edition, "values": {}}
    assert verdicts(change, "ST-02") == [f"{severity} {HEADS[table]}" for table, severity in wanted.items()]


def test_the_figures_of_both_editions_are_read_whatever_the_year() -> None:
    filing = filing_with({"edition": {"表二": "2019", "表三": "2019"}, "values": {"表二.行政许可.本年增减": -1}})
    kinds = [one.kind for one in filing.form.indicators.values()]
    assert kinds.count(NumberKind.SIGNED) == 5
    assert len(kinds) == 22 + 161 + 15


LABELS = [
    ("三、依申请公开!B12", "(三) 不予公开", True),
    ("三、依申请公开!B12", "（三）\n不予公开", True),
    ("三、依申请公开!C13", "2．其他法律行政法规禁止公开", True),
    ("三、依申请公开!C14", '3.危及"三安全一稳定"', True),
    ("三、依申请公开!C29", "2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请", True),
    ("三、依申请公开!C13", "2.其他法律行政止公开", False),
    ("三、依申请公开!I7", "其他组织", False),
    ("三、依申请公开!J6", "合计", False),
    ("三、依申请公开!B12", "", False),
    ("三、依申请公开!A8", "本年新收政府信息公开申请数量", False),
]


@pytest.mark.parametrize(("at", "text", "fits"), LABELS)
def test_a_label_is_the_form_s(at: str, text: str, *, fits: bool) -> None:
    change = {"as_found": {"labels": {at: text}}}
    assert verdicts(change, "ST-03") == ([] if fits else [f"must {at}"])
    published = replace(filing_with(change), from_template=False)
    assert [one.severity.value for one in findings(published, "ST-03")] == ([] if fits else ["explain"])


def test_the_labels_of_the_older_edition_are_its_own() -> None:
    assert verdicts({"year": 2020, "edition": "2019", "values": {}}, "ST-03") == []


def limit(kind: str) -> str:
    """The last day on which a body of that kind may publish its report of 2025."""
    return "2026-01-31" if kind in DEPARTMENTS else "2026-03-31" if kind in GOVERNMENTS else "2026-12-31"


@pytest.mark.parametrize("kind", [*KINDS, ""])
def test_a_report_is_published_in_time(kind: str) -> None:
    for day in ("2026-01-01", "2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01", "2026-12-31"):
        wanted = ["explain 封面!C13"] if day > limit(kind) else []
        assert verdicts({"organ_type": kind, "published": day}, "ST-08") == wanted, day
    for day in ("2025-12-31", "2027-01-01"):
        (finding,) = findings(filing_with({"organ_type": kind, "published": day}), "ST-08")
        assert finding.message() == f"2025 年的报告应在 2026 年公布，公布日期是 {day}"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"published": ""}, "封面没有填公布日期"),
        ({"published": "2026年3月"}, "封面公布日期不是日期"),
        ({"year": "今年"}, "封面报告年度不是可用的年份"),
    ],
)
def test_without_a_day_or_year_publication_is_not_judged(change: Change, why: str) -> None:
    assert reason(filing_with(change), "ST-08") == why


OWN = {"我局": "部门", "我厅": "部门", "我委": "部门", "本局": "部门", "我镇": "乡镇", "我乡": "乡镇", "我街道": "乡镇"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", [*OWN, "我市", "我县", "我省"])
def test_a_body_calls_itself_what_it_is(kind: str, word: str) -> None:
    fits = word not in OWN or kind == "其他" or OWN[word] in kind
    change = {"organ_type": kind, "text": {"五": f"存在的主要问题：{word}目录更新不及时。"}}
    assert verdicts(change, "ST-10") == ([] if fits else ["explain 五、问题及改进!A3"])


def test_each_wrong_name_is_told_once_a_section() -> None:
    text = "存在的主要问题：我局目录更新不及时，我镇、我局都要改进。"
    found = findings(filing_with({"text": {"五": text, "六": "我局没有收取信息处理费。"}}), "ST-10")
    assert [one.message() for one in found] == [
        f"第{section}部分自称“{word}”，机关类型是设区的市级政府"
        for section, word in (("五", "我局"), ("五", "我镇"), ("六", "我局"))
    ]
