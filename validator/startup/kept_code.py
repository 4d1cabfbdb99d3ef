"""What expressions were compiled to, kept in the user's cache: compiling them takes a third of one report's time.

A compiled expression is a list of codes for the engine `_sre`, the same for the same pattern, flags and interpreter.
Python keeps what modules are compiled to in ``__pycache__`` and has no such place for expressions. This one lies where
systems have caches and not beside the bytecode, for an installer that takes the package away would leave it there, and
a folder that is left stands for the package. A process that compiled anything new writes it at its end, in one step;
where it cannot, nothing is kept. Only a file of the user's own is read, as trusted as the bytecode. `_sre` is no public
interface: where it is not what is known here, where the file is another interpreter's or damaged, expressions are
compiled as ever, and kept is only what gives an expression equal to the compiled one (`re.Pattern` compares codes).
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
    """Where they are kept: under the interpreter's name in the user's cache. None where there is no such folder."""
    if sys.platform == "win32":
        caches = os.environ.get("LOCALAPPDATA", "")
    else:
        home = os.environ.get("HOME", "")
        usual = home and os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")  # noqa: PTH118
        caches = os.environ.get("XDG_CACHE_HOME") or usual
    return Path(caches, "gouji", f"expressions-{sys.implementation.cache_tag}.codes") if caches else None


@cache
def _kept() -> dict[Key, Code]:
    with suppress(*_WRONG):
        file = file_of_codes()
        if file is None or not _is_own(file):
            return {}
        interpreter, codes = marshal.loads(file.read_bytes())  # noqa: S302  as Python loads bytecode
        if interpreter == _interpreter():
            return dict(codes)
    return {}


def _is_own(file: Path) -> bool:
    """Whether the file is this user's: where root borrows a home, it is another's, who must not decide what runs."""
    return sys.platform == "win32" or file.stat().st_uid == os.geteuid()


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
        if file is None:
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
