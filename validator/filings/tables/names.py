"""Defined names as the places they lead to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

from validator.model.address import Area, address, corners
from validator.model.cells import Place
from validator.startup.expressions import expression

K = TypeVar("K", bound=Hashable)

_REFERENCE = expression(
    r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^'!\[\]#()]+))!"
    r"(?P<area>\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})?)\Z"
)


@lru_cache(maxsize=4096)
def area_of(text: str) -> Area | None:
    """``'三、依申请公开'!$D$8:$J$8`` -> sheet and corners; None for a name that is a formula, external or lost."""
    found = _REFERENCE.match(text)
    if found is None:
        return None
    return (found["quoted"] or found["bare"]).replace("''", "'"), corners(found["area"])


@lru_cache(maxsize=4096)
def place_of(text: str) -> Place | None:
    """The first cell of the area that a name leads to."""
    area = area_of(text)
    return Place(area[0], address(*area[1][:2])) if area else None


def most_lead_to(pairs: Iterable[tuple[K, K]]) -> dict[K, K]:
    """What each first one of the pairs leads to most often; the earliest among equals."""
    votes: defaultdict[K, Counter[K]] = defaultdict(Counter)
    for one, now in pairs:
        votes[one][now] += 1
    return {one: found.most_common(1)[0][0] for one, found in votes.items()}
