"""The sheets of 表二, 表三 and 表四: the official labels in their places, the cells to fill, the totals."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from validator.filings.tables.shape import shape_of
from validator.model.address import address, column_letters, corners, position, ranges_of
from validator.model.appearance import Layout
from validator.model.derived_fields import formula_of
from validator.model.form import Indicator, Label, NumberKind, Role, Section, Table
from validator.template.check_rows import CheckRow
from validator.template.content import lines_needed
from validator.template.draft import Draft
from validator.template.marks import mark_table, validate_table
from validator.template.panel import right_edge, write_panel
from validator.template.style import TAB_TABLE, print_on_a4, protect, set_sizes
from validator.template.writing import put, put_formula

_POINTS, _LINE_HEIGHT = 10.5, 14
"""Size of the tables' text, and what one line of it takes."""


def write_table(draft: Draft, section: Section, table: Table, rows: tuple[CheckRow, ...]) -> None:
    """One table on its own sheet."""
    sheet = draft.book.add_worksheet(table.sheet)
    (bottom, _), right = shape_of(table).last, right_edge(table)
    layout = table.layout
    set_sizes(sheet, [_width(layout, column) for column in range(right)], {1: 36, 2: 21, 3: 10, 4: 20})
    title = draft.look("title")
    put(sheet, f"{section.heading.cell}:{column_letters(right)}1", section.heading.label, title)
    draft.define(section.heading.name, section.heading.sheet, section.heading.cell)
    _write_top(draft, sheet, table, right)
    write_panel(draft, sheet, table, rows)
    _write_labels(draft, sheet, table)
    for one in table.indicators.values():
        _write_indicator(draft, sheet, one)
    _set_heights(sheet, table, layout, bottom)
    mark_table(draft, sheet, table)
    validate_table(draft, sheet, table)
    _finish(sheet, next(iter(table.indicators.values())).cell, layout, f"A1:{address(bottom, right)}")


def _width(layout: Layout, column: int) -> int:
    return layout.widths[min(column, len(layout.widths) - 1)]


def _write_top(draft: Draft, sheet: Worksheet, table: Table, right: int) -> None:
    """Rows 2 and 4: 统计期限, and whose figures in which unit."""
    last = column_letters(right)
    look = draft.look
    _write_period(draft, sheet, table, right)
    middle = right // 2 if right > 4 else right - 1
    organ = draft.at_role(Role.ORGAN)
    left = f"A4:{column_letters(middle)}4"
    put_formula(sheet, left, f'="填报单位："&{organ}', look("plain", "shrunk"), f"填报单位：{draft.data.organ}")
    put(sheet, f"{column_letters(middle + 1)}4:{last}4", _units(table), look("plain", "right"))


def _write_period(draft: Draft, sheet: Worksheet, table: Table, right: int) -> None:
    row, column = position(table.period_cell)
    label = f"A{row}:{address(row, column - 1)}"
    put(sheet, label, f"{table.period.label}：", draft.look("plain", "right"))
    look = draft.look("plain", "unlocked", "flush", "shrunk")
    cell = f"{table.period_cell}:{address(row, right)}"
    if draft.period_is_typed(table):
        put(sheet, cell, draft.table_period(table) or None, look, table.period.name)
    else:
        put_formula(sheet, cell, f"={formula_of(table.period.name, draft.form, draft.at)}", look, draft.cover.period)
    draft.define(table.period.name, table.sheet, table.period_cell)


def _units(table: Table) -> str:
    """``单位：件；金额：万元``: what the counts and the amounts of the table are counted in."""
    kinds = ((False, "单位"), (True, "金额"))
    found = {
        word: dict.fromkeys(one.unit for one in table.indicators.values() if (one.kind is NumberKind.AMOUNT) is amount)
        for amount, word in kinds
    }
    return "；".join(f"{word}：{'、'.join(units)}" for word, units in found.items() if units)


def _write_labels(draft: Draft, sheet: Worksheet, table: Table) -> None:
    members = {id(label) for member in table.rows for label in member.labels}
    for label in table.labels:
        look = draft.look("cell", "left" if id(label) in members else "head")
        put(sheet, label.at, label.text, look)


def _write_indicator(draft: Draft, sheet: Worksheet, one: Indicator) -> None:
    computed = draft.is_computed(one.name)
    part = "computed" if computed else "typed total" if one.is_total else "unlocked"
    look = draft.look("cell", "number", part)
    if computed:
        parts = ",".join(ranges_of(draft.form.indicators[name].cell for name in one.parts[0]))
        shown = draft.figures[one.name]
        put_formula(sheet, one.span, f"=SUM({parts})", look, 0 if shown is None else shown)
    else:
        put(sheet, one.span, draft.figures[one.name], look, one.name)
    draft.define(one.name, draft.form.tables[one.table].sheet, one.cell)


def _set_heights(sheet: Worksheet, table: Table, layout: Layout, bottom: int) -> None:
    """Rows as tall as their labels need; a label that is merged over rows shares them."""
    figures = {position(one.cell)[0] for one in table.indicators.values()}
    for row in range(5, bottom + 1):
        least = layout.row_height if row in figures else layout.head_height
        needed = [_label_height(one, layout) for one in table.labels if corners(one.at)[0] == row == corners(one.at)[2]]
        sheet.set_row(row - 1, max([least, *needed]))


def _label_height(label: Label, layout: Layout) -> float:
    _, first, _, last = corners(label.at)
    width = sum(_width(layout, column - 1) for column in range(first, last + 1))
    return lines_needed(label.text, width, _POINTS) * _LINE_HEIGHT + 7


def _finish(sheet: Worksheet, first: str, layout: Layout, area: str) -> None:
    row, column = position(first)
    if layout.freeze:
        sheet.freeze_panes(row - 1, column - 1)
    sheet.set_selection(first)
    sheet.ignore_errors({"formula_range": area, "formula_differs": area, "formula_unlocked": area})
    print_on_a4(sheet, area, landscape=layout.landscape)
    sheet.set_tab_color(TAB_TABLE)
    protect(sheet)
