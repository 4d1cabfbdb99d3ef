"""What xlwings has no words for: the only module that uses ``.api``, for Excel on Windows and on a Mac.

Calc's part is `addin.calc.native`. Nothing here could be tried without Excel; docs/addin.md says how to check it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import addin.calc

if TYPE_CHECKING:
    import xlwings

Restore = Callable[[], None]

ALLOWED = (
    "formatting_cells",
    "formatting_columns",
    "formatting_rows",
    "inserting_columns",
    "inserting_rows",
    "inserting_hyperlinks",
    "deleting_columns",
    "deleting_rows",
    "sorting",
    "filtering",
)
"""What a protected sheet may still allow, as AppleScript calls it; on Windows ``AllowFormattingCells`` and so on."""


class Native(Protocol):
    """What differs between the programs. `errors` are those that a refused call raises."""

    errors: tuple[type[Exception], ...]
    whole_book: bool
    """Whether a conditional format can be made only while no sheet at all is protected."""

    def stated_path(self, book: xlwings.Book) -> str:
        """Path of the book as the program has it: an address of the web where it was opened from there."""

    def properties(self, book: xlwings.Book) -> dict[str, str]:
        """The custom document properties that can be read."""

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        """Whether the contents of the sheet are protected."""

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        """Lift a protection without password; what puts it back as it was. None when there is a password."""

    def show_filter(self, cells: xlwings.Range) -> None:
        """Put filter buttons on the first row of the cells."""

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        """Keep the first rows of the sheet, which is in front, in sight."""

    def enter(self, app: xlwings.App, prompt: str, title: str, default: str) -> str | None:
        """Ask for a text; None when the user does not want to."""


SHOWN = frozenset({True, -1})
"""`xlwings.Sheet.visible` of a sheet that can be seen: on Windows Excel's own number, 2 where it is very hidden."""


def is_shown(sheet: xlwings.Sheet) -> bool:
    """Whether the sheet can be seen and be in front."""
    return sheet.visible in SHOWN


def native(app: xlwings.App) -> Native:
    """The adapter of the program that `app` is."""
    if app.engine.name == addin.calc.NAME:
        found: Native = import_module("addin.calc.native").Calc()
        return found
    return _Mac() if sys.platform == "darwin" else _Windows()


class _Windows:
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

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        return bool(sheet.api.ProtectContents)

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        own = sheet.api
        options = _windows_options(own)
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

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        window = sheet.book.app.api.ActiveWindow
        window.FreezePanes = False
        window.ScrollRow, window.SplitColumn, window.SplitRow = 1, 0, rows
        window.FreezePanes = True

    def enter(self, app: xlwings.App, prompt: str, title: str, default: str) -> str | None:
        text = 2  # the type of answer
        answer = app.api.InputBox(Prompt=prompt, Title=title, Default=default, Type=text)
        return None if answer is False else str(answer)


def _windows_options(sheet: Any) -> dict[str, Any]:
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


class _Mac:
    """Excel over Apple events."""

    whole_book = False

    def __init__(self) -> None:
        self.errors: tuple[type[Exception], ...] = (import_module("appscript.reference").CommandError,)

    def stated_path(self, book: xlwings.Book) -> str:
        with _no_alerts(book.app):  # of a book with a sheet under a password Excel would ask for it
            return str(book.api.properties()[import_module("appscript").k.full_name])

    def properties(self, book: xlwings.Book) -> dict[str, str]:  # noqa: ARG002  AppleScript does not show them
        return {}

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        return bool(sheet.api.protect_contents.get())

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        own = sheet.api
        options = _mac_options(own)
        own.unprotect(password="")  # the answer to Excel's question, not a secret
        if own.protect_contents.get():
            return None
        return lambda: own.protect_worksheet(**options)

    def show_filter(self, cells: xlwings.Range) -> None:
        cells.api.autofilter_range(field=1)

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        window = sheet.book.app.api.active_window
        window.freeze_panes.set(False)
        window.split_column.set(0)
        window.split_row.set(rows)
        window.freeze_panes.set(True)

    def enter(self, app: xlwings.App, prompt: str, title: str, default: str) -> str | None:
        additions = import_module("osax").OSAX(pid=app.pid)
        additions.activate()
        words = import_module("appscript").k
        given = {"default_answer": default, "with_title": title, "buttons": ["取消", "确定"], "default_button": "确定"}
        answer = additions.display_dialog(prompt, **given)
        return str(answer[words.text_returned]) if answer[words.button_returned] == "确定" else None


@contextmanager
def _no_alerts(app: xlwings.App) -> Iterator[None]:
    before = app.display_alerts
    app.display_alerts = False
    try:
        yield
    finally:
        app.display_alerts = before


def _mac_options(sheet: Any) -> dict[str, Any]:
    protection = sheet.protection_object
    allowed = (*ALLOWED, "using_pivot_table")
    return {
        "drawing_objects": sheet.protect_drawing_objects.get(),
        "worksheet_contents": True,
        "scenarios": sheet.protect_scenarios.get(),
        "user_interface_only": sheet.protection_mode.get(),
        **{f"allow_{one}": getattr(protection, f"allow_{one}").get() for one in allowed},
    }
