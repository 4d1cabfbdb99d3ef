"""The reports that an office collected, added up: what the rules on its own report (A-…) ask."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from operator import itemgetter

from validator.collecting.against import against_units
from validator.collecting.amounts import NOTHING, number
from validator.collecting.comparing import Comparison, comparison, forms_of
from validator.collecting.naming import Names
from validator.collecting.pile import Many
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken
from validator.language.bodies import Likeness, likeness
from validator.model.collected import Compared, UnitEntry
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.form import Edition, Form
from validator.startup.records import dataclass, field

Number = int | float


@dataclass(slots=False)
class Collected:
    """The units of an office and the numbers of their files, each unit made anew when it is asked for.

    `before` gives the row of last year's report of a body by its key, from elsewhere than these files. `form` is the
    one that the numbers are added up in; `form_of` gives that of another edition, of which some reports may be. The
    units of `names` come first, in their order.
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
    form_of: Callable[[Edition], Form] | None = None
    _compared: tuple[Filing, tuple[Compared, ...]] | None = None

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

    def highest(self, name: str, count: int) -> list[tuple[str, Number]]:
        """The bodies with the highest figures above 0 in a cell, so many of them, the highest first."""
        names = tuple(self.form.indicators)
        column = self.rows.column(names.index(name), self.places) if name in names else [0] * len(self.places)
        organs = (one.entry.organ for one in self.counted)
        found = ((value, organ) for value, organ in zip(column, organs, strict=True) if value > 0)
        return [(organ, number(value)) for value, organ in nlargest(count, found, key=itemgetter(0))]

    def columns(self) -> Iterator[tuple[str, list[int]]]:
        """Of every number of the form the units' figures in millionths, in the order of `counted`."""
        return zip(self.form.indicators, self.rows.columns(self.places), strict=True)

    def above(self, office: Filing) -> Iterator[tuple[str, str, Number, Number]]:
        """Body, cell, figure and the office's figure, of every report taken that has more than the office."""
        compared = self._comparison(office)
        limits = {at: limit for at, limit in compared.own.items() if limit >= 0}
        for one, place in zip(self.counted, self.places, strict=True):
            for at, value in compared.seen(self.rows.row(place)).items():
                if value > limits.get(at, value):
                    yield one.entry.organ, compared.names[at], number(value), number(limits[at])

    def called(self, label: str) -> str | None:
        """The listed body that a text calls by that name, None for none or several."""
        if unit := self.names.unit(label):
            return unit.name
        same = [one.name for one in self.names if likeness(label, one.name) is Likeness.SAME]
        return same[0] if len(same) == 1 else None

    def figure_of(self, organ: str, names: Iterable[str]) -> Number | None:
        """The sum of some indicators in the report taken of a body, None where it has not all of them."""
        at = self.names.place(organ)
        record = None if at is None or not self.units[at].is_counted else self.units[at].record
        order = {name: at for at, name in enumerate(self.form.indicators)}
        wanted = list(names)
        if record is None or record.place is None or not wanted or not all(name in order for name in wanted):
            return None
        row = self.rows.row(record.place)
        figures = [row[order[name]] for name in wanted]
        return None if NOTHING in figures else number(sum(figures))

    def compared(self, office: Filing) -> Sequence[Compared]:
        """Every cell of the office's report beside the sum of the units, and what explains a gap."""
        if self._compared is None or self._compared[0] is not office:
            self._compared = office, tuple(against_units(self, office, self._comparison(office)))
        return self._compared[1]

    def _comparison(self, office: Filing) -> Comparison:
        editions = {str(one.record.edition): one.record.edition for one in self.units if one.record}
        form_of = self.form_of or (lambda _: self.form)
        return comparison(office, self.form, forms_of(map(form_of, editions.values()), self.form))


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
