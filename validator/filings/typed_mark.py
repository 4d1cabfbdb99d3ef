"""The template's note of the tables with typed totals, in plain ASCII: programs garble Chinese custom properties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

NONE = "none"
"""Not an empty text: some programs drop a property without one."""

_READ_AS = ("latin-1", "cp1252", "gb18030")
"""What programs take the bytes of UTF-8 for when they save it anew."""


def typed_mark(tables: Sequence[str], typed: Collection[str]) -> str:
    """The positions of the tables in the form, from 1: ``2,3``."""
    return ",".join(str(at) for at, name in enumerate(tables, 1) if name in typed) or NONE


def typed_tables(mark: str, tables: Sequence[str]) -> frozenset[str] | None:
    """The tables that a mark names, also by their Chinese names as once written, and as garbled; None if it is none."""
    if mark.strip() in {"", NONE}:
        return frozenset()
    known = {str(at): name for at, name in enumerate(tables, 1)} | {name: name for name in tables}
    found = [_known(word.strip(), known) for word in mark.split(",")]
    return None if None in found else frozenset(filter(None, found))


def _known(word: str, known: dict[str, str]) -> str | None:
    return known[word] if word in known else next((known[one] for one in _mended(word) if one in known), None)


def _mended(word: str) -> list[str]:
    """What a garbled word may have been."""
    found = []
    for read_as in _READ_AS:
        try:
            found.append(word.encode(read_as).decode())
        except UnicodeError:
            continue
    return found
