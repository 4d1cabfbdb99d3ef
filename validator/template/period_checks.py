"""The rows of the 校验 sheet about year and period, as far as a formula can tell; the validator reads any wording."""

from __future__ import annotations

from datetime import date

from validator.model.derived_fields import day_formula, joined
from validator.model.form import Table
from validator.model.rule import Severity
from validator.template.checks import BLANK_SHOWN, LEFT, RIGHT, Check
from validator.template.draft import Draft
from validator.template.formula_results import (
    is_number,
)
from validator.template.live import FAILS, HOLDS, REVIEW, check_name, located

START, END, YEAR = "封面.统计期限起", "封面.统计期限止", "封面.报告年度"

_SAME = (
    (" ", ""),
    ("　", ""),
    ("自", ""),
    ("起", ""),
    ("止", ""),
    ("—", "至"),
    ("－", "至"),
    ("-", "至"),
    ("到", "至"),
)
"""Ways of writing one period that the live check takes as the same."""


def period_checks(draft: Draft) -> tuple[Check, ...]:
    """P-06, P-01, P-05, and P-02 once for each table."""
    tables = (_table_period(draft, table) for table in draft.form.tables.values())
    return (_year(draft), _cover_period(draft), _title(draft), *tables)


def _year(draft: Draft) -> Check:
    """P-06 without the day of the check: TODAY() would make yesterday's verdict another one."""
    year, value = draft.at(YEAR), draft.year
    whole = f"AND({year}=INT({year}),{year}>={draft.form.calendar.years[0]},{year}<={draft.form.calendar.years[-1]})"
    good = is_number(value) and value in range(draft.form.calendar.years[0], draft.form.calendar.years[-1] + 1)
    field = draft.form.fields[YEAR]
    return Check(
        name=check_name("P-06"),
        code="P-06",
        severity=Severity.MUST,
        table=field.sheet,
        what="报告年度",
        relation=f"报告年度是 {draft.form.calendar.years[0]} 年以后的年份",
        sheet=field.sheet,
        cell=field.cell,
        left=(_or_blank(year), BLANK_SHOWN if value is None else value),
        right=(f'="{draft.form.calendar.years[0]} 年以后"', f"{draft.form.calendar.years[0]} 年以后"),
        verdict=(
            f'=IF(ISNUMBER({year}),IF({whole},"{HOLDS}","{FAILS}"),"{FAILS}")',
            HOLDS if good else FAILS,
        ),
    )


def _cover_period(draft: Draft) -> Check:
    """P-01: 统计期限起=Y-01-01 且 统计期限止=Y-12-31；不满一年而说明了组建、撤销的，核实。"""
    year, start, end = (draft.at(name) for name in (YEAR, START, END))
    whole = f"AND({year}>1900,{start}=DATE({year},1,1),{end}=DATE({year},12,31))"
    explained = f"NOT(ISBLANK({draft.at('封面.组建撤销说明')}))"
    partial = f"AND(YEAR({start})={year},YEAR({end})={year},{start}<={end},{explained})"
    told = f'IF({whole},"{HOLDS}",IF({partial},"{REVIEW}","{FAILS}"))'
    field, shown = draft.form.fields[START], joined(draft.year)
    return Check(
        name=check_name("P-01"),
        code="P-01",
        severity=Severity.MUST,
        table=field.sheet,
        what="统计期限",
        relation="统计期限起、止 = 报告年度1月1日、12月31日",
        sheet=field.sheet,
        cell=field.cell,
        left=(cover_period_formula(draft), draft.cover.period),
        right=(f'={year}&"年1月1日至"&{year}&"年12月31日"', f"{shown}年1月1日至{shown}年12月31日"),
        verdict=(
            f'=IF(COUNT({year},{start},{end})<3,"{FAILS}",IFERROR({told},"{FAILS}"))',
            _cover_verdict(draft),
        ),
    )


def cover_period_formula(draft: Draft) -> str:
    """The cover's period in words: ``2025年1月1日至2025年12月31日``."""
    return f'={day_formula(draft.at(START))}&"至"&{day_formula(draft.at(END))}'


def _cover_verdict(draft: Draft) -> str:
    start, end, year = draft.cover.start, draft.cover.end, draft.year
    if not (isinstance(start, date) and isinstance(end, date) and is_number(year)):
        return FAILS
    if 1900 < year < 10_000 and (start, end) == draft.form.calendar.period(int(year)):
        return HOLDS
    partial = start.year == end.year == year and start <= end and draft.data.partial_year
    return REVIEW if partial else FAILS


def _title(draft: Draft) -> Check:
    title, year = draft.at("正文.标题"), draft.at(YEAR)
    wanted, field = f"{joined(draft.year)}年", draft.form.fields["正文.标题"]
    return Check(
        name=check_name("P-05"),
        code="P-05",
        severity=Severity.MUST,
        table=field.sheet,
        what="标题",
        relation=f"标题写明报告年度：机关名称 + 年度 + {draft.form.title_words}",
        sheet=field.sheet,
        cell=field.cell,
        left=(_or_blank(title), draft.cover.title or BLANK_SHOWN),
        right=(f'={year}&"年"', wanted),
        verdict=(
            f'=IF(ISNUMBER(FIND({RIGHT},{LEFT})),"{HOLDS}","{REVIEW}")',
            HOLDS if wanted in (draft.cover.title or BLANK_SHOWN) else REVIEW,
        ),
    )


def _table_period(draft: Draft, table: Table) -> Check:
    """P-02 by the letter: 成立 where head and cover read alike, 不成立 where the head lacks the year, else 待核对."""
    year, cell = draft.at(YEAR), located(table.sheet, table.period_cell)
    stated, wanted = draft.table_period(table), draft.cover.period
    has_year = f"IF(ISBLANK({year}),FALSE,ISNUMBER(FIND({year},{LEFT})))"
    other = f'IF({has_year},"{REVIEW}","{FAILS}")'
    return Check(
        name=check_name("P-02", table.name),
        code="P-02",
        severity=Severity.MUST,
        table=table.name,
        what="统计期限",
        relation="表头的统计期限 = 封面的统计期限",
        sheet=table.sheet,
        cell=table.period_cell,
        left=(_or_blank(cell), stated or BLANK_SHOWN),
        right=(cover_period_formula(draft), wanted),
        verdict=(
            f'=IF({_alike_formula(LEFT)}={_alike_formula(RIGHT)},"{HOLDS}",{other})',
            _period_verdict(stated or BLANK_SHOWN, wanted, joined(draft.year)),
        ),
    )


def _period_verdict(stated: str, wanted: str, year: str) -> str:
    if _alike(stated) == _alike(wanted):
        return HOLDS
    return REVIEW if year and year in stated else FAILS


def _alike(text: str) -> str:
    for before, after in _SAME:
        text = text.replace(before, after)
    return text


def _alike_formula(cell: str) -> str:
    for before, after in _SAME:
        cell = f'SUBSTITUTE({cell},"{before}","{after}")'
    return cell


def _or_blank(cell: str) -> str:
    return f'=IF(ISBLANK({cell}),"{BLANK_SHOWN}",{cell})'
