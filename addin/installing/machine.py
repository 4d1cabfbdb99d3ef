"""What the installer has to know of a computer, and where Excel looks for things on it.

Everything that differs between computers is a field of `Machine`, so that the rest can be tried on any of them.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from addin.building.xlam import FILE_NAME
from addin.building.xlwings_source import PROJECT, xlwings_version

Registry = Callable[[str, str, str], int | str | None]
"""Hive (``HKCU``, ``HKLM``), key, name -> value; None where there is none."""

EXCEL_CONTAINER: Final = Path("Library/Containers/com.microsoft.Excel/Data")
EXCEL_SCRIPTS: Final = Path("Library/Application Scripts/com.microsoft.Excel")
MAC_STARTUP: Final = Path("Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel")
STORE: Final = "windowsapps"
BITS: Final = 64


class Unsupported(Exception):  # noqa: N818  a verdict on the system
    """There is no desktop Excel with VBA on this system."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One computer. `encoding` is the code page in which VBA reads files; `short_path` gives the 8.3 form of a path.

    `python` is this interpreter, `home_of_python` where it, or that of its virtual environment, is installed.
    """

    platform: str
    home: Path
    environ: Mapping[str, str]
    python: str
    encoding: str
    short_path: Callable[[str], str]
    registry: Registry
    home_of_python: str = ""
    bits: int = 64


@dataclass(frozen=True, slots=True)
class Places:
    """Files of an installation; `script` and `starter` only on a Mac.

    `conf` and `log` are where the VBA looks for them (``GetConfigFilePath`` of xlwings, ``LogFile`` of GoujiText).
    """

    addin: Path
    conf: Path
    log: Path
    script: Path | None = None
    starter: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, the add-in first."""
        return tuple(one for one in (self.addin, self.conf, self.log, self.script, self.starter) if one)


def places(machine: Machine) -> Places:
    """Where the files of an installation belong.

    Raises:
        Unsupported: Neither Windows nor macOS.
    """
    if machine.platform == "win32":
        return _windows(machine)
    if machine.platform == "darwin":
        return _mac(machine.home)
    raise Unsupported(
        "Excel 加载项只能装在 Windows 或 macOS 上，本机是 "
        f"{machine.platform}。在本机上请用“gouji addin build --oxt”生成 LibreOffice 扩展，"
        "或用命令“gouji check 文件名.xlsx”校验年报。"
    )


def _windows(machine: Machine) -> Places:
    """XLSTART is the folder whose add-ins Excel opens, and a trusted location by default."""
    roaming = machine.environ.get("APPDATA") or str(machine.home / "AppData" / "Roaming")
    own = Path(machine.environ.get("USERPROFILE") or machine.home) / f".{PROJECT}"
    return Places(
        addin=Path(roaming) / "Microsoft" / "Excel" / "XLSTART" / FILE_NAME,
        conf=own / f"{PROJECT}.conf",
        log=own / f"{PROJECT}.log",
    )


def _mac(home: Path) -> Places:
    """Excel runs in a sandbox: it reads its own container and starts only scripts from one folder."""
    return Places(
        addin=home / MAC_STARTUP / FILE_NAME,
        conf=home / EXCEL_CONTAINER / f"{PROJECT}.conf",
        log=home / EXCEL_CONTAINER / f"{PROJECT}.log",
        script=home / EXCEL_SCRIPTS / f"{PROJECT}-{xlwings_version()}.applescript",
        starter=home / f".{PROJECT}" / "python",
    )


def unfit_python(python: str, home: str, bits: int) -> str:
    """Why Excel cannot work with a Python on Windows, ``""`` when it can."""
    if STORE in f"{python};{home}".lower():
        return (
            "这是微软应用商店（Microsoft Store）的 Python：它看到的 %APPDATA% 是自己的副本，"
            "装进去的加载项 Excel 找不到。请到 python.org 下载安装 Python，用它重新安装。"
        )
    if bits != BITS:
        return (
            f"这是 {bits} 位的 Python，校验程序需要 {BITS} 位的（32 位的 Excel 也可以用）。请安装 {BITS} 位的 Python。"
        )
    return ""


def this_machine() -> Machine:
    """The computer this runs on."""
    return Machine(
        platform=sys.platform,
        home=Path.home(),
        environ=os.environ,
        python=sys.executable,
        encoding="mbcs" if sys.platform == "win32" else "ascii",
        short_path=_short_path,
        registry=_registry,
        home_of_python=sys.base_prefix,
        bits=struct.calcsize("P") * 8,
    )


def _short_path(path: str) -> str:
    """The 8.3 form, where Windows keeps one; else `path`."""
    if sys.platform == "win32":
        import ctypes

        buffer = ctypes.create_unicode_buffer(32768)
        if ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer)):
            return buffer.value
    return path


def _registry(hive: str, key: str, name: str) -> int | str | None:
    if sys.platform == "win32":
        import winreg

        root = winreg.HKEY_CURRENT_USER if hive == "HKCU" else winreg.HKEY_LOCAL_MACHINE
        try:
            with winreg.OpenKey(root, key) as opened:
                value = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None
        return value if isinstance(value, int | str) else None
    return None
