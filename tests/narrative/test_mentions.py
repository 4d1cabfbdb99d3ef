"""Small things the structure rules ask for."""

from __future__ import annotations

import pytest

from validator.narrative.required import Aspect, aspects, fee_mentions
from validator.narrative.slips import identity_numbers, mobile_numbers, old_form_citations, self_names

# Numbers made for this test: right check sign, no real person.
IDENTITY = "11010119900307803X"


FEES_REPORTED = [
    "本年度信息处理费收费为零",
    "收费为零",
    "全年收费金额为零",
    "本年度实行零收费",
    "本年度未收取任何费用",
    "依申请公开未收取费用",
    "未产生信息处理费",
    "本年度没有产生信息处理费用",
    "信息处理费为0",
    "信息处理费收取情况：0",
    "信息处理费：0元",
    "收取信息处理费两万元",
    "信息处理费两百元",
    "信息处理费：无",
    "信息处理费收取金额为零",
    "本年度信息处理费收取总金额为0万元",
    "未发生收费",
    "未向申请人收费",
    "办理依申请公开均未收费",
    "未发生收费情况",
    "本年度无收取信息处理费情况",
    "依申请公开未产生费用",
    "依申请公开信息处理未产生任何费用",
    "不收取任何费用",
    "未收取检索、复制、邮寄等费用",
    "未收取检索、复制、邮寄等成本费用",
    "均未收取信息公开处理费用",
    "政府信息公开收费0",
    "2025年收取信息处理费3件，金额300元",
    "共收取信息处理费叁佰元",
    "本年度收取信息处理费共计零元",
    "信息处理费零",
    "按照《政府信息公开信息处理费管理办法》规定，本年度我局未收取政府信息公开信息处理费",
    "依据《政府信息公开信息处理费管理办法》，2025年度发出收费通知0件，总金额0元，实际收取总金额0元",
    "未对申请人收取任何费用",
    "政府信息公开无收费",
    "本单位政府信息公开收费情况为无",
    "本年度不存在收取信息处理费的情况",
    "信息处理费收取情况：本年度我镇没有收取",
    "信息处理费收取情况。本年度我镇没有收取",
    "1.信息处理费收取情况：\n本年度未收取",
    "依申请提供政府信息免收信息处理费",
    "我局依申请公开信息均为免费提供，没有收费",
    "2025年度政府信息公开收费及减免情况：无",
    "未启动信息处理费收费",
    "尚未收取信息处理费",
    "未曾收取信息处理费",
    "信息处理费收取0次",
]
FEES_NOT_REPORTED = [
    "公布行政事业性收费目录2项",
    "公开收费标准12项，未发现问题",
    "逾期未按收费通知要求缴纳费用",
    "加强信息处理费管理办法的学习",
    "按照信息处理费管理办法执行",
    "严格执行《政府信息公开信息处理费管理办法》",
    "未发生乱收费",
    "行政事业性收费31.2万元",
    "本年度没有其他需要报告的事项",
    "规范涉企收费，公开收费清单3份",
    "无违规收费",
    "信息处理费收取情况",
]


@pytest.mark.parametrize("text", FEES_REPORTED)
def test_fees_as_clerks_report_them(text: str) -> None:
    assert fee_mentions(f"{text}。")


@pytest.mark.parametrize("text", FEES_NOT_REPORTED)
def test_other_fees_are_no_report_of_the_fee(text: str) -> None:
    assert fee_mentions(f"{text}。") == ()


@pytest.mark.parametrize(
    "text",
    [
        "本年度未产生信息处理费",
        "全年收取政府信息公开信息处理费0元",
        "对3件申请收取信息处理费２２３０元",
        "没有收取任何费用",
        "信息处理费：无",
    ],
)
def test_fee_is_reported(text: str) -> None:
    (mention,) = fee_mentions(f"一、其他事项。{text}。二、其他。")
    assert mention.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "按照《政府信息公开信息处理费管理办法》执行",
        "行政事业性收费344万元",
        "本年度没有其他需要报告的事项",
        "公示收费标准12项，未收到投诉",
    ],
)
def test_fee_is_not_reported(text: str) -> None:
    assert fee_mentions(text) == ()


def test_self_names() -> None:
    text = "我县加强公开，我 局受理申请，本机关、我街道办事处和我办均无收费。本报告、本办法、我国、我们、本处理不是。"
    assert [(one.what, one.quote) for one in self_names(text)] == [
        ("县", "我县"),
        ("局", "我 局"),
        ("机关", "本机关"),
        ("街道办事处", "我街道办事处"),
        ("办", "我办"),
    ]


def test_the_five_aspects() -> None:
    text = "主动公开：甲。依申请公开：乙。政府信息管理：丙。政府信息公开平台建设：丁。监督保障：戊。"
    found = aspects(text)
    assert list(found) == [
        Aspect.PROACTIVE,
        Aspect.ON_REQUEST,
        Aspect.MANAGEMENT,
        Aspect.PLATFORM,
        Aspect.SUPERVISION,
    ]
    assert found[Aspect.PLATFORM].quote == "政府信息公开平台建设"


def test_what_governments_add() -> None:
    found = aspects("将政务公开纳入年度考核；开展社会评议；全年未发生责任追究情形。")
    assert list(found) == [Aspect.ASSESSMENT, Aspect.PUBLIC_REVIEW, Aspect.ACCOUNTABILITY]
    assert aspects("今年工作有序推进。") == {}


@pytest.mark.parametrize(
    "text", ["国办公开办函〔2019〕60号", "国办公开办函[2019]60号", "国办公开办函（２０１９）６０号", "〔2019〕 60号"]
)
def test_the_notice_of_2019(text: str) -> None:
    (mention,) = old_form_citations(f"根据{text}的要求")
    assert mention.quote == text


@pytest.mark.parametrize("text", ["国办公开办函〔2021〕30号", "〔2019〕160号", "2019年60号", "〔2019〕6号"])
def test_other_notices(text: str) -> None:
    assert old_form_citations(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
        "１１０１０１１９９００３０７８０３Ｘ",
    ],
)
def test_identity_numbers(text: str) -> None:
    (mention,) = identity_numbers(f"申请人张某，身份证号{text}，提出申请")
    assert mention.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "110101199003078031",  # check sign
        "11010119901307803X",  # month 13
        "11010119900231803X",  # 31 February
        "99010119900307803X",  # no such province
        f"1{IDENTITY}",
        f"{IDENTITY}8",
        f"A{IDENTITY}",
        "91110101MA01234567",
    ],
)
def test_no_identity_numbers(text: str) -> None:
    assert identity_numbers(text) == ()


@pytest.mark.parametrize(
    "text", ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "１３８１２３４５６７８"]
)
def test_mobile_numbers(text: str) -> None:
    (mention,) = mobile_numbers(f"联系电话：{text}。")
    assert mention.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "0398-4812345",
        "12345",
        "12812345678",
        "138123456789",
        "213812345678",
        "13812345678元",
        "13812345678.55",
        "1.13812345678",
        IDENTITY,
        "6222021381234567890",
        "014416330/2018-04736",
        "138****5678",
        "A13812345678",
    ],
)
def test_no_mobile_numbers(text: str) -> None:
    assert mobile_numbers(text) == ()
