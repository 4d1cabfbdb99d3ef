"""A-05, A-06: what an office and its units count twice between them, and sums that its text names unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.checks.collected import units_of
from validator.checks.openness.meanings import meanings
from validator.checks.openness.said import Said, contradiction, said_in, tidy_number
from validator.checks.openness.sums import add_up
from validator.model.bilingual import Bilingual
from validator.model.collected import Compared, Explanation, ExplanationKind, UnitState
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref
from validator.model.rule import Rule
from validator.model.shown import shown
from validator.narrative.stated import Part
from validator.policy.context import Context
from validator.policy.units import Units
from validator.relations.verdict import tidy

_JOINT = ("表二.规章", "表二.行政规范性文件")
_PASSED_ON = ("表三.本年新收",)
_KINDS: Mapping[str, tuple[str, ...]] = {"joint": _JOINT, "passed_on": _PASSED_ON}
_LEAST = 2
"""One body alone is no sum."""
_MOST_NAMED = 5


def repeated(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-05: 联合发文/转办申请重复计数: the units have more than the office, though none has more than it alone."""
    units = units_of(context, against=True)
    if units.is_pure:
        return
    for variant, rows in _KINDS.items():
        found = {
            one.name: _shared(one, units)
            for one in units.compared(filing)
            if one.name.rpartition(".")[0] in rows and not _is_of_reports(one.explanations)
        }
        listed = {name: words for name, words in found.items() if words}
        if listed:
            cells = tuple(cell_ref(filing, name) for name in listed)
            yield Finding(rule, rule.severity, cells, variant, {"listed": tuple(listed.values())}, member=variant)


def _is_of_reports(told: tuple[Explanation, ...]) -> bool:
    """Whether whole reports, left out or another file used, make all of a difference in the likeliest way.

    A slip in a single cell does not settle it: for a small difference some unit nearly always has the figure.
    """
    first = [one for one in told if one.number == 1]
    return bool(first) and all(one.brief and one.kind is not ExplanationKind.UNKNOWN for one in first)


def _shared(one: Compared, units: Units) -> Bilingual | None:
    """How much more the units have in a cell, and who has figures there; None where that is no counting twice.

    What several count, the office counts once at least: so none of them has more than it, and two have a figure.
    """
    if one.gap is None or one.own is None or one.gap >= 0:
        return None
    name, own = one.name, one.own
    bodies = units.highest(name, _MOST_NAMED + 1)
    if not bodies or bodies[0][1] > own:
        return None
    gap = shown(tidy(-one.gap))
    named = [f"{organ} {shown(value)}" for organ, value in bodies[:_MOST_NAMED]]
    zh, en = ("…", " …") if len(bodies) > _MOST_NAMED else ("", "")
    return Bilingual(f"{name} 多 {gap}（{'、'.join(named)}{zh}）", f"{name} {gap} more ({', '.join(named)}{en})")


def named_sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A-06: 叙述分单位之和=总，and each unit's figure is that of its own report."""
    units = units_of(context, against=True)
    for said in said_in(filing):
        bodies = {part: organ for part in said.statement.parts if (organ := units.called(part.label))}
        if len(set(bodies.values())) < _LEAST:
            continue
        yield from _sum(rule, filing, said, bodies, units)
        for part, organ in bodies.items():
            yield from _part(rule, filing, said, part, organ, units)


def _sum(rule: Rule, filing: Filing, said: Said, bodies: Mapping[Part, str], units: Units) -> Iterator[Finding]:
    """Only where every part is a body: of the others nobody knows whether they hold one another.

    其中某某局几件 without a claim to be all of them may only not come to more, unless every listed body is named.
    """
    one = said.statement
    if len(bodies) < len(one.parts) or one.low is None or one.low != one.high:
        return
    if any(part.low != part.high for part in one.parts):
        return
    listed = sum(each.state is not UnitState.UNLISTED for each in units.entries)
    if not add_up(said, is_whole=one.exhaustive or len(set(bodies.values())) == listed):
        total, come_to = tidy_number(one.low), tidy_number(sum(part.low for part in one.parts))
        args = {"total": total, "sum": come_to, "count": len(bodies)}
        yield contradiction(rule, filing, said, (), "", args, total, come_to)


def _part(rule: Rule, filing: Filing, said: Said, part: Part, organ: str, units: Units) -> Iterator[Finding]:
    if part.low != part.high:
        return
    known = [
        (one.label, value)
        for one in meanings(said.statement, filing.form)
        if (value := units.figure_of(organ, one.names)) is not None
    ]
    stated = tidy_number(part.low)
    if known and all(value != stated for _, value in known):
        label, value = known[0]
        args = {"organ": organ, "stated": stated, "value": value, "label": label}
        yield contradiction(rule, filing, said, (), "unit", args, stated, value)
