"""Rules x filings -> Report. Pure: filings in, findings and coverage out.

A check that raises makes its rule `broken` for that filing and the run goes on; nothing else catches broadly. Raises
Refused when the report takes more time than one may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module

from validator.model.bilingual import Bilingual
from validator.model.cause import suspects_of
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Coverage, Finding, NotRun, Undecided
from validator.model.form import Form
from validator.model.report import FileReport, status_of
from validator.model.rule import Outcome, Rule, Severity
from validator.policy.context import NOT_IN_EDITION, OTHER_YEAR, UNTOUCHED, CannotRun, Context
from validator.policy.waiving import waived
from validator.readers.limits import Refused
from validator.relations.formula import NotInForm
from validator.relations.linear import Relation
from validator.relations.verdict import Holding, verdict
from validator.run.across_years import earlier_breaks
from validator.run.bounding import once, once_undecided, short_cause, short_name, told, told_undecided
from validator.run.instances import finding_of
from validator.run.masking import masked_filing, masked_finding, masked_not_run, masked_undecided
from validator.startup.records import dataclass, field, replace

Check = Callable[[Rule, Filing, Context], Iterable[Finding | Undecided]]
"""A rule that is no formula. It gives findings, and instances that it cannot decide; it never prints, and raises
CannotRun when it lacks something."""


@dataclass(slots=True)
class _Run:
    """What the rules have given so far, and the filing as it was submitted, with the numbers of persons."""

    submitted: Filing
    findings: list[Finding] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    not_run: list[NotRun] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)


def judge(filing: Filing, rules: Iterable[Rule], context: Context, hidden: Filing | None = None) -> FileReport:
    """One filing under every rule, then the rules on waivers. The order of findings is that of the rules.

    `hidden` is the filing without personal numbers (`masked_filing`), where that is known.
    A report that nobody filled in has that one finding: 没有填写的模板只报这一条. One of another year than the one that
    is collected is not judged either: 别的年度的报告只报 ST-15.
    """
    chosen = tuple(rule for rule in rules if not rule.on_units or context.units)  # those ask about several reports
    run = _Run(filing)
    filing = hidden or masked_filing(filing)
    alone, why = _alone(chosen, filing, context)
    if alone:
        _run_rules(alone, filing, context, run)
        run.not_run = [NotRun(rule.code, why) for rule in chosen if rule not in alone]
        return _report(filing, run, untouched=why is UNTOUCHED)
    _run_rules([rule for rule in chosen if not rule.on_waivers], filing, context, run)
    run.findings = list(waived(once(run.findings), filing.waivers))
    seen = replace(context, findings=tuple(run.findings), rules_run=tuple(run.rules))
    _run_rules([rule for rule in chosen if rule.on_waivers], filing, seen, run)
    report = _report(filing, run, _unclear_figures(filing) if any(rule.on_text for rule in chosen) else 0)
    broken = {one.rule.code for one in run.findings if one.outcome is Outcome.BROKEN}
    judged = [rule for rule in chosen if rule.code in run.rules and rule.code not in broken]
    return _with_causes(report, filing, judged, context)


def _alone(chosen: tuple[Rule, ...], filing: Filing, context: Context) -> tuple[list[Rule], Bilingual]:
    """The rules that say all there is to say of a report, none of an ordinary one; why the others are not run."""
    if filing.is_untouched and (found := [rule for rule in chosen if rule.on_filling_in]):
        return found, UNTOUCHED
    other_year = context.year is not None and filing.year not in (None, context.year)
    return [rule for rule in chosen if other_year and rule.on_collecting], OTHER_YEAR


def _report(filing: Filing, run: _Run, unclear: int = 0, *, untouched: bool = False) -> FileReport:
    done, omitted = told(map(masked_finding, run.findings))
    undecided, more = told_undecided(once_undecided(map(masked_undecided, run.undecided)))
    left = tuple(map(masked_not_run, run.not_run)), undecided
    unplaced = filing.unplaced if filing.is_published else None
    coverage = Coverage(tuple(run.rules), *left, len(filing.cells), unclear, filing.found_by, omitted, more, unplaced)
    return FileReport(
        filing.path,
        status_of(tuple(run.findings)),
        short_name(filing.organ),
        filing.year,
        filing.form.edition,
        findings=done,
        coverage=coverage,
        made_by=filing.made_by and short_name(filing.made_by),
        source=filing.source,
        sheets=filing.sheet_names,
        untouched=untouched,
    )


def _with_causes(report: FileReport, filing: Filing, rules: list[Rule], context: Context) -> FileReport:
    """Which cells are wrong where sums are; what a cause explains suspects its cells."""
    told = _told(report)
    if not any(one.formula and one.severity is Severity.MUST and one.code in told for one in rules):
        return report
    from validator.repair.causes import causes_of  # sound reports need none

    found = causes_of(filing, rules, context, report.findings, report.coverage.undecided)
    causes = tuple(map(short_cause, found))
    suspects = suspects_of(causes)
    findings = tuple(
        replace(one, suspects=suspects[at]) if suspects.get(at) else one for at, one in enumerate(report.findings)
    )
    return replace(report, causes=causes, findings=findings)


def _told(report: FileReport) -> set[str]:
    """The codes of what is broken or undecided."""
    return {one.rule.code for one in report.findings} | {one.code for one in report.coverage.undecided}


def _run_rules(rules: Iterable[Rule], filing: Filing, context: Context, run: _Run) -> None:
    for rule in rules:
        context.tick()
        try:
            run.findings += _apply(rule, filing, context, run)
        except Refused:
            raise
        except CannotRun as lacking:
            run.not_run.append(NotRun(rule.code, lacking.reason))
            continue
        except Exception as error:  # design: a rule that raises is broken, the run goes on
            run.findings.append(_broken(rule, error))
        run.rules.append(rule.code)


def _apply(rule: Rule, filing: Filing, context: Context, run: _Run) -> Iterable[Finding]:
    if rule.check:
        seen = run.submitted if rule.on_personal_numbers else filing
        given = tuple(_in_time(check_function(rule.check)(rule, seen, context), context))
        run.undecided += [one for one in given if isinstance(one, Undecided)]
        return [one for one in given if isinstance(one, Finding)]
    return _formula(rule, filing, context, run)


def _in_time(found: Iterable[Finding | Undecided], context: Context) -> Iterator[Finding | Undecided]:
    for one in found:
        context.tick()
        yield one


def _unclear_figures(filing: Filing) -> int:
    from validator.checks.openness import said  # its lexicon is worth loading only for rules on the text

    return said.unclear_figures(filing)


@lru_cache(maxsize=256)
def check_function(name: str) -> Check:
    """``period.cover`` -> function `cover` of ``validator.checks.period``."""
    module, _, function = name.rpartition(".")
    found: Check = getattr(import_module(f"validator.checks.{module}"), function)
    return found


def _formula(rule: Rule, filing: Filing, context: Context, run: _Run) -> list[Finding]:
    try:
        relations = context.catalogue.relations(rule, filing.form, filing.previous.form if filing.previous else None)
    except NotInForm:
        raise CannotRun(NOT_IN_EDITION) from None
    if filing.previous is None and any(relation.across_years for relation in relations):
        raise CannotRun(context.no_previous)
    _require_tables(relations, filing)
    found: list[Finding] = []
    for relation in relations:
        if relation.holds_plainly(filing.numbers):
            continue
        came_to = verdict(relation, filing, context.thresholds)
        if came_to.holding is Holding.FAILS:
            found.append(finding_of(rule, relation, filing, came_to, context))
        elif came_to.missing is not None:
            lost, way = not filing.has(came_to.missing), _way(rule, relation, filing.form)
            run.undecided.append(Undecided(rule.code, came_to.missing, lost=lost, member=relation.member, way=way))
    return [*found, *earlier_breaks(rule, filing, context)]


def _way(rule: Rule, relation: Relation, form: Form) -> str:
    """Whether the member that a rule is applied to is a row or a column."""
    table = form.tables.get(rule.each.partition(".")[0])
    lines = {"row": table.rows, "column": table.columns} if table else {}
    return next((way for way, those in lines.items() if any(one.name == relation.member for one in those)), "")


def _require_tables(relations: tuple[Relation, ...], filing: Filing) -> None:
    for table in dict.fromkeys(table for one in relations for table in one.tables):
        if not _has_table(filing, table):
            zh, en = table.replace(LAST_YEAR, "上年报告的"), table.replace(LAST_YEAR, "last year's ")
            raise CannotRun(Bilingual(f"没有找到{zh}", f"{en} was not found"))


def _has_table(filing: Filing, table: str) -> bool:
    """Whether any number of a table was found. ``上.`` tables are last year's report."""
    report, own = filing.of(table)
    return report is not None and any(name in report.places for name in report.form.tables[own].indicators)


def _broken(rule: Rule, error: Exception) -> Finding:
    return Finding(rule, rule.severity, outcome=Outcome.BROKEN, args={"error": f"{type(error).__name__}: {error}"})
