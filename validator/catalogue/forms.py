"""The editions of the form: ``forms/<edition>.toml`` and what they share, ``forms/report.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from validator.catalogue.appearance import guidance_of, hint_of, layout_of
from validator.catalogue.overview import overview_of
from validator.files.entry import BadEntry, Entry, load_entry, one_of
from validator.model.address import cells_of, position
from validator.model.form import (
    HEADING_PREFIX,
    TEXT_PREFIX,
    Calendar,
    Edition,
    Field,
    Form,
    Indicator,
    Label,
    Member,
    NumberKind,
    Role,
    Section,
    Table,
    Weights,
)
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field, replace

_SHARED = "report.toml"
_COVER = "封面"
_NAME = expression(r"[^\W\d]\w*\Z")
"""A word that Excel takes for a part of a defined name, and that a rule can write."""
_NEEDED = (Role.TITLE, Role.ORGAN, Role.YEAR, Role.START, Role.END)
"""Without these there is no title and no period to derive."""
_NO_LEAP_YEAR = 2001
"""A page of text."""


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Every edition of the form, loaded once: `names` oldest first, `tables` by edition and name.

    `default` is the edition of a report that does not say which, `shared` what all have: a form without tables.
    """

    names: tuple[str, ...]
    tables: Mapping[str, Mapping[str, Table]]
    bases: Mapping[str, str]
    shared: Form
    default: str
    _made: dict[tuple[tuple[str, str], ...], Form] = field(default_factory=dict, repr=False, compare=False)

    def form(self, edition: Edition | None = None) -> Form:
        """The form of one edition (the default one), or the mixture that a map table -> edition names.

        Tables that a map leaves out are of the default edition. The same edition gives the same object. Raises
        BadEntry for an edition or a table that is not there.
        """
        base, chosen = (self.default, edition) if isinstance(edition, Mapping) else (edition or self.default, {})
        tables = dict(self._edition(base))
        for name, other in chosen.items():
            if name not in tables:
                raise BadEntry(f"edition: no table '{name}', there are {', '.join(tables)}")
            if name not in self._edition(other):
                raise BadEntry(f"edition: edition '{other}' has no table '{name}'")
            tables[name] = self._edition(other)[name]
        key = tuple((name, table.edition) for name, table in tables.items())
        if key not in self._made:
            self._made[key] = self._form(base, tables)
        return self._made[key]

    def every(self, table: str) -> tuple[Table, ...]:
        """A table in every edition that has it, the newest first."""
        return tuple(found[table] for name in reversed(self.names) if table in (found := self.tables[name]))

    def edition_for(self, year: int) -> str:
        """The edition that reports of a year use: the newest that covers it, the default for years that none covers."""
        covering = [name for name in self.names if all(_covers(one, year) for one in self.tables[name].values())]
        return covering[-1] if covering else self.default

    def _edition(self, edition: str) -> Mapping[str, Table]:
        if edition not in self.tables:
            raise BadEntry(f"edition: no edition '{edition}', there are {', '.join(self.names)}")
        return self.tables[edition]

    def _form(self, base: str, tables: Mapping[str, Table]) -> Form:
        used = {name: table.edition for name, table in tables.items()}
        edition = used if len(set(used.values())) > 1 else next(iter(used.values()))
        return replace(self.shared, edition=edition, basis=self.bases[base], tables=tables)


def _covers(table: Table, year: int) -> bool:
    return table.first_year <= year and (table.last_year is None or year <= table.last_year)


def load_forms(folder: Path) -> Forms:
    """Every edition in a folder. Raises BadEntry naming file and key."""
    entry = load_entry(folder / _SHARED)
    default, shared = entry.take("default_edition", str), _shared(entry)
    files = sorted(path for path in folder.glob("*.toml") if path.name != _SHARED)
    loaded = {path.stem: _edition(load_entry(path), path.stem, shared) for path in files}
    if default not in loaded:
        raise BadEntry(f"{folder.name}/{_SHARED}: key 'default_edition' names '{default}', no edition")
    tables = {name: found for name, (found, _) in loaded.items()}
    names = sorted(tables, key=lambda name: (max(one.first_year for one in tables[name].values()), name))
    return Forms(tuple(names), tables, {name: basis for name, (_, basis) in loaded.items()}, shared, default)


def _shared(entry: Entry) -> Form:
    words = entry.take("title_words", str)
    first, last = _day(entry, "first_day"), _day(entry, "last_day")
    years = range(entry.take("first_year", int), entry.take("last_year", int) + 1)
    organ_types, guidance, weights = entry.texts("organ_types"), guidance_of(entry), _weights(entry)
    introduction = _introduction(entry)
    cover = tuple(_field(one) for one in entry.entries("cover"))
    contacts = tuple(_field(one) for one in entry.entries("contact"))
    sections = tuple(_section(one) for one in entry.entries("section", "number"))
    entry.done()
    roles = [one.role for one in cover if one.role]
    if missing := [role for role in _NEEDED if role not in roles]:
        raise BadEntry(f"{entry.where}: no cover field has the role '{missing[0]}'")
    _once(entry.where, "role", roles)
    _once(entry.where, "cover", [one.name for one in (*cover, *contacts)])
    _once(entry.where, "cell", [one.cell for one in (*cover, *contacts)])
    _once(entry.where, "section", [one.number for one in sections])
    _once(entry.where, "sheet", [one.sheet for one in sections])
    calendar = Calendar(first, last, years)
    return Form("", "", {}, cover, sections, organ_types, words, calendar, guidance, contacts, weights, introduction)


def _weights(entry: Entry) -> Weights:
    """How much is against a figure being wrong; as usual where the file does not say."""
    given = entry.mapping("weights")
    usual = Weights()
    for name, weight in given.items():
        if name not in {"figure", "firm"} or isinstance(weight, bool) or not isinstance(weight, int | float):
            raise BadEntry(f"{entry.where}: key 'weights.{name}' is no weight: there are figure and firm, both numbers")
        if weight <= 0:
            raise BadEntry(f"{entry.where}: key 'weights.{name}' must be above 0")
    return Weights(float(given.get("figure", usual.figure)), float(given.get("firm", usual.firm)))


def _introduction(entry: Entry) -> str:
    text = entry.option("introduction", str, "")
    if set(re.findall(r"\{[^{}]*\}?|\}", text)) - {"{start}", "{end}"}:
        raise BadEntry(f"{entry.where}: key 'introduction' may hold {{start}} and {{end}}, and no other braces")
    return text


def _once(where: str, key: str, values: Iterable[str]) -> None:
    found = list(values)
    if twice := [one for one in found if found.count(one) > 1]:
        raise BadEntry(f"{where}: {key} '{twice[0]}' is given twice")


def _day(entry: Entry, key: str) -> tuple[int, int]:
    """``12-31`` -> (12, 31); a day that every year has."""
    text = entry.take(key, str)
    if found := re.fullmatch(r"(\d+)-(\d+)", text):
        with suppress(ValueError):
            day = date(_NO_LEAP_YEAR, int(found[1]), int(found[2]))
            return day.month, day.day
    raise BadEntry(f"{entry.where}: key '{key}' is '{text}', which is no day of every year (month-day)")


def _edition(entry: Entry, edition: str, shared: Form) -> tuple[Mapping[str, Table], str]:
    if entry.take("edition", str) != edition:
        raise BadEntry(f"{entry.where}: key 'edition' must be '{edition}', as the file is named")
    basis = entry.take("basis", str)
    years = entry.take("first_year", int), entry.option("last_year", int, 0) or None
    tables = tuple(_table(one, edition, years) for one in entry.entries("table"))
    entry.done()
    if not tables:
        raise BadEntry(f"{entry.where}: no key 'table'")
    _once(entry.where, "table", [table.name for table in tables])
    _once(entry.where, "table's sheet", [table.sheet for table in tables])
    for table in tables:
        if (table.sheet, table.title) not in {(one.sheet, one.title) for one in shared.sections}:
            raise BadEntry(f"{entry.where}: table '{table.name}' is on the sheet of no section with its title")
    return {table.name: table for table in tables}, basis


def _cell(entry: Entry, key: str) -> str:
    """A cell address or a range, in capitals and without ``$``."""
    text = entry.take(key, str)
    _refuse_no_address(entry.where, key, text)
    return text


def _refuse_no_address(where: str, key: str, text: str) -> None:
    try:
        for corner in text.split(":"):
            position(corner)
    except ValueError:
        raise BadEntry(f"{where}: key '{key}' is '{text}', which is no cell") from None


def _word(entry: Entry, key: str) -> str:
    """A name that rules and defined names are made of."""
    text = entry.take(key, str)
    if not _NAME.match(text):
        raise BadEntry(
            f"{entry.where}: key '{key}' is '{text}': a name is letters, digits and '_', and begins with none"
        )
    return text


def _field(entry: Entry) -> Field:
    name, label, cell = entry.take("name", str), entry.take("label", str), _cell(entry, "cell")
    role = entry.choice("role", Role) if entry.has("role") else None
    hint = hint_of(entry, label)
    entry.done()
    if not all(_NAME.match(part) for part in name.split(".")):
        raise BadEntry(f"{entry.where}: key 'name' is no name of Excel")
    return Field(name, label, _COVER, cell, role, hint)


def _section(entry: Entry) -> Section:
    number, title, sheet = _word(entry, "number"), entry.take("title", str), entry.take("sheet", str)
    heading = Field(f"{HEADING_PREFIX}{number}", title, sheet, _cell(entry, "title_cell"))
    cell = _cell(entry, "text_cell") if entry.has("text_cell") else ""
    may_be_none = entry.option("may_be_none", bool, default=False)
    prompts, words = entry.texts("prompts"), entry.texts("words")
    entry.done()
    text = Field(f"{TEXT_PREFIX}{number}", title, sheet, cell) if cell else None
    return Section(number, title, sheet, heading, text, may_be_none, prompts, words)


def _table(entry: Entry, edition: str, years: tuple[int, int | None]) -> Table:
    name, title, sheet = _word(entry, "name"), entry.take("title", str), entry.take("sheet", str)
    period = _cell(entry, "period_cell")
    row_axis, column_axis = _word(entry, "row_axis"), _word(entry, "column_axis")
    heads = tuple(_label(one) for one in entry.entries("heads", "text"))
    columns = tuple(_column(one) for one in entry.entries("columns"))
    groups = _groups(entry, "row_groups") | _groups(entry, "column_groups")
    totals = entry.mapping("totals")
    kind, unit = entry.take("kind", str), entry.take("unit", str)
    kinds, units = entry.mapping("kinds"), entry.mapping("units")
    cells = {one.name: (kinds.get(one.name, kind), units.get(one.name, unit)) for one in columns}
    layout = layout_of(entry)
    rows: list[Member] = []
    found: dict[str, Indicator] = {}
    for one in entry.entries("rows"):
        member, indicators = _row(one, name, cells)
        rows.append(member)
        found.update((indicator.name, indicator) for indicator in indicators)
    overview = overview_of(entry, name, groups, found)
    becomes = entry.mapping("becomes")
    entry.done()
    members = [member.name for member in (*rows, *columns)]
    _once(entry.where, "row", [one.name for one in rows])
    _once(entry.where, "column", [one.name for one in columns])
    _check_groups(entry.where, groups, set(members))
    _check_totals(entry.where, groups, totals, set(members))
    found |= {
        key: replace(one, parts=parts) for key, one in found.items() if (parts := tuple(_parts(one, groups, totals)))
    }
    if unknown := [part for one in found.values() for parts in one.parts for part in parts if part not in found]:
        raise BadEntry(f"{entry.where}: a total adds '{unknown[0]}', which the table has not")
    _refuse_circles(entry.where, found)
    axes = row_axis, column_axis, tuple(rows), columns
    made = name, edition, title, sheet, period, *axes, groups, heads, found, *years, layout, overview
    if strange := set(becomes) - {one.name for one in rows}:
        raise BadEntry(f"{entry.where}: key 'becomes' names '{strange.pop()}', which is no row")
    return Table(*made, becomes)


def _groups(entry: Entry, key: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(members) for name, members in entry.mapping(key).items()}


def _check_groups(where: str, groups: Mapping[str, tuple[str, ...]], members: set[str]) -> None:
    for name, names in groups.items():
        if unknown := [one for one in names if one not in members]:
            raise BadEntry(f"{where}: group '{name}' names '{unknown[0]}', which is no row or column")


def _check_totals(
    where: str, groups: Mapping[str, object], totals: Mapping[str, Mapping[str, str]], members: set[str]
) -> None:
    for axis, found in totals.items():
        if axis not in {"rows", "columns"}:
            raise BadEntry(f"{where}: unknown key 'totals.{axis}'")
        for line, group in found.items():
            if line not in members or group not in groups:
                raise BadEntry(f"{where}: totals: '{line}' or its group '{group}' is not there")


def _refuse_circles(where: str, indicators: Mapping[str, Indicator]) -> None:
    """A total that adds itself, at once or through others, has no value."""
    known = {name for name, one in indicators.items() if not one.parts}
    while more := {
        name
        for name, one in indicators.items()
        if name not in known and all(part in known for parts in one.parts for part in parts)
    }:
        known |= more
    if left := [name for name in indicators if name not in known]:
        raise BadEntry(f"{where}: the total '{left[0]}' adds itself")


def _label(entry: Entry) -> Label:
    found = Label(entry.take("text", str), _cell(entry, "at"))
    entry.done()
    return found


def _column(entry: Entry) -> Member:
    name, label = _word(entry, "name"), entry.take("label", str)
    places = entry.texts("at")
    entry.done()
    for at in places:
        _refuse_no_address(entry.where, "at", at)
    return Member(name, tuple(Label(label, at) for at in places))


def _row(entry: Entry, table: str, usual: Mapping[str, tuple[str, str]]) -> tuple[Member, tuple[Indicator, ...]]:
    """A row and its cells; `usual` are kind and unit of the columns, which a row may have otherwise."""
    name, cells = _word(entry, "name"), cells_of(_cell(entry, "cells"))
    label, at = entry.option("label", str, ""), _cell(entry, "at") if entry.has("at") else ""
    names = entry.texts("columns") or tuple(usual)
    kind, unit = entry.option("kind", str, ""), entry.option("unit", str, "")
    span, note = entry.option("span", str, ""), entry.option("note", str, "")
    entry.done()
    if len(names) != len(cells):
        raise BadEntry(f"{entry.where}: key 'cells' has {len(cells)} cells for {len(names)} columns")
    if unknown := set(names) - set(usual):
        raise BadEntry(f"{entry.where}: key 'columns' names '{unknown.pop()}', which is no column")
    where = f"{entry.where}: key 'kind'"
    found = tuple(
        Indicator(
            f"{table}.{name}.{column}",
            table,
            name,
            column,
            one_of(NumberKind, kind or usual[column][0], where),
            unit or usual[column][1],
            cell,
            span if span and cell == cells[-1] else cell,
        )
        for column, cell in zip(names, cells, strict=True)
    )
    return Member(name, (Label(label, at),) if label else (), note), found


def _parts(
    one: Indicator, groups: Mapping[str, tuple[str, ...]], totals: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, ...]]:
    if group := totals.get("rows", {}).get(one.row):
        yield tuple(f"{one.table}.{row}.{one.column}" for row in groups[group])
    if group := totals.get("columns", {}).get(one.column):
        yield tuple(f"{one.table}.{one.row}.{column}" for column in groups[group])
