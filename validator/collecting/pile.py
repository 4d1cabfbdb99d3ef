"""What a run of collecting puts away, one behind the other in one file: of 30,000 reports memory holds the places."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterator
from typing import IO, Any, Generic, Protocol, Self, TypeVar

from validator.startup.records import dataclass, field

_HELD = 1 << 20
"""So many bytes are held in memory before they go to the file."""
_READ_AT_ONCE = 1 << 16

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


class Many(Protocol[Value_co]):
    """Values in an order, be they in memory or put away; each is made anew when it is asked for."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Value_co]: ...
    def __getitem__(self, at: int, /) -> Value_co: ...


def _places() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Pile:
    """Bytes put away, read again by where they begin. Use it as a context where there may be many."""

    size: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, data: bytes) -> int:
        """Put them away; where they begin."""
        begin = self.size
        self._held += data
        self.size += len(data)
        if len(self._held) >= _HELD:
            self._put_away()
        return begin

    def _put_away(self) -> None:
        from tempfile import TemporaryFile  # few have so many

        self._file = self._file or TemporaryFile(buffering=_READ_AT_ONCE)  # noqa: SIM115  closed by __exit__
        self._file.seek(0, 2)
        self._file.write(self._held)
        self._held.clear()

    def read(self, begin: int, size: int) -> bytes:
        """So many of the bytes that were put away together."""
        away = self.size - len(self._held)
        if begin >= away or self._file is None:
            return bytes(self._held[begin - away : begin - away + size])
        self._file.seek(begin)
        return self._file.read(size)


@dataclass(slots=True)
class Shelf(Generic[Value]):
    """Values in a pile by their number, written and read as what `marshal` knows: numbers, texts, tuples, dicts."""

    pile: Pile
    write: Callable[[Value], Any]
    read: Callable[[Any], Value]
    _begins: array[int] = field(default_factory=_places)
    _sizes: array[int] = field(default_factory=lambda: array("i"))

    def add(self, value: Value) -> int:
        """Put it away; its number."""
        data = marshal.dumps(self.write(value))
        self._begins.append(self.pile.add(data))
        self._sizes.append(len(data))
        return len(self._sizes) - 1

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, at: int) -> Value:
        return self.read(marshal.loads(self.pile.read(self._begins[at], self._sizes[at])))  # noqa: S302  our own

    def __iter__(self) -> Iterator[Value]:
        return map(self.__getitem__, range(len(self)))
