"""Whether figures exist that satisfy rules in linear form: rows of exact fractions, answered by HiGHS.

For development, as `ruleset` is: it needs scipy. A problem is a list of clauses, at least one row of each
has to hold. A clause of several rows that the relaxed answer breaks is split into them; every leaf is a mixed-integer
problem.

A strict inequality over whole numbers is exact: ``x > 2`` is ``x >= 3``, ``10x > 3y`` is ``10x >= 3y + 1``. Over
amounts the gap is made as wide as possible, and it has to exceed `linear.TOLERANCE`, as in a check: what a
check takes for equal is equal here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, gcd, lcm

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from validator.model.form import NumberKind
from validator.relations import linear
from validator.relations.linear import Comparison, Term

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_WHOLE = frozenset({NumberKind.COUNT, NumberKind.SIGNED})
_NOT_NEGATIVE = frozenset({NumberKind.COUNT, NumberKind.AMOUNT})
_OPTIMAL, _INFEASIBLE, _UNBOUNDED, _NO_OPTIMUM = 0, 2, 3, 4
"""What `scipy.optimize.milp` calls its outcomes; the last also stands for "unbounded or infeasible"."""


_NODES = 20_000
"""Branches that HiGHS may try: whole numbers without bounds could keep it for ever."""


class Undecidable(ArithmeticError):  # noqa: N818  an outcome, as CannotRun is
    """The solver gave no answer, or one that does not stand up to exact arithmetic. The message says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """``sum of coefficient × name  sign  bound``; the sign is one of ``=  <>  <=  <``."""

    coefficients: tuple[tuple[str, Fraction], ...]
    sign: str
    bound: Fraction


Clause = tuple[Row, ...]
"""At least one of the rows holds."""

Point = Mapping[str, float]
"""One number for every name."""

Aim = tuple[str, int]
"""A name and whether its least (1) or greatest (-1) value is wanted."""

Numbers = npt.NDArray[np.float64]


def row(comparison: Comparison, parameters: Mapping[str, int | float] | None = None) -> Row:
    """A comparison as exact fractions, parameters filled in; ``>`` and ``>=`` are turned round."""
    total: dict[str, Fraction] = {}
    for sign, terms in ((1, comparison.left), (-1, comparison.right)):
        if not isinstance(terms, tuple):
            raise Undecidable("a side without a linear form (ROUND, IF …) is no row")
        for term in terms:
            total[term.name] = total.get(term.name, Fraction(0)) + sign * _product(term, parameters or {})
    bound = -total.pop("", Fraction(0))
    found = Row(tuple(sorted((name, one) for name, one in total.items() if one)), comparison.operator, bound)
    return turned(found) if comparison.operator.startswith(">") else found


def _product(term: Term, parameters: Mapping[str, int | float]) -> Fraction:
    """0.3 as the decimal that was written, not as its nearest binary fraction."""
    factor = Fraction(str(parameters[term.parameter])) if term.parameter else Fraction(1)
    return Fraction(str(term.coefficient)) * factor


def turned(one: Row) -> Row:
    """The same row with its sides multiplied by -1."""
    return Row(tuple((name, -value) for name, value in one.coefficients), _TURNED[one.sign], -one.bound)


def either(one: Row) -> Clause:
    """The row as a clause: unequal is less or more."""
    if one.sign != "<>":
        return (one,)
    below = replace(one, sign="<")
    return (below, turned(replace(one, sign=">")))


def denied(one: Row) -> Clause:
    """What holds exactly where the row does not."""
    opposite = {"=": "<>", "<>": "=", "<=": ">", "<": ">="}[one.sign]
    other = replace(one, sign=opposite)
    return either(turned(other) if opposite.startswith(">") else other)


def canonical(one: Row, kinds: Mapping[str, NumberKind]) -> Row:
    """The row in lowest terms; over whole numbers also as tight as it gets, never strict."""
    if not one.coefficients:
        return one
    factors = [value for _, value in one.coefficients]
    whole = all(kinds.get(name) in _WHOLE for name, _ in one.coefficients)
    scale = _lowest(factors) if whole else 1 / abs(factors[0])
    if one.sign in {"=", "<>"} and factors[0] < 0:
        scale = -scale
    scaled = Row(tuple((name, value * scale) for name, value in one.coefficients), one.sign, one.bound * scale)
    return _tight(scaled) if whole else scaled


def _lowest(factors: Sequence[Fraction]) -> Fraction:
    """What makes the coefficients whole numbers without a common divisor."""
    common = lcm(*(value.denominator for value in factors))
    return Fraction(common, gcd(*(int(value * common) for value in factors)))


def _tight(one: Row) -> Row:
    """A row with whole coefficients over whole numbers: both sides are whole, so the bound can be."""
    if one.sign == "<":
        below = one.bound - 1 if one.bound.denominator == 1 else Fraction(floor(one.bound))
        return Row(one.coefficients, "<=", below)
    if one.sign == "<=":
        return Row(one.coefficients, "<=", Fraction(floor(one.bound)))
    if one.bound.denominator == 1:
        return one
    always = Fraction(0 if one.sign == "<>" else -1)  # 2x - 2y = 1 never holds
    return Row((), "<=", always)


def figures(clauses: Iterable[Clause], kinds: Mapping[str, NumberKind]) -> Point | None:
    """Some figures that satisfy every clause, None where there are none."""
    return _search(tuple(clauses), kinds)


def possible(clauses: Iterable[Clause], kinds: Mapping[str, NumberKind]) -> bool:
    """Whether figures exist that satisfy every clause."""
    return figures(clauses, kinds) is not None


def extreme(clauses: Iterable[Clause], kinds: Mapping[str, NumberKind], aim: Aim) -> float | None:
    """The least or greatest value of a name in a feasible problem, None where there is no limit."""
    point = _search(tuple(clauses), kinds, aim)
    return point[aim[0]] if point else None


def _search(clauses: tuple[Clause, ...], kinds: Mapping[str, NumberKind], aim: Aim | None = None) -> Point | None:
    """Figures that satisfy every clause and go furthest in the aim: None if there are none, {} if there is no limit.

    Clauses of several rows are first left out; the first one that the answer breaks is split into its rows.
    """
    tight = [tuple(canonical(one, kinds) for one in clause) for clause in clauses]
    names = tuple(sorted({name for clause in tight for one in clause for name, _ in one.coefficients}))
    waiting = [([c[0] for c in tight if len(c) == 1], [c for c in tight if len(c) > 1])]
    best: Point | None = None
    while waiting:
        rows, choices = waiting.pop()
        point = _solve(rows, names, kinds, aim)
        if point is None or (best and aim and point and not _further(point, best, aim)):
            continue
        broken = next((c for c in choices if not point or not any(_true(one, point) for one in c)), None)
        if broken is not None:
            rest = [clause for clause in choices if clause is not broken]
            waiting += [([*rows, one], rest) for one in reversed(broken)]
        elif aim is None or not point:
            return point
        else:
            best = point
    return best


def _further(point: Point, than: Point, aim: Aim) -> bool:
    name, way = aim
    return way * point[name] < way * than[name] - linear.TOLERANCE


def _true(one: Row, point: Point) -> bool:
    gap = sum(float(value) * point[name] for name, value in one.coefficients) - float(one.bound)
    return linear.holds(Comparison((), one.sign, ()), gap, 0)


def _solve(rows: Sequence[Row], names: Sequence[str], kinds: Mapping[str, NumberKind], aim: Aim | None) -> Point | None:
    """Figures that satisfy every row, without aim as far inside the strict ones as possible. As `_search`."""
    strict = any(one.sign == "<" for one in rows)
    if aim and strict and _solve(rows, names, kinds, None) is None:
        return None
    wanted = np.zeros(len(names) + 1)
    wanted[names.index(aim[0]) if aim else -1] = aim[1] if aim else -1
    status, values = _highs(rows, names, kinds, wanted)
    if status in {_UNBOUNDED, _NO_OPTIMUM} and aim:
        return None if _solve(rows, names, kinds, None) is None else {}
    if status == _INFEASIBLE:
        return None
    if status != _OPTIMAL or values is None:
        raise Undecidable(f"HiGHS ended with status {status}")
    if aim is None and strict and values[-1] <= linear.TOLERANCE:
        return None
    return _confirmed(rows, dict(zip(names, values[:-1].tolist(), strict=True)), kinds)


def _highs(
    rows: Sequence[Row], names: Sequence[str], kinds: Mapping[str, NumberKind], wanted: Numbers
) -> tuple[int, Numbers | None]:
    """Status and values: one for every name, and last how far inside the strict rows they lie, at most 1."""
    matrix = np.zeros((len(rows), len(names) + 1))
    place = {name: i for i, name in enumerate(names)}
    for i, one in enumerate(rows):
        for name, value in one.coefficients:
            matrix[i, place[name]] = float(value)
        matrix[i, -1] = one.sign == "<"
    upper = np.array([float(one.bound) for one in rows])
    lower = np.array([float(one.bound) if one.sign == "=" else -np.inf for one in rows])
    least = [0.0 if kinds.get(name) in _NOT_NEGATIVE else -np.inf for name in names]
    problem = {
        "c": wanted,
        "integrality": np.array([kinds.get(name) in _WHOLE for name in names] + [False], dtype=np.uint8),
        "bounds": Bounds(np.array([*least, 0.0]), np.array([np.inf] * len(names) + [1.0])),
        "constraints": LinearConstraint(matrix, lower, upper) if rows else None,
    }
    done = milp(**problem, options={"node_limit": _NODES})
    if done.status not in {_OPTIMAL, _INFEASIBLE, _UNBOUNDED}:
        # HiGHS can stumble over its own presolve, as at 6x + 5y + 2z = 3 over counts.
        done = milp(**problem, options={"node_limit": _NODES, "presolve": False})
    return done.status, done.x


def _confirmed(rows: Sequence[Row], point: dict[str, float], kinds: Mapping[str, NumberKind]) -> Point:
    """The point with whole numbers whole, every row among them held against it without rounding."""
    whole = {name: round(value) for name, value in point.items() if kinds.get(name) in _WHOLE}
    for one in rows:
        if all(name in whole for name, _ in one.coefficients):
            left = sum(value * whole[name] for name, value in one.coefficients)
            if not (left == one.bound if one.sign == "=" else left <= one.bound):
                raise Undecidable(f"rounded, the answer gives {left} {one.sign} {one.bound}")
    return point | whole
