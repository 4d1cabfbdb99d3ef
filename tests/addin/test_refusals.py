"""What Excel refuses, and what it cannot give, is told for what it is; none of it can happen here but by stand-ins."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from addin import commands
from addin.host import caller
from addin.host.refusals import APPLE, BUSY, COM, explained
from addin.host.windows import WindowsHost
from addin.openbook import livebook
from addin.wording import FAILED


class AppleError(Exception):
    """As `appscript.reference.CommandError` tells it."""

    def __init__(self, number: int) -> None:
        super().__init__("OSERROR")
        self.errornumber = number


class ComError(Exception):
    """As `pywintypes.com_error` tells it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.hresult = number


class ExcelBusyError(Exception):
    """What xlwings raises when it has asked often enough."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AppleError(-1743), "隐私与安全性 → 自动化"),
        (AppleError(-1712), BUSY),
        (AppleError(-600), "Excel 没有在运行"),
        (AppleError(-10004), "所在的文件夹"),
        (ComError(-2147418111), BUSY),
        (ComError(-2147023174), "已经关闭"),
        (ExcelBusyError(), BUSY),
    ],
)
def test_a_refusal_is_told_for_what_it_is(monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setitem(cast(Any, commands.COMMANDS), "check", refuse)
    with pytest.raises(SystemExit) as ended:
        commands.run("check", book=cast(Any, SimpleNamespace(app=None)))
    last = str(ended.value).splitlines()[-1]
    assert said in last
    assert FAILED not in last


@pytest.mark.parametrize("error", [AppleError(-1), ComError(-1), ValueError(-1743), KeyError("A")])
def test_what_is_not_known_is_not_guessed(error: Exception) -> None:
    assert explained(error) == ""


def test_no_number_is_told_twice() -> None:
    assert not COM.keys() & APPLE.keys()


def test_excel_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Xlwings asks a busy Excel again until it answers: while a cell is edited, for ever."""
    windows = ModuleType("xlwings._xlwindows")
    windows.N_COM_ATTEMPTS = 0  # type: ignore[attr-defined]
    windows.App = lambda xl: SimpleNamespace(pid=1, xl=xl)  # type: ignore[attr-defined]
    import xlwings

    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=a.xlsx", "--hwnd=4711"])
    app = caller._calling_app()
    assert app is not None
    assert app.impl.xl == 4711
    assert windows.N_COM_ATTEMPTS == caller.ATTEMPTS > 0


@dataclass(frozen=True)
class Cells:
    """A block of which Excel gives no value where a date format lies on a negative number; it counts what is asked."""

    held: tuple[tuple[Any, ...], ...]
    asked: list[int]
    top: int = 0
    left: int = 0
    rows: int = 0
    columns: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows or len(self.held), self.columns or len(self.held[0])

    def resize(self, rows: int, columns: int) -> Cells:
        return Cells(self.held, self.asked, self.top, self.left, rows, columns)

    def offset(self, rows: int, columns: int) -> Cells:
        return Cells(self.held, self.asked, self.top + rows, self.left + columns, *self.shape)

    def options(self, **_: object) -> Cells:
        return self

    @property
    def _own(self) -> list[list[Any]]:
        rows, columns = self.shape
        return [list(row[self.left : self.left + columns]) for row in self.held[self.top : self.top + rows]]

    @property
    def value(self) -> list[list[Any]]:
        self.asked.append(self.shape[0] * self.shape[1])
        if any(isinstance(one, complex) for row in self._own for one in row):
            raise ComError(-2147352567)
        return self._own

    @property
    def api(self) -> Any:
        return SimpleNamespace(Value2=self._own[0][0].real)


def _program() -> WindowsHost:
    program = object.__new__(WindowsHost)
    program.errors = (ComError,)
    return program


BAD = complex(-5)


@pytest.mark.parametrize(
    "held",
    [((1, "a", None), (BAD, 2, 3)), ((BAD,),), ((1, BAD, BAD), (4, 5, 6), (7, 8, BAD)), ((1, 2),)],
)
def test_a_negative_date_hides_no_other_cell(held: tuple[tuple[Any, ...], ...]) -> None:
    wanted = [[one.real if isinstance(one, complex) else one for one in row] for row in held]
    assert livebook._values(cast(Any, Cells(held, [])), _program()) == wanted


def test_a_sheet_without_one_is_read_in_one_call() -> None:
    held = tuple(tuple(range(20)) for _ in range(300))
    asked: list[int] = []
    livebook._values(cast(Any, Cells(held, asked)), _program())
    assert asked == [6000]
    spoilt = (*held[:200], (*held[0][:7], BAD, *held[0][8:]), *held[201:])
    asked.clear()
    livebook._values(cast(Any, Cells(spoilt, asked)), _program())
    assert len(asked) < 30
