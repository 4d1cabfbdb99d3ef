"""Tables as sheets: each cell at its place in the grid, numbers as numbers, heads in every row that they cover."""

from __future__ import annotations

import re
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
WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: 0x2E, 0xFF0B: 0x2B, 0xFF0D: 0x2D}
"""Digits and signs in full width."""


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
    sources: dict[str, object] = field(default_factory=dict)
    """Where in the file the cell at an address stands, as far as the reader knows."""
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
            if one.source is not None:
                grid.sources[address(row, column)] = one.source
            column += columns
        if table.page is not None:
            grid.pages[row] = table.page
    odd = _odd_rows(grid, taken)
    grid.unsure |= {row: _seen(table.rows[row - first]) for row in odd}
    grid.cells |= dict(_spread(taken, odd))
    grid.height = max((row for row, _ in taken), default=grid.height)


def _seen(row: Iterable[TableCell]) -> str:
    return " | ".join(joined(one.text.split("\n")) for one in row)


def _odd_rows(grid: Grid, taken: dict[tuple[int, int], Cell]) -> set[int]:
    """The rows that do not end where their heads do: who knows which of their cells are gone, or too many?

    A table without heads of its own goes on under those of the one before it; without any, and where the heads
    themselves end differently, no row is certain.
    """
    columns: dict[int, set[int]] = {}
    for row, column in taken:
        columns.setdefault(row, set()).add(column)
    # Where a row ends; 0 if it has a hole, as a head has from which a cell was taken.
    ends = {row: max(held) if len(held) == max(held) else 0 for row, held in columns.items()}
    rows = _with_numbers(taken)
    heads = [row for row in ends if row < min(rows, default=0) and _is_head(row, taken)]
    if heads:
        widths = {ends[row] for row in range(min(heads), max(heads) + 1) if row in ends}
        grid.width = widths.pop() if len(widths) == 1 else -1
    return {row for row, end in ends.items() if end != grid.width}


def _is_head(row: int, taken: dict[tuple[int, int], Cell]) -> bool:
    """Whether a row names columns: several words, or one over all of them; 无 and “/” are none."""
    held = [str(cell.value) for (at, _), cell in taken.items() if at == row and cell is not BLANK]
    return sum(len(one) > 1 and bool(HAN.search(one)) for one in held) > 1


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
        goes_on = not text or HAN.match(line) or HAN.match(text[-1])
        text += line if goes_on else f" {line}"
    return text
