"""P-01, P-02, P-05, P-06: the statistical period is one calendar year, the report's, wherever cells state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath

from validator.language.dates import PartialDate
from validator.language.periods import PeriodStatement, read_period
from validator.language.titles import report_year_in_title
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.cells import Cell, CellKind
from validator.model.cover_cells import bare_number, is_plain_year, without_time
from validator.model.derived_fields import day_text, value_of
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref, suspect_of
from validator.model.form import Role
from validator.model.rule import Rule, Severity
from validator.model.shown import shown
from validator.policy.context import NO_YEAR, CannotRun, Context
from validator.startup.expressions import expression

DATE_WORD = Bilingual("日期", "the date")
_YEAR_IN_NAME = expression(r"(?<!\d)(20\d\d)(?!\d)")
_WHOLE_YEAR = Bilingual("统计期限是报告年度的全年", "the period is the whole year of the report")
Days = tuple[date, date]


def cover(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-01: 封面统计期限起=Y-01-01 且统计期限止=Y-12-31；是真日期，起≤止。"""
    year = year_on_cover(filing)
    names = [filing.form.name_of(role) for role in (Role.START, Role.END)]
    there = [name for name in names if name in filing.places]
    if not there:
        raise CannotRun(Bilingual("没有封面统计期限", "the cover states no period"))
    if any(map(filing.is_unknown, names)):
        raise CannotRun(Bilingual("封面统计期限的公式没有结果", "a formula of the cover's period has no result"))
    wanted = dict(zip(names, filing.form.calendar.period(year), strict=True))
    stated = {name: filing.day(role) for name, role in zip(names, (Role.START, Role.END), strict=True)}
    bare = [name for name in there if _bare(filing, name) is not None]
    if stated == wanted and not bare:
        return
    variant = "bare" if stated == wanted else _cover_variant(filing, stated, whole_year(filing, year))
    explained = variant == "partial" and bool(filing.stated(Role.PARTIAL_YEAR).value)
    start, end = (_named_day(filing, name, stated[name]) for name in names)
    wrong = bare if variant == "bare" else [name for name in there if stated[name] != wanted[name] and not explained]
    yield Finding(
        rule,
        Severity.EXPLAIN if explained or variant == "bare" else Severity.MUST,
        tuple(cell_ref(filing, name) for name in there),
        variant,
        {"start": start, "end": end, "year": year},
        suspects=tuple(suspect_of(filing, name, wanted[name].isoformat(), _WHOLE_YEAR, certain=True) for name in wrong),
    )


def _cover_variant(filing: Filing, stated: Mapping[str, date | None], whole: Days) -> str:
    first, last = stated.values()
    if first is None or last is None:
        kinds = {filing.cell(name).kind for name, day in stated.items() if day is None}
        return "blank" if CellKind.BLANK in kinds else "text" if kinds == {CellKind.TEXT} else "other"
    if first > last:
        return "swapped"
    return "partial" if is_part_of(first, last, whole) else ""


def is_part_of(first: date, last: date, whole: Days) -> bool:
    """Whether days lie within the year of the report, in order: 年度对而不满一年."""
    return whole[0] <= first <= last <= whole[1]


def tables(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-02: 每张表表头的统计期限=封面。公布的表上没有期限，只对模板。"""
    if not filing.from_template:
        raise CannotRun(Bilingual("不是模板，表上没有统计期限", "not our template: the tables state no period"))
    accepted = _accepted(filing)
    if not accepted:
        raise CannotRun(
            Bilingual("封面统计期限和报告年度都不可用", "the cover states neither a usable period nor a year")
        )
    for table in filing.form.tables.values():
        name = table.period.name
        cell = filing.cell(name)
        if name not in filing.places or (cell.formula is not None and cell.kind is CellKind.BLANK):
            continue  # not there, or not calculated
        if shown_day(cell) == value_of(name, filing.form, filing.cell).value:
            continue  # it follows the cover, whatever that says: P-01 is the one cause
        statement = read_period(shown_day(cell))
        days = days_of(statement, accepted[0][0].year) if statement else None
        if days is None and not _cover_days(filing):
            continue  # neither states days: there is nothing to compare
        if days not in accepted:
            args = {"table": table.name, "stated": shown_day(cell) or BLANK_WORD, "cover": _span(*accepted[0])}
            yield Finding(rule, Severity.MUST, (cell_ref(filing, name),), args=args, member=table.name)


def _accepted(filing: Filing) -> list[Days]:
    """The cover's period, and the whole year: P-01 已报的封面期限，各表表头若写全年，不再报 P-02."""
    found = [days for days in (_cover_days(filing),) if days]
    if filing.year is not None and date.min.year <= filing.year < date.max.year:
        found.append(whole_year(filing, filing.year))
    return found


def _cover_days(filing: Filing) -> Days | None:
    first, last = (filing.day(role) for role in (Role.START, Role.END))
    return (first, last) if first and last else None


def whole_year(filing: Filing, year: int) -> Days:
    """The days that a report of that year covers."""
    return filing.form.calendar.period(year)


def title(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-05: 标题年度=报告年度；文件名、工作表名中的年度不符=提示。"""
    year = year_on_cover(filing)
    name = filing.form.name_of(Role.TITLE)
    written = tuple(one.year for one in report_year_in_title(filing.text(name)))
    if written and year not in written:
        args = {"title": filing.text(name), "stated": written, "year": year}
        yield Finding(rule, Severity.MUST, (cell_ref(filing, name),), args=args, member="标题")
    for variant, text in (("file", PurePath(filing.path).name), *(("sheet", name) for name in filing.sheet_names)):
        years = [int(one) for one in _YEAR_IN_NAME.findall(text)]
        if years and year not in years:
            yield Finding(rule, Severity.NOTICE, (), variant, {"name": text, "year": year}, member=text)


def year(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-06: 整数，2019≤Y；Y>检查日所在年=强制；Y=检查日所在年=核实（最常见的一月笔误）。"""
    name = filing.form.name_of(Role.YEAR)
    if name not in filing.places:
        raise CannotRun(Bilingual("没有封面报告年度", "the cover has no report year"))
    stated, first, cell = filing.year, filing.form.calendar.years[0], filing.cell(name)
    args = {"stated": shown_day(filing.cell(name)) or BLANK_WORD, "today": context.today.year, "first": first}
    cells = (cell_ref(filing, name),)
    if stated is None:
        yield Finding(rule, Severity.MUST, cells, "unreadable", args)
    elif stated < first or stated > context.today.year:
        yield Finding(rule, Severity.MUST, cells, "early" if stated < first else "", args)
    elif stated == context.today.year:
        yield Finding(rule, Severity.EXPLAIN, cells, "current", args)
    if stated is not None and first <= stated <= context.today.year and not is_plain_year(cell):
        suspect = suspect_of(filing, name, stated, Bilingual("报告年度是一个数", "the year is a number"), certain=True)
        more = args | {"what": _KINDS[cell.kind] if cell.kind is CellKind.TEXT else DATE_WORD, "year": stated}
        yield Finding(rule, Severity.EXPLAIN, cells, "written", more, suspects=(suspect,))


def year_on_cover(filing: Filing) -> int:
    """报告年度 as a year that exists. Raises CannotRun for anything else."""
    first = filing.form.calendar.years[0]
    if filing.year is None or not first <= filing.year < date.max.year:
        raise CannotRun(NO_YEAR)
    return filing.year


def days_of(statement: PeriodStatement, year: int | None = None) -> Days | None:
    """The first and last day that a statement means; None where the calendar has no such days."""
    first, last = statement.first, statement.last
    start = first and PartialDate(first.year or year, first.month or 1, first.day or 1).as_date()
    end = last_day_of(last, year)
    return (start, end) if start and end else None


def last_day_of(last: PartialDate | None, year: int | None) -> date | None:
    """The last day that a date without day or month means; None where the calendar has none."""
    if last is None or (last.year or year) is None:
        return None
    stated_year, month = last.year or year or 0, last.month or 12
    if not (1 <= month <= 12 and 1 <= stated_year <= date.max.year):
        return None
    return PartialDate(stated_year, month, last.day or _days_in(stated_year, month)).as_date()


def _days_in(year: int, month: int) -> int:
    from calendar import monthrange  # takes a millisecond to import, and most dates say their day

    return monthrange(year, month)[1]


_KINDS = {
    CellKind.NUMBER: Bilingual("数", "the number"),
    CellKind.TEXT: Bilingual("文字", "the text"),
    CellKind.BOOL: Bilingual("逻辑值", "the truth value"),
    CellKind.ERROR: Bilingual("错误值", "the error"),
    CellKind.DATE: Bilingual("时刻", "the time"),
}


def _bare(filing: Filing, name: str) -> int | float | None:
    return bare_number(filing.cell(name), date1904=filing.date1904)


def _named_day(filing: Filing, name: str, day: date | None) -> Bilingual:
    """A day as people write it; one that lost its format with the number that is shown; else what it is, and it."""
    cell, number = filing.cell(name), _bare(filing, name)
    if day is None and cell.kind in _KINDS and cell.kind is not CellKind.TEXT:
        word, text = _KINDS[cell.kind], shown(cell.value)
        return Bilingual(f"{word.zh} {text}", f"{word.en} {text}")
    if day is None or number is None:
        return _told_day(cell)
    return Bilingual(f"{shown(number)}，即{day_text(day)}", f"{shown(number)}, which is {day}")


def shown_day(cell: Cell) -> str:
    """A date as people write it, anything else as it stands."""
    return day_text(cell.value) if isinstance(cell.value, date) else shown(cell.value).strip()


def _told_day(cell: Cell) -> Bilingual:
    """A date in a message: 2025年1月1日, 2025-01-01 in English."""
    text = shown_day(cell)
    english = without_time(cell.value).isoformat() if isinstance(cell.value, date) else text
    return Bilingual(text, english) if text else BLANK_WORD


def _span(first: date, last: date) -> Bilingual:
    return Bilingual(f"{day_text(first)}至{day_text(last)}", f"{first} to {last}")
