"""From a path to cells: `read_workbook` reads whatever is submitted, safely, and raises only `UnreadableWorkbook`."""

from __future__ import annotations

from validator.model.cells import Cell, CellKind
from validator.readers.files import read_workbook
from validator.readers.limits import DEFAULT_LIMITS, Limits
from validator.readers.workbook import Sheet, UnreadableWorkbook, Workbook

__all__ = ["DEFAULT_LIMITS", "Cell", "CellKind", "Limits", "Sheet", "UnreadableWorkbook", "Workbook", "read_workbook"]
