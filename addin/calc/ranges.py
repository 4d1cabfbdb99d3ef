"""A range of cells."""

# ruff: noqa: ARG002, D102, FBT001, FBT003  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc import blocks
from addin.calc.formats import ConditionalFormats
from addin.calc.office import enum, guarded, struct, to_number, to_rgb
from addin.calc.syntax import to_calc, to_excel
from validator.model.address import column_letters

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet

Position = tuple[int, int]
BOLD, PLAIN = 150.0, 100.0
CHARACTER = 190  # 1/100 mm, one character of the standard font with its share of the margin
POINT = 35.28  # 1/100 mm
VERTICAL = {"top": 1, "center": 2, "bottom": 3}


class Range(base_classes.Range):
    """One block of cells, from `first` to `last`, both (row, column) counted from 1."""

    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: OpenSheet, first: Position, last: Position) -> None:
        self._sheet = sheet
        self._first = first
        self._shape = (last[0] - first[0] + 1, last[1] - first[1] + 1)
        self.xl = sheet.xl.getCellRangeByPosition(first[1] - 1, first[0] - 1, last[1] - 1, last[0] - 1)

    @property
    def sheet(self) -> OpenSheet:
        return self._sheet

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def row(self) -> int:
        return self._first[0]

    @property
    def column(self) -> int:
        return self._first[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self._shape

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self._shape[1] + 1, (row - 1) % self._shape[1] + 1
        at = (self.row + row - 1, self.column + column - 1)
        return Range(self._sheet, at, at)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        def one(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{column_letters(column)}{'$' * row_absolute}{row}"

        (rows, columns), text = self._shape, one(*self._first)
        if (rows, columns) != (1, 1):
            text += f":{one(self.row + rows - 1, self.column + columns - 1)}"
        return f"'[{self._sheet.book.name}]{self._sheet.name}'!{text}" if external else text

    @property
    def raw_value(self) -> blocks.Block:
        return blocks.read(self.xl, self._sheet.book.doc.NumberFormats)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._refuse_if_locked()
        block = value if isinstance(value, list | tuple) else [[value] * self._shape[1]] * self._shape[0]
        if any(blocks.is_formula(one) for row in block for one in row):
            self._write_formulas(block)
        else:
            self._write([[blocks.as_typed(one) for one in row] for row in block])

    @guarded
    def _write(self, block: Any) -> None:
        self.xl.setDataArray(tuple(tuple(row) for row in block))

    @guarded
    def _write_formulas(self, block: Any) -> None:
        for row, line in enumerate(block):
            for column, one in enumerate(line):
                cell = self.xl.getCellByPosition(column, row)
                if blocks.is_formula(one):
                    cell.setFormula(to_calc(one))
                elif isinstance(one, str):
                    cell.setString(blocks.as_typed(one))
                else:
                    cell.setValue(one)

    @property
    def formula(self) -> Any:
        """Like Excel: a text for one cell, else rows of texts; a constant as its text."""
        rows = tuple(tuple(_formula_text(one) for one in row) for row in self.xl.getFormulaArray())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    def _refuse_if_locked(self) -> None:
        self._sheet.refuse_if_closed() if self._locked() else self._refuse_if_read_only()

    def _locked(self) -> bool:
        """Whether the sheet's protection, if any, would cover some of the cells."""
        protection = self.xl.CellProtection
        return protection is None or bool(protection.IsLocked)

    def _refuse_if_read_only(self) -> None:
        if self._sheet.book.doc.isReadonly():
            self._sheet.refuse_if_closed()

    @property
    def number_format(self) -> str:
        return str(self._sheet.book.doc.NumberFormats.getByKey(self.xl.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, value: str) -> None:
        formats, locale = self._sheet.book.doc.NumberFormats, struct("lang.Locale", "en", "US", "")
        key = formats.queryKey(value, locale, False)
        self.xl.NumberFormat = formats.addNew(value, locale) if key == -1 else key

    @property
    def color(self) -> tuple[int, int, int] | None:
        return to_rgb(self.xl.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self._sheet.refuse_if_closed()
        self.xl.CellBackColor = to_number(value)

    @property
    def font(self) -> Font:
        return Font(self.xl)

    @property
    def column_width(self) -> float:
        return float(self.xl.Columns.getByIndex(0).Width / CHARACTER)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.xl.Columns.Width = int(value * CHARACTER)

    @property
    def row_height(self) -> float:
        return float(self.xl.Rows.getByIndex(0).Height / POINT)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.xl.Rows.Height = int(value * POINT)

    @property  # type: ignore[misc]  # never written here
    def row_hidden(self) -> bool:
        return not self.xl.Rows.getByIndex(0).IsVisible or bool(self.xl.Rows.getByIndex(0).IsFiltered)

    @property  # type: ignore[misc]  # never written here
    def column_hidden(self) -> bool:
        return not self.xl.Columns.getByIndex(0).IsVisible

    @property
    def wrap_text(self) -> bool:
        return bool(self.xl.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.xl.IsTextWrapped = value

    @property
    def vertical_alignment(self) -> Any:
        return self.xl.VertJustify

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.xl.VertJustify = VERTICAL[value]

    @property
    def horizontal_alignment(self) -> Any:
        return self.xl.HoriJustify

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.xl.HoriJustify = enum("table.CellHoriJustify", value.upper())

    def merge(self, across: bool) -> None:
        self.xl.merge(True)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self._sheet, self.xl)

    @guarded
    def select(self) -> None:
        self._sheet.activate()
        self._sheet.book.controller.select(self.xl)


class Font(base_classes.Font):
    """The font of a range."""

    def __init__(self, cells: Any) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        return self._cells

    @property
    def bold(self) -> bool:
        return bool(self.api.CharWeight >= BOLD)

    @bold.setter
    def bold(self, value: bool) -> None:
        weight = BOLD if value else PLAIN
        self.api.CharWeight = self.api.CharWeightAsian = weight

    @property
    def size(self) -> float:
        return float(self.api.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self.api.CharHeight = self.api.CharHeightAsian = value

    @property
    def color(self) -> tuple[int, int, int] | None:
        return to_rgb(self.api.CharColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CharColor = to_number(value)


def _formula_text(text: str) -> str:
    """A formula in Excel's words; a text that Calc shows with an apostrophe, so that it is no number, without it."""
    if text.startswith(("=", "{=")):
        return to_excel(text)
    return text.removeprefix("'")
