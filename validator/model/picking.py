"""Many items of a sequence or a mapping at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

Picking = Callable[[Any], tuple[Any, ...]]


def picking(keys: Sequence[object]) -> Picking:
    """What picks the items of those keys, in order: `itemgetter`, which gives no tuple for fewer than two."""
    if len(keys) < 2:
        return partial(_few, tuple(keys))
    return itemgetter(*keys)


def _few(keys: tuple[Any, ...], items: Any) -> tuple[Any, ...]:
    """Not a function within: the catalogue has it and goes to other processes."""
    return tuple(items[key] for key in keys)
