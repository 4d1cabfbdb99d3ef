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
from addin.calc.telling import hides_rows, tell

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet

MOST, MOST_ROWS, MOST_COLUMNS = 500, 1_000, 100
"""Others are formats of whole columns now and then; the template's largest sheet has 150 formats on 60 rows."""


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


Before = Sequence[tuple[Listed, Sequence[_Rule]]]
"""The formats that there were, and their rules."""


@contextmanager
def first(sheet: OpenSheet) -> Iterator[None]:
    """Within the block `sheet` takes new formats before all others.

    Not where others are scales of colours, bars or icons, which cannot be made again, nor where a filter hides rows,
    whose cells cannot be told, or there is very much to tell: new ones then stand last.
    """
    before = None if sheet.xl.isProtected() else _rules(sheet)
    if before is None:
        yield
        return
    _take_off(sheet)
    sheet.waiting = []
    try:
        yield
    finally:
        new, sheet.waiting = sheet.waiting or [], None
        _put_behind(sheet, before, new)


def _rules(sheet: OpenSheet) -> Before | None:
    """Every format with its rules, None where one cannot be made again or told."""
    area = _area(sheet.formats)
    if len(sheet.formats) > MOST or (area and (area.EndRow >= MOST_ROWS or area.EndColumn >= MOST_COLUMNS)):
        return None
    if area and hides_rows(sheet, area):
        return None
    found = [(one, [_rule(one.format.getByIndex(at)) for at in range(one.format.Count)]) for one in sheet.formats]
    rules = [(one, [rule for rule in own if rule]) for one, own in found]
    return rules if all(len(kept) == len(own) for (_, kept), (_, own) in zip(rules, found, strict=True)) else None


def _rule(entry: Any) -> _Rule | None:
    if entry.getType() != CONDITION:
        return None
    operator = entry.Operator
    second = "" if operator == EXPRESSION else entry.Formula2
    return _Rule(operator, entry.Formula1, second, entry.StyleName)


def _area(formats: Sequence[Listed]) -> Any:
    """From the first cell of the sheet to the last that has a format; None where none has."""
    areas = [area for one in formats for area in one.areas]
    if not areas:
        return None
    right, bottom = max(one.EndColumn for one in areas), max(one.EndRow for one in areas)
    return struct("table.CellRangeAddress", areas[0].Sheet, 0, 0, right, bottom)


def _take_off(sheet: OpenSheet) -> None:
    """All formats at once: Calc's older interface has one for a range."""
    area = _area(sheet.formats)
    if area:
        cells = sheet.xl.getCellRangeByPosition(0, 0, area.EndColumn, area.EndRow)
        none = cells.ConditionalFormat
        none.clear()
        cells.ConditionalFormat = none
        sheet.formats.clear()


@guarded
def _put_behind(sheet: OpenSheet, before: Before, new: Sequence[str]) -> None:
    """The others made again, and the cells of all told; Calc lists formats in the order in which they are made.

    Calc takes equal rules for one when it copies. So each says something of its own until the cells are told.
    """
    for one, _ in before:
        sheet.xl.ConditionalFormats.createByRange(one.cells)
    for number, (made, (_, rules)) in enumerate(zip(_listed(sheet)[len(new) :], before, strict=True)):
        for at in range(len(rules)):
            made.createEntry(CONDITION, at)
            made.getByIndex(at).Formula1 = f'"{number}.{at}"=""'
    try:
        if area := _area([*sheet.formats, *(one for one, _ in before)]):
            tell(sheet, area)
    finally:  # whatever becomes of the telling, each says again what it said
        formats = _listed(sheet)
        for made, formula in zip(formats, new, strict=False):
            made.getByIndex(0).Formula1 = formula
        for made, (_, rules) in zip(formats[len(new) :], before, strict=True):
            for at, rule in enumerate(rules):
                rule.put(made.getByIndex(at))
        sheet.forget_formats()


def _listed(sheet: OpenSheet) -> Sequence[Any]:
    formats: Sequence[Any] = sheet.xl.ConditionalFormats.getConditionalFormats()
    return formats
