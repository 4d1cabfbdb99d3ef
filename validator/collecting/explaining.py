"""What explains the gaps between an office's report and the sums of its units: the fewest mistakes that make them all.

The search is one for least sets, as that for wrong cells is (`repair.localisation`): a mistake is a unit's whole report
(or a table of it) forgotten, counted twice, taken from another file or from last year, or one mistyped cell. It begins
with every gap mistyped by itself and replaces cells by whole reports as long as that needs no more mistakes; all sets
with the fewest are kept. Gaps that one forgotten unit makes in twenty cells are so explained by that unit alone, and
not, cell by cell, by whoever happens to have the same figure there. Units whose reports are the same make the same gaps
and are one step of the search: each of them is told. Where step by step leads to no few mistakes, as where many reports
were forgotten at once, the gaps are solved as equations (`solving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import Final

from validator.collecting.effects import Effect
from validator.collecting.gaps import MISTAKE, Gaps, Structure, less
from validator.collecting.pairs import Pairs, Step
from validator.collecting.solving import solved
from validator.startup.records import dataclass, replace

BEAM, NARROW = 24, 2
"""So many ways are followed at a time, and so many where there are thousands of units."""
_DEPTH: Final = 12
"""So many whole reports at once, step by step."""
_KEPT: Final = 200
"""So many sets of as few mistakes are kept."""
_TRIED: Final = 5_000
"""So many choices among units with the same report are gone through."""
_EASY: Final = 3 * MISTAKE
"""What costs more is looked at as equations too."""
_CONVINCING: Final = 4
"""So many cells to each mistake: others that fit as well would be a wonder."""
_ALIKE: Final = 4
"""So many units with the same report are tried at once."""
_PAIRS: Final = 200
"""So many pairs are tried to go on from one set."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Whole reports and, for what they leave (`left`), mistyped cells that make all the gaps; `count` is their cost.

    `is_report`: what they leave is taken for figures of a report that nobody has; `bare` is the cost of that whatever
    their number.
    """

    steps: tuple[Step, ...]
    left: Gaps
    count: int
    is_report: bool = False
    bare: int = 0

    @property
    def key(self) -> tuple[int, ...]:
        """What it says of whole reports, in whatever order."""
        return tuple(sorted(map(_key_of, self.steps)))

    def choices(self) -> Iterator[tuple[Effect, ...]]:
        """Of each step one effect, no two of which exclude each other; each choice once."""
        seen: set[frozenset[tuple[str, ...]]] = set()
        for chosen in islice(product(*self.steps), _TRIED):
            key = frozenset((one.way, one.organ, one.file, one.table) for one in chosen)
            if key not in seen and not any(one.excludes(other) for one, other in combinations(chosen, 2)):
                seen.add(key)
                yield chosen

    @property
    def is_possible(self) -> bool:
        """Whether there is such a choice."""
        return next(self.choices(), None) is not None


@dataclass(frozen=True, slots=True)
class Found:
    """The sets of fewest mistakes. `is_cut`: the search ended before it had tried all that could be as few."""

    sets: tuple[Mistakes, ...]
    is_cut: bool


def fewest_mistakes(gaps: Gaps, effects: Iterable[Effect], structure: Structure, beam: int = BEAM) -> Found:
    """Every set of fewest mistakes found that makes the gaps; `effects` may be iterated again and again."""
    alike = _alike(effects) if isinstance(effects, list) else ()
    search = _Search(effects, structure, beam, Pairs(alike, structure))
    first = Mistakes((), gaps, structure.cost(gaps))
    found, is_cut = search.from_sets([first])
    best = min(map(search.cost, found))
    if best > _EASY and beam > NARROW:
        begun = [search.made(steps, gaps) for steps in solved(gaps, effects, structure)]
        if begun := [one for one in begun if one.count <= best and one.is_possible]:
            more, is_cut = search.from_sets(begun)
            found += more
    sets = _least(found, search)
    best = min(one.count for one in sets)
    unsure = best > (MISTAKE if beam == NARROW else _EASY) and not _is_convincing(best, gaps, structure)
    return Found(tuple(sets[:_KEPT]), is_cut or unsure or len(sets) > _KEPT)


def _is_convincing(count: int, gaps: Gaps, structure: Structure) -> bool:
    """Whether so few mistakes make so many gaps that this is no chance."""
    return _CONVINCING * count <= MISTAKE * sum(at not in structure.parts for at in gaps)


def _least(found: Iterable[Mistakes], search: _Search) -> list[Mistakes]:
    """The sets of fewest mistakes; what is left may be a report that nobody has where that is fewer.

    Against many mistakes such a report is told as well, however many figures it has: a single cause explains them too.
    """
    every = {one.key: one for one in found}.values()
    variants = [each for one in every for each in search.variants(one)]
    best = min(one.count for one in variants)
    bare = min((one.bare for one in variants if one.is_report), default=best)
    return [one for one in variants if one.count == best or (one.is_report and one.bare == bare < best)]


@dataclass(frozen=True, slots=True)
class _Search:
    """`pairs` are the effects by what they make, where they are held."""

    effects: Iterable[Effect]
    structure: Structure
    beam: int
    pairs: Pairs

    def from_sets(self, edge: Sequence[Mistakes]) -> tuple[list[Mistakes], bool]:
        """Sets of few mistakes that begin with these; and whether there may be others of as few."""
        found = {one.key: one for one in edge}
        best = min(map(self.cost, edge))
        for _ in range(_DEPTH):
            coming = (one for before in edge for one in (*self._with_one_more(before), *self._with_two_more(before)))
            following = {one.key: one for one in coming if one.key not in found}
            if not following:
                return list(found.values()), False
            ranked = sorted(following.values(), key=lambda one: one.count)
            edge = ranked[: self.beam]
            few = [one for one in ranked if one.count == ranked[0].count]
            found |= {one.key: one for one in (*edge, *few[: 2 * _KEPT])}
            before, best = best, min(best, *map(self.cost, edge))
        return list(found.values()), best < before

    def cost(self, one: Mistakes) -> int:
        return min(each.count for each in self.variants(one))

    def variants(self, one: Mistakes) -> Iterator[Mistakes]:
        """What is left as mistyped cells, and as a report that nobody has."""
        yield one
        costs = self.structure.costs_as_report(one.left)
        if costs is not None:
            count, bare = (one.count - self.structure.cost(one.left) + cost for cost in costs)
            yield replace(one, count=count, is_report=True, bare=bare)

    def made(self, steps: Iterable[Step], gaps: Gaps) -> Mistakes:
        """The set of these steps."""
        cost, left = 0, gaps
        for step in steps:
            cost, left = cost + step[0].cost, less(left, step[0].gaps)
        return Mistakes(tuple(steps), left, cost + self.structure.cost(left))

    def _with_one_more(self, before: Mistakes) -> Iterator[Mistakes]:
        """The mistakes with one more whole report, where that takes the place of at least one mistyped cell.

        Of alike reports several at once: each by itself closes no gap that they make together.
        """
        spent = before.count - self.structure.cost(before.left)
        for step in self._steps(before.left):
            for times in range(1, min(len(step), _ALIKE) + 1):
                if _removes(before.left, step[0], times, self.structure) < times:
                    continue
                left = before.left
                for _ in range(times):
                    left = less(left, step[0].gaps)
                count = spent + times * step[0].cost + self.structure.cost(left)
                made = Mistakes((*before.steps, *[step] * times), left, count)
                if count <= before.count and made.is_possible:
                    yield made

    def _with_two_more(self, before: Mistakes) -> Iterator[Mistakes]:
        """The mistakes with two more whole reports that close gaps between them."""
        spent = before.count - self.structure.cost(before.left)
        for one, other in islice(self.pairs.making(before.left), _PAIRS):
            left = less(less(before.left, one[0].gaps), other[0].gaps)
            count = spent + one[0].cost + other[0].cost + self.structure.cost(left)
            made = Mistakes((*before.steps, one, other), left, count)
            if count <= before.count and made.is_possible:
                yield made

    def _steps(self, left: Gaps) -> Iterable[Step]:
        """What can be one more, as far as it closes a gap."""
        found: dict[frozenset[tuple[int, int]], list[Effect]] = {}
        for step in self.pairs.steps or ((one,) for one in self.effects):
            one = step[0].fitted(left, self.structure)
            if len(step) > 1 or _removes(left, one, 1, self.structure) >= 1:
                found.setdefault(frozenset(one.gaps.items()), []).extend(step if one is step[0] else (one,))
        for each in found.values():
            least = min(one.cost for one in each)
            yield tuple(one for one in each if one.cost == least)


def _alike(effects: Iterable[Effect]) -> tuple[Step, ...]:
    """The effects by what they make; those that fill blanks by themselves."""
    found: dict[object, list[Effect]] = {}
    for at, one in enumerate(effects):
        found.setdefault(at if one.blanks else frozenset(one.gaps.items()), []).append(one)
    return tuple(map(tuple, found.values()))


def _key_of(step: Step) -> int:
    return hash((step[0].cost, frozenset(step[0].gaps.items())))


def _removes(gaps: Gaps, one: Effect, times: int, structure: Structure) -> int:
    """How many gaps fewer it leaves, among cells that are no totals, or among all where it makes none of those."""
    inner = 0
    every = 0
    for at, value in one.gaps.items():
        gap = gaps.get(at, 0)
        change = 1 if gap == times * value else 0 if gap else -1
        every += change
        inner += change if at not in structure.parts else 0
    return max(inner, every)
