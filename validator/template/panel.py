"""Beside a table, outside of what prints: whether its relations hold, and how much of it is filled in."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import ASIDE
from validator.filings.tables.shape import shape_of
from validator.model.address import address
from validator.model.form import Table
from validator.template.check_rows import CheckRow
from validator.template.draft import Draft
from validator.template.progress import filled
from validator.template.status import table_line
from validator.template.writing import put, put_formula

_TITLE = "校验情况（不打印）"
_GAP, _WIDTH = 16, 300
"""Pixels."""
_TITLE_ROW, _VERDICT_ROW, _LAST_VERDICT_ROW, _FILLED_ROW = 1, 2, 3, 4


def right_edge(table: Table) -> int:
    """The last column of a table's sheet that prints: the unit stands in a column of its own, however narrow it is."""
    return max(shape_of(table).last[1], 2)


def verdict_cell(table: Table) -> str:
    """Where the verdict on a table stands, on its own sheet: conditional formats look there for its words."""
    return address(_VERDICT_ROW, _column(table))


def write_panel(draft: Draft, sheet: Worksheet, table: Table, rows: tuple[CheckRow, ...]) -> None:
    """Verdict and progress, above the table's first row, so that they stay in sight."""
    column = _column(table)
    sheet.set_column_pixels(column - 2, column - 2, _GAP)
    sheet.set_column_pixels(column - 1, column - 1, _WIDTH)
    put(sheet, address(_TITLE_ROW, column), _TITLE, draft.look("note", "bold", "bottom"))
    line = table_line(draft, table, rows)
    look = draft.look("note", "wrap", "top")
    put_formula(sheet, f"{verdict_cell(table)}:{address(_LAST_VERDICT_ROW, column)}", line.formula, look, line.shown)
    line = filled(draft, table)
    put_formula(sheet, address(_FILLED_ROW, column), f"={line.formula}", draft.look("note"), line.shown)


def _column(table: Table) -> int:
    return right_edge(table) + ASIDE
