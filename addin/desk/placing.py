"""The program copied from the unpacked bundle to the user's own folder, as a whole or not at all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from addin.building import xlam
from addin.bundling import GUIDE, PYTHON, STARTERS
from addin.installing.install import InstallError
from validator.files.given import why

SIGNED: Final = xlam.FILE_NAME
"""There when an office has put its signed add-in into the bundle."""
KEPT: Final = (PYTHON, *STARTERS.values(), GUIDE, SIGNED)
"""What is wanted at the desk later on."""
WAITS: Final = (0.5, 1, 2, 4)
"""Seconds: a virus scanner that looks at new files keeps their folder from being renamed for so long."""


def refuse_in_use(addin: Path) -> None:
    """Before anything is replaced: raises InstallError where Excel has the add-in open."""
    try:
        if addin.exists():
            addin.open("r+b").close()
    except OSError as error:
        raise _refused(error) from error


def place(source: Path, target: Path, wait: Callable[[float], None] = time.sleep) -> None:
    """Copy the program from `source` to `target`, in place of an older one.

    Only contents are copied: not where Windows notes that a file came from the internet, which would have it ask at
    each start.

    Raises:
        InstallError: It cannot be written, or the older one is in use; then that one is as it was.
    """
    if target.exists() and source.samefile(target):
        return
    new, old = (target.with_name(f"{target.name}.{kind}") for kind in ("new", "old"))
    try:
        for one in (new, old):
            shutil.rmtree(one, ignore_errors=True)
        _copy(source, new)
        _exchange(new, target, old, wait)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise _refused(error) from error
    shutil.rmtree(old, ignore_errors=True)


def _refused(error: OSError) -> InstallError:
    if isinstance(error, shutil.Error):  # of a whole folder: the first file that could not be copied
        _, file, reason = error.args[0][0]
    else:
        file, reason = error.filename, why(error)
    return InstallError(f"没有装上：{file}（{reason}）\n请先关闭 Excel 和正在运行的校验，再试一次。")


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for name in KEPT:
        one = source / name
        if one.is_dir():
            shutil.copytree(one, target / name, copy_function=shutil.copyfile)
        elif one.is_file():
            shutil.copyfile(one, target / name)


def _exchange(new: Path, target: Path, old: Path, wait: Callable[[float], None]) -> None:
    if target.exists():
        _renamed(target, old, wait)
    try:
        _renamed(new, target, wait)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _renamed(one: Path, other: Path, wait: Callable[[float], None]) -> None:
    for seconds in WAITS:
        try:
            one.rename(other)
        except PermissionError:
            wait(seconds)
        else:
            return
    one.rename(other)
