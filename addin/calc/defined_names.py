"""Defined names of a document."""

# ruff: noqa: D102  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.syntax import to_excel

if TYPE_CHECKING:
    from addin.calc.protocols import OpenDocument


class DefinedNames(base_classes.Names):
    """The names of the whole workbook."""

    def __init__(self, book: OpenDocument, names: Any) -> None:
        self.book, self.api = book, names

    def __call__(self, key: str | int) -> DefinedName:
        return DefinedName(self, key if isinstance(key, str) else str(self.api.ElementNames[key - 1]))

    def snapshot(self) -> list[tuple[str, DefinedName]]:
        return [(name, DefinedName(self, name)) for name in self.api.ElementNames]

    def __len__(self) -> int:
        return int(self.api.Count)


class DefinedName(base_classes.Name):
    """One defined name."""

    def __init__(self, names: DefinedNames, name: str) -> None:
        self._names, self._name = names, name

    @property
    def api(self) -> Any:
        return self._names.api.getByName(self._name)

    @property  # type: ignore[misc]  # never written here
    def name(self) -> str:
        return self._name

    @property  # type: ignore[misc]  # never written here
    def refers_to(self) -> str:
        return f"={to_excel(self.api.Content)}"
