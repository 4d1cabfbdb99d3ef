"""A system of equations with integer coefficients over cells, prepared for `validator.repair.syndrome`. Pure.

Cells whose value is unknown (blank, text, a total that its formula will set anew) cost nothing to change, so they are
eliminated once: each takes one equation with it, its *definition*, and stays out of the search. What remains falls
into *components* that share no cell. Equations that others imply are kept, since they tell a wrong guess at once,
unless they alone tie components together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import gcd

from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``sum(coefficient * x) = constant`` over cells known by number; `mask` has the bit of each cell in it."""

    coefficients: Mapping[int, int]
    constant: int
    mask: int

    def gap(self, values: Sequence[int]) -> int:
        """Left minus right: 0 where it holds."""
        total = -self.constant
        for at, factor in self.coefficients.items():  # a loop, for this is the hottest place of a search
            total += factor * values[at]
        return total


@dataclass(frozen=True, slots=True)
class System:
    """What is left to search.

    `components` are rows that share cells. `definitions` are how `unknown` cells follow, to be read backwards: each may
    name unknown cells that come later. `contradiction`: equations that no values satisfy. `entangled`: several unknown
    cells follow from one that nothing tells, so that their bounds meet in it.
    """

    components: tuple[tuple[Row, ...], ...]
    definitions: tuple[tuple[int, Row], ...]
    reach: tuple[int, ...]
    """For each definition the bits of the known cells that it comes from, at once or through unknown ones."""
    unknown: frozenset[int]
    contradiction: bool = False
    entangled: bool = False


def row_of(coefficients: Mapping[int, int], constant: int) -> Row:
    """A row in lowest terms, without zero coefficients."""
    kept = {at: factor for at, factor in coefficients.items() if factor}
    shared = gcd(constant, *kept.values()) if kept else 1
    if shared > 1:
        kept, constant = {at: factor // shared for at, factor in kept.items()}, constant // shared
    mask = 0
    for at in kept:
        mask |= 1 << at
    return Row(kept, constant, mask)


def without(row: Row, cell: int, pivot: Row) -> Row:
    """The row with a cell eliminated by another row that has it."""
    ours, theirs = row.coefficients[cell], pivot.coefficients[cell]
    coefficients = {at: factor * theirs for at, factor in row.coefficients.items()}
    for at, factor in pivot.coefficients.items():
        coefficients[at] = coefficients.get(at, 0) - factor * ours
    return row_of(coefficients, row.constant * theirs - pivot.constant * ours)


def prepared(rows: Iterable[Row], unknown: Iterable[int]) -> System:
    """The system of these rows once the unknown cells are eliminated."""
    left, definitions, cells = list(rows), list[tuple[int, Row]](), tuple(unknown)
    for cell in cells:
        having = [row for row in left if cell in row.coefficients]
        if not having:
            continue
        pivot = min(having, key=lambda row: (abs(row.coefficients[cell]), len(row.coefficients)))
        left = [without(row, cell, pivot) if cell in row.coefficients else row for row in left if row is not pivot]
        definitions.append((cell, pivot))
    contradiction = any(not row.mask and row.constant for row in left)
    kept = list(
        {(row.mask, tuple(sorted(row.coefficients.items())), row.constant): row for row in left if row.mask}.values()
    )
    return System(
        tuple(map(tuple, _components(_untied(kept)))),
        tuple(definitions),
        _reach(definitions, cells),
        frozenset(cells),
        contradiction,
        _entangled(definitions, cells),
    )


def _reach(definitions: list[tuple[int, Row]], unknown: Iterable[int]) -> tuple[int, ...]:
    """The known cells behind each definition."""
    behind = dict.fromkeys(unknown, 0)
    found: list[int] = []
    for cell, row in reversed(definitions):
        for at in row.coefficients:
            if at != cell:
                behind[cell] |= behind[at] if at in behind else 1 << at
        found.append(behind[cell])
    return tuple(reversed(found))


def _entangled(definitions: list[tuple[int, Row]], unknown: Iterable[int]) -> bool:
    """Whether a cell that nothing tells stands in what several others follow from."""
    open_ = set(unknown) - {cell for cell, _ in definitions}
    behind: dict[int, set[int]] = {cell: {cell} for cell in open_}
    met: set[int] = set()
    for cell, row in reversed(definitions):
        behind[cell] = set().union(*(behind[at] for at in row.coefficients if at in behind))
        if behind[cell] & met:
            return True
        met |= behind[cell]
    return False


def _untied(rows: list[Row]) -> list[Row]:
    """The rows without those that others imply and that alone tie components together."""
    kept = rows
    for row in _implied(rows):
        rest = [one for one in kept if one is not row]
        if len(list(_components(rest))) > len(list(_components(kept))):
            kept = rest
    return kept


def _implied(rows: list[Row]) -> Iterator[Row]:
    """The rows that follow from smaller ones."""
    pivots: dict[int, Row] = {}
    for row in sorted(rows, key=lambda one: len(one.coefficients)):
        left = row
        for cell, pivot in pivots.items():
            if cell in left.coefficients:
                left = without(left, cell, pivot)
        if left.mask:
            pivots[next(iter(left.coefficients))] = left
        elif not left.constant:
            yield row


def _components(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows that have cells in common, at once or through others."""
    groups: list[tuple[int, list[Row]]] = []
    for row in rows:
        tied = [group for group in groups if group[0] & row.mask]
        mask, members = row.mask, [row]
        for one in tied:
            mask, members = mask | one[0], [*one[1], *members]
        groups = [group for group in groups if group not in tied] + [(mask, members)]
    return (members for _, members in groups)
