"""The cell formats of a workbook: which one shows a value as what it is, found among them or put at their end."""

from __future__ import annotations

from datetime import date

from validator.editing.refusal import NotEditable
from validator.editing.xml_places import Element, Walk, as_utf8, spliced, with_attribute
from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.appearance import read_styles
from validator.readers.xlsx.styles import Shown
from validator.startup.expressions import expression

_FORMATS = ("styleSheet", "cellXfs")
_GENERAL, _A_DAY = 0, 14
"""Built-in number formats (ISO/IEC 29500-1, 18.8.30): as it is, and as a day in the way of the country."""
_TEXT, _QUOTED = "@", "quotePrefix"
"""The format, and the mark of a leading quote, with which a number becomes a text once somebody edits the cell."""
_IS_QUOTED = expression(rb"\squotePrefix\s*=\s*[\"'](?:1|true)[\"']")


class Formats:
    """The cell formats of one part of styles, to which others can be added; `part` is the part with them."""

    def __init__(self, part: bytes, name: str, budget: Budget) -> None:
        self._part = part
        self._data, self._encode = as_utf8(part)
        self._formats: list[bytes] = []
        self._table: Element | None = None
        Walk(self._data, self._found, len(_FORMATS) + 1)
        self._known = len(self._formats)
        self._styles = read_styles(part, name, budget)

    def _found(self, path: tuple[str, ...], one: Element) -> None:
        if path == _FORMATS:
            self._table = one
        elif path == (*_FORMATS, "xf"):
            self._formats.append(self._data[one.start : one.end])

    def fitting(self, index: int, value: object) -> int:
        """The index of the format for a value in a cell of that format: its own where that shows what the value is."""
        if index >= self._known or isinstance(value, str | bool):
            return index
        is_day = self._styles.formats[index] is not Shown.NUMBER
        if isinstance(value, date):
            return index if self._styles.formats[index] is Shown.DATE else self._like(index, _A_DAY)
        if is_day or self._styles.cells[index].code == _TEXT:
            return self._like(index, _GENERAL)
        return self._like(index) if _is_quoted(self._tag(index)) else index

    def _tag(self, index: int) -> bytes:
        element = self._formats[index]
        return element[: element.index(b">") + 1]

    def _like(self, index: int, number_format: int | None = None) -> int:
        """The index of a format that differs from that one in its number format alone, and in not making a text."""
        tag, rest = self._tag(index), self._formats[index][len(self._tag(index)) :]
        if number_format is not None:
            tag = with_attribute(tag, "numFmtId", f"{number_format}")
            tag = with_attribute(tag, "applyNumberFormat", "1")
        wanted = (with_attribute(tag, _QUOTED, None) if _is_quoted(tag) else tag) + rest
        if wanted not in self._formats:
            self._formats.append(wanted)
        return self._formats.index(wanted)

    def part(self) -> bytes:
        """The part with the formats that were added behind the others; the very same bytes without any."""
        new = self._formats[self._known :]
        if not new:
            return self._part
        table = self._table
        if table is None:
            raise damaged("样式部件里没有单元格格式")
        tag = with_attribute(self._data[table.start : table.content], "count", f"{len(self._formats)}")
        added = [(table.start, table.content, tag), (table.stop, table.stop, b"".join(new))]
        return self._encode(spliced(self._data, added))


def _is_quoted(tag: bytes) -> bool:
    return _IS_QUOTED.search(tag) is not None


class NoFormats:
    """The formats of a workbook that has none: every cell shows a number as it is."""

    def fitting(self, index: int, value: object) -> int:
        """The format itself; a day would be shown as a number. Raises NotEditable."""
        if isinstance(value, date):
            raise NotEditable("工作簿没有单元格格式，日期会显示成数字，请在 Excel 或 WPS 里填写")
        return index
