"""Addresses and areas that a sheet has: from ``A1`` to ``XFD1048576``."""

from __future__ import annotations

import re

from validator.model.address import column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


def position(address: str) -> tuple[int, int] | None:
    """Row and column, from 1, of an address such as ``D5``; None when no sheet has it."""
    match = ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area(text: str) -> str | None:
    """An area such as ``A5:C7`` or ``A5`` as it should be written; None when no sheet has it."""
    corners = text.replace("$", "").upper().split(":")
    return ":".join(corners) if len(corners) <= 2 and all(map(position, corners)) else None
