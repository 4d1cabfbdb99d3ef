"""Tables as sheets: each cell at its place in the grid, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from validator.documents.blocks import Table, TableCell
from validator.documents.encodings import BACKWARDS
from validator.model.address import address
from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.limits import Budget
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

NUMBER = expression(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?", re.ASCII)
WIDE_SIGN = expression(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
HAN = expression(r"[\u3400-\u9fff\uf900-\ufaff]")
NOTED = expression(r"[（(〔\[【][^（()）]*[）)〕\]】]|\s+")
FIGURE = expression(
    r"[-+/\\—–－_·.…*＊×#<>≤≥±~约共计增减]*[0-9][0-9,.，、:：/%％\W]*(?:亿|万|千|百)*[元件条个项次宗户人份起篇部]*[^\w]*"
    r"(?:[见附]?注[:：]?[0-9一二三四五六七八九十\u2460-\u2473]{0,2}|[\u2460-\u2473¹²³⁴-⁹]{1,2})?[^\w]*"
    r"|[-+/\\—–－_·.…*＊×#]+|[无零〇两]|〔图〕|#(?:REF|DIV/0|VALUE|NAME|NUM|NULL|N/A)[!?]?"
)
"""What stands where a figure belongs, number or not: 12万元, 1,234, 52注1, “/”, 无; without notes in brackets."""
ENUMERATED = expression(r"[0-9]{1,2}[.、．]", re.ASCII)
"""The number of a label in a cell of its own."""
MOST_NOTED, MOST_FIGURE, MOST_COLUMNS = 400, 40, 256
WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: 0x2E, 0xFF0B: 0x2B, 0xFF0D: 0x2D}
"""Digits and signs in full width."""


@dataclass(frozen=True, slots=True, eq=False)
class Square:
    """One cell in a grid: where it begins, how many rows and columns it covers, what is seen in it and what is not.

    It equals itself alone.
    """

    row: int
    column: int
    rows: int
    columns: int
    cell: Cell
    text: str = ""
    """What it holds as text, ``""`` for a number or nothing."""
    is_figure: bool = False
    """Whether what is seen in it is a figure, or what people write in place of one."""
    hidden: str = ""
    source: object = field(default=None, compare=False)
    """Where in the file it stands, as far as the reader knows."""

    @property
    def seen(self) -> str:
        """What is seen in it."""
        return "" if self.is_blank else str(self.cell.value)

    @property
    def at(self) -> str:
        """The address of its first cell."""
        return address(self.row, self.column)

    @property
    def span(self) -> tuple[int, int]:
        """Its first and its last column."""
        return self.column, self.column + self.columns - 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing is seen in it."""
        return self.cell is BLANK


@dataclass(slots=True)
class Grid:
    """Tables one below the other; `pieces` says of each row in which of them it stands."""

    rows: dict[int, list[Square]] = field(default_factory=dict)
    """The cells that begin in a row, from left to right."""
    pieces: dict[int, int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    """Of a row that cells of rows above cover the first column of the rightmost of those."""
    pages: dict[int, int] = field(default_factory=dict)
    """The page that a row stands on, by its number."""
    height: int = 0
    is_turned: bool = False
    """Whether its rows are the columns of the document: headings stand among their figures, which nobody can count."""

    @property
    def cells(self) -> dict[str, Cell]:
        """What each place holds."""
        return {square.at: square.cell for row in self.rows.values() for square in row if not square.is_blank}

    @property
    def merged(self) -> tuple[str, ...]:
        """The ranges that were merged."""
        every = (square for row in self.rows.values() for square in row if square.rows * square.columns > 1)
        return tuple(f"{one.at}:{address(one.row + one.rows - 1, one.span[1])}" for one in every)

    @property
    def sources(self) -> dict[str, object]:
        """Where in the file the cell at an address stands, as far as the reader knows."""
        every = (square for row in self.rows.values() for square in row)
        return {square.at: square.source for square in every if square.source is not None}

    def seen(self, row: int) -> str:
        """What is seen in a row, its cells apart."""
        return " | ".join(square.seen for square in self.rows.get(row, ()))


def grid_of(tables: Iterable[Table], budget: Budget) -> Grid:
    """Tables that follow one another, one below the other."""
    grid = Grid()
    for piece, table in enumerate(tables):
        _put(grid, table, piece, budget)
    return grid


def _put(grid: Grid, table: Table, piece: int, budget: Budget) -> None:
    first, taken = grid.height + 1, set[tuple[int, int]]()
    last = grid.height + len(table.rows)
    for row, cells in enumerate(table.rows, first):
        grid.rows[row], grid.pieces[row], column = [], piece, 1
        for one in cells:
            while (row, column) in taken:
                column += 1
            if column > MOST_COLUMNS:
                break
            rows, columns = min(one.rows, last - row + 1), min(one.columns, MOST_COLUMNS)
            budget.spend("cells", rows * columns)
            grid.rows[row].append(_square((row, column, rows, columns), one))
            for below in range(row + 1, row + rows):
                taken |= {(below, column + across) for across in range(columns)}
                grid.covered[below] = max(column, grid.covered.get(below, 0))
            column += columns
    grid.pages |= dict(enumerate(table.pages, first))
    grid.height = last


def _square(place: tuple[int, int, int, int], one: TableCell) -> Square:
    cell = cell_of(one.text)
    text = str(cell.value) if cell.kind is CellKind.TEXT else ""
    return Square(*place, cell, text, is_figure(text) if text else cell is not BLANK, one.hidden, one.source)


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """Whether a text stands where a figure belongs: a number with a unit or notes, or a sign for none."""
    if len(text) > MOST_NOTED:
        return False
    bare = NOTED.sub("", text.replace(BACKWARDS, "")).translate(WIDE)
    return 0 < len(bare) <= MOST_FIGURE and bool(FIGURE.fullmatch(bare)) and not ENUMERATED.fullmatch(bare)


def hidden_figure(texts: Iterable[str]) -> str:
    """The figure that stands in a cell of which nothing is seen, ``""`` for none."""
    text = joined("".join(texts).split("\n"))
    return text if is_figure(text) and any(sign.isdecimal() for sign in text) else ""


def cell_of(text: str) -> Cell:
    """The cell that a reader takes a text for: digits alone are a number, in whatever width; ① and ² are none."""
    plain = joined(text.split("\n"))
    folded = plain.translate(WIDE).strip()
    if NUMBER.fullmatch(folded):
        value = float(folded) if "." in folded else int(folded)
        return Cell(int(value) if value == int(value) else value, CellKind.NUMBER)
    return Cell(plain, CellKind.TEXT) if plain else BLANK


def joined(lines: Sequence[str]) -> str:
    """Lines of one cell as one: words of Chinese go on, others are apart."""
    text = ""
    for line in filter(None, (one.strip() for one in lines)):
        goes_on = not text or WIDE_SIGN.match(line) or WIDE_SIGN.match(text[-1])
        text += line if goes_on else f" {line}"
    return text
