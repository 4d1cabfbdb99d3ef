"""Whether one instance of a rule holds on one filing: the only place where it is decided.

The engine, the check cells of the template and every output ask here (`validator.model.blanks` quotes 空白的口径).
A blank part counts as 0, which the message says; a blank total whose parts are not zero, a text, an error value or a
number that no report has leaves the relation undecided, and so do blanks alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from validator.model.blanks import is_empty
from validator.model.filing import LAST_YEAR, Filing
from validator.relations.evaluation import Number, Numbers
from validator.relations.linear import Comparison, Relation, holds, value
from validator.startup.records import dataclass


class Holding(StrEnum):
    """What one instance of a rule comes to."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, and both sides as they were compared (None where there is nothing to compare).

    `missing` is the first cell that leaves it undecided. `applies` is False where the rule's condition is not met: it
    holds then, whatever its sides are.
    """

    holding: Holding
    left: Number | None = None
    right: Number | None = None
    missing: str | None = None
    applies: bool = True


def verdict(relation: Relation, filing: Filing, thresholds: Numbers) -> Verdict:
    """The verdict on a relation; `thresholds` are the configured ``阈值.*`` by name."""
    numbers = filing.numbers
    if relation.across_years:
        numbers = {name: number for name in relation.names if (number := number_of(filing, name)) is not None}
    if not all(name in numbers for name in relation.names):
        if missing := undecided_by(filing, relation.names):
            return Verdict(Holding.UNDECIDED, missing=missing)
        numbers = {name: numbers.get(name, 0) for name in relation.names}
    try:
        applies = relation.guard is None or holds(relation.guard, *_sides(relation.guard, numbers, thresholds))
        left, right = _sides(relation.comparison, numbers, thresholds)
    except ZeroDivisionError:
        return Verdict(Holding.UNDECIDED, missing=relation.names[0])
    found = Holding.HOLDS if not applies or holds(relation.comparison, left, right) else Holding.FAILS
    return Verdict(found, tidy(left), tidy(right), applies=applies)


def share_of(relation: Relation, filing: Filing, thresholds: Numbers) -> dict[str, Number | str]:
    """What ``part <= limit * (a + b)`` says in percent: `total`, `share` and `limit`; nothing for other relations.

    The share has as many decimals as tell it from the limit.
    """
    right = relation.comparison.right
    limits = {term.parameter for term in right} if isinstance(right, tuple) else set()
    if len(limits) != 1 or limits == {""}:
        return {}
    (name,) = limits
    numbers = {one: number_of(filing, one) or 0 for one in relation.names}
    part, total = value(relation.comparison.left, numbers, thresholds), value(right, numbers, {name: 1})
    share, most = part / total * 100 if total else 100.0, tidy(thresholds[name] * 100)
    decimals = next((count for count in range(1, 6) if f"{share:.{count}f}" != f"{most:.{count}f}"), 6)
    return {"total": tidy(total), "share": f"{share:.{decimals}f}", "limit": most}


def _sides(comparison: Comparison, numbers: Numbers, thresholds: Numbers) -> tuple[Number, Number]:
    return value(comparison.left, numbers, thresholds), value(comparison.right, numbers, thresholds)


def undecided_by(filing: Filing, names: tuple[str, ...]) -> str | None:
    """The first cell that leaves a relation over `names` without a verdict, None when there is one.

    A cell that is not in the workbook at all (its row was deleted) is no blank: nobody knows what it held.
    """
    if missing := unknown_among(filing, names):
        return missing
    return names[0] if all(is_empty(filing.cell(name)) for name in names) else None


def unknown_among(filing: Filing, names: Iterable[str]) -> str | None:
    """The first cell of which nobody can say what it counts as, None where each has a number, a blank that of 0."""
    return next((name for name in names if counted(filing, name) is None), None)


def counted(filing: Filing, name: str) -> Number | None:
    """What a cell counts as: its number, 0 for a blank that is not due; None for anything else."""
    number = number_of(filing, name)
    if number is not None or not filing.has(name):
        return number
    return 0 if is_empty(filing.cell(name)) and not is_due(filing, name) else None


def number_of(filing: Filing, name: str) -> Number | None:
    """The number that a relation may be judged by, None for a blank, a text or a number that no report has."""
    report, own = filing.of(name)
    return report.numbers.get(own) if report else None


def is_due(filing: Filing, name: str) -> bool:
    """Whether a blank cell is a total that has to be there: 空白的总计格而对应分项和≠0, or a part nobody can read."""
    return any(part_sums(filing, name)) or any(unread_parts(filing, name))


def unread_parts(filing: Filing, name: str) -> tuple[str, ...]:
    """The parts of a total that hold something, but no number that a relation may be judged by."""
    if name.startswith(LAST_YEAR):
        before = unread_parts(filing.previous, name.removeprefix(LAST_YEAR)) if filing.previous else ()
        return tuple(f"{LAST_YEAR}{part}" for part in before)
    indicator = filing.indicator(name)
    parts = dict.fromkeys(part for parts in indicator.parts for part in parts) if indicator else {}
    return tuple(part for part in parts if part not in filing.numbers and not is_empty(filing.cell(part)))


def part_sums(filing: Filing, name: str) -> tuple[Number, ...]:
    """For each sum that the cell is by the form, the sum of the numbers among its parts."""
    report, own = filing.of(name)
    indicator = report.form.indicators.get(own) if report else None
    if report is None or indicator is None:
        return ()
    return tuple(tidy(sum(report.numbers.get(part, 0) for part in parts)) for parts in indicator.parts)


def tidy(number: Number) -> Number:
    """Decimal drift off (0.1 added ten times), whole numbers as integers."""
    if isinstance(number, int):
        return number
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded
