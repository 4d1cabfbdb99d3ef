"""Whether two names are of one body: 青禾县住建局 is 青禾县住房和城乡建设局, 青禾县民政局 is not (ST-09, N rules).

A name is a place (青禾县), what the body works on (住房和城乡建设) and an organ word (局). Short names leave characters
out, of the place or of the work; the organ word and the last level of the place stay.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from validator.language.normal import normalise
from validator.startup.expressions import expression


class Likeness(StrEnum):
    """What two names say of their bodies, the more alike first."""

    SAME = "同一机关"
    UNSURE = "说不准"  # a government and its office, words in another order, a short name that could be many
    DIFFERENT = "不同机关"


class _Name(NamedTuple):
    """A name taken apart. `level` is the last level word of the place; `tail` is the organ word, 政府 for a place.

    `named` tells that the name says 政府, 街道办事处 or 管委会, and is not the bare place.
    """

    text: str
    place: str
    level: str
    work: str
    tail: str
    named: bool


_GOVERNMENT = expression(
    r"人民政府|政府|行政公署|行署|(?<=[区园])(?:管理委员会|管委会|管委)|(?<=街道)(?:办事处|办(?!公))|(?P<alone>办事处)"
    r"|(?<=[省市州县区旗镇乡])府(?=办)"
)
_LEFT_OUT = expression(r"\([^()]*\)|[^一-鿿]|的|(?:股份|集团)?有限(?:责任)?公司$|集团$")
_ABOVE = expression(
    r"^(?:国家(?:税务|统计|邮政|能源|外汇管理|移民管理|烟草专卖|金融监督管理|金融监管|矿山安全监察|粮食和物资储备)(?:总局|局)"
    r"|中华人民共和国|中国(?=气象|地震|人民银行|海事|海关))(?=..)"
)
"""Whose local body it is, and no part of the place: 国家税务总局示例县税务局 is 示例县税务局."""
_POSTED = expression(r"(?<=驻)(?P<where>[一-鿿]{1,6}?)市?(?:联络|办事)处|(?<=驻)(?P<short>[一-鿿]{1,6}?)(?=办$)")
_SHORT_CITIES = {"沪": "上海", "穗": "广州", "渝": "重庆", "蓉": "成都", "邕": "南宁", "甬": "宁波", "榕": "福州"}
_JOINS = expression("[和与及暨]")
_SHORTER = (("办公室", "办"), ("办公厅", "办"), ("委员会", "委"), ("联合会", "联"), ("协会", "协"), ("委会", "委"))
# 市场, 城乡 and the like are no places; 盐城市 is one, so 城市 counts as work only behind a level word or a 住房.
_WORK = (
    r"城乡|乡村|村镇|乡镇|市场|市容|上市|社区|区域|区划|县域|下乡|乡振|乡建|市监(?!察|狱|委)|市民(?=服务|热线|中心)"
    r"|市政(?=工程|设施|园林|公用|管理|建设|养护|局|处)|(?:(?<=[省市州盟县区旗镇乡道房合源划设])|^)城(?:市|镇)(?!$)"
)
_LEVEL = expression(rf"(?P<work>{_WORK})|[省市州县区旗镇乡]|街道|(?<!联)盟")
_ORGAN = expression(r"(?:分局|[支大中总]队|.)$")
_UNIONS = frozenset("协联")
"""A place has few of them: 科协 is 科学技术协会, 文联 is 文学艺术界联合会."""
_MAIN_ORGANS = frozenset("局委办厅")
_WIDENED = expression("自治|开发|产业|示范|度假|旅游|风景|经济|高新|工业")


def likeness(one: str, other: str) -> Likeness:
    """Whether the two names are of one body."""
    if one == other:  # as nearly always: nothing need be taken apart
        return Likeness.SAME
    return _likeness(_taken_apart(one), _taken_apart(other))


def is_office_of(name: str, government: str) -> bool:
    """区政府办公室 is the office of 示例市临河区人民政府: it does the work, its figures are fewer."""
    office, whole = _taken_apart(name), _taken_apart(government)
    alone = not office.work and not whole.work
    return alone and (office.tail, whole.tail) == ("办", "政府") and _places(office, whole) is Likeness.SAME


@lru_cache(maxsize=64)
def _taken_apart(name: str) -> _Name:
    text = _ABOVE.sub("", normalise(name).text)
    if "驻" in text:
        text = _POSTED.sub(_posted, text)
    named = bool(_GOVERNMENT.search(text))
    text = _GOVERNMENT.sub(lambda found: "街道" if found["alone"] else "", text)  # 玉泉办事处 is 玉泉街道办事处
    text = _LEFT_OUT.sub("", text)
    for long, short in _SHORTER:
        text = text.replace(long, short)
    levels = [found for found in _LEVEL.finditer(text) if not found["work"]]
    end = levels[-1].end() if levels else 0
    tail = _ORGAN.search(text, end)
    work = _JOINS.sub("", text[end : tail.start()]) if tail else ""
    return _Name(text, text[:end], levels[-1][0] if levels else "", work, tail[0] if tail else "政府", named)


def _posted(found: re.Match[str]) -> str:
    """驻北京办事处, 驻沪办: an office in another city, no 街道办事处."""
    if found["short"]:
        return _SHORT_CITIES.get(found["short"], found["short"])
    return f"{_SHORT_CITIES.get(found['where'], found['where'])}办"


def _likeness(one: _Name, other: _Name) -> Likeness:
    if one.text == other.text:
        return Likeness.SAME
    if not (one.level and other.level):
        return _whole(one, other)
    return max(_places(one, other), _tails(one, other), _works(one, other), key=list(Likeness).index)


def _whole(one: _Name, other: _Name) -> Likeness:
    """教育局, or 内蒙古教育厅, without a level word: compared as they stand."""
    if one.tail != other.tail or not (one.text and other.text):
        return Likeness.DIFFERENT
    return _signs(one.text, other.text, enough=min(len(one.text), len(other.text)) > 2)


def of_one_place(one: str, other: str) -> bool:
    """Whether the places in two names are the same, or none stands in either."""
    return _places(_taken_apart(one), _taken_apart(other)) is Likeness.SAME


def _places(one: _Name, other: _Name) -> Likeness:
    """县 and 青禾县 are one place, 青禾州 and 青禾土家族自治州 too; 市 and 市某区 are two, 云县 and 云和县 perhaps."""
    if one.level != other.level:
        return Likeness.DIFFERENT
    mine, yours = _units(one.place), _units(other.place)
    for (level, core), (other_level, other_core) in zip(reversed(mine), reversed(yours), strict=False):
        if level == other_level and core and other_core and core != other_core:
            return _cores(core, other_core, one.place + other.place)
    return Likeness.SAME


def _cores(core: str, other: str, places: str) -> Likeness:
    if not _shortens(core, other):
        return Likeness.DIFFERENT
    return Likeness.SAME if _WIDENED.search(places) else Likeness.UNSURE


def _units(place: str) -> list[tuple[str, str]]:
    """示例市临河区 -> (市, 示例), (区, 临河)."""
    units: list[tuple[str, str]] = []
    begin = 0
    for found in _LEVEL.finditer(place):
        if found.start() > begin or found.end() == len(place) or not units:
            units.append((found[0], place[begin : found.start()]))
            begin = found.end()
    return units


def _tails(one: _Name, other: _Name) -> Likeness:
    if one.tail == other.tail:
        return Likeness.SAME
    tails = {one.tail, other.tail}
    if tails == {"政府", "办"} and not (one.work or other.work):
        return Likeness.UNSURE
    if "政府" in tails:  # 示例市 may be short for a body of that town, 示例市人民政府 is none
        bare = one if one.tail == "政府" else other
        return Likeness.DIFFERENT if bare.named else Likeness.UNSURE
    return Likeness.UNSURE if tails <= _MAIN_ORGANS and (one.work and other.work) else Likeness.DIFFERENT


def _works(one: _Name, other: _Name) -> Likeness:
    if "政府" in (one.tail, other.tail):
        return Likeness.SAME  # the tails decide
    short, long = sorted((one.work, other.work), key=len)
    few = short != "" and (len(long) < 4 or one.tail in _UNIONS)
    return _signs(short, long, enough=short == long or len(short) > 1 or few)


def _signs(one: str, other: str, *, enough: bool) -> Likeness:
    """文旅局 is 文化广电和旅游局 where it says `enough`; 文旅广电局 has the same ones in another order."""
    if _shortens(one, other):
        return Likeness.SAME if enough else Likeness.UNSURE
    short, long = sorted((one, other), key=len)
    return Likeness.UNSURE if len(short) > 1 and not Counter(short) - Counter(long) else Likeness.DIFFERENT


def _shortens(one: str, other: str) -> bool:
    """Whether one of them is the other with characters left out."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)
