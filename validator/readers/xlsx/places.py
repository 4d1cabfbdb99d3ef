"""Addresses and areas that a sheet has: from ``A1`` to ``XFD1048576``."""

from __future__ import annotations

from validator.model.address import column_letters, column_number
from validator.startup.expressions import expression

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ADDRESS = expression(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
COLUMNS, ROWS = expression(r"[A-Z]{1,3}"), expression(r"[1-9][0-9]{0,6}")


def position(address: str) -> tuple[int, int] | None:
    """Row and column, from 1, of an address such as ``D5``; None when no sheet has it."""
    match = ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area(text: str) -> str | None:
    """An area such as ``A5:C7`` or ``A5`` as it should be written; None when no sheet has it.

    Whole columns (``Z:Z``) and whole rows (``1:3``) get the corners that they mean.
    """
    corners = text.replace("$", "").strip().upper().split(":")
    if len(corners) == 2 and all(map(COLUMNS.fullmatch, corners)):
        corners = [f"{corners[0]}1", f"{corners[1]}{LAST_ROW}"]
    elif len(corners) == 2 and all(map(ROWS.fullmatch, corners)):
        corners = [f"A{corners[0]}", f"{column_letters(LAST_COLUMN)}{corners[1]}"]
    places = [position(one) for one in corners]
    if len(corners) > 2 or None in places:
        return None
    return ":".join(corners) if len(corners) == 1 else _in_order(*filter(None, places))


def _in_order(one: tuple[int, int], other: tuple[int, int]) -> str:
    """The area between two opposite corners, whichever of them is written first."""
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(one, other, strict=True))
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
