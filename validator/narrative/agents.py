"""The body that a clause names as doing it: 县公安局受理12件, not 我局受理 and not 根据县政府办公室要求."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.narrative.lexicon import Sort
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.tokens import Token

_ORGAN = (
    r"分局|[支大]队|局|委员会|管委会|[改健建管工农资信]委|办公室|政府办|[府法管风革务融编口]办|政府(?!信息)|办事处|街道|(?<!城)镇(?!化)"
    r"|(?<!城)(?<!下)乡(?![村镇土])|厅|学院|医院|大学|集团|公司|(?<=[息务])公开(?:工作)?(?:办公室|[科股处办])|开发区|园区|新区|中心|法院|银行|联合会"
)
_AGENT = expression(rf"[^|]{{1,24}}?(?:{_ORGAN}|[一-鿿]{{1,4}}[县市区旗州省](?=\||$))")
_GOES_ON = expression(
    rf"(?<=[府会区市县镇乡道局])[^|的代会和及与向对按将以为在共已全组负通并均直收受承、]{{0,6}}?(?:{_ORGAN}|事处|公室)"
)
"""X区人民政府 + Y街道 + 办事处 is one name."""

_BESIDE = expression(
    rf"(?:及其?|和|与|、)[^|]{{0,12}}?(?:{_ORGAN}|部门|单位)|(?:门户)?(?:网站|网|信箱|平台|热线|公众号|微信|窗口|大厅)"
)
_NO_AGENT = expression(
    r"^(?:不服|申请人|根据|按照|依据|依照|在|经|通过|围绕|严格|依托|由|向|对|将|为|结合|落实|以|把|从|自|各|相关|有关|其他|上级|与|和|及|等)"
)
_PARTING = (Sort.TIME, Sort.SELF, Sort.MARK, Sort.AMONG, Sort.HOLDS)
_PARTING_WORDS = frozenset(
    ["因", "被", "的", "了", "政府信息公开", "信息公开", "政府信息", "政务公开", "涉及政府信息公开", "关于政府信息公开"]
)


def agent_of(near: Sequence[Token]) -> str:
    """The body among the words of a clause, "" where they name none."""
    words = "".join(
        "|" if token.sort in _PARTING or token.text in _PARTING_WORDS else token.text
        for token in near
        if token.sort not in (Sort.VERB, Sort.NOUN, Sort.CLASS)
    )
    for piece in words.split("|"):
        found = _AGENT.match(piece + "|")
        if found and not _NO_AGENT.match(piece):
            return _whole_name(piece, found.end())
    return ""


def _whole_name(piece: str, end: int) -> str:
    """The name to its end; 县政府及县政府办公室 are two, 县政府门户网站 is none of either."""
    while more := _GOES_ON.match(piece, end) or _BESIDE.match(piece, end):
        end = more.end()
    return piece[:end]


def names_agent(words: str) -> bool:
    """Whether unknown words begin with the name of a body."""
    return bool(_AGENT.match(words + "|"))
