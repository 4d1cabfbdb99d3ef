"""Which modules a folder of packages asks for that are not in it, read from the imports themselves."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import PurePosixPath

NOT_EMBEDDED = {"ensurepip", "idlelib", "lib2to3", "tkinter", "turtle", "turtledemo", "venv", "test", "_tkinter"}
"""What python.org's embeddable package leaves out of the standard library."""
STANDARD = sys.stdlib_module_names - NOT_EMBEDDED


@dataclass(frozen=True)
class Import:
    """A name that a module asks for; `needed` where nothing around it says that it may be missing."""

    name: str
    needed: bool


def missing(files: Mapping[str, bytes], roots: Collection[str], start: Collection[str]) -> dict[str, str]:
    """The modules that cannot be found, each with one that asks for it, beginning with the modules in `start`.

    `files` is what is there by path, `roots` the folders in it where modules are looked for. Of our own modules every
    import counts and is followed, of others' those that are made whenever the module is.
    """
    folders = {folder.as_posix() for path in files for folder in PurePosixPath(path).parents}
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        module = waiting.pop()
        path = _path(module, files, folders, roots)
        if module in seen or path is None or not path.endswith(".py"):
            continue
        seen.add(module)
        own = module.partition(".")[0] in {"validator", "addin"}
        for one in _imports(ast.parse(files[path]), _package(module, path), in_function=False, needed=True):
            if not (own or one.needed) or one.name.partition(".")[0] in STANDARD:
                continue
            known = [name for name in _parents(one.name) if _path(name, files, folders, roots)]
            waiting += known
            if one.name not in known:
                found[one.name] = module
    assert seen >= set(start), f"not there: {set(start) - seen}"
    return found


def of_extras() -> set[str]:
    """The packages that only extras of gouji bring, `addin` aside: ours ask for them and say so where there is none."""
    stated = [one.partition(";") for one in requires("gouji") or ()]
    usual = {what for what, _, when in stated if not when or "'addin'" in when.replace('"', "'")}
    others = {what for what, _, when in stated if when and not re.search("addin|dev|all", when)}
    only = _distributions(others) - _distributions(usual)
    return {name for name, brought in packages_distributions().items() if {_named(one) for one in brought} <= only}


def _distributions(requirements: Collection[str]) -> set[str]:
    """What these requirements bring, and what that needs in turn."""
    found: set[str] = set()
    waiting = [_named(one) for one in requirements]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError):
                waiting += [_named(one) for one in requires(name) or () if "extra" not in one]
    return found


def _named(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement.strip())[0].replace("_", "-").lower()


def modules(files: Mapping[str, bytes], package: str) -> set[str]:
    """The names of all modules of a package."""
    paths = [path for path in files if path.startswith(f"{package}/") and path.endswith(".py")]
    return {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in paths}


def _parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[: at + 1]) for at in range(len(parts)))


def _path(module: str, files: Mapping[str, bytes], folders: set[str], roots: Collection[str]) -> str | None:
    inner = module.replace(".", "/")
    for root in roots:
        base = f"{root}{inner}"
        for ending in (".py", "/__init__.py", ".pyd", ".cp312-win_amd64.pyd"):
            if f"{base}{ending}" in files:
                return f"{base}{ending}"
        if base in folders:  # without a file of its own: a namespace
            return f"{base}/"
    return None


def _package(module: str, path: str) -> list[str]:
    parts = module.split(".")
    return parts if path.endswith("__init__.py") else parts[:-1]


def _imports(node: ast.AST, package: list[str], *, in_function: bool, needed: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, needed and not in_function) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield Import(_base(child, package), needed and not in_function)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        else:
            guarded = isinstance(child, ast.Try | ast.If)
            inside = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, package, in_function=inside, needed=needed and not guarded)


def _base(node: ast.ImportFrom, package: list[str]) -> str:
    above = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])
