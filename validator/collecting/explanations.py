"""Explanations of gaps, for each cell every way to explain it, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from validator.collecting.cells import CellCause, CellWay, Column, Doubts, cell_causes, held_causes, unit_causes
from validator.collecting.effects import ORDER, Effect, Sparse, Way
from validator.collecting.explaining import BEAM, NARROW, Found, Mistakes, fewest_mistakes
from validator.collecting.gaps import Gaps, Structure, sign_of
from validator.collecting.wording import (
    cut_off,
    not_found,
    of_cause,
    of_effect,
    of_more_ways,
    of_unknown,
    of_unknown_shortage,
    too_many_cells,
)
from validator.model.bilingual import Bilingual
from validator.model.collected import Explanation
from validator.startup.records import dataclass, field, replace

_MANY: Final = 2_000
_LAST: Final = 90.0
"""Behind every way with a report that is known."""
MOST: Final = 50
"""So many ways to explain one cell are told; a gap of 1 fits a slip in the figure of any unit."""
_SETS: Final = 400
"""So many sets of mistakes are gone through for every cell."""
_MOST_TYPED: Final = 8
"""More mistyped cells at once are not believed: something else is behind them that the search did not find."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A listed body whose report is not in the sums: its state in words, and whether its figures are known."""

    organ: str
    state: Bilingual
    is_known: bool = False


@dataclass(slots=False)
class Searched:
    """What the search goes by: gaps, what whole reports can do to them, the figures of each cell.

    `organs` are all bodies in their order, `uncounted` the listed ones that the sums leave out, `office` the one above
    them. `blanks` are, of the office's totals, the parts that it left blank with what the units have there.
    """

    gaps: Gaps
    effects: Iterable[Effect]
    structure: Structure
    column: Callable[[int], Column]
    organs: Sequence[str]
    uncounted: Sequence[Uncounted]
    office: str
    doubts: Doubts = field(default_factory=Doubts)
    blanks: Mapping[int, Sparse] = field(default_factory=dict)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each body."""
        return {organ: at for at, organ in enumerate(self.organs)}


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An explanation and what it is sorted by: whole reports, tables, cells; how likely; whose."""

    explanation: Explanation
    rank: tuple[int, float, int]


_Way = list[_Ranked]
"""What explains a gap together."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One set of mistakes with one choice of units: `effects` that are believed, and those that are not (`weak`)."""

    mistakes: Mistakes
    effects: tuple[Effect, ...]
    weak: tuple[Effect, ...]
    is_typed: bool
    """Whether what is left is told as mistyped cells."""


def explained(search: Searched) -> dict[int, tuple[Explanation, ...]]:
    """What explains the gap of each cell, by its number."""
    beam = NARROW if len(search.organs) > _MANY else BEAM
    found = fewest_mistakes(search.gaps, search.effects, search.structure, beam)
    said = [one for mistakes in found.sets for one in islice(_said(mistakes, search), _SETS)]
    return _Telling(search, found, said).told()


def _said(one: Mistakes, search: Searched) -> Iterator[_Said]:
    """Where too many cells are left to be mistyped, only whole reports that hold nearly everywhere are believed."""
    is_typed = one.is_report or search.structure.typed(one.left) <= _MOST_TYPED
    for chosen in one.choices():
        weak = () if is_typed else tuple(each for each in chosen if not _holds(each, one.left, search.structure))
        yield _Said(one, tuple(each for each in chosen if each not in weak), weak, is_typed)


def _holds(one: Effect, left: Gaps, structure: Structure) -> bool:
    cells = [at for at in one.gaps if at not in structure.parts]
    open_ones = sum(at in left for at in cells)
    return len(cells) > _MOST_TYPED and 3 * open_ones <= len(cells)


@dataclass(slots=False)
class _Telling:
    search: Searched
    found: Found
    said: Sequence[_Said]

    def told(self) -> dict[int, tuple[Explanation, ...]]:
        """Of each cell."""
        return {at: self._of_cell(at) for at in self.search.gaps}

    def _of_cell(self, at: int) -> tuple[Explanation, ...]:
        """The ways to explain a gap, the likeliest first and numbered, each of them whole."""
        ways: dict[frozenset[str], tuple[int, _Way]] = {}
        for one in sorted(self.said, key=lambda one: one.mistakes.count):
            for way in self._ways(at, one):
                key = frozenset(each.explanation.message.zh for each in way)
                ways.setdefault(key, (one.mistakes.count, way))
        by_rank = sorted(ways.values(), key=lambda one: (one[0], len(one[1]), [each.rank for each in one[1]]))
        ranked = [way for _, way in by_rank]
        told = [replace(each.explanation, number=number) for number, way in enumerate(ranked[:MOST], 1) for each in way]
        if not told:
            return (not_found(self.search.gaps[at]),)
        if len(ranked) > MOST:
            told.append(of_more_ways(len(ranked) - MOST))
        if self.found.is_cut or len(self.said) >= _SETS:
            told.append(cut_off())
        return tuple(told)

    def _ways(self, at: int, one: _Said) -> Iterator[_Way]:
        """What a set of mistakes says of one cell: whole reports with each thing that explains what they leave."""
        alone = len(self.said) == 1 and len(one.effects) == 1 and not one.mistakes.left
        touching = [effect for effect in one.effects if effect.gaps.get(at)]
        together = sorted((self._of_effect(effect, at, alone=alone) for effect in touching), key=lambda each: each.rank)
        if any(effect.gaps.get(at) for effect in one.weak) or (at in one.mistakes.left and not one.is_typed):
            count = self.search.structure.typed(one.mistakes.left)
            yield [*together, _Ranked(too_many_cells(count), (3, 0.0, 0))]
            return
        rest = list(self._of_rest(at, one, after=bool(touching))) if at in one.mistakes.left else []
        if together and not rest and at in one.mistakes.left:
            rest = [_Ranked(not_found(one.mistakes.left[at], after=True), (3, 0.0, 0))]
        if rest:
            yield from ([*together, each] for each in sorted(rest, key=lambda each: each.rank))
        elif together:
            yield together

    def _of_effect(self, one: Effect, at: int, *, alone: bool) -> _Ranked:
        names = [self.search.structure.names[cell] for cell in self.search.blanks.get(at, ())]
        filled = [self.search.structure.names[cell] for cell in sorted(one.blanks)]
        told = of_effect(one, at, names if one.way is Way.OFFICE_BLANK else filled, alone=alone)
        rank = (int(bool(one.table)), float(ORDER.index(one.way)), self.search.order.get(one.organ, -1))
        return _Ranked(told, rank)

    def _of_rest(self, at: int, one: _Said, *, after: bool) -> Iterator[_Ranked]:
        """What explains the gap that whole reports leave; `after`: some of them are in this cell."""
        left, structure = one.mistakes.left, self.search.structure
        if one.mistakes.is_report:
            inner = [cell for cell in left if cell not in structure.parts]
            if left[at] * (sign := sign_of(left, inner)) > 0:
                yield from self._of_unknown(left[at], sign)
                return
        for cell in _typed(at, left, structure):
            for cause in self._causes(cell, left[cell], one):
                yield self._of_cause(cause, cell, at, after=after)
        if not one.mistakes.is_report and structure.is_small_report(left):
            for cause in held_causes(left[at], [each.organ for each in self.search.uncounted if not each.is_known]):
                yield self._of_cause(cause, at, at, after=after)

    def _of_unknown(self, gap: int, sign: int) -> Iterator[_Ranked]:
        if sign < 0:
            yield _Ranked(of_unknown_shortage(gap), (1, _LAST, 0))
            return
        several = len(self.search.uncounted) > 1
        for one in self.search.uncounted:
            rank = (1, _LAST, self.search.order.get(one.organ, -1))
            yield _Ranked(of_unknown(gap, one.organ, one.state, several=several), rank)
        yield _Ranked(of_unknown(gap, "", None, several=False), (1, _LAST, len(self.search.organs)))

    def _causes(self, cell: int, gap: int, one: _Said) -> Iterator[CellCause]:
        """Of a mistyped cell; units that stand in the set are seen with the figures that it says the office had."""
        table = self.search.structure.tables[cell]
        used = {
            effect.organ: effect
            for effect in one.effects
            if effect.table in ("", table) and effect.way not in (Way.TWICE, Way.THRICE, Way.FILLED, Way.OFFICE_BLANK)
        }
        yield from (cause for cause in self._of_column(cell, gap) if cause.organ not in used)
        there = [effect for effect in used.values() if effect.way is not Way.LEFT_OUT]
        if there:
            figures = [effect.used.get(cell, 0) for effect in there]
            yield from unit_causes(
                cell, gap, Column(0, figures, [effect.organ for effect in there]), self.search.doubts
            )

    @cached_property
    def _of_column(self) -> Callable[[int, int], list[CellCause]]:
        column = lru_cache(maxsize=None)(self.search.column)
        return lru_cache(maxsize=None)(lambda cell, gap: cell_causes(cell, gap, column(cell), self.search.doubts))

    def _of_cause(self, one: CellCause, cell: int, at: int, *, after: bool) -> _Ranked:
        follows = self.search.structure.names[cell] if cell != at else ""
        told = of_cause(one, self.search.office, follows, after=after and one.way is CellWay.OFFICE_SLIP)
        return _Ranked(told, (2, -one.likelihood, self.search.order.get(one.organ, -1)))


def _typed(at: int, left: Gaps, structure: Structure) -> list[int]:
    """The mistyped cells that make a gap: itself, or those that a total follows."""
    parts = [one for one in structure.parts.get(at, ()) if one in left]
    follows = parts and left[at] == sum(left[one] for one in parts)
    return parts if follows else [at]
