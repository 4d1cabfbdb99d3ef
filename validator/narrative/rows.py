"""What the rows of this room's data have in common: names that the code knows, and an example for the tests."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from validator.files.entry import BadEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from validator.files.entry import Entry

Named = TypeVar("Named", bound=StrEnum)


def one_of(row: Entry, key: str, known: Iterable[Named]) -> Named:
    """What a required key names. Raises BadEntry where none of `known` has that name."""
    return _known(row, key, row.take(key, str), known)


def some_of(row: Entry, key: str, known: Iterable[Named]) -> frozenset[Named]:
    """What a key names that may be absent, any number of them. Raises BadEntry as `one_of` does."""
    return frozenset(_known(row, key, name, known) for name in row.option(key, str, "").split())


def _known(row: Entry, key: str, name: str, known: Iterable[Named]) -> Named:
    for one in known:
        if one.value == name:
            return one
    raise BadEntry(f"{row.where}: key '{key}': nothing here means '{name}'")


def past_example(row: Entry) -> None:
    """Take the sentence of a row and what it gives, which the tests read, and refuse what is left."""
    row.take("example", str)
    row.take("gives", str)
    row.done()
