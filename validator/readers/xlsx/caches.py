"""What is remembered between files, since copies of one template share most of what they hold. All is bounded."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar, cast

from validator.readers.limits import Budget, Limits

T = TypeVar("T")
Used = tuple[tuple[str, int], ...]
LARGEST = 1 << 16  # unpacked bytes of a part that is worth remembering
MOST = 256  # parts remembered


def remembered(work: Callable[..., T], arguments: tuple[Hashable, ...], size: int, budget: Budget) -> T:
    """What `work(*arguments, budget)` gives; the budget is charged alike whether or not it is known already.

    The result is shared by all who ask: it must not be changed. That of a part with `size` bytes past `LARGEST` is not
    kept.
    """
    if size > LARGEST:
        return work(*arguments, budget)
    result, used = _done(work, arguments, budget.limits)
    for name, amount in used:
        budget.spend(name, amount)
    return cast("T", result)


@lru_cache(maxsize=MOST)
def _done(work: Callable[..., Any], arguments: tuple[Hashable, ...], limits: Limits) -> tuple[Any, Used]:
    budget = Budget(limits)
    return work(*arguments, budget), tuple(budget.used.items())


class Recent(dict[str, T]):
    """What `make` gives for a text, kept as long as it is asked for.

    Holds `room` characters of keys at most and as many again from before; a key past a tenth of that is not kept.
    """

    __slots__ = ("_before", "_left", "_make", "_room")

    def __init__(self, make: Callable[[str], T], room: int) -> None:
        super().__init__()
        self._make = make
        self._room = self._left = room
        self._before: dict[str, T] = {}

    def __missing__(self, key: str) -> T:
        made = self._before[key] if key in self._before else self._make(key)
        if len(key) * 10 < self._room:
            self._left -= len(key)
            if self._left < 0:
                self._before, self._left = dict(self), self._room - len(key)
                self.clear()
            self[key] = made
        return made
