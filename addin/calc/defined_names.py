"""Defined names of a document."""

# ruff: noqa: D102  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from addin.calc.syntax import to_excel


class DefinedNames(base_classes.Names):
    """The names of the whole workbook."""

    def __init__(self, names: Any) -> None:
        self.api = names

    def snapshot(self) -> list[tuple[str, DefinedName]]:
        return [(name, DefinedName(self, name)) for name in self.api.ElementNames]


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
