"""What a cell of a workbook can hold. Anything else is refused before a byte is written."""

from __future__ import annotations

import math
import unicodedata
from datetime import date

from validator.startup.expressions import expression

MOST_TEXT = 32_767
"""UTF-16 units that one cell holds: Excel's limit, and Excel counts an emoji or a rare character as two."""


Shown = str | int | float | bool | date
"""What a formula shows once calculated."""


class BadContent(ValueError):  # noqa: N818  a verdict on the data, as BadFilingData is
    """A value or text cannot stand in a cell. The message names the place and what to do."""


def utf16_length(text: str) -> int:
    """The length of a text as Excel's LEN counts it."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def fits(text: str, where: str) -> str:
    """The text itself. Raises BadContent naming `where` if a cell cannot hold it."""
    if (length := utf16_length(text)) > MOST_TEXT:
        raise BadContent(f"{where}：共 {length} 字，一个单元格最多 {MOST_TEXT} 字，请删减")
    if bad := _NO_XML.search(text):
        raise BadContent(
            f"{where}：第 {bad.start() + 1} 个字是工作簿不能存的字符（U+{ord(bad[0]):04X}），请删去或重新输入"
        )
    return text


_NO_XML = expression("[\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (section 2.2, Char), control characters apart: those a workbook escapes."""


def finite(number: int | float, where: str) -> int | float:
    """The number itself. Raises BadContent naming `where` if it is infinite or too large for a cell."""
    try:
        finite = math.isfinite(float(number))
    except OverflowError:
        finite = False
    if not finite:
        raise BadContent(f"{where}：不是单元格能存的数")
    return number


def half_widths(text: str) -> int:
    """The width of a text in half-width characters: a Chinese one counts two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def lines_needed(text: str, pixels: int, points: float) -> int:
    """How many lines a text of that size takes, wrapped in a column of `pixels`, each paragraph on a new line.

    The edges of the cell take some pixels, and line breaking may leave a character's place empty on every line.
    """
    line = int((pixels - _EDGES) / (points * _PIXELS_PER_POINT / 2)) - 1
    return sum(max(1, math.ceil(half_widths(paragraph) / line)) for paragraph in text.split("\n"))


_EDGES = 8
_PIXELS_PER_POINT = 96 / 72
