"""A worksheet part as a skeleton seen before, and its values: the texts between ``<v>`` and ``</v>``.

Copies of one form share all the rest. Why the guard suffices: a part passes only when every byte outside of those texts
is that of a part which `sheet_scan` understood to its last character, so each text stands in the same cell, of the same
type, format and formula, and the frame is the same. The texts hold no tag, for they hold no ``<``; whatever else they
may hold is checked as it is there, and so are the limits. So the same cells come out, or None, and the part is read as
if nothing were known. What Excel writes anew whenever it saves, and no reader of ours reads (`passing`), need not be
the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from validator.model.cells import BLANK, Cell
from validator.model.picking import Picking, picking
from validator.readers.limits import Budget, Limits, Unsure
from validator.readers.xlsx.caches import Recent
from validator.readers.xlsx.cells import Cells
from validator.readers.xlsx.passing import PASSING_MARK, without_passing
from validator.readers.xlsx.plain_xml import legal
from validator.readers.xlsx.sheet_xml import Frame
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

VALUES = expression(rb"<v>([^<]*)</v>")
ROOM, LARGEST = 16 << 20, 1 << 20  # bytes of the skeletons that are kept, about, and of a part that is worth it
A_CELL = 400  # bytes that a cell of a skeleton takes besides what is around the values
MOST_MET = 4_096  # parts that are known to have been there
FEW = 8  # results of one formula that are kept: many are 0
INDEX = expression(r"[0-9]{1,7}", re.ASCII)

Make = Callable[[str], Cell]


class Results(dict[str, Cell]):
    """The last results of one formula as cells."""

    __slots__ = ("_make",)

    def __init__(self, make: Make) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Cell:
        if len(self) >= FEW:
            self.clear()
        self[text] = made = self._make(text)
        return made


def _index(text: str) -> int:
    if INDEX.fullmatch(text) is None:
        raise Unsure
    return int(text)


INDICES = Recent(_index, 100_000)


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell with a value: its address, and what makes a cell of a text there; None for an index of a shared text."""

    at: str
    made: Mapping[str, Cell] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Slots of one kind: which of the values are theirs, where they stand, what makes cells of them."""

    values: Picking
    at: tuple[str, ...]
    made: tuple[Mapping[str, Cell], ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """What a part says besides its rows, and what reading it took of the budget."""

    frame: Frame
    charged: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One part without its values: what stands `around` them, and the cells in order, those with values blank.

    `styles` are the indices of their formats, `longest` is the length of the longest cell; it was read under `limits`,
    some of which are asked of the rest of the part.
    """

    around: list[bytes]
    own: Group
    shared: Group
    cells: Mapping[str, Cell]
    hidden_rows: frozenset[int]
    arrays: tuple[str, ...]
    styles: Mapping[str, int]
    longest: int
    rest: Rest
    limits: Limits

    def fill(self, cells: Cells, values: Sequence[bytes], texts: Sequence[Cell], budget: Budget) -> Frame | None:
        """Put the cells with these values into `cells` and return the rest, or None where that is not certain."""
        limits = budget.limits
        if limits != self.limits:
            return None
        if budget.used.get("inflated_bytes", 0) > limits.text_characters:
            return None  # `sheet_scan` says why
        if self.longest + max(map(len, values), default=0) > limits.cell_characters:
            return None
        try:
            given = legal(b"<".join(values)).split("<") if values else []
            own = [made[text] for made, text in zip(self.own.made, self.own.values(given), strict=True)]
            shared = [texts[at] for at in map(INDICES.__getitem__, self.shared.values(given))]
        except (Unsure, IndexError):
            return None
        cells.found = found = dict(self.cells)
        found.update(zip(self.own.at, own, strict=True))
        found.update(zip(self.shared.at, shared, strict=True))
        for name, amount in self.rest.charged.items():
            budget.spend(name, amount)
        budget.spend("cells", len(found))
        cells.hidden_rows |= self.hidden_rows
        cells.arrays += self.arrays
        cells.styles = self._styles
        return self.rest.frame

    def _styles(self, addresses: Collection[str]) -> dict[str, int]:
        return {at: self.styles[at] for at in addresses if at in self.styles}


@dataclass(slots=True)
class Skeletons:
    """The skeletons seen lately, of files with the same formats."""

    _kept: dict[tuple[int, bytes], list[Skeleton]] = field(default_factory=dict)
    _left: int = ROOM
    _met: dict[int, None] = field(default_factory=dict)

    def like(self, around: list[bytes]) -> Skeleton | None:
        """The one with just this around its values."""
        return next((one for one in self._kept.get(_key(around), ()) if one.around == around), None)

    def is_met_again(self, around: list[bytes]) -> bool:
        """Whether a part with this around its values was asked about before: only of such a one a skeleton is made.

        Making it takes as long as reading the part, which a file alone would pay for nothing. A hash stands for a part:
        where two share one, a skeleton is made too early.
        """
        sum_of = hash(tuple(around))
        again = sum_of in self._met
        if len(self._met) >= MOST_MET:
            self._met.clear()
        self._met[sum_of] = None
        return again

    def keep(self, skeleton: Skeleton) -> None:
        """Remember one; all are forgotten when there is no more room."""
        size = sum(map(len, skeleton.around)) + A_CELL * len(skeleton.cells)
        self._left -= size
        if self._left < 0:
            self._kept.clear()
            self._left = ROOM - size
        self._kept.setdefault(_key(skeleton.around), []).append(skeleton)


def _key(around: list[bytes]) -> tuple[int, bytes]:
    return len(around), around[len(around) // 2]


def taken_apart(data: bytes) -> tuple[list[bytes], list[bytes]]:
    """What stands around the values, one piece more than there are values, and the values."""
    found = VALUES.split(data)
    around = found[::2]
    before, table, rows = around[0].partition(b"<sheetData")
    around[0] = without_passing(before) + table + rows
    rows, table, after = around[-1].rpartition(b"</sheetData")
    if PASSING_MARK in after:  # it is long, and holds nothing else that passes
        around[-1] = rows + table + without_passing(after)
    return around, found[1::2]


def skeleton_of(around: list[bytes], slots: Sequence[Slot], cells: Cells, longest: int, rest: Rest) -> Skeleton:
    """What is to be kept of a part that was read; its values are just those of the slots."""
    own = [number for number, one in enumerate(slots) if one.made is not None]
    shared = [number for number, one in enumerate(slots) if one.made is None]
    filled = {one.at for one in slots}
    return Skeleton(
        around,
        _group(own, slots),
        _group(shared, slots),
        {at: BLANK if at in filled else cell for at, cell in cells.found.items()},
        frozenset(cells.hidden_rows),
        tuple(cells.arrays),
        cells.placed()(cells.found),
        longest,
        rest,
        cells.budget.limits,
    )


def _group(numbers: list[int], slots: Sequence[Slot]) -> Group:
    those = [slots[number] for number in numbers]
    made = tuple(one.made for one in those if one.made is not None)
    return Group(picking(numbers), tuple(one.at for one in those), made)
