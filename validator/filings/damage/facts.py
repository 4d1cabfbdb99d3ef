"""What all damages say in the same way: some cells with what they hold, some names and that there are more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from validator.language.personal import masked
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, CellValue, Place
from validator.readers.workbook import Sheet

MOST_CELLS, MOST_NAMED, LONGEST_TEXT, LONGEST_LINE = 50, 3, 200, 40

_LOOKED_AT = 2_000
"""The first line of a text stands there."""

T = TypeVar("T")
Shown = tuple[tuple[Place, CellValue], ...]


def cells_of_sheet(sheet: Sheet, cells: Iterable[str] = ("A1",)) -> Shown:
    """The first of the cells, with what they hold; its first cell stands for a whole sheet."""
    return tuple((Place(sheet.name, at), cut(sheet.cells.get(at, BLANK).value)) for at in cells)[:MOST_CELLS]


def cut(value: CellValue) -> CellValue:
    """A value of which a long text is cut. Half the number of a person could not be told for one: masked before."""
    return masked(value)[:LONGEST_TEXT] if isinstance(value, str) else value


def one_line(text: str) -> str:
    """The beginning of a text on one line."""
    return " ".join(masked(text[:_LOOKED_AT]).split())[:LONGEST_LINE]


def few(names: Sequence[T], most: int = MOST_NAMED) -> tuple[tuple[T, ...], Bilingual | str]:
    """The first of the names, and "and so on" if there are more."""
    return tuple(names[:most]), Bilingual(" 等", " and so on") if len(names) > most else ""
