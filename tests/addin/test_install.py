"""Installing, on Windows and macOS as they appear to the installer; only Excel itself is missing."""

from __future__ import annotations

import csv
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from addin.building import xlam, xlwings_source
from addin.installing import install
from addin.installing.install import InstallError
from addin.installing.machine import Machine, Unsupported, places, this_machine
from tests.addin.computers import linux, mac, windows

XLSTART = "AppData/Roaming/Microsoft/Excel/XLSTART/gouji.xlam"
VERSION = xlwings_source.xlwings_version()
MAC_FILES = [
    ".gouji/python",
    f"Library/Application Scripts/com.microsoft.Excel/gouji-{VERSION}.applescript",
    "Library/Containers/com.microsoft.Excel/Data/gouji.conf",
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/gouji.xlam",
]


def _files(home: Path) -> list[str]:
    return sorted(one.relative_to(home).as_posix() for one in home.rglob("*") if one.is_file())


def test_on_windows_the_add_in_lies_where_excel_starts_it(tmp_path: Path, xlam: Path) -> None:
    where = install.install(windows(tmp_path))
    assert _files(tmp_path) == [".gouji/gouji.conf", XLSTART]
    assert where.addin == tmp_path / XLSTART
    assert where.addin.read_bytes() == xlam.read_bytes()


def test_on_a_mac_script_and_starter_lie_beside_it(tmp_path: Path, xlam: Path) -> None:
    where = install.install(mac(tmp_path))
    assert _files(tmp_path) == MAC_FILES
    assert where.addin.read_bytes() == xlam.read_bytes()
    assert where.script
    assert where.script.read_text("utf-8") == xlwings_source.apple_script()


PATHS = [
    r"C:\Program Files\Python 3.12\python.exe",
    r"C:\Users\张三\AppData\Local\gouji\python.exe",
    r"D:\a=b & c^(x86)\Scripts\python.exe",
    r"\\server\共享\python.exe",
]


@pytest.mark.parametrize("python", PATHS)
def test_the_configuration_points_at_exactly_this_python(tmp_path: Path, python: str) -> None:
    where = install.install(windows(tmp_path, python))
    raw = where.conf.read_bytes()
    assert raw == f'"INTERPRETER_WIN","{python}"\r\n'.encode("cp936")
    assert list(csv.reader(raw.decode("cp936").splitlines())) == [["INTERPRETER_WIN", python]]


@pytest.mark.parametrize(
    ("python", "encoding"),
    [(r"C:\100%\python.exe", "cp936"), (r"C:\Users\张三\python.exe", "cp1252"), (r"C:\%TEMP%\python.exe", "cp936")],
)
def test_a_path_that_would_not_arrive_is_taken_in_its_short_form(tmp_path: Path, python: str, encoding: str) -> None:
    machine = windows(tmp_path, python, encoding=encoding, short={python: r"C:\ABC~1\python.exe"})
    assert install.configuration(machine, places(machine)) == b'"INTERPRETER_WIN","C:\\ABC~1\\python.exe"\r\n'


@pytest.mark.parametrize("python", [r"C:\100%\python.exe", ""])
def test_without_a_short_form_nothing_is_installed(tmp_path: Path, python: str) -> None:
    with pytest.raises(InstallError, match="路径中不能有百分号"):
        install.install(windows(tmp_path, python))
    assert _files(tmp_path) == []


ODD = "程序 'a' \"b\" $(touch evil) &;%"


def test_the_mac_starter_runs_any_path(tmp_path: Path) -> None:
    """The starter is a shell script: run it, with an interpreter whose folder has a hostile name."""
    folder = tmp_path / ODD
    folder.mkdir()
    python = folder / "python"
    python.write_text('#!/bin/sh\nfor one in "$@"; do echo "<$one>"; done\n', "utf-8")
    python.chmod(0o755)
    where = install.install(mac(tmp_path, str(python)))
    assert where.starter
    assert stat.S_IMODE(where.starter.stat().st_mode) == 0o755
    done = subprocess.run([where.starter, "-c", "a b"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "<-P>\n<-c>\n<a b>\n"
    assert where.conf.read_bytes() == f'"INTERPRETER_MAC","{where.starter}"\n'.encode("ascii")
    assert not (tmp_path / "evil").exists()


def test_a_mac_home_that_a_shell_would_split_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "张 三"
    with pytest.raises(InstallError, match="张 三"):
        install.install(mac(home))
    assert not home.exists()


def test_installing_again_replaces_what_was_there(tmp_path: Path, xlam: Path) -> None:
    install.install(windows(tmp_path, r"C:\old\python.exe"))
    (tmp_path / XLSTART).write_bytes(b"old")
    where = install.install(windows(tmp_path, r"C:\new\python.exe"))
    assert where.addin.read_bytes() == xlam.read_bytes()
    assert b"new" in where.conf.read_bytes()
    assert _files(tmp_path) == [".gouji/gouji.conf", XLSTART]


def test_the_mark_of_the_web_is_removed(tmp_path: Path) -> None:
    target = tmp_path / XLSTART
    target.parent.mkdir(parents=True)
    mark = target.with_name("gouji.xlam:Zone.Identifier")
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "ascii")
    install.install(windows(tmp_path))
    assert not mark.exists()
    assert install.unblock(target) is False


def test_a_ready_add_in_is_taken_byte_by_byte(tmp_path: Path, xlam: Path) -> None:
    signed = tmp_path / "signed.xlam"
    signed.write_bytes(xlam.read_bytes())
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("signature", b"of somebody")
    where = install.install(windows(tmp_path / "home"), signed)
    assert where.addin.read_bytes() == signed.read_bytes()


def test_an_add_in_of_another_version_is_refused(tmp_path: Path, xlam: Path) -> None:
    other = tmp_path / "other.xlam"
    with zipfile.ZipFile(xlam) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(VERSION.encode(), b"0.1.2") if name.startswith("docProps") else data)
    with pytest.raises(InstallError, match=r"xlwings 0\.1\.2"):
        install.install(windows(tmp_path / "home"), other)
    assert _files(tmp_path) == ["other.xlam"]


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"no archive"])
def test_a_file_that_is_no_add_in_is_refused(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.xlam"
    other.write_bytes(content)
    assert install.versions_of(other) == {}
    with pytest.raises(InstallError, match="不是勾稽加载项"):
        install.install(windows(tmp_path / "home"), other)


@pytest.mark.parametrize("machine", [windows, mac])
def test_removing_leaves_nothing(tmp_path: Path, machine: Callable[[Path], Machine]) -> None:
    here = machine(tmp_path)
    where = install.install(here)
    where.log.write_text("x", "utf-8")
    removed = install.remove(here)
    assert sorted(removed) == sorted(where.files)
    assert _files(tmp_path) == []
    assert not (tmp_path / ".gouji").exists()
    assert install.remove(here) == []


def test_removing_takes_scripts_of_earlier_versions_and_no_others(tmp_path: Path) -> None:
    scripts = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    scripts.mkdir(parents=True)
    for name in ("gouji-0.30.0.applescript", "xlwings-0.30.0.applescript"):
        (scripts / name).touch()
    install.install(mac(tmp_path))
    install.remove(mac(tmp_path))
    assert [one.name for one in scripts.iterdir()] == ["xlwings-0.30.0.applescript"]


def test_removing_keeps_what_else_lies_in_the_folder(tmp_path: Path) -> None:
    install.install(windows(tmp_path))
    (tmp_path / ".gouji" / "own.txt").touch()
    install.remove(windows(tmp_path))
    assert _files(tmp_path) == [".gouji/own.txt"]


def test_a_held_file_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace or delete an add-in that Excel has open; root on Linux is never refused."""

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "in use", str(path))

    install.install(windows(tmp_path))
    for name, act in (("replace", install.install), ("unlink", install.remove)):
        with monkeypatch.context() as patched, pytest.raises(InstallError, match=r"gouji\.xlam.*\n请先关闭 Excel"):
            patched.setattr(Path, name, refuse)
            act(windows(tmp_path))


def test_there_is_no_add_in_on_linux(tmp_path: Path) -> None:
    for act in (install.install, install.remove):
        with pytest.raises(Unsupported, match="gouji check"):
            act(linux(tmp_path))


def test_this_machine_is_described() -> None:
    here = this_machine()
    assert (here.platform, here.python, here.home) == (sys.platform, sys.executable, Path.home())
    assert here.short_path("x") == "x"
    assert here.registry("HKCU", "Software", "nothing of this name") is None


def test_windows_without_its_usual_environment(tmp_path: Path) -> None:
    bare = Machine("win32", tmp_path, {}, "python", "cp936", str, lambda *_: None)
    assert places(bare) == places(windows(tmp_path))
    assert places(bare).addin.name == xlam.FILE_NAME


@pytest.mark.parametrize(
    ("python", "home", "bits", "said"),
    [
        (r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe", "", 64, "微软应用商店"),
        (
            r"D:\venv\Scripts\python.exe",
            r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12",
            64,
            "微软应用商店",
        ),
        (r"C:\Python311-32\python.exe", r"C:\Python311-32", 32, "这是 32 位的 Python"),
    ],
)
def test_a_python_that_excel_cannot_work_with_is_refused(
    tmp_path: Path, python: str, home: str, bits: int, said: str
) -> None:
    machine = replace(windows(tmp_path, python), home_of_python=home, bits=bits)
    with pytest.raises(InstallError, match=said):
        install.install(machine)
    assert _files(tmp_path) == []
    install.install(replace(machine, python=r"C:\Python312\python.exe", home_of_python=r"C:\Python312", bits=64))
