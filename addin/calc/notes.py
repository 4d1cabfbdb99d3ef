"""The notes of a sheet, which Calc calls annotations."""

# ruff: noqa: D102  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.office import guarded

if TYPE_CHECKING:
    from addin.calc.protocols import OpenSheet


class Note(base_classes.Note):
    """One note; Calc knows it by its place in the list, which changes as others go."""

    def __init__(self, sheet: OpenSheet, annotation: Any) -> None:
        self._sheet, self._annotation = sheet, annotation
        at = annotation.Position
        self._at = at.Row, at.Column

    @property
    def api(self) -> Any:
        return self._annotation

    @property  # type: ignore[misc]  # never written here
    def text(self) -> str:
        return str(self._annotation.String)

    @guarded
    def delete(self) -> None:
        self._sheet.refuse_if_closed()
        kept = self._sheet.xl.Annotations
        places = [(one.Position.Row, one.Position.Column) for one in kept]
        kept.removeByIndex(places.index(self._at))


def notes_of(sheet: OpenSheet) -> list[Note]:
    """The notes of a sheet in Calc's order."""
    return [Note(sheet, one) for one in sheet.xl.Annotations]
