"""Tables as sheets: each cell at its place in the grid, numbers as numbers, heads in every row that they cover."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from validator.documents.blocks import Table, TableCell
from validator.model.address import address
from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.limits import Budget
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

NUMBER = expression(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?", re.ASCII)
HAN = expression(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
MOST_COLUMNS = 256


@dataclass(slots=True)
class Grid:
    """Cells by address, and the ranges that were merged."""

    cells: dict[str, Cell] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    pages: dict[int, int] = field(default_factory=dict)
    """The page that a row stands on, by its number."""
    height: int = 0
    width: int = 0
    """The column in which its rows of figures end."""
    unsure: dict[int, str] = field(default_factory=dict)
    """The rows of which nobody knows which figure is in which column, and what is seen there."""


def grid_of(tables: Iterable[Table], budget: Budget) -> Grid:
    """Tables that follow one another without a word between them, one below the other."""
    grid = Grid()
    for table in tables:
        _put(grid, table, budget)
    return grid


def _put(grid: Grid, table: Table, budget: Budget) -> None:
    first, taken = grid.height + 1, dict[tuple[int, int], Cell]()
    for row, cells in enumerate(table.rows, first):
        column = 1
        for one in cells:
            while (row, column) in taken:
                column += 1
            if column > MOST_COLUMNS:
                break
            rows, columns = min(one.rows, len(table.rows) - row + first), min(one.columns, MOST_COLUMNS)
            budget.spend("cells", rows * columns)
            held = cell_of(one.text)
            taken |= {(row + down, column + across): BLANK for down in range(rows) for across in range(columns)}
            taken |= {(row + down, column): held for down in range(rows)}
            if rows * columns > 1:
                grid.merged.append(f"{address(row, column)}:{address(row + rows - 1, column + columns - 1)}")
            taken[row, column] = held
            column += columns
        if table.page is not None:
            grid.pages[row] = table.page
    odd = _odd_rows(grid, taken, first)
    grid.unsure |= {row: _seen(table.rows[row - first]) for row in odd}
    grid.cells |= dict(_spread(taken, odd))
    grid.height = max((row for row, _ in taken), default=grid.height)


def _seen(row: Iterable[TableCell]) -> str:
    return " | ".join(joined(one.text.split("\n")) for one in row)


def _odd_rows(grid: Grid, taken: dict[tuple[int, int], Cell], first: int) -> set[int]:
    """The rows of figures that end elsewhere than those below their heads: who knows which of their cells are gone?

    A table without heads of its own goes on under those of the one before it.
    """
    ends: dict[int, int] = {}
    for row, column in taken:
        ends[row] = max(column, ends.get(row, 0))
    rows = _with_numbers(taken)
    if not grid.width or first not in rows:
        grid.width = Counter(ends[row] for row in rows).most_common(1)[0][0] if rows else grid.width
    return {row for row in rows if ends[row] != grid.width}


def _with_numbers(taken: dict[tuple[int, int], Cell]) -> set[int]:
    return {row for (row, _), cell in taken.items() if cell.kind is CellKind.NUMBER}


def _spread(taken: dict[tuple[int, int], Cell], odd: Collection[int]) -> Iterator[tuple[str, Cell]]:
    """What each place holds. The label of several rows stands in all that hold no number, as heads of columns do."""
    with_numbers = _with_numbers(taken)
    before: dict[int, Cell] = {}
    for (row, column), cell in sorted(taken.items()):
        repeated = cell is not BLANK and before.get(column) is cell
        before[column] = cell
        if row in odd and cell.kind is CellKind.NUMBER:
            continue
        if cell is not BLANK and not (repeated and (row in with_numbers or cell.kind is CellKind.NUMBER)):
            yield address(row, column), cell


def cell_of(text: str) -> Cell:
    """The cell that a reader takes a text for: digits alone are a number, in whatever width, on however many lines."""
    plain = joined(text.split("\n"))
    folded = unicodedata.normalize("NFKC", plain).strip()
    if NUMBER.fullmatch(folded):
        value = float(folded) if "." in folded else int(folded)
        return Cell(int(value) if value == int(value) else value, CellKind.NUMBER)
    return Cell(plain, CellKind.TEXT) if plain else BLANK


def joined(lines: Sequence[str]) -> str:
    """Lines of one cell as one: words of Chinese go on, others are apart."""
    text = ""
    for line in filter(None, (one.strip() for one in lines)):
        goes_on = not text or HAN.match(line) or HAN.match(text[-1]) or (text[-1].isdigit() and line[0].isdigit())
        text += line if goes_on else f" {line}"
    return text
