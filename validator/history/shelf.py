"""The reports of a store that count at one moment, fetched when they are asked for.

The check of one report asks for one body's years in a store of thousands; a check of many asks for most of it, which is
then fetched at once. Rows of a store never change, so their numbers are all that has to be remembered of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from validator.history.records import Kept
from validator.history.refusals import BadStore
from validator.policy.previous import Held, Key
from validator.readers import UnreadableWorkbook

Fetch = Callable[[Iterable[int]], Mapping[int, Kept]]
"""The records of some numbers. Raises BadStore."""
MANY = 64
"""After so many bodies one at a time all the others are fetched together."""


class Shelf(Mapping[Key, Held]):
    """Reports by body and year; `numbers` says of each body which number its report of a year has."""

    def __init__(self, numbers: Mapping[str, Mapping[int, int]], fetch: Fetch) -> None:
        self._numbers, self._fetch = numbers, fetch
        self._held: dict[Key, Kept] = {}
        self._asked = 0

    def __getitem__(self, key: Key) -> Held:
        """The report of a body and year. Raises KeyError, and UnreadableWorkbook where the store fails now."""
        body, year = key
        if year not in self._numbers.get(body, {}):
            raise KeyError(key)
        if key not in self._held:
            try:
                self._take(body)
            except BadStore as error:
                raise UnreadableWorkbook(str(error)) from error
        return self._held[key]

    def __iter__(self) -> Iterator[Key]:
        return ((body, year) for body, years in self._numbers.items() for year in years)

    def __len__(self) -> int:
        return sum(map(len, self._numbers.values()))

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process or machine, which need not see the store, go the reports. Raises BadStore."""
        self._take(*self._numbers)
        return dict, (self._held,)

    def _take(self, *bodies: str) -> None:
        self._asked += 1
        wanted = bodies if self._asked <= MANY else tuple(self._numbers)
        numbers = {(body, year): number for body in wanted for year, number in self._numbers[body].items()}
        found = self._fetch(numbers.values())
        self._held = {key: found[number] for key, number in numbers.items()}
