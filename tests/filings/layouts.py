"""Tables of the form laid out by others: anywhere on a sheet, with lines in between, labels written their own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.shipped import form_of, load_form
from validator.exchange.filing_data import FilingData, Value
from validator.model.address import address, cells_of, corners, position
from validator.model.form import Table
from validator.template.formula_results import figures, typed_tables


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid: where its first cell goes, and how many blank lines stand before some of its lines."""

    row: int = 1
    column: int = 1
    rows_before: Mapping[int, int] = field(default_factory=dict)
    columns_before: Mapping[int, int] = field(default_factory=dict)
    without_rows: frozenset[int] = frozenset()
    merged: bool = True
    label: Callable[[str], str] = str

    def at(self, cell: str) -> str:
        """Where a cell of the template is now; tables begin in row 5, column A."""
        row, column = position(cell)
        gone = sum(one < row for one in self.without_rows)
        down = sum(count for line, count in self.rows_before.items() if line <= row)
        right = sum(count for line, count in self.columns_before.items() if line <= column)
        return address(row - 5 + self.row + down - gone, column - 1 + self.column + right)


def values_of(data: FilingData) -> dict[str, Value]:
    """Every figure of a filing, totals as they show."""
    form = form_of(data)
    return figures(data, form, typed_tables(data, form, None))


def lay(sheet: Worksheet, table: Table, values: Mapping[str, Value], layout: Layout) -> dict[str, str]:
    """The table written to the sheet; where each figure went."""
    for label in table.labels:
        if position(label.at.partition(":")[0])[0] not in layout.without_rows:
            put(sheet, label.at, layout.label(label.text), layout)
    found = {}
    for name, one in table.indicators.items():
        if position(one.cell)[0] not in layout.without_rows:
            put(sheet, one.span, values.get(name), layout)
            found[name] = layout.at(one.cell)
    return found


def put(sheet: Worksheet, area: str, value: Any, layout: Layout) -> None:
    """One cell of the template with the cells it is merged with."""
    first, _, last = area.partition(":")
    sheet[layout.at(first)] = value
    if last and layout.merged:
        top, left, _, _ = corners(layout.at(first))
        inside = [position(layout.at(cell)) for cell in cells_of(area) if position(cell)[0] not in layout.without_rows]
        bottom, right = max(row for row, _ in inside), max(column for _, column in inside)
        if (bottom, right) != (top, left):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def book_of(data: FilingData, layouts: Mapping[str, tuple[str, Layout]]) -> tuple[Workbook, dict[str, tuple[str, str]]]:
    """A workbook with the tables of `data`: table -> sheet and layout. With it, where each figure went."""
    book = Workbook()
    places: dict[str, tuple[str, str]] = {}
    del book["Sheet"]
    tables, values = load_form(data.edition).tables, values_of(data)
    for name, (title, layout) in layouts.items():
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        found = lay(sheet, tables[name], values, layout)
        places |= {key: (title, at) for key, at in found.items()}
    return book, places
