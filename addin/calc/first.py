"""New conditional formats before those that are there: of a sheet's formats the first one shows, in its file as well.

Calc puts new ones last. So the others are taken off, and made again behind the new ones as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from addin.calc.listed_formats import CONDITION, EXPRESSION, Listed
from addin.calc.office import guarded, struct
from addin.calc.telling import tell

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule as it was, or is to be."""

    operator: int
    first: str
    second: str
    style: str

    def put(self, entry: Any) -> None:
        entry.Operator, entry.StyleName, entry.Formula1 = self.operator, self.style, self.first
        if self.operator != EXPRESSION:
            entry.Formula2 = self.second


@contextmanager
def first(sheet: OpenSheet) -> Iterator[None]:
    """Within the block `sheet` takes new formats before all others.

    Not where others are scales of colours, bars or icons, which cannot be made again, or where a filter hides rows,
    whose cells cannot be told: new ones then stand last.
    """
    others = sheet.formats
    if sheet.xl.isProtected() or not all(one.by_formula for one in others) or _hides_rows(sheet, others):
        yield
        return
    before = [(one, [_rule(one.format.getByIndex(at)) for at in range(one.format.Count)]) for one in others]
    for one in others:
        sheet.xl.ConditionalFormats.removeByID(one.ID)
    others.clear()
    sheet.waiting = []
    try:
        yield
    finally:
        new, sheet.waiting = sheet.waiting or [], None
        _put_behind(sheet, before, new)


@guarded
def _put_behind(sheet: OpenSheet, before: Sequence[tuple[Listed, list[_Rule]]], new: Sequence[tuple[int, str]]) -> None:
    """The others made again, and the cells of all told.

    Calc takes equal rules for one when it copies. So each says something of its own until the cells are told.
    """
    again = [(sheet.xl.ConditionalFormats.createByRange(one.cells), rules) for one, rules in before]
    formats = _by_number(sheet)
    for number, rules in again:
        for at in range(len(rules)):
            formats[number].createEntry(CONDITION, at)
            formats[number].getByIndex(at).Formula1 = f'"{number}.{at}"=""'
    _tell(sheet, [area for one in (*sheet.formats, *(one for one, _ in before)) for area in one.areas])
    formats = _by_number(sheet)
    for number, rules in again:
        for at, rule in enumerate(rules):
            rule.put(formats[number].getByIndex(at))
    for number, formula in new:
        formats[number].getByIndex(0).Formula1 = formula
    sheet.forget_formats()


def _by_number(sheet: OpenSheet) -> dict[int, Any]:
    return {one.ID: one for one in sheet.xl.ConditionalFormats.getConditionalFormats()}


def _tell(sheet: OpenSheet, areas: Sequence[Any]) -> None:
    """All cells from the first to the last that have a format."""
    if areas:
        right, bottom = max(one.EndColumn for one in areas), max(one.EndRow for one in areas)
        tell(sheet, struct("table.CellRangeAddress", areas[0].Sheet, 0, 0, right, bottom))


def _hides_rows(sheet: OpenSheet, others: Sequence[Listed]) -> bool:
    rows, last = sheet.xl.Rows, max((area.EndRow for one in others for area in one.areas), default=-1)
    return any(rows.getByIndex(row).IsFiltered for row in range(last + 1))


def _rule(entry: Any) -> _Rule:
    return _Rule(entry.Operator, entry.Formula1, entry.Formula2, entry.StyleName)
