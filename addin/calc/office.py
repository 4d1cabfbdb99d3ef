"""What the engine needs of UNO: structs, enumerations and flags, and errors that Python can carry."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import uno

P = ParamSpec("P")
R = TypeVar("R")

UNO_ERROR: Final[type[Exception]] = uno.getClass("com.sun.star.uno.Exception")


class CalcError(RuntimeError):
    """Calc refused a call. UNO's own exceptions have no place for a traceback and break inside ``with``."""


class ProtectedError(CalcError):
    """The sheet or workbook is protected; Excel's error 1004. Calc itself would pass over the call silently."""


def guarded(function: Callable[P, R]) -> Callable[P, R]:
    """The function with UNO's exceptions turned into CalcError."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except UNO_ERROR as error:
            raise CalcError(f"{type(error).__name__}: {error}") from None

    return call


def struct(name: str, *values: Any) -> Any:
    """``com.sun.star.<name>`` with its fields in order."""
    return uno.createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """One value of the enumeration ``com.sun.star.<name>``."""
    return uno.Enum(f"com.sun.star.{name}", value)


def constant(name: str) -> int:
    """``com.sun.star.<name>``, a constant of a group."""
    return int(uno.getConstantByName(f"com.sun.star.{name}"))


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments as UNO takes them."""
    made = []
    for name, value in values.items():
        one = struct("beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def to_number(rgb: tuple[int, int, int] | None) -> int:
    """A colour as Calc takes it: 0xRRGGBB, -1 for none."""
    return -1 if rgb is None else rgb[0] << 16 | rgb[1] << 8 | rgb[2]


def to_rgb(number: int) -> tuple[int, int, int] | None:
    """Calc's colour as xlwings gives it."""
    return None if number < 0 else (number >> 16 & 255, number >> 8 & 255, number & 255)
