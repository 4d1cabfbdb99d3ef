"""The office's report beside the sums of its units, and what is searched where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Protocol

from validator.collecting.amounts import NOTHING, number, scaled
from validator.collecting.cells import Column, Doubts
from validator.collecting.comparing import Comparison
from validator.collecting.effects import Effect, Known, Sparse, Way, effects_of
from validator.collecting.explanations import Searched, Uncounted, explained
from validator.collecting.gaps import Structure, structure_of
from validator.collecting.naming import Names
from validator.collecting.pile import Many
from validator.collecting.records import Record
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken
from validator.model.collected import STATE_WORDS, Compared
from validator.model.filing import Filing
from validator.model.form import Form
from validator.model.labels import organ_key
from validator.startup.records import dataclass

_HELD: Final = 1_000
"""The effects of so many units are kept, of more they are worked out again each time."""
_NAMED: Final = 5
"""So many bodies without a figure in a cell are named."""


class Summed(Protocol):
    """Reports added up (`collected.Collected`): what is asked of them here."""

    @property
    def organ(self) -> str:
        """The office that adds them up."""

    @property
    def year(self) -> int:
        """The year they are of."""

    @property
    def form(self) -> Form:
        """The form that they are added up in."""

    @property
    def units(self) -> Many[Taken]:
        """The units, listed ones first."""

    @property
    def names(self) -> Names:
        """The listed ones."""

    @property
    def rows(self) -> Rows:
        """The numbers of every file."""

    @property
    def before(self) -> Mapping[str, int]:
        """The rows of last year's reports from elsewhere, by the key of their body."""

    @property
    def counted(self) -> Iterator[Taken]:
        """The units in the sums."""

    @property
    def places(self) -> Sequence[int]:
        """Of each unit in the sums its row."""

    @property
    def sums(self) -> Mapping[str, int]:
        """The sum of every number of the form."""


def against_units(collected: Summed, office: Filing, compared: Comparison) -> Iterator[Compared]:
    """Every cell of the office's report in its order, then those of the sums that it has no cell for."""
    sums = compared.sums(collected.sums.values())
    gaps = {at: gap for at, own in compared.own.items() if (gap := own - sums[at])}
    told = explained(_search(collected, gaps, compared, sums)) if gaps else {}
    blank = _blank(collected, gaps, compared)
    for at, name in compared.names.items():
        own = number(compared.own[at]) if at in compared.own else None
        organs, count = blank.get(at, ((), 0))
        besides = compared.besides(at, collected.form) if name in collected.form.indicators else ()
        yield Compared(name, own, number(sums[at]), told.get(at, ()), organs, count, besides)
    for name in compared.beside:
        if office.numbers.get(name):
            yield Compared(name, office.numbers[name], None)
    for at in compared.unseen:
        name = tuple(collected.form.indicators)[at]
        if collected.sums[name]:
            yield Compared(name, None, number(collected.sums[name]))


def _blank(
    collected: Summed, gaps: Mapping[int, int], compared: Comparison
) -> Mapping[int, tuple[tuple[str, ...], int]]:
    """Of each cell with a gap the units in the sums that have no figure there: some of their names, and how many."""
    found: dict[int, tuple[list[str], int]] = {}
    if gaps:
        for one, place in zip(collected.counted, collected.places, strict=True):
            for at in compared.blanks(collected.rows.row(place)) & gaps.keys():
                names, count = found.get(at, ([], 0))
                found[at] = names if count >= _NAMED else [*names, one.entry.organ], count + 1
    return {at: (tuple(names), count) for at, (names, count) in found.items()}


def _search(collected: Summed, gaps: dict[int, int], compared: Comparison, sums: Mapping[int, int]) -> Searched:
    structure = compared.structure(collected.form)
    blanks = _office_blanks(collected, compared, sums)
    effects = _Effects(collected, compared, structure, _missing_parts(collected.organ, gaps, blanks))
    held: Iterable[Effect] = list(effects) if len(collected.units) <= _HELD else effects
    counted = [one.entry.organ for one in collected.counted]

    def column(at: int) -> Column:
        members = compared.members(at)
        if len(members) == 1:
            return Column(compared.own[at], collected.rows.column(members[0], collected.places), counted)
        rows = [[row[each] for each in members] for row in map(collected.rows.row, collected.places)]
        figures = [sum(value for value in row if value != NOTHING) if max(row) != NOTHING else NOTHING for row in rows]
        return Column(compared.own[at], figures, counted)

    return Searched(
        gaps,
        held,
        structure,
        column,
        organs=[one.entry.organ for one in collected.units],
        uncounted=[
            Uncounted(one.entry.organ, STATE_WORDS[one.entry.state], bool(one.entry.codes))
            for one in islice(collected.units, len(collected.names))
            if not one.is_counted
        ],
        office=collected.organ,
        doubts=_doubts(collected, compared),
        blanks=blanks,
    )


def _doubts(collected: Summed, compared: Comparison) -> Doubts:
    order = {name: compared.places[at] for at, name in enumerate(collected.form.indicators)}
    guesses: dict[str, dict[int, int]] = {}
    faulty = set()
    for one in collected.units:
        if one.entry.codes:
            faulty.add(one.entry.organ)
        for name, meant in one.record.guesses.items() if one.record else ():
            if (at := order.get(name)) is not None:
                guesses.setdefault(one.entry.organ, {})[at] = scaled(meant)
    return Doubts(guesses, frozenset(faulty))


def _office_blanks(collected: Summed, compared: Comparison, sums: Mapping[int, int]) -> Mapping[int, Sparse]:
    """Of each total of the office's the cells it adds that the office left blank, with what the units have there."""
    found: dict[int, Sparse] = {}
    for total, cells in structure_of(collected.form).parts.items():
        if (place := compared.places[total]) not in compared.own or place is None:
            continue
        seen = dict.fromkeys(compared.places[at] for at in cells)
        blank = {at: sums[at] for at in seen if at is not None and at not in compared.own and sums[at]}
        if blank:
            found[place] = blank
    return found


def _missing_parts(organ: str, gaps: Mapping[int, int], blanks: Mapping[int, Sparse]) -> tuple[Effect, ...]:
    """What the office's blanks make of the totals that fall short by just what the units have there."""
    short = {total: -sum(cells.values()) for total, cells in blanks.items()}
    made = {total: gap for total, gap in short.items() if gaps.get(total) == gap}
    return (Effect(Way.OFFICE_BLANK, organ, made, {}, {}),) if made else ()


@dataclass(frozen=True, slots=True)
class _Effects:
    """What can have gone wrong, with each unit and with the office's `own` cells, worked out whenever gone through."""

    collected: Summed
    compared: Comparison
    structure: Structure
    own: tuple[Effect, ...]

    def __iter__(self) -> Iterator[Effect]:
        yield from self.own
        for one in self.collected.units:
            yield from effects_of(self._known(one), self.structure)

    def _known(self, one: Taken) -> Known:
        """The reports of a unit: the one in the sums, others of the year, those of last year."""
        files = [*([one.record] if one.record else []), *one.others]
        rows = {file.path: self.collected.rows.row(file.place) for file in files if file.place is not None}
        seen = {path: self.compared.seen(row) for path, row in rows.items()}
        counted = seen.get(one.entry.taken or "")
        others = tuple(
            (file.path, seen[file.path])
            for file in files
            if file.path != one.entry.taken and file.year == self.collected.year and file.path in seen
        )
        blanks = frozenset[int]() if counted is None else self.compared.blanks(rows[one.entry.taken or ""])
        return Known(one.entry.organ, counted, others, tuple(self._of_last_year(one, files, seen)), blanks)

    def _of_last_year(
        self, one: Taken, files: Iterable[Record], seen: Mapping[str, Sparse]
    ) -> Iterator[tuple[str, Sparse]]:
        for file in files:
            if file.year == self.collected.year - 1 and file.path in seen:
                yield file.path, seen[file.path]
        unit = self.collected.names.unit(one.entry.organ)
        for name in (one.entry.organ, *(unit.former if unit else ())):
            if (at := self.collected.before.get(organ_key(name))) is not None:
                yield "", self.compared.seen(self.collected.rows.row(at))
