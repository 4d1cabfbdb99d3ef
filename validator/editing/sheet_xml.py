"""One worksheet part with some of its cells changed: cells and rows that it lacks are put where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from validator.editing.cell_xml import Constant, Edit, Writing, edited_cell, new_cell, writing_of
from validator.editing.refusal import NotEditable, why_no_constant
from validator.editing.sheet_places import RowPlaces, SheetPlaces
from validator.editing.xml_places import Element, Splice, as_utf8, opened, prefix_of, spliced, with_attribute
from validator.model.address import Corners, address, corners, position, range_of
from validator.readers.xlsx.places import area
from validator.readers.xlsx.safe_xml import TRUE, whole_number
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_SPANS = expression(rb"\sspans\s*=\s*[\"']([0-9]+):([0-9]+)[\"']")


class Fitting(Protocol):
    """What knows the formats of a workbook."""

    def fitting(self, index: int, value: object) -> int:
        """The index of the format for a value in a cell of that format."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The part in UTF-8, its places, and what has to be known to write a cell."""

    data: bytes
    places: SheetPlaces
    formats: Fitting
    date1904: bool

    def writing(self, edit: Edit, style: str, element: Element) -> Writing:
        """How an edit is written into a cell of that format, below or in place of an element."""
        index = whole_number(style) or 0
        if isinstance(edit, Constant):
            index = self.formats.fitting(index, edit.value)
        return writing_of(edit, f"{index}", prefix_of(self.data, element), date1904=self.date1904)


def edited_sheet(
    part: bytes, edits: Mapping[str, Edit], formats: Fitting, *, date1904: bool = False
) -> tuple[bytes, list[str]]:
    """The part with the edits made, by address, and the addresses of formulas that constants took the place of.

    Raises NotEditable, its message beginning with the address.
    """
    data, encode = as_utf8(part)
    by_row: dict[int, dict[int, Edit]] = {}
    for at, edit in edits.items():
        row, column = position(at)
        by_row.setdefault(row, {})[column] = edit
    places = SheetPlaces(data, {row: frozenset(columns) for row, columns in by_row.items()})
    _refuse(places, edits)
    sheet = _Sheet(data, places, formats, date1904)
    splices: list[Splice] = []
    for number, found in sorted(by_row.items()):
        if number in places.rows:
            splices += _in_row(sheet, places.rows[number], found)
    splices += _with_rows(sheet, {number: found for number, found in by_row.items() if number not in places.rows})
    splices += _dimension(sheet, [at for at in edits if _is_new(places, at)])
    replaced = [at for at, edit in edits.items() if isinstance(edit, Constant) and places.formula(at)]
    return encode(spliced(data, splices)), replaced


def _refuse(places: SheetPlaces, edits: Mapping[str, Edit]) -> None:
    """Raises NotEditable where a constant is to come to what holds none."""
    arrays, merged = list(filter(None, places.arrays)), list(filter(None, places.merged))
    for at, edit in edits.items():
        why = why_no_constant(at, arrays=arrays, merged=merged)
        if any(one.given.get("t") == "shared" for one in places.formula(at)):
            why = "这一格的公式与别的格共用，不能直接写值，请在 Excel 或 WPS 里改"
        if why and isinstance(edit, Constant):
            raise NotEditable(f"{at}：{why}")


def _is_new(places: SheetPlaces, at: str) -> bool:
    row, column = position(at)
    return row not in places.rows or column not in places.rows[row].wanted


def _in_row(sheet: _Sheet, row: RowPlaces, edits: Mapping[int, Edit]) -> Iterator[Splice]:
    data, element = sheet.data, row.element
    new: dict[int, bytes] = {}
    for column, edit in sorted(edits.items()):
        if column in row.wanted:
            cell, children = row.wanted[column]
            writing = sheet.writing(edit, cell.given.get("s", ""), cell)
            yield cell.start, cell.end, edited_cell(data, cell, children, writing)
        else:
            style = _style(sheet.places, element, column)
            new[column] = new_cell(address(row.number, column), sheet.writing(edit, style, element))
    if not new:
        return
    tag = _with_spans(data[element.start : element.content], [*new])
    if element.is_empty:
        yield element.start, element.end, _closed(opened(tag), new.values(), prefix_of(data, element), "row")
        return
    yield element.start, element.content, tag
    for column, written in new.items():
        place = max((end for other, end in row.ends if other < column), default=element.content)
        yield place, place, written


def _closed(tag: bytes, content: Iterable[bytes], prefix: str, name: str) -> bytes:
    return tag + b"".join(content) + f"</{prefix}{name}>".encode()


def _new_row(sheet: _Sheet, number: int, edits: Mapping[int, Edit]) -> bytes:
    table = sheet.places.table
    prefix = prefix_of(sheet.data, table)
    cells = (
        new_cell(address(number, column), sheet.writing(edit, _style(sheet.places, None, column), table))
        for column, edit in sorted(edits.items())
    )
    return _closed(f'<{prefix}row r="{number}">'.encode(), cells, prefix, "row")


def _with_rows(sheet: _Sheet, edits: Mapping[int, Mapping[int, Edit]]) -> Iterator[Splice]:
    """The rows that were missing, each behind those with a smaller number."""
    table = sheet.places.table
    rows = {number: _new_row(sheet, number, found) for number, found in sorted(edits.items())}
    if rows and table.is_empty:
        tag, prefix = sheet.data[table.start : table.content], prefix_of(sheet.data, table)
        yield table.start, table.end, _closed(opened(tag), rows.values(), prefix, "sheetData")
        return
    for number, written in rows.items():
        place = max((end for other, end in sheet.places.ends if other < number), default=table.content)
        yield place, place, written


def _style(places: SheetPlaces, row: Element | None, column: int) -> str:
    """The format that a cell gets from its row or its column as long as it is not there."""
    if row is not None and row.given.get("customFormat") in TRUE:
        return row.given.get("s", "")
    for one in places.columns:
        first, last = whole_number(one.get("min", "")), whole_number(one.get("max", ""))
        if first is not None and last is not None and first <= column <= last:
            return one.get("style", "")
    return ""


def _with_spans(tag: bytes, columns: list[int]) -> bytes:
    """A row's tag whose ``spans``, where it has them in one piece, reach over further columns."""
    found = _SPANS.search(tag)
    if found is None:
        return tag
    first, last = min(int(found[1]), *columns), max(int(found[2]), *columns)
    return with_attribute(tag, "spans", f"{first}:{last}")


def _dimension(sheet: _Sheet, new: list[str]) -> Iterator[Splice]:
    """The range that the sheet says it uses, wide enough for the new cells."""
    one = sheet.places.dimension
    stated = area(one.given.get("ref", "")) if one else None
    if one is None or stated is None or not new:
        return
    found = [corners(stated), *map(corners, new)]
    grown: Corners = (
        min(each[0] for each in found), min(each[1] for each in found),
        max(each[2] for each in found), max(each[3] for each in found),
    )  # fmt: skip
    if grown != corners(stated):
        yield one.start, one.content, with_attribute(sheet.data[one.start : one.content], "ref", range_of(grown))
