"""The reports that an office collected, added up: what the rules on its own report (A-…) ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from validator.collecting.amounts import NOTHING, number, scaled
from validator.collecting.cells import Column
from validator.collecting.effects import Effect, Known, effects_of, sparse
from validator.collecting.explanations import Searched, explained
from validator.collecting.gaps import structure_of
from validator.collecting.naming import Names, name_key
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
_HELD = 5_000
"""The effects of so many units are kept, of more they are worked out again each time."""


@dataclass(slots=False)
class Collected:
    """The units of an office and the numbers of their files.

    `places` gives the row of a file in `rows`, `before` that of last year's report of a body by its key, from
    elsewhere than these files. `form` is the one that the numbers are added up in.
    """

    organ: str
    year: int
    form: Form
    units: tuple[Taken, ...]
    names: Names
    rows: Rows
    places: Mapping[str, int]
    before: Mapping[str, int] = field(default_factory=dict)
    is_pure: bool = False
    own_findings: Sequence[Finding] = ()
    has_office_report: bool = False
    _explained: tuple[object, Mapping[str, tuple[Explanation, ...]]] | None = None

    @property
    def entries(self) -> Sequence[UnitEntry]:
        """Every unit, listed ones first."""
        return [one.entry for one in self.units]

    @cached_property
    def taken(self) -> tuple[tuple[str, Record, int], ...]:
        """Of each unit in the sums: its name, the record of its file, the row of its numbers."""
        return tuple(
            (one.entry.organ, one.record, self.places[one.record.path])
            for one in self.units
            if one.entry.taken and one.record
        )

    @property
    def is_complete(self) -> bool:
        """Whether the report of every listed unit is in the sums."""
        return all(one.entry.taken for one in self.units if self.names.unit(one.entry.organ))

    @cached_property
    def sums(self) -> Mapping[str, int]:
        """The sum of every number of the form in millionths."""
        found = self.rows.sums([at for *_, at in self.taken])
        return dict(zip(self.form.indicators, found, strict=True))

    def sum_of(self, name: str) -> Number | None:
        """The sum of an indicator over the units taken."""
        return number(self.sums[name]) if name in self.sums else None

    def columns(self) -> Iterator[tuple[str, list[int]]]:
        """Of every number of the form the units' figures in millionths, in the order of `taken`."""
        return zip(self.form.indicators, self.rows.columns([at for *_, at in self.taken]), strict=True)

    def above(self, limits: Mapping[str, Number]) -> Iterator[tuple[str, str, Number]]:
        """Body, indicator and figure of every report taken that has more than the limit in a cell."""
        most = {name: scaled(value) for name, value in limits.items()}
        checked = [(at, name, most[name]) for at, name in enumerate(self.form.indicators) if name in most]
        for organ, _, place in self.taken:
            row = self.rows.row(place)
            yield from ((organ, name, number(row[at])) for at, name, limit in checked if row[at] > limit)

    def called(self, label: str) -> str | None:
        """The listed body that a text calls by that name, None for none or several."""
        if unit := self.names.unit(label):
            return unit.name
        same = [one.name for one in self.names.units if likeness(label, one.name) is Likeness.SAME]
        return same[0] if len(same) == 1 else None

    def figure_of(self, organ: str, names: Iterable[str]) -> Number | None:
        """The sum of some indicators in the report taken of a body, None where there is none."""
        place = self._place_of.get(organ)
        order = {name: at for at, name in enumerate(self.form.indicators)}
        wanted = [order[name] for name in names if name in order]
        if place is None or not wanted:
            return None
        row = self.rows.row(place)
        return number(sum(row[at] for at in wanted if row[at] != NOTHING))

    @cached_property
    def _place_of(self) -> Mapping[str, int]:
        return {organ: at for organ, _, at in self.taken}

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

        def column(at: int) -> Column:
            units = [self.rows.row(place)[at] for *_, place in self.taken]
            name = structure.names[at]
            guesses = [scaled(record.guesses.get(name)) for _, record, _ in self.taken]
            return Column(figures[at], units, [organ for organ, *_ in self.taken], guesses)

        organs = [one.entry.organ for one in self.units]
        held: Iterable[Effect] = list(effects) if len(self.units) <= _HELD else effects
        return Searched(gaps, held, structure, column, organs, missing, self.organ)

    def known(self) -> Iterator[Known]:
        """The reports of each unit: the one in the sums, others of the year, those of last year."""
        for one in self.units:
            files = [*([one.record] if one.record else []), *one.others]
            rows = {
                file.path: sparse(self.rows.row(self.places[file.path])) for file in files if file.path in self.places
            }
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
class _Effects:
    """What can have gone wrong with each unit, worked out whenever it is gone through."""

    collected: Collected
    tables: Sequence[str]

    def __iter__(self) -> Iterator[Effect]:
        for unit in self.collected.known():
            yield from effects_of(unit, self.tables)
