"""How a table of the form may be laid out: its rows, the columns under each row of heads, side by side or stacked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from validator.filings.tables.shape import Heads, shape_of
from validator.model.form import Label, Table
from validator.model.labels import loose
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures: its label as `loose` has it (``""`` for one without), and the numbers in it by column."""

    label: str
    figures: tuple[str, ...]
    line: int
    """The row of the form."""
    spare: int = 0
    """Columns that its label covers beside its first, which are blank where merged cells were taken apart."""


@dataclass(frozen=True, slots=True)
class Band:
    """The rows under one row of heads.

    `leaves` are the labels of the columns from left to right; `by_level` the same as one reads them, heads of the upper
    row first. `groups` are the heads above columns of like names: label, first and last column.
    """

    leaves: tuple[str, ...]
    by_level: tuple[str, ...]
    groups: tuple[tuple[str, int, int], ...]
    rows: tuple[Row, ...]

    @property
    def often(self) -> Counter[str]:
        """How often each label of a column stands there."""
        return Counter(self.leaves)


@dataclass(frozen=True, slots=True)
class Plan:
    """One layout of a table; in a stacked one the label of a row may stand above its heads."""

    bands: tuple[Band, ...]
    stacked: bool = False
    parted: bool = False
    """Whether its bands are those of several tables, each with the rows of figures that have no label."""


@lru_cache(maxsize=64)
def plans_of(table: Table) -> tuple[Plan, ...]:
    """The official layout; where columns repeat under several heads, also those with these below one another.

    That is each of them with rows of its own, or the first alone and the others side by side (复议, 诉讼).
    """
    bands = tuple(_band(table, heads) for heads in shape_of(table).heads)
    stacked = tuple(_stacked(band) for band in bands)
    parted = tuple(part for band in bands for part in _parted(band))
    more = (Plan(stacked, stacked=True), Plan(parted, parted=True)) if any(band.groups for band in bands) else ()
    return (Plan(bands), *more)


def _band(table: Table, heads: Heads) -> Band:
    at = {one.home: name for name, one in table.indicators.items()}
    leaves = tuple(loose(text) for (text,) in heads.columns.values())
    level = {label.home[1]: label.home[0] for label in _columns(table, heads)}
    columns = list(heads.columns)
    order = sorted(range(len(columns)), key=lambda one: (level[columns[one]], one))
    rows = tuple(_row(table, row, tuple(at.get((row, column), "") for column in columns)) for row in heads.rows)
    return Band(leaves, tuple(leaves[one] for one in order), tuple(_groups(heads)), rows)


def _columns(table: Table, heads: Heads) -> Iterator[Label]:
    for member in table.columns:
        yield from (label for label in member.labels if heads.top <= label.home[0] <= heads.bottom)


def _row(table: Table, row: int, figures: tuple[str, ...]) -> Row:
    labels = (label for member in table.rows for label in member.labels if label.home[0] == row)
    label = next(labels, None)
    if label is None:
        return Row("", figures, row)
    first = min(table.indicators[name].home[1] for name in figures if name)
    return Row(loose(label.text), figures, row, first - label.home[1] - 1)


def _groups(heads: Heads) -> Iterator[tuple[str, int, int]]:
    columns = list(heads.columns)
    for text in dict.fromkeys(text for _, text in heads.over.values()):
        under = [columns.index(column) for column, (_, over) in heads.over.items() if over == text]
        yield loose(text), min(under), max(under)


def _stacked(band: Band) -> Band:
    """The groups of a band as rows of their own."""
    if not band.groups:
        return band
    (row,) = band.rows
    rows = tuple(Row(text, row.figures[first : last + 1], row.line) for text, first, last in band.groups)
    _, first, last = band.groups[0]
    leaves = band.leaves[first : last + 1]
    return Band(leaves, leaves, (), rows)


def _parted(band: Band) -> tuple[Band, ...]:
    """The first group of a band as a band, and the others as another."""
    if len(band.groups) <= 2:
        return (band,)
    (row,), ((_, _, last), *_) = band.rows, band.groups
    return _cut(band, row, 0, last), _cut(band, row, last + 1, len(band.leaves) - 1)


def _cut(band: Band, row: Row, first: int, last: int) -> Band:
    leaves = band.leaves[first : last + 1]
    groups = tuple((text, left - first, right - first) for text, left, right in band.groups if first <= left <= last)
    return Band(leaves, leaves, groups, (Row(row.label, row.figures[first : last + 1], row.line),))
