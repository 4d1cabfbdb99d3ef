"""Install the add-in for the user who runs this: copy it to where Excel starts it, point it at exactly this Python.

No Excel is started. Nothing needs administrator's rights.
"""

from __future__ import annotations

import shlex
import zipfile
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from addin.building import workbook_parts, xlam, xlwings_source
from addin.installing.machine import Machine, Places, places, unfit_python

UNSAFE_ON_WINDOWS: Final = '%"'  # expanded by cmd.exe and by xlwings; ends the quotation
PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")
WEB_MARK: Final = ":Zone.Identifier"  # the NTFS stream in which Windows keeps where a file came from


class InstallError(Exception):
    """The add-in cannot be installed or removed; the message says what to do."""


def install(machine: Machine, source: Path | None = None) -> Places:
    """Put add-in and configuration in place, replacing an older installation, and return where they are.

    `source` is a ready add-in, for instance a signed one, that is taken instead of a fresh build.

    Raises:
        InstallError: `source` is of another version, Excel holds the file, or the interpreter cannot be used.
        addin.installing.machine.Unsupported: Neither Windows nor macOS.
    """
    where = places(machine)
    if machine.platform == "win32" and (unfit := unfit_python(machine.python, machine.home_of_python, machine.bits)):
        raise InstallError(unfit)
    conf = configuration(machine, where)
    contents = _ready(source) if source else None
    try:
        _place_addin(where.addin, contents)
        _write(where.conf, conf)
        _place_mac_files(machine, where)
    except PermissionError as error:
        raise InstallError(_in_use(error)) from error
    return where


def remove(machine: Machine) -> list[Path]:
    """Delete every file of the installation and return those that were there.

    Raises:
        InstallError: Excel holds one of them.
        addin.installing.machine.Unsupported: Neither Windows nor macOS.
    """
    where = places(machine)
    present = [one for one in (*where.files, *_old_scripts(where)) if one.exists()]
    try:
        for one in present:
            one.unlink()
    except PermissionError as error:
        raise InstallError(_in_use(error)) from error
    own = (where.starter or where.conf).parent
    if own.is_dir() and not any(own.iterdir()):
        own.rmdir()
    return present


def configuration(machine: Machine, where: Places) -> bytes:
    """The configuration file as VBA's ``Input #`` reads it: quoted key and value, in the code page of VBA.

    Raises:
        InstallError: The interpreter's path cannot be written so that VBA and the command line take it.
    """
    if where.starter:
        return f'"INTERPRETER_MAC","{_plain(str(where.starter))}"\n'.encode("ascii")
    return f'"INTERPRETER_WIN","{windows_interpreter(machine)}"\r\n'.encode(machine.encoding)


def windows_interpreter(machine: Machine) -> str:
    """This Python's path, in its 8.3 form where it holds what cmd.exe or VBA would not take as it is.

    Raises:
        InstallError: Neither form can be used.
    """
    for path in (machine.python, machine.short_path(machine.python)):
        if path and _usable(path, machine.encoding):
            return path
    raise InstallError(
        f"Python 装在 Excel 无法调用的位置：{machine.python}\n"
        "路径中不能有百分号，也不能有系统代码页以外的文字。请把 Python 装到例如 C:\\gouji 这样的文件夹后重试。"
    )


def starter(machine: Machine) -> str:
    """On a Mac, the shell script that is the configured interpreter: any path goes, and no module of the folder."""
    return f'#!/bin/sh\nexec {shlex.quote(machine.python)} -P "$@"\n'


def unblock(path: Path) -> bool:
    """Remove the mark of the web, with which Excel leaves an add-in out without a word; whether there was one."""
    mark = path.with_name(path.name + WEB_MARK)
    try:
        mark.unlink()
    except OSError:  # no mark, or a file system that has none
        return False
    return True


def versions_of(addin: Path) -> dict[str, str]:
    """Versions of gouji and xlwings that an add-in was built from; empty when it is no add-in of ours."""
    try:
        with zipfile.ZipFile(addin) as archive:
            root = ElementTree.fromstring(archive.read(workbook_parts.PROPERTIES))  # noqa: S314  only read, never run
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return {}
    return {one.get("name", ""): "".join(one.itertext()) for one in root}


def named(versions: dict[str, str]) -> str:
    """Versions as text: ``gouji 0.1.0、xlwings 0.37.8``."""
    return "、".join(f"{name} {version}" for name, version in versions.items())


def _usable(path: str, encoding: str) -> bool:
    try:
        path.encode(encoding)
    except UnicodeEncodeError:
        return False
    return not any(one in path for one in UNSAFE_ON_WINDOWS)


def _plain(path: str) -> str:
    """The AppleScript puts the interpreter into a shell command without quotation."""
    if not PLAIN.issuperset(path):
        raise InstallError(f"用户文件夹的路径含有 Excel 脚本不能处理的字符：{path}")
    return path


def _ready(source: Path) -> bytes:
    """The bytes of a ready add-in, if it is of this version."""
    found, wanted = versions_of(source), xlam.versions()
    if not found:
        raise InstallError(f"不是勾稽加载项，或文件已损坏：{source}")
    if found != wanted:
        raise InstallError(f"加载项与本机程序的版本不同：{named(found)}；本机为 {named(wanted)}。请使用同一版本。")
    return source.read_bytes()


def _place_addin(target: Path, contents: bytes | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, xlam.made() if contents is None else contents)
    unblock(target)


def _place_mac_files(machine: Machine, where: Places) -> None:
    if where.script and where.starter:
        _write(where.script, xlwings_source.apple_script().encode())
        _write(where.starter, starter(machine).encode())
        where.starter.chmod(0o755)


def _write(target: Path, contents: bytes) -> None:
    """Replace `target` at once, so that nothing half-written is ever read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(contents)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _old_scripts(where: Places) -> list[Path]:
    """Scripts of earlier versions of xlwings."""
    if where.script is None or not where.script.parent.is_dir():
        return []
    found = where.script.parent.glob(f"{xlwings_source.PROJECT}-*.applescript")
    return [one for one in sorted(found) if one != where.script]


def _in_use(error: PermissionError) -> str:
    return (
        f"无法写入或删除：{error.filename}\n请先关闭 Excel 再试。如果仍然不行，请检查是否被安全软件阻止；"
        "在 macOS 上，请在系统询问时允许“终端”访问其他 App 的数据。"
    )
