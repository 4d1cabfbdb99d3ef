"""Files as they come, each given to the body whose it is; at the end what came of every listed body."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import PurePath

from validator.catalogue import Catalogue
from validator.checks.openness.identity import deadline
from validator.collecting.collected import Collected
from validator.collecting.editions import merging
from validator.collecting.naming import Names, Unit
from validator.collecting.pile import Many, Pile, Shelf
from validator.collecting.proposals import Proposals, proposed
from validator.collecting.records import Record, is_no_report, record_from, values_of
from validator.collecting.roster import Roster
from validator.collecting.rows import Rows
from validator.collecting.taking import (
    Taken,
    Wanted,
    in_order,
    missing,
    taken,
    taken_from,
    unlisted,
    values_of_taken,
)
from validator.model.bilingual import Bilingual
from validator.model.collected import told_apart
from validator.model.form import Form
from validator.model.labels import organ_key, plain
from validator.startup.records import dataclass, field, replace

_NOT_LISTED = Bilingual("名单上没有这个机关", "the roster has no such body")
_NONE = -1


@dataclass(slots=True)
class Gathering:
    """What has come for one office so far, and for the offices below it.

    `own` are files of the office itself, which are nobody's below it. `names` are those right below it, `every` all
    bodies below, at whatever level. `given` are files that were named themselves, `no_reports` what lies in the folders
    besides and is no report: a note, a page of something else. Records and numbers lie in the pile.
    """

    organ: str
    roster: Roster
    catalogue: Catalogue
    wanted: Wanted
    pile: Pile
    given: frozenset[str] = frozenset()
    names: Names = field(init=False)
    every: Names = field(init=False)
    rows: Rows = field(init=False)
    own: list[str] = field(default_factory=list)
    no_reports: list[str] = field(default_factory=list)
    elsewhere: int = 0
    """Files of bodies that the roster has, but not below the office."""
    _form: Form = field(init=False)
    _kinds: Mapping[str, str] = field(init=False)
    _offices: tuple[tuple[Unit, Names], ...] = field(init=False)
    _office: frozenset[str] = field(init=False)
    _records: Shelf[Record] = field(init=False)
    _last: array[int] = field(init=False)
    """Of each body of the roster its last record, and of each record the one of its body before it."""
    _before: array[int] = field(default_factory=lambda: array("i"))
    _strangers: array[int] = field(default_factory=lambda: array("i"))
    _proposals: Proposals = field(default_factory=Proposals)

    def __post_init__(self) -> None:
        self.names, self._offices = self.roster.below(self.organ), self.roster.offices(self.organ)
        deeper = (number for _, own in self._offices for number in own.numbers)
        self.every = Names(self.roster.listed, array("i", sorted({*self.names.numbers, *deeper})))
        self._office = self.roster.keys_of(self.organ)
        self._form = self.catalogue.form(self.wanted.edition)
        self._kinds = {plain(one): one for one in self._form.organ_types}
        self.rows = Rows(len(self._form.indicators), self.pile)
        self._records = Shelf(self.pile, values_of, record_from)
        self._last = array("i", [_NONE]) * len(self.roster.units)

    def add(self, record: Record) -> None:
        """One more file."""
        if organ_key(record.organ) in self._office:
            self.own.append(record.path)
            return
        number = self._whose(record)
        if number is None and record.path not in self.given and is_no_report(record):
            self.no_reports.append(record.path)
            return
        if number is None and record.organ and self.roster.listed.number(record.organ) is not None:
            self.elsewhere += 1
            return
        record = self._put_away(record)
        if number is None:
            self._before.append(_NONE)
            self._strangers.append(self._records.add(record))
        else:
            self._before.append(self._last[number])
            self._last[number] = self._records.add(self._timely(record, self.roster.units[number]))

    def _put_away(self, record: Record) -> Record:
        """The record without its numbers, which lie in their place."""
        if not record.row:
            return record
        given = self.catalogue.form(record.edition)
        row = record.row if given is self._form else merging(given, self._form).merged(list(record.row))
        return replace(record, row=(), place=self.rows.add(row))

    def _whose(self, record: Record) -> int | None:
        """The listed body that a file is of."""
        if record.is_readable and not record.is_nameless:
            return self.every.number(record.organ)
        return self.every.in_file_name(PurePath(record.path).stem)

    def _timely(self, record: Record, unit: Unit) -> Record:
        """The deadline by the kind of body that the roster states, where the cover states none."""
        kind = None if record.kind else self._kinds.get(plain(unit.kind))
        if not kind or record.year is None or not record.published:
            return record
        try:
            day = date.fromisoformat(record.published)
        except ValueError:
            return record
        limit = deadline(kind, record.year + 1)
        return replace(record, is_late=limit is not None and day > limit)

    def collected(self, before: Mapping[str, int], *, is_pure: bool) -> Collected:
        """All of it added up; `before` are rows of last year's reports from elsewhere, by the key of their body."""
        self._proposals = proposed(self._unlisted(), self.every, lambda number: self._last[number] != _NONE)
        coming = chain(map(self._listed, self.names.numbers), self._proposals.strangers)
        given = self.organ, self.wanted.year, self._form, self._shelved(coming), self.names, self.rows
        return Collected(*given, before=before, is_pure=is_pure, form_of=self.catalogue.form)

    def levels(self, before: Mapping[str, int]) -> Iterator[tuple[Taken, Collected]]:
        """Each office below this one: what came of it, and the reports of those right below it added up.

        Once `collected` has looked for names that are near.
        """
        for office, own in self._offices:
            units = self._shelved(map(self._listed, own.numbers))
            number = self.roster.listed.numbers[organ_key(office.name)]
            given = office.name, self.wanted.year, self._form, units, own, self.rows
            yield self._listed(number), Collected(*given, before=before, form_of=self.catalogue.form)

    @property
    def has_levels(self) -> bool:
        """Whether there are offices below this one, whose reports are held against those of their units."""
        return bool(self._offices)

    def _shelved(self, units: Iterable[Taken]) -> Many[Taken]:
        found = Shelf(self.pile, values_of_taken, taken_from)
        for one in units:
            found.add(one)
        return found

    def _listed(self, number: int) -> Taken:
        """What came of a body of the roster."""
        unit = self.roster.units[number]
        files = in_order(list(self._files_of(number)), self.wanted)
        found = taken(unit.name, files, self.wanted, notes=_notes(unit, files)) if files else missing(unit.name)
        return self._proposals.told(found)

    def _files_of(self, number: int) -> Iterator[Record]:
        at = self._last[number]
        while at != _NONE:
            yield self._records[at]
            at = self._before[at]

    def _unlisted(self) -> Iterator[Taken]:
        """The files of nobody on the roster, by their paths."""
        records = sorted(map(self._records.__getitem__, self._strangers), key=lambda one: one.path)
        return (unlisted(one, _NOT_LISTED) for one in records)


def _notes(unit: Unit, files: Iterable[Record]) -> Iterator[Bilingual]:
    """A word for each file of which it is not plain from its cover that it is the body's."""
    files = tuple(files)
    called = told_apart(one.path for one in files)
    for one in files:
        if known := _known_by(unit, one):
            name = called[one.path]
            yield Bilingual(f"{name} {known.zh}", f"{name}: {known.en}") if len(files) > 1 else known


def _known_by(unit: Unit, record: Record) -> Bilingual | None:
    if not record.is_readable or organ_key(record.organ) == organ_key(unit.name):
        return None
    if record.is_nameless:
        return Bilingual("封面没有可用的机关名称，按文件名认定", "its cover names no body; known by the file's name")
    name = record.organ
    return Bilingual(f"报告用的是曾用名“{name}”", f"the report has its former name “{name}”")
