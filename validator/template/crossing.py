"""Where a broken row and a broken column cross, a cell stands out: most likely that one is wrong.

It needs no add-in, only a conditional format: one AND for each cell and pair of relations. Cells whose formulas differ
only by their own row and column share one, so that the workbook stays small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from validator.model.address import column_letters, column_number, position
from validator.model.form import Table
from validator.model.rule import Severity
from validator.startup.expressions import expression
from validator.template.areas import rectangles
from validator.template.draft import Draft
from validator.template.live import Live, on_own_sheet_writer
from validator.template.writing import mark

_ROW, _COLUMN = "⟨行⟩", "⟨列⟩"
"""Stand in a formula for the row and the column of the cell that is marked."""
_AREA = expression(r"\$(?P<left>[A-Z]+)\$(?P<top>[0-9]+)(?::\$(?P<right>[A-Z]+)\$(?P<bottom>[0-9]+))?")


def mark_crossings(draft: Draft, sheet: Worksheet, table: Table, look: Format) -> None:
    """The conditional formats of one table; none where it has no sums both along rows and along columns."""
    groups: dict[str, list[str]] = {}
    for name, formula in _crossings(draft, table):
        groups.setdefault(formula, []).append(table.indicators[name].cell)
    for formula, cells in groups.items():
        for area in rectangles(cells):
            row, column = position(area.partition(":")[0])
            mark(sheet, [area], formula.replace(_ROW, str(row)).replace(_COLUMN, column_letters(column)), look)


def _crossings(draft: Draft, table: Table) -> Iterator[tuple[str, str]]:
    """Each cell that stands in a relation of its row and one of its column, and when both are broken."""
    rows, columns = _lines(draft, table, axis=0), _lines(draft, table, axis=1)
    for along_row, row_breaks in rows:
        for along_column, column_breaks in columns:
            for name in set(along_row.instance.names) & set(along_column.instance.names):
                yield name, f"=AND({row_breaks},{column_breaks})"


def _lines(draft: Draft, table: Table, axis: int) -> list[tuple[Live, str]]:
    """The relations that must hold and lie in one row (`axis` 0) or one column (1), and when each is broken."""
    writer, found = on_own_sheet_writer(draft.form, draft.catalogue.defaults), []
    for live in draft.lives:
        names = live.instance.names
        if live.rule.severity is not Severity.MUST or not all(name in table.indicators for name in names):
            continue
        homes = [table.indicators[name].home for name in names]
        lines = {home[axis] for home in homes}
        if len(lines) == 1 and len(homes) > 1:
            broken = writer.broken(live).removeprefix("=")
            found.append((live, _AREA.sub(partial(_relative, axis, lines.pop()), broken)))
    return found


def _relative(axis: int, line: int, area: re.Match[str]) -> str:
    """``$D$8:$I$8`` in row 8 -> ``$D⟨行⟩:$I⟨行⟩``; an area that does not lie in the line alone stays absolute."""
    columns, rows = (area["left"], area["right"]), (area["top"], area["bottom"])
    within = {int(one) if axis == 0 else column_number(one) for one in (rows, columns)[axis] if one}
    if within != {line}:
        return area[0]
    ends = [(column, row) for column, row in zip(columns, rows, strict=True) if row]
    return ":".join(f"${column}{_ROW}" if axis == 0 else f"{_COLUMN}${row}" for column, row in ends)
