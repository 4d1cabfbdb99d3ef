"""How long a mark is right: the condition that its formula holds to, so that a corrected cell loses it at once.

A cell that is probably wrong is marked while it holds what it held. The other cells of a broken relation are marked
until the cells that broke it hold what was suggested. What none of this can be said of keeps its mark until the next
check. Conditions read cells of their own sheet only, and use no function for a single figure: whoever types a formula
has to use the words of their Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Final

from validator.model.address import column_letters, corners, position
from validator.model.cells import BLANK, Cell, CellKind, CellValue, Place
from validator.model.finding import Finding, Suspect
from validator.writers.listing import ListedEntry
from validator.writers.looks import PERIODS, is_here

Held = Callable[[Place], Cell | None]
"""What a cell of the workbook holds; None where it holds nothing."""

ALWAYS: Final = ""
OWN: Final = "\0"
"""Stands in a condition for the marked cell itself."""
LONGEST_TEXT, LONGEST = 60, 180
"""Characters of a text that is quoted, and of a condition: Excel takes 255 for a whole formula."""
_DIGITS: Final = 15


def bond(item: ListedEntry, finding: Finding, place: Place, suspects: Collection[Place], held: Held) -> str:
    """The condition under which a cell of a finding is rightly marked, `ALWAYS` where none can be told."""
    if place in suspects or finding.rule.family == PERIODS:
        return _unchanged(held(place) or BLANK, [one.value for one in finding.cells if one.place == place])
    cause = item.entry.cause
    return _until_mended(cause.cells, place) if cause else ALWAYS


def joined(bonds: Collection[str]) -> str:
    """While one of them holds."""
    several = "+".join(f"({one})" for one in bonds)
    return ALWAYS if ALWAYS in bonds or len(several) > LONGEST else several if len(bonds) > 1 else next(iter(bonds))


def on(condition: str, area: str) -> str:
    """The condition for each cell of an area. No relative reference: Excel reads those from where the cursor is."""
    if OWN not in condition:
        return condition
    top, left, *_ = corners(area)
    first = _absolute(top, left)
    if ":" not in area:
        return condition.replace(OWN, first)
    every = ":".join(_absolute(*position(one)) for one in area.split(":"))
    return condition.replace(OWN, f"INDEX({every},ROW()-ROW({first})+1,COLUMN()-COLUMN({first})+1)")


def _absolute(row: int, column: int) -> str:
    return f"${column_letters(column)}${row}"


def _unchanged(cell: Cell, words: Collection[CellValue]) -> str:
    """While the cell holds what it holds, or those of its words that a finding quotes."""
    if cell.formula is not None and cell.cached != cell.value:
        return ALWAYS
    value = cell.value
    if cell.kind is CellKind.BLANK:
        return f'{OWN}=""'
    if cell.kind is CellKind.ERROR:
        return f"ISERROR({OWN})"
    if isinstance(value, str):
        return _same_text(value, words)
    if isinstance(value, date):
        return ALWAYS if isinstance(value, datetime) else f"{OWN}=DATE({value.year},{value.month},{value.day})"
    return f"{OWN}={number}" if (number := _number(value)) else ALWAYS


def _same_text(text: str, words: Collection[CellValue]) -> str:
    if not _can_be_quoted(text):
        return ALWAYS
    if len(text) <= LONGEST_TEXT and "\n" not in text:
        return f"{OWN}={_quoted(text)}"
    quotable = [one for one in words if isinstance(one, str) and one in text and len(one) <= LONGEST_TEXT]
    if quotable and quotable[0] and "\n" not in quotable[0]:
        return f"ISNUMBER(FIND({_quoted(quotable[0])},{OWN}))"
    return f"LEN({OWN})={len(text)}"


def _can_be_quoted(text: str) -> bool:
    """Not what programs store, count or write in different ways: control characters, those beyond 16 bits."""
    return all(one == "\n" or (one.isprintable() and one <= "\uffff") for one in text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _until_mended(cells: Collection[Suspect], place: Place) -> str:
    """While one of the cells does not hold yet what was suggested."""
    terms = []
    for one in cells:
        number = _number(one.suggested)
        if not number or not is_here(one.place) or one.place.sheet != place.sheet:
            return ALWAYS
        terms.append(f"{_absolute(*position(one.place.cell))}<>{number}")
    return joined(dict.fromkeys(terms)) if terms else ALWAYS


def _number(value: CellValue) -> str:
    """A figure as every Excel reads it, with no decimal sign: 12.5 as ``125/10``; ``""`` for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if float(f"{value:.{_DIGITS}g}") != value or abs(value) >= 10**_DIGITS:
        return ""
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    whole, _, fraction = text.partition(".")
    figure = f"{int(whole + fraction)}/{10 ** len(fraction)}" if fraction else whole
    read = int(whole + fraction) / 10 ** len(fraction)
    return figure if read == value else ""
