"""One worksheet part, read strictly: every legal way to write a cell, nothing assumed about the writer."""

from __future__ import annotations

from collections.abc import Callable

from validator.model.address import column_letters
from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.cell_values import SPACE
from validator.readers.xlsx.cells import NO_FORMULA, Cells, RawCell
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW, area, position
from validator.readers.xlsx.runs import XML_SPACE, text_in_runs
from validator.readers.xlsx.safe_xml import MAIN, MARKUP, TRUE, Attributes, Step, root, walk, whole_number
from validator.readers.xlsx.sheet_looks import SheetLooks, is_hidden_column, is_hidden_row
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

ROW = expression(r"[1-9][0-9]{0,6}")
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


@dataclass(slots=True)
class Frame:
    """What a worksheet says besides its rows; `tables` counts the places where rows may stand, which must be one."""

    looks: SheetLooks = field(compare=False)
    conditions: SheetLooks | None = field(default=None, compare=False)
    """The conditional formats, where they were read apart."""
    merged: list[str] = field(default_factory=list)
    hidden_columns: set[str] = field(default_factory=set)
    other_rows_hidden: bool = False
    protected: bool = False
    tables: int = 0


def read_sheet(data: bytes, part: str, cells: Cells, budget: Budget) -> Frame:
    """Put every cell of the part into `cells`, in order, and return the rest."""
    rows = _Rows(cells)
    frame = _walked(data, part, rows.step(), budget, rows.only_rows)
    if frame.looks.low_rows:
        cells.hidden_rows |= rows.unsized
    return frame


def read_frame(data: bytes, part: str, budget: Budget) -> Frame:
    """The frame alone, of a part without rows; rows it has nevertheless are not read."""
    return _walked(data, part, Step(), budget)


def _walked(data: bytes, part: str, row: Step, budget: Budget, other: Callable[[str], None] | None = None) -> Frame:
    looks = SheetLooks(budget)
    frame, wide = Frame(looks), set[int]()

    def table(_: Attributes) -> None:
        frame.tables += 1
        if frame.tables > 1:
            raise damaged(f"部件 {part} 里有两张表格（sheetData）")

    def merge(found: Attributes) -> None:
        budget.spend("merged", 1)
        merged = area(found.get("ref", ""))
        if merged is None:
            raise damaged(f"部件 {part} 里有不存在的合并区域 {found.get('ref', '')[:24]}")
        frame.merged.append(merged)

    def defaults(found: Attributes) -> None:
        looks.defaults(found)
        frame.other_rows_hidden = found.get("zeroHeight") in TRUE or looks.low_rows

    def protection(found: Attributes) -> None:
        frame.protected = found.get("sheet") in TRUE

    top = looks.into(root("worksheet/sheetData", Step(table, other=other).child("row", row)))
    top.child("worksheet/cols/col", _column_step(part, frame, wide))
    top.child("worksheet/sheetFormatPr", Step(defaults))
    top.child("worksheet/sheetProtection", Step(protection))
    for space in MAIN:
        top.children[f"{space} worksheet"].children[f"{MARKUP} AlternateContent"] = _one_reading(part)
    walk(data, part, top.child("worksheet/mergeCells/mergeCell", Step(merge)), budget)
    if looks.narrow_columns:
        frame.hidden_columns.update(map(column_letters, {*range(1, MOST_NARROW)} - wide))
    return frame


def _column_step(part: str, frame: Frame, wide: set[int]) -> Step:
    """What to do at a column, or several of one look: of a sheet of narrow ones those that are `wide` are kept."""
    described = 0

    def column(found: Attributes) -> None:
        nonlocal described
        first, last = whole_number(found.get("min", "")), whole_number(found.get("max", ""))
        if not is_hidden_column(found):
            if frame.looks.narrow_columns and first is not None and last is not None:
                wide.update(range(first, min(last, MOST_NARROW) + 1))
            return
        if first is None or last is None:
            raise damaged(f"部件 {part} 的列设置有误")
        columns = range(max(first, 1), min(last, LAST_COLUMN) + 1)
        described += len(columns)
        if described > LAST_COLUMN:  # ISO/IEC 29500-1, 18.3.1.13: no two describe one column
            raise damaged(f"部件 {part} 的列设置有误")
        frame.hidden_columns.update(map(column_letters, columns))

    return Step(column)


def _one_reading(part: str) -> Step:
    """Several readings of one place: harmless as long as no figure depends on which of them is taken."""

    def twofold(_: Attributes) -> None:
        raise damaged(f"部件 {part} 的表格有几种读法，各程序读出的不同")

    one, every = Step(), Step()
    for name in DECIDING:
        one.child(name, Step(twofold))
    every.children |= {f"{MARKUP} Choice": one, f"{MARKUP} Fallback": one}
    one.children[f"{MARKUP} AlternateContent"] = every
    return every


def _same(value: str, inline: str) -> bool:
    """Whether a value and an inline text in one cell are one reading after all, as 1.0 and “1.” are."""
    try:
        return value == inline or float(value) == float(inline)
    except ValueError:
        return False


class _Rows:
    """Collects rows and cells; holds the cell being read."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._row = self._column = 0
        self._keep = False
        self._seen: set[int] = set()
        self.unsized: set[int] = set()
        self._begin("", "", "n")

    def step(self) -> Step:
        inline = text_in_runs(self._inline_text)
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
        if stated and (ROW.fullmatch(stated) is None or int(stated) > LAST_ROW):
            raise damaged(f"工作表“{self._cells.sheet}”里有不存在的行 {stated[:12]}")
        # A row without a number follows the one before it.
        self._row = int(stated) if stated else self._row + 1
        self._column = 0
        if self._row in self._seen:
            raise damaged(f"工作表“{self._cells.sheet}”的第 {self._row} 行出现两次")
        self._seen.add(self._row)
        if is_hidden_row(found):
            self._cells.hidden_rows.add(self._row)
        if "ht" not in found:
            self.unsized.add(self._row)

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
        if self._inline is not None and self._text and not _same(self._text, self._inline):
            self._once(self._inline)
        self._cells.add(
            RawCell(self._address, self._style, self._type, self._text, self._inline, self._formula, self._given)
        )
