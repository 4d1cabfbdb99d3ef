"""The editions of the form: ``forms/<edition>.toml`` -> Form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from validator.files.entry import BadEntry, Entry, load_entry
from validator.files.shipped import data_names
from validator.model.address import cells_of
from validator.model.form import Edition, Field, Form, Indicator, Label, Member, NumberKind, Section, Table

LATEST = "2021"
_SHARED = "report.toml"


@lru_cache(maxsize=1)
def editions() -> tuple[str, ...]:
    """The editions there are, oldest first: one file each."""
    return tuple(sorted(name.removesuffix(".toml") for name in data_names("forms", ".toml") if name != _SHARED))


def load_form(edition: Edition = LATEST) -> Form:
    """The form of one edition, or the mixture that a map table -> edition names.

    Tables that a map leaves out are of the latest edition. Raises BadEntry for an edition or table that is not there.
    """
    if isinstance(edition, str):
        return _load(((None, edition),))
    return _load(tuple(sorted(edition.items())))


@lru_cache(maxsize=64)
def _load(wanted: tuple[tuple[str | None, str], ...]) -> Form:
    chosen = dict(wanted)
    base = chosen.pop(None, LATEST)
    tables, basis = _tables(base)
    for name, edition in chosen.items():
        if name not in tables:
            raise BadEntry(f"edition: no table '{name}', there are {', '.join(tables)}")
        tables[str(name)] = _tables(edition)[0][str(name)]
    used = {name: table.edition for name, table in tables.items()}
    shared = load_entry("forms", _SHARED)
    organ_types = shared.texts("organ_types")
    cover = tuple(_field(entry, "封面") for entry in shared.entries("cover"))
    sections = tuple(_section(entry) for entry in shared.entries("section", "number"))
    shared.done()
    single = set(used.values())
    edition_used: Edition = single.pop() if len(single) == 1 else used
    return Form(edition_used, basis, tables, cover, sections, organ_types)


@lru_cache(maxsize=8)
def _edition(edition: str) -> tuple[tuple[Table, ...], str]:
    if edition not in editions():
        raise BadEntry(f"edition: no edition '{edition}', there are {', '.join(editions())}")
    entry = load_entry("forms", f"{edition}.toml")
    if entry.take("edition", str) != edition:
        raise BadEntry(f"{entry.where}: key 'edition' must be '{edition}', as the file is named")
    basis = entry.take("basis", str)
    years = entry.take("first_year", int), entry.option("last_year", int, 0) or None
    tables = tuple(_table(one, edition, years) for one in entry.entries("table"))
    entry.done()
    return tables, basis


def _tables(edition: str) -> tuple[dict[str, Table], str]:
    tables, basis = _edition(edition)
    return {table.name: table for table in tables}, basis


def _field(entry: Entry, sheet: str) -> Field:
    found = Field(entry.take("name", str), entry.take("label", str), sheet, entry.take("cell", str))
    entry.done()
    return found


def _section(entry: Entry) -> Section:
    number, title, sheet = (entry.take(key, str) for key in ("number", "title", "sheet"))
    heading = Field(f"标题.{number}", title, sheet, entry.take("title_cell", str))
    cell = entry.option("text_cell", str, "")
    entry.done()
    text = Field(f"正文.{number}", title, sheet, cell) if cell else None
    return Section(number, title, sheet, heading, text)


def _table(entry: Entry, edition: str, years: tuple[int, int | None]) -> Table:
    name, title, sheet, period = (entry.take(key, str) for key in ("name", "title", "sheet", "period_cell"))
    row_axis, column_axis = entry.take("row_axis", str), entry.take("column_axis", str)
    heads = tuple(_label(one) for one in entry.entries("heads", "text"))
    columns = tuple(_column(one) for one in entry.entries("columns"))
    groups = _groups(entry, "row_groups") | _groups(entry, "column_groups")
    totals = entry.mapping("totals")
    defaults = _Defaults(
        name, entry.take("kind", str), entry.take("unit", str), entry.mapping("kinds"), entry.mapping("units")
    )
    rows: list[Member] = []
    found: dict[str, Indicator] = {}
    for one in entry.entries("rows"):
        member, indicators = _row(one, columns, defaults)
        rows.append(member)
        found.update((indicator.name, indicator) for indicator in indicators)
    entry.done()
    _check_groups(entry.where, groups, {member.name for member in (*rows, *columns)})
    for key, one_found in found.items():
        found[key] = _with_parts(one_found, groups, totals)
    axes = row_axis, column_axis, tuple(rows), columns
    return Table(name, edition, title, sheet, period, *axes, groups, heads, found, *years)


def _groups(entry: Entry, key: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(members) for name, members in entry.mapping(key).items()}


def _check_groups(where: str, groups: Mapping[str, tuple[str, ...]], members: set[str]) -> None:
    for name, names in groups.items():
        if unknown := [one for one in names if one not in members]:
            raise BadEntry(f"{where}: group '{name}' names '{unknown[0]}', which is no row or column")


class _Defaults:
    """What the cells of a table are unless a column or row says otherwise."""

    def __init__(self, table: str, kind: str, unit: str, kinds: Mapping[str, str], units: Mapping[str, str]) -> None:
        self.table, self.kind, self.unit, self.kinds, self.units = table, kind, unit, kinds, units


def _label(entry: Entry) -> Label:
    found = Label(entry.take("text", str), entry.take("at", str))
    entry.done()
    return found


def _column(entry: Entry) -> Member:
    name, label = entry.take("name", str), entry.take("label", str)
    places = entry.texts("at")
    entry.done()
    return Member(name, tuple(Label(label, at) for at in places))


def _row(entry: Entry, columns: tuple[Member, ...], defaults: _Defaults) -> tuple[Member, tuple[Indicator, ...]]:
    name, cells = entry.take("name", str), cells_of(entry.take("cells", str))
    label, at = entry.option("label", str, ""), entry.option("at", str, "")
    names = entry.texts("columns") or tuple(member.name for member in columns)
    kind, unit = entry.option("kind", str, ""), entry.option("unit", str, "")
    span = entry.option("span", str, "")
    entry.done()
    if len(names) != len(cells):
        raise BadEntry(f"{entry.where}: key 'cells' has {len(cells)} cells for {len(names)} columns")
    if unknown := set(names) - {member.name for member in columns}:
        raise BadEntry(f"{entry.where}: key 'columns' names '{unknown.pop()}', which is no column")
    found = tuple(
        Indicator(
            f"{defaults.table}.{name}.{column}",
            defaults.table,
            name,
            column,
            _kind(entry.where, kind or defaults.kinds.get(column, defaults.kind)),
            unit or defaults.units.get(column, defaults.unit),
            cell,
            span if span and cell == cells[-1] else cell,
        )
        for column, cell in zip(names, cells, strict=True)
    )
    return Member(name, (Label(label, at),) if label else ()), found


def _kind(where: str, kind: str) -> NumberKind:
    try:
        return NumberKind(kind)
    except ValueError:
        raise BadEntry(f"{where}: key 'kind' is '{kind}', known are {', '.join(NumberKind)}") from None


def _with_parts(
    one: Indicator, groups: Mapping[str, tuple[str, ...]], totals: Mapping[str, Mapping[str, str]]
) -> Indicator:
    parts = []
    if group := totals.get("rows", {}).get(one.row):
        parts.append(tuple(f"{one.table}.{row}.{one.column}" for row in groups[group]))
    if group := totals.get("columns", {}).get(one.column):
        parts.append(tuple(f"{one.table}.{one.row}.{column}" for column in groups[group]))
    if not parts:
        return one
    return Indicator(one.name, one.table, one.row, one.column, one.kind, one.unit, one.cell, one.span, tuple(parts))
