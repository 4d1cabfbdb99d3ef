"""One worksheet part, read strictly: every legal way to write a cell, nothing assumed about the writer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from validator.model.address import column_letters
from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.cell_values import SPACE
from validator.readers.xlsx.cells import NO_FORMULA, Cells, RawCell
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW, area, position
from validator.readers.xlsx.runs import XML_SPACE, Runs
from validator.readers.xlsx.safe_xml import MAIN, MARKUP, TRUE, Attributes, Step, root, walk
from validator.readers.xlsx.sheet_looks import SheetLooks, is_hidden_column, is_hidden_row

ROW = re.compile(r"[1-9][0-9]{0,6}")
DECIDING = (
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "mergeCells",
    "conditionalFormatting",
)
"""What no worksheet may have in two readings, of which programs take one or the other (``mc:AlternateContent``)."""
MOST_NARROW = 256
"""Columns that are taken to be hidden where a sheet has no width for the rest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a worksheet says besides its rows; `tables` counts the places where rows may stand, which must be one."""

    merged: tuple[str, ...]
    hidden_columns: frozenset[str]
    other_rows_hidden: bool
    protected: bool
    tables: int
    looks: SheetLooks = field(compare=False)
    conditions: SheetLooks | None = field(default=None, compare=False)
    """The conditional formats, where they were read apart."""


def read_sheet(data: bytes, part: str, cells: Cells, budget: Budget) -> Frame:
    """Put every cell of the part into `cells`, in order, and return the rest."""
    frame, rows = _Frame(part, budget), _Rows(cells)
    walk(data, part, frame.steps(rows.step(), rows.only_rows), budget)
    if frame.looks.low_rows:
        cells.hidden_rows |= rows.unsized
    return frame.read()


def read_frame(data: bytes, part: str, budget: Budget) -> Frame:
    """The frame alone, of a part without rows; rows it has nevertheless are not read."""
    frame = _Frame(part, budget)
    walk(data, part, frame.steps(Step()), budget)
    return frame.read()


class _Frame:
    """Collects what stands around the rows."""

    def __init__(self, part: str, budget: Budget) -> None:
        self._part = part
        self._budget = budget
        self._merged: list[str] = []
        self._columns: set[str] = set()
        self._column_count = 0
        self._hidden = False
        self._protected = False
        self._tables = 0
        self._described: set[int] = set()
        self.looks = SheetLooks(budget)

    def steps(self, row: Step, other: Callable[[str], None] | None = None) -> Step:
        top = self.looks.into(root("worksheet/sheetData", Step(self._table, other=other).child("row", row)))
        top.child("worksheet/cols/col", Step(self._column))
        for space in MAIN:
            top.children[f"{space} worksheet"].children[f"{MARKUP} AlternateContent"] = self._readings()
        top.child("worksheet/sheetFormatPr", Step(self._defaults))
        top.child("worksheet/sheetProtection", Step(self._protection))
        return top.child("worksheet/mergeCells/mergeCell", Step(self._merge))

    def read(self) -> Frame:
        if self.looks.narrow_columns:
            self._columns.update(column_letters(one) for one in {*range(1, MOST_NARROW)} - self._described)
        return Frame(
            tuple(self._merged), frozenset(self._columns), self._hidden, self._protected, self._tables, self.looks
        )

    def _readings(self) -> Step:
        """Several readings of one place: harmless as long as no figure depends on which of them is taken."""
        one, every = Step(), Step()
        for name in DECIDING:
            one.child(name, Step(self._twofold))
        every.children |= {f"{MARKUP} Choice": one, f"{MARKUP} Fallback": one}
        one.children[f"{MARKUP} AlternateContent"] = every
        return every

    def _twofold(self, _: Attributes) -> None:
        raise damaged(f"部件 {self._part} 的表格有几种读法，各程序读出的不同")

    def _table(self, _: Attributes) -> None:
        self._tables += 1
        if self._tables > 1:
            raise damaged(f"部件 {self._part} 里有两张表格（sheetData）")

    def _merge(self, found: Attributes) -> None:
        self._budget.spend("merged", 1)
        merged = area(found.get("ref", ""))
        if merged is None:
            raise damaged(f"部件 {self._part} 里有不存在的合并区域 {found.get('ref', '')[:24]}")
        self._merged.append(merged)

    def _column(self, found: Attributes) -> None:
        if not is_hidden_column(found):
            if self.looks.narrow_columns:
                first, last = (found.get(end, "") for end in ("min", "max"))
                if all(end.isascii() and end.isdigit() and len(end) < 8 for end in (first, last)):
                    self._described.update(range(int(first), min(int(last), MOST_NARROW) + 1))
            return
        first, last = found.get("min", ""), found.get("max", "")
        if not all(end.isascii() and end.isdigit() and len(end) < 8 for end in (first, last)):
            raise damaged(f"部件 {self._part} 的列设置有误")
        found_columns = range(max(int(first), 1), min(int(last), LAST_COLUMN) + 1)
        self._column_count += len(found_columns)
        if self._column_count > LAST_COLUMN:  # ISO/IEC 29500-1, 18.3.1.13: no two describe one column
            raise damaged(f"部件 {self._part} 的列设置有误")
        self._columns.update(map(column_letters, found_columns))

    def _defaults(self, found: Attributes) -> None:
        self.looks.defaults(found)
        self._hidden = found.get("zeroHeight") in TRUE or self.looks.low_rows

    def _protection(self, found: Attributes) -> None:
        self._protected = found.get("sheet") in TRUE


class _Rows:
    """Collects rows and cells; holds the cell being read."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._runs = Runs()
        self._row = self._column = 0
        self._keep = False
        self._seen: set[int] = set()
        self.unsized: set[int] = set()
        self._begin("", "", "n")

    def step(self) -> Step:
        inline = Step(None, self._inline_end).child("t", self._runs.step).child("r/t", self._runs.step)
        cell = Step(self._cell_start, self._cell_end, other=self._only_cells).child("is", inline)
        cell.child("f", Step(self._formula_start, self._formula_end, other=self._only_text))
        cell.child("v", Step(self._value_start, self._value_end, other=self._only_text))
        return Step(self._row_start, other=self.only_rows).child("c", cell)

    def only_rows(self, tag: str) -> None:
        """Elements of other makers among rows and cells: some programs read them, some what they offer instead."""
        if not tag.startswith(MAIN):
            sheet = self._cells.sheet
            if self._row:
                raise damaged(f"工作表“{sheet}”第 {self._row} 行有几种读法，各程序读出的不同")
            raise damaged(f"工作表“{sheet}”有几种读法，各程序读出的不同")

    def _only_cells(self, tag: str) -> None:
        if not tag.startswith(MAIN):
            self._only_text(tag)

    def _only_text(self, _: str) -> None:
        raise damaged(f"工作表“{self._cells.sheet}”的单元格 {self._address} 有几种读法，各程序读出的不同")

    def _begin(self, address: str, style: str, kind: str) -> None:
        self._address, self._style, self._type = address, style, kind
        self._text: str | None = None
        self._inline: str | None = None
        self._formula: str | None = None
        self._given: Attributes = NO_FORMULA

    def _row_start(self, found: Attributes) -> None:
        stated = found.get("r")
        # A row without a number follows the one before it.
        self._row = self._row_number(stated) if stated else self._row + 1
        self._column = 0
        if self._row in self._seen:
            raise damaged(f"工作表“{self._cells.sheet}”的第 {self._row} 行出现两次")
        self._seen.add(self._row)
        if is_hidden_row(found):
            self._cells.hidden_rows.add(self._row)
        if "ht" not in found:
            self.unsized.add(self._row)

    def _row_number(self, stated: str) -> int:
        if ROW.fullmatch(stated) is None or int(stated) > LAST_ROW:
            raise damaged(f"工作表“{self._cells.sheet}”里有不存在的行 {stated[:12]}")
        return int(stated)

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

    def _inline_end(self, _: str) -> None:
        self._once(self._inline)
        self._inline = self._runs.take()

    def _cell_end(self, _: str) -> None:
        if self._inline is not None and self._text:
            self._once(self._inline)
        self._cells.add(
            RawCell(self._address, self._style, self._type, self._text, self._inline, self._formula, self._given)
        )
