"""跨年的规则 along the whole chain: each year that is known against the one before it, not this year's alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, cell_ref
from validator.model.rule import Rule, Severity
from validator.policy.context import Context
from validator.policy.waiving import waived
from validator.relations.formula import NotInForm
from validator.relations.linear import Relation
from validator.relations.verdict import Holding, verdict
from validator.run.instances import finding_of
from validator.startup.records import replace

EARLIER = "earlier"
"""The variant of a message that says of which year it speaks; a rule without one looks at this year alone."""


def earlier_breaks(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Where years before this one do not follow from each other, as notices: who filled in this report cannot help it.

    What that year's own report explains is not told again.
    """
    if EARLIER not in rule.messages:
        return
    names, later = LAST_YEAR, filing.previous
    while later and later.previous:
        for one in breaks(rule, later, context):
            if one.waiver is None:
                yield _of_before(one, filing, names, later)
        names, later = f"{names}{LAST_YEAR}", later.previous


def breaks(rule: Rule, filing: Filing, context: Context) -> tuple[Finding, ...]:
    """Where a rule across years does not hold between a filing and the one of the year before, those explained too."""
    return waived(_failing(rule, filing, context), filing.waivers)


def is_open(rule: Rule, filing: Filing, context: Context) -> bool:
    """Whether some instance of a rule across years has no verdict: a cell is blank or gone, or an edition lacks it."""
    relations = tuple(_relations(rule, filing, context))
    verdicts = (verdict(one, filing, context.thresholds).holding for one in relations)
    return not relations or any(one is Holding.UNDECIDED for one in verdicts)


def _failing(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    for relation in _relations(rule, filing, context):
        came_to = verdict(relation, filing, context.thresholds)
        if relation.across_years and came_to.holding is Holding.FAILS:
            yield finding_of(rule, relation, filing, came_to, context)


def _relations(rule: Rule, filing: Filing, context: Context) -> Iterable[Relation]:
    """None where the two editions have not what the rule names."""
    try:
        return context.catalogue.relations(rule, filing.form, filing.previous.form if filing.previous else None)
    except NotInForm:
        return ()


def _of_before(one: Finding, filing: Filing, names: str, later: Filing) -> Finding:
    """The finding on an earlier report as one on this: its cells by their names from here, the year in its words."""
    cells = tuple(cell_ref(filing, f"{names}{cell.indicator}", cell.side) for cell in one.cells)
    year = later.year or 0
    args = {**one.args, "year": year, "before": year - 1}
    member = f"{one.member} {year}"  # else it would be taken for this year's
    return replace(one, severity=Severity.NOTICE, variant=EARLIER, cells=cells, args=args, member=member)
