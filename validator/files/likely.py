"""Did you mean: the known word that a misspelt one probably is."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 0.6
_SHORT, _NEAR_SHORT = 2, 0.5
"""Of two signs one is enough: 标提 is 标题."""


def likely(word: str, known: Iterable[str], near: float = NEAR) -> str:
    """The word that is nearest, ``""`` where none is near; `near` is how much they share, 1 for the same word."""
    from difflib import get_close_matches  # only for those who slipped

    names = {one.casefold(): one for one in known}
    if len(word) > _SHORT:
        found = get_close_matches(word.casefold(), names, n=1, cutoff=near)
    else:
        found = get_close_matches(word.casefold(), names, n=2, cutoff=min(near, _NEAR_SHORT))
        found = found if len(found) == 1 else []  # 表五 is as near to 表三 as to 表四
    return names[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str], near: float = NEAR) -> str:
    """``，是不是 --year？``, to stand behind a refusal."""
    found = likely(word, known, near)
    return f"，是不是 {found}？" if found else ""
