"""``docs/api.md``: every public name of the library with its docstring. A test rebuilds it and runs its examples.

``python -m rulework.api_page`` writes the page anew.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import validator

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
_HEAD = """# Python API

`from validator import …`: these names are the whole public interface, each imported when it is first used. What is not
here may change. The page is made from the docstrings by `python -m rulework.api_page`; its examples are run in a test,
in a folder with `examples/`. JSON and exit statuses of the command line: [json.md](json.md), in Chinese.

Counts are integers, amounts numbers in 万元 (10,000 yuan), dates `datetime.date`, blanks None. A number of the form is
called `表.行.列` (`表三.本年新收.自然人`) everywhere.
"""
_SECTION = re.compile(r"(Args|Returns|Raises|Attributes|Example):\Z")
_ENTRY = re.compile(r"\*{0,2}[\w.]+:( |\Z)")


def page() -> str:
    """The whole page."""
    names = [name for name in validator.__all__ if not name.startswith("_")]
    listed = " · ".join(f"[{name}](#{name.lower()})" for name in names)
    return "\n".join((_HEAD, listed, "", *(line for name in names for line in _named(name)))).rstrip() + "\n"


def _named(name: str) -> Iterator[str]:
    one = getattr(validator, name)
    yield from (f"## {name}", "")
    if inspect.isclass(one):
        yield from _class(one)
    else:
        yield from ("```python", f"{name}{_signature(one)}", "```", "", *_text(one))


def _class(one: type[Any]) -> Iterator[str]:
    yield from _text(one)
    if dataclasses.is_dataclass(one):
        public = [field.name for field in dataclasses.fields(one) if not field.name.startswith("_")]
        yield from (f"Fields: {', '.join(f'`{name}`' for name in public)}.", "")
    members = [(name, member) for name, member in inspect.getmembers(one) if _is_public(one, name, member)]
    for name, member in members:
        shown = f"`{name}`" if isinstance(member, property) else f"`{name}{_signature(member, method=True)}`"
        yield f"- {shown}: {_first_words(member)}"
    if members:
        yield ""


def _is_public(owner: type[Any], name: str, member: object) -> bool:
    """Methods and properties of our own classes."""
    if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
        return False
    return any(name in vars(base) for base in owner.__mro__ if base.__module__.startswith("validator"))


def _signature(one: Callable[..., Any], *, method: bool = False) -> str:
    signature = inspect.signature(one)
    shown: list[str] = []
    for parameter in list(signature.parameters.values())[method:]:
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        shown.append(f"{parameter.name}: {parameter.annotation}{default}")
    return f"({', '.join(shown)}) -> {signature.return_annotation}"


def _default(value: object) -> str:
    """What stands for it when nothing is given; of a dataclass its name alone."""
    return f"{type(value).__name__}()" if dataclasses.is_dataclass(value) else repr(value)


def _first_words(member: object) -> str:
    words = (inspect.getdoc(member) or "").partition("\n\n")[0]
    return _code(" ".join(words.split()))


def _text(one: object) -> Iterator[str]:
    """A docstring as Markdown: its sections, their entries as lists, its examples as code."""
    lines = re.sub(r"\n+(?=Example:\n)", "\n", inspect.getdoc(one) or "").splitlines()
    section = ""
    code: list[str] = []
    for line in lines:
        found = _SECTION.match(line)
        if section == "Example":
            code.append(line[4:])
        elif found:
            section = found[1]
            yield from (() if section == "Example" else (f"**{section}**", ""))
        else:
            yield _line(line, section)
    yield ""
    if code:
        yield from ("```python", *"\n".join(code).rstrip().splitlines(), "```", "")


def _line(line: str, section: str) -> str:
    if not section:
        return _code(line)
    bare = line.removeprefix("    ")
    if section != "Returns" and _ENTRY.match(bare):
        name, _, words = bare.partition(":")
        return _code(f"- `{name}`:{words}")
    return _code(f"  {bare.strip()}" if bare.strip() and section != "Returns" else bare)


def _code(text: str) -> str:
    return text.replace("``", "`")


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
