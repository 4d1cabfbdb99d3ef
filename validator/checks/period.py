"""P-01 to P-06: the statistical period is one calendar year, the report's, everywhere it is stated."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePath

from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.finding import Finding, Suspect, cell_ref, quoted
from validator.model.rule import Rule, Severity
from validator.narrative.dates import PartialDate
from validator.narrative.periods import PeriodKind, PeriodStatement, period_statements, read_period
from validator.narrative.titles import report_year_in_title
from validator.policy.context import NO_YEAR, CannotRun, Context

START, END, YEAR = "封面.统计期限起", "封面.统计期限止", "封面.报告年度"
TITLE = "正文.标题"
FIRST_YEAR = 2019
"""The form dates from the reports of 2019."""

TEXTS = ("正文.一", "正文.五", "正文.六")
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
Days = tuple[date, date]


def cover(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-01: 封面统计期限起=Y-01-01 且统计期限止=Y-12-31；是真日期，起≤止。"""
    year = year_on_cover(filing)
    if START not in filing.places and END not in filing.places:
        raise CannotRun(Bilingual("没有封面统计期限", "the cover states no period"))
    wanted = {START: date(year, 1, 1), END: date(year, 12, 31)}
    stated = {name: _day(filing.cell(name)) for name in wanted}
    if stated == wanted:
        return
    variant = _cover_variant(filing, stated, wanted)
    explained = variant == "partial" and filing.text("封面.组建撤销说明")
    args = {"start": _words(filing.cell(START)), "end": _words(filing.cell(END)), "year": year}
    yield Finding(
        rule,
        Severity.EXPLAIN if explained else Severity.MUST,
        tuple(cell_ref(filing, name) for name in wanted if name in filing.places),
        variant,
        args,
        suspects=tuple(
            _day_suspect(filing, name, day)
            for name, day in wanted.items()
            if stated[name] != day and not explained and name in filing.places
        ),
    )


def _cover_variant(filing: Filing, stated: dict[str, date | None], wanted: dict[str, date]) -> str:
    first, last = stated[START], stated[END]
    if first is None or last is None:
        blank = any(filing.cell(name).kind is CellKind.BLANK for name in wanted)
        return "blank" if blank else "text"
    if first > last:
        return "swapped"
    return "partial" if first.year == last.year == wanted[START].year else ""


def _day_suspect(filing: Filing, name: str, day: date) -> Suspect:
    value = filing.cell(name).value
    return Suspect(filing.places[name], name, value, day.isoformat(), certain=True, reason="统计期限是报告年度的全年")


def tables(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-02: 每张表表头的统计期限=封面。公布的表上没有期限，只对模板。"""
    if not filing.from_template:
        raise CannotRun(Bilingual("不是模板，表上没有统计期限", "not our template: the tables state no period"))
    cover_days = _day(filing.cell(START)), _day(filing.cell(END))
    if cover_days[0] is None or cover_days[1] is None:
        raise CannotRun(Bilingual("封面统计期限不是日期", "the cover's period is no dates"))
    accepted = _accepted(cover_days[0], cover_days[1], filing.year)
    for table in filing.form.tables:
        name = f"{table}.统计期限"
        cell = filing.cell(name)
        if name not in filing.places or _not_calculated(cell):
            continue
        statement = read_period(_words(cell))
        if statement is None or _days(statement, cover_days[0].year) not in accepted:
            args = {
                "table": table,
                "stated": _words(cell) or BLANK_WORD,
                "cover": _span(cover_days[0], cover_days[1]),
            }
            yield Finding(rule, Severity.MUST, (cell_ref(filing, name),), args=args, member=table)


def _accepted(first: date, last: date, year: int | None) -> set[Days]:
    """The cover's period; where the cover itself is wrong (P-01), also the whole year: one cause, one finding."""
    if year is None or not FIRST_YEAR <= year <= date.max.year or (first <= last and first.year == last.year == year):
        return {(first, last)}
    return {(first, last), (date(year, 1, 1), date(year, 12, 31))}


def _not_calculated(cell: Cell) -> bool:
    return cell.formula is not None and cell.kind is CellKind.BLANK


def sentences(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-03: 正文的统计期限语句等于报告年度。指出该格并引原话。"""
    year = year_on_cover(filing)
    for name, statement in _all_statements(filing):
        verdict = _judge(statement, year, explained=bool(filing.text("封面.组建撤销说明")))
        if verdict:
            severity, variant = verdict
            args = {"section": name.removeprefix("正文."), "quote": _one_line(statement.quote), "year": year}
            cells = (quoted(filing, name, statement.quote),)
            yield Finding(rule, severity, cells, variant, args, member=statement.quote)


def _judge(statement: PeriodStatement, year: int, *, explained: bool) -> tuple[Severity, str] | None:
    """年份错、起止错=强制；同年不满一年且声明组建/撤销=核实；“2025年度”“截至12月31日”=提示。"""
    whole = (date(year, 1, 1), date(year, 12, 31))
    if statement.kind is PeriodKind.INCOMPLETE:
        years = {one.year for one in (statement.first, statement.last) if one and one.year}
        return (Severity.MUST, "") if years - {year} else (Severity.EXPLAIN, "incomplete")
    if statement.kind is PeriodKind.UNTIL:
        until = _last_day(statement.last, year)
        return (Severity.NOTICE, "until") if until == whole[1] else (Severity.MUST, "")
    days = _days(statement, year)
    if days == whole:
        return (Severity.NOTICE, "year") if statement.kind is PeriodKind.YEAR else None
    if days and days[0].year == days[1].year == year and days[0] <= days[1]:
        return (Severity.EXPLAIN, "partial") if explained else (Severity.MUST, "partial_unexplained")
    return Severity.MUST, ""


def stated(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-04: 正文写明统计期限。"""
    written = [name for name in TEXTS if filing.text(name)]
    if not written:
        raise CannotRun(Bilingual("没有正文", "there is no text"))
    if any(True for _ in _all_statements(filing)):
        return
    if any(name not in filing.places for name in TEXTS):
        raise CannotRun(Bilingual("正文不全", "a section of the text is missing"))
    yield Finding(rule, rule.severity, (cell_ref(filing, written[-1]),))


def title(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-05: 标题年度=报告年度；文件名、工作表名中的年度不符=提示。"""
    year = year_on_cover(filing)
    written = tuple(one.year for one in report_year_in_title(filing.text(TITLE)))
    if written and year not in written:
        args = {"title": filing.text(TITLE), "stated": written, "year": year}
        yield Finding(rule, Severity.MUST, (cell_ref(filing, TITLE),), args=args, member="标题")
    for variant, text in (
        ("file", PurePath(filing.path).name),
        *(("sheet", name) for name in filing.sheet_names),
    ):
        years = [int(one) for one in _YEAR_IN_NAME.findall(text)]
        if years and year not in years:
            yield Finding(rule, Severity.NOTICE, (), variant, {"name": text, "year": year}, member=text)


def year(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-06: 整数，2019≤Y；Y>检查日所在年=强制；Y=检查日所在年=核实（最常见的一月笔误）。"""
    if YEAR not in filing.places:
        raise CannotRun(Bilingual("没有封面报告年度", "the cover has no report year"))
    stated = filing.year
    args = {"stated": _words(filing.cell(YEAR)) or BLANK_WORD, "today": context.today.year, "first": FIRST_YEAR}
    cells = (cell_ref(filing, YEAR),)
    if stated is None:
        yield Finding(rule, Severity.MUST, cells, "unreadable", args)
    elif stated < FIRST_YEAR or stated > context.today.year:
        yield Finding(rule, Severity.MUST, cells, "early" if stated < FIRST_YEAR else "", args)
    elif stated == context.today.year:
        yield Finding(rule, Severity.EXPLAIN, cells, "current", args)


def year_on_cover(filing: Filing) -> int:
    """报告年度 as a year that exists. Raises CannotRun for anything else."""
    if filing.year is None or not FIRST_YEAR <= filing.year <= date.max.year:
        raise CannotRun(NO_YEAR)
    return filing.year


def _all_statements(filing: Filing) -> Iterator[tuple[str, PeriodStatement]]:
    for name in TEXTS:
        for statement in _statements(filing.text(name)):
            yield name, statement


@lru_cache(maxsize=8)
def _statements(text: str) -> tuple[PeriodStatement, ...]:
    """P-03 and P-04 read the same sections one after the other."""
    return period_statements(text)


def _days(statement: PeriodStatement, year: int | None = None) -> Days | None:
    """The first and last day that a statement means; None where the calendar has no such days."""
    first, last = statement.first, statement.last
    start = first and PartialDate(first.year or year, first.month or 1, first.day or 1).as_date()
    end = _last_day(last, year)
    return (start, end) if start and end else None


def _last_day(last: PartialDate | None, year: int | None) -> date | None:
    if last is None or (last.year or year) is None:
        return None
    stated_year, month = last.year or year or 0, last.month or 12
    if not (1 <= month <= 12 and 1 <= stated_year <= date.max.year):
        return None
    return PartialDate(stated_year, month, last.day or calendar.monthrange(stated_year, month)[1]).as_date()


def _day(cell: Cell) -> date | None:
    """The day of a cell that holds a true date; None for text that only looks like one."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _words(cell: Cell) -> str:
    day = _day(cell)
    if day:
        return f"{day.year}年{day.month}月{day.day}日"
    return "" if cell.value is None else str(cell.value).strip()


def _span(first: date, last: date) -> str:
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def _one_line(quote: str) -> str:
    return " ".join(quote.split())
