"""What is told of a table over many reports: the keys ``key_figures`` and ``charts`` of a table; both may be left out.

A quantity is written as a number's name without its table (``本年新收.总计``); a group of rows or columns in the place
of one stands for the sum over its members.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from validator.files.entry import BadEntry, Entry
from validator.model.bilingual import Bilingual
from validator.model.overview import Chart, ChartKind, ChartPart, Overview, Series
from validator.startup.records import dataclass

Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What quantities of a table can be made of."""

    table: str
    groups: Groups
    names: Collection[str]


def overview_of(entry: Entry, table: str, groups: Groups, names: Collection[str]) -> Overview:
    """The overview of a table with these groups and numbers. Raises BadEntry for a quantity that it has not."""
    known = _Known(table, groups, names)
    figures = tuple(_part(entry, known, text) for text in entry.texts("key_figures"))
    return Overview(figures, tuple(_chart(one, known) for one in entry.entries("charts", "title")))


def _chart(entry: Entry, known: _Known) -> Chart:
    kind = entry.choice("kind", ChartKind)
    title = Bilingual(entry.take("title", str), entry.take("title_en", str))
    read = {ChartKind.BARS: _bars, ChartKind.FLOW: _flow, ChartKind.STACKS: _stacks}[kind]
    found = Chart(kind, title, read(entry, known))
    entry.done()
    return found


def _bars(entry: Entry, known: _Known) -> tuple[Series, ...]:
    return (_series(entry, known, "parts"),)


def _flow(entry: Entry, known: _Known) -> tuple[Series, ...]:
    return _series(entry, known, "into"), _series(entry, known, "out")


def _series(entry: Entry, known: _Known, key: str) -> Series:
    return Series(key, tuple(_part(entry, known, text) for text in entry.texts(key)))


def _stacks(entry: Entry, known: _Known) -> tuple[Series, ...]:
    rows, columns = entry.texts("rows"), entry.texts("columns")
    return tuple(
        Series(row, tuple(ChartPart(column, _names(entry, known, row, column)) for column in columns)) for row in rows
    )


def _part(entry: Entry, known: _Known, text: str) -> ChartPart:
    row, _, column = text.partition(".")
    return ChartPart(row, _names(entry, known, row, column))


def _names(entry: Entry, known: _Known, row: str, column: str) -> tuple[str, ...]:
    rows, columns = known.groups.get(row, (row,)), known.groups.get(column, (column,))
    names = tuple(f"{known.table}.{one}.{other}" for one in rows for other in columns)
    if unknown := [name for name in names if name not in known.names]:
        raise BadEntry(f"{entry.where}: '{unknown[0]}' is no number of the table")
    return names
