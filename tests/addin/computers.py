"""Computers for the installer, in a folder of the test: Windows and macOS are told apart by data only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from addin.installing.machine import Machine

RegistryValues = dict[tuple[str, str, str], int | str]


def windows(
    home: Path,
    python: str = sys.executable,
    *,
    encoding: str = "cp936",
    short: dict[str, str] | None = None,
    registry: RegistryValues | None = None,
) -> Machine:
    """A Windows computer whose user's folder is `home`."""
    return Machine(
        platform="win32",
        home=home,
        environ={"APPDATA": str(home / "AppData" / "Roaming"), "USERPROFILE": str(home)},
        python=python,
        encoding=encoding,
        short_path=_lookup(short or {}),
        registry=lambda *where: (registry or {}).get(where),
    )


def mac(home: Path, python: str = sys.executable) -> Machine:
    """A Mac whose user's folder is `home`."""
    return replace(windows(home, python, encoding="ascii"), platform="darwin", environ={})


def linux(home: Path) -> Machine:
    """A computer without Excel."""
    return replace(windows(home), platform="linux")


def _lookup(known: dict[str, str]) -> Callable[[str], str]:
    return lambda path: known.get(path, path)
