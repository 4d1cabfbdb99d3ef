"""A component that the search gave up, as a mixed-integer program; nothing where scipy is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from validator.repair.constraints import Constraint
from validator.repair.equations import Row
from validator.repair.mixed_integer import NotSolved, Program, least_sets
from validator.repair.syndrome import Changes, Task

_NODES = 10
"""Some tenths of a second; a limit on nodes gives the same answer on every machine, one on time does not."""


def by_program(task: Task, rows: Sequence[Row]) -> tuple[list[Changes], bool]:
    """One least set, if HiGHS meets it within the limit, and that others may be as good."""
    cells = sorted({at for row in rows for at in row.coefficients})
    rules = [_constraint(row) for row in rows]
    rules += [
        Constraint({str(at): Fraction(1)}, ">=", Fraction(bound))
        for at in cells
        if (bound := task.least[at]) is not None
    ]
    record = {str(at): float(task.values[at]) for at in cells}
    weights = {str(at): task.weights[at] for at in cells}
    try:
        _, found, _ = least_sets(Program(rules, record, weights, integer=True, nodes=_NODES), 1)
    except (NotSolved, ImportError):
        return [], False
    return [{int(name): _change(task, int(name), value) for name, value in one.items()} for one in found], False


def _constraint(row: Row) -> Constraint:
    return Constraint({str(at): Fraction(one) for at, one in row.coefficients.items()}, "=", Fraction(row.constant))


def _change(task: Task, at: int, value: float | None) -> int | None:
    return None if value is None else round(value) - task.values[at]
