"""`dataclass`, `field` and `replace` as the standard library has them, at a twentieth of their price at start.

The standard library writes and compiles every method of a dataclass when the class is made, half a millisecond a class;
the 150 classes that a check imports took a quarter of the time that one report took. Here a method is made when it is
first looked up, and most never are. What is then there is the same: a test holds each class of the package to the
standard library's, and `dataclasses.fields`, `asdict` and `replace` take its objects.

Only what the package uses is here: fields lie in slots always (without ``slots=True`` there is a `__dict__` besides,
for cached properties), none are inherited.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from validator.startup.record_methods import ALWAYS, FROZEN, OWN, Said, Shape, eq_of, hash_of

__all__ = ["dataclass", "field", "names_of", "replace"]


class _Late:
    """A part of a class that is made when it is first looked up, and then stands in its own place."""

    __slots__ = ("home", "make", "name")

    def __init__(self, make: Callable[[type[Any], Shape], Any]) -> None:
        self.make = make

    def __set_name__(self, home: type[Any], name: str) -> None:
        self.home, self.name = home, name

    def __get__(self, one: Any, cls: type[Any] | None = None) -> Any:
        made = self.make(self.home, vars(self.home)[OWN])
        setattr(self.home, self.name, made)
        return made.__get__(one, cls) if hasattr(made, "__get__") else made


def _dataclass(
    *, slots: bool = False, frozen: bool = False, eq: bool = True, kw_only: bool = False
) -> Callable[[type[Any]], type[Any]]:
    """The decorator of a class whose annotated names are its fields."""

    def made(cls: type[Any]) -> type[Any]:
        space, names = dict(vars(cls)), tuple(cls.__annotations__)
        space.pop("__dict__", None), space.pop("__weakref__", None)
        said = {name: space.pop(name) for name in names if name in space}
        if wrong := [name for name, default in said.items() if type(default).__hash__ is None]:
            raise ValueError(f"the default of {wrong[0]} can change and would be everyone's: use default_factory")
        space["__slots__"] = names if slots else (*names, "__dict__", "__weakref__")
        space[OWN] = Shape(names, said, slots=slots, frozen=frozen, eq=eq, kw_only=kw_only)
        for name, make in ALWAYS.items():
            space[name] = _Late(make)
        if eq:
            space["__eq__"], space["__hash__"] = _Late(eq_of), _Late(hash_of) if frozen else None
        if frozen:
            space.update(FROZEN)
        new = type(cls.__name__, cls.__bases__, space)
        new.__qualname__ = cls.__qualname__
        return new

    return made


def names_of(cls: type[Any]) -> tuple[str, ...]:
    """The names of its fields, as `dataclasses.fields` tells them without importing it."""
    names: tuple[str, ...] = vars(cls)[OWN].names
    return names


def _changed(one: Any, /, **changes: Any) -> Any:
    """A copy of an object with other values in some fields."""
    return one.__replace__(**changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, Said, _changed
