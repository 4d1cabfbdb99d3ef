"""The numbers of every file, a row each, in a file of their own once they are many: memory stays flat."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import IO, Self

from validator.collecting.amounts import NOTHING
from validator.startup.records import dataclass, field

_HELD = 1 << 20
"""So many numbers, some 5,000 reports, are held in memory."""
_BLOCK = 1 << 19
"""So many are held at a time when columns are wanted."""
_WIDTH = 8


def _numbers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Rows:
    """Rows of `size` numbers in millionths, written one behind the other and read by their number.

    Use it as a context where there may be many.
    """

    size: int
    count: int = 0
    _held: array[int] = field(default_factory=_numbers)
    _file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, row: Sequence[int]) -> int:
        """Keep a row; its number."""
        self._held.extend(row)
        self.count += 1
        if len(self._held) >= _HELD:
            self._put_away()
        return self.count - 1

    def _put_away(self) -> None:
        from tempfile import TemporaryFile  # few have so many

        self._file = self._file or TemporaryFile()  # noqa: SIM115  closed by __exit__
        self._file.seek(0, 2)
        self._file.write(self._held.tobytes())
        self._held = _numbers()

    def row(self, number: int) -> array[int]:
        """The row of that number."""
        away = self.count - len(self._held) // self.size
        if number >= away or self._file is None:
            first = (number - away) * self.size
            return self._held[first : first + self.size]
        self._file.seek(number * self.size * _WIDTH)
        found = _numbers()
        found.frombytes(self._file.read(self.size * _WIDTH))
        return found

    def sums(self, numbers: Sequence[int]) -> list[int]:
        """The sum of every column over some rows: whole numbers, so in any order the same."""
        found = [0] * self.size
        for number in numbers:
            for at, value in enumerate(self.row(number)):
                if value and value != NOTHING:
                    found[at] += value
        return found

    def columns(self, numbers: Sequence[int]) -> Iterator[list[int]]:
        """Column after column over some rows, some columns at a time."""
        step = max(1, _BLOCK // max(1, len(numbers)))
        for first in range(0, self.size, step):
            block = [self.row(number)[first : first + step] for number in numbers]
            if block:
                yield from map(list, zip(*block, strict=True))
            else:
                yield from ([] for _ in range(first, min(first + step, self.size)))
