"""Names in the order in which people count, as many as there are: sorted parts of very many wait in files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from heapq import merge
from itertools import zip_longest
from typing import IO

from validator.startup.records import dataclass, field


@dataclass(slots=True)
class Ordered:
    """Names in natural order; where they are many, sorted parts of them wait in files and are merged."""

    at_once: int
    names: list[str] = field(default_factory=list)
    parts: list[IO[str]] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more name."""
        self.names.append(name)
        if len(self.names) == self.at_once:
            self._put_away()

    def clear(self) -> None:
        """Forget all of them."""
        self.names.clear()
        for part in self.parts:
            part.close()
        self.parts.clear()

    def _put_away(self) -> None:
        from tempfile import TemporaryFile

        part = TemporaryFile("w+", encoding="ascii")  # noqa: SIM115  it goes with its last reader
        part.writelines(f"{json.dumps(name)}\n" for name in sorted(self.names, key=natural_order))
        self.parts.append(part)
        self.names = []

    def __iter__(self) -> Iterator[str]:
        self.names.sort(key=natural_order)
        if not self.parts:
            yield from self.names
            return
        try:
            for part in self.parts:
                part.seek(0)
            yield from merge(*(map(json.loads, part) for part in self.parts), self.names, key=natural_order)
        finally:
            self.clear()


def natural_order(name: str) -> tuple[tuple[str, int], ...]:
    """县2 comes before 县10: numbers in names by their value."""
    parts = re.split(r"([0-9]+)", name)
    numbers = [int(one) for one in parts[1::2]]
    order = list(zip_longest(parts[::2], numbers, fillvalue=0))
    return (*((str(text), int(number)) for text, number in order), (name, 0))
