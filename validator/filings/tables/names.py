"""Defined names as the places they lead to."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.model.address import Area, address, corners
from validator.model.cells import Place

_REFERENCE = re.compile(
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
