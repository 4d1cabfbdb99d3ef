"""What explains the gaps between an office's report and the sums of its units: the fewest mistakes that make them all.

The search is one for least sets, as that for wrong cells is (`repair.localisation`): a mistake is a unit's whole report
(or a table of it) forgotten, counted twice, taken from another file or from last year, or one mistyped cell. It begins
with every gap mistyped by itself and replaces cells by whole reports as long as that needs no more mistakes; all sets
with the fewest are kept. Gaps that one forgotten unit makes in twenty cells are so explained by that unit alone, and
not, cell by cell, by whoever happens to have the same figure there.
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.collecting.effects import Effect
from validator.collecting.gaps import Gaps, Structure, less
from validator.startup.records import dataclass, replace

BEAM, NARROW = 24, 2
"""So many ways are followed at a time, and so many where there are thousands of units."""
_UNKNOWN = 3
"""A report that nobody has is as much to assume as three mistakes, for it can hold any figures: a report that is here
and fits, with a slip or two besides, explains more."""
_DEPTH = 5
"""So many whole reports at once."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Whole reports and, for what they leave (`left`), mistyped cells that make all the gaps; `count` of both."""

    effects: tuple[Effect, ...]
    left: Gaps
    count: int

    @property
    def key(self) -> frozenset[tuple[str, ...]]:
        """What it says of whole reports, in whatever order."""
        return frozenset((one.way, one.organ, one.file, one.table) for one in self.effects)


def fewest_mistakes(
    gaps: Gaps, effects: Iterable[Effect], structure: Structure, beam: int = BEAM
) -> tuple[Mistakes, ...]:
    """Every set of fewest mistakes found that makes the gaps; `effects` may be iterated again and again."""
    found = {frozenset[tuple[str, ...]](): Mistakes((), gaps, structure.cost(gaps))}
    edge = list(found.values())
    for _ in range(_DEPTH):
        coming = (one for before in edge for one in _with_one_more(before, effects, structure))
        following = {one.key: one for one in coming if one.key not in found}
        if not following:
            break
        edge = sorted(following.values(), key=lambda one: one.count)[:beam]
        found |= {one.key: one for one in edge}
    return _least(found.values(), structure)


def _least(found: Iterable[Mistakes], structure: Structure) -> tuple[Mistakes, ...]:
    """The sets of fewest mistakes; what is left may be a report that nobody has where that is fewer."""
    every = tuple(found)
    best = min(one.count for one in every)
    unknown = [replace(one, count=len(one.effects) + _UNKNOWN) for one in every if structure.is_report(one.left)]
    least = min((one.count for one in unknown), default=best)
    return tuple(one for one in (unknown if least < best else every) if one.count == min(best, least))


def _with_one_more(before: Mistakes, effects: Iterable[Effect], structure: Structure) -> list[Mistakes]:
    """The mistakes with one more whole report, where that takes the place of at least one mistyped cell."""
    made = []
    for one in effects:
        if _removes(before.left, one, structure) < 1:
            continue
        left = less(before.left, one.gaps)
        count = len(before.effects) + 1 + structure.cost(left)
        if count <= before.count:
            made.append(Mistakes((*before.effects, one), left, count))
    return made


def _removes(gaps: Gaps, one: Effect, structure: Structure) -> int:
    """How many gaps fewer it leaves, among cells that are no totals, or among all where it makes none of those."""
    inner = 0
    every = 0
    for at, value in one.gaps.items():
        gap = gaps.get(at, 0)
        change = 1 if gap == value else 0 if gap else -1
        every += change
        inner += change if at not in structure.parts else 0
    return max(inner, every)
