"""P-03 and P-04: the period that the sentences of the report state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.checks.openness.texts import in_texts, section_of, text_names
from validator.checks.period import days_of, is_part_of, last_day_of, whole_year, year_on_cover
from validator.language.founding import declares_partial_year
from validator.language.periods import PeriodKind, PeriodStatement, period_statements
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref, quoted
from validator.model.form import Role
from validator.model.rule import Rule, Severity
from validator.policy.context import CannotRun, Context


def sentences(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-03: 正文的统计期限语句等于报告年度。指出该格并引原话。"""
    year = year_on_cover(filing)
    for name, statement in in_texts(filing, _statements):
        verdict = _judge(statement, filing, year)
        if verdict:
            severity, variant = verdict
            args = {"section": section_of(name), "quote": " ".join(statement.quote.split()), "year": year}
            cells = (quoted(filing, name, statement.quote),)
            yield Finding(rule, severity, cells, variant, args, member=statement.quote)


def _judge(statement: PeriodStatement, filing: Filing, year: int) -> tuple[Severity, str] | None:
    """年份错、起止错=强制；同年不满一年且声明组建/撤销=核实；“2025年度”“截至12月31日”=提示。"""
    whole = whole_year(filing, year)
    if statement.kind is PeriodKind.INCOMPLETE:
        years = {one.year for one in (statement.first, statement.last) if one and one.year}
        return (Severity.MUST, "") if years - {year} else (Severity.EXPLAIN, "incomplete")
    if statement.kind is PeriodKind.UNTIL:
        until = last_day_of(statement.last, year)
        return (Severity.NOTICE, "until") if until == whole[1] else (Severity.MUST, "")
    days = days_of(statement, year)
    if days == whole:
        return (Severity.NOTICE, "year") if statement.kind is PeriodKind.YEAR else None
    if days and is_part_of(*days, whole):
        return (Severity.EXPLAIN, "partial") if _is_explained(filing, year) else (Severity.MUST, "partial_unexplained")
    return Severity.MUST, ""


def _is_explained(filing: Filing, year: int) -> bool:
    """Whether the report says why its period is a part of the year."""
    return bool(filing.stated(Role.PARTIAL_YEAR).value) or any(
        declares_partial_year(filing.text(name), filing.organ, year) for name in text_names(filing)
    )


def stated(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """P-04: 正文写明统计期限。"""
    written = [name for name in text_names(filing) if filing.text(name)]
    if not written:
        raise CannotRun(Bilingual("没有正文", "there is no text"))
    if any(in_texts(filing, _statements)):
        return
    if any(name not in filing.places for name in text_names(filing)):
        raise CannotRun(Bilingual("正文不全", "a section of the text is missing"))
    yield Finding(rule, rule.severity, (cell_ref(filing, written[-1]),))


_statements = lru_cache(maxsize=8)(period_statements)
"""P-03 and P-04 read the same sections one after the other."""
