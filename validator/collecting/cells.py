"""What explains the gap of a single cell: a slip of the hand, a unit forgotten or counted twice just there, a blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from validator.collecting.amounts import NOTHING, number
from validator.model.bilingual import Bilingual
from validator.repair.slips import slip
from validator.startup.records import dataclass, field

_SLIP, _SKIPPED = 0.3, 0.02
"""Shares of slips of the hand and of units skipped in one cell, guessed: a slip that has few results (two digits
swapped, a zero too many) explains a gap better than a unit that happens to have just that figure, one that has many
(a digit wrong) does not."""
_HELD = 0.002
"""The share of reports whose only figures are the few that are off."""
_DOUBTED = 0.05
"""The share of blanks, and of cells of reports known to be faulty, that are not what the sums take them for."""


class CellWay(StrEnum):
    """How a single cell came to be off."""

    OFFICE_SLIP = "office slip"
    UNIT_SLIP = "unit slip"
    BLANK = "blank"
    CORRECTED = "corrected"  # the unit's figure is wrong by its own sums, the office has the right one
    FAULTY = "faulty"  # the unit's report is known to be wrong somewhere
    SKIPPED = "skipped"
    TWICE = "twice"
    HELD = "held"  # the figure of a unit that the sums leave out


@dataclass(frozen=True, slots=True)
class CellCause:
    """One explanation of a gap in a cell: whose figure, what is meant, what the office had, and how likely it is."""

    way: CellWay
    organ: str
    meant: int | float
    had: int | float
    words: Bilingual | None
    likelihood: float


@dataclass(frozen=True, slots=True)
class Column:
    """One cell over all: the office's figure, and the units' by their order."""

    office: int
    units: Sequence[int]
    organs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is known against figures of units: by body what its cells probably should hold, and whose are faulty."""

    guesses: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _One:
    """What is known of a unit's cell."""

    organ: str
    value: int
    guess: int | None
    share: float
    faulty: float
    blank: float


def cell_causes(at: int, gap: int, column: Column, doubts: Doubts) -> list[CellCause]:
    """Everything that makes this gap in this cell, the likeliest first, bodies in their order."""
    meant, had = number(column.office - gap), number(column.office)
    found = slip(meant, had)
    slips = [CellCause(CellWay.OFFICE_SLIP, "", meant, had, found.words, _SLIP * found.likelihood)]
    return sorted(
        (*(slips if found.words else ()), *unit_causes(at, gap, column, doubts)), key=lambda one: -one.likelihood
    )


def unit_causes(at: int, gap: int, column: Column, doubts: Doubts) -> Iterator[CellCause]:
    """What the figures of units have to do with it."""
    blank = _DOUBTED / max(1, sum(value == NOTHING for value in column.units))
    faulty = _DOUBTED / max(1, len(doubts.faulty))
    share = 1 / max(1, len(column.organs))
    for organ, value in zip(column.organs, column.units, strict=True):
        guess = doubts.guesses.get(organ, {}).get(at)
        yield from _of_unit(gap, _One(organ, value, guess, share, faulty if organ in doubts.faulty else 0.0, blank))


def _of_unit(gap: int, one: _One) -> Iterator[CellCause]:
    if one.value == NOTHING:
        if gap == one.guess:
            yield CellCause(CellWay.BLANK, one.organ, number(gap), 0, None, _SLIP)
        elif gap > 0 and one.guess is None:
            yield CellCause(CellWay.BLANK, one.organ, number(gap), 0, None, one.blank)
        return
    meant = number(one.value)
    if one.guess is not None and gap == one.guess - one.value:
        yield CellCause(CellWay.CORRECTED, one.organ, number(one.guess), meant, None, _SLIP)
    elif one.faulty and one.value + gap >= 0:
        yield CellCause(CellWay.FAULTY, one.organ, number(one.value + gap), meant, None, one.faulty)
    if one.value:
        yield from _of_figure(gap, one, meant)


def _of_figure(gap: int, one: _One, meant: int | float) -> Iterator[CellCause]:
    """What can have happened to a figure that is right."""
    if gap == -one.value:
        yield CellCause(CellWay.SKIPPED, one.organ, meant, 0, None, _SKIPPED * one.share)
    elif gap == one.value:
        yield CellCause(CellWay.TWICE, one.organ, meant, number(2 * one.value), None, _SKIPPED * one.share)
    if one.value + gap > 0:
        found = slip(meant, number(one.value + gap))
        if found.words:
            likely = _SLIP * found.likelihood * one.share
            yield CellCause(CellWay.UNIT_SLIP, one.organ, meant, number(one.value + gap), found.words, likely)


def held_causes(gap: int, organs: Sequence[str]) -> Iterator[CellCause]:
    """It is a figure of one of the units that the sums leave out."""
    for organ in organs:
        yield CellCause(CellWay.HELD, organ, number(gap), 0, None, _HELD / len(organs))
