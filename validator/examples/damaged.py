"""A workbook with something done to it, as data: what the examples of the rules on damage are made of.

The edits are those that people make in Excel, done to the workbook as read: a line that is inserted moves the cells,
merges and names after it, a sheet that is renamed takes its names along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from validator.examples.seen import condition, drawing, look
from validator.filings.tables.names import place_of
from validator.model.address import address, corners, position
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellValue, constant
from validator.readers.workbook import Sheet, Workbook
from validator.startup.records import replace

Edit = Callable[[Workbook, Any], Workbook]


def damaged(workbook: Workbook, edits: Iterable[Mapping[str, Any]]) -> Workbook:
    """The workbook after the edits, one after the other. Raises KeyError for an edit that is not known."""
    for one in edits:
        for name, what in one.items():
            workbook = EDITS[name](workbook, what)
    return workbook


def _with_sheet(workbook: Workbook, sheet: Sheet) -> Workbook:
    return replace(workbook, sheets={**workbook.sheets, sheet.name: sheet})


def _at(change: Callable[[Sheet, str, Any], Sheet], workbook: Workbook, given: Mapping[str, Any]) -> Workbook:
    """What happens to a sheet at each place, ``三、依申请公开!J8``."""
    for where, value in given.items():
        name, _, at = where.rpartition("!")
        workbook = _with_sheet(workbook, change(workbook.sheets[name], at, value))
    return workbook


def _typed(sheet: Sheet, at: str, value: CellValue) -> Sheet:
    """A constant, ``""`` for a blank, ``=…`` for a formula with the value that was there."""
    cell = constant(value)
    if isinstance(value, str) and value.startswith("="):
        old = sheet.cells.get(at, BLANK)
        cell = Cell(old.value, old.kind, value[1:], old.value)
    return replace(sheet, cells={**sheet.cells, at: cell})


def _stored(sheet: Sheet, at: str, value: CellValue) -> Sheet:
    """What a formula's stored result is; ``""`` for none."""
    found = constant(value)
    cell = replace(found, formula=sheet.cells[at].formula, cached=found.value)
    return replace(sheet, cells={**sheet.cells, at: cell})


def _commented(sheet: Sheet, at: str, text: str) -> Sheet:
    return replace(sheet, comments={**sheet.comments, at: text})


def _sheets(workbook: Workbook, names: Sequence[str], **changes: object) -> Workbook:
    for name in names:
        workbook = _with_sheet(workbook, replace(workbook.sheets[name], **changes))  # type: ignore[arg-type]
    return workbook


def _hide_rows(workbook: Workbook, rows: Mapping[str, Sequence[int]]) -> Workbook:
    for name, hidden in rows.items():
        workbook = _sheets(workbook, [name], hidden_rows=frozenset(hidden))
    return workbook


def _merge(workbook: Workbook, areas: Mapping[str, str]) -> Workbook:
    """An area merged, by sheet; what it covers stays stored."""
    for name, area in areas.items():
        workbook = _sheets(workbook, [name], merged=(*workbook.sheets[name].merged, area))
    return workbook


ROW, COLUMN = 0, 1


def _lines(axis: int, by: int, workbook: Workbook, lines: Mapping[str, int]) -> Workbook:
    """By sheet, a blank line before the line of that number (`by` 1), or that line deleted (-1)."""
    for name, line in lines.items():
        workbook = _shifted(workbook, name, partial(_after, axis, by, line))
    return workbook


def _after(axis: int, by: int, line: int, row: int, column: int) -> tuple[int, int] | None:
    at = (row, column)[axis]
    if by < 0 and at == line:
        return None
    step = by if at >= line else 0
    return (row + step, column) if axis == ROW else (row, column + step)


Shift = Callable[[int, int], tuple[int, int] | None]


def _shifted(workbook: Workbook, name: str, shift: Shift) -> Workbook:
    """Cells, merges and names of one sheet where `shift` puts them; None is gone."""
    sheet = workbook.sheets[name]
    cells = {address(*now): cell for at, cell in sheet.cells.items() if (now := shift(*position(at)))}
    merged = tuple(area for one in sheet.merged if (area := _area(one, shift)))

    def where(at: str) -> str:
        now = shift(*position(at))
        return f"'{name}'!{address(*now)}" if now else "#REF!"

    led = _led(workbook, name, where)
    return _with_sheet(led, replace(sheet, cells=cells, merged=merged, looks=None))


def _led(workbook: Workbook, sheet: str, where: Callable[[str], str]) -> Workbook:
    """The names that lead to a cell of a sheet lead `where` instead."""
    found = {key: place_of(text) for key, text in workbook.names.items()}
    moved = {key: where(place.cell) for key, place in found.items() if place and place.sheet == sheet}
    return replace(workbook, names={**workbook.names, **moved})


def _area(area: str, shift: Shift) -> str | None:
    top, left, bottom, right = corners(area)
    first, last = shift(top, left), shift(bottom, right)
    return f"{address(*first)}:{address(*last)}" if first and last else None


def _rename(workbook: Workbook, names: Mapping[str, str]) -> Workbook:
    for old, new in names.items():
        led = _led(workbook, old, lambda at, new=new: f"'{new}'!{at}")  # type: ignore[misc]
        renamed = (replace(one, name=new) if one.name == old else one for one in led.sheets.values())
        workbook = replace(led, sheets={one.name: one for one in renamed})
    return workbook


def _remove(workbook: Workbook, names: Sequence[str]) -> Workbook:
    for name in names:
        led = _led(workbook, name, lambda _: "#REF!")
        workbook = replace(led, sheets={key: one for key, one in led.sheets.items() if key != name})
    return workbook


def _add(workbook: Workbook, sheets: Mapping[str, Mapping[str, CellValue]]) -> Workbook:
    for name, cells in sheets.items():
        added = _with_sheet(workbook, Sheet(name, {}))
        workbook = _at(_typed, added, {f"{name}!{at}": value for at, value in cells.items()})
    return workbook


def _copy(workbook: Workbook, names: Mapping[str, str]) -> Workbook:
    for old, new in names.items():
        workbook = _with_sheet(workbook, replace(workbook.sheets[old], name=new))
    return workbook


def _drop_names(workbook: Workbook, names: Sequence[str]) -> Workbook:
    return replace(workbook, names={name: text for name, text in workbook.names.items() if name not in names})


def _unmarked(workbook: Workbook, forget: bool) -> Workbook:  # noqa: FBT001  a value of the data
    """Without names and properties, as a copy of its cells is."""
    return replace(workbook, names={}, properties={}) if forget else workbook


EDITS: Mapping[str, Edit] = {
    "cells": partial(_at, _typed),
    "caches": partial(_at, _stored),
    "comments": partial(_at, _commented),
    "hide": partial(_sheets, hidden=True),
    "hide_rows": _hide_rows,
    "unprotect": partial(_sheets, protected=False),
    "insert_rows": partial(_lines, ROW, 1),
    "insert_columns": partial(_lines, COLUMN, 1),
    "delete_rows": partial(_lines, ROW, -1),
    "delete_columns": partial(_lines, COLUMN, -1),
    "drop_names": _drop_names,
    "move_names": lambda book, names: replace(book, names={**book.names, **names}),
    "repeat_names": lambda book, names: replace(book, repeated_names=(*book.repeated_names, *names)),
    "unmarked": _unmarked,
    "rename": _rename,
    "remove": _remove,
    "add": _add,
    "copy": _copy,
    "notes": lambda book, notes: replace(book, notes=(*book.notes, *notes)),
    "repairs": lambda book, repairs: replace(book, repairs=tuple(Bilingual(**one) for one in repairs)),
    "looks": partial(_at, look),
    "draw": partial(_at, drawing),
    "condition": partial(_at, condition),
    "merge": _merge,
}
"""What ``change.as_found.workbook`` of an example can hold."""
