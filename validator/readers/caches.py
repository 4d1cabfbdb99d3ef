"""What is remembered between files: parts that every copy of one template shares. Bounded in number and size."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar, cast

from validator.readers.limits import Budget, Limits

T = TypeVar("T")
Used = tuple[tuple[str, int], ...]
LARGEST = 1 << 16  # unpacked bytes of a part that is worth remembering
MOST = 256  # parts remembered


def remembered(work: Callable[..., T], arguments: tuple[Hashable, ...], budget: Budget) -> T:
    """What `work(*arguments, budget)` gives; the budget is charged alike whether or not it is known already.

    The result is shared by all who ask: it must not be changed.
    """
    result, used = _done(work, arguments, budget.limits)
    for name, amount in used:
        budget.spend(name, amount)
    return cast("T", result)


@lru_cache(maxsize=MOST)
def _done(work: Callable[..., Any], arguments: tuple[Hashable, ...], limits: Limits) -> tuple[Any, Used]:
    budget = Budget(limits)
    return work(*arguments, budget), tuple(budget.used.items())


def clear() -> None:
    """Forget everything, as if no file had been read."""
    _done.cache_clear()
