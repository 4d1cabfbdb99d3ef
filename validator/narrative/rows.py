"""What the rows of this room's data have in common: names that the code knows, and an example for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from validator.files.entry import BadEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from validator.files.entry import Entry

Named = TypeVar("Named")


def rows_of(entry: Entry, key: str, called_by: str) -> Iterator[Entry]:
    """The rows of a kind; what the reader leaves of one is its example, for the tests, and nothing else."""
    for row in entry.entries(key, called_by):
        yield row
        row.take("example", str)
        row.done()


def one_of(row: Entry, key: str, kind: Callable[[str], Named]) -> Named:
    """What a required key names; `kind` raises ValueError for a name it has not. Raises BadEntry then."""
    return named(row, key, row.take(key, str), kind)


def some_of(row: Entry, key: str, kind: Callable[[str], Named]) -> frozenset[Named]:
    """What a key names that may be absent, any number of them. Raises BadEntry as `one_of` does."""
    return frozenset(named(row, key, name, kind) for name in row.option(key, str, "").split())


def named(row: Entry, key: str, name: str, kind: Callable[[str], Named]) -> Named:
    """What a name in the text of a key means. Raises BadEntry as `one_of` does."""
    try:
        return kind(name)
    except ValueError:
        raise BadEntry(f"{row.where}: key '{key}': nothing here means '{name}'") from None
