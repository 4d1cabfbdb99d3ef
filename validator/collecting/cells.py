"""What explains the gap of a single cell: a slip of the hand, or a unit forgotten or counted twice just there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from validator.collecting.amounts import NOTHING, number
from validator.model.bilingual import Bilingual
from validator.repair.slips import slip
from validator.startup.records import dataclass

_SLIP, _SKIPPED = 0.3, 0.02
"""Shares of slips of the hand and of units skipped in one cell, guessed: a slip that has few results (two digits
swapped, a zero too many) explains a gap better than a unit that happens to have just that figure, one that has many
(a digit wrong) does not."""


class CellWay(StrEnum):
    """How a single cell came to be off."""

    OFFICE_SLIP = "office slip"
    UNIT_SLIP = "unit slip"
    BLANK = "blank"
    SKIPPED = "skipped"
    TWICE = "twice"


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
    """One cell over all: the office's figure, the units' by their order, and what a blank of a unit probably means."""

    office: int
    units: Sequence[int]
    organs: Sequence[str]
    guesses: Sequence[int | None]


def cell_causes(gap: int, column: Column) -> list[CellCause]:
    """Everything that makes this gap in this cell, the likeliest first, bodies in their order."""
    return sorted(_causes(gap, column), key=lambda one: -one.likelihood)


def _causes(gap: int, column: Column) -> Iterator[CellCause]:
    meant, had = number(column.office - gap), number(column.office)
    found = slip(meant, had)
    if found.words:
        yield CellCause(CellWay.OFFICE_SLIP, "", meant, had, found.words, _SLIP * found.likelihood)
    share = 1 / max(1, len(column.organs))
    for organ, value, guess in zip(column.organs, column.units, column.guesses, strict=True):
        yield from _of_unit(gap, organ, value, guess, share)


def _of_unit(gap: int, organ: str, value: int, guess: int | None, share: float) -> Iterator[CellCause]:
    if value in (0, NOTHING):
        if guess is not None and gap == guess:
            yield CellCause(CellWay.BLANK, organ, number(guess), number(guess), None, _SLIP * share)
        return
    meant = number(value)
    if gap == -value:
        yield CellCause(CellWay.SKIPPED, organ, meant, 0, None, _SKIPPED * share)
    elif gap == value:
        yield CellCause(CellWay.TWICE, organ, meant, number(2 * value), None, _SKIPPED * share)
    elif value + gap > 0:
        found = slip(meant, number(value + gap))
        if found.words:
            likely = _SLIP * found.likelihood * share
            yield CellCause(CellWay.UNIT_SLIP, organ, meant, number(value + gap), found.words, likely)
