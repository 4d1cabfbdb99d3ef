"""Excel over COM."""

# ruff: noqa: D102  the methods of `addin.host.protocol.Host`, documented there

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from addin.host.protocol import ALLOWED

if TYPE_CHECKING:
    import xlwings

    from addin.host.protocol import Restore


class WindowsHost:
    """Excel over COM."""

    whole_book = False

    def __init__(self) -> None:
        self.errors: tuple[type[Exception], ...] = (import_module("pywintypes").com_error,)

    def stated_path(self, book: xlwings.Book) -> str:
        return str(book.api.FullName)

    def properties(self, book: xlwings.Book) -> dict[str, str]:
        found = book.api.CustomDocumentProperties
        items = (found.Item(index) for index in range(1, found.Count + 1))
        return {str(one.Name): str(one.Value) for one in items}

    def bare_number(self, cell: xlwings.Range) -> float | str | None:
        found: float | str | None = cell.api.Value2
        return found

    def has_unsaved(self, book: xlwings.Book) -> bool:
        return not book.api.Saved

    def set_unsaved(self, book: xlwings.Book, *, unsaved: bool) -> None:
        book.api.Saved = not unsaved

    def autosaves(self, book: xlwings.Book) -> bool:
        with suppress(*self.errors, AttributeError):  # an Excel before 2016 has no such thing
            return bool(book.api.AutoSaveOn)
        return False

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        return bool(sheet.api.ProtectContents)

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        own = sheet.api
        options = _options(own)
        selection = own.EnableSelection
        own.Unprotect("")  # with a password given, wrong or not, Excel asks nobody
        if own.ProtectContents:
            return None

        def restore() -> None:
            own.Protect(**options)
            own.EnableSelection = selection

        return restore

    def show_filter(self, cells: xlwings.Range) -> None:
        cells.api.AutoFilter(1)

    def marks_first(self, sheet: xlwings.Sheet) -> AbstractContextManager[None]:  # noqa: ARG002
        return nullcontext()  # xlwings has Excel put each new one first

    def forget_looks(self, book: xlwings.Book) -> None:
        """A rule of Excel carries its own look."""

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        window = sheet.book.app.api.ActiveWindow
        window.FreezePanes = False
        window.ScrollRow, window.SplitColumn, window.SplitRow = 1, 0, rows
        window.FreezePanes = True

    def print_wide(self, sheet: xlwings.Sheet, heading: int) -> None:
        landscape, a4 = 2, 9
        page = sheet.api.PageSetup
        page.Orientation, page.PaperSize = landscape, a4
        page.Zoom, page.FitToPagesWide, page.FitToPagesTall = False, 1, False
        page.PrintTitleRows = f"${heading}:${heading}"


def _options(sheet: Any) -> dict[str, Any]:
    """The arguments of ``Protect`` that give the protection the sheet has."""
    names = [
        f"Allow{''.join(word.capitalize() for word in one.split('_'))}" for one in (*ALLOWED, "using_pivot_tables")
    ]
    return {
        "DrawingObjects": sheet.ProtectDrawingObjects,
        "Contents": True,
        "Scenarios": sheet.ProtectScenarios,
        "UserInterfaceOnly": sheet.ProtectionMode,
        **{name: getattr(sheet.Protection, name) for name in names},
    }
