"""ST-04 and ST-09 case by case: what the title says, and whether cover, title and file name one body."""

from __future__ import annotations

import pytest

from tests.examined import examined, filing_with, findings, reason, verdicts

BODY = "示例市人民政府"
TITLES = [
    (f"{BODY}2025年政府信息公开工作年度报告", ""),
    ("示例市2025年度政府信息公开工作年度报告", ""),
    (f"2025年{BODY}政府信息公开工作年度报告", ""),
    (f"{BODY}2025年政府信息公开年度报告", "“工作”"),
    (f"{BODY}2025年政府信息公开工作报告", "“年度”"),
    (f"{BODY}2025年度政府信息公开工作总结", "“报告”"),
    (f"{BODY}2025年政务公开工作年度报告", "“政府信息公开”"),
    (f"{BODY}2025年工作年度报告", "“政府信息公开”"),
    (f"{BODY}政府信息公开工作年度报告", "年度"),
    ("2025年政府信息公开工作年度报告", "机关名称"),
    ("年度报告", "机关名称、年度、“政府信息公开”、“工作”"),
]


@pytest.mark.parametrize(("title", "lacking"), TITLES)
def test_the_title_has_body_year_and_words(title: str, lacking: str) -> None:
    found = findings(filing_with({"text": {"标题": title}}), "ST-04")
    assert [one.message() for one in found] == ([f"标题“{title}”缺少{lacking}"] if lacking else [])


BUREAU = "示例县教育局"
OTHERWISE = [  # every word of the title is there, in another place
    "示例县教育局政府信息公开工作2025年年度报告",
    "示例县教育局政府信息公开工作2025年度报告",
    "示例县教育局政府信息公开工作（2025年）年度报告",
    "示例县教育局政府信息公开2025年工作年度报告",
    "示例县教育局政府信息公开2025年度工作报告",
    "示例县教育局2025年政府信息公开工作的年度报告",
    "示例县教育局2025年政府信息公开工作情况的年度报告",
    "示例县教育局2025年政府信息公开工作情况年度报告",
    "示例县教育局2025年政府信息公开年度工作报告",
    "示例县教育局关于2025年政府信息公开工作的年度报告",
    "示例县教育局关于2025年度政府信息公开工作情况的报告",
    "关于示例县教育局2025年政府信息公开工作的年度报告",
    "关于2025年示例县教育局政府信息公开工作年度报告",
    "2025年度示例县教育局政府信息公开工作年度报告",
    "2025年政府信息公开工作年度报告（示例县教育局）",
    "政府信息公开工作2025年度报告——示例县教育局",
    "示例县教育局政府信息公开工作年度报告（2025年度）",
    "《示例县教育局2025年政府信息公开工作年度报告》",
    "示例县教育局关于印发《2025年政府信息公开工作年度报告》的通知",
    "示例县教育局2025年政府信息公开工作年度报告（政务公开科）",
    "示例县教育局二〇二五年政府信息公开工作年度报告",
]


@pytest.mark.parametrize("title", OTHERWISE)
def test_words_in_another_place_are_not_missing(title: str) -> None:
    filing = filing_with({"text": {"标题": title}, "organ": BUREAU, "as_found": {"file": "年报.xlsx"}})
    codes = {"ST-04", "ST-09", "P-05"}
    assert {one.rule.code for one in examined(filing).findings} & codes == set()


@pytest.mark.parametrize(
    ("title", "lacking"),
    [
        ("示例县教育局2025年政府信息公开年报", "“工作”、“年度报告”"),
        ("示例县教育局2025年度政府信息公开年报", "“工作”、“年度报告”"),
        ("示例县教育局2025年政府信息公开工作年报", "“年度报告”"),
        ("示例县委教育工作委员会2025年政府信息公开年度报告", "“工作”"),
        ("关于2025年政府信息公开工作的年度报告", "机关名称"),
        ("我局2025年政府信息公开工作年度报告", "机关名称"),
        ("附件1：2025年政府信息公开工作年度报告", "机关名称"),
        ("示例县教育局关于政府信息公开工作的报告", "年度、“年度”"),
    ],
)
def test_what_a_title_in_other_words_lacks(title: str, lacking: str) -> None:
    found = findings(filing_with({"text": {"标题": title}}), "ST-04")
    assert [one.message() for one in found] == [f"标题“{title}”缺少{lacking}"]


def test_without_a_title_there_is_nothing_to_take_apart() -> None:
    assert reason(filing_with({"text": {"标题": ""}}), "ST-04") == "没有标题"


NAMES = [
    (f"{BODY}2025年政府信息公开工作年度报告", BODY, []),
    ("示例市2025年政府信息公开工作年度报告", BODY, []),
    ("示例市人民政府办公室2025年政府信息公开工作年度报告", BODY, ["explain 封面!B4,C7"]),
    ("示例市住建局2025年政府信息公开工作年度报告", "示例市住房和城乡建设局", []),
    ("市发改委2025年政府信息公开工作年度报告", "示例市发展和改革委员会", []),
    ("临河区北关街道办事处2025年政府信息公开工作年度报告", "示例市临河区人民政府北关街道办事处", []),
    ("示例市临河区水务局2025年政府信息公开工作年度报告", "示例市水务局", ["must 封面!B4,C7"]),
    ("示例市公安局交警大队2025年政府信息公开工作年度报告", "示例市公安局", ["must 封面!B4,C7"]),
    (f"{BODY}2025年政府信息公开工作年度报告", "示例市 人民政府", []),
    ("政府信息公开工作年度报告", BODY, []),
    ("样本市人民政府2025年政府信息公开工作年度报告", BODY, ["must 封面!B4,C7"]),
    ("示例市城市管理局2025年政府信息公开工作年度报告", "示例市水务局", ["must 封面!B4,C7"]),
]


REPORT = "2025年政府信息公开工作年度报告"
SAME = """
示例县教育局关于 示例县教育局
关于示例县教育局 示例县教育局
《示例县教育局 示例县教育局
示例县教育局（公司） 示例县教育局
示例县烟草专卖局（公司） 示例县烟草专卖局
示例市水务局（本级） 示例市水务局
示例市水务局本级 示例市水务局
示例市水务局机关 示例市水务局
（示例市水务局） 示例市水务局
【年度报告】示例县教育局 示例县教育局
（公开版）示例县教育局 示例县教育局
附件1：示例县教育局 示例县教育局
附件：示例县教育局 示例县教育局
附件1-2：示例县教育局 示例县教育局
附1、示例县教育局 示例县教育局
一、示例县教育局 示例县教育局
报送稿-示例县教育局 示例县教育局
附件2：（定稿）示例县教育局关于 示例县教育局
示例县教育局、示例县体育局 示例县教育局
示例县教育局、示例县体育局 示例县体育局
示例县教育局和示例县体育局 示例县教育局
示例市驻京办 示例市人民政府驻北京办事处
示例市人民政府驻北京市办事处 示例市政府驻京办事处
示例市驻沪办 示例市人民政府驻上海联络处
国家税务总局示例县税务局 示例县税务局
示例县税务局 国家税务总局示例县税务局
示例县科协 示例县科学技术协会
"""
NOT_SAME = """
示例县民政局关于 示例县教育局 must
关于示例县民政局 示例县教育局 must
示例县民政局（公司） 示例县教育局 must
示例县民政局（本级） 示例县教育局 must
附件1：示例县民政局 示例县教育局 must
【年度报告】示例县民政局 示例县教育局 must
示例县民政局、示例县体育局 示例县教育局 must
示例市驻沪办 示例市人民政府驻北京办事处 must
国家税务总局示例县税务局 示例县教育局 must
国家税务总局青山县税务局 示例县税务局 must
示例县文联 示例县科学技术协会 must
示例县人民政府办公室关于 示例县人民政府 explain
"""
NAMES += [(f"{one}{REPORT}", organ, []) for one, organ in map(str.split, SAME.strip().splitlines())]
NAMES += [
    (f"{one}{REPORT}", organ, [f"{severity} 封面!B4,C7"])
    for one, organ, severity in map(str.split, NOT_SAME.strip().splitlines())
]
NAMES += [
    (f"{REPORT}（示例县教育局）", BUREAU, []),
    (f"{REPORT}（示例县民政局）", BUREAU, ["explain 封面!B4,C7"]),
    (f"{REPORT}（报县政府办公室）", BUREAU, []),
    (f"{REPORT}（草案）", BUREAU, []),
]


@pytest.mark.parametrize(("title", "organ", "wanted"), NAMES)
def test_cover_and_title_name_one_body(title: str, organ: str, wanted: list[str]) -> None:
    change = {"text": {"标题": title}, "organ": organ, "as_found": {"file": "年报.xlsx"}}
    assert verdicts(change, "ST-09") == wanted


@pytest.mark.parametrize(
    "year", [25, True, "今年", "25年", "二五年", "二〇二五年度上", 2025.5, "2025年1月", "", "#N/A", 20250]
)
def test_a_year_that_is_none_is_the_one_cause(year: object) -> None:
    """P-06 tells it: what the title makes of it is no other body, and no word that is missing."""
    words = "TRUE" if year is True else str(year)
    for title in (None, f"{BODY}{words}年政府信息公开工作年度报告", f"{BODY}{words}政府信息公开工作年度报告"):
        text = {} if title is None else {"text": {"标题": title}}
        report = examined(filing_with({"year": year, **text}))
        assert [one.rule.code for one in report.findings if one.rule.code in {"P-06", "ST-09"}] == ["P-06"], title


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("示例市2025.xlsx", []),
        ("附件1-示例市政府信息公开年度报告.xlsx", []),
        ("年报.xlsx", []),
        ("样本县2025.xlsx", ["notice"]),
        ("青山县人民政府年报.xlsx", ["notice"]),
        ("（报青山县政府办）示例市人民政府2025.xlsx", []),
        ("【青山县政府办】示例市2025年报.xlsx", []),
        ("年报（青山县人民政府）.xlsx", ["notice"]),
    ],
)
def test_a_file_named_after_another_body_is_only_told(file: str, wanted: list[str]) -> None:
    assert verdicts({"as_found": {"file": file}}, "ST-09") == wanted


def test_without_a_body_on_the_cover_names_are_not_compared() -> None:
    assert reason(filing_with({"organ": ""}), "ST-09") == "封面没有填机关名称"
