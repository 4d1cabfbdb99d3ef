"""Which least-weight sets of cells, changed, make every equation hold: an exact search over the gaps of the equations.

A broken equation needs one of its cells changed (Fellegi and Holt: the changed cells cover every broken edit, implied
ones included). So: take the broken row with the fewest cells, try each as changed, eliminate it with that row from all
others, whose gaps follow; what is then still broken is broken by an implied edit. Where none is left, the changes
follow backwards and are held against the bounds. A cell that was tried stays as it is in the later branches of its
row, so each set is met once. The budget grows from the least that the gaps demand (iterative deepening by weight), so
the first sets that are met are the least, and all of them are.

Cut off: broken rows that share no cell need a cell each. Last cell: it has to stand in all broken rows and no other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from validator.repair.equations import Row, System, without
from validator.startup.records import dataclass, field

Changes = dict[int, int | None]
"""By cell how much it changes; None: by an amount that the equations leave open."""

_SLACK = 1e-9
"""Sums of weights that differ by less are the same weight."""


@dataclass(frozen=True, slots=True)
class Task:
    """A record for the search: present values (of unknown cells any number), least values (None: none), weights.

    A weight of infinity is a cell that stays as it is. `limit` is how many steps the search may take.
    """

    system: System
    values: Sequence[int]
    least: Sequence[int | None]
    weights: Sequence[float]
    limit: int


@dataclass(slots=True)
class Sets:
    """The least-weight sets of one component, none where nothing mends it. `complete`: every one was met."""

    weight: float
    sets: list[Changes] = field(default_factory=list)
    complete: bool = True
    steps: int = 0
    many: bool = False
    """Whether there are more than were asked for, and nothing else is amiss."""


def search(task: Task, rows: Sequence[Row], most: int, heaviest: float = math.inf) -> Sets:
    """The least sets of a component, at most `most` and none heavier than `heaviest`; not complete where it gave up."""
    run = _Search(task, tuple(rows), most)
    budget = run.start()
    if heaviest < budget < math.inf:
        return Sets(budget, complete=False)
    while budget < math.inf:
        run.found, run.beyond, run.lost = [], math.inf, False
        run.begin(budget)
        if run.found or run.steps > task.limit:
            break
        budget = run.beyond
    gave_up, many = run.steps > task.limit or run.lost, len(run.found) > most
    return Sets(budget, run.found[:most], not gave_up and not many, run.steps, many and not gave_up)


class _Search:
    """One component under growing budgets."""

    def __init__(self, task: Task, rows: tuple[Row, ...], most: int) -> None:
        self.task, self.rows, self.most = task, rows, most
        self.gaps = tuple(row.gap(task.values) for row in rows)
        mask = 0
        for row in rows:
            mask |= row.mask
        self.mask, self.cells = mask, tuple(_bits(mask))
        self.open = sum(1 << at for at in self.cells if task.weights[at] < math.inf)
        weights = [task.weights[at] for at in self.cells if task.weights[at] < math.inf]
        self.lightest, self.uniform = min(weights, default=1.0), len(set(weights)) < 2
        self.must = tuple(at for at in self.cells if _below(task.values[at], task.least[at]))
        self.found: list[Changes] = []
        self.beyond, self.lost, self.steps = math.inf, False, 0

    def start(self) -> float:
        """The least weight that can do."""
        forced = sum(self.task.weights[at] for at in self.must)
        return max(forced, self._demand(self._broken(self.rows, self.gaps), self.open), 0.0)

    def begin(self, budget: float) -> None:
        """Every set within the budget; `beyond` is the least weight that was cut off."""
        rows, gaps, chosen, spent = list(self.rows), list(self.gaps), list[_Chosen](), 0.0
        allowed = self.open
        for cell in self.must:  # no value below the least is kept
            if not (allowed >> cell) & 1:
                return
            pivot = min(
                (at for at, row in enumerate(rows) if cell in row.coefficients),
                key=lambda at: len(rows[at].coefficients),
                default=None,
            )
            if pivot is None:
                self.lost = True
                return
            rows, gaps, one = _chosen(rows, gaps, pivot, cell)
            chosen.append(one)
            allowed &= ~(1 << cell)
            spent += self.task.weights[cell]
        self._extend(rows, gaps, chosen, allowed, budget - spent, spent)

    def _extend(
        self, rows: list[Row], gaps: list[int], chosen: list[_Chosen], allowed: int, left: float, spent: float
    ) -> None:
        self.steps += 1
        if self.steps > self.task.limit or len(self.found) > self.most:
            return
        broken = self._broken(rows, gaps)
        if not broken:
            self._close(rows, chosen, allowed, left, spent)
            return
        demand = self._demand(broken, allowed)
        if demand > left + _SLACK:
            self.beyond = min(self.beyond, spent + demand)
            return
        for cell, at in self._candidates(rows, gaps, broken, allowed, left, spent):
            weight = self.task.weights[cell]
            if weight > left + _SLACK:
                self.beyond = min(self.beyond, spent + weight)
                continue
            allowed &= ~(1 << cell)
            more, after, one = _chosen(rows, gaps, at, cell)
            self._extend(more, after, [*chosen, one], allowed, left - weight, spent + weight)

    def _candidates(
        self, rows: list[Row], gaps: list[int], broken: list[tuple[int, int]], allowed: int, left: float, spent: float
    ) -> Iterator[tuple[int, int]]:
        """The cells of the broken row with the fewest; where the budget has room for one, those that do alone."""
        at = min(broken, key=lambda one: (one[1] & allowed).bit_count())[0]
        mask = rows[at].mask & allowed
        if left < 2 * self.lightest - _SLACK:
            alone = self._alone(rows, gaps, broken, mask)
            if mask & ~alone:
                self.beyond = min(self.beyond, spent + 2 * self.lightest)
            mask = alone
        return ((cell, at) for cell in _bits(mask))

    def _alone(self, rows: list[Row], gaps: list[int], broken: list[tuple[int, int]], mask: int) -> int:
        """The cells of which one change mends every broken row and breaks no other."""
        for _, one in broken:
            mask &= one
        for row, gap in zip(rows, gaps, strict=True):
            if not gap:
                mask &= ~row.mask
        first = broken[0][0]
        for cell in _bits(mask):
            gap, factor = gaps[first], rows[first].coefficients[cell]
            if any(gaps[at] * factor != gap * rows[at].coefficients[cell] for at, _ in broken):
                mask &= ~(1 << cell)
        return mask

    @staticmethod
    def _broken(rows: Sequence[Row], gaps: Sequence[int]) -> list[tuple[int, int]]:
        return [(at, rows[at].mask) for at, gap in enumerate(gaps) if gap]

    def _demand(self, broken: list[tuple[int, int]], allowed: int) -> float:
        """The least weight that the broken rows demand: a cell for each of them that shares none with another."""
        masks = sorted([mask & allowed for _, mask in broken], key=int.bit_count)
        if masks and not masks[0]:
            return math.inf
        return max(_apart(masks), _apart(reversed(masks))) * self.lightest if masks else 0.0

    def _close(self, rows: list[Row], chosen: list[_Chosen], allowed: int, left: float, spent: float) -> None:
        """No row is broken: the changes follow, and stand if the bounds allow them."""
        solution = _Solution(self.task, chosen, self.mask)
        if solution.stands():
            self.found.append(solution.changes)
        elif left < self.lightest - _SLACK:
            self.beyond = min(self.beyond, spent + self.lightest)
        else:
            self.lost = self.lost or solution.blocked or any(abs(one.factor) != 1 for one in chosen)
            self._widen(rows, chosen, allowed, left, spent)

    def _widen(self, rows: list[Row], chosen: list[_Chosen], allowed: int, left: float, spent: float) -> None:
        """The bounds want one more cell that can take up what is too much: it stands in no row that is left."""
        for row in rows:
            allowed &= ~row.mask
        reached = 0
        for one in chosen:
            reached |= one.pivot.mask
        for cell in _bits(allowed & reached):
            if self.task.weights[cell] > left + _SLACK:
                self.beyond = min(self.beyond, spent + self.task.weights[cell])
                continue
            changes = _Solution(self.task, chosen, self.mask).with_room(cell)
            if changes is not None:
                self.found.append(changes)
        if left < 2 * self.lightest - _SLACK:
            self.beyond = min(self.beyond, spent + 2 * self.lightest)
        else:
            self.lost = True  # two more may do where one does not: not looked at here


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A cell that changes, the row that says by how much, and that row's gap."""

    cell: int
    pivot: Row
    gap: int

    @property
    def factor(self) -> int:
        """The cell's coefficient in its row; other ones than 1 and -1 ask for fractions in between."""
        return self.pivot.coefficients[self.cell]


def _chosen(rows: list[Row], gaps: list[int], at: int, cell: int) -> tuple[list[Row], list[int], _Chosen]:
    """The rows and gaps that are left once a cell may change, by its row `at`."""
    pivot, gap = rows[at], gaps[at]
    bit, more, after = 1 << cell, list[Row](), list[int]()
    for number, row in enumerate(rows):
        if number == at:
            continue
        if row.mask & bit:
            row, one = _reduced(row, gaps[number], pivot, gap, cell)
            if not row.mask and not one:
                continue
            more.append(row)
            after.append(one)
        else:
            more.append(row)
            after.append(gaps[number])
    return more, after, _Chosen(cell, pivot, gap)


def _reduced(row: Row, gap: int, pivot: Row, above: int, cell: int) -> tuple[Row, int]:
    """A row and its gap with the cell eliminated. Gaps go the way of constants, so they stand in for them."""
    reduced = without(Row(row.coefficients, gap, row.mask), cell, Row(pivot.coefficients, above, pivot.mask))
    return reduced, reduced.constant


class _Solution:
    """What the chosen cells change by, and whether all that follows is within the bounds."""

    def __init__(self, task: Task, chosen: list[_Chosen], mask: int) -> None:
        self.task, self.chosen, self.mask = task, chosen, mask
        self.changes: Changes = {}
        self.blocked = False
        """Whether an unknown cell would break its bound: then a cell in no row of the component may help."""

    def stands(self) -> bool:
        """Whether whole numbers within the bounds follow, and every chosen cell does change."""
        found = self._backwards({})
        self.changes = dict(found or {})
        return found is not None and self._within(found) and all(found.values())

    def _backwards(self, given: dict[int, int]) -> dict[int, int] | None:
        """The changes, the last chosen first; None where one is no whole number."""
        found = dict(given)
        for one in reversed(self.chosen):
            factors = one.pivot.coefficients
            gap = one.gap + sum(factors[at] * by for at, by in found.items() if at in factors)
            by, rest = divmod(-gap, one.factor)
            if rest:
                return None
            found[one.cell] = by
        return found

    def _within(self, found: dict[int, int]) -> bool:
        task = self.task
        self.blocked = follows(task, found, self.mask) is None
        return not self.blocked and not any(_below(task.values[at] + by, task.least[at]) for at, by in found.items())

    def with_room(self, cell: int) -> Changes | None:
        """The same with one more cell that moves along: None where no amount is within the bounds.

        Every change is linear in the amount, so it is known from two amounts, and each bound cuts off one end.
        """
        at_none, at_one = self._backwards({cell: 0}), self._backwards({cell: 1})
        if at_none is None or at_one is None:
            return None
        least, most = -math.inf, math.inf
        for at, base in at_none.items():
            slope, bound = at_one[at] - base, self.task.least[at]
            if bound is None or (not slope and self.task.values[at] + base >= bound):
                continue
            if not slope:
                return None
            edge = (bound - self.task.values[at] - base) / slope
            least, most = (max(least, math.ceil(edge)), most) if slope > 0 else (least, min(most, math.floor(edge)))
        amounts = self._amounts(cell, least, most)
        if not amounts:
            return None
        one, other = (self._backwards({cell: amount}) or {} for amount in (amounts[0], amounts[-1]))
        return {at: by if other[at] == by else None for at, by in one.items()}

    def _amounts(self, cell: int, least: float, most: float) -> list[int]:
        """Up to two amounts within the bounds by which every cell does change; more need not be known."""
        if least == -math.inf:
            tried = range(int(most), int(most) - _FEW, -1) if most < math.inf else range(-_FEW, _FEW)
        else:
            tried = range(int(least), int(min(most, least + _FEW)) + 1)
        stand: list[int] = []
        for amount in tried:
            found = self._backwards({cell: amount})
            if found and all(found.values()) and self._within(found):
                stand.append(amount)
                if len(stand) > 1:
                    break
        return stand


_FEW = 8
"""At most so many amounts are excluded since a cell would not change."""


def follows(task: Task, changes: Mapping[int, int | None], within: int = -1) -> dict[int, int] | None:
    """What the unknown cells hold after the changes, as far as the equations tell; None where a bound forbids it.

    `within`: the bits of the cells that are looked at. What comes from others too is left out, for they may be wrong.
    """
    known: dict[int, int] = {}
    for (cell, row), reach in zip(reversed(task.system.definitions), reversed(task.system.reach), strict=True):
        if reach & ~within:
            continue
        total, room, open_ = -row.constant, False, list[int]()
        factor = row.coefficients[cell]
        for at, one in row.coefficients.items():
            if at == cell:
                continue
            by = changes.get(at, 0)
            if by is None or (at in task.system.unknown and at not in known):
                open_.append(at)
                least = None if by is None else task.least[at]
                room = room or least is None or one * factor < 0
                total += one * (least or 0)
            else:
                total += one * (known[at] if at in known else task.values[at] + by)
        value, rest = divmod(-total, factor)
        if (rest and not open_) or (_below(value, task.least[cell]) and not room):
            return None
        if not open_ or (not room and value == task.least[cell]):  # with no room each is at its least
            known |= {cell: value} | {at: task.least[at] or 0 for at in open_}
    return known


def _apart(masks: Iterator[int] | list[int]) -> int:
    """How many of the sets, taken as they come, share no cell with one taken before."""
    used = count = 0
    for mask in masks:
        if not mask & used:
            used |= mask
            count += 1
    return count


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _below(value: int, least: int | None) -> bool:
    return least is not None and value < least
