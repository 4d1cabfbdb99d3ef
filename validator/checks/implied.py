"""What number a blank cell should hold, as the relations that must hold have it."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.filing import Filing
from validator.model.rule import Severity
from validator.policy.context import Context
from validator.relations.formula import NotInForm
from validator.relations.linear import Relation, Term, value
from validator.relations.verdict import tidy, undecided_by


def implied(filing: Filing, name: str, context: Context) -> int | float | None:
    """The one number that all relations over the cell ask for, 0 where they hold without it.

    None where they ask for different numbers or for one below zero, and where one is broken that names none.
    """
    asked = {_asked(relation, filing, name) for relation in _over(filing, name, context)}
    wanted = {number for number in asked if number is not None}
    if not wanted:
        return None if asked else 0
    number = wanted.pop() if len(wanted) == 1 else -1
    return number if number >= 0 else None


def _over(filing: Filing, name: str, context: Context) -> Iterator[Relation]:
    """The equations that must hold, read this cell and can be judged."""
    for rule in context.catalogue.rules:
        if not rule.formula or rule.severity is not Severity.MUST:
            continue
        try:
            relations = context.catalogue.relations(rule, filing.form)
        except NotInForm:
            continue
        for one in relations:
            plain = one.guard is None and one.comparison.operator == "=" and one.comparison.is_linear
            if plain and name in one.names and not undecided_by(filing, one.names):
                yield one


def _asked(relation: Relation, filing: Filing, name: str) -> int | float | None:
    """What the relation wants the cell to be, other blanks at 0; None where another blank may be the one that lacks."""
    numbers = {one: filing.numbers.get(one, 0) for one in relation.names}
    left, right = relation.comparison.left, relation.comparison.right
    gap = tidy(value(left, numbers, {}) - value(right, numbers, {}))
    if not gap:
        return 0
    if sum(one not in filing.numbers for one in relation.names) > 1:
        return None
    weight = _weight(left, name) - _weight(right, name)
    return tidy(-gap / weight) if weight else None


def _weight(side: object, name: str) -> int | float:
    terms = side if isinstance(side, tuple) else ()
    return sum(term.coefficient for term in terms if isinstance(term, Term) and term.name == name)
