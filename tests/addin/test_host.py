"""What is asked of Excel by its own names: none of it can run here, but each name is one that Excel has."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
import xlwings.mac_dict as apple  # the names of Excel's AppleScript dictionary, as xlwings ships them

from addin.host import mac
from addin.host.mac import MacHost
from addin.host.protocol import ALLOWED, Host
from addin.host.windows import WindowsHost
from addin.openbook import livebook

ALLOWS = (
    *("FormattingCells", "FormattingColumns", "FormattingRows", "InsertingColumns", "InsertingRows"),
    *("InsertingHyperlinks", "DeletingColumns", "DeletingRows", "Sorting", "Filtering", "UsingPivotTables"),
)
PROTECT = {"DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", *(f"Allow{name}" for name in ALLOWS)}
"""The parameters of ``Worksheet.Protect`` in Microsoft's reference, but for the password."""


@dataclass
class WindowsSheet:
    """A protected sheet as COM shows it; a wrong name is an error."""

    locked_with: str = ""
    ProtectContents: bool = True
    ProtectDrawingObjects: bool = False
    ProtectScenarios: bool = True
    ProtectionMode: bool = False
    EnableSelection: int = 1
    Protection: Any = field(
        default_factory=lambda: SimpleNamespace(**{f"Allow{name}": name.startswith("Format") for name in ALLOWS})
    )
    protected_with: dict[str, Any] = field(default_factory=dict)

    def Unprotect(self, password: str) -> None:  # noqa: N802
        if password == self.locked_with:
            self.ProtectContents, self.EnableSelection = False, 0

    def Protect(self, **options: Any) -> None:  # noqa: N802
        self.ProtectContents, self.protected_with = True, options


def _on_windows() -> Host:
    return cast(Host, object.__new__(WindowsHost))


def test_on_windows_a_protection_comes_back_with_every_option() -> None:
    own = WindowsSheet()
    restore = _on_windows().lift(cast(Any, SimpleNamespace(api=own)))
    assert restore
    assert not own.ProtectContents
    restore()
    assert own.protected_with.keys() == PROTECT
    assert {name for name, value in own.protected_with.items() if value} == {
        *("Contents", "Scenarios", "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows")
    }
    assert own.EnableSelection == 1


class Received:
    """A book opened from the web, whose own sheet ``xlwings.conf`` names a folder on somebody's server."""

    name = "年报.xlsx"
    api = SimpleNamespace(FullName="https://d.docs.live.net/1/年报.xlsx")

    @property
    def fullname(self) -> str:
        pytest.fail("xlwings asks the book itself where its folder is")


def test_a_book_does_not_say_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else Python would look on that server, and show it who is asking."""
    monkeypatch.setattr(livebook, "host_of", lambda _: _on_windows())
    book = cast(Any, Received())
    book.app = None
    assert livebook.path_of(book) == "年报.xlsx"
    book.api = SimpleNamespace(FullName="D:\\年报\\年报.xlsx")
    assert livebook.path_of(book) == "D:\\年报\\年报.xlsx"


def test_on_a_mac_the_path_is_asked_for_without_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    app = SimpleNamespace(display_alerts=True)

    def properties() -> dict[str, str]:
        asked.append(app.display_alerts)
        return {"full_name": "/Users/a/年报.xlsx"}

    appscript = SimpleNamespace(k=SimpleNamespace(full_name="full_name"))
    monkeypatch.setattr(mac, "import_module", lambda _: appscript)
    book = cast(Any, SimpleNamespace(app=app, api=SimpleNamespace(properties=properties)))
    assert cast(Host, object.__new__(MacHost)).stated_path(book) == "/Users/a/年报.xlsx"
    assert (asked, app.display_alerts) == ([False], True)


def test_on_windows_a_protection_with_a_password_stays() -> None:
    own = WindowsSheet(locked_with="秘密")
    assert _on_windows().lift(cast(Any, SimpleNamespace(api=own))) is None
    assert (own.ProtectContents, own.protected_with) == (True, {})


NAMES = {name for name, _ in (*apple.properties, *apple.elements)}
COMMANDS = {name: {parameter for parameter, _ in parameters} for name, _, parameters in apple.commands}


class Apple:
    """What appscript answers: any property and command of Excel's dictionary, and no other."""

    def __init__(self, state: dict[str, Any], *path: str) -> None:
        self._state, self._path = state, path

    def __getattr__(self, name: str) -> Apple:
        if name not in {"get", "set"} and name not in NAMES and name not in COMMANDS:
            raise AttributeError(name)
        return Apple(self._state, *self._path, name)

    def __call__(self, *values: Any, **parameters: Any) -> Any:
        *path, last = self._path
        if last == "set":
            self._state[path[-1]] = values[0]
        elif last == "get":
            return self._state[path[-1]]
        else:
            assert parameters.keys() <= COMMANDS[last]
            self._state[last] = parameters
            self._state["protect_contents"] = last == "protect_worksheet" or self._state["locked_with"] != ""
        return None


def _mac(**state: Any) -> tuple[Host, Any, dict[str, Any]]:
    options = (*ALLOWED, "using_pivot_table")
    held: dict[str, Any] = {f"allow_{name}": name.startswith("format") for name in options}
    held |= {"protect_contents": True, "protect_drawing_objects": False, "protect_scenarios": True}
    held |= {"protection_mode": False, "locked_with": "", **state}
    return cast(Host, object.__new__(MacHost)), SimpleNamespace(api=Apple(held)), held


def test_on_a_mac_a_protection_comes_back_with_every_option() -> None:
    program, sheet, state = _mac()
    assert program.is_protected(sheet)
    restore = program.lift(sheet)
    assert restore
    assert not program.is_protected(sheet)
    restore()
    given = state["protect_worksheet"]
    assert given.keys() == COMMANDS["protect_worksheet"] - {"password"}
    assert {name for name, value in given.items() if value} == {
        *("worksheet_contents", "scenarios"),
        *("allow_formatting_cells", "allow_formatting_columns", "allow_formatting_rows"),
    }


def test_on_a_mac_a_protection_with_a_password_stays() -> None:
    program, sheet, state = _mac(locked_with="秘密")
    assert program.lift(sheet) is None
    assert "protect_worksheet" not in state


def test_on_a_mac_filter_and_panes_are_called_by_their_names() -> None:
    program, sheet, state = _mac()
    program.show_filter(sheet)
    assert state["autofilter_range"] == {"field": 1}
    sheet.book = SimpleNamespace(app=sheet)
    program.freeze(sheet, 5)
    assert {name: state[name] for name in ("freeze_panes", "split_row", "split_column")} == {
        "freeze_panes": True,
        "split_row": 5,
        "split_column": 0,
    }


@dataclass(slots=True)
class Page:
    """``PageSetup`` by the names of Microsoft's reference; a wrong one is an error."""

    Orientation: int = 1
    PaperSize: int = 1
    Zoom: int | bool = 100
    FitToPagesWide: int | bool = False
    FitToPagesTall: int | bool = False
    PrintTitleRows: str = ""


def test_on_windows_the_list_is_set_up_to_print_by_its_names() -> None:
    sheet = cast(Any, SimpleNamespace(api=SimpleNamespace(PageSetup=Page())))
    _on_windows().print_wide(sheet, 5)
    assert sheet.api.PageSetup == Page(2, 9, False, 1, False, "$5:$5")


def test_on_a_mac_the_list_is_set_up_to_print_by_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {name for name, _ in apple.enums}
    assert "landscape" in words
    monkeypatch.setattr(mac, "import_module", lambda _: SimpleNamespace(k=SimpleNamespace(landscape="landscape")))
    program, sheet, state = _mac()
    program.print_wide(sheet, 5)
    assert {name: state[name] for name in ("page_orientation", "zoom", "fit_to_pages_wide", "print_title_rows")} == {
        "page_orientation": "landscape",
        "zoom": False,
        "fit_to_pages_wide": 1,
        "print_title_rows": "$5:$5",
    }


@dataclass(slots=True)
class WindowsBook:
    """``Workbook`` by the names of Microsoft's reference; a wrong one is an error."""

    Saved: bool
    AutoSaveOn: bool
    FullName: str = "D:\\年报.xlsx"


def test_on_windows_what_is_to_save_stays_what_it_was() -> None:
    program = _on_windows()
    program.errors = ()
    for saved in (True, False):
        book = cast(Any, SimpleNamespace(api=WindowsBook(saved, AutoSaveOn=False)))
        assert program.has_unsaved(book) is not saved
        program.set_unsaved(book, unsaved=saved)
        assert book.api.Saved is not saved
    assert program.autosaves(cast(Any, SimpleNamespace(api=WindowsBook(Saved=True, AutoSaveOn=True))))
    assert not program.autosaves(cast(Any, SimpleNamespace(api=SimpleNamespace())))  # before Excel 2016


def test_on_a_mac_what_is_to_save_is_called_by_its_name() -> None:
    program, book, state = _mac(saved=True)
    assert not program.has_unsaved(book)
    program.set_unsaved(book, unsaved=True)
    assert state["saved"] is False


@pytest.mark.parametrize("name", ["protect_sheet", "unlock", "autofilter"])
def test_the_stand_in_knows_no_other_names(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(_mac()[1].api, name)
