"""One worksheet part, read strictly: every legal way to write a cell, nothing assumed about the writer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from validator.model.address import column_letters
from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.cell_values import SPACE
from validator.readers.xlsx.cells import NO_FORMULA, Cells, RawCell
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW, area, position
from validator.readers.xlsx.runs import XML_SPACE, text_in_runs
from validator.readers.xlsx.safe_xml import TRUE, Attributes, Step, root, walk, whole_number

ROW = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(slots=True)
class Frame:
    """What a worksheet says besides its rows; `tables` counts the places where rows may stand, which must be one."""

    merged: list[str] = field(default_factory=list)
    hidden_columns: set[str] = field(default_factory=set)
    other_rows_hidden: bool = False
    protected: bool = False
    tables: int = 0


def read_sheet(data: bytes, part: str, cells: Cells, budget: Budget) -> Frame:
    """Put every cell of the part into `cells`, in order, and return the rest."""
    return _walked(data, part, _Rows(cells).step(), budget)


def read_frame(data: bytes, part: str, budget: Budget) -> Frame:
    """The frame alone, of a part without rows; rows it has nevertheless are not read."""
    return _walked(data, part, Step(), budget)


def _walked(data: bytes, part: str, row: Step, budget: Budget) -> Frame:
    frame, described = Frame(), 0

    def table(_: Attributes) -> None:
        frame.tables += 1

    def merge(found: Attributes) -> None:
        budget.spend("merged", 1)
        merged = area(found.get("ref", ""))
        if merged is None:
            raise damaged(f"部件 {part} 里有不存在的合并区域 {found.get('ref', '')[:24]}")
        frame.merged.append(merged)

    def column(found: Attributes) -> None:
        nonlocal described
        if found.get("hidden") not in TRUE:
            return
        first, last = whole_number(found.get("min", "")), whole_number(found.get("max", ""))
        if first is None or last is None:
            raise damaged(f"部件 {part} 的列设置有误")
        columns = range(max(first, 1), min(last, LAST_COLUMN) + 1)
        described += len(columns)
        if described > LAST_COLUMN:  # ISO/IEC 29500-1, 18.3.1.13: no two describe one column
            raise damaged(f"部件 {part} 的列设置有误")
        frame.hidden_columns.update(map(column_letters, columns))

    def defaults(found: Attributes) -> None:
        frame.other_rows_hidden = found.get("zeroHeight") in TRUE

    def protection(found: Attributes) -> None:
        frame.protected = found.get("sheet") in TRUE

    top = root("worksheet/sheetData", Step(table).child("row", row))
    top.child("worksheet/cols/col", Step(column))
    top.child("worksheet/sheetFormatPr", Step(defaults))
    top.child("worksheet/sheetProtection", Step(protection))
    walk(data, part, top.child("worksheet/mergeCells/mergeCell", Step(merge)), budget)
    return frame


class _Rows:
    """Collects rows and cells; holds the cell being read."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._row = self._column = 0
        self._keep = False
        self._begin("", "", "n")

    def step(self) -> Step:
        cell = Step(self._cell_start, self._cell_end).child("is", text_in_runs(self._inline_text))
        cell.child("f", Step(self._formula_start, self._formula_end))
        cell.child("v", Step(self._value_start, self._value_end))
        return Step(self._row_start).child("c", cell)

    def _begin(self, address: str, style: str, kind: str) -> None:
        self._address, self._style, self._type = address, style, kind
        self._text: str | None = None
        self._inline: str | None = None
        self._formula: str | None = None
        self._given: Attributes = NO_FORMULA

    def _row_start(self, found: Attributes) -> None:
        stated = found.get("r")
        if stated and (ROW.fullmatch(stated) is None or int(stated) > LAST_ROW):
            raise damaged(f"工作表“{self._cells.sheet}”里有不存在的行 {stated[:12]}")
        # A row without a number follows the one before it.
        self._row = int(stated) if stated else self._row + 1
        self._column = 0
        if found.get("hidden") in TRUE:
            self._cells.hidden_rows.add(self._row)

    def _cell_start(self, found: Attributes) -> None:
        stated = found.get("r")
        # A cell without an address stands to the right of the one before it.
        address = stated or f"{column_letters(self._column + 1)}{self._row}"
        place = position(address)
        if place is None:
            raise damaged(f"工作表“{self._cells.sheet}”里有不存在的单元格 {address[:12]}")
        self._column = place[1]
        self._begin(address.upper(), found.get("s", ""), found.get("t", "n"))

    def _once(self, earlier: str | None) -> None:
        """A cell with two values or two formulas means two things: no program would show which."""
        if earlier is not None:
            raise damaged(f"工作表“{self._cells.sheet}”的单元格 {self._address} 里有两个内容")

    def _formula_start(self, found: Attributes) -> None:
        self._once(self._formula)
        self._given = found

    def _formula_end(self, text: str) -> None:
        self._formula = text

    def _value_start(self, found: Attributes) -> None:
        self._once(self._text)
        self._keep = found.get(XML_SPACE) == "preserve"

    def _value_end(self, text: str) -> None:
        self._text = text if self._keep else text.strip(SPACE)

    def _inline_text(self, text: str) -> None:
        self._once(self._inline)
        self._inline = text

    def _cell_end(self, _: str) -> None:
        self._cells.add(
            RawCell(self._address, self._style, self._type, self._text, self._inline, self._formula, self._given)
        )
