"""Files as they come, each given to the body whose it is; at the end what came of every listed body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath

from validator.catalogue import Catalogue
from validator.checks.openness.identity import deadline
from validator.collecting.collected import Collected
from validator.collecting.editions import merging
from validator.collecting.naming import Names, Near, Unit, name_key, nearest
from validator.collecting.records import Record, is_no_report
from validator.collecting.roster import Roster
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken, Wanted, missing, taken, unlisted, with_proposal
from validator.model.bilingual import Bilingual
from validator.model.labels import plain
from validator.startup.records import dataclass, field, replace

_NOT_LISTED = Bilingual("名单上没有这个机关", "the roster has no such body")
_BY_FILE = Bilingual("封面没有可用的机关名称，按文件名认定", "its cover names no body; known by the file's name")


@dataclass(slots=True)
class Gathering:
    """What has come for one office so far, and for the offices below it.

    `own` are files of the office itself, which are nobody's below it. `names` are those right below it, `every` all
    bodies below, at whatever level. `given` are files that were named themselves, `no_reports` what lies in the folders
    besides and is no report: a note, a page of something else.
    """

    organ: str
    roster: Roster
    catalogue: Catalogue
    wanted: Wanted
    rows: Rows
    given: frozenset[str] = frozenset()
    names: Names = field(init=False)
    every: Names = field(init=False)
    places: dict[str, int] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    no_reports: list[str] = field(default_factory=list)
    _of_unit: dict[str, list[Record]] = field(default_factory=dict)
    _notes: dict[str, Bilingual] = field(default_factory=dict)
    _strangers: list[Record] = field(default_factory=list)
    elsewhere: int = 0
    """Files of bodies that the roster has, but not below the office."""
    _offices: tuple[tuple[Unit, tuple[Unit, ...]], ...] = field(init=False)
    _others: Names = field(init=False)
    _office: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        units = self.roster.below(self.organ)
        self._offices = self.roster.offices(self.organ)
        deeper = tuple(one for _, own in self._offices for one in own)
        listed = {name_key(one.name) for one in (*units, *deeper)}
        office = self.roster.unit(self.organ)
        self.names, self.every = Names(units), Names((*units, *deeper))
        self._others = Names(tuple(one for one in self.roster.units if name_key(one.name) not in listed))
        self._office = frozenset(map(name_key, (self.organ, *((office.name, *office.former) if office else ()))))

    def add(self, record: Record) -> None:
        """One more file."""
        if name_key(record.organ) in self._office:
            self.own.append(record.path)
            return
        unit, note = self._whose(record)
        if unit is None and record.path not in self.given and is_no_report(record):
            self.no_reports.append(record.path)
            return
        if unit is None and record.organ and self._others.unit(record.organ):
            self.elsewhere += 1
            return
        if record.row:
            into = self.catalogue.form(self.wanted.edition)
            merge = merging(self.catalogue.form(record.edition), into)
            self.places[record.path] = self.rows.add(merge.merged(list(record.row)))
            record = replace(record, row=())  # of 30,000 reports they would fill the memory
        if unit is None:
            self._strangers.append(record)
            return
        key = name_key(unit.name)
        if note:
            self._notes[key] = note
        self._of_unit.setdefault(key, []).append(self._timely(record, unit))

    def _whose(self, record: Record) -> tuple[Unit | None, Bilingual | None]:
        """The listed body that a file is of, and a word where that is not plain from its cover."""
        if record.is_readable and name_key(record.organ):
            unit = self.every.unit(record.organ)
            if unit is None or name_key(unit.name) == name_key(record.organ):
                return unit, None
            name = record.organ
            return unit, Bilingual(f"报告用的是曾用名“{name}”", f"the report has its former name “{name}”")
        return self.every.in_file_name(PurePath(record.path).stem), _BY_FILE if record.is_readable else None

    def _timely(self, record: Record, unit: Unit) -> Record:
        """The deadline by the kind of body that the roster states, where the cover states none."""
        kinds = {plain(one): one for one in self.catalogue.form(self.wanted.edition).organ_types}
        kind = kinds.get(plain(unit.kind))
        if record.kind or not kind or record.year is None or not record.published:
            return record
        try:
            day = date.fromisoformat(record.published)
        except ValueError:
            return record
        limit = deadline(kind, record.year + 1)
        return replace(record, is_late=limit is not None and day > limit)

    def units(self) -> tuple[Taken, ...]:
        """Every listed body in the roster's order, then the files of nobody on it by their paths."""
        listed = [self._listed(one) for one in self.names.units]
        strangers = [unlisted(one, _NOT_LISTED) for one in sorted(self._strangers, key=lambda one: one.path)]
        return tuple(self._with_proposals(listed, strangers))

    def _listed(self, unit: Unit) -> Taken:
        files = self._of_unit.get(name_key(unit.name))
        note = self._notes.get(name_key(unit.name))
        return taken(unit.name, files, self.wanted, note=note) if files else missing(unit.name)

    def _with_proposals(self, listed: list[Taken], strangers: list[Taken]) -> Iterator[Taken]:
        """Near names told on both sides, of bodies of which nothing came; nothing is joined."""
        free = [one for one in self.every.units if name_key(one.name) not in self._of_unit]
        near: dict[str, list[tuple[Taken, Near]]] = {}
        told = []
        for one in strangers:
            found = nearest(one.entry.organ, free)
            told.append(with_proposal(one, _proposed(found)) if found else one)
            if found:
                near.setdefault(found.unit.name, []).append((one, found))
        for one in listed:
            for stranger, found in near.get(one.entry.organ, ()):
                one = with_proposal(one, _seen(stranger, found))
            yield one
        yield from told

    def levels(self) -> Iterator[tuple[Taken, Collected]]:
        """Each office below this one: what came of it, and the reports of those right below it added up."""
        form = self.catalogue.form(self.wanted.edition)
        for office, own in self._offices:
            units = tuple(self._listed(one) for one in own)
            given = office.name, self.wanted.year, form, units, Names(own), self.rows, self.places
            yield self._listed(office), Collected(*given)

    def collected(self, before: Mapping[str, int], *, is_pure: bool) -> Collected:
        """All of it added up; `before` are rows of last year's reports from elsewhere, by the key of their body."""
        form = self.catalogue.form(self.wanted.edition)
        given = self.organ, self.wanted.year, form, self.units(), self.names, self.rows, self.places
        return Collected(*given, before=before, is_pure=is_pure)


def _proposed(found: Near) -> Bilingual:
    name = found.unit.name
    return Bilingual(
        f"名单上的“{name}”与它相近（{found.reason.zh}），是同一单位的话请写进名单的曾用名",
        f"near to “{name}” on the roster ({found.reason.en}); if it is that body, put the name into its 曾用名",
    )


def _seen(stranger: Taken, found: Near) -> Bilingual:
    name, file = stranger.entry.organ, PurePath(stranger.entry.files[0]).name
    return Bilingual(
        f"收到的“{name}”（{file}）名称相近（{found.reason.zh}），没有当作同一单位",
        f"“{name}” ({file}) came, whose name is near ({found.reason.en}); it was not taken for it",
    )
