"""A workbook that openpyxl holds -> `Workbook`: for whoever opens a file with openpyxl to write into it.

openpyxl keeps either formulas or their results, so the results come from a second load with ``data_only=True``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from validator.model.cells import BLANK, Cell, CellKind, CellValue
from validator.readers.workbook import Sheet, Workbook

_KINDS = {"s": CellKind.TEXT, "b": CellKind.BOOL, "e": CellKind.ERROR, "d": CellKind.DATE, "n": CellKind.NUMBER}


def from_openpyxl(book: openpyxl.Workbook, results: openpyxl.Workbook | None = None, *, path: str = "") -> Workbook:
    """The workbook as every reader gives it.

    Args:
        book: as openpyxl loads it by default, with formulas.
        results: the same file loaded with ``data_only=True``; without it no formula has a stored result.
        path: where it came from, which findings name.

    Returns:
        Sheets, names, custom properties, title and creator. Of `Workbook.notes` only ``macros``, and only where the
        file was loaded with ``keep_vba=True``; print areas are no names here, for openpyxl keeps them elsewhere.
    """
    shown = {one.title: one for one in results.worksheets} if results else {}
    sheets = {one.title: _sheet(one, shown.get(one.title)) for one in book.worksheets}
    untyped: Any = book  # the stubs do not know custom properties
    stated = {"title": book.properties.title, "creator": book.properties.creator}
    custom = {one.name: _text(one.value) for one in untyped.custom_doc_props.props if one.name}
    return Workbook(
        path=path,
        sheets=sheets,
        names=dict(_names(book)),
        properties={name: str(value) for name, value in stated.items() if value} | custom,
        notes=("macros",) if book.vba_archive else (),
        structure_locked=bool(book.security and book.security.lockStructure),
    )


def _names(book: openpyxl.Workbook) -> Iterator[tuple[str, str]]:
    for name, one in book.defined_names.items():
        yield name, one.attr_text or ""
    for sheet in book.worksheets:
        for name, one in sheet.defined_names.items():
            yield f"{sheet.title}!{name}", one.attr_text or ""


def _sheet(sheet: Worksheet, results: Worksheet | None) -> Sheet:
    written = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, OpenpyxlCell)]
    held = (one for one in written if one.value is not None)
    cells = {one.coordinate: _cell(one, results[one.coordinate] if results else None) for one in held}
    return Sheet(
        name=sheet.title,
        cells={at: cell for at, cell in cells.items() if cell != BLANK},
        merged=tuple(str(area) for area in sheet.merged_cells.ranges),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        protected=bool(sheet.protection.sheet),
        very_hidden=sheet.sheet_state == "veryHidden",
        arrays=tuple(one.value.ref for one in written if isinstance(one.value, ArrayFormula)),
        comments={one.coordinate: one.comment.text for one in written if one.comment},
    )


def _hidden_columns(sheet: Worksheet) -> Iterator[str]:
    """Openpyxl keeps columns of one look under the first one's letter."""
    for column in sheet.column_dimensions.values():
        if column.hidden:
            yield from map(get_column_letter, range(column.min or 1, (column.max or 0) + 1))


def _cell(cell: OpenpyxlCell, result: Any) -> Cell:
    formula = _formula(cell)
    if formula is None:
        return Cell(_value(cell.value), _KINDS.get(cell.data_type, CellKind.TEXT))
    stored = None if result is None else _value(result.value)
    kind = CellKind.BLANK if stored is None else _KINDS.get(result.data_type, CellKind.TEXT)
    return Cell(stored, kind, formula, stored)


def _formula(cell: OpenpyxlCell) -> str | None:
    value = cell.value
    if isinstance(value, DataTableFormula):
        return f"TABLE({value.r1 or ''},{value.r2 or ''})"
    if isinstance(value, ArrayFormula):
        return (value.text or "").removeprefix("=")
    return str(value).removeprefix("=") if cell.data_type == "f" else None


def _value(value: Any) -> CellValue:
    """Midnight is a day and a whole number an integer, as our own parser has it."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    found: CellValue = value
    return found


def _text(value: object) -> str:
    """An empty property is None to openpyxl."""
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
