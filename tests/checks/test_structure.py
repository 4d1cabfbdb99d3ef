"""ST-01 to ST-13 case by case: parts, edition, labels, titles, dates, and what the text must and must not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.examined import Change, examined, filing_with, findings, reason, verdicts
from validator.model.form import NumberKind

KINDS = (
    *("国务院部门", "省级政府", "省级政府部门", "设区的市级政府", "设区的市级政府部门", "县级政府", "县级政府部门"),
    *("乡镇政府（街道办事处）", "其他"),
)
GOVERNMENTS = ("省级政府", "设区的市级政府", "县级政府", "乡镇政府（街道办事处）")
DEPARTMENTS = ("国务院部门", "省级政府部门", "设区的市级政府部门", "县级政府部门")
SHEETS = ("一、总体情况", "二、主动公开", "三、依申请公开", "四、复议诉讼", "五、问题及改进", "六、其他事项")

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
