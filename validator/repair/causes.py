"""From broken sum relations to causes: which cells are wrong, what they should be, and what each explains.

findings of a filing -> cells on a board -> least sets of each component -> the likeliest set -> groups of its
cells that broken relations have in common -> causes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from validator.model.bilingual import Bilingual
from validator.model.blanks import is_empty
from validator.model.cause import MOST_ALTERNATIVES, Cause
from validator.model.filing import Filing
from validator.model.finding import Finding, Suspect, Undecided, suspect_of
from validator.model.rule import Rule, Severity
from validator.policy.context import Context
from validator.repair.board import Board, board_of, firm_cells, sums_of
from validator.repair.evidence import Scene, only_one
from validator.repair.groups import Group, groups
from validator.repair.sayings import sayings
from validator.repair.shifts import Shift, shifts
from validator.repair.syndrome import Changes, Task, follows, search
from validator.startup.records import dataclass, replace

LIMIT = 2_500
"""Steps of the search of one component: some 40 ms. Three wrong cells take a few hundred."""
MOST = 200
"""So many sets of a component are looked at."""
_HEAVIEST = 10
"""A component in which more cells than that must be wrong is not searched: nobody would correct it by a list."""


@dataclass(frozen=True, slots=True)
class _Sets:
    """The least sets of one component, the likeliest first; `mask` are its cells, `complete`: whether all are here."""

    mask: int
    relations: tuple[int, ...]
    sets: tuple[Changes, ...]
    complete: bool


def causes_of(
    filing: Filing, rules: Iterable[Rule], context: Context, findings: Sequence[Finding], undecided: Iterable[Undecided]
) -> tuple[Cause, ...]:
    """The causes of what the sum relations among these rules say, as `findings` and `undecided` have it.

    `explains` of each cause are indexes into `findings`. Nothing is looked for where no such relation is broken or
    undecided.
    """
    run = tuple(rules)
    codes = {rule.code for rule in run if rule.formula and rule.severity is Severity.MUST}
    if not any(one.rule.code in codes for one in findings) and not any(one.code in codes for one in undecided):
        return ()
    board = board_of(filing, sums_of(run, filing.form, context.catalogue))
    return _Search(board, run, context, findings).causes()


class _Search:
    """One filing on its way from the board to its causes."""

    def __init__(self, board: Board, rules: tuple[Rule, ...], context: Context, findings: Sequence[Finding]) -> None:
        filing = board.filing
        self.filing, self.board, self.findings, self.context = filing, board, findings, context
        self.names = board.sums.names
        self.shifts = shifts(board)
        weights, firm = filing.form.weights, firm_cells(filing, rules, context)
        self.task = Task(
            board.system,
            _moved(board.values, self.shifts),
            board.sums.least,
            tuple(weights.firm if name in firm else weights.figure for name in self.names)
            if firm
            else (weights.figure,) * len(self.names),
            LIMIT,
        )
        self.scene = Scene(filing, filing.numbers, sayings(filing) if any(rule.on_text for rule in rules) else ())
        self.broken = dict(self._broken())
        self.components = tuple(self._components())
        self.likeliest: Changes = {at: by for one in self.components if one.sets for at, by in one.sets[0].items()}

    def _broken(self) -> Iterator[tuple[int, int]]:
        """The findings that are sum relations, by index, each with the bits of the cells behind it."""
        codes = {rule.code for rule, _ in self.board.sums.relations}
        for at, one in enumerate(self.findings):
            if one.rule.code in codes:
                yield at, _union(self.board.behind(cell.indicator or "") for cell in one.cells)

    def _components(self) -> Iterator[_Sets]:
        bounds = zip(self.task.values, self.task.least, strict=True)
        negative = _union(1 << at for at, (value, least) in enumerate(bounds) if least is not None and value < least)
        for rows in self.board.system.components:
            mask = _union(row.mask for row in rows)
            if not mask & negative and not any(row.gap(self.task.values) for row in rows):
                continue
            found = search(self.task, rows, MOST, _HEAVIEST)
            sets, complete = found.sets, found.complete
            if not sets and not complete and found.steps:
                from validator.repair.by_program import by_program  # few reports need it

                sets, complete = by_program(self.task, rows)
            ranked = sorted(sets, key=lambda one: (-self._score(one), sorted(one)))
            yield _Sets(mask, tuple(row.mask for row in rows), tuple(ranked), complete)

    def _score(self, changes: Changes) -> float:
        named = self._named(changes)
        return self.scene.score(named, self.scene.reasons(named))

    def _named(self, changes: Changes) -> dict[str, int | float | None]:
        """The values after the changes, by name."""
        values = self.task.values
        return {self.names[at]: None if by is None else self.board.shown(values[at] + by) for at, by in changes.items()}

    def causes(self) -> tuple[Cause, ...]:
        """Every cause, in the order of the form; relations that no set was found for come last."""
        told = [*map(self._of_shift, self.shifts), *self._of_components(), *map(self._of_unread, self.board.unread)]
        told.sort(key=lambda one: self._order(one[0]))
        causes = [cause for _, cause in told if cause.explains]
        left = set(self.broken).difference(*(cause.explains for cause in causes))
        return (*causes, *([_given_up(left)] if left else []))

    def _order(self, cells: Iterable[int]) -> int:
        return min(cells)

    def _of_shift(self, shift: Shift) -> tuple[list[int], Cause]:
        values = dict(shift.values)
        cells = tuple(self._suspect(at, value, shift.story, certain=False) for at, value in sorted(values.items()))
        return list(values), Cause(cells, certain=False, story=shift.story, **self._effect(values))

    def _of_components(self) -> Iterator[tuple[list[int], Cause]]:
        for one in self.components:
            if one.sets:
                for group in groups(one.sets, one.relations, complete=one.complete):
                    yield list(group.changes), self._of_group(group)

    def _of_group(self, group: Group) -> Cause:
        certain = group.complete and not group.alternatives
        shared = [at for at, by in group.changes.items() if all(one.get(at, 0) == by for one in group.alternatives)]
        sure = frozenset(shared if group.complete else ())
        return Cause(
            self._suspects(group.changes, sure),
            certain and None not in group.changes.values(),
            tuple(self._suspects(one, sure) for one in group.alternatives[:MOST_ALTERNATIVES]),
            complete=group.complete,
            **self._effect({at: self._value(at, by) for at, by in group.changes.items()}),
        )

    def _value(self, at: int, by: int | None) -> int | None:
        return None if by is None else self.task.values[at] + by

    def _suspects(self, changes: Changes, sure: frozenset[int]) -> tuple[Suspect, ...]:
        """The cells of a set, in the order of the form."""
        reasons = self.scene.reasons(self._named(changes))
        return tuple(
            self._suspect(
                at,
                self._value(at, by),
                (only_one(reasons[self.names[at]]) if at in sure else reasons[self.names[at]]).words,
                certain=at in sure and by is not None,
            )
            for at, by in sorted(changes.items())
        )

    def _suspect(self, at: int, value: int | None, words: Bilingual | str, *, certain: bool) -> Suspect:
        suggested = None if value is None else self.board.shown(value)
        return suspect_of(self.filing, self.names[at], suggested, words, certain=certain)

    def _of_unread(self, at: int) -> tuple[list[int], Cause]:
        """A cell that nobody can read: what the others need it to be, else what its text may mean."""
        wanted = self._wanted(at)
        told, own = wanted[0] if wanted else None, self._own(at)
        if own and is_empty(self.filing.cell(self.names[at])) and own.suggested != self._shown(told):
            own = None if told is not None else own  # the sum of its parts, one of which is wrong, is no evidence
        if told is None and own is not None:
            own = replace(own, suggested=self._bounded(at, own.suggested))
            return [at], Cause((replace(own, certain=False),), certain=False, **self._effect({at: None}))
        agrees = own is None or own.suggested is None or own.suggested == self._shown(told)
        sure = told is not None and len(wanted) == 1 and agrees and self._is_backed(at)
        others = [self._suspect(at, value, _OTHERWISE, certain=False) for value in wanted[1:]]
        if not agrees and own is not None:
            others.append(replace(own, certain=False))
        words = own.reason if own and agrees and own.suggested is not None else _NEEDED if told is not None else _UNREAD
        cell = self._suspect(at, told, words, certain=sure)
        return [at], Cause((cell,), sure, tuple((one,) for one in others), **self._effect({at: told}))

    def _is_backed(self, at: int) -> bool:
        """Whether some relation says what the cell is without a blank in it: two blanks leave a choice."""
        blank = {one for one, name in enumerate(self.names) if is_empty(self.filing.cell(name))}
        open_ = _union(1 << one for one in blank.union(self.board.unread, self.board.lost) - {at})
        rows = (row.mask for row in self.board.sums.rows if at in row.coefficients)
        return all(one.complete for one in self.components) and any(not mask & open_ for mask in rows)

    def _wanted(self, at: int) -> list[int]:
        """The values that the least sets need the cell to have, the likeliest first."""
        found: dict[int, None] = {}
        for changes in self._variants():
            value, least = (follows(self.task, changes) or {}).get(at), self.task.least[at]
            if value is None or (least is not None and value < least):
                return []
            found[value] = None
        return list(found)

    def _variants(self) -> Iterator[Changes]:
        """The likeliest sets together, and with each other set of a component in place of its likeliest."""
        yield self.likeliest
        for one in self.components:
            for other in one.sets[1:MOST_ALTERNATIVES]:
                yield {**{at: by for at, by in self.likeliest.items() if not one.mask >> at & 1}, **other}

    def _own(self, at: int) -> Suspect | None:
        """What the finding on the cell itself takes it for."""
        name = self.names[at]
        return next((one for found in self.findings for one in found.suspects if one.indicator == name), None)

    def _bounded(self, at: int, suggested: int | float | str | None) -> int | float | str | None:
        """A value that the cell can have, None for another: the parts of a total may add up to less than nothing."""
        least = self.task.least[at]
        below = isinstance(suggested, int | float) and least is not None and suggested < least
        return None if below else suggested

    def _shown(self, value: int | None) -> int | float | None:
        return None if value is None else self.board.shown(value)

    def _effect(self, values: Mapping[int, int | None]) -> dict[str, Any]:
        """What cells explain, and how many relations hold once they alone have these values."""
        mask = _union(1 << at for at in values)
        names = {self.names[at] for at in values}
        explains = [at for at, behind in self.broken.items() if behind & mask]
        explains += [at for at, one in enumerate(self.findings) if _is_about(one, names)]
        return {"explains": tuple(sorted(explains)), "holds_after": self._holding(values, mask)}

    def _holding(self, values: Mapping[int, int | None], mask: int) -> int:
        unread = _union(1 << at for at in (*self.board.unread, *self.board.lost))
        after = self.board.with_values({at: value for at, value in values.items() if value is not None})
        open_ = unread & ~_union(1 << at for at, value in values.items() if value is not None)
        rows = zip(self.board.sums.rows, self.board.behind_rows, self.board.gaps, strict=True)
        return sum(
            not row.gap(after)
            for row, behind, gap in rows
            if behind & mask and not row.mask & open_ and (gap or row.mask & unread)
        )


_NEEDED = Bilingual("按其余各格推算", "as the other cells have it")
_UNREAD = Bilingual("不是一个数", "it is no number")
_OTHERWISE = Bilingual("如果错的是别的格", "if another cell is wrong")


def _is_about(finding: Finding, names: set[str]) -> bool:
    """Whether a finding is on what these cells hold, each for itself, and on no other."""
    cells = [cell.indicator for cell in finding.cells if not cell.place.file]
    return finding.rule.family == "VA" and bool(cells) and all(name in names for name in cells)


def _given_up(findings: Iterable[int]) -> Cause:
    """Relations for which no cells were found."""
    return Cause((), certain=False, explains=tuple(sorted(findings)), complete=False)


def _moved(values: Sequence[int], found: Sequence[Shift]) -> tuple[int, ...]:
    """The values once shifted lines are moved back."""
    if not found:
        return tuple(values)
    changed = {at: value for one in found for at, value in one.values.items()}
    return tuple(changed.get(at, value) for at, value in enumerate(values))


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total
