"""What an office can do wrong with a unit's whole report, and the gaps that this would make in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from validator.collecting.gaps import MISTAKE, Structure, cost_of_unknown
from validator.model.collected import ExplanationKind
from validator.startup.records import dataclass, replace

Sparse = Mapping[int, int]
"""The cells of a report that are not zero, in millionths."""
_NOTHING: Sparse = {}


class Way(StrEnum):
    """How the office came by figures of a unit that are not those added up."""

    LEFT_OUT = "left out"
    TWICE = "twice"
    OTHER_FILE = "other file"
    LAST_YEAR = "last year"
    NOT_COUNTED = "not counted"  # it has a report that the sums leave out
    BOTH_FILES = "both files"
    BOTH_YEARS = "both years"
    THRICE = "thrice"
    FILLED = "filled"  # the office has figures where the unit's report has none
    OFFICE_BLANK = "office blank"  # the office left cells blank that its totals add


KINDS = {
    Way.LEFT_OUT: ExplanationKind.LEFT_OUT,
    Way.TWICE: ExplanationKind.COUNTED_TWICE,
    Way.OTHER_FILE: ExplanationKind.OTHER_VERSION,
    Way.LAST_YEAR: ExplanationKind.LAST_YEAR,
    Way.NOT_COUNTED: ExplanationKind.LEFT_OUT,
    Way.BOTH_FILES: ExplanationKind.COUNTED_TWICE,
    Way.BOTH_YEARS: ExplanationKind.LAST_YEAR,
    Way.THRICE: ExplanationKind.COUNTED_TWICE,
    Way.FILLED: ExplanationKind.TYPING,
    Way.OFFICE_BLANK: ExplanationKind.TYPING,
}
ORDER = tuple(Way)
"""The likeliest first: offices forget a report more often than they count one twice."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One way with one unit, in the whole report or (`table`) in one table of it alone.

    `gaps` are what it makes. `counted` is the unit's report in the sums, empty where it has none there, `used` that
    which the office had, from `file` where it is another. `blanks` are cells without a figure that the office can have
    filled: what it makes is then whatever is missing there.
    """

    way: Way
    organ: str
    gaps: Sparse
    counted: Sparse
    used: Sparse
    file: str = ""
    table: str = ""
    blanks: frozenset[int] = frozenset()

    @property
    def cost(self) -> int:
        """What it costs to assume it; `blanks` are those filled."""
        return cost_of_unknown(len(self.blanks)) if self.blanks else MISTAKE

    def fitted(self, left: Mapping[int, int], structure: Structure) -> Effect:
        """Itself, or what the office must have filled in to make these gaps."""
        if not self.blanks:
            return self
        cells = {at: gap for at in self.blanks if (gap := left.get(at, 0)) > 0}
        return replace(self, gaps=structure.followed(cells), used=cells, blanks=frozenset(cells))

    def excludes(self, other: Effect) -> bool:
        """Whether both cannot have happened: they are of one unit, and of the same table."""
        return self.organ == other.organ and not (self.table and other.table and self.table != other.table)


@dataclass(frozen=True, slots=True)
class Known:
    """The reports of one unit: the one in the sums, others of the year, those of last year, each with its file.

    `blanks` are the cells where the one in the sums has no figure.
    """

    organ: str
    counted: Sparse | None
    others: tuple[tuple[str, Sparse], ...] = ()
    before: tuple[tuple[str, Sparse], ...] = ()
    blanks: frozenset[int] = frozenset()


def effects_of(unit: Known, structure: Structure) -> Iterator[Effect]:
    """Everything that can have gone wrong with a unit."""
    for one in _whole(unit):
        if not one.gaps:
            continue
        yield one
        names = dict.fromkeys(structure.tables[at] for at in one.gaps)
        if len(names) > 1:
            yield from (_of_table(one, name, structure.tables) for name in names)
    blanks = unit.blanks.difference(structure.parts)
    if len(blanks) > 1:  # a single one is told cell by cell
        yield Effect(Way.FILLED, unit.organ, _NOTHING, unit.counted or _NOTHING, _NOTHING, blanks=blanks)


def _whole(unit: Known) -> Iterator[Effect]:
    counted = unit.counted
    if counted is None:
        for file, used in unit.others:
            yield Effect(Way.NOT_COUNTED, unit.organ, used, _NOTHING, used, file)
        for file, used in unit.before:
            yield Effect(Way.LAST_YEAR, unit.organ, used, _NOTHING, used, file)
        return
    yield Effect(Way.LEFT_OUT, unit.organ, _times(counted, -1), counted, _NOTHING)
    yield Effect(Way.TWICE, unit.organ, counted, counted, _times(counted, 2))
    yield Effect(Way.THRICE, unit.organ, _times(counted, 2), counted, _times(counted, 3))
    for changed, both, files in (
        (Way.OTHER_FILE, Way.BOTH_FILES, unit.others),
        (Way.LAST_YEAR, Way.BOTH_YEARS, unit.before),
    ):
        for file, used in files:
            if used != counted:
                yield Effect(changed, unit.organ, _change(counted, used), counted, used, file)
                yield Effect(both, unit.organ, used, counted, _sum(counted, used), file)


def _times(row: Sparse, factor: int) -> Sparse:
    return {at: factor * value for at, value in row.items()}


def _sum(one: Sparse, other: Sparse) -> Sparse:
    return {at: value for at in {**one, **other} if (value := one.get(at, 0) + other.get(at, 0))}


def _change(counted: Sparse, used: Sparse) -> Sparse:
    return _sum(used, _times(counted, -1))


def _of_table(one: Effect, table: str, tables: Sequence[str]) -> Effect:
    gaps = {at: value for at, value in one.gaps.items() if tables[at] == table}
    return replace(one, gaps=gaps, table=table)
