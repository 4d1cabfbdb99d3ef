"""Blank is not zero (空白的口径): what a blank or odd cell does to the relations it stands in.

空白不等于0，也从不悄悄当0。A blank part counts as 0 and is named in the message; a blank total whose parts are not
zero leaves its relations undecided and is one finding of its own (VA-03); text and error values leave them undecided.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from validator.model.cells import Cell, CellKind
from validator.model.filing import LAST_YEAR, Filing

PLACEHOLDERS = frozenset({"/", "-", "—", "——", "－", "–", "无", "\\", "／"})
"""What people write for "nothing to report" where a 0 belongs."""


def is_placeholder(cell: Cell) -> bool:
    """Whether the cell says "nothing" in some way but is not blank: ``/``, ``—``, 无, or only spaces."""
    if cell.kind is not CellKind.TEXT:
        return False
    text = unicodedata.normalize("NFKC", str(cell.value)).strip()
    return not text or str(cell.value).strip() in PLACEHOLDERS or text in PLACEHOLDERS


def is_empty(cell: Cell) -> bool:
    """Whether the cell states no value at all: blank, or a placeholder for it."""
    return cell.kind is CellKind.BLANK or is_placeholder(cell)


def part_sums(filing: Filing, name: str) -> tuple[int | float, ...]:
    """For each sum that the cell is by the form, the sum of the numbers among its parts."""
    if name.startswith(LAST_YEAR):
        return part_sums(filing.previous, name.removeprefix(LAST_YEAR)) if filing.previous else ()
    indicator = filing.indicator(name)
    return tuple(_sum(filing, parts) for parts in indicator.parts) if indicator else ()


def _sum(filing: Filing, names: Iterable[str]) -> int | float:
    numbers = [number for name in names if (number := filing.number(name)) is not None]
    total = sum(numbers)
    return round(total, 6) if isinstance(total, float) else total


def undecided_by(filing: Filing, names: tuple[str, ...]) -> str | None:
    """The first cell that leaves a relation over `names` without a verdict, None when there is one.

    A cell that is not in the workbook at all (its row was deleted) is no blank: nobody knows what it held.
    """
    blank = 0
    for name in names:
        if not filing.has(name):
            return name
        cell = filing.cell(name)
        if cell.kind is CellKind.BLANK:
            blank += 1
            if any(part_sums(filing, name)):
                return name
        elif cell.kind is not CellKind.NUMBER:
            return name
    return names[0] if blank == len(names) else None
