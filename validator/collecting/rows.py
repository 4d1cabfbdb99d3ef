"""The numbers of every file, a row each, put away so that memory stays flat."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from validator.collecting.amounts import NOTHING
from validator.collecting.pile import Pile
from validator.startup.records import dataclass, field

_BLOCK = 1 << 18
"""So many numbers are held at a time when columns are wanted."""


def _numbers(given: Sequence[int] = ()) -> array[int]:
    return array("q", given)


@dataclass(slots=True)
class Rows:
    """Rows of `size` numbers in millionths, read by their number."""

    size: int
    pile: Pile = field(default_factory=Pile)
    _begins: array[int] = field(default_factory=_numbers)

    def add(self, row: Sequence[int]) -> int:
        """Keep a row; its number."""
        self._begins.append(self.pile.add(_numbers(row).tobytes()))
        return len(self._begins) - 1

    def row(self, number: int) -> array[int]:
        """The row of that number."""
        found = _numbers()
        found.frombytes(self.pile.read(self._begins[number], self.size * found.itemsize))
        return found

    def sums(self, numbers: Sequence[int]) -> list[int]:
        """The sum of every column over some rows: whole numbers, so in any order the same."""
        found = [0] * self.size
        for number in numbers:
            for at, value in enumerate(self.row(number)):
                if value and value != NOTHING:
                    found[at] += value
        return found

    def column(self, at: int, numbers: Sequence[int]) -> list[int]:
        """One column over some rows."""
        return [self.row(number)[at] for number in numbers]

    def columns(self, numbers: Sequence[int]) -> Iterator[list[int]]:
        """Column after column over some rows, some columns at a time."""
        step = max(1, _BLOCK // max(1, len(numbers)))
        for first in range(0, self.size, step):
            count, block = min(step, self.size - first), _numbers()
            for number in numbers:
                block += self.row(number)[first : first + count]
            yield from (list(block[at::count]) for at in range(count))
