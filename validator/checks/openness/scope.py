"""Which figures of the narrative are of this body, this year and the whole that the tables hold."""

from __future__ import annotations

from validator.language.bodies import Likeness, is_office_of, likeness
from validator.language.normal import plain_signs
from validator.model.filing import Filing
from validator.narrative.casework import around, is_about_publicity
from validator.narrative.stated import DISPUTES, FigureStatement, Scope, Subject
from validator.startup.expressions import expression
from validator.startup.records import replace

_ELSEWHERE = expression(
    r"十[一二三四五六]五”?(?:时期|期间|以来|规划)|(?:19|20)\d\d年?(?:-+|—+|至|到)(?:19|20)\d\d年"
    r"|(?:施行|实施|成立|组建|改革|任职|开展)以来"
    r"|近[一二三四五六七八九十两几\d]+年|[一二三四五六七八九十两几\d]+年来|历年|历次|自\d{4}年以来"
    r"|[一二三四五六七八九十两几\d]+(?:家|个)(?:单位|部门|机关|县|区|乡|镇|街道)?[^,。;、]{0,6}$"
)
"""What leads a figure away from this year and this body: 近三年来共受理…, 6家单位没有收到申请."""

_LONGEST_SENTENCE = 300
_BESIDE = expression(
    r"[、,;][^。\n]{0,20}?(?:各|其他|其余|街道|乡镇|镇街|部门|单位|县区|区县|局|委)[^。\n、,;]{0,12}?\d"
)
"""The office's figure is one of a list where the sentence goes on with others' (县府办9件，各部门31件)."""

_OFFICE_BESIDE = expression(r"[、,;，；](?:以)?[省州市县区旗镇乡]?(?:人民)?(?:政府办公?室?|府办)[^。\n、,;]{0,12}?\d")
_GOVERNMENT_BEFORE = expression(r"政府(?!信息)[^。\n、,;，；\d]{0,8}\d[^。\n]{0,12}$")
"""The government's own figure too, where its office's stands beside it (市政府印发4件，市政府办公室印发2件)."""


def is_narrower(one: FigureStatement, filing: Filing) -> bool:
    """本级, or the office of the government whose report it is: its figures are not the whole (2.12)."""
    return one.scope is Scope.OWN or (one.scope is Scope.NAMED and is_office_of(one.agent, filing.organ))


def is_ours(one: FigureStatement, organ: str, year: int | None, text: str) -> bool:
    """Whether a statement made in `text` is about what the tables of this body and year count."""
    if one.year is not None and one.year != year:
        return False
    plain = plain_signs(text)
    if not _is_of_this_body(one, organ, plain) or _ELSEWHERE.search(_lead(plain, one)):
        return False
    if one.subject not in DISPUTES or one.low == one.high == 0:
        return True
    return is_about_publicity(text, one.start, one.end, reviews="司法" in organ)


def _is_of_this_body(one: FigureStatement, organ: str, text: str) -> bool:
    if one.scope is not Scope.NAMED:
        return one.scope in {Scope.WHOLE, Scope.OWN}
    if likeness(one.agent, organ) is Likeness.SAME:
        return not _OFFICE_BESIDE.match(text[one.end : one.end + _LONGEST_SENTENCE])
    return is_office_of(one.agent, organ) and not _is_one_of_several(text, one)


def _is_one_of_several(text: str, one: FigureStatement) -> bool:
    behind = text[one.end : one.end + _LONGEST_SENTENCE]
    lead = _lead(text, one)
    return "其中" in lead + one.quote or bool(_BESIDE.match(behind) or _GOVERNMENT_BEFORE.search(lead))


def as_of_this_year(one: FigureStatement, year: int | None) -> FigureStatement:
    """2024年结转至2025年办理: what the year before carried over is what this year's report carried in."""
    if one.subject is not Subject.CARRIED_OVER:
        return one
    if year is None or one.year != year - 1 or f"{year}年" not in one.quote:
        return one
    return replace(one, subject=Subject.CARRIED_IN, year=year)


_WITHDRAWN = expression("撤回|撤销|撤诉|撤件")


def speaks_of_withdrawal(one: FigureStatement, text: str) -> bool:
    """Whether the sentence of a statement says that requests were withdrawn (2.12)."""
    return bool(_WITHDRAWN.search(around(text, one.start, one.end, "。\n")))


def _lead(text: str, one: FigureStatement) -> str:
    """The sentence up to the statement."""
    first = max(0, one.start - _LONGEST_SENTENCE)
    return text[max(first, *(text.rfind(mark, first, one.start) + 1 for mark in "。;\n")) : one.start]
