"""The same question as a mixed-integer program for HiGHS (scipy): any linear rules, real or whole numbers.

A cell x that is observed as v may be v + d with |d| <= reach * y, where y is 1 if it is changed; the sum of the weights
of the y is least. Each solution is confirmed without the reach: its cells free, all others as they are. All least sets
follow by forbidding each that was met. Imported only when it is needed: scipy takes half a second to load.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from validator.repair.constraints import Constraint
from validator.repair.unheard import unheard
from validator.startup.records import dataclass

if TYPE_CHECKING:
    import numpy as np

STRICT = 1e-5
"""How far apart ``<`` keeps two real numbers: HiGHS takes for equal what is within 1e-6."""
_NEAR = 1e-5
"""Solutions of HiGHS are within 1e-6 of what they stand for."""
_REACH = 10
"""Changes are looked for up to so many times the sum of all figures and constants."""


class NotSolved(Exception):  # noqa: N818  says what happened
    """HiGHS ended at a limit, or there is no solution within reach."""


@dataclass(frozen=True, slots=True)
class Program:
    """The rules and the record, whose None is unknown; a weight of infinity stays as it is.

    `nodes` and `seconds` are limits.
    """

    rules: Sequence[Constraint]
    record: Mapping[str, float | None]
    weights: Mapping[str, float]
    integer: bool
    nodes: int
    seconds: float = math.inf


def least_sets(program: Program, most: int) -> tuple[float, list[dict[str, float | None]], bool]:
    """Weight, the least sets with the value of each cell (None: open) and whether these are all.

    Raises ImportError without scipy, NotSolved where not even one set was met.
    """
    if None not in program.record.values() and all(_holds(rule, program.record) for rule in program.rules):
        return 0.0, [{}], True
    solver = _Solver(program)
    found: list[dict[str, float | None]] = []
    forbidden: list[frozenset[str]] = []
    weight = math.inf
    while len(found) < most:
        try:
            cells = solver.least(forbidden)
        except NotSolved as ended:
            if not found and not forbidden:
                raise
            return weight, found, not ended.args
        now = sum(program.weights[name] for name in cells)
        if now > weight * (1 + _NEAR):
            return weight, found, True
        values = solver.values(cells)
        if values is None and not cells:  # figures so large that HiGHS cannot tell a change from none
            raise NotSolved("limit")
        forbidden.append(cells)
        if values is not None:
            weight = now
            found.append({name: values[name] for name in (*cells, *solver.unknown)})
    return weight, found, False


def _holds(rule: Constraint, record: Mapping[str, float | None]) -> bool:
    """Whether a rule holds exactly, numbers as their decimals are written."""
    left = sum((factor * Fraction(repr(record[name])) for name, factor in rule.coefficients.items()), Fraction())
    gap = left - rule.constant
    return {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0, "<": gap < 0, ">": gap > 0}[rule.operator]


class _Solver:
    """The matrices of one program."""

    def __init__(self, program: Program) -> None:
        import numpy as np
        from scipy import optimize

        self.np, self.optimize, self.program = np, optimize, program
        self.began = time.monotonic()
        self.names = tuple(program.record)
        self.at = {name: number for number, name in enumerate(self.names)}
        self.observed = np.array([0.0 if one is None else float(one) for one in program.record.values()])
        self.unknown = tuple(name for name, one in program.record.items() if one is None)
        self.matrix = np.zeros((len(program.rules), len(self.names)))
        for row, rule in enumerate(program.rules):
            for name, factor in rule.coefficients.items():
                self.matrix[row, self.at[name]] = float(factor)
        ends = [self._ends(rule) for rule in program.rules]
        self.low, self.high = np.array([one[0] for one in ends]), np.array([one[1] for one in ends])
        constants = sum(abs(float(rule.constant)) for rule in program.rules)
        sizes = [abs(float(factor)) for rule in program.rules for factor in rule.coefficients.values()] or [1.0]
        self.reach = _REACH * (1 + float(np.abs(self.observed).sum()) + constants) * max(sizes) / min(sizes)
        self.lightest = min([one for one in program.weights.values() if not math.isinf(one)], default=1.0)

    def _ends(self, rule: Constraint) -> tuple[float, float]:
        constant = float(rule.constant)
        whole = self.program.integer and all(one.denominator == 1 for one in rule.coefficients.values())
        gap = 1.0 if whole and rule.constant.denominator == 1 else STRICT
        return {
            "=": (constant, constant),
            "<=": (-math.inf, constant),
            ">=": (constant, math.inf),
            "<": (-math.inf, constant - gap),
            ">": (constant + gap, math.inf),
        }[rule.operator]

    def least(self, forbidden: Sequence[frozenset[str]]) -> frozenset[str]:
        """The cells of a least set that is not among those forbidden, nor holds one of them."""
        np, count = self.np, len(self.names)
        eye = np.eye(count)
        open_, known = self._open()
        rows = [
            np.hstack([self.matrix, np.zeros_like(self.matrix)]),
            np.hstack([eye, -self.reach * eye]),
            np.hstack([eye, self.reach * eye]),
        ]
        low = [self.low, np.full(count, -math.inf), self.observed]
        high = [self.high, self.observed, np.full(count, math.inf)]
        if not self.unknown:  # not all holds as it is
            rows, low, high = (
                [*rows, np.repeat([0.0, 1.0], count)[None]],
                [*low, np.array([1.0])],
                [*high, np.array([math.inf])],
            )
        for cells in forbidden:
            row = np.zeros(2 * count)
            row[[count + self.at[name] for name in cells]] = 1
            rows, low, high = [*rows, row[None]], [*low, np.array([-math.inf])], [*high, np.array([len(cells) - 1.0])]
        weights = np.array(
            [self.program.weights[name] if known[number] else 0.0 for number, name in enumerate(self.names)]
        )
        result = self._solve(
            np.concatenate([np.zeros(count), np.where(np.isinf(weights), 0.0, weights / self.lightest)]),
            (np.vstack(rows), np.concatenate(low), np.concatenate(high)),
            np.concatenate([np.full(count, -self.reach), np.where(known, 0.0, 1.0)]),
            np.concatenate([np.full(count, self.reach), np.where(open_, 1.0, 0.0)]),
            np.concatenate([np.full(count, float(self.program.integer)), np.ones(count)]),
        )
        picked = result[count:] > 0.5
        return frozenset(name for number, name in enumerate(self.names) if picked[number] and known[number])

    def _open(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Which cells may change, and which have a value."""
        known = self.np.array([one is not None for one in self.program.record.values()])
        movable = self.np.array([not math.isinf(self.program.weights[name]) for name in self.names])
        return movable | ~known, known

    def values(self, cells: frozenset[str]) -> dict[str, float | None] | None:
        """What the cells and unknown ones hold when only these change, None where it is open; None if nothing does."""
        np = self.np
        moving = [self.at[name] for name in (*cells, *self.unknown)]
        fixed = np.ones(len(self.names), bool)
        fixed[moving] = False
        far = 2 * self.reach
        low, high = np.where(fixed, self.observed, -far), np.where(fixed, self.observed, far)
        found: dict[str, float | None] = {}
        for number in moving:
            try:
                ends = [self._end(number, sign, low, high) for sign in (1.0, -1.0)]
            except NotSolved:
                return None
            least, most = ends
            same = least is not None and most is not None and abs(least - most) < _NEAR
            found[self.names[number]] = self._tidy(least) if same and least is not None else None
        return found if moving else None

    def _end(self, number: int, sign: float, low: Any, high: Any) -> float | None:
        """The least (or, negative, the most) value that a cell can have; None without end. Raises NotSolved."""
        aim = self.np.zeros(len(self.names))
        aim[number] = sign
        whole = self.np.full(len(self.names), float(self.program.integer))
        value = float(self._solve(aim, (self.matrix, self.low, self.high), low, high, whole)[number])
        return None if abs(value) > self.reach else value

    def _tidy(self, value: float) -> float:
        return round(value) if self.program.integer else round(value, 6)

    def _solve(self, aim: Any, rows: tuple[Any, Any, Any], low: Any, high: Any, whole: Any) -> Any:
        limits = {"node_limit": self.program.nodes, "mip_rel_gap": 0.0}
        if self.program.seconds < math.inf:
            left = self.program.seconds - (time.monotonic() - self.began)
            if left <= 0:
                raise NotSolved("limit")
            limits["time_limit"] = left
        with unheard():  # HiGHS prints remarks of its own, whatever it is told
            result = self.optimize.milp(
                aim,
                integrality=whole,
                bounds=self.optimize.Bounds(low, high),
                constraints=[self.optimize.LinearConstraint(*rows)] if len(rows[1]) else [],
                options=limits,
            )
        if result.status == _INFEASIBLE:
            raise NotSolved
        if result.status or result.x is None:
            raise NotSolved("limit")
        return result.x


_INFEASIBLE = 2
"""Among the statuses of `scipy.optimize.milp`."""
