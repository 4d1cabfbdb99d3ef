"""The reports that an office collected, added up: what the rules on its own report (A-…) ask."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from operator import itemgetter

from validator.collecting.amounts import NOTHING, number, scaled
from validator.collecting.cells import Column
from validator.collecting.effects import Effect, Known, effects_of, sparse
from validator.collecting.explanations import Searched, explained
from validator.collecting.gaps import structure_of
from validator.collecting.naming import Names, name_key
from validator.collecting.pile import Many
from validator.collecting.records import Record
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken
from validator.language.bodies import Likeness, likeness
from validator.model.collected import Explanation, UnitEntry, UnitState
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.form import Form
from validator.startup.records import dataclass, field

Number = int | float
_HELD = 1_000
"""The effects of so many units are kept, of more they are worked out again each time."""


@dataclass(slots=False)
class Collected:
    """The units of an office and the numbers of their files, each unit made anew when it is asked for.

    `before` gives the row of last year's report of a body by its key, from elsewhere than these files. `form` is the
    one that the numbers are added up in. The units of `names` come first, in their order.
    """

    organ: str
    year: int
    form: Form
    units: Many[Taken]
    names: Names
    rows: Rows
    before: Mapping[str, int] = field(default_factory=dict)
    is_pure: bool = False
    own_findings: Sequence[Finding] = ()
    has_office_report: bool = False
    _explained: tuple[object, Mapping[str, tuple[Explanation, ...]]] | None = None

    @property
    def entries(self) -> Many[UnitEntry]:
        """Every unit, listed ones first."""
        return Entries(self.units)

    @property
    def counted(self) -> Iterator[Taken]:
        """The units in the sums."""
        return (one for one in self.units if one.is_counted)

    @cached_property
    def places(self) -> Sequence[int]:
        """Of each unit in the sums the row of its numbers."""
        records = (one.record for one in self.counted if one.record)
        return array("i", (one.place for one in records if one.place is not None))

    @property
    def is_complete(self) -> bool:
        """Whether the report of every listed unit is in the sums."""
        return len(self.places) == len(self.names)

    @cached_property
    def sums(self) -> Mapping[str, int]:
        """The sum of every number of the form in millionths."""
        found = self.rows.sums(self.places)
        return dict(zip(self.form.indicators, found, strict=True))

    def sum_of(self, name: str) -> Number | None:
        """The sum of an indicator over the units taken."""
        return number(self.sums[name]) if name in self.sums else None

    @property
    def added(self) -> Sequence[str]:
        """The indicators that were added up."""
        return tuple(self.form.indicators)

    def highest(self, name: str, count: int) -> list[tuple[str, Number]]:
        """The bodies with the highest figures above 0 in a cell, so many of them, the highest first."""
        column = self.rows.column(self.added.index(name), self.places)
        organs = (one.entry.organ for one in self.counted)
        found = ((value, organ) for value, organ in zip(column, organs, strict=True) if value > 0)
        return [(organ, number(value)) for value, organ in nlargest(count, found, key=itemgetter(0))]

    def columns(self) -> Iterator[tuple[str, list[int]]]:
        """Of every number of the form the units' figures in millionths, in the order of `counted`."""
        return zip(self.form.indicators, self.rows.columns(self.places), strict=True)

    def above(self, limits: Mapping[str, Number]) -> Iterator[tuple[str, str, Number]]:
        """Body, indicator and figure of every report taken that has more than the limit in a cell."""
        most = {name: scaled(value) for name, value in limits.items()}
        checked = [(at, name, most[name]) for at, name in enumerate(self.form.indicators) if name in most]
        for one, place in zip(self.counted, self.places, strict=True):
            row = self.rows.row(place)
            yield from ((one.entry.organ, name, number(row[at])) for at, name, limit in checked if row[at] > limit)

    def called(self, label: str) -> str | None:
        """The listed body that a text calls by that name, None for none or several."""
        if unit := self.names.unit(label):
            return unit.name
        same = [one.name for one in self.names if likeness(label, one.name) is Likeness.SAME]
        return same[0] if len(same) == 1 else None

    def figure_of(self, organ: str, names: Iterable[str]) -> Number | None:
        """The sum of some indicators in the report taken of a body, None where there is none."""
        at = self.names.place(organ)
        record = None if at is None or not self.units[at].is_counted else self.units[at].record
        order = {name: at for at, name in enumerate(self.form.indicators)}
        wanted = [order[name] for name in names if name in order]
        if record is None or record.place is None or not wanted:
            return None
        row = self.rows.row(record.place)
        return number(sum(row[at] for at in wanted if row[at] != NOTHING))

    def explanations(self, office: Filing) -> Mapping[str, tuple[Explanation, ...]]:
        """What explains the gaps between the office's report and the sums, by indicator, the likeliest first."""
        order = list(self.form.indicators)
        figures = {at: scaled(office.numbers.get(name)) for at, name in enumerate(order)}
        gaps = {
            at: figure - self.sums[order[at]]
            for at, figure in figures.items()
            if figure != NOTHING and figure != self.sums[order[at]]
        }
        key = tuple(gaps.items())
        if self._explained is None or self._explained[0] != key:
            found = explained(self._search(gaps, figures)) if gaps else {}
            self._explained = key, {order[at]: told for at, told in found.items()}
        return self._explained[1]

    def _search(self, gaps: dict[int, int], figures: Mapping[int, int]) -> Searched:
        structure = structure_of(self.form)
        missing = [one.entry.organ for one in self.units if one.entry.state is UnitState.MISSING]
        effects = _Effects(self, structure.tables)

        organs = [one.entry.organ for one in self.units]
        counted = [one.entry.organ for one in self.counted]
        guessed = [(at, one.record.guesses) for at, one in enumerate(self.counted) if one.record and one.record.guesses]

        def column(at: int) -> Column:
            guesses: list[int | None] = [NOTHING] * len(counted)
            for unit, meant in guessed:
                guesses[unit] = scaled(meant.get(structure.names[at]))
            return Column(figures[at], self.rows.column(at, self.places), counted, guesses)

        held: Iterable[Effect] = list(effects) if len(self.units) <= _HELD else effects
        return Searched(gaps, held, structure, column, organs, missing, self.organ)

    def known(self) -> Iterator[Known]:
        """The reports of each unit: the one in the sums, others of the year, those of last year."""
        for one in self.units:
            files = [*([one.record] if one.record else []), *one.others]
            rows = {file.path: sparse(self.rows.row(file.place)) for file in files if file.place is not None}
            counted = rows.get(one.entry.taken or "")
            others = tuple(
                (file.path, rows[file.path])
                for file in files
                if file.path != one.entry.taken and file.year == self.year and file.path in rows
            )
            yield Known(one.entry.organ, counted, others, tuple(self._of_last_year(one, files, rows)))

    def _of_last_year(
        self, one: Taken, files: Iterable[Record], rows: Mapping[str, Mapping[int, int]]
    ) -> Iterator[tuple[str, Mapping[int, int]]]:
        for file in files:
            if file.year == self.year - 1 and file.path in rows:
                yield file.path, rows[file.path]
        unit = self.names.unit(one.entry.organ)
        for name in (one.entry.organ, *(unit.former if unit else ())):
            if (at := self.before.get(name_key(name))) is not None:
                yield "", sparse(self.rows.row(at))


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of units."""

    units: Many[Taken]

    def __len__(self) -> int:
        return len(self.units)

    def __iter__(self) -> Iterator[UnitEntry]:
        return (one.entry for one in self.units)

    def __getitem__(self, at: int) -> UnitEntry:
        return self.units[at].entry


@dataclass(frozen=True, slots=True)
class _Effects:
    """What can have gone wrong with each unit, worked out whenever it is gone through."""

    collected: Collected
    tables: Sequence[str]

    def __iter__(self) -> Iterator[Effect]:
        for unit in self.collected.known():
            yield from effects_of(unit, self.tables)
