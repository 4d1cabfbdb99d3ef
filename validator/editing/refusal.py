"""What cannot be edited, and why."""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.address import corners, position


class NotEditable(Exception):  # noqa: N818  a verdict on the file or the cell
    """The workbook, or one cell of it, cannot be changed. The message is one Chinese line without the file's name."""


def why_no_constant(at: str, *, arrays: Iterable[str], merged: Iterable[str]) -> str:
    """Why no constant can be written into a cell, whatever it holds, ``""`` where one can.

    `arrays` and `merged` are the array formulas and merged ranges of its sheet.
    """
    if array := _holding(at, arrays):
        return f"这一格属于数组公式（{array}），不能直接写值，请在 Excel 或 WPS 里改"
    first = (area := _holding(at, merged)).partition(":")[0]
    return f"这一格在合并区域 {area} 里，请改 {first}" if first not in {"", at} else ""


def _holding(at: str, areas: Iterable[str]) -> str:
    """The area that a cell is in, ``""`` where it is in none."""
    row, column = position(at)
    for one in areas:
        top, left, bottom, right = corners(one)
        if top <= row <= bottom and left <= column <= right:
            return one
    return ""
