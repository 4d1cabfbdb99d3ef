"""A table of the form as rows of cells, as the template lays it out: what stands where and spans how much."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.model.address import address, corners, position
from validator.model.form import Member, Table
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: a label (`text`), or the number with a `name`; neither where the form has nothing.

    `kind` is ``figure``, ``row`` or ``column`` for the label of one, ``head`` for any other.
    """

    cell: str
    text: str = ""
    name: str = ""
    kind: str = "head"
    rows: int = 1
    columns: int = 1
    is_total: bool = False

    @property
    def column(self) -> int:
        """The number of its first column."""
        return position(self.cell)[1]

    @property
    def scope(self) -> str:
        """Of which cells its text is the head, as HTML names it."""
        if self.kind == "row":
            return "row" if self.rows == 1 else "rowgroup"
        if self.kind == "column":
            return "col" if self.columns == 1 else "colgroup"
        return "rowgroup" if self.rows > self.columns else "colgroup"


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table from the first one with a label, and how wide its columns are in hundredths of all."""

    table: Table
    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[float, ...]


@lru_cache(maxsize=64)
def grid_of(table: Table) -> Grid:
    """The table as it is drawn."""
    found = {(top, left): (top, left, one) for top, left, one in _cells(table)}
    covered = {
        (row, column)
        for top, left, one in found.values()
        for row in range(top, top + one.rows)
        for column in range(left, left + one.columns)
    }
    last_row, last_column = max(row for row, _ in covered), max(column for _, column in covered)
    rows = tuple(
        tuple(_row(row, last_column, found, covered)) for row in range(min(row for row, _ in covered), last_row + 1)
    )
    return Grid(table, rows, _widths(table, last_column))


def _row(
    row: int, last: int, found: dict[tuple[int, int], tuple[int, int, GridCell]], covered: set[tuple[int, int]]
) -> Iterator[GridCell]:
    for column in range(1, last + 1):
        if (row, column) in found:
            yield found[row, column][2]
        elif (row, column) not in covered:
            yield GridCell(address(row, column))


def _cells(table: Table) -> Iterator[tuple[int, int, GridCell]]:
    kinds = {id(label): kind for kind, members in _members(table) for member in members for label in member.labels}
    for label in table.labels:
        top, left, bottom, right = corners(label.at)
        kind = kinds.get(id(label), "head")
        yield top, left, GridCell(label.cell, label.text, "", kind, bottom - top + 1, right - left + 1)
    for one in table.indicators.values():
        top, left, bottom, right = corners(one.span)
        spans = bottom - top + 1, right - left + 1
        yield top, left, GridCell(one.cell, "", one.name, "figure", *spans, is_total=one.is_total)


def _members(table: Table) -> tuple[tuple[str, tuple[Member, ...]], ...]:
    return (("row", table.rows), ("column", table.columns))


def _widths(table: Table, count: int) -> tuple[float, ...]:
    given = table.layout.widths
    pixels = [given[min(column, len(given) - 1)] for column in range(count)]
    return tuple(round(100 * one / sum(pixels), 2) for one in pixels)
