"""Small things the structure rules ask of a text (ST-07, ST-10 to ST-13), each with the words that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from validator.narrative.normal import PlainText, normalise, plain_signs


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a text mentions. ``text[start:end] == quote``; `what` names it."""

    what: str
    start: int
    end: int
    quote: str


class Aspect(StrEnum):
    """The five aspects of section one, and what the bodies of government add under 监督保障 (ST-11)."""

    PROACTIVE = "主动公开"
    ON_REQUEST = "依申请公开"
    MANAGEMENT = "政府信息管理"
    PLATFORM = "平台建设"
    SUPERVISION = "监督保障"
    ASSESSMENT = "工作考核"
    PUBLIC_REVIEW = "社会评议"
    ACCOUNTABILITY = "责任追究"


_SENTENCE = re.compile(r"[^。;!?\n]+")
_COST = r"(?:信息|检索|复制|复印|邮寄|快递|成本|材料|处理|打印|等|、|及|和|任何|相关|其他|的|过)*"
_FEE = re.compile(
    rf"处理费|收费|(?:收取|缴纳){_COST}费用?|(?:申请|公开|提供信息|信息处理)[^,;]{{0,12}}(?:产生|发生){_COST}费用?"
)
_FEE_OTHERWISE = re.compile(
    r"行政事业性收费|(?:乱|违规|违法|违纪|涉企|教育|物业|停车|学校)收费|收费(?:标准|依据|项目|公示|目录|清单)"
    r"|逾期未按收费通知要求缴纳费用"
)
_NUMERALS = "〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_FEE_STATED = re.compile(
    rf"(?:(?<![\d.])[\d.]+|(?<![{_NUMERALS}])[{_NUMERALS}]+)万?元|未|没有|无|不收|不存在|暂无|免收|免费"
    r"|(?<!\d)\d+(?:件|笔)"
    r"|零(?!距离|跑|投诉|容忍|差错|报告|失误)|(?<![\d.])0(?![\d.年月日])"
)
_FEE_ANSWERED = re.compile(r"收|费|产生|发生|元|\A[^\w\s]*(?:无|零|0)\Z")
_SELF = re.compile(
    r"(?<!自)[我本](?:街道办事处|街道办|街道|开发区|管委会|省|市|县|区(?!域)|旗|州|盟|镇|乡|局(?![限面势部])|委(?!托)|办(?![理法事结公])|厅|院"
    r"|中心(?!工作|任务)|校|所(?![有在列涉属])|站(?!点)|馆|处(?!理|罚|置)|机关|单位(?!个)|部门|政府)"
)
_ASPECTS = {
    Aspect.PROACTIVE: r"主动公开",
    Aspect.ON_REQUEST: r"依申请公开|依申请办理|依申请|信息公开申请|申请公开",
    Aspect.MANAGEMENT: r"(?:政府|公开)?信息(?:资源)?(?:规范化?|标准化)?(?:、标准化)?管理"
    r"|(?:规范性)?文件管理|公文(?:属性)?管理|信息发布审核",
    Aspect.PLATFORM: r"(?:政府信息)?(?:公开)?平台(?:集约化|规范化)?建设|网站(?:和新媒体|平台)?建设"
    r"|(?:公开|网站|新媒体)平台|政务新媒体",
    Aspect.SUPERVISION: r"监督(?:和|与|及|、)?(?:考核|管理)?(?:保障|检查)?|保障措施|教育培训",
    Aspect.ASSESSMENT: r"考核|考评",
    Aspect.PUBLIC_REVIEW: r"社会评议|民主评议|公众评议|群众评议|评议",
    Aspect.ACCOUNTABILITY: r"责任追究|追究责任|追责|问责|追究[^。;\n]{0,12}责任",
}
_ASPECT_PATTERNS = {aspect: re.compile(pattern) for aspect, pattern in _ASPECTS.items()}
# 国发〔2019〕60号 is another document; without any name before it, the number is taken for the form's.
_OLD_FORM = re.compile(r"(?:国办公开办函|(?<![发函字文令规通]))[〔\[(]2019[〕\])]第?60号")
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])([1-8]\d{5}) ?((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])) ?"
    r"(\d{3}[\dXx])(?![\dA-Za-z])"
)
_MOBILE = re.compile(
    r"(?<![\dA-Za-z.])(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}"
    r"(?![\dA-Za-z])(?!\.\d)(?!(?:万|亿)?元|[余多]?[件条个次人份])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_PROVINCES: tuple[int, ...] = (
    11,
    12,
    13,
    14,
    15,
    21,
    22,
    23,
    31,
    32,
    33,
    34,
    35,
    36,
    37,
    41,
    42,
    43,
    44,
    45,
    46,
    50,
    51,
    52,
    53,
    54,
)
_PROVINCES += (61, 62, 63, 64, 65, 71, 81, 82, 83)


def fee_mentions(text: str) -> tuple[Mention, ...]:
    """Sentences that say what was charged as 信息处理费: an amount, a number of cases, or nothing (ST-07)."""
    normal = normalise(text)
    found = []
    asked = False
    for sentence in _SENTENCE.finditer(normal.text):
        words = _FEE_OTHERWISE.sub("", sentence[0])
        named, stated = _FEE.search(words), _FEE_STATED.search(words)
        if stated and (named or (asked and _FEE_ANSWERED.search(words))):
            found.append(_mention(normal, "信息处理费", sentence.start(), sentence.end()))
        asked = bool(named) and not stated  # 信息处理费收取情况。本年度没有收取
    return tuple(found)


def self_names(text: str) -> tuple[Mention, ...]:
    """What the text calls its own body: 我局, 我镇, 本县. `what` is the kind alone: 局, 镇, 县 (ST-10)."""
    normal = normalise(text)
    return tuple(_mention(normal, one[0][1:], one.start(), one.end()) for one in _SELF.finditer(normal.text))


def aspects(text: str) -> dict[Aspect, Mention]:
    """The aspects of section one that a text speaks of, each at its first words; any mention counts (ST-11)."""
    normal = normalise(text)
    found: dict[Aspect, Mention] = {}
    for aspect, pattern in _ASPECT_PATTERNS.items():
        first = pattern.search(normal.text)
        if first:
            found[aspect] = _mention(normal, aspect, first.start(), first.end())
    return found


def old_form_citations(text: str) -> tuple[Mention, ...]:
    """Citations of 国办公开办函〔2019〕60号, the notice that the edition of 2021 replaced (ST-12)."""
    normal = normalise(text)
    return tuple(_mention(normal, "〔2019〕60号", one.start(), one.end()) for one in _OLD_FORM.finditer(normal.text))


def identity_numbers(text: str) -> tuple[Mention, ...]:
    """Numbers that are identity card numbers by province, birth date and check sign, GB 11643 (ST-13)."""
    return tuple(
        Mention("身份证号", one.start(), one.end(), text[one.start() : one.end()])
        for one in _IDENTITY.finditer(plain_signs(text))
        if _is_identity("".join(one.groups()))
    )


def mobile_numbers(text: str) -> tuple[Mention, ...]:
    """Mobile telephone numbers, whole or grouped 3-4-4; never a piece of a longer number (ST-13)."""
    return tuple(
        Mention("手机号", one.start(), one.end(), text[one.start() : one.end()])
        for one in _MOBILE.finditer(plain_signs(text))
    )


def _is_identity(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return int(number[:2]) in _PROVINCES and born.year >= 1900 and _CHECK_SIGNS[total % 11] == number[17].upper()


def _mention(normal: PlainText, what: str, start: int, end: int) -> Mention:
    first, last = normal.span(start, end)
    return Mention(what, first, last, normal.original[first:last])
