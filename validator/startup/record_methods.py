"""The methods of a record, each made from the class and its shape when it is first looked up (`records`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any

NONE: Any = object()
"""Nothing was said."""
OWN = "__record__"
"""Where a class keeps its shape."""


class Said:
    """What is said of one field besides its type."""

    __slots__ = ("compare", "default", "default_factory", "init", "repr")

    def __init__(
        self,
        *,
        default: Any = NONE,
        default_factory: Any = NONE,
        init: bool = True,
        repr: bool = True,  # noqa: A002  as the standard library calls it
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare


class Shape:
    """The names of a class's fields, what was said of some of them, and the options of its decorator."""

    __slots__ = ("eq", "frozen", "kw_only", "names", "said", "slots")

    def __init__(  # by hand: a NamedTuple takes as long to make as ten records
        self,
        names: tuple[str, ...],
        said: Mapping[str, Any],
        *,
        slots: bool,
        frozen: bool,
        eq: bool,
        kw_only: bool,
    ) -> None:
        self.names, self.said = names, said
        self.slots, self.frozen, self.eq, self.kw_only = slots, frozen, eq, kw_only

    def field(self, name: str) -> Said:
        """What is said of a field: by `field`, by a mere default, or nothing."""
        found = self.said.get(name, NONE)
        return found if isinstance(found, Said) else Said(default=found)

    @property
    def given(self) -> tuple[str, ...]:
        """What `__init__` takes, in order."""
        return tuple(name for name in self.names if self.field(name).init)

    @property
    def compared(self) -> tuple[str, ...]:
        """What makes two objects equal."""
        return tuple(name for name in self.names if self.field(name).compare)


def _init(cls: type[Any], shape: Shape) -> Any:
    """A method of code that all classes with as many fields share but for the names: compiling takes time."""
    given, puts, usual = shape.given, [], {}
    for name in given:
        one, put = shape.field(name), vars(cls)[name].__set__  # a third faster than `object.__setattr__`
        if one.default_factory is not NONE:
            put, usual[name] = _or_made(put, one.default_factory), _FACTORY
        elif one.default is not NONE:
            usual[name] = one.default
        puts.append(put)
    if after := _after(cls, shape):
        puts.append(after)
    code = _template(len(given), bool(after))
    code = code.replace(co_varnames=("self", *given), co_qualname=f"{cls.__qualname__}.__init__")
    if shape.kw_only:
        code = code.replace(co_argcount=1, co_kwonlyargcount=len(given))
    method = FunctionType(code, {f"_put{at}": put for at, put in enumerate(puts)}, "__init__")
    if shape.kw_only:
        method.__kwdefaults__ = usual
    else:
        method.__defaults__ = tuple(usual.values())
    method.__annotations__ = {name: cls.__annotations__[name] for name in given} | {"return": None}
    return method


@cache
def _template(count: int, after: bool) -> CodeType:  # noqa: FBT001
    """The code of an `__init__` of so many fields: each is put in its place, then comes what comes after."""
    taken = ", ".join(("self", *(f"value{at}" for at in range(count))))
    lines = [*(f"_put{at}(self, value{at})" for at in range(count)), *([f"_put{count}(self)"] if after else []), "pass"]
    space: dict[str, Any] = {}
    exec(f"def __init__({taken}):\n " + "\n ".join(lines), space)  # noqa: S102  nothing from outside
    code: CodeType = space["__init__"].__code__
    return code


def _or_made(put: Callable[[Any, Any], None], make: Callable[[], Any]) -> Callable[[Any, Any], None]:
    def put_or_make(one: Any, value: Any) -> None:
        put(one, make() if value is _FACTORY else value)

    return put_or_make


def _after(cls: type[Any], shape: Shape) -> Callable[[Any], None] | None:
    """What is done when all that was given is in place; None where nothing is."""
    factories = {name: shape.field(name).default_factory for name in shape.names if not shape.field(name).init}
    made = [(vars(cls)[name].__set__, make) for name, make in factories.items() if make is not NONE]
    end: Callable[[Any], None] | None = getattr(cls, "__post_init__", None)
    if not made:
        return end

    def after(one: Any) -> None:
        for put, make in made:
            put(one, make())
        if end:
            end(one)

    return after


class _Factory:
    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()
"""The default that signatures show for a value that is made anew each time."""


def eq_of(_: type[Any], shape: Shape) -> Any:
    """Objects of the same class are equal whose compared fields are."""
    told = _told(shape.compared)

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807  as Python calls it
        return told(self) == told(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def hash_of(_: type[Any], shape: Shape) -> Any:
    """The hash that goes with it."""
    told = _told(shape.compared)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(told(self))

    return __hash__


def _replace(_: type[Any], shape: Shape) -> Any:
    given = shape.given
    told = _told(given)

    def __replace__(self: Any, /, **changes: Any) -> Any:  # noqa: N807
        return self.__class__(**dict(zip(given, told(self), strict=True)) | changes)

    return __replace__


def _told(names: tuple[str, ...]) -> Callable[[Any], Any]:
    """What the fields of an object hold, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _repr(_: type[Any], shape: Shape) -> Any:
    from reprlib import recursive_repr

    shown = [name for name in shape.names if shape.field(name).repr]

    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return __repr__


def _match_args(_: type[Any], shape: Shape) -> tuple[str, ...]:
    return () if shape.kw_only else shape.given


def _fields(cls: type[Any], shape: Shape) -> Any:
    return vars(_twin(cls, shape))["__dataclass_fields__"]


def _parameters(cls: type[Any], shape: Shape) -> Any:
    return vars(_twin(cls, shape))["__dataclass_params__"]


def _twin(cls: type[Any], shape: Shape) -> type[Any]:
    """The class as the standard library makes it, for those who ask for what is its own."""
    import dataclasses

    space: dict[str, Any] = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, "__doc__": "."}
    for name in shape.names:
        one = shape.field(name)
        said = {key: getattr(one, key) for key in Said.__slots__ if getattr(one, key) is not NONE}
        space[name] = dataclasses.field(**said)
    decorate = dataclasses.dataclass(slots=shape.slots, frozen=shape.frozen, eq=shape.eq, kw_only=shape.kw_only)
    return decorate(type(cls.__name__, (), space))


def _refuse_set(_: Any, name: str, __: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(one: Any) -> list[Any]:
    return [getattr(one, name) for name in one.__record__.names]


def _put_state(one: Any, state: Iterable[Any]) -> None:
    for name, value in zip(one.__record__.names, state, strict=True):
        object.__setattr__(one, name, value)


ALWAYS: Mapping[str, Callable[[type[Any], Shape], Any]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__replace__": _replace,
    "__match_args__": _match_args,
    "__dataclass_fields__": _fields,
    "__dataclass_params__": _parameters,
}
"""What every record has, and who makes it."""
FROZEN = {
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _state,
    "__setstate__": _put_state,
}
"""What one that does not change has besides."""
