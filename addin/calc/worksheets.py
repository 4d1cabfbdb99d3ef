"""The sheets of a document."""

# ruff: noqa: D102, FBT003  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.listed_formats import Listed, listed
from addin.calc.notes import Note, notes_of
from addin.calc.office import CalcError, ProtectedError, guarded
from addin.calc.ranges import Range
from validator.model.address import corners

if TYPE_CHECKING:
    from addin.calc.protocols import OpenDocument


class Worksheets(base_classes.Sheets):
    """All sheets, in order; Excel's names of sheets ignore case."""

    def __init__(self, book: OpenDocument) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.doc.Sheets

    @property
    def active(self) -> Worksheet:
        return Worksheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, key: str | int) -> Worksheet:
        if isinstance(key, int):
            return Worksheet(self.book, self.api.getByIndex(key - 1))
        for index, name in enumerate(self.api.ElementNames):
            if name.lower() == key.lower():
                return Worksheet(self.book, self.api.getByIndex(index))
        raise KeyError(key)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Worksheet]:
        return iter([Worksheet(self.book, self.api.getByIndex(index)) for index in range(len(self))])

    @guarded
    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Worksheet:
        self.book.refuse_if_fixed()
        at = before.index - 1 if before else after.index if after else 0
        chosen = name or next(one for one in (f"Sheet{n}" for n in range(1, 999)) if not self.api.hasByName(one))
        self.api.insertNewByName(chosen, at)
        sheet = Worksheet(self.book, self.api.getByIndex(at))
        sheet.activate()
        return sheet


class Worksheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: OpenDocument, sheet: Any) -> None:
        self._book, self.xl = book, sheet
        self.waiting: list[str] | None = None

    @property
    def book(self) -> OpenDocument:
        return self._book

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value

    @property
    def index(self) -> int:
        return int(self.xl.RangeAddress.Sheet) + 1

    @property  # type: ignore[misc]  # never written here
    def visible(self) -> bool:
        return bool(self.xl.IsVisible)

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1), (self.last[0] + 1, self.last[1] + 1))

    @property
    def used_range(self) -> Range:
        cursor = self.xl.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return Range(self, (1, 1), (end.EndRow + 1, end.EndColumn + 1))

    @cached_property
    def formats(self) -> list[Listed]:
        """The conditional formats, read once for as long as a command holds the sheet."""
        return listed(self.xl)

    def forget_formats(self) -> None:
        """Have them read again."""
        self.__dict__.pop("formats", None)

    @property
    def notes(self) -> list[Note]:
        return notes_of(self)

    @cached_property
    def last(self) -> tuple[int, int]:
        """Row and column of the last cell, counted from 0."""
        return int(self.xl.Rows.Count) - 1, int(self.xl.Columns.Count) - 1

    def range(self, first: Any, last: Any = None) -> Range:
        """From ``D8:J9``, a position, or two of either."""
        if isinstance(first, str):
            top, left, bottom, right = corners(first)
            return Range(self, (top, left), (bottom, right))
        start = (first.row, first.column) if isinstance(first, Range) else first
        if last is None:
            return Range(self, start, start)
        if isinstance(last, Range):
            return Range(self, start, (last.row + last.shape[0] - 1, last.column + last.shape[1] - 1))
        return Range(self, start, last)

    def range_at(self, area: Any) -> Range:
        """The range of a UNO address."""
        return Range(self, (area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1))

    def refuse_if_closed(self) -> None:
        """Calc passes over changes to a protected sheet or a read-only document without a word; Excel says no.

        Raises:
            ProtectedError: The sheet is protected.
            CalcError: The document is read-only.
        """
        if self._book.doc.isReadonly():
            raise CalcError("the document is read-only")
        if self.xl.isProtected():
            raise ProtectedError(f"sheet {self.name} is protected")

    def activate(self) -> None:
        self._book.controller.setActiveSheet(self.xl)

    select = activate

    @guarded
    def delete(self) -> None:
        self._book.refuse_if_fixed()
        self._book.doc.Sheets.removeByName(self.name)
