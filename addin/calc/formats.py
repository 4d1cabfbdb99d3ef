"""Conditional formats of a range, rules by formula only; each look is a cell style, as Calc wants it."""

# ruff: noqa: D102, FBT003  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from xlwings import base_classes

from addin.calc.listed_formats import CONDITION, EXPRESSION, Listed
from addin.calc.office import ProtectedError, guarded, struct, to_number
from addin.calc.syntax import to_calc, to_excel
from addin.calc.telling import tell

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet

BOLD = 150.0
STYLES = "gouji_"
KEPT = ("VertJustify", "CharFontName", "CharHeight", "CharHeightAsian", "CharHeightComplex")


class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that touch `cells`, UNO's range, of a sheet."""

    def __init__(self, sheet: OpenSheet, cells: Any) -> None:
        self._sheet, self._cells = sheet, cells

    @property
    def api(self) -> Any:
        return self._sheet.xl.ConditionalFormats

    def __iter__(self) -> Iterator[ConditionalFormat]:
        area = self._cells.RangeAddress
        for one in self._sheet.formats:
            if one.touches(area):
                yield from (ConditionalFormat(self._sheet, one, rule) for rule in range(one.format.Count))

    @guarded
    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        sheet, area = self._sheet, self._cells.RangeAddress
        sheet.refuse_if_closed()
        style = _style(self._cells, sheet.book.doc, spec)
        others = [one for one in sheet.formats if one.touches(area)]
        cells = _cell_ranges(sheet, [area])
        number = self.api.createByRange(cells)
        made = next(one for one in reversed(self.api.getConditionalFormats()) if number == one.ID)
        made.createEntry(CONDITION, 0)
        entry, formula = made.getByIndex(0), to_calc(spec["formula"].lstrip("="))
        entry.Operator, entry.StyleName = EXPRESSION, style
        if sheet.waiting is None:
            entry.Formula1 = formula
            _renew(sheet, area, others, keep=False)
        else:
            entry.Formula1 = f'"new {number}"=""'
            sheet.waiting.append(formula)
        new = Listed(made, cells, (area,))
        sheet.formats.append(new)
        return ConditionalFormat(sheet, new, 0)


class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule. What Calc has read from a file may keep the rules of one range in one conditional format."""

    def __init__(self, sheet: OpenSheet, one: Listed, rule: int) -> None:
        self._sheet, self._one, self._rule = sheet, one, rule

    @cached_property
    def _entry(self) -> Any:
        return self._one.format.getByIndex(self._rule)

    @property
    def api(self) -> Any:
        return self._one.format

    @property
    def type(self) -> str:
        by_formula = self._entry.getType() == CONDITION and self._entry.Operator == EXPRESSION
        return "custom" if by_formula else "unknown"

    @property
    def formula(self) -> str | None:
        return f"={to_excel(self._entry.Formula1)}" if self.type == "custom" else None

    @guarded
    def delete(self) -> None:
        self._sheet.refuse_if_closed()
        knows_others = self._is_told_of_others()
        if self.api.Count > 1:
            self.api.removeByIndex(self._rule)
        else:
            self._sheet.xl.ConditionalFormats.removeByID(self.api.ID)
            self._sheet.formats.remove(self._one)
        if knows_others:
            return
        for area in self._one.areas:
            _renew(self._sheet, area, [one for one in self._sheet.formats if one.touches(area)], keep=True)

    def _is_told_of_others(self) -> bool:
        """Whether its cells know the others: those made behind it. Without any, the next one would get its number."""
        others = self._sheet.formats
        own = self._one.ID
        return all(one.by_formula for one in others) and any(own < one.ID for one in others)


def _renew(sheet: OpenSheet, area: Any, others: Sequence[Listed], *, keep: bool) -> None:
    """Make the cells show a rule at once. `keep` says whether they show `others` as well.

    When not, the new rule shows above them, as in Excel. Their areas, which the
    copy would write in pieces, are put back as they were; of data bars, colours and icons, whose pieces Calc takes
    for rules of their own, the pieces go: they are the last that Calc lists.
    """
    formats = sheet.xl.ConditionalFormats
    count = formats.getLength()
    try:
        for one in others:
            one.format.Range = _cell_ranges(sheet, [*(one.areas if keep else ()), *_far_cells(sheet, one.areas)])
        tell(sheet, area)
    finally:
        if formats.getLength() > count:  # each rule that Calc hands over costs a dozen calls
            for piece in [one.ID for one in formats.getConditionalFormats()[count:]]:
                formats.removeByID(piece)
        for one in others:
            one.format.Range = one.cells


def _far_cells(sheet: OpenSheet, areas: Sequence[Any]) -> list[Any]:
    """Two cells that no mark is on: a rule that is left without a cell would be gone.

    The block around them begins where the areas begin: from there Calc reads a rule's relative references.
    """
    row, column = min(one.StartRow for one in areas), min(one.StartColumn for one in areas)
    bottom, right = sheet.last
    number = areas[0].Sheet
    return [
        struct("table.CellRangeAddress", number, right, row, right, row),
        struct("table.CellRangeAddress", number, column, bottom, column, bottom),
    ]


def _cell_ranges(sheet: OpenSheet, areas: Iterable[Any]) -> Any:
    made = sheet.book.doc.createInstance("com.sun.star.sheet.SheetCellRanges")
    made.addRangeAddresses(tuple(areas), False)
    return made


def _style(cells: Any, document: Any, spec: dict[str, Any]) -> str:
    """The name of the cell style of that look on those cells; it is made when it is not there yet, and stays.

    Every style brings along what the document's default style sets, so that this is set as the cells have it.

    Raises:
        ProtectedError: It would have to be made while a sheet is protected: Calc makes it, but sets nothing in it.
    """
    look = {name: getattr(cells, name) for name in KEPT}
    look["CellBackColor"] = to_number(spec.get("fill_color"))
    if spec.get("font_color") is not None:
        look["CharColor"] = to_number(spec["font_color"])
    if spec.get("font_bold"):
        look |= {"CharWeight": BOLD, "CharWeightAsian": BOLD}
    name = f"{STYLES}{crc32(repr(look).encode()):08x}"
    styles = document.StyleFamilies.getByName("CellStyles")
    if not styles.hasByName(name):
        if any(sheet.isProtected() for sheet in document.Sheets):
            raise ProtectedError("no style can be made while a sheet is protected")
        styles.insertByName(name, document.createInstance("com.sun.star.style.CellStyle"))
        style = styles.getByName(name)
        for key, value in look.items():
            setattr(style, key, value)
    return name
