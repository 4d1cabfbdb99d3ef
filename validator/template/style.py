"""How the template looks: fonts, lines and the few colours, and how a sheet prints and is protected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Look = Callable[..., "Format"]
"""``look("cell", "left")``: the format that these parts of LOOKS make together, later ones on top."""

INPUT, COMPUTED, HEAD = "#FFFBE6", "#EDEDED", "#F7F7F7"
GREY, LINE = "#595959", "#000000"
DATE = 'yyyy"年"m"月"d"日"'

STANDARD_FONT: Mapping[str, object] = {
    "font_name": "宋体",
    "font_size": 11,
    "font_family": 3,
    "font_charset": 134,
    "font_scheme": "none",
}
"""The standard font of Chinese Excel and WPS: columns come out as wide as meant also where Calibri is not installed.

Charset 134 is GB 2312; without a scheme the theme of the reader's Excel does not put another font in its place.
"""

LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"font_name": "宋体", "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "big": {"font_size": 20},
    "cell": {
        "font_name": "宋体",
        "font_size": 10.5,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "border_color": LINE,
    },
    "plain": {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"},
    "note": {"font_name": "宋体", "font_size": 9.5, "font_color": GREY, "valign": "vcenter"},
    "head": {"font_name": "黑体", "bg_color": HEAD},
    "small": {"font_size": 9},
    "left": {"align": "left", "indent": 1},
    "flush": {"align": "left"},
    "right": {"align": "right"},
    "centre": {"align": "center"},
    "top": {"valign": "top"},
    "bottom": {"valign": "bottom"},
    "wrap": {"text_wrap": True},
    "shrunk": {"shrink": True},
    "bold": {"bold": True},
    "unlocked": {"locked": False},
    "typed total": {"locked": False, "bold": True},
    "computed": {"bg_color": COMPUTED, "bold": True},
    "number": {"num_format": "General"},
    "date": {"num_format": DATE},
    "year": {"num_format": "0"},
    "text": {"num_format": "@"},
    "essay": {
        "font_name": "仿宋",
        "font_size": 12,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
        "valign": "top",
        "left": 1,
        "top": 1,
        "bottom": 1,
        "border_color": "#A6A6A6",
        "locked": False,
    },
    "margin": {"right": 1, "top": 1, "bottom": 1, "border_color": "#A6A6A6"},
    "link": {"font_color": "#1F4E79", "underline": 1},
    "leads": {"font_color": "#1F4E79"},
}

BROKEN: Mapping[str, object] = {"bg_color": "#F8CBCB", "font_color": "#9C0006", "bold": True}
"""强制: has to be put right."""
QUESTIONED: Mapping[str, object] = {"bg_color": "#FFE08A", "font_color": "#5F3A00"}
"""核实: put right or explained."""
WRONG: Mapping[str, object] = {"bg_color": "#C00000", "font_color": "#FFFFFF", "bold": True}
"""This very cell: no number that the form allows, or where a broken row and a broken column cross."""
UNFILLED: Mapping[str, object] = {"bg_color": INPUT}
"""A cell that is still to be filled in: it turns white then, and the filled form prints as the official one.

It is a conditional format, the last of its sheet: a white one over filled cells would hide, in Calc, that they are
wrong, for Calc goes by the order of the areas and not by that of the rules.
"""

TAB_COVER, TAB_TEXT, TAB_TABLE, TAB_OWN = "#1F4E79", "#7F7F7F", "#C9A227", "#A6A6A6"
"""Tabs: the cover, parts in words, parts in figures, sheets that are no part of the report."""


def looks(book: Workbook) -> Look:
    """The formats of one workbook, each made once."""

    @cache
    def look(*parts: str) -> Format:
        return book.add_format({key: value for part in parts for key, value in LOOKS[part].items()})

    return look


def set_sizes(sheet: Worksheet, widths: Iterable[int], heights: Mapping[int, float]) -> None:
    """Pixels of the columns from A, and points of rows by their number."""
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, width)
    for row, height in heights.items():
        sheet.set_row(row - 1, height)


def print_on_a4(
    sheet: Worksheet, area: str, *, landscape: bool = False, pages: int = 1, coloured: bool = False
) -> None:
    """A4, one page wide and `pages` tall (0: as many as it takes), centred, page numbers below.

    What is not `coloured` prints without any fill: Excel and WPS leave them out, Calc knows no such setting.
    """
    sheet.set_paper(9)
    if not coloured:
        sheet.print_black_and_white()
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, pages)
    sheet.print_area(area)
    sheet.set_footer("&C&10第 &P 页　共 &N 页")
    sheet.hide_gridlines(2)


def protect(sheet: Worksheet, **allowed: bool) -> None:
    """Locked cells stay as they are, without password; formats may change, so that cells can be marked and resized."""
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, **allowed})
