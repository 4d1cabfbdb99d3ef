"""Putting one value, text or formula into one cell, with the traps of the file format closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from validator.model.blanks import as_shown
from validator.model.serials import to_serial
from validator.readers.xlsx.cell_values import escape
from validator.template.areas import grid
from validator.template.content import BadContent, Shown, finite, fits

LONGEST_FORMULA = 8_192


class _Plain(str):
    """A formula without functions younger than Excel 2010.

    XlsxWriter looks for a hundred of them in every formula that does not name one in full already, which takes longer
    than all the rest of a workbook.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "_xlfn." or (isinstance(part, str) and super().__contains__(part))


def put(sheet: Worksheet, cell: str, value: object, look: Format, where: str = "模板") -> None:
    """A constant: None leaves the cell blank, text stays text whatever it starts with, True stays a boolean.

    A range is merged, its first cell holds the content.
    Raises BadContent naming `where` for what a cell cannot hold.
    """
    cell = _merged(sheet, cell, look)
    if value is None:
        sheet.write_blank(cell, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(cell, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(cell, as_shown(finite(value, where)), look)
    elif isinstance(value, date):
        sheet.write_datetime(cell, value, look)
    elif isinstance(value, str):
        _put_text(sheet, cell, fits(value, where), look)
    else:
        raise BadContent(f"{where}：{type(value).__name__} 不能写进单元格")


def put_formula(sheet: Worksheet, cell: str, formula: str, look: Format, shown: Shown) -> None:
    """A formula with the value it shows, so that programs which do not calculate show it too."""
    sheet.write_formula(_merged(sheet, cell, look), _plain(formula), look, cached(shown))


def mark(sheet: Worksheet, areas: Sequence[str], formula: str, look: Format, *, last: bool = False) -> None:
    """A conditional format on some areas, by a formula from the first cell of the first; `last`: no further ones."""
    options = {"type": "formula", "criteria": _plain(formula), "format": look, "stop_if_true": last}
    sheet.conditional_format(*grid(areas[0]), options | {"multi_range": " ".join(areas)})


def _plain(formula: str) -> str:
    if len(formula) > LONGEST_FORMULA:
        raise BadContent(f"公式过长（{len(formula)} 字，Excel 最多 {LONGEST_FORMULA} 字）：{formula[:60]}……")
    return _Plain(formula.removeprefix("="))


def _merged(sheet: Worksheet, area: str, look: Format) -> str:
    first, _, last = area.partition(":")
    if last and last != first:
        sheet.merge_range(area, "", look)
    return first


def cached(shown: Shown) -> str | int | float | bool:
    """The stored result of a formula: dates as serial numbers, control characters escaped as Excel does.

    Raises BadContent for a text that no workbook can store.
    """
    if isinstance(shown, date):
        return to_serial(shown)
    if isinstance(shown, str):
        return escape(fits(shown, "模板"))
    return shown


def _put_text(sheet: Worksheet, cell: str, text: str, look: Format) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for rich-text XML and writes it raw; in two runs it is text again.
        sheet.write_rich_string(cell, text[:1], look, text[1:], look)
    else:
        sheet.write_string(cell, text, look)
