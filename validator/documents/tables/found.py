"""A table of the form as it was found in a grid: where each number stands, and of which nobody can be sure."""

from __future__ import annotations

from collections.abc import Callable

from validator.documents.grids import Square
from validator.model.bilingual import Bilingual
from validator.startup.records import dataclass, field

NOT_FOUND = Bilingual("没有找到它的行或列", "its row or column was not found")
NOT_CERTAIN = Bilingual("这一行的格数与表头对不上，不知道哪个数是哪一列的", "its row has other cells than the heads")
TWICE = Bilingual("这张表出现不止一次，不知道以哪一张为准", "the table is there more than once")
MERGED = Bilingual("几格合并成一格，不知道这个数是哪一格的", "its cell is merged with that of another number")
SEVERAL_ROWS = Bilingual(
    "同一表头下面有几行数，不知道哪一行是本年的",
    "several rows stand below its heads, and nothing says which is this year's",
)
HIDDEN = Bilingual("格里看不见数，却藏着一个数", "the cell shows no number but hides one")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number is not read, and what is seen there."""

    seen: str
    reason: Bilingual


@dataclass(slots=True)
class Placing:
    """A table in a grid: the cell of each number, the doubts about others, the labels found, the rows it takes."""

    squares: dict[str, Square] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    labels: list[tuple[str, Square, str]] = field(default_factory=list)
    """A label as `loose` has it, where it stands and what is read there."""
    rows: dict[int, int] = field(default_factory=dict)
    """Row of the form -> row of the grid."""
    sought: dict[str, int] = field(default_factory=dict)
    """The row of the grid in which each number, be it in doubt, is looked for."""
    passed: set[int] = field(default_factory=set)
    """Rows of figures below the heads of which words say that they are none of the report's."""

    def moved(self, to: Callable[[Square], Square]) -> Placing:
        """The same with its cells where they stand in another grid; there a row of the form need not be a row."""
        squares = {name: to(square) for name, square in self.squares.items()}
        rows = {line: min(square.row for square in squares.values()) for line in self.rows}
        labels = [(label, to(square), text) for label, square, text in self.labels]
        sought = {name: square.row for name, square in squares.items()}
        return Placing(squares, self.doubts, labels, rows, sought)

    @property
    def extent(self) -> tuple[int, int]:
        """How much of the table is there: numbers, labels."""
        return len(self.squares), len(self.labels)
