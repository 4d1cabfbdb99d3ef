"""Excel over Apple events."""

# ruff: noqa: D102  the methods of `addin.host.protocol.Host`, documented there

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any

from addin.host.protocol import ALLOWED

if TYPE_CHECKING:
    import xlwings

    from addin.host.protocol import Restore


class MacHost:
    """Excel over Apple events."""

    whole_book = False

    def __init__(self) -> None:
        self.errors: tuple[type[Exception], ...] = (import_module("appscript.reference").CommandError,)

    def stated_path(self, book: xlwings.Book) -> str:
        with _no_alerts(book.app):  # of a book with a sheet under a password Excel would ask for it
            return str(book.api.properties()[import_module("appscript").k.full_name])

    def properties(self, book: xlwings.Book) -> dict[str, str]:  # noqa: ARG002  AppleScript does not show them
        return {}

    def bare_number(self, cell: xlwings.Range) -> float | str | None:
        found: float | str | None = cell.api.value2.get()
        return found

    def has_unsaved(self, book: xlwings.Book) -> bool:
        return not book.api.saved.get()

    def set_unsaved(self, book: xlwings.Book, *, unsaved: bool) -> None:
        book.api.saved.set(not unsaved)

    def autosaves(self, book: xlwings.Book) -> bool:
        """AppleScript does not tell; a book of the web is one that Excel saves by itself."""
        return "://" in self.stated_path(book)

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        return bool(sheet.api.protect_contents.get())

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        own = sheet.api
        options = _options(own)
        own.unprotect(password="")  # the answer to Excel's question, not a secret
        if own.protect_contents.get():
            return None
        return lambda: own.protect_worksheet(**options)

    def show_filter(self, cells: xlwings.Range) -> None:
        cells.api.autofilter_range(field=1)

    def marks_first(self, sheet: xlwings.Sheet) -> AbstractContextManager[None]:  # noqa: ARG002
        return nullcontext()  # xlwings has Excel put each new one first

    def forget_looks(self, book: xlwings.Book) -> None:
        """A rule of Excel carries its own look."""

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        window = sheet.book.app.api.active_window
        window.freeze_panes.set(False)
        window.split_column.set(0)
        window.split_row.set(rows)
        window.freeze_panes.set(True)

    def print_wide(self, sheet: xlwings.Sheet, heading: int) -> None:
        page = sheet.api.page_setup_object
        page.page_orientation.set(import_module("appscript").k.landscape)
        page.zoom.set(False)
        page.fit_to_pages_wide.set(1)
        page.fit_to_pages_tall.set(False)
        page.print_title_rows.set(f"${heading}:${heading}")


@contextmanager
def _no_alerts(app: xlwings.App) -> Iterator[None]:
    before = app.display_alerts
    app.display_alerts = False
    try:
        yield
    finally:
        app.display_alerts = before


def _options(sheet: Any) -> dict[str, Any]:
    protection = sheet.protection_object
    allowed = (*ALLOWED, "using_pivot_table")
    return {
        "drawing_objects": sheet.protect_drawing_objects.get(),
        "worksheet_contents": True,
        "scenarios": sheet.protect_scenarios.get(),
        "user_interface_only": sheet.protection_mode.get(),
        **{f"allow_{one}": getattr(protection, f"allow_{one}").get() for one in allowed},
    }
