"""What expressions were compiled to, kept beside the bytecode: compiling them takes a third of one report's time.

A compiled expression is a list of codes for the engine `_sre`, the same for the same pattern, flags and interpreter.
Python keeps what modules are compiled to in ``__pycache__`` and has no such place for expressions; this is one: where
that folder is and can be written, as trusted as what lies beside it. A process that compiled anything new writes it at
its end, in one step. `_sre` is no public interface: where it is not what is known here, where the file is another
interpreter's or damaged, expressions are compiled as ever, and kept is only what gives an expression equal to the
compiled one (`re.Pattern` compares codes).
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

Key = tuple[str | bytes, int]
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, codes of 32 bits in the machine's order, number of groups, groups by name, names by group."""
MOST = 2000
"""As many are kept; the package has 300, another version's go when there are more."""
_WRONG = (AttributeError, EOFError, ImportError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What a damaged file, or an interpreter that works in another way, may raise."""
_new: dict[Key, re.Pattern[Any]] = {}


def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    """`re.compile`, from what is kept where it is. Raises re.error as that does."""
    key = pattern, int(flags)
    if (held := _kept().get(key)) is not None:
        with suppress(*_WRONG):
            return _expression(pattern, held)
    if not _new:
        atexit.register(_keep)
    _new[key] = made = re.compile(pattern, flags)
    return made


def file_of_codes() -> Path | None:
    """Where they are kept: beside this module's bytecode, under the interpreter's name. None where it has no place."""
    cached = __spec__.cached
    return Path(cached).with_suffix(".codes") if cached else None


@cache
def _kept() -> dict[Key, Code]:
    with suppress(*_WRONG):
        file = file_of_codes()
        if file is None:
            return {}
        interpreter, codes = marshal.loads(file.read_bytes())  # noqa: S302  as Python loads the bytecode beside it
        if interpreter == _interpreter():
            return dict(codes)
    return {}


def _interpreter() -> str:
    import _sre  # type: ignore[import-not-found]

    return f"{sys.version} {_sre.MAGIC} {_sre.CODESIZE}"


def _expression(pattern: str | bytes, held: Code) -> re.Pattern[Any]:
    """The expression of these codes. `_sre` checks them: of wrong ones it raises RuntimeError."""
    import _sre

    flags, codes, groups, by_name, by_group = held
    made: re.Pattern[Any] = _sre.compile(
        pattern, flags, memoryview(codes).cast("I").tolist(), groups, by_name, by_group
    )
    return made


def _code(pattern: str | bytes, flags: int) -> Code:
    """What `re.compile` gives `_sre`."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    state, codes = parsed.state, array("I", _compiler._code(parsed, flags))  # noqa: SLF001  there is no other way
    by_name = dict(state.groupdict)
    by_group: list[str | None] = [None] * state.groups
    for name, number in by_name.items():
        by_group[number] = name
    return flags | state.flags, codes.tobytes(), state.groups - 1, by_name, tuple(by_group)


def _keep() -> None:
    """Write what this process compiled beside what was kept before; where that cannot be, nothing is lost."""
    with suppress(*_WRONG):
        file = file_of_codes()
        if file is None or not os.access(file.parent, os.W_OK):
            return
        codes = {} if len(_kept()) + len(_new) > MOST else dict(_kept())
        for (pattern, flags), made in list(_new.items()):
            code = _code(pattern, flags)
            if _expression(pattern, code) == made:
                codes[pattern, flags] = code
        beside = file.with_suffix(f".{os.getpid()}.part")
        try:
            beside.write_bytes(marshal.dumps((_interpreter(), codes)))
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
