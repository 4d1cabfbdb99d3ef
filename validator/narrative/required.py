"""What a report must speak of: the five aspects of section one and the fee for information (ST-07, ST-11)."""

from __future__ import annotations

from enum import StrEnum

from validator.language.mention import Mention
from validator.language.normal import normalise
from validator.startup.expressions import expression


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


_SENTENCE = expression(r"[^。;!?\n]+")
_COST = r"(?:信息|检索|复制|复印|邮寄|快递|成本|材料|处理|打印|等|、|及|和|任何|相关|其他|的|过)*"
_FEE = expression(
    rf"处理费|收费|(?:收取|缴纳){_COST}费用?|(?:申请|公开|提供信息|信息处理)[^,;]{{0,12}}(?:产生|发生){_COST}费用?"
)
_FEE_OTHERWISE = expression(
    r"行政事业性收费|(?:乱|违规|违法|违纪|涉企|教育|物业|停车|学校)收费|收费(?:标准|依据|项目|公示|目录|清单)"
    r"|逾期未按收费通知要求缴纳费用"
)
_NUMERALS = "〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_FEE_STATED = expression(
    rf"(?:(?<![\d.])[\d.]+|(?<![{_NUMERALS}])[{_NUMERALS}]+)万?元|未|没有|无|不收|不存在|暂无|免收|免费"
    r"|(?<!\d)\d+(?:件|笔)"
    r"|零(?!距离|跑|投诉|容忍|差错|报告|失误)|(?<![\d.])0(?![\d.年月日])"
)
_FEE_ANSWERED = expression(r"收|费|产生|发生|元|\A[^\w\s]*(?:无|零|0)\Z")
_ASPECTS = {
    Aspect.PROACTIVE: expression(r"主动公开"),
    Aspect.ON_REQUEST: expression(r"依申请公开|依申请办理|依申请|信息公开申请|申请公开"),
    Aspect.MANAGEMENT: expression(
        "|".join(f"{of}信息(?:资源)?(?:规范化?|标准化)?(?:、标准化)?管理" for of in ("政府", "公开", ""))
        + "|规范性文件管理|文件管理|公文(?:属性)?管理|信息发布审核"
    ),
    Aspect.PLATFORM: expression(
        r"政府信息(?:公开)?平台(?:集约化|规范化)?建设|公开平台(?:集约化|规范化)?建设"
        r"|平台(?:集约化|规范化)?建设|网站(?:和新媒体|平台)?建设|公开平台|网站平台|新媒体平台|政务新媒体"
    ),
    Aspect.SUPERVISION: expression(r"监督(?:和|与|及|、)?(?:考核|管理)?(?:保障|检查)?|保障措施|教育培训"),
    Aspect.ASSESSMENT: expression(r"考核|考评"),
    Aspect.PUBLIC_REVIEW: expression(r"社会评议|民主评议|公众评议|群众评议|评议"),
    Aspect.ACCOUNTABILITY: expression(r"责任追究|追究责任|追责|问责|追究[^。;\n]{0,12}责任"),
}


def fee_mentions(text: str) -> tuple[Mention, ...]:
    """Sentences that say what was charged as 信息处理费: an amount, a number of cases, or nothing (ST-07)."""
    plain = normalise(text)
    found = []
    asked = False
    for sentence in _SENTENCE.finditer(plain.text) if "费" in plain.text else ():
        if not asked and "费" not in sentence[0]:
            continue  # whatever names the fee has the word in it
        words = _FEE_OTHERWISE.sub("", sentence[0])
        named, stated = _FEE.search(words), _FEE_STATED.search(words)
        if stated and (named or (asked and _FEE_ANSWERED.search(words))):
            found.append(Mention("信息处理费", *plain.cite(sentence.start(), sentence.end())))
        asked = bool(named) and not stated  # 信息处理费收取情况。本年度没有收取
    return tuple(found)


def aspects(text: str) -> dict[Aspect, Mention]:
    """The aspects of section one that a text speaks of, each at its first words; any mention counts (ST-11)."""
    plain = normalise(text)
    found = {aspect: pattern.search(plain.text) for aspect, pattern in _ASPECTS.items()}
    return {aspect: Mention(aspect, *plain.cite(*first.span())) for aspect, first in found.items() if first}
