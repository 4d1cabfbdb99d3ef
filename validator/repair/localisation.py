"""Error localisation (Fellegi and Holt, 1976): which cells are wrong when rules do not hold, and what they should be.

    >>> found = localise(["a + b = t", "a >= 0", "b >= 0"], {"a": 12, "b": 5, "t": 71}, {"a": 2, "b": 2})
    >>> found.minimal_sets, found.suggested
    ((frozenset({'t'}),), {'t': 17})

Equations with whole coefficients over whole numbers are searched exactly (`validator.repair.syndrome`); everything
else, and what that search gives up, is a mixed-integer program (`validator.repair.mixed_integer`, needs scipy).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from numbers import Rational, Real

from validator.repair.constraints import BadRule, Constraint, constraints
from validator.repair.equations import Row, prepared, row_of
from validator.repair.syndrome import Changes, Task, follows, search
from validator.startup.records import dataclass

Number = int | float
Repair = dict[str, Number | None]
"""The cells of a set, and unknown ones that follow, with the value that mends all; None where it is open."""

LIMIT = 20_000
"""Steps of the search, nodes of HiGHS: some tenths of a second."""
MOST_SETS = 500
"""So many minimal sets are listed."""
_SECONDS = 20.0
"""What HiGHS may take in all: of very many sets it lists each more slowly than the one before."""
_DECIMALS = 6
"""Real numbers have no seventh decimal: 0.000001 万元 is one 分."""


@dataclass(frozen=True, slots=True)
class Localisation:
    """The least-weight repairs of a record.

    `weight` is that of each minimal set. `minimal_sets` are all sets of cells of that weight: one empty set when all
    holds, none when the search gave up or no change mends it. `repairs` has the values for each of them. `complete`:
    whether these are all.
    """

    weight: float
    minimal_sets: tuple[frozenset[str], ...]
    repairs: tuple[Mapping[str, Number | None], ...]
    complete: bool

    @property
    def certain(self) -> frozenset[str]:
        """The cells in every minimal set."""
        return frozenset.intersection(*self.minimal_sets) if self.minimal_sets else frozenset()

    @property
    def suggested(self) -> dict[str, Number]:
        """Name -> value, of certain and of unknown cells, where every minimal set asks for the same."""
        if not self.repairs:
            return {}
        first, *others = self.repairs
        return {name: one for name, one in first.items() if one is not None and all(o.get(name) == one for o in others)}


def localise(
    rules: Iterable[str],
    record: Mapping[str, Number | None],
    weights: Mapping[str, float] | None = None,
    *,
    integer: bool = True,
    limit: int = LIMIT,
) -> Localisation:
    """The least-weight sets of cells whose change can make all rules hold.

    `rules`: ``"x1 + x2 = x3"``, with ``= < <= > >=``, ``number*name`` and constants on both sides. `record`: values by
    name, of any sign (bounds are rules); None is unknown: it is in no set, and its value, where it follows, in
    `suggested`. `weights`: how much is against a cell being wrong, 1 if not given, ``math.inf`` for one that stays.
    `integer`: whether values are whole numbers, else they have six decimals. `limit`: steps of the search and nodes of
    HiGHS; where they do not do, `complete` is False.

    Raises:
        BadRule: A rule is no comparison of linear sums.
        ValueError: A rule names a cell that the record lacks, a value is no finite number or, with `integer`, no whole
            one, a weight is not above 0.
        ImportError: scipy is needed and not there (``pip install gouji[repair]``).
    """
    parsed = constraints(rules)
    known = {name: None if one is None else _number(name, one, integer=integer) for name, one in record.items()}
    weight = {name: _weight(name, (weights or {}).get(name, 1.0)) for name in known}
    _hold_names(parsed, known, limit)
    exact, enough = _exactly(parsed, known, weight, limit, integer=integer)
    return exact if exact and enough else _by_program(parsed, known, weight, limit, exact, integer=integer)


def _number(name: str, value: object, *, integer: bool) -> Number:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{name}: {value!r} is no finite number")
    exact = Fraction(value) if isinstance(value, Rational) else Fraction(float(value))
    if integer and exact.denominator != 1:
        raise ValueError(f"{name}: {value!r} is no whole number")
    return int(exact) if integer else float(value)


def _weight(name: str, weight: object) -> float:
    if isinstance(weight, bool) or not isinstance(weight, Real) or not float(weight) > 0:
        raise ValueError(f"{name}: the weight {weight!r} is not above 0")
    return float(weight)


def _hold_names(rules: Sequence[Constraint], record: Mapping[str, object], limit: object) -> None:
    for rule in rules:
        for name in rule.names:
            if name not in record:
                raise ValueError(f"a rule names {name}, which the record lacks")
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError(f"the limit {limit!r} is no number of steps")


def _exactly(
    rules: Sequence[Constraint],
    record: Mapping[str, Number | None],
    weights: Mapping[str, float],
    limit: int,
    *,
    integer: bool,
) -> tuple[Localisation | None, bool]:
    """By the exact search, and whether that is all there is to say; None where the rules are not of its kind."""
    scale = 1 if integer else 10**_DECIMALS
    names = {name: number for number, name in enumerate(record)}
    bounds, rows = list[int | None]([None] * len(names)), list[Row]()
    for rule in rules:
        bound = _bound(rule, scale)
        if bound is not None:
            at = names[rule.names[0]]
            bounds[at] = max(bound, bounds[at] if bounds[at] is not None else bound)  # type: ignore[type-var]
        elif (row := _row(rule, names, scale, integer=integer)) is not None:
            rows.append(row)
        else:
            return None, False
    values = [0 if one is None else round(one * scale) for one in record.values()]
    unknown = [names[name] for name, one in record.items() if one is None]
    task = Task(prepared(rows, unknown), values, bounds, [weights[name] for name in record], limit)
    found = least_repairs(task)
    named = tuple(record)
    repairs = tuple({named[at]: _scaled(one, scale) for at, one in repair.items()} for repair in found.repairs)
    sets = tuple(frozenset(named[at] for at in cells) for cells in found.sets)
    return Localisation(found.weight, sets, repairs, found.complete), found.complete or found.many


def _scaled(value: int | None, scale: int) -> Number | None:
    if value is None or scale == 1:
        return value
    return value // scale if value % scale == 0 else value / scale


def _bound(rule: Constraint, scale: int) -> int | None:
    """The least value that a rule on a single cell allows it, as the search counts."""
    if rule.operator not in {">=", "<="} or len(rule.coefficients) != 1:
        return None
    (factor,) = rule.coefficients.values()
    at_least = (factor > 0) == (rule.operator == ">=")
    return math.ceil(rule.constant / factor * scale) if at_least else None


def _row(rule: Constraint, names: Mapping[str, int], scale: int, *, integer: bool) -> Row | None:
    """An equation with whole coefficients; of real numbers only with 1 and -1, so that decimals stay decimals."""
    numbers = rule.coefficients.values()
    whole = all(one.denominator == 1 for one in numbers) and (integer or all(abs(one) == 1 for one in numbers))
    constant = rule.constant * scale
    if rule.operator != "=" or not whole or constant.denominator != 1:
        return None
    return row_of({names[name]: int(one) for name, one in rule.coefficients.items()}, int(constant))


@dataclass(frozen=True, slots=True)
class LeastRepairs:
    """As `Localisation`, over cells known by number; each repair has the values of its set and of unknown cells."""

    weight: float
    sets: tuple[frozenset[int], ...]
    repairs: tuple[Mapping[int, int | None], ...]
    complete: bool
    many: bool = False
    """Whether there are more than were listed, and nothing else is amiss."""


def least_repairs(task: Task, most: int = MOST_SETS) -> LeastRepairs:
    """Every component on its own; the sets of all are the products of theirs."""
    loose, ties = _loose(task)
    if task.system.contradiction or ties:
        return LeastRepairs(math.inf, (), (), complete=True)
    tied = any(at in row.coefficients for at in loose for _, row in task.system.definitions)
    weight, sure, many = sum(task.weights[at] for at in loose), not (tied or task.system.entangled), False
    families: list[Sequence[Changes]] = []
    for rows in task.system.components:
        if any(row.gap(task.values) for row in rows) or _has_forced(task, rows):
            found = search(task, rows, most)
            if found.complete and not found.sets:
                return LeastRepairs(math.inf, (), (), complete=True)
            weight, many = weight + found.weight, many or found.many
            sure = sure and (found.complete or found.many)
            families.append(found.sets)
    sets, repairs = list[frozenset[int]](), list[Mapping[int, int | None]]()
    for number, picked in enumerate(product(*families)):
        changes: Changes = {at: by for one in picked for at, by in one.items()} | dict.fromkeys(loose)
        many = many or number == most
        if number == most:  # of very many the rest is not looked at
            break
        sure = sure and not _is_vague(task, changes)
        repaired = _repaired(task, changes)
        if repaired is not None:
            sets.append(frozenset(changes))
            repairs.append(repaired)
    complete = sure and not many and bool(sets)
    return LeastRepairs(
        weight if sets else math.inf, tuple(sets), tuple(repairs), complete, sure and many and bool(sets)
    )


def _is_vague(task: Task, changes: Changes) -> bool:
    """Whether a bound of an unknown cell may forbid what the equations leave open."""
    open_ = {at for at, by in changes.items() if by is None}
    reached = (reach for reach in task.system.reach if any(reach >> at & 1 for at in open_))
    return any(reached)


def _has_forced(task: Task, rows: Sequence[Row]) -> bool:
    return any(_is_below(task, at) for row in rows for at in row.coefficients)


def _is_below(task: Task, at: int) -> bool:
    least = task.least[at]
    return least is not None and task.values[at] < least and at not in task.system.unknown


def _loose(task: Task) -> tuple[list[int], bool]:
    """Cells that a bound forbids and that no row names: they change on their own. And whether one of them may not."""
    named = {at for rows in task.system.components for row in rows for at in row.coefficients}
    loose = [at for at in range(len(task.values)) if at not in named and _is_below(task, at)]
    return loose, any(math.isinf(task.weights[at]) for at in loose)


def _repaired(task: Task, changes: Changes) -> Mapping[int, int | None] | None:
    """The values after the changes, of unknown cells too; None where an unknown cell would break its bound."""
    values: dict[int, int | None] = {at: None if by is None else task.values[at] + by for at, by in changes.items()}
    known = follows(task, changes)
    return None if known is None else values | known


def _by_program(
    rules: Sequence[Constraint],
    record: Mapping[str, Number | None],
    weights: Mapping[str, float],
    limit: int,
    exact: Localisation | None,
    *,
    integer: bool,
) -> Localisation:
    """By HiGHS; where it has no answer either, or is not there, what the exact search has seen."""
    from validator.repair.mixed_integer import NotSolved, Program, least_sets

    try:
        weight, found, complete = least_sets(Program(rules, record, weights, integer, limit, _SECONDS), MOST_SETS)
    except (NotSolved, ImportError) as error:
        if exact is None and isinstance(error, ImportError):
            raise ImportError("these rules need scipy: pip install gouji[repair]") from error
        if isinstance(error, NotSolved) and not error.args:
            return Localisation(math.inf, (), (), complete=True)
        return exact or Localisation(math.inf, (), (), complete=False)
    unknown = {name for name, one in record.items() if one is None}
    sets = tuple(frozenset(repair) - unknown for repair in found)
    return Localisation(weight, sets, tuple(found), complete)


__all__ = ["LIMIT", "BadRule", "Localisation", "localise"]
