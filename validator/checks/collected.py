"""A-01 to A-04: an office's report against the reports of its units, whoever collected them (`Context.units`)."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.bilingual import Bilingual, plural
from validator.model.collected import Compared, UnitEntry, UnitState
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided, cell_ref
from validator.model.rule import Rule, Severity
from validator.policy.context import NO_OFFICE_REPORT, CannotRun, Context
from validator.policy.units import Units
from validator.relations.verdict import tidy

_NO_UNITS = Bilingual("没有汇总下级的报告", "no reports of units were collected")
_NO_WORDS = Bilingual("", "")
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
    for one in units.compared(filing):
        if one.gap is None:
            if one.own or one.total:
                yield Undecided(rule.code, one.name)
        elif gap := tidy(one.gap):
            args = {"name": one.label, "own": one.own, "sum": one.total, "gap": abs(gap), "why": _why(one)}
            yield Finding(
                rule,
                _severity(units),
                (cell_ref(filing, one.name, "left"),),
                "more" if gap > 0 else "less",
                args,
                left=one.own,
                right=one.total,
                difference=gap,
                member=one.label,
                explanations=one.explanations,
            )


def _why(one: Compared) -> Bilingual:
    """Whose blanks count as 0, the likeliest way to explain it, and how many more there are."""
    blank, told = _blank(one), one.explanations
    if not told:
        return blank
    first = [each.message for each in told if each.number == 1]
    more = max(each.number for each in told) - 1
    others = Bilingual(f"（另有 {more} 种解释）", f" ({plural(more, 'other explanation', 'other explanations')})")
    rest = others if more else _NO_WORDS
    zh, en = "；同时".join(each.zh for each in first), "; and ".join(each.en for each in first)
    return Bilingual(f"{blank.zh}。{zh}{rest.zh}", f"{blank.en}. {en}{rest.en}")


def _blank(one: Compared) -> Bilingual:
    """凡按0参与了计算，消息里写明."""
    if not one.count_blank:
        return _NO_WORDS
    zh, en = "、".join(one.blank), ", ".join(one.blank)
    more = Bilingual(" 等", " …") if one.count_blank > len(one.blank) else _NO_WORDS
    return Bilingual(
        f"（合计里 {zh}{more.zh} {one.count_blank} 个单位的这一格没有数，按 0 算）",
        f" (in the sum {plural(one.count_blank, 'unit has', 'units have')} no number here, which counts as 0:"
        f" {en}{more.en})",
    )


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
    severity = Severity.MUST if units.is_pure else Severity.EXPLAIN
    for organ, name, value, own in units.above(filing):
        args = {"organ": organ, "name": name, "value": value, "own": own}
        side = (cell_ref(filing, name, "right"),)
        yield Finding(rule, severity, side, "", args, left=value, right=own, difference=tidy(value - own), member=organ)


def sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-04: 汇总后再跑T3/T4/Y全套；下属有错先列下属."""
    units = units_of(context)
    faulty = [one for one in units.entries if one.codes and one.state is not UnitState.UNLISTED]
    for one in faulty:
        args = {"organ": one.organ, "codes": one.codes, "zeros": _zeros(one)}
        variant = "counted" if one.taken else "unit"
        yield Finding(rule, rule.severity, (), variant, args, member=one.organ)
    for found in units.own_findings:
        if found.counts and found.rule.family in _SUMS and found.severity is not Severity.NOTICE:
            bodies = tuple(one.organ for one in faulty if one.taken and found.rule.code in one.codes)
            yield _again(rule, found, bodies)


def _zeros(one: UnitEntry) -> Bilingual:
    count = one.zeros
    if not count or not one.taken:
        return _NO_WORDS
    en = f", {plural(count, 'cell', 'cells')} without a number as 0"
    return Bilingual(f"，其中 {count} 格没有数，按 0 算", en)


def _again(rule: Rule, found: Finding, bodies: tuple[str, ...]) -> Finding:
    same = Bilingual(f"；下级有同样问题的：{'、'.join(bodies)}", f"; units with the same fault: {', '.join(bodies)}")
    told = Bilingual(found.message("zh"), found.message("en"))
    args = {"code": found.rule.code, "told": told, "bodies": same if bodies else ""}
    sides = found.left, found.right, found.difference
    return Finding(rule, found.severity, found.cells, "", args, found.outcome, *sides, member=found.member)
