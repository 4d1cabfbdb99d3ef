"""Checks of the catalogue itself: rules that contradict, imply or repeat each other.

For development: it needs scipy (through `feasible`), and a check never comes here. Each instance of a rule
is one statement; "if A then B" is the clause "not A, or B", its denial "A, and not B".
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from rulework.feasible import Clause, Row, canonical, denied, either, extreme, figures, possible, row, turned
from validator.model.filing import LAST_YEAR
from validator.model.form import Form, NumberKind
from validator.relations import linear
from validator.relations.linear import Relation

INFEASIBLE = "no figures satisfy these rules"


@dataclass(frozen=True, slots=True)
class Statement:
    """One instance of a rule: `says` holds wherever `guard` does (None: everywhere). `name` reads ``T3-01 自然人``."""

    name: str
    says: Row
    guard: Row | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Statements, and what numbers their names take; a name without a kind is any real number."""

    statements: tuple[Statement, ...]
    kinds: Mapping[str, NumberKind] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Statement:
        """The statement of that name."""
        return next(one for one in self.statements if one.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The statements' names, in their order."""
        return tuple(one.name for one in self.statements)


def statements(
    code: str, relations: Iterable[Relation], parameters: Mapping[str, int | float] | None = None
) -> tuple[Statement, ...]:
    """The instances of one rule, parameters at the values given."""
    return tuple(
        Statement(
            f"{code} {one.member}".strip(),
            row(one.comparison, parameters),
            row(one.guard, parameters) if one.guard else None,
        )
        for one in relations
    )


def last_year(statement: Statement) -> Statement:
    """The same said of last year's report: every name with ``上.`` before it."""
    guard = _prefixed(statement.guard) if statement.guard else None
    return Statement(f"{LAST_YEAR}{statement.name}", _prefixed(statement.says), guard)


def _prefixed(one: Row) -> Row:
    return replace(one, coefficients=tuple((f"{LAST_YEAR}{name}", value) for name, value in one.coefficients))


def kinds_of(form: Form, previous: Form | None = None) -> dict[str, NumberKind]:
    """What numbers the form's names take, and last year's names."""
    now = {name: one.kind for name, one in form.indicators.items()}
    return now | {f"{LAST_YEAR}{name}": one.kind for name, one in (previous or form).indicators.items()}


def infeasible(rules: RuleSet) -> bool:
    """Whether no figures at all can satisfy every statement."""
    return not possible(_clauses(rules.statements), rules.kinds)


def contradicted_by(rules: RuleSet, name: str) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of others that rule the statement out: () when none do, ((),) when it rules itself out."""
    return _blame(_positive(rules[name]), rules, name)


def implied_by(rules: RuleSet, name: str) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of others from which the statement follows: () when it adds something of its own."""
    return _blame(_denial(rules[name]), rules, name)


def implied(rules: RuleSet, name: str) -> bool:
    """Whether the statement follows from the others."""
    others = [one for one in rules.statements if one.name != name]
    return not possible((*_denial(rules[name]), *_clauses(others)), rules.kinds)


def never_applies(rules: RuleSet, name: str) -> bool:
    """Whether the others keep the statement's guard from ever being met."""
    guard = rules[name].guard
    others = [one for one in rules.statements if one.name != name]
    return guard is not None and not possible((either(guard), *_clauses(others)), rules.kinds)


def redundant(rules: RuleSet) -> tuple[str, ...]:
    """The statements that follow from all others, each by itself: of two that say the same, both."""
    return tuple(name for name in rules.names if implied(rules, name))


def without_redundant(rules: RuleSet) -> tuple[str, ...]:
    """Names of statements that say all there is to say; of statements that say the same the earliest is kept."""
    kept = rules
    for name in reversed(rules.names):
        if implied(kept, name):
            kept = replace(kept, statements=tuple(one for one in kept.statements if one.name != name))
    return kept.names


def duplicates(rules: RuleSet) -> tuple[tuple[str, ...], ...]:
    """Groups of statements that are the same but for order, scale and the sides of the comparison."""
    groups: dict[object, list[str]] = {}
    for one in rules.statements:
        key = (canonical(one.says, rules.kinds), one.guard and canonical(one.guard, rules.kinds))
        groups.setdefault(key, []).append(one.name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def ways_out(rules: RuleSet, keep: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Every smallest choice of statements to give up, none of `keep`, so that the rest can hold."""
    kept = set(keep)
    free = [name for name in rules.names if name not in kept]
    for size in range(len(free) + 1):
        found = [chosen for chosen in itertools.combinations(free, size) if _possible_without(rules, chosen)]
        if found:
            return tuple(found)
    return ()


def _possible_without(rules: RuleSet, given_up: Sequence[str]) -> bool:
    rest = [one for one in rules.statements if one.name not in given_up]
    return possible(_clauses(rest), rules.kinds)


def bounds(rules: RuleSet) -> dict[str, tuple[float | None, float | None]]:
    """The least and greatest value of every name, None where there is no limit. Raises ValueError if infeasible.

    A strict limit on an amount is given as the limit itself, though the amount never reaches it.
    """
    clauses = _clauses(rules.statements)
    if not possible(clauses, rules.kinds):
        raise ValueError(INFEASIBLE)
    names = sorted({name for clause in clauses for one in clause for name, _ in one.coefficients})
    return {
        name: (extreme(clauses, rules.kinds, (name, 1)), extreme(clauses, rules.kinds, (name, -1))) for name in names
    }


def fixed(rules: RuleSet) -> dict[str, float]:
    """Names that the statements leave one value only, with that value. Raises ValueError if infeasible.

    Mostly all figures can be larger at once, and where one has another value, others have too: few problems to solve.
    """
    clauses = _clauses(rules.statements)
    first = figures(clauses, rules.kinds)
    if first is None:
        raise ValueError(INFEASIBLE)
    larger = tuple((turned(_one(name, ">", value)),) for name, value in first.items())
    if possible((*clauses, *larger), rules.kinds):
        return {}
    alone, waiting = {}, dict(first)
    while waiting:
        name, value = waiting.popitem()
        other = figures((*clauses, either(_one(name, "<>", value))), rules.kinds)
        if other is None:
            alone[name] = value
        else:
            waiting = {one: kept for one, kept in waiting.items() if abs(other[one] - kept) <= linear.TOLERANCE}
    return alone


def _one(name: str, sign: str, value: float) -> Row:
    return Row(((name, Fraction(1)),), sign, Fraction(value))


def _positive(one: Statement) -> tuple[Clause, ...]:
    return ((*(denied(one.guard) if one.guard else ()), *either(one.says)),)


def _denial(one: Statement) -> tuple[Clause, ...]:
    """The guard is met and yet the statement does not hold."""
    return (*((either(one.guard),) if one.guard else ()), denied(one.says))


def _clauses(given: Iterable[Statement]) -> tuple[Clause, ...]:
    return tuple(clause for one in given for clause in _positive(one))


def _blame(hard: tuple[Clause, ...], rules: RuleSet, name: str) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of other statements that `hard` cannot stand beside and that can stand without it."""
    soft = {one.name: _positive(one) for one in rules.statements if one.name != name}

    def clash(names: Iterable[str], *, alone: bool = False) -> bool:
        chosen = tuple(clause for one in names for clause in soft[one])
        return not possible(chosen if alone else (*hard, *chosen), rules.kinds)

    return tuple(found for found in _smallest_clashes(tuple(soft), clash) if not clash(found, alone=True))


def _smallest_clashes(names: tuple[str, ...], clash: Callable[[Iterable[str]], bool]) -> Iterator[tuple[str, ...]]:
    """Every set that clashes while none of its subsets does (Reiter's hitting-set tree, breadth first)."""
    found: list[tuple[str, ...]] = []
    waiting: list[frozenset[str]] = [frozenset()]
    seen: set[frozenset[str]] = set()
    while waiting:
        without = waiting.pop(0)
        if without in seen:
            continue
        seen.add(without)
        one = next((known for known in found if without.isdisjoint(known)), None)
        if one is None:
            one = _shrunk([name for name in names if name not in without], clash)
            if one is None:
                continue
            found.append(one)
            yield one
        waiting += [without | {name} for name in one]


def _shrunk(names: Sequence[str], clash: Callable[[Iterable[str]], bool]) -> tuple[str, ...] | None:
    if not clash(names):
        return None
    kept = list(names)
    for name in reversed(names):
        rest = [one for one in kept if one != name]
        if clash(rest):
            kept = rest
    return tuple(kept)
