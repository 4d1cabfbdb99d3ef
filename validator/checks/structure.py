"""ST-01 to ST-04, ST-06, ST-08, ST-09: the six parts, the edition, labels, titles and the date of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePath

from validator.checks.period import TITLE
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.filing import DamageKind, Filing
from validator.model.finding import CellRef, Finding, cell_ref
from validator.model.form import Section, Table
from validator.model.labels import loose, plain
from validator.model.rule import Rule, Severity
from validator.narrative.titles import Title, split_title
from validator.policy.context import NO_YEAR, CannotRun, Context

ORGAN, PUBLISHED = "封面.机关名称", "封面.公布日期"
_NOTHING = re.compile(r"[无没有暂\s。.、/—-]*\Z")


def sections(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-01: 缺部分、次序颠倒=强制；标题多字少字、编号体系两套=核实。"""
    present = [section for section in filing.form.sections if section.heading.name in filing.places]
    if not present and not filing.from_template:
        raise CannotRun(Bilingual("只有表格，没有正文", "there are tables only and no text"))
    told = _told_as_damage(filing)
    for section in filing.form.sections:
        if section not in present and section.sheet not in told and not _text_found(filing, section):
            yield Finding(rule, Severity.MUST, (), "missing", {"title": section.title}, member=section.number)
    yield from _order(rule, filing, present)
    for section in present:
        stated = filing.text(section.heading.name)
        if plain(stated) != plain(section.title):
            args = {"title": section.title, "stated": stated or BLANK_WORD}
            cells = (cell_ref(filing, section.heading.name),)
            yield Finding(rule, Severity.EXPLAIN, cells, "", args, member=section.number)


def _told_as_damage(filing: Filing) -> set[str]:
    """The sheets that were deleted, whole or a row of them: D-02 and D-08 say so."""
    gone = {DamageKind.MISSING_SHEET, DamageKind.DELETED_LINES}
    return {one.sheet for one in filing.damage if one.kind in gone}


def _order(rule: Rule, filing: Filing, present: list[Section]) -> Iterator[Finding]:
    order = sorted(present, key=lambda section: _position(filing, section))
    if order != present:
        wrong = next(found for found, wanted in zip(order, present, strict=True) if found is not wanted)
        cells = (cell_ref(filing, wrong.heading.name),)
        args = {"order": tuple(section.number for section in order)}
        yield Finding(rule, Severity.MUST, cells, "order", args, member=wrong.number)


def _text_found(filing: Filing, section: Section) -> bool:
    return section.text is not None and section.text.name in filing.places


def _position(filing: Filing, section: Section) -> int:
    return filing.sheet_names.index(filing.places[section.heading.name].sheet)


def edition(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-02: Y≥2021→表三25行、表二无（九）项=强制（换表）；Y≤2020用了2021版=核实。"""
    year = filing.year
    if year is None:
        raise CannotRun(NO_YEAR)
    for table in filing.form.tables.values():
        if not told_apart(table) or not any(name in filing.places for name in table.indicators):
            continue
        args = {"table": table.name, "edition": table.edition, "year": year}
        if table.last_year is not None and year > table.last_year:
            yield Finding(rule, Severity.MUST, _heading(filing, table), "", args, member=table.name)
        elif year < table.first_year:
            yield Finding(rule, Severity.EXPLAIN, _heading(filing, table), "early", args, member=table.name)


def told_apart(table: Table) -> bool:
    """表四 is the same in both editions, so it cannot be of the wrong one."""
    return table.name != "表四"


def _heading(filing: Filing, table: Table) -> tuple[CellRef, ...]:
    names = (section.heading.name for section in filing.form.sections if section.title == table.title)
    return tuple(cell_ref(filing, name) for name in names if name in filing.places)


def labels(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-03: 规范化后全等（去空白、全半角、括号、引号、“、/，”）；模板=强制，导入=核实。"""
    severity = Severity.MUST if filing.from_template else Severity.EXPLAIN
    for label in filing.labels:
        if loose(label.found) != loose(label.official):
            args = {"official": label.official, "found": label.found or BLANK_WORD}
            cells = (CellRef(label.place, None, label.found or None),)
            yield Finding(rule, severity, cells, args=args, member=label.official)


def title(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-04: 标题=机关+年度+政府信息公开工作年度报告；缺“工作”等=核实。"""
    parts = _title(filing)
    lacking = [
        word
        for word, there in (
            (Bilingual("机关名称", "the body"), parts is not None and bool(parts.organ)),
            (Bilingual("年度", "the year"), parts is not None and bool(parts.years)),
            ("“工作”", parts is not None and parts.has_work),
            ("“年度报告”", parts is not None and parts.has_yearly and parts.has_report),
        )
        if not there
    ]
    if lacking:
        args = {"title": filing.text(TITLE), "lacking": tuple(lacking)}
        yield Finding(rule, rule.severity, (cell_ref(filing, TITLE),), args=args)


def _title(filing: Filing) -> Title | None:
    if TITLE not in filing.places or not filing.text(TITLE):
        raise CannotRun(Bilingual("没有标题", "there is no title"))
    return split_title(filing.text(TITLE))


def filled(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-06: 第一、五、六部分有内容；部分在而内容空白、第五部分只写“无”=核实。"""
    for section in filing.form.sections:
        if section.text is None or section.text.name not in filing.places:
            continue
        text = filing.text(section.text.name)
        if not text:
            variant = "blank"
        elif section.number != "六" and _NOTHING.match(text):
            variant = ""
        else:
            continue
        args = {"title": section.title, "text": text}
        yield Finding(rule, rule.severity, (cell_ref(filing, section.text.name),), variant, args, member=section.number)


# 《政府信息公开条例》第四十九条: 县级以上政府部门每年1月31日前公布；县级以上地方政府主管部门3月31日前公布本级政府的。
_DEPARTMENTS = frozenset({"国务院部门", "省级政府部门", "设区的市级政府部门", "县级政府部门"})


_ENGLISH_DAYS = {1: "31 January", 3: "31 March"}


def published(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-08: 部门≤1-31；政府≤3-31；公布日期≤Y-12-31 或年份≠Y+1。"""
    day, year = _published(filing), filing.year
    if year is None:
        raise CannotRun(NO_YEAR)
    args = {"day": day.isoformat(), "year": year, "next": year + 1}
    if day.year != year + 1:
        yield Finding(rule, rule.severity, (cell_ref(filing, PUBLISHED),), "year", args)
        return
    limit = _deadline(filing.organ_type, year + 1)
    if limit and day > limit:
        late = args | {
            "kind": filing.organ_type,
            "limit": Bilingual(f"{limit.month}月{limit.day}日", _ENGLISH_DAYS[limit.month]),
        }
        yield Finding(rule, rule.severity, (cell_ref(filing, PUBLISHED),), "", late)


def _published(filing: Filing) -> date:
    value = filing.cell(PUBLISHED).value
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise CannotRun(
            Bilingual("封面没有填公布日期", "the cover states no date of publication")
            if value is None
            else Bilingual("封面公布日期不是日期", "the date of publication is no date")
        )
    return value


def _deadline(organ_type: str, year: int) -> date | None:
    if organ_type in _DEPARTMENTS:
        return date(year, 1, 31)
    return date(year, 3, 31) if organ_type and organ_type != "其他" else None


_BODY = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:人民政府|街道办事处|委员会|办公室|政府|局|厅|县|市|区|镇|乡|街道)")


def organ(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-09: 封面、标题、文件名中的机关名称互相不同；封面与标题不同=强制，文件名不同=提示。"""
    on_cover = plain(filing.organ)
    if not on_cover:
        raise CannotRun(Bilingual("封面没有填机关名称", "the cover states no body"))
    in_title = split_title(filing.text(TITLE))
    if in_title and in_title.organ and not _same_body(plain(in_title.organ), on_cover):
        args = {"title": in_title.organ, "cover": filing.organ}
        cells = tuple(cell_ref(filing, name) for name in (TITLE, ORGAN))
        yield Finding(rule, Severity.MUST, cells, args=args, member="标题")
    stem = PurePath(filing.path).stem
    in_file = _BODY.search(plain(stem))
    if in_file and not set(_pairs(in_file[0])) & set(_pairs(on_cover)):
        args = {"file": stem, "cover": filing.organ}
        yield Finding(rule, Severity.NOTICE, (), "file", args, member="文件名")


def _same_body(one: str, other: str) -> bool:
    """渑池县 and 渑池县人民政府 are one body."""
    return one in other or other in one


def _pairs(text: str) -> Iterator[str]:
    """Two characters in a row; 政府 and the like are in every name and prove nothing."""
    bare = re.sub(r"人民政府|街道办事处|政府", " ", text)
    return (pair for pair in map("".join, pairwise(bare)) if " " not in pair)
