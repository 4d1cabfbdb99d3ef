"""What a table's sheet does while it is filled in: refuses wrong input, and turns cells red or yellow.

Conditional formats name cells of their own sheet only: other programs do not follow them to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from validator.model.address import cells_of
from validator.model.appearance import NO_HINT, Hint
from validator.model.form import NumberKind, Table
from validator.model.rule import Severity
from validator.template.areas import absolute, grid, on_own_sheet, rectangles
from validator.template.cell_texts import is_empty, is_unfit_number
from validator.template.crossing import mark_crossings
from validator.template.draft import Draft
from validator.template.live import Writer, due_total, on_own_sheet_writer
from validator.template.panel import verdict_cell
from validator.template.status import IS_BROKEN, PERIOD_FAILS, PERIOD_REVIEW
from validator.template.style import BROKEN, QUESTIONED, UNFILLED, WRONG
from validator.template.writing import mark

_TAKEN: Mapping[NumberKind, Mapping[str, object]] = {
    NumberKind.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    NumberKind.SIGNED: {"validate": "integer", "criteria": "between", "minimum": -999_999_999, "maximum": 999_999_999},
    NumberKind.AMOUNT: {"validate": "decimal", "criteria": ">=", "value": 0},
}


def validate_table(draft: Draft, sheet: Worksheet, table: Table) -> None:
    """Input and error messages on every cell that is filled in."""
    notes = {member.name: member.note for member in table.rows}
    groups: dict[tuple[NumberKind, str], list[str]] = {}
    for one in table.indicators.values():
        if not draft.is_computed(one.name):
            groups.setdefault((one.kind, notes[one.row]), []).append(one.cell)
    for (kind, note), cells in groups.items():
        hint = draft.form.guidance.numbers.get(kind, NO_HINT)
        first, *others = (list(grid(area)) for area in rectangles(cells))
        options = {**_TAKEN[kind], "other_cells": others, **_told(hint, note), "error_title": "不能这样填"}
        sheet.data_validation(*first, options | ({"error_message": hint.refused} if hint.refused else {}))
    if period := _told(draft.form.guidance.period):
        sheet.data_validation(table.period_cell, {"validate": "any", **period})


def _told(hint: Hint, note: str = "") -> dict[str, object]:
    """What a cell tells while it is selected; nothing where the form has no words for it."""
    return {"input_title": hint.title, "input_message": hint.told + note} if hint.told or note else {}


def mark_table(draft: Draft, sheet: Worksheet, table: Table) -> None:
    """Conditional formats, gravest first: no number, blank total, broken relations, the period, what is filled in."""
    broken, questioned, wrong = (draft.book.add_format(one) for one in (BROKEN, QUESTIONED, WRONG))
    writer = on_own_sheet_writer(draft.form, draft.catalogue.defaults)
    _mark_contents(draft, sheet, table, wrong, questioned)
    for name, one in table.indicators.items():
        if one.is_total and not draft.is_computed(name):
            mark(sheet, [one.cell], f"={due_total(draft.form, name, on_own_sheet(draft.form))}", broken)
    mark_crossings(draft, sheet, table, wrong)
    for severity, look in ((Severity.MUST, broken), (Severity.EXPLAIN, questioned)):
        for cells, formula in _relations(draft, table, severity, writer):
            mark(sheet, rectangles(cells), formula, look)
    line = verdict_cell(table)
    for words, look in ((PERIOD_FAILS, broken), (PERIOD_REVIEW, questioned)):
        mark(sheet, [table.period_cell], f'=ISNUMBER(FIND("{words}",{absolute(line)}))', look)
    mark(sheet, [line], f'=ISNUMBER(FIND("{IS_BROKEN}",{absolute(line)}))', broken)
    _mark_unfilled(draft, sheet, table)


def _mark_unfilled(draft: Draft, sheet: Worksheet, table: Table) -> None:
    """What was forgotten keeps its colour. By halves of runs, so that hardly any stands further up: see UNFILLED."""
    look = draft.book.add_format(UNFILLED)
    rows: dict[int, list[str]] = {}
    for one in table.indicators.values():
        if draft.is_computed(one.name):
            continue
        if one.span != one.cell:
            mark(sheet, [one.span], f"=ISBLANK({absolute(one.cell)})", look)
        else:
            rows.setdefault(one.home[0], []).append(one.cell)
    for run in (area for cells in rows.values() for area in rectangles(cells)):
        cells = cells_of(run)
        for half in filter(None, (cells[: len(cells) // 2], cells[len(cells) // 2 :])):
            mark(sheet, rectangles(half), f"=ISBLANK({half[0]})", look)


def _mark_contents(draft: Draft, sheet: Worksheet, table: Table, wrong: Format, questioned: Format) -> None:
    """One rule a rectangle: programs differ on which cell of several ranges a relative address starts from."""
    for kind in NumberKind:
        cells = [one.cell for one in table.indicators.values() if one.kind is kind and not draft.is_computed(one.name)]
        for area in rectangles(cells):
            first = area.partition(":")[0]
            nothing = f"IF(ISTEXT({first}),{is_empty(first)},FALSE)"
            unfit = f"IF(ISNUMBER({first}),{is_unfit_number(first, kind)},NOT({nothing}))"
            mark(sheet, [area], f"=IF(ISBLANK({first}),FALSE,{unfit})", wrong)
            mark(sheet, [area], f"={nothing}", questioned)


def _relations(draft: Draft, table: Table, severity: Severity, writer: Writer) -> Iterator[tuple[list[str], str]]:
    """The cells and the formula of each relation that stands on this sheet alone."""
    for live in draft.lives:
        names = live.instance.names
        if live.rule.severity is severity and all(name in table.indicators for name in names):
            yield [table.indicators[name].cell for name in names], writer.broken(live)
