"""Data goes one way through the house: read from the imports themselves, room by room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

FLOORS = {
    "validator": [
        ("version", "startup"),
        ("model", "files"),
        ("relations", "language", "readers"),
        ("narrative", "editing"),
        ("catalogue",),
        ("policy", "exchange"),
        ("checks", "filings"),
        ("documents",),
        ("repair",),
        ("run",),
        ("template",),
        ("fixing", "collecting"),
        ("examples",),
        ("writers",),
        ("annotating", "letters", "publishing", "history"),
        ("api",),
        ("commands",),
        ("cli",),
        ("__main__",),
    ],
    "addin": [
        ("wording", "validation", "calc", "showing", "building"),
        ("host", "installing", "bundling"),
        ("traces",),
        ("openbook",),
        ("buttons",),
        ("commands",),
        ("extension", "cli", "desk"),
    ],
}
"""The rooms of each package, from the ground up; a room may use its own floor's ground and what is below it."""


def _modules(package: str) -> dict[str, Path]:
    folder = ROOT / package
    names = {
        ".".join((package, *path.relative_to(folder).with_suffix("").parts)): path for path in folder.rglob("*.py")
    }
    return {
        name.removesuffix(".__init__"): path for name, path in sorted(names.items()) if name != f"{package}.__init__"
    }


MODULES = {package: _modules(package) for package in FLOORS}
EVERY = {name: path for found in MODULES.values() for name, path in found.items()}


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules that a module names, also within functions and for types alone."""
    return frozenset(_named(path))


def _named(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _used(module: str) -> set[str]:
    """Those of ours among them."""
    return {one for one in _imports(EVERY[module]) if one in EVERY}


def _room(module: str) -> str:
    return module.split(".")[1]


def _floor(module: str) -> int:
    floors = FLOORS[module.partition(".")[0]]
    found = [level for level, rooms in enumerate(floors) if _room(module) in rooms]
    assert len(found) == 1, f"{module} stands in no room, or in several"
    return found[0]


def test_a_room_uses_only_rooms_below_it() -> None:
    def too_high(module: str) -> set[str]:
        package = module.partition(".")[0]
        own = {one for one in _used(module) if one.startswith(f"{package}.") and _room(one) != _room(module)}
        return {one for one in own if _floor(one) >= _floor(module)}

    assert {module: found for module in EVERY if (found := too_high(module))} == {}


def test_the_validator_knows_neither_add_in_nor_excel() -> None:
    strangers = {"addin", "xlwings", "tkinter", "rulework"}
    roots = {module: {one.split(".")[0] for one in _imports(EVERY[module])} for module in MODULES["validator"]}
    assert {module: found & strangers for module, found in roots.items() if found & strangers} == {}


def test_no_module_comes_back_to_itself() -> None:
    """Within a room as well: imports make no circle."""
    used = {module: _used(module) for module in EVERY}

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(used[start])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += used[one]
        return seen

    assert [module for module in EVERY if module in reached(module)] == []


def test_one_module_imports_formulas() -> None:
    users = {name for name, path in EVERY.items() if "formulas" in {one.split(".")[0] for one in _imports(path)}}
    assert users == {"validator.relations.compiling"}
