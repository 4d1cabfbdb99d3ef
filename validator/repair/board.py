"""A filing as the search sees it: which cells stand in which sum relation, what they hold, which are unknown. Pure.

Only relations of one kind take part: ``=`` between sums, 强制, without a condition, over this report alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from validator.catalogue import Catalogue
from validator.model.filing import LAST_YEAR, Filing
from validator.model.form import Form, NumberKind
from validator.model.rule import Rule, Severity
from validator.policy.context import Context
from validator.relations.formula import NotInForm
from validator.relations.linear import Relation, Side, Term, Text, text_of
from validator.relations.verdict import Holding, counted, tidy, verdict
from validator.repair.equations import Row, System, prepared, row_of
from validator.startup.records import dataclass, field

_SCALE = 10**6
"""Amounts are counted in 0.000001 万元, one 分."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sum relations of a form under some rules: cells by number, a row for each relation. Made once."""

    names: tuple[str, ...]
    relations: tuple[tuple[Rule, Relation], ...]
    rows: tuple[Row, ...]
    least: tuple[int | None, ...]
    scale: int
    totals: int
    """The bits of the cells that the form defines as sums."""
    numbers: Mapping[str, int]
    """The number of each cell."""
    _systems: dict[frozenset[int], System] = field(default_factory=dict, repr=False, compare=False)

    def system(self, unknown: frozenset[int]) -> System:
        """The equations with these cells eliminated; few sets of cells are met again and again."""
        if unknown not in self._systems:
            if len(self._systems) >= _MOST_SYSTEMS:
                self._systems.clear()
            self._systems[unknown] = prepared(self.rows, sorted(unknown))
        return self._systems[unknown]


_MOST_SYSTEMS = 64


@dataclass(frozen=True, slots=True)
class _ByText:
    """A rule that is known by its code and what gives it its meaning."""

    code: str
    text: Text
    rule: Rule = field(compare=False)


def sums_of(rules: Iterable[Rule], form: Form, catalogue: Catalogue) -> Sums:
    """The sum relations of these rules over a form."""
    must = (rule for rule in rules if rule.formula and rule.severity is Severity.MUST)
    return _sums(tuple(_ByText(rule.code, text_of(rule), rule) for rule in must), form, catalogue)


@lru_cache(maxsize=32)
def _sums(rules: tuple[_ByText, ...], form: Form, catalogue: Catalogue) -> Sums:
    relations = tuple(
        (one.rule, relation) for one in rules for relation in _relations(one.rule, form, catalogue) if _is_sum(relation)
    )
    named = {name for _, one in relations for name in one.names}
    names = tuple(name for name in form.indicators if name in named)
    number = {name: at for at, name in enumerate(names)}
    kinds = [form.indicators[name].kind for name in names]
    scale = _SCALE if NumberKind.AMOUNT in kinds else 1
    rows = tuple(_row(one, number, scale) for _, one in relations)
    least = tuple(None if one is NumberKind.SIGNED else 0 for one in kinds)
    totals = _union(1 << at for at, name in enumerate(names) if form.indicators[name].parts)
    return Sums(names, relations, rows, least, scale, totals, number)


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


def _relations(rule: Rule, form: Form, catalogue: Catalogue) -> tuple[Relation, ...]:
    try:
        return catalogue.relations(rule, form)
    except NotInForm:
        return ()


def _is_sum(one: Relation) -> bool:
    plain = one.guard is None and one.comparison.operator == "=" and one.comparison.is_linear and not one.across_years
    return plain and all(factor == int(factor) for factor in _factors(one).values())


def _factors(one: Relation) -> dict[str, int | float]:
    """Left minus right, by name; what a parameter multiplies counts as no whole number."""
    total: dict[str, int | float] = {}
    for side, sign in ((one.comparison.left, 1), (one.comparison.right, -1)):
        for term in _terms(side):
            total[term.name] = total.get(term.name, 0) + sign * (term.coefficient if not term.parameter else math.pi)
    return total


def _terms(side: Side) -> Iterable[Term]:
    return side if isinstance(side, tuple) else ()


def _row(one: Relation, number: Mapping[str, int], scale: int) -> Row:
    factors = _factors(one)
    constant = -int(factors.pop("", 0)) * scale
    return row_of({number[name]: int(factor) for name, factor in factors.items()}, constant)


@dataclass(frozen=True)
class Board:
    """What a filing holds in the cells of its sum relations.

    `derived` are totals by formula that hold what their parts add up to, each with its parts: they will follow.
    `unread` are the cells of which nobody can say what they count as, though they are there; `lost` those that are not,
    and formulas of which nobody knows the result.
    """

    filing: Filing
    sums: Sums
    values: tuple[int, ...]
    derived: Mapping[int, tuple[int, ...]]
    unread: tuple[int, ...]
    lost: frozenset[int]

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """For each row what its left side is more than its right one; unread cells count as 0."""
        return tuple(row.gap(self.values) for row in self.sums.rows)

    @cached_property
    def system(self) -> System:
        """The equations over the cells that may be wrong."""
        return self.sums.system(frozenset(self.derived) | self.lost | frozenset(self.unread))

    def behind(self, name: str) -> int:
        """The bits of the cells that decide what the cell holds: its own, and all that a derived total adds."""
        at = self.sums.numbers.get(name)
        return 0 if at is None else self._added.get(at, 1 << at)

    @cached_property
    def _added(self) -> Mapping[int, int]:
        """For each derived total the bits of all cells behind it."""
        found: dict[int, int] = {}

        def bits(at: int) -> int:
            if at not in self.derived:
                return 1 << at
            if at not in found:
                found[at] = (1 << at) | _union(map(bits, self.derived[at]))
            return found[at]

        for at in self.derived:
            bits(at)
        return found

    @cached_property
    def behind_rows(self) -> tuple[int, ...]:
        """For each row the bits of the cells that decide it."""
        totals = self._added.items()
        return tuple(row.mask | _union(mask for at, mask in totals if row.mask >> at & 1) for row in self.sums.rows)

    def with_values(self, changed: Mapping[int, int]) -> list[int]:
        """Every value once these cells have others: derived totals add up anew."""
        values = list(self.values)
        for at, value in changed.items():
            values[at] = value
        known: dict[int, int] = {}

        def value_of(at: int) -> int:
            if at not in self.derived:
                return values[at]
            if at not in known:
                known[at] = sum(map(value_of, self.derived[at]))
            return known[at]

        for at in self.derived:
            values[at] = value_of(at)
        return values

    def shown(self, scaled: int) -> int | float:
        """A value of the search as the cell holds it."""
        return scaled if self.sums.scale == 1 else tidy(scaled / self.sums.scale)


def board_of(filing: Filing, sums: Sums) -> Board:
    """The filing on the board. Blank parts count as 0, as they do in every relation."""
    values, unread, lost = [0] * len(sums.names), list[int](), set[int]()
    derived: dict[int, tuple[int, ...]] = {}
    for at, name in enumerate(sums.names):
        number = filing.numbers.get(name)
        parts = _followed(filing, name, number) if sums.totals >> at & 1 else None
        if number is None and (not filing.has(name) or filing.is_unknown(name)):
            lost.add(at)
        elif parts is not None:
            derived[at] = tuple(sums.numbers[part] for part in parts if part in sums.numbers)
        elif (number is None and counted(filing, name) is None) or not _is_whole(number or 0, filing, name):
            unread.append(at)
        values[at] = round(number * sums.scale) if number else 0
    return Board(filing, sums, tuple(values), derived, tuple(unread), frozenset(lost))


def _is_whole(number: int | float, filing: Filing, name: str) -> bool:
    """Whether the number is one that its kind of cell can hold at all: 3.5 requests are none."""
    return number == int(number) or filing.form.indicators[name].kind is NumberKind.AMOUNT


def _followed(filing: Filing, name: str, number: int | float | None) -> tuple[str, ...] | None:
    """The parts that a total by formula adds up as the form says: 由公式得出的总计不会错，错在它的分项.

    SUM passes over texts, and an error among the parts is one of the total. Of two ways to add it up, a row's and a
    column's, the formula says which.
    """
    formula = filing.cell(name).formula
    if formula is None:
        return None
    ways = [parts for parts in filing.form.indicators[name].parts if _gives(filing, parts, number)]
    plain = formula.replace("$", "").upper()
    named = [parts for parts in ways if (place := filing.places.get(parts[0])) and place.cell in plain]
    return next(iter((*named, *ways)), None)


def _gives(filing: Filing, parts: Iterable[str], number: int | float | None) -> bool:
    """Whether the parts add up to the total; one that is no number may, where a part is none either."""
    if number is None:
        return any(counted(filing, part) is None for part in parts)
    return tidy(sum(filing.numbers.get(part, 0) for part in parts)) == tidy(number)


def firm_cells(filing: Filing, rules: Iterable[Rule], context: Context) -> frozenset[str]:
    """Figures that equal what last year's report carried over, one cell for one cell: those are firm."""
    if filing.previous is None:
        return frozenset()
    found: set[str] = set()
    for rule in rules:
        for one in _across(rule, filing, context):
            own = [name for name in one.names if not name.startswith(LAST_YEAR)]
            pair = len(own) == 1 and len(one.names) == len(own) + 1
            if pair and counted(filing, own[0]) and verdict(one, filing, context.thresholds).holding is Holding.HOLDS:
                found.add(own[0])
    return frozenset(found)


def _across(rule: Rule, filing: Filing, context: Context) -> Iterable[Relation]:
    if not rule.formula or filing.previous is None:
        return ()
    try:
        relations = context.catalogue.relations(rule, filing.form, filing.previous.form)
    except NotInForm:
        return ()
    return [one for one in relations if one.across_years and one.guard is None and one.comparison.operator == "="]
