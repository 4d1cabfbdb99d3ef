"""How the cells of a sheet that openpyxl holds look. Shapes are not there: openpyxl drops them when it loads a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from validator.model.address import corners
from validator.readers.limits import DEFAULT_LIMITS, Budget, Refused
from validator.readers.looks import CellLook, Highlight, Looks
from validator.readers.xlsx.appearance import Fill, Stage, StatedFont, change_of, look_of
from validator.readers.xlsx.colours import OFFICE, PALETTE, StatedColour, read_theme
from validator.readers.xlsx.places import area


def looks_of(sheet: Worksheet, theme: Sequence[str]) -> Looks:
    """The look of every cell that holds something, and the conditional formats."""
    known: dict[int, CellLook] = {}
    own: dict[str, CellLook] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                style = int(cell.style_id)
                if style not in known:
                    known[style] = _look(cell, theme)
                own[cell.coordinate] = known[style]
    view: Any = sheet.sheet_view
    conditions = tuple(_conditions(sheet, theme))
    formulas = frozenset(text for one in conditions for text in one.formulas)
    return Looks(own=own, conditions=conditions, hides_zeros=view.showZeros is False, formulas=formulas)


def theme_of(book: openpyxl.Workbook) -> tuple[str, ...]:
    """The colours of the workbook's theme, those of Office where it has none that can be read."""
    untyped: Any = book  # the stubs do not know it
    try:
        return read_theme(untyped.loaded_theme, "", Budget(DEFAULT_LIMITS)) if untyped.loaded_theme else OFFICE
    except Refused:
        return OFFICE


def _look(cell: Any, theme: Sequence[str]) -> CellLook:
    font, fill = _font(cell.font), _fill(cell.fill)
    return look_of(str(cell.number_format), font, fill, theme, PALETTE, repeats=cell.alignment.horizontal == "fill")


def _font(font: Any) -> StatedFont:
    return StatedFont() if font is None else StatedFont(_stated(font.color), float(font.sz or StatedFont().points))


def _fill(fill: Any) -> Fill:
    if fill is None:
        return Fill()
    if hasattr(fill, "stop"):
        return Fill(stops=[_stated(one.color) for one in fill.stop])
    return Fill(fill.patternType or "", _stated(fill.fgColor), _stated(fill.bgColor))


def _stated(colour: Any) -> StatedColour | None:
    if colour is None or colour.type not in {"rgb", "theme", "indexed", "auto"}:
        return None
    return StatedColour(colour.type, str(colour.value), float(colour.tint or 0))


def _conditions(sheet: Worksheet, theme: Sequence[str]) -> Iterator[Highlight]:
    for ranges in sheet.conditional_formatting:
        areas = tuple(corners(one) for text in str(ranges.sqref).split() if (one := area(text)))
        for rule in ranges.rules:
            bar = rule.dataBar or rule.iconSet
            yield Highlight(
                areas,
                change_of(_stage(rule.dxf), theme, PALETTE),
                rule.type or "",
                rule.operator or "",
                tuple(map(str, rule.formula or ())),
                instead=bar is not None and bar.showValue is False,
            )


def _stage(changed: Any) -> Stage:
    if changed is None:
        return Stage()
    code = changed.numFmt.formatCode if changed.numFmt is not None else None
    return Stage(_font(changed.font), _fill(changed.fill), code)
