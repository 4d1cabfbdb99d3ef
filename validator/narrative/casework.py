"""Whether a figure of 复议诉讼 is about 政府信息公开, as 表四 is, or about the casework of a body in general (N-06).

办理行政复议案件120件 of a 司法局 is its trade; 因政府信息公开被申请行政复议6件 is what the form asks for.
"""

from __future__ import annotations

from functools import lru_cache

from validator.startup.expressions import expression

_PUBLICITY = expression(r"(?<!复议)(?<!诉讼)信息公开|依申请公开|公开申请|申请公开|公开答复")
_CASEWORK = expression(
    r"(?:收到|接收|接到|新收|受理|办理|审理|代理|承办|登记|立案)[^，,。；;、\n]{0,8}(?:复议|诉讼)"
    r"|复议(?:机关|机构|体制|改革|委员会|局|办公室|中心|质效|主渠道|规范化|受理|审理|决定书|文书)"
    r"|(?<!未)审结|立案|应诉|出庭|听证|调解|和解|化解|争议|主渠道|纠错(?!\d)|胜诉|(?<!未)败诉|一审|二审|再审"
    r"|法治|执法|府院|处罚|征收|征地|拆迁|工伤|违法"
)
_REACH = 300
_SENTENCE_ENDS = "。；;！!？?\n"


@lru_cache(maxsize=8192)
def is_about_publicity(text: str, start: int, end: int, *, reviews: bool) -> bool:
    """Whether the figure at ``text[start:end]`` may be one of 表四.

    Where neither its sentence nor its paragraph speaks of 信息公开, a bare 行政复议6件 is, one amid talk of casework is
    not. `reviews` tells that reviewing is the body's own work (a 司法局): there the sentence itself must say so.
    """
    sentence = around(text, start, end, _SENTENCE_ENDS)
    if _PUBLICITY.search(sentence):
        return True
    if reviews:
        return False
    paragraph = around(text, start, end, "\n")
    return not _CASEWORK.search(sentence if _PUBLICITY.search(paragraph) else paragraph)


def around(text: str, start: int, end: int, marks: str) -> str:
    """What stands between the nearest of the marks, no further off than a long paragraph reaches."""
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    first = max(before.rfind(mark) for mark in marks) + 1
    stop = min((at for mark in marks if (at := behind.find(mark)) >= 0), default=len(behind))
    return before[first:] + text[start:end] + behind[:stop]
