"""Each dataclass of the package is what the standard library makes of the same source."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from tests.test_layers import MODULES
from validator.startup.records import dataclass, field, replace

_OURS = "from validator.startup.records import "
_PLACE = re.compile(r" at 0x[0-9a-f]+")
_MISSING = dataclasses.MISSING


@cache
def pairs() -> dict[str, tuple[type[Any], type[Any]]]:
    """Every dataclass of the package by name, beside the one that the standard library makes of its module's text."""
    found: dict[str, tuple[type[Any], type[Any]]] = {}
    for name, path in MODULES["validator"].items():
        source = path.read_text("utf-8")
        if _OURS in source and "\n@dataclass" in source:
            here, twin = import_module(name), types.ModuleType(name)
            exec(compile(source.replace(_OURS, "from tests.startup.standard import "), path, "exec"), vars(twin))  # noqa: S102
            found |= {
                f"{name}.{key}": (getattr(here, key), one)
                for key, one in vars(twin).items()
                if dataclasses.is_dataclass(one) and isinstance(one, type) and one is not getattr(here, key)
            }
    return found


def _differing(told: Callable[[type[Any]], object]) -> Mapping[str, object]:
    """What is told of ours and of theirs, where it is not the same; where an object lies is not told."""
    both = {name: [_PLACE.sub("", repr(told(cls))) for cls in pair] for name, pair in pairs().items()}
    return {name: (one, other) for name, (one, other) in both.items() if one != other}


def _fields(cls: type[Any]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cls)


def _filled(cls: type[Any], start: int = 0) -> Any:
    """An object with any values, past `__init__`, which may want real ones."""
    one = object.__new__(cls)
    for at, known in enumerate(_fields(cls), start):
        object.__setattr__(one, known.name, at)
    return one


def _held(one: Any) -> dict[str, object]:
    """What an object holds, of what its class makes anew each time the kind alone."""
    made = {known.name for known in _fields(type(one)) if known.default_factory is not dataclasses.MISSING}
    held = {known.name: getattr(one, known.name, None) for known in _fields(type(one))}  # some come only with use
    return {name: type(value) if name in made else value for name, value in held.items()}


def _outcome(act: Callable[[], object]) -> object:
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error), str(error)


def test_none_is_made_otherwise() -> None:
    texts = [path.read_text("utf-8") for path in MODULES["validator"].values()]
    assert len(pairs()) >= sum(text.count("\n@dataclass(") for text in texts) > 150
    assert [text for text in texts if "\nfrom dataclasses" in text] == []


def test_they_are_told_alike() -> None:
    assert _differing(lambda cls: str(inspect.signature(cls))) == {}
    assert _differing(lambda cls: (cls.__name__, cls.__qualname__, cls.__module__, cls.__match_args__)) == {}
    assert _differing(_fields) == {}
    assert _differing(lambda cls: cls.__dataclass_params__) == {}


def test_they_take_and_refuse_the_same() -> None:
    def tried(cls: type[Any]) -> object:
        if hasattr(cls, "__post_init__"):  # wants real values
            return None
        given = [one for one in _fields(cls) if one.init]
        needed = {one.name: at for at, one in enumerate(given) if one.default is one.default_factory is _MISSING}
        return [
            _outcome(lambda: _held(cls(**needed))),
            _outcome(lambda: _held(cls(**{one.name: at for at, one in enumerate(given)}))),
            _outcome(lambda: _held(cls(*range(len(given))))),
            _outcome(lambda: cls(*range(len(given) + 1))),
            _outcome(lambda: cls(**needed, no_such_field=1)),
            needed and _outcome(cls),
        ]

    assert _differing(tried) == {}


def test_their_objects_are_alike() -> None:
    assert _differing(_filled) == {}
    assert _differing(lambda cls: [_filled(cls) == _filled(cls, start) for start in (0, 1)]) == {}
    assert _differing(lambda cls: _outcome(lambda: hash(_filled(cls))) if cls.__dataclass_params__.eq else None) == {}
    assert _differing(lambda cls: _outcome(lambda: setattr(_filled(cls), _fields(cls)[0].name, 7))) == {}
    assert _differing(lambda cls: _outcome(lambda: delattr(_filled(cls), _fields(cls)[0].name))) == {}


def test_their_objects_are_copied_and_pickled() -> None:
    for cls, _ in pairs().values():
        one = _filled(cls)
        for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):  # noqa: S301  our own
            assert (type(other), _held(other)) == (cls, _held(one))


def test_a_copy_with_changes_is_the_same_by_either_way() -> None:
    for cls, _ in pairs().values():
        given = [one.name for one in _fields(cls) if one.init]
        if not hasattr(cls, "__post_init__") and given:
            one = _filled(cls)
            changed = replace(one, **{given[-1]: 99})
            assert _held(changed) == _held(dataclasses.replace(one, **{given[-1]: 99}))
            assert getattr(changed, given[-1]) == 99
            with pytest.raises(TypeError):
                replace(one, no_such_field=1)


@dataclass(frozen=True, slots=True)
class _Odd:
    near: float
    seen: list[int] = field(default_factory=list, compare=False)
    twice: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self.near)


def test_what_comes_after_init_is_done_once() -> None:
    one, other = _Odd(1.5), _Odd(1.5, [1])
    assert (one.twice, repr(one), one == other, {one, other}) == (3.0, "_Odd(near=1.5, seen=[])", True, {one})
    assert one.seen is not _Odd(1.5).seen
    assert replace(other, near=2.0).twice == 4.0
    assert dataclasses.asdict(other) == {"near": 1.5, "seen": [1], "twice": 3.0}


def test_nobodys_default_is_shared() -> None:
    with pytest.raises(ValueError, match="default_factory"):

        @dataclass(slots=True)
        class Wrong:
            seen: list[int] = []  # noqa: RUF012  what is refused


def test_most_methods_are_never_written() -> None:
    """What this is for: making a class writes nothing."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        near: int

    written = [type(vars(Fresh)[name]).__name__ for name in ("__init__", "__eq__", "__hash__", "__repr__")]
    assert written == ["_Late"] * 4
    assert Fresh(1).near == 1
    assert isinstance(vars(Fresh)["__init__"], types.FunctionType)
    assert type(vars(Fresh)["__eq__"]).__name__ == "_Late"
