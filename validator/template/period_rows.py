"""The rows of the 校验 sheet about year and period, as far as a formula can tell; the validator reads any wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from validator.catalogue import Catalogue
from validator.checks.structure import edition_fault
from validator.model.derived_fields import AFTER_LAST, formula_of, joined
from validator.model.form import Field, Form, Role, Table
from validator.model.rule import Rule, Severity
from validator.template.areas import located
from validator.template.check_rows import BLANK_SHOWN, LEFT, RIGHT, CheckRow
from validator.template.cover_texts import CoverTexts
from validator.template.draft import Draft
from validator.template.formula_results import is_number
from validator.template.judged import Judged, of_member
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED

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
_LAST_YEAR_WRITTEN = 2999


def year_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """P-06."""
    field, year, first = _field(draft, Role.YEAR), draft.at_role(Role.YEAR), draft.form.calendar.years[0]
    yield CheckRow(
        **_on(field),
        rule=rule,
        what=field.label,
        relation=f"{field.label}是 {first} 年以后的年份",
        left=(_or_blank(year), BLANK_SHOWN if draft.year is None else draft.year),
        right=(f'="{first} 年以后"', f"{first} 年以后"),
        verdict=(f"={_cover(draft).year()}", judged.word(rule)),
    )


def cover_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """P-01."""
    field = _field(draft, Role.START)
    wanted, shown, words = _wanted(draft)
    yield CheckRow(
        **_on(field),
        rule=rule,
        what="统计期限",
        relation=f"统计期限起、止 = 报告年度{words}",
        left=(_cover_period(draft), draft.cover.period),
        right=(wanted, shown),
        verdict=(f"={_cover(draft).period()}", judged.word(rule)),
    )


def title_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """P-05, of the title alone: the names of file and sheets are only told."""
    field, year = _field(draft, Role.TITLE), draft.at_role(Role.YEAR)
    yield CheckRow(
        **_on(field),
        rule=rule,
        what=field.label,
        relation=f"标题写明报告年度：机关名称 + 年度 + {draft.form.title_words}",
        left=(_or_blank(draft.at_role(Role.TITLE)), draft.cover.title or BLANK_SHOWN),
        right=(f'={year}&"年"', f"{joined(draft.year)}年"),
        verdict=(f"={_cover(draft).title(LEFT)}", judged.word(rule)),
    )


def head_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """P-02: 成立 where the head reads like the cover or is its whole year, 不成立 where it has another year."""
    for table in draft.form.tables.values():
        cell, stated = located(table.sheet, table.period_cell), draft.table_period(table)
        yield CheckRow(
            member=table.name,
            rule=rule,
            table=table.name,
            what=table.period.label,
            relation="表头的统计期限 = 封面的统计期限",
            sheet=table.sheet,
            cell=table.period_cell,
            left=(_or_blank(cell), stated or BLANK_SHOWN),
            right=(_cover_period(draft), draft.cover.period),
            verdict=(f"={_head(draft)}", judged.word(rule, of_member(table.name))),
        )


def _head(draft: Draft) -> str:
    """The word on the head that the row's left side repeats; one made from a cover without days says nothing."""
    start, end, year = (draft.at_role(role) for role in (Role.START, Role.END, Role.YEAR))
    there = f"COUNT({start},{end})=2"
    usable = f"IF(ISNUMBER({year}),AND({year}=INT({year}),{year}>0,{year}<{AFTER_LAST - 1}),FALSE)"
    whole = f"AND({usable},{_alike(LEFT)}={_wanted(draft)[0][1:]})"
    alike = f"OR({LEFT}={RIGHT},AND({there},{_alike(LEFT)}={_alike(RIGHT)}),{whole})"
    blank = f'IF({there},"{FAILS}","{HOLDS}")'
    other = f'IF(AND({there},{_begins_with_another_year(draft)}),"{FAILS}","{REVIEW}")'
    told = f'IF({alike},"{HOLDS}",IF({LEFT}="{BLANK_SHOWN}",{blank},{other}))'
    return f'IF(OR({there},{usable}),{told},"{UNDECIDED}")'


def _begins_with_another_year(draft: Draft) -> str:
    """TRUE where the head begins with a year as figures that neither the cover's first day nor its year has."""
    head, begins = _alike(LEFT), f"VALUE(LEFT({_alike(LEFT)},4))"
    year, start = draft.at_role(Role.YEAR), draft.at_role(Role.START)
    other = f"AND({begins}>=1900,{begins}<={_LAST_YEAR_WRITTEN},{begins}<>YEAR({start}),{begins}<>N({year}))"
    return f'IFERROR(AND(MID({head},5,1)="年",{other}),FALSE)'


def edition_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """ST-02, for each table that is not alike in every edition."""
    year, field = draft.at_role(Role.YEAR), _field(draft, Role.YEAR)
    for table in draft.form.tables.values():
        steps = _words_by_year(table, draft.form, draft.catalogue)
        if len(steps) == 1:
            continue
        good = "、".join(_years(steps, at) for at, (_, word) in enumerate(steps) if at and word == HOLDS)
        yield CheckRow(
            member=table.name,
            rule=rule,
            table=table.name,
            what=f"{table.edition}版",
            relation="报告年度是本版格式适用的年度",
            sheet=field.sheet,
            cell=field.cell,
            left=(_or_blank(year), BLANK_SHOWN if draft.year is None else draft.year),
            right=(f'="{good}"', good),
            verdict=(
                f'=IF(ISNUMBER({year}),IF({year}=INT({year}),{_stepped(year, steps)},"{UNDECIDED}"),"{UNDECIDED}")',
                judged.word(rule, of_member(table.name)),
            ),
        )


@lru_cache(maxsize=64)
def _words_by_year(table: Table, form: Form, catalogue: Catalogue) -> tuple[tuple[int, str], ...]:
    """The first year of each run of years that have one word, and the word; the first run has no beginning."""
    years = form.calendar.years
    steps: list[tuple[int, str]] = []
    for year in range(years[0] - 1, years[-1] + 2):
        word = {Severity.MUST: FAILS, Severity.EXPLAIN: REVIEW}.get(
            edition_fault(table, year, catalogue.forms) or Severity.NOTICE, HOLDS
        )
        if not steps or steps[-1][1] != word:
            steps.append((year, word))
    return tuple(steps)


def _years(steps: Sequence[tuple[int, str]], at: int) -> str:
    first, beyond = steps[at][0], steps[at + 1][0] if at + 1 < len(steps) else None
    return f"{first} 年以后" if beyond is None else f"{first} 至 {beyond - 1} 年"


def _stepped(year: str, steps: Sequence[tuple[int, str]]) -> str:
    text = f'"{steps[-1][1]}"'
    for (_, word), (beyond, _) in zip(reversed(steps[:-1]), reversed(steps[1:]), strict=True):
        text = f'IF({year}<{beyond},"{word}",{text})'
    return text


def _field(draft: Draft, role: Role) -> Field:
    return draft.form.fields[draft.form.name_of(role)]


def _on(field: Field) -> dict[str, Any]:
    """Where a row about a field of the cover leads."""
    return {"table": field.sheet, "sheet": field.sheet, "cell": field.cell}


def _cover(draft: Draft) -> CoverTexts:
    return CoverTexts(draft.form, draft.at_role)


def _cover_period(draft: Draft) -> str:
    """The cover's period in words: ``2025年1月1日至2025年12月31日``; every head is derived so."""
    return f"={formula_of(next(iter(draft.form.period_names)), draft.form, draft.at)}"


def _wanted(draft: Draft) -> tuple[str, str, str]:
    """The whole of the cover's year: formula, what it shows, and the two days."""
    days, year, shown = draft.form.calendar, draft.at_role(Role.YEAR), joined(draft.year)
    first, last = (f"{month}月{day}日" for month, day in (days.first_day, days.last_day))
    next_year = f"IF(ISNUMBER({year}),{year}+1,{year})" if days.over else year
    shown_next = joined(draft.year + 1) if days.over and is_number(draft.year) else shown
    formula = f'={year}&"年{first}至"&{next_year}&"年{last}"'
    return formula, f"{shown}年{first}至{shown_next}年{last}", f"{first}、{'次年' if days.over else ''}{last}"


def _alike(cell: str) -> str:
    for before, after in _SAME:
        cell = f'SUBSTITUTE({cell},"{before}","{after}")'
    return cell


def _or_blank(cell: str) -> str:
    return f'=IF(ISBLANK({cell}),"{BLANK_SHOWN}",{cell})'
