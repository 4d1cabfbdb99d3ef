"""Where the rows and cells of a worksheet part stand in its bytes."""

from __future__ import annotations

from collections.abc import Mapping

from validator.editing.xml_places import Element, Walk
from validator.model.address import position
from validator.readers.limits import damaged
from validator.readers.xlsx.places import area
from validator.startup.records import dataclass, field

_SHEET = ("worksheet", "sheetData")
_ROW = (*_SHEET, "row")
_CELL = (*_ROW, "c")
_COLUMN = ("worksheet", "cols", "col")
_DIMENSION = ("worksheet", "dimension")
_MERGED = ("worksheet", "mergeCells", "mergeCell")
_DEPTH = len(_CELL) + 1
_RANGES = frozenset({"array", "dataTable"})
"""Formulas that one cell holds for many."""


@dataclass(slots=True)
class RowPlaces:
    """A row: its number, the columns of its cells with where each ends, and with their children those to be edited."""

    number: int
    element: Element
    ends: list[tuple[int, int]] = field(default_factory=list)
    wanted: dict[int, tuple[Element, list[Element]]] = field(default_factory=dict)


class SheetPlaces:
    """Where the rows and cells of a part are, as far as it takes to edit some of them."""

    def __init__(self, data: bytes, wanted: Mapping[int, frozenset[int]]) -> None:
        self.rows: dict[int, RowPlaces] = {}
        self.ends: list[tuple[int, int]] = []
        self.columns: list[Mapping[str, str]] = []
        self._table: Element | None = None
        self.dimension: Element | None = None
        self.merged: list[str] = []
        self.arrays: list[str] = []
        self._wanted = wanted
        self._children: list[Element] = []
        self._cells: list[tuple[Element, list[Element]]] = []
        Walk(data, self._found, _DEPTH)

    @property
    def table(self) -> Element:
        """The element that the rows stand in."""
        if self._table is None:
            raise damaged("工作表里没有表格（sheetData）")
        return self._table

    def formula(self, at: str) -> list[Element]:
        """The formula of a cell that is to be edited, none where it has none."""
        row, column = position(at)
        _, children = self.rows[row].wanted.get(column, (None, [])) if row in self.rows else (None, [])
        return [one for one in children if one.name == "f"]

    def _found(self, path: tuple[str, ...], one: Element) -> None:
        if path[:-1] == _CELL:
            self._children.append(one)
            if one.given.get("t") in _RANGES:
                self.arrays.append(area(one.given.get("ref", "")) or "")
        elif path == _CELL:
            self._cells.append((one, self._children))
            self._children = []
        elif path == _ROW:
            self._end_row(one)
        elif path == _COLUMN:
            self.columns.append(one.given)
        elif path == _SHEET:
            self._table = one
        elif path == _DIMENSION:
            self.dimension = one
        elif path == _MERGED:
            self.merged.append(area(one.given.get("ref", "")) or "")

    def _end_row(self, element: Element) -> None:
        """A row or cell without an address follows the one before it."""
        last = self.ends[-1][0] if self.ends else 0
        number = int(element.given.get("r") or last + 1)
        self.ends.append((number, element.end))
        if wanted := self._wanted.get(number):
            row, column = RowPlaces(number, element), 0
            for cell, children in self._cells:
                stated = cell.given.get("r")
                column = position(stated)[1] if stated else column + 1
                row.ends.append((column, cell.end))
                if column in wanted:
                    row.wanted[column] = cell, children
            self.rows[number] = row
        self._cells = []
