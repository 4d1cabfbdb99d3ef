"""Rules VA-01 to VA-05: what may stand in one cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.oracle.figures import Exact, Held, visible
from tests.oracle.forms import TABLES, organ_types, threshold
from tests.oracle.judgement import EXPLAIN, LAST, MUST, Finding, Reports

FEN = 10**6
"""“≤6位小数（0.000001万元=1分）”"""

WITHOUT_POWER = {"乡镇政府（街道办事处）", "县级政府", "县级政府部门"}
"""VA-04 “乡镇、街道、县级政府及其部门→全0=强制”"""

USUALLY_WITHOUT = {"省级政府部门", "设区的市级政府部门"}
"""“其他地方部门≠0=核实”; that the type 其他 is none of them is not settled by the rules; as the product has it."""

SMALL_BODIES = {"县级政府部门", "乡镇政府（街道办事处）"}
"""VA-05 looks at “县级政府部门、乡镇和街道” (its threshold's own words)."""


def of_cells(reports: Reports, organ_type: str) -> Iterator[Finding]:
    """Every finding about the content of cells."""
    for name, place in reports.now.form.places.items():
        yield from _amount(reports, name) if place.kind == "amount" else _count(reports, name)
    yield from _blanks(reports)
    body = known_type(organ_type)
    yield from _regulations(reports, body)
    yield from _documents(reports, body)


def known_type(organ_type: str) -> str:
    """ST-14 “机关类型不在列表里（去掉空白、全半角、不可见字符后比较）……依赖它的规则记为未运行”."""
    plain = {_plain(one): one for one in organ_types()}
    return plain.get(_plain(organ_type), "")


def _plain(text: str) -> str:
    return visible(unicodedata.normalize("NFKC", text))


def _count(reports: Reports, name: str) -> Iterator[Finding]:
    """VA-01 “计数格为非负整数”, “2019版‘本年增减’是带号整数”."""
    if not _is_count(reports, name) and not _told_by_a_part(reports, name):
        yield reports.finding("VA-01", MUST, [name])


def _is_count(reports: Reports, name: str) -> bool:
    figures = reports.now
    number = figures.seen(name)
    if number is None:
        return figures.held(name) is Held.BLANK
    signed = figures.form.places[name].kind == "signed"
    return number.denominator == 1 and (signed or number >= 0) and not figures.too_large(name)


def _told_by_a_part(reports: Reports, name: str) -> bool:
    """“由公式得出的总计，分项已经报过的（小数、负数、文字），总计不再另报”."""
    parts = (part for parts in reports.now.form.places[name].parts for part in parts)
    return reports.now.computed(name) and not all(_is_count(reports, one) for one in parts)


def _amount(reports: Reports, name: str) -> Iterator[Finding]:
    """VA-02 “收费金额非负、单位万元”: “强制(负数、文字)/核实(量级)”.

    That a part of a 分 is 核实 and stands alone, and that 采购总金额 too is compared with last year's, is not settled
    by the rules; as the product has it.
    """
    number = reports.now.seen(name)
    if number is None:
        if reports.now.held(name) is Held.OTHER:
            yield reports.finding("VA-02", MUST, [name])
    elif number < 0 or reports.now.too_large(name):
        yield reports.finding("VA-02", MUST, [name])
    elif (number * FEN).denominator != 1:
        yield reports.finding("VA-02", EXPLAIN, [name])
    elif _leaps(number, _last_year(reports, name)):
        yield reports.finding("VA-02", EXPLAIN, [name, LAST + name])


def _last_year(reports: Reports, name: str) -> Exact:
    return (reports.last.number(name) or 0) if reports.last and reports.has(LAST + name) else 0


def _leaps(now: Exact, then: Exact) -> bool:
    """“与上年比≥10⁴倍或≤1/1000：疑元当万元”; 0 is 0 in any unit."""
    up, down = threshold("unit_up"), threshold("unit_down")
    return now > 0 and then > 0 and (now >= up * then or now * down <= then)


def _blanks(reports: Reports) -> Iterator[Finding]:
    """VA-03 “总计空白而分项非0=强制（每格一条）；其余=核实，按表合成一条并列出各格”."""
    figures = reports.now
    for table in TABLES:
        blank = [name for name, place in figures.form.places.items() if place.table == table and reports.blank(name)]
        for name in figures.wanting.intersection(blank):
            yield reports.finding("VA-03", MUST, [name])
        if others := set(blank) - figures.wanting:
            yield reports.finding("VA-03", EXPLAIN, others)


def _regulations(reports: Reports, body: str) -> Iterator[Finding]:
    """VA-04 “规章三格仅限有权机关（一个原因一条发现，列出各格）”.

    Which of VA-04 and VA-05 are undecided is not settled by the rules; as the product has it, none.
    """
    figures = reports.now
    filled = [name for name, place in figures.form.places.items() if place.row == "规章" and figures.number(name)]
    if filled and body in WITHOUT_POWER | USUALLY_WITHOUT:
        yield reports.finding("VA-04", MUST if body in WITHOUT_POWER else EXPLAIN, filled)


def _documents(reports: Reports, body: str) -> Iterator[Finding]:
    """VA-05 “量级与机关类型不符”; the 2019 edition has no 现行有效."""
    valid = "表二.行政规范性文件.有效"
    if body not in SMALL_BODIES or not reports.has(valid):
        return
    number = reports.number(valid)
    if number is not None and number > threshold("documents_most"):
        yield reports.finding("VA-05", EXPLAIN, [valid])
