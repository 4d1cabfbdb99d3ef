"""A workbook with something done to it, as data: what the examples of the rules on damage are made of.

The edits are those that people make in Excel, done to the workbook as read: a line that is inserted moves the cells,
merges and names after it, a sheet that is renamed takes its names along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from validator.examples import seen
from validator.filings.tables.names import area_of
from validator.model.address import address, corners, position
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind, CellValue
from validator.readers.workbook import Sheet, Workbook

Edit = Callable[[Workbook, Any], Workbook]


def damaged(workbook: Workbook, edits: Iterable[Mapping[str, Any]]) -> Workbook:
    """The workbook after the edits, one after the other. Raises KeyError for an edit that is not known."""
    for one in edits:
        for name, what in one.items():
            workbook = EDITS[name](workbook, what)
    return workbook


def _with_sheet(workbook: Workbook, sheet: Sheet) -> Workbook:
    return replace(workbook, sheets={**workbook.sheets, sheet.name: sheet})


def _cells(workbook: Workbook, cells: Mapping[str, CellValue]) -> Workbook:
    """``三、依申请公开!J8`` -> a constant, ``""`` for a blank, ``=…`` for a formula with the value that was there."""
    for where, value in cells.items():
        name, _, at = where.rpartition("!")
        sheet = workbook.sheets[name]
        workbook = _with_sheet(workbook, replace(sheet, cells={**sheet.cells, at: _cell(sheet, at, value)}))
    return workbook


def _cell(sheet: Sheet, at: str, value: CellValue) -> Cell:
    if isinstance(value, str) and value.startswith("="):
        old = sheet.cells.get(at, BLANK)
        return Cell(old.value, old.kind, value[1:], old.value)
    if value in {"", None}:
        return BLANK
    return Cell(
        value,
        CellKind.TEXT if isinstance(value, str) else CellKind.DATE if isinstance(value, date) else CellKind.NUMBER,
    )


def _caches(workbook: Workbook, cells: Mapping[str, CellValue]) -> Workbook:
    """What a formula's stored result is; ``""`` for none."""
    for where, value in cells.items():
        name, _, at = where.rpartition("!")
        sheet = workbook.sheets[name]
        stored = None if value == "" else value
        kind = CellKind.BLANK if stored is None else CellKind.TEXT if isinstance(stored, str) else CellKind.NUMBER
        cell = Cell(stored, kind, sheet.cells[at].formula, stored)
        workbook = _with_sheet(workbook, replace(sheet, cells={**sheet.cells, at: cell}))
    return workbook


def _comments(workbook: Workbook, comments: Mapping[str, str]) -> Workbook:
    for where, text in comments.items():
        name, _, at = where.rpartition("!")
        sheet = workbook.sheets[name]
        workbook = _with_sheet(workbook, replace(sheet, comments={**sheet.comments, at: text}))
    return workbook


def _hide(workbook: Workbook, names: Sequence[str]) -> Workbook:
    for name in names:
        workbook = _with_sheet(workbook, replace(workbook.sheets[name], hidden=True))
    return workbook


def _hide_rows(workbook: Workbook, rows: Mapping[str, Sequence[int]]) -> Workbook:
    for name, hidden in rows.items():
        workbook = _with_sheet(workbook, replace(workbook.sheets[name], hidden_rows=frozenset(hidden)))
    return workbook


def _unprotect(workbook: Workbook, names: Sequence[str]) -> Workbook:
    for name in names:
        workbook = _with_sheet(workbook, replace(workbook.sheets[name], protected=False))
    return workbook


ROW, COLUMN = 0, 1


def _insert(axis: int, workbook: Workbook, lines: Mapping[str, int]) -> Workbook:
    """A blank line before the line of that number, by sheet."""
    for name, line in lines.items():
        workbook = _shifted(workbook, name, partial(_after_insertion, axis, line))
    return workbook


def _after_insertion(axis: int, line: int, row: int, column: int) -> tuple[int, int]:
    return (row + (axis == ROW and row >= line), column + (axis == COLUMN and column >= line))


def _delete(axis: int, workbook: Workbook, lines: Mapping[str, int]) -> Workbook:
    for name, line in lines.items():
        workbook = _shifted(workbook, name, partial(_after_deletion, axis, line))
    return workbook


def _after_deletion(axis: int, line: int, row: int, column: int) -> tuple[int, int] | None:
    if (row, column)[axis] == line:
        return None
    return (row - (axis == ROW and row > line), column - (axis == COLUMN and column > line))


Shift = Callable[[int, int], tuple[int, int] | None]


def _shifted(workbook: Workbook, name: str, shift: Shift) -> Workbook:
    """Cells, merges and names of one sheet where `shift` puts them; None is gone."""
    sheet = workbook.sheets[name]
    cells = {address(*now): cell for at, cell in sheet.cells.items() if (now := shift(*position(at)))}
    merged = tuple(area for one in sheet.merged if (area := _area(one, shift)))
    names = dict(workbook.names)
    for key, text in workbook.names.items():
        found = area_of(text)
        if found and found[0] == name:
            corner = shift(*found[1][:2])
            names[key] = f"'{name}'!{address(*corner)}" if corner else "#REF!"
    return replace(_with_sheet(workbook, replace(sheet, cells=cells, merged=merged, looks=None)), names=names)


def _area(area: str, shift: Shift) -> str | None:
    top, left, bottom, right = corners(area)
    first, last = shift(top, left), shift(bottom, right)
    return f"{address(*first)}:{address(*last)}" if first and last else None


def _rename(workbook: Workbook, names: Mapping[str, str]) -> Workbook:
    for old, new in names.items():
        sheets = {}
        for name, sheet in workbook.sheets.items():
            sheets[new if name == old else name] = replace(sheet, name=new) if name == old else sheet
        led = {key: _renamed(text, old, new) for key, text in workbook.names.items()}
        workbook = replace(workbook, sheets=sheets, names=led)
    return workbook


def _renamed(text: str, old: str, new: str) -> str:
    found = area_of(text)
    return f"'{new}'!{address(*found[1][:2])}" if found and found[0] == old else text


def _remove(workbook: Workbook, names: Sequence[str]) -> Workbook:
    led = {
        key: "#REF!" if (found := area_of(text)) and found[0] in names else text for key, text in workbook.names.items()
    }
    sheets = {name: sheet for name, sheet in workbook.sheets.items() if name not in names}
    return replace(workbook, sheets=sheets, names=led)


def _add(workbook: Workbook, sheets: Mapping[str, Mapping[str, CellValue]]) -> Workbook:
    for name, cells in sheets.items():
        made = Sheet(name, {at: _cell(Sheet(name, {}), at, value) for at, value in cells.items()})
        workbook = _with_sheet(workbook, made)
    return workbook


def _copy(workbook: Workbook, names: Mapping[str, str]) -> Workbook:
    for old, new in names.items():
        workbook = _with_sheet(workbook, replace(workbook.sheets[old], name=new))
    return workbook


def _drop_names(workbook: Workbook, names: Sequence[str]) -> Workbook:
    return replace(workbook, names={name: text for name, text in workbook.names.items() if name not in names})


def _move_names(workbook: Workbook, names: Mapping[str, str]) -> Workbook:
    return replace(workbook, names={**workbook.names, **names})


def _repeat_names(workbook: Workbook, names: Sequence[str]) -> Workbook:
    return replace(workbook, repeated_names=(*workbook.repeated_names, *names))


def _notes(workbook: Workbook, notes: Sequence[str]) -> Workbook:
    return replace(workbook, notes=(*workbook.notes, *notes))


def _repairs(workbook: Workbook, repairs: Sequence[Mapping[str, str]]) -> Workbook:
    return replace(workbook, repairs=tuple(Bilingual(**one) for one in repairs))


def _unmarked(workbook: Workbook, forget: bool) -> Workbook:  # noqa: FBT001  a value of the data
    """Without names and properties, as a copy of its cells is."""
    return replace(workbook, names={}, properties={}) if forget else workbook


EDITS: Mapping[str, Edit] = {
    "cells": _cells,
    "caches": _caches,
    "comments": _comments,
    "hide": _hide,
    "hide_rows": _hide_rows,
    "unprotect": _unprotect,
    "insert_rows": partial(_insert, ROW),
    "insert_columns": partial(_insert, COLUMN),
    "delete_rows": partial(_delete, ROW),
    "delete_columns": partial(_delete, COLUMN),
    "drop_names": _drop_names,
    "move_names": _move_names,
    "repeat_names": _repeat_names,
    "unmarked": _unmarked,
    "rename": _rename,
    "remove": _remove,
    "add": _add,
    "copy": _copy,
    "notes": _notes,
    "repairs": _repairs,
    **seen.EDITS,
}
"""What ``change.as_found.workbook`` of an example can hold."""
