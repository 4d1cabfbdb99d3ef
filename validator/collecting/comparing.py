"""An office's report and the sums of its units cell by cell, also where not all of them are of one edition.

Everything is seen in the form of the sums. Where a report is of an edition that has one row for several, as 2019版 has
其他处理, nobody can tell what of it belongs into which of these: they are compared as one. What the edition of the
office has no cell for is not compared, and the other way round; both are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.collecting.amounts import NOTHING, row_of
from validator.collecting.editions import merging
from validator.collecting.effects import Sparse
from validator.collecting.gaps import Structure, structure_of
from validator.model.filing import Filing
from validator.model.form import Form
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where each number of the sums is compared (`places`, None for nowhere), and what the office has there.

    `names` are what the office's report calls these cells, `own` its figures: none where it has no number. `beside` are
    its numbers that the sums have no cell for, and `unseen` the cells of the sums that its edition lacks.
    """

    places: tuple[int | None, ...]
    names: Mapping[int, str]
    own: Mapping[int, int]
    beside: tuple[str, ...]
    unseen: tuple[int, ...]

    def seen(self, row: Iterable[int]) -> Sparse:
        """The figures of a row where the office has one too, without zeros."""
        return {at: value for at, value in self.sums(row).items() if value and at in self.own}

    def sums(self, row: Iterable[int]) -> dict[int, int]:
        """The figures of a row by the cell that they are compared in."""
        found: dict[int, int] = {}
        for place, value in zip(self.places, row, strict=True):
            if place is not None and value != NOTHING:
                found[place] = found.get(place, 0) + value
        return found

    def blanks(self, row: Sequence[int]) -> frozenset[int]:
        """The cells where a row has no figure and the office has one."""
        return frozenset(self.own.keys() - self.sums(row).keys()) if NOTHING in row else frozenset()

    def members(self, cell: int) -> list[int]:
        """The numbers of the sums that are compared in a cell."""
        return [at for at, place in enumerate(self.places) if place == cell]

    def besides(self, cell: int, form: Form) -> tuple[str, ...]:
        """The rows that are compared in a cell together with its own."""
        every = tuple(form.indicators.values())
        return tuple(every[at].row for at in self.members(cell) if at != cell)

    def structure(self, form: Form) -> Structure:
        """The form's, as far as the office has figures."""
        places = [place if place in self.own else None for place in self.places]
        return structure_of(form).over(places, self.names)


def comparison(office: Filing, form: Form, others: Iterable[Form]) -> Comparison:
    """How a report is compared with sums of that form; `others` are forms of other editions that were added up."""
    alike = list(range(len(form.indicators)))
    for other in (office.form, *others):
        alike = [_told_by(other, form, at) for at in alike]
    into = merging(office.form, form).places
    names: dict[int, str] = {}
    beside = []
    for name, place in zip(office.form.indicators, into, strict=True):
        if place is None:
            beside.append(name)
        elif office.has(name) and (office.form is not form or alike[place] == place):
            names.setdefault(alike[place], name)
    merged = merging(office.form, form).merged(row_of(office.numbers, tuple(office.form.indicators)))
    own: dict[int, int] = {}
    for at, value in enumerate(merged):
        if value != NOTHING and alike[at] in names:
            own[alike[at]] = own.get(alike[at], 0) + value
    places = tuple(place if place in names else None for place in alike)
    reached = {alike[place] for place in into if place is not None}
    unseen = tuple(at for at, place in enumerate(alike) if place not in reached)
    return Comparison(places, names, own, tuple(beside), unseen)


def _told_by(other: Form, form: Form, at: int) -> int:
    """Where a number is found that has gone through a form of another edition."""
    if other is form:
        return at
    there = merging(form, other).places[at]
    back = None if there is None else merging(other, form).places[there]
    return at if back is None else back


def forms_of(editions: Iterable[Form], form: Form) -> Iterator[Form]:
    """The other forms, each once."""
    seen: list[Form] = []
    for one in editions:
        if one is not form and not any(one is each for each in seen):
            seen.append(one)
            yield one
