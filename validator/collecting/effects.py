"""What an office can do wrong with a unit's whole report, and the gaps that this would make in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from validator.collecting.amounts import NOTHING
from validator.model.collected import ExplanationKind
from validator.startup.records import dataclass

Sparse = Mapping[int, int]
"""The cells of a report that are not zero, in millionths."""


class Way(StrEnum):
    """How the office came by figures of a unit that are not those added up."""

    LEFT_OUT = "left out"
    TWICE = "twice"
    OTHER_FILE = "other file"
    LAST_YEAR = "last year"
    NOT_COUNTED = "not counted"  # it has a report that the sums leave out


KINDS = {
    Way.LEFT_OUT: ExplanationKind.LEFT_OUT,
    Way.TWICE: ExplanationKind.COUNTED_TWICE,
    Way.OTHER_FILE: ExplanationKind.OTHER_VERSION,
    Way.LAST_YEAR: ExplanationKind.LAST_YEAR,
    Way.NOT_COUNTED: ExplanationKind.LEFT_OUT,
}
ORDER = tuple(Way)
"""The likeliest first: offices forget a report more often than they count one twice."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One way with one unit, in the whole report or (`table`) in one table of it alone.

    `gaps` are what it makes. `counted` is the unit's report in the sums, empty where it has none there, `used` that
    which the office had, from `file` where it is another.
    """

    way: Way
    organ: str
    gaps: Sparse
    counted: Sparse
    used: Sparse
    file: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The reports of one unit: the one in the sums, others of the year, those of last year, each with its file."""

    organ: str
    counted: Sparse | None
    others: tuple[tuple[str, Sparse], ...] = ()
    before: tuple[tuple[str, Sparse], ...] = ()


def sparse(row: Iterable[int]) -> Sparse:
    """The cells of a row that are not zero."""
    return {at: value for at, value in enumerate(row) if value and value != NOTHING}


def effects_of(unit: Known, tables: Sequence[str]) -> Iterator[Effect]:
    """Everything that can have gone wrong with a unit; `tables` says of which table each cell is."""
    for one in _whole(unit):
        if not one.gaps:
            continue
        yield one
        names = dict.fromkeys(tables[at] for at in one.gaps)
        if len(names) > 1:
            yield from (_of_table(one, name, tables) for name in names)


def _whole(unit: Known) -> Iterator[Effect]:
    counted, nothing = unit.counted, dict[int, int]()
    if counted is None:
        for file, used in unit.others:
            yield Effect(Way.NOT_COUNTED, unit.organ, used, nothing, used, file)
    else:
        yield Effect(Way.LEFT_OUT, unit.organ, {at: -value for at, value in counted.items()}, counted, nothing)
        yield Effect(Way.TWICE, unit.organ, counted, counted, {at: 2 * value for at, value in counted.items()})
        for file, used in unit.others:
            yield Effect(Way.OTHER_FILE, unit.organ, _change(counted, used), counted, used, file)
    for file, used in unit.before:
        yield Effect(Way.LAST_YEAR, unit.organ, _change(counted or nothing, used), counted or nothing, used, file)


def _change(counted: Sparse, used: Sparse) -> Sparse:
    return {at: gap for at in {**counted, **used} if (gap := used.get(at, 0) - counted.get(at, 0))}


def _of_table(one: Effect, table: str, tables: Sequence[str]) -> Effect:
    gaps = {at: value for at, value in one.gaps.items() if tables[at] == table}
    return Effect(one.way, one.organ, gaps, one.counted, one.used, one.file, table)
