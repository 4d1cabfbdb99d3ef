"""Calc as an engine of xlwings: the application and its documents."""

# ruff: noqa: ARG002, D102, FBT001, FBT002, FBT003  methods of xlwings' base classes and of UNO, documented there

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import uno
from xlwings import base_classes

from addin.calc import NAME
from addin.calc.blocks import EPOCH, ErrorValue
from addin.calc.defined_names import DefinedNames
from addin.calc.office import CalcError, ProtectedError, guarded, properties
from addin.calc.window import Dialogs, Window
from addin.calc.worksheets import Worksheet, Worksheets

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".pdf": "calc_pdf_Export"}
UPDATE_NO_LINKS, NO_MACROS = 0, 0


class Engine:
    """What xlwings asks of an engine."""

    name, type = NAME, "desktop"

    def __init__(self, context: Any, dialogs: Dialogs | None = None) -> None:
        self.apps = Apps(self, context, dialogs)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:  # noqa: ARG004
        """A Python value as a cell takes it: dates as day numbers, no value as empty text."""
        if value is None:
            return ""
        if isinstance(value, date):
            moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
            return (moment - EPOCH) / timedelta(days=1)
        return value if isinstance(value, str) else float(value)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Cells as read, in the types that the caller of xlwings wants."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, ErrorValue):
                return value.text if err_to_str else None
            if isinstance(value, datetime):
                fields = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{name: getattr(value, name) for name in fields}, tzinfo=None)
            if number_builder and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The one office that there is."""

    def __init__(self, engine: Engine, context: Any, dialogs: Dialogs | None) -> None:
        self.engine = engine
        self._app = App(self, context, dialogs)

    def keys(self) -> list[int]:
        return [self._app.pid]

    def __iter__(self) -> Iterator[App]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self._app


class App(base_classes.App):
    """The office."""

    pid, hwnd, version = 1, 0, "16.0"
    display_alerts = True

    def __init__(self, apps: Apps, context: Any, dialogs: Dialogs | None) -> None:
        self.apps = apps
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dialogs: Dialogs = dialogs or Window(context)
        self._updating = True
        self._indicator: Any = None
        self._status: str | bool = False

    @property
    def engine(self) -> Engine:
        return self.apps.engine

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Any:
        selected = self.books.active.doc.getCurrentSelection()
        if selected is None or not hasattr(selected, "getRangeAddress"):
            return None
        book = self.books.active
        return Worksheet(book, selected.getSpreadsheet()).range_at(selected.getRangeAddress())

    def activate(self, steal_focus: bool = False) -> None:
        """The office is in front already: the command comes from its window."""

    def calculate(self) -> None:
        self.books.active.doc.calculate()

    @property
    def screen_updating(self) -> bool:
        return self._updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value != self._updating:
            for book in self.books:
                (book.doc.unlockControllers if value else book.doc.lockControllers)()
        self._updating = value

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if self._indicator:
            self._indicator.end()
            self._indicator = None
        frame = self.desktop.getCurrentFrame()
        if value and frame:
            self._indicator = frame.createStatusIndicator()
            self._indicator.start(str(value), 0)
        self._status = value

    def alert(self, prompt: str, title: str, buttons: str | None, mode: Any, callback: Any) -> str:
        if buttons == "yes_no":
            return "yes" if self.dialogs.ask(prompt, title) else "no"
        self.dialogs.say(prompt, title)
        return "ok"


class Books(base_classes.Books):
    """The open spreadsheets."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    @property
    def active(self) -> Book:
        document = self.app.desktop.getCurrentComponent()
        if document is not None and document.supportsService(SPREADSHEET):
            return Book(self.app, document)
        return next(iter(self))

    def __call__(self, key: str | int) -> Book:
        for index, book in enumerate(self, 1):
            if key == index or (isinstance(key, str) and key.lower() in {book.name.lower(), book.fullname.lower()}):
                return book
        raise KeyError(key)

    def __iter__(self) -> Iterator[Book]:
        documents = self.api.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if document.supportsService(SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def open(
        self, fullname: str | Path, update_links: Any = None, read_only: bool | None = None, *_rest: Any, **_more: Any
    ) -> Book:
        return self._load(uno.systemPathToFileUrl(str(Path(fullname).resolve())), read_only=bool(read_only))

    @guarded
    def _load(self, url: str, *, read_only: bool = False) -> Book:
        settings = properties(
            MacroExecutionMode=uno.Any("short", NO_MACROS),
            UpdateDocMode=uno.Any("short", UPDATE_NO_LINKS),
            ReadOnly=read_only,
        )
        document = self.app.desktop.loadComponentFromURL(url, "_blank", 0, settings)
        if document is None:
            raise CalcError(f"cannot open {url}")
        return Book(self.app, document)


class Book(base_classes.Book):
    """One open spreadsheet."""

    def __init__(self, app: App, document: Any) -> None:
        self._app, self.doc = app, document

    @property
    def app(self) -> App:
        return self._app

    @property
    def fullname(self) -> str:
        return str(uno.fileUrlToSystemPath(self.doc.URL)) if self.doc.URL.startswith("file:") else str(self.doc.Title)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Worksheets:
        return Worksheets(self)

    @property
    def names(self) -> DefinedNames:
        return DefinedNames(self.doc.NamedRanges)

    @property
    def controller(self) -> Any:
        """The view of the document."""
        return self.doc.CurrentController

    def refuse_if_fixed(self) -> None:
        """Calc takes sheets away also from a workbook whose structure is protected; Excel says no.

        Raises:
            ProtectedError: The structure is protected.
            CalcError: The document is read-only.
        """
        if self.doc.isProtected():
            raise ProtectedError("the structure of the workbook is protected")
        if self.doc.isReadonly():
            raise CalcError("the document is read-only")

    def activate(self) -> None:
        frame = self.controller.Frame
        frame.activate()
        frame.getContainerWindow().toFront()

    @guarded
    def close(self) -> None:
        self.doc.close(True)

    @guarded
    def save(self, path: str | Path | None = None, password: str | None = None) -> None:
        url = uno.systemPathToFileUrl(str(Path(path).resolve())) if path else self.doc.URL
        self.doc.storeToURL(url, properties(FilterName=FILTERS[Path(url).suffix.lower()]))
