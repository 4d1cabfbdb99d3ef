"""Reading TOML strictly: a missing, misspelt or mistyped key is refused, naming the file and the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from validator.startup.parsed import toml

T = TypeVar("T")


Word = TypeVar("Word", bound=StrEnum)


class BadEntry(ValueError):  # noqa: N818  reads as what it is in messages: a bad entry
    """An entry of a file of data that comes with the package is wrong. The message names the file and the key."""


_MISSING: Any = object()


class Entry:
    """One TOML table whose keys are taken one by one; `done` refuses what nobody asked for."""

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self._data = dict(data)
        self.where = where

    def take(self, key: str, kind: type[T] | tuple[type[T], ...]) -> T:
        """The value of a required key of a kind, or of one of several."""
        value = self._data.pop(key, _MISSING)
        if value is _MISSING:
            raise BadEntry(f"{self.where}: key '{key}' is missing")
        return value if type(value) is kind else self._typed(key, value, kind)  # of thousands of keys each start

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._data

    def option(self, key: str, kind: type[T], default: T) -> T:
        """The value of a key that may be absent."""
        value = self._data.pop(key, default)
        return value if value is default or type(value) is kind else self._typed(key, value, kind)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        found = self.option(key, list, [])
        if not all(isinstance(one, str) for one in found):
            raise BadEntry(f"{self.where}: key '{key}' must be a list of texts")
        return tuple(found)

    def mapping(self, key: str) -> dict[str, Any]:
        """A sub-table, empty when absent."""
        return self.option(key, dict, {})

    def entries(self, key: str, named: str = "name") -> Iterator[Entry]:
        """The sub-tables of a list, each with its place and name in messages."""
        for number, data in enumerate(self.option(key, list, []), 1):
            if not isinstance(data, dict):
                raise BadEntry(f"{self.where}: key '{key}' must be a list of tables")
            yield Entry(data, f"{self.where}: {key} {number} '{data.get(named, '')}'")

    def choice(self, key: str, known: type[Word]) -> Word:
        """The value of a required key that is one of some words."""
        return one_of(known, self.take(key, str), f"{self.where}: key '{key}'")

    def sub(self, key: str) -> Entry:
        """A sub-table as an entry, without keys when absent."""
        return Entry(self.mapping(key), f"{self.where}: {key}")

    def done(self) -> None:
        """Refuse keys that are left over: a misspelt key must not pass silently."""
        if self._data:
            raise BadEntry(f"{self.where}: unknown key '{next(iter(self._data))}'")

    def _typed(self, key: str, value: Any, kind: type[T] | tuple[type[T], ...]) -> T:
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            names = " or ".join(one.__name__ for one in kinds)
            raise BadEntry(f"{self.where}: key '{key}' must be {names}, found {value!r}")
        return value


def one_of(known: type[Word], text: str, where: str) -> Word:
    """The word that a text is. Raises BadEntry naming `where` for one that is not known."""
    try:
        return known(text)
    except ValueError:
        raise BadEntry(f"{where} is '{text}', known are {', '.join(known)}") from None


def load_entry(path: Path) -> Entry:
    """A TOML file as an entry that messages call by folder and name. Raises BadEntry when it is none, or not there."""
    where = f"{path.parent.name}/{path.name}"
    try:
        return Entry(toml(path.read_bytes()), where)
    except FileNotFoundError as error:
        raise BadEntry(f"{where}: no such file") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise BadEntry(f"{where}: {error}") from error
