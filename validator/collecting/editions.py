"""A report of one edition added to those of another: whatever both call by one name, and rows taken apart or together.

2019版（六）其他处理 is one row, of which 2021版 makes three: its count goes to 其他处理_其他 (the form's data say so,
`Table.becomes`), and three go together the other way. What the other edition has no cell for is left out, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from validator.collecting.amounts import NOTHING
from validator.model.form import Form, Indicator, Table
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Merging:
    """How the numbers of one form go into another: for each of its numbers the place there, None where none is.

    `moved` are rows that go into one of another name, by name; `lost` tables of which something is left out.
    """

    places: tuple[int | None, ...]
    size: int
    moved: Mapping[str, str]
    lost: tuple[str, ...]

    def merged(self, row: list[int]) -> list[int]:
        """The numbers in the order of the other form; several that go to one place are added."""
        found = [NOTHING] * self.size
        for place, value in zip(self.places, row, strict=True):
            if place is not None and value != NOTHING:
                found[place] = value if found[place] == NOTHING else found[place] + value
        return found


@lru_cache(maxsize=64)
def merging(form: Form, into: Form) -> Merging:
    """How reports of `form` are added up in `into`."""
    at = {name: number for number, name in enumerate(into.indicators)}
    names = {one.name: _name_in(one, form, into) for one in form.indicators.values()}
    moved = {
        f"{one.table}.{one.row}": f"{one.table}.{into.indicators[names[one.name]].row}"
        for one in form.indicators.values()
        if names[one.name] and names[one.name] != one.name
    }
    lost = dict.fromkeys(one.table for one in form.indicators.values() if not names[one.name])
    return Merging(tuple(at.get(name) for name in names.values()), len(at), moved, tuple(lost))


def _name_in(one: Indicator, form: Form, into: Form) -> str:
    """What the other form calls a number, ``""`` where it has none."""
    if one.name in into.indicators:
        return one.name
    table, other = form.tables[one.table], into.tables.get(one.table)
    rows = _rows(one.row, table, other) if other else ()
    return next((name for row in rows if (name := f"{one.table}.{row}.{one.column}") in into.indicators), "")


def _rows(row: str, table: Table, other: Table) -> Iterator[str]:
    """The row that takes a row's figures: one of those it was taken apart into, or the one that it is a part of."""
    if row in table.becomes:
        yield table.becomes[row]
    yield from (group for group, rows in table.groups.items() if row in rows and group in other.becomes)
