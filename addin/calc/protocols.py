"""What the parts of a document ask of the document and of their sheet.

A document makes its sheets and these their ranges: the parts know their owners by these two protocols only.
"""

from __future__ import annotations

from typing import Any, Protocol

from addin.calc.listed_formats import Listed


class OpenDocument(Protocol):
    """A document, as its sheets and ranges need it. `doc` is UNO's."""

    doc: Any

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def controller(self) -> Any:
        """The view of the document."""

    def refuse_if_fixed(self) -> None:
        """Raise CalcError when the document takes no sheets and loses none."""


class OpenSheet(Protocol):
    """A sheet, as its ranges need it. `xl` is UNO's, `formats` are its conditional formats, kept up to date.

    `waiting` are the formulas that new formats get, in order, once their cells are told; None when formats are made at
    once.
    """

    xl: Any
    waiting: list[str] | None

    @property
    def book(self) -> OpenDocument:
        """The document it is in."""

    @property
    def name(self) -> str:
        """The sheet's name."""

    @property
    def formats(self) -> list[Listed]:
        """The conditional formats, read once for as long as a command holds the sheet."""

    def forget_formats(self) -> None:
        """Have them read again."""

    @property
    def last(self) -> tuple[int, int]:
        """Row and column of the last cell, counted from 0."""

    def refuse_if_closed(self) -> None:
        """Raise CalcError when nothing can be written on it."""

    def activate(self) -> None:
        """Bring it to the front."""
