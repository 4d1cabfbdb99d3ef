"""A-01 to A-04: an office's report against the reports of its units, whoever collected them (`Context.units`)."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.bilingual import Bilingual, plural
from validator.model.collected import Explanation, UnitState
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided, cell_ref
from validator.model.rule import Rule, Severity
from validator.policy.context import NO_OFFICE_REPORT, CannotRun, Context
from validator.policy.units import Units
from validator.relations.verdict import tidy

_NO_UNITS = Bilingual("没有汇总下级的报告", "no reports of units were collected")
_SUMS = frozenset({"T2", "T3", "T4", "VA", "Y"})
"""Families that are run once more on what the figures add up to: T3、T4、Y 全套, and values that no total can have."""


def units_of(context: Context, *, against: bool = False) -> Units:
    """What the office collected; `against`: for a rule on its own report. Raises CannotRun."""
    if context.units is None:
        raise CannotRun(_NO_UNITS)
    if against and not context.units.has_office_report:
        raise CannotRun(NO_OFFICE_REPORT)
    return context.units


def cells(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """A-01: 上级(全域口径)每格=Σ下属各报告该格；声明“纯汇总”且清单齐全时强制，否则核实."""
    units = units_of(context, against=True)
    told, severity = units.explanations(filing), _severity(units)
    for name in dict.fromkeys((*filing.form.indicators, *units.added)):
        own, total = filing.numbers.get(name), units.sum_of(name)
        if own is None or total is None:
            if own or total:  # where nothing happened, a blank and a row that one edition lacks say the same
                yield Undecided(rule.code, name)
        elif own != total:
            gap = tidy(own - total)
            args = {"name": name, "own": own, "sum": total, "gap": abs(gap), "why": _why(told.get(name, ()))}
            variant = "more" if gap > 0 else "less"
            yield Finding(
                rule,
                severity,
                (cell_ref(filing, name, "left"),),
                variant,
                args,
                left=own,
                right=total,
                difference=gap,
                member=name,
                explanations=told.get(name, ()),
            )


def _why(told: tuple[Explanation, ...]) -> Bilingual:
    """The likeliest way to explain it, and how many more there are."""
    if not told:
        return Bilingual("", "")
    first = [one.message for one in told if one.number == 1]
    more = max(one.number for one in told) - 1
    others = Bilingual(f"（另有 {more} 种解释）", f" ({plural(more, 'other explanation', 'other explanations')})")
    rest = others if more else Bilingual("", "")
    zh, en = "；同时".join(one.zh for one in first), "; and ".join(one.en for one in first)
    return Bilingual(f"。{zh}{rest.zh}", f". {en}{rest.en}")


def _severity(units: Units) -> Severity:
    """A must for a declared sum of which every unit is in, for then nothing else can make a difference."""
    return Severity.MUST if units.is_pure and units.is_complete else Severity.EXPLAIN


def roster(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-02: 应报单位清单 vs 已收：缺报、重报、年度不符、版式不符、同一机关多版本."""
    for one in units_of(context).entries:
        if one.state not in {UnitState.IN, UnitState.FAULTY}:
            args = {"organ": one.organ, "why": one.why}
            yield Finding(rule, rule.severity, (), one.state.value, args, member=one.organ)
        if len(one.files) > 1 and one.state not in {UnitState.DUPLICATE, UnitState.UNLISTED}:
            names = "、".join(one.called.values())
            args = {"organ": one.organ, "why": Bilingual(names, names)}
            yield Finding(rule, rule.severity, (), UnitState.DUPLICATE.value, args, member=one.organ)


def above(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-03: 任一下属格>汇总格；声明纯汇总时强制，否则核实."""
    units = units_of(context, against=True)
    own = {name: value for name, value in filing.numbers.items() if value >= 0}
    severity = Severity.MUST if units.is_pure else Severity.EXPLAIN
    for organ, name, value in units.above(own):
        args = {"organ": organ, "name": name, "value": value, "own": own[name]}
        gap = tidy(value - own[name])
        side = (cell_ref(filing, name, "right"),)
        yield Finding(rule, severity, side, "", args, left=value, right=own[name], difference=gap, member=organ)


def sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-04: 汇总后再跑T3/T4/Y全套；下属有错先列下属."""
    units = units_of(context)
    faulty = [one for one in units.entries if one.codes and one.state is not UnitState.UNLISTED]
    for one in faulty:
        args = {"organ": one.organ, "codes": one.codes}
        variant = "counted" if one.taken else "unit"
        yield Finding(rule, rule.severity, (), variant, args, member=one.organ)
    for found in units.own_findings:
        if found.counts and found.rule.family in _SUMS and found.severity is not Severity.NOTICE:
            bodies = tuple(one.organ for one in faulty if one.taken and found.rule.code in one.codes)
            yield _again(rule, found, bodies)


def _again(rule: Rule, found: Finding, bodies: tuple[str, ...]) -> Finding:
    same = Bilingual(f"；下级有同样问题的：{'、'.join(bodies)}", f"; units with the same fault: {', '.join(bodies)}")
    told = Bilingual(found.message("zh"), found.message("en"))
    args = {"code": found.rule.code, "told": told, "bodies": same if bodies else ""}
    sides = found.left, found.right, found.difference
    return Finding(rule, found.severity, found.cells, "", args, found.outcome, *sides, member=found.member)
