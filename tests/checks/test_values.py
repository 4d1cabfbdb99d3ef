"""VA-01 to VA-03 case by case: what one cell may hold, and numbers in disguise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from tests.examined import Change, examined, filing_with, findings, verdicts
from validator.checks.disguise import unmask
from validator.model.cells import Cell, CellKind
from validator.model.form import NumberKind
from validator.model.rule import Severity

COUNT, SIGNED, AMOUNT = NumberKind.COUNT, NumberKind.SIGNED, NumberKind.AMOUNT
PERMITS, PERMITS_AT = "表二.行政许可.处理决定", "二、主动公开!B11"
FEES, FEES_AT = "表二.行政事业性收费.金额", "二、主动公开!B18"

DISGUISES: list[tuple[str, int, str]] = [
    ("22", 22, "存成文字的数字"),
    ("22.0", 22, "存成文字的数字"),
    ("00022", 22, "存成文字的数字"),
    ("1 234", 1234, "数字里有空格或看不见的字符，存成了文字"),
    ("1\u200b2", 12, "数字里有空格或看不见的字符，存成了文字"),
    ("\u202a12\u202c", 12, "数字里有空格或看不见的字符，存成了文字"),
    ("'12", 12, "数字带撇号或引号，存成了文字"),
    ("’12", 12, "数字带撇号或引号，存成了文字"),
    ("“12”", 12, "数字带撇号或引号，存成了文字"),
    ("12（件）", 12, "数字后面带单位“件”"),
    ("5[件]", 5, "数字后面带单位“件”"),
    ("5（五）", 5, "数字后面带括号说明"),
    ("12案", 12, "数字后面带单位“案”"),
    ("12人次", 12, "数字后面带单位“人次”"),
    ("12、", 12, "存成文字的数字"),
    ("12万", 120000, "数字后面带单位“万”"),
    ("一万二", 12000, "汉字数字"),
    ("一百二", 120, "汉字数字"),
    ("一百零二", 102, "汉字数字"),
    ("没有", 0, "用文字表示没有"),
    ("未发生", 0, "用文字表示没有"),
    ("２２", 22, "全角数字"),
    ("２２．０", 22, "全角数字"),
    ("1,234", 1234, "带千位分隔符的文本数字"),
    ("1，234", 1234, "带千位分隔符的文本数字"),
    ("１，２３４", 1234, "带千位分隔符的文本数字"),
    ("3 ", 3, "数字前后有空格，存成了文字"),
    ("\u00a03", 3, "数字前后有空格，存成了文字"),
    ("3\u3000", 3, "数字前后有空格，存成了文字"),
    ("22\n", 22, "数字前后有空格，存成了文字"),
    ("22件", 22, "数字后面带单位“件”"),
    ("22 件", 22, "数字后面带单位“件”"),
    ("22件。", 22, "数字后面带单位“件”"),
    ("12，345件", 12345, "数字后面带单位“件”"),
    ("22件次", 22, "数字后面带单位“件次”"),
    ("22条", 22, "数字后面带单位“条”"),
    ("0件", 0, "数字后面带单位“件”"),
    ("22（其中修订16件）", 22, "数字后面带括号说明"),
    ("22 (含上年3件)", 22, "数字后面带括号说明"),
    ("增4", 4, "用“增”表示增减"),
    ("+4", 4, "用“+”表示增减"),
    ("零", 0, "汉字数字"),
    ("〇", 0, "汉字数字"),
    ("十", 10, "汉字数字"),
    ("二十二", 22, "汉字数字"),
    ("贰拾贰", 22, "汉字数字"),
    ("一百二十", 120, "汉字数字"),
    ("1.2万", 12000, "数字后面带单位“万”"),
    ("O", 0, "字母当作数字"),
    ("o", 0, "字母当作数字"),
    ("1O", 10, "字母当作数字"),
    ("l2", 12, "字母当作数字"),
]


@pytest.mark.parametrize(("text", "value", "what"), DISGUISES)
def test_a_count_in_disguise_is_named_and_read(text: str, value: int, what: str) -> None:
    found = unmask(text, COUNT)
    assert found is not None
    assert (found.value, type(found.value), str(found.what)) == (value, int, what)


NO_COUNTS = [
    "¥22", "22元5角", "22W", "22（元）", "1'234", "22人民币", "22件/次", "22件左右", "22①", "(5)", "22.5件",
    "", " ", "/", "—", "无", "N/A", "见附件22", "共22件", "约22", "22多", "20余", "近20", "22/23", "22-23", "22～23", "22\n23",
    "第22", "22号", "22%", "22元", "22.5", "-4", "－4", "减4", "负4", "减少4件", "1e3", "1,23", "0x10", "①", "Ⅲ", "（22）",
    "=22", "lO", "Il", "OO",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_is_not_one_count_is_not_guessed(text: str) -> None:
    assert unmask(text, COUNT) is None


AMOUNTS: list[tuple[str, float, str]] = [
    ("25.1", 25.1, "存成文字的数字"),
    ("251000", 251000, "存成文字的数字"),
    ("２５．１", 25.1, "全角数字"),
    ("251000元", 25.1, "数字后面带单位“元”"),
    ("251,000.00元", 25.1, "数字后面带单位“元”"),
    ("二十五万一千元", 25.1, "数字后面带单位“元”"),
    ("25.1万元", 25.1, "数字后面带单位“万元”"),
    ("25.1 万元", 25.1, "数字后面带单位“万元”"),
    ("1,250.5万元", 1250.5, "数字后面带单位“万元”"),
    ("0.5亿元", 5000, "数字后面带单位“亿元”"),
    ("25.1万元（含滞纳金）", 25.1, "数字后面带括号说明"),
    ("25.1万", 25.1, "数字后面带单位“万”"),
    ("0.5亿", 5000, "数字后面带单位“亿”"),
    ("25.1W", 25.1, "数字后面带单位“W”"),
    ("251000元整", 25.1, "数字后面带单位“元”"),
    ("251000圆", 25.1, "数字后面带单位“圆”"),
    ("251千元", 25.1, "数字后面带单位“千元”"),
    ("0.251百万元", 25.1, "数字后面带单位“百万元”"),
    ("251000（元）", 25.1, "数字后面带单位“元”"),
    ("25.1（万元）", 25.1, "数字后面带单位“万元”"),
    ("25.1（单位：万元）", 25.1, "数字后面带单位“万元”"),
    ("251000 元（含滞纳金3000元）", 25.1, "数字后面带括号说明"),
    ("¥251000", 25.1, "数字带“¥”"),
    ("￥251,000.00", 25.1, "数字带“￥”"),
    ("¥10000", 1, "数字带“¥”"),
    ("￥25.1万元", 25.1, "数字带“￥”"),
    ("￥25.1万", 25.1, "数字带“￥”"),
    ("¥25.1元", 0.00251, "数字带“¥”"),
    ("RMB 251,000.00", 25.1, "数字带“RMB”"),
    ("人民币251000元", 25.1, "数字带“人民币”"),
    ("251000人民币", 25.1, "数字带“人民币”"),
    ("人民币贰拾伍万壹仟元整", 25.1, "数字带“人民币”"),
    ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", 12.345678, "数字后面带单位“元”"),
    ("12元3角4分", 0.001234, "数字后面带单位“元”"),
    ("￥0", 0, "数字带“￥”"),
    ("‘25.1", 25.1, "数字带撇号或引号，存成了文字"),
    ("．５", 0.5, "全角数字"),
    ("暂无", 0, "用文字表示没有"),
    ("一万", 1, "汉字数字"),
    ("0元", 0, "数字后面带单位“元”"),
    ("0.01元", 0.000001, "数字后面带单位“元”"),
    ("12.3456789万元", 12.345679, "数字后面带单位“万元”"),
]


@pytest.mark.parametrize(("text", "value", "what"), AMOUNTS)
def test_an_amount_is_read_in_units_of_ten_thousand_yuan(text: str, value: float, what: str) -> None:
    found = unmask(text, AMOUNT)
    assert found is not None
    assert (found.value, str(found.what)) == (value, what)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-3万元", "减3元", "22件", "25%", "约25万元", "3角", "1分", "见说明", "—", "无", "/"),
        # 元 or 万元? Nobody can tell, and a guess would be wrong by ten thousand.
        *(
            "¥25.1",
            "¥9999",
            "25.1人民币",
            "251000（含滞纳金3000元）",
            "$251000",
            "25.1美元",
            "12元十角",
            "25.1万元/年",
            "25万1千元",
        ),
    ],
)
def test_what_is_not_one_amount_is_not_guessed(text: str) -> None:
    assert unmask(text, AMOUNT) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("减4", -4),
        ("减少4", -4),
        ("-4", -4),
        ("－４", -4),
        ("-4件", -4),
        ("负4", -4),
        ("增4", 4),
        ("增加4项", 4),
        ("4", 4),
    ],
)
def test_a_change_has_a_sign(text: str, value: int) -> None:
    found = unmask(text, SIGNED)
    assert found is not None
    assert found.value == value


def value_verdicts(name: str, value: object) -> list[str]:
    """What the rules on values say of one cell: ``must VA-01 disguised``."""
    report = examined(filing_with({"values": {name: value}}))
    own = [one for one in report.findings if one.rule.code.startswith("VA-")]
    assert all([cell.indicator for cell in one.cells] == [name] for one in own)
    return [f"{one.severity.value} {one.rule.code} {one.variant}" for one in own]


COUNTS: list[tuple[object, list[str]]] = [
    (0, []),
    (12.0, []),
    (10**12, []),
    (10**12 + 1, ["must VA-01 huge"]),
    (10**15, ["must VA-01 huge"]),
    (-1, ["must VA-01 negative"]),
    (-0.5, ["must VA-01 fraction"]),
    (0.5, ["must VA-01 fraction"]),
    (True, ["must VA-01 text"]),
    (False, ["must VA-01 text"]),
    ("#DIV/0!", ["must VA-01 text"]),
    ("详见附件", ["must VA-01 text"]),
    ("减4", ["must VA-01 text"]),
    ("N/A", ["must VA-01 text"]),
    ("22件", ["must VA-01 disguised"]),
    ("999999999999", ["must VA-01 disguised"]),
    *(
        (text, ["must VA-01 text"])
        for text in ("99999999999999", "9999999999999件", "２００００００００００００", "九万亿", "1,000,000,000,001")
    ),
    ("２２", ["must VA-01 disguised"]),
    *((text, ["explain VA-03 placeholder"]) for text in ("/", "／", "\\", "-", "－", "–", "—", "——", "无", " 无 ")),
    *((text, ["explain VA-03 zero"]) for text in (" ", "\n", "\u3000", "\u00a0", "\u200b", "\ufeff", "")),
    *((text, ["explain VA-03 zero"]) for text in ("\u3164", "\u2800", "\ufe0f", "\u034f", "\uffa0 ", "\u115f\u180b")),
]


@pytest.mark.parametrize(("value", "wanted"), COUNTS)
def test_a_count(value: object, wanted: list[str]) -> None:
    assert value_verdicts(PERMITS, value) == wanted


SUMS: list[tuple[object, list[str]]] = [
    (0, []),
    (344.0982, []),
    (0.000001, []),
    (0.1 + 0.2, []),
    (1e9, []),
    (10**12, []),
    *((value, ["must VA-02 huge"]) for value in (10**12 + 1, 1e13, 2.5e14, 1e20, 1e300, -1e13, 10**12 + 0.5)),
    *(
        (text, ["must VA-02 text"])
        for text in ("99999999999999", "99999999999999万元", "100000亿亿元", "2000000000000万")
    ),
    ("9999999999999元", ["must VA-02 disguised"]),
    (0.0000001, ["explain VA-02 decimals"]),
    (1250.1234567, ["explain VA-02 decimals"]),
    (-0.01, ["must VA-02 negative"]),
    (True, ["must VA-02 text"]),
    ("见说明", ["must VA-02 text"]),
    ("251000元", ["must VA-02 disguised"]),
    ("/", ["explain VA-03 placeholder"]),
]


@pytest.mark.parametrize(("value", "wanted"), SUMS)
def test_an_amount(value: object, wanted: list[str]) -> None:
    assert value_verdicts(FEES, value) == wanted


def test_an_amount_that_no_report_has_is_told_and_used_nowhere() -> None:
    filing = filing_with({"values": {FEES: 25 * 10**13}, "text": {"六": "收取信息处理费12元。"}})
    (finding,) = findings(filing, "VA-02")
    assert finding.message() == f"{FEES} 数值过大：250000000000000 万元，没有报告会有这么多"
    assert finding.message("en") == (
        f"{FEES} is too large: 250000000000000 in units of 10,000 yuan, more than any report can have"
    )
    assert (finding.suspects, FEES in filing.numbers, findings(filing, "X-04")) == ((), False, [])


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (CellKind.ERROR, "#REF!", "错误值“#REF!”"),
        (CellKind.DATE, time(12), "时间“12:00:00”"),
        (CellKind.DATE, date(2025, 1, 2), "日期“2025-01-02”（单元格设成了日期格式，存的数是 45659）"),
    ],
)
def test_errors_and_dates_are_no_numbers(kind: CellKind, value: Any, shown: str) -> None:
    filing = filing_with({})
    (finding,) = findings(replace(filing, cells={**filing.cells, PERMITS: Cell(value, kind)}), "VA-01")
    assert finding.message() == f"{PERMITS} 应为数字，实为{shown}"
    assert finding.suspects == ()


def test_a_count_formatted_as_a_date_is_the_number_it_is() -> None:
    filing = filing_with({})
    cell = Cell(date(1914, 4, 26), CellKind.DATE)
    (finding,) = findings(replace(filing, cells={**filing.cells, PERMITS: cell}), "VA-01")
    assert finding.message().endswith("实为日期“1914-04-26”（单元格设成了日期格式，存的数是 5230）")
    assert [(one.suggested, one.certain) for one in finding.suspects] == [(5230, False)]


def test_the_value_that_was_probably_meant_is_suggested_and_never_used() -> None:
    report = examined(filing_with({"values": {"表四.行政复议.结果维持": "２件"}}))
    (finding,) = report.findings
    (suspect,) = finding.suspects
    assert (finding.rule.code, suspect.suggested, suspect.certain, suspect.value) == (
        "VA-01",
        2,
        True,
        "２件",
    )  # T4-01 needs a 2 as well
    assert ("T4-01", "表四.行政复议.结果维持") in {(one.code, one.indicator) for one in report.coverage.undecided}


def test_in_a_published_report_a_number_as_text_is_only_explained() -> None:
    filing = replace(filing_with({"values": {PERMITS: "22件", FEES: "251000元"}}), from_template=False)
    found = [one for code in ("VA-01", "VA-02") for one in findings(filing, code)]
    assert [one.severity for one in found] == [Severity.EXPLAIN, Severity.EXPLAIN]
    assert findings(replace(filing, from_template=True), "VA-01")[0].severity is Severity.MUST


def test_a_long_text_is_cut_in_the_message() -> None:
    (finding,) = findings(filing_with({"values": {PERMITS: "长" * 100}}), "VA-01")
    assert finding.message().endswith(f"文字“{'长' * 40}……”")


OLD: dict[str, Any] = {
    "year": 2020,
    "edition": "2019",
    "text": {"标题": "示例市人民政府2020年政府信息公开工作年度报告"},
}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (-4, []),
        (4, []),
        (-4.5, ["must 二、主动公开!C11"]),
        ("减4", ["must 二、主动公开!C11"]),
        ("减4.5", ["must 二、主动公开!C11"]),
    ],
)
def test_a_change_of_the_older_edition_may_be_negative(value: object, wanted: list[str]) -> None:
    assert verdicts({**OLD, "values": {"表二.行政许可.本年增减": value}}, "VA-01") == wanted


def test_a_change_in_words_is_read_with_its_sign() -> None:
    (finding,) = findings(filing_with({**OLD, "values": {"表二.行政许可.本年增减": "减4"}}), "VA-01")
    assert [one.suggested for one in finding.suspects] == [-4]


BESIDE_LAST_YEAR = [
    (1190.3 * 10_000, [1190.3]),
    (1190.3 * 10_000 - 1, None),
    (1.1903, []),
    (1.1904, None),
    (0, None),
    (1190.3, None),
]


@pytest.mark.parametrize(("value", "suggested"), BESIDE_LAST_YEAR)
def test_an_amount_beside_last_year_s(value: float, suggested: list[float] | None) -> None:
    """去年 1190.3 万元：一万倍起，或千分之一以下，疑单位写错。"""
    found = findings(filing_with({"values": {FEES: value}, "previous": {}}), "VA-02")
    assert [[one.suggested for one in finding.suspects] for finding in found] == (
        [] if suggested is None else [suggested]
    )
    assert all((one.severity, one.variant) == (Severity.EXPLAIN, "unit") for one in found)


def test_an_amount_of_nothing_last_year_says_nothing() -> None:
    for before in (0, -1, "无"):
        change = {"values": {FEES: 1e9}, "previous": {"values": {FEES: before}}}
        assert verdicts(change, "VA-02") == []


COLUMN = "表三.{}.科研机构"
BLANKS: list[tuple[Change, list[str]]] = [
    ({}, []),
    ({"blank": [COLUMN.format("本年新收")]}, ["explain 三、依申请公开!F8"]),
    ({"blank": [COLUMN.format("本年新收"), "表二.规章.废止", "表四.直接起诉.其他结果"]},
     ["explain 二、主动公开!C7", "explain 三、依申请公开!F8", "explain 四、复议诉讼!H8"]),
    # A total whose parts are all zero is a cell like any other.
    ({"blank": [COLUMN.format("办理结果总计")]}, ["explain 三、依申请公开!F31"]),
    ({"blank": ["表三.不予公开_国家秘密.总计"]}, ["explain 三、依申请公开!J12"]),
    ({"blank": ["表三.办理结果总计.自然人"]}, ["must 三、依申请公开!D31"]),
    ({"values": {"表三.办理结果总计.自然人": "/"}}, ["must 三、依申请公开!D31"]),
    ({"values": {"表三.办理结果总计.自然人": "  "}}, ["must 三、依申请公开!D31"]),
    ({"blank": ["表三.本年新收.总计", "表四.行政复议.总计", "表三.予以公开.科研机构"]},
     ["must 三、依申请公开!J8", "explain 三、依申请公开!F10", "must 四、复议诉讼!E8"]),
    # Of a part that is text nobody knows that it is 0.
    ({"blank": ["表四.行政复议.总计"], "values": {"表四.行政复议.结果维持": "二", "表四.行政复议.结果纠正": 0,
      "表四.行政复议.尚未审结": 0}}, ["must 四、复议诉讼!E8"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "wanted"), BLANKS)
def test_a_blank_is_no_zero(change: Change, wanted: list[str]) -> None:
    assert verdicts(change, "VA-03") == wanted


def test_what_a_blank_total_should_hold() -> None:
    (finding,) = findings(filing_with({"values": {"表四.行政复议.总计": "—"}}), "VA-03")
    assert finding.message() == "表四.行政复议.总计 是“—”，分项之和为 4"
    assert [(one.suggested, one.certain) for one in finding.suspects] == [(4, True)]


def test_blanks_and_placeholders_of_a_table_are_one_finding_with_every_cell() -> None:
    change = {
        "blank": [COLUMN.format("本年新收")],
        "values": {COLUMN.format("上年结转"): "/", COLUMN.format("予以公开"): "无"},
    }
    (finding,) = findings(filing_with(change), "VA-03")
    assert finding.message() == "表三有 3 个格没有填数（其中 2 个写的是“/”“—”“无”之类），没有发生的应填 0"
    assert [(one.place.cell, one.value, one.suggested, one.certain) for one in finding.suspects] == [
        ("F8", None, 0, False),
        ("F9", "/", 0, False),
        ("F10", "无", 0, False),
    ]
