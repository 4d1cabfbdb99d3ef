"""How likely a set of changes is, and why: slips of the hand, neighbours, last year's report, what the text says.

A set's score is the logarithm of how likely what stands there comes of what would be meant. It ranks sets of one
weight; it never decides between sets of different weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from validator.model.address import position
from validator.model.bilingual import Bilingual
from validator.model.blanks import is_empty
from validator.model.filing import LAST_YEAR, Filing
from validator.relations.verdict import counted
from validator.repair.sayings import Numbers, Saying, for_it
from validator.repair.slips import OTHER, slip
from validator.startup.records import dataclass

Number = int | float
_SAID = math.log(50)
"""A sentence that fits only after the change, or only before it. Text and table are often typed by different people, so
the same slip in both is rare: as rare as a change without a slip (`slips.OTHER`)."""
_MOVED = 0.2
"""The share of pairs of wrong cells that are one figure in the wrong place."""
_BESIDE = 4
"""The cells beside a cell, any of which it may have been put into."""
_LEAST = 10
"""A figure below that is met beside another, or in last year's report, by chance."""

_COPIED = 0.1
"""The share of wrong cells that still have last year's figure."""

_LAST_YEARS = Bilingual("与上年报告同一格相同，可能没有更新", "as in last year's report, perhaps not updated")
_FOLLOWS = Bilingual("按其余各格推算", "as the other cells have it")
_ONLY = Bilingual("只有填这个数关系才成立", "only this number makes the relations hold")
_BLANK = Bilingual("可能漏填", "perhaps left out")
_NOTHING = Bilingual("可能该填的没有填", "what belongs here was perhaps not written")


@dataclass(frozen=True, slots=True)
class Reason:
    """How likely one changed cell is, as a logarithm, and why in words."""

    score: float
    words: Bilingual


@dataclass(frozen=True, slots=True)
class Scene:
    """The report that is looked at: `numbers` are the cells as they count now, `sayings` what its text says."""

    filing: Filing
    numbers: Numbers
    sayings: Sequence[Saying] = ()

    def reasons(self, changes: Mapping[str, Number | None]) -> dict[str, Reason]:
        """Why each of these cells may be wrong, if they become these numbers (None: not known) together."""
        after = {**self.numbers, **{name: number for name, number in changes.items() if number is not None}}
        found = {name: self._slip(name, number) for name, number in changes.items()}
        for one, other in _swapped(changes, self.numbers):
            found |= {one: self._moved(one, other), other: self._moved(other, one)}
        for name in found:
            if said := for_it(self.sayings, name, self.numbers, after):
                found[name] = _and(found[name], self._said(said))
        return found

    def score(self, changes: Mapping[str, Number | None], reasons: Mapping[str, Reason]) -> float:
        """How likely all of it is together."""
        after = {**self.numbers, **{name: number for name, number in changes.items() if number is not None}}
        touched = [one for one in self.sayings if not one.names().isdisjoint(changes)]
        gained = sum(one.fits(after) - one.fits(self.numbers) for one in touched)
        return sum(one.score for one in reasons.values()) + _SAID * gained

    def _slip(self, name: str, meant: Number | None) -> Reason:
        cell, seen = self.filing.cell(name), self.numbers.get(name, 0)
        if meant is None:
            return Reason(math.log(OTHER), _FOLLOWS)
        if is_empty(cell):
            return Reason(0.0, _BLANK)
        if stale := self._last_years(name, seen):
            return stale
        if not seen and meant >= _LEAST:
            return Reason(math.log(OTHER), _NOTHING)
        found = slip(meant, seen)
        told = found.words if (found.words and max(abs(meant), abs(seen)) >= _LEAST) or seen < 0 else None
        return Reason(math.log(found.likelihood), told or _FOLLOWS)

    def _last_years(self, name: str, seen: Number) -> Reason | None:
        """A figure that was carried over from last year's report and not brought up to date."""
        if abs(seen) < _LEAST or counted(self.filing, f"{LAST_YEAR}{name}") != seen:
            return None
        return Reason(math.log(_COPIED), _LAST_YEARS)

    def _moved(self, name: str, other: str) -> Reason:
        mine, theirs = self.numbers.get(name, 0), self.numbers.get(other, 0)
        place = self.filing.places[other].cell
        near = _are_beside(self.filing, name, other)
        if mine and theirs:
            words = Bilingual(f"与 {place} 互换", f"exchanged with {place}")
        elif mine:
            words = Bilingual(f"{place} 的数填到了这里", f"the figure of {place} was put here")
        else:
            words = Bilingual(f"这个数填到了 {place}", f"the figure was put into {place}")
        places = _BESIDE if near else len(self.numbers)
        return Reason(math.log(_MOVED / places) / 2, words)

    def _said(self, one: Saying) -> Bilingual:
        return Bilingual(f"第{one.section}部分写“{one.quote}”", f"section {one.section} says “{one.quote}”")


def only_one(reason: Reason) -> Reason:
    """For a blank of which the relations leave no choice."""
    return Reason(reason.score, _ONLY) if reason.words is _BLANK else reason


def _and(reason: Reason, more: Bilingual) -> Reason:
    if reason.words is _FOLLOWS:
        return Reason(reason.score, more)
    words = reason.words
    return Reason(reason.score, Bilingual(f"{words.zh}；{more.zh}", f"{words.en}; {more.en}"))


def _swapped(changes: Mapping[str, Number | None], numbers: Numbers) -> list[tuple[str, str]]:
    """Pairs of cells that would have each other's number."""
    names, found, taken = list(changes), list[tuple[str, str]](), set[str]()
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            exchanged = changes[one] == numbers.get(other, 0) and changes[other] == numbers.get(one, 0)
            if exchanged and not {one, other} & taken:
                found.append((one, other))
                taken |= {one, other}
    return found


def _are_beside(filing: Filing, one: str, other: str) -> bool:
    first, second = filing.places[one], filing.places[other]
    (row, column), (other_row, other_column) = position(first.cell), position(second.cell)
    return first.sheet == second.sheet and abs(row - other_row) + abs(column - other_column) == 1
