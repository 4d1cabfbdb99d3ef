"""ST-04, ST-08, ST-09: whose report it says it is, in the title and on the cover, and when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from validator.checks.openness.organ_types import kind_of
from validator.language.bodies import Likeness, likeness
from validator.language.titles import Title, report_year_in_title, split_title
from validator.model.bilingual import Bilingual
from validator.model.derived_fields import joined, value_of
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref
from validator.model.form import Role
from validator.model.labels import plain
from validator.model.rule import Rule, Severity
from validator.policy.context import NO_YEAR, CannotRun, Context
from validator.startup.expressions import expression


def title(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-04: 标题=机关+年度+政府信息公开工作年度报告；缺“工作”等=核实。"""
    name = filing.form.name_of(Role.TITLE)
    stated = filing.text(name)
    if not stated:
        raise CannotRun(Bilingual("没有标题", "there is no title"))
    lacking = _lacking(split_title(stated), stated)
    if lacking and not _lacks_what_the_cover_lacks(filing):
        args = {"title": stated, "lacking": tuple(lacking)}
        yield Finding(rule, rule.severity, (cell_ref(filing, name),), args=args)


def _lacks_what_the_cover_lacks(filing: Filing) -> bool:
    """Whether the title is the one that the template derives, from a year that is none: P-06 tells that one cause."""
    name = filing.form.name_of(Role.TITLE)
    derived = filing.text(name) == value_of(name, filing.form, filing.cell).value
    return derived and bool(plain(filing.organ)) and not report_year_in_title(filing.text(name))


_BODY, _YEAR_WORD = Bilingual("机关名称", "the body"), Bilingual("年度", "the year")
_SUBJECT = "政府信息公开"
_WORDS = expression("工作|年度|报告|年")


def _lacking(parts: Title | None, title: str) -> list[Bilingual | str]:
    """What is missing, and nothing that stands there: 政府信息公开工作报告 lacks “年度”."""
    words = plain(title)
    years = parts.years if parts else report_year_in_title(title)
    has_body = bool(parts.organ if parts else _WORDS.sub("", re.sub(r"\d", "", words)))
    has_work, has_yearly, has_report = (
        (parts.has_work, parts.has_yearly, parts.has_report)
        if parts
        else ("工作" in words, "年度" in words, "报告" in words)
    )
    if parts and parts.remainder.startswith("年报"):
        has_yearly = has_report = False  # 年报 is short for both
    wanted: list[tuple[Bilingual | str, bool]] = [
        (_BODY, has_body),
        (_YEAR_WORD, bool(years)),
        (f"“{_SUBJECT}”", parts is not None and parts.subject == _SUBJECT),
        ("“工作”", has_work),
        ("“年度报告”", has_yearly or has_report),
        ("“年度”", has_yearly or not has_report),
        ("“报告”", has_report or not has_yearly),
    ]
    return [what for what, there in wanted if not there]


# 《政府信息公开条例》第四十九条: 县级以上政府部门每年1月31日前公布；县级以上地方政府主管部门3月31日前公布本级政府的。
_DEPARTMENTS = frozenset({"国务院部门", "省级政府部门", "设区的市级政府部门", "县级政府部门"})
_ENGLISH_DAYS = {1: "31 January", 3: "31 March"}


def published(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-08: 部门≤1-31；政府≤3-31；公布日期≤Y-12-31 或年份≠Y+1。"""
    day, year = _published(filing), filing.year
    if year is None:
        raise CannotRun(NO_YEAR)
    cells = (cell_ref(filing, filing.form.name_of(Role.PUBLISHED)),)
    args = {"day": day.isoformat(), "year": year, "next": year + 1}
    if day.year != year + 1:
        yield Finding(rule, rule.severity, cells, "year", args)
        return
    kind = kind_of(filing)
    limit = deadline(kind, year + 1)
    if limit and day > limit:
        last = Bilingual(f"{limit.month}月{limit.day}日", _ENGLISH_DAYS[limit.month])
        yield Finding(rule, rule.severity, cells, "", args | {"kind": kind, "limit": last})


def _published(filing: Filing) -> date:
    day = filing.day(Role.PUBLISHED)
    if day is None:
        raise CannotRun(
            Bilingual("封面没有填公布日期", "the cover states no date of publication")
            if filing.stated(Role.PUBLISHED).value is None
            else Bilingual("封面公布日期不是日期", "the date of publication is no date")
        )
    return day


def deadline(organ_type: str, year: int) -> date | None:
    """The last day on which a body of that kind publishes in a year; None where none is set."""
    if organ_type in _DEPARTMENTS:
        return date(year, 1, 31)
    return date(year, 3, 31) if organ_type != "其他" else None


_IN_FILE = expression(
    r"[一-鿿]{2,24}(?:政府|街道办事处|办事处|委员会|办公室|局|厅|委|办|县|市|区|镇|乡|街道)(?=[^一-鿿]|年报|政务|$)"
    r"|[一-鿿]{2,20}?(?:人民政府|街道办事处|委员会|办公室|政府|局|厅|县|市|区|镇|乡|街道)"
)
"""The body that a file name names: the whole of it where it ends there, else its place."""


def organ(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-09: 封面、标题、文件名中的机关名称互相不同；标题是别的机关=强制，说不准=核实，文件名不同=提示。"""
    if not plain(filing.organ):
        raise CannotRun(Bilingual("封面没有填机关名称", "the cover states no body"))
    title_name, cover_name = (filing.form.name_of(role) for role in (Role.TITLE, Role.ORGAN))
    in_title = split_title(_without_unusable_year(filing, filing.text(title_name)))
    if in_title and in_title.organ:
        alike = _alike(in_title, filing.organ)
        if alike is not Likeness.SAME:
            args = {"title": in_title.organ, "cover": filing.organ}
            cells = tuple(cell_ref(filing, name) for name in (title_name, cover_name))
            severity, variant = _TITLE_VERDICTS[alike]
            yield Finding(rule, severity, cells, variant, args, member="标题")
    stem = PurePath(filing.path).stem
    in_file = _body_in_file(stem)
    if in_file not in plain(filing.organ) and likeness(in_file, filing.organ) is Likeness.DIFFERENT:
        args = {"file": stem, "cover": filing.organ}
        yield Finding(rule, Severity.NOTICE, (), "file", args, member="文件名")


_TITLE_VERDICTS = {Likeness.DIFFERENT: (Severity.MUST, ""), Likeness.UNSURE: (Severity.EXPLAIN, "unsure")}


_JOINED = expression(r"[、,/;&]|(?<=[局委办厅院府处会])[和与及暨]")


def _alike(in_title: Title, organ: str) -> Likeness:
    """A joint report is that of each of its bodies; a body named behind the title may be the one that it goes to."""
    names = (in_title.organ, *_JOINED.split(in_title.organ))
    best = min((likeness(one, organ) for one in names if one), key=list(Likeness).index)
    return Likeness.UNSURE if in_title.organ_behind and best is Likeness.DIFFERENT else best


def _without_unusable_year(filing: Filing, title: str) -> str:
    """封面的年度写错，标题跟着错：只报年度（一处根因）, so it is no part of the body's name."""
    stated = joined(filing.stated(Role.YEAR).value)
    return title.replace(stated, "") if stated and filing.year is None else title


_TOLD_BESIDE = expression(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


def _body_in_file(stem: str) -> str:
    """（报县政府办）示例县教育局 is the education bureau's: what stands in brackets is asked last."""
    return _named_in(_TOLD_BESIDE.sub("", stem)) or _named_in(stem)


def _named_in(stem: str) -> str:
    titled = split_title(stem)
    named = f"{plain(titled.organ)} " if titled and titled.organ else plain(re.sub(r"\d+年?度?", "-", stem))
    found = _IN_FILE.search(named)
    return found[0] if found else ""
