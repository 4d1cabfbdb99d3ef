"""A body that was founded, dissolved or merged within the year says so: 本局于2025年3月组建 (P-03)."""

from __future__ import annotations

import re

from validator.language.bodies import Likeness, likeness
from validator.language.normal import normalise
from validator.startup.expressions import expression

_SELF = r"[我本](?:局|委|办|厅|镇|乡|街道|院|校|中心|站|所|机关|单位|部门|县|区|市|行政机关)"
_WORDS = "组建", "成立", "挂牌", "撤销", "撤并", "合并", "划转", "整合"
_DECLARED = expression(
    rf"(?P<who>{_SELF}|[一-鿿]{{2,24}}?)(?:系|是|为|已|正式)*(?:[于自在从](?:20\d\d|二[〇零][〇零一二三四五六七八九]{{2}}|本|当|今)?年?"
    r"|(?:20\d\d|本|当|今)年)(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|\d{1,2}[日号]|[初底末])?"
    rf"[^。;!?\n,]{{0,24}}?(?:新组建|{'|'.join(_WORDS)})"
    r"(?=[,。;、)!]|组建|成立|挂牌|运行|运转|以来|之日|后|前|时|的|完成|为|至|起|并|而来|而成|到|$)"
)
_YEAR = expression(r"20\d\d")


def declares_partial_year(text: str, organ: str, year: int) -> bool:
    """Whether the text says that this body began or ended within the year: 领导小组 that were founded are no bodies."""
    plain = normalise(text).text
    if "月" not in plain or not any(word in plain for word in _WORDS):
        return False
    for found in _DECLARED.finditer(plain):
        named = _YEAR.search(found[0])
        if named is not None and int(named[0]) != year:
            continue
        who = found["who"]
        if re.match(rf"{_SELF}$", who) or likeness(who, organ) is Likeness.SAME:
            return True
    return False
