"""What is double-clicked at a Windows desk: the batch files to the letter, and what they start."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from addin.bundling import STARTERS, bundle
from addin.desk import __main__ as desk
from addin.desk.dropped import dropped
from addin.desk.placing import WAITS, place
from addin.installing.install import InstallError
from addin.installing.machine import places
from tests.addin.computers import windows

COMMANDS = {
    "安装.cmd": r"""
@echo off
setlocal EnableExtensions DisableDelayedExpansion
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk install "%LOCALAPPDATA%\Programs\gouji"
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if /i not "%~1"=="/quiet" pause
exit /b %GOUJI_STATUS%
:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再双击解压出来的“安装.cmd”。
if /i not "%~1"=="/quiet" pause
exit /b 2
""",
    "卸载.cmd": r"""
@echo off
setlocal EnableExtensions DisableDelayedExpansion
set "GOUJI_PLACE=%LOCALAPPDATA%\Programs\gouji"
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk remove "%GOUJI_PLACE%"
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if not "%GOUJI_STATUS%"=="0" goto done
if not exist "%GOUJI_PLACE%" goto done
cd /d "%SystemRoot%"
rmdir /s /q "%GOUJI_PLACE%" & if not exist "%GOUJI_PLACE%" ((if /i not "%~1"=="/quiet" pause) & exit /b 0)
set "GOUJI_STATUS=2"
chcp 936 >nul
echo 没有删干净：%GOUJI_PLACE%
echo 请关闭 Excel、正在运行的校验和打开的文件夹，再运行一次。
:done
if /i not "%~1"=="/quiet" pause
exit /b %GOUJI_STATUS%
:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再双击解压出来的“卸载.cmd”。
if /i not "%~1"=="/quiet" pause
exit /b 2
""",
    "校验.cmd": r"""
@echo off
setlocal EnableExtensions EnableDelayedExpansion
set "GOUJI_LINE=!CMDCMDLINE!"
set "GOUJI_END=exit /b"
if not "!GOUJI_LINE:%~nx0=!"=="!GOUJI_LINE!" set "GOUJI_END=exit"
setlocal DisableDelayedExpansion
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk check "%~nx0" %*
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if not "%GOUJI_STATUS%"=="0" if not "%GOUJI_STATUS%"=="1" pause
%GOUJI_END% %GOUJI_STATUS%
:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再把年报拖到解压出来的“校验.cmd”上。
pause
%GOUJI_END% 2
""",
}
"""Every line that cmd.exe carries out."""


@pytest.mark.parametrize(("name", "file"), STARTERS.items())
def test_batch_files_to_the_letter(name: str, file: str) -> None:
    written = bundle.starter(name)
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    text = written.decode("gbk").replace("\r\n", "\n")
    lines = [line for line in text.splitlines() if line and line != "rem" and not line.startswith("rem ")]
    assert lines == COMMANDS[file].strip().splitlines()
    remarks = [line for line in text.splitlines() if line not in lines]
    assert [line for line in remarks if not line.isascii() or re.search(r"[&|<>^%!()]", line)] == []


@pytest.mark.parametrize("name", STARTERS)
def test_chinese_stands_only_where_the_code_page_is_set(name: str) -> None:
    """Under another code page GBK's second bytes are read as ``|`` or ``^``: such a line is carried out after chcp alone."""
    lines = bundle.starter(name).decode("gbk").splitlines()
    for at, line in enumerate(lines):
        if not line.isascii():
            assert line.startswith("echo ")
            before = [one for one in lines[:at] if not one.startswith("echo ")]
            assert before[-1] == "chcp 936 >nul"


EXPLORER = r'C:\WINDOWS\system32\cmd.exe /c ""D:\下载 (1)\校验.cmd" {} "'


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (EXPLORER.format(r"D:\a.xlsx"), [r"D:\a.xlsx"]),
        (EXPLORER.format(r'"D:\我的 年报\a.xlsx" D:\a&b.xlsx'), [r"D:\我的 年报\a.xlsx", r"D:\a&b.xlsx"]),
        (EXPLORER.format(r"D:\a,b;c=d.xlsx D:\100%^!(1).xlsx"), [r"D:\a,b;c=d.xlsx", r"D:\100%^!(1).xlsx"]),
        (EXPLORER.format("D:\\全角\u3000空格\u00a0.xlsx"), ["D:\\全角\u3000空格\u00a0.xlsx"]),
        (EXPLORER.format(r'"\\服务器\共享 1\2025"'), [r"\\服务器\共享 1\2025"]),
        (EXPLORER.format(r'"D:\x /c y\校验.cmd"'), [r"D:\x /c y\校验.cmd"]),
        (r'C:\Windows\System32\CMD.EXE /C ""D:\校验.CMD" "', []),
        (r'cmd.exe /d /c "D:\校验.cmd"', []),
        (r"cmd /c 校验.cmd a.xlsx", ["a.xlsx"]),
        (r'"C:\Windows\System32\cmd.exe" ', None),  # typed in its window
        (r'C:\WINDOWS\system32\cmd.exe /c ""D:\每天.cmd" "', None),  # called by another
        (r'C:\WINDOWS\system32\cmd.exe /c ""D:\不校验.cmd" "', None),
        ("", None),
    ],
)
def test_names_that_were_dropped(line: str, names: list[str] | None) -> None:
    assert dropped(line, "校验.cmd") == names


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A bundle as it is unpacked, by its outline."""
    source = tmp_path / "解压 出来"
    (source / "python" / "Lib").mkdir(parents=True)
    (source / "python" / "python.exe").write_bytes(b"new")
    for name in ("安装.cmd", "卸载.cmd", "校验.cmd", "说明.html", "别的.xlsx"):
        (source / name).write_bytes(b"new")
    return source


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """An older installation."""
    target = tmp_path / "Programs" / "gouji"
    (target / "python").mkdir(parents=True)
    (target / "python" / "python.exe").write_bytes(b"old")
    (target / "gone.txt").write_bytes(b"old")
    return target


def _all(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_an_update_replaces_the_whole_folder(unpacked: Path, older: Path) -> None:
    place(unpacked, older)
    assert _all(older) == {"python/python.exe", "安装.cmd", "卸载.cmd", "校验.cmd", "说明.html"}
    assert (older / "python" / "python.exe").read_bytes() == b"new"
    assert [one.name for one in older.parent.iterdir()] == ["gouji"]
    place(older, older)  # from where it lies: mended in place
    assert "python/python.exe" in _all(older)


def test_the_first_time_there_is_no_folder(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / "gouji.xlam").write_bytes(b"signed")
    place(unpacked, tmp_path / "a" / "b")
    assert _all(tmp_path / "a" / "b") == {
        "python/python.exe",
        "安装.cmd",
        "卸载.cmd",
        "校验.cmd",
        "说明.html",
        "gouji.xlam",
    }


@pytest.mark.parametrize(("held", "refusals"), [("gouji", 99), ("gouji.new", 99), ("gouji.new", 3)])
def test_a_folder_that_is_in_use(
    held: str, refusals: int, unpacked: Path, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held by a program: all stays as it was. Held by a scanner for a while: it is tried again."""
    rename, refused, waited = Path.rename, iter(range(refusals)), list[float]()

    def refusing(self: Path, target: Path) -> Path:
        if self.name == held and next(refused, None) is not None:
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)
    if refusals > len(WAITS):
        with pytest.raises(InstallError, match=r"没有装上：.*（没有权限）\n请先关闭 Excel"):
            place(unpacked, older, waited.append)
        assert _all(older) == {"python/python.exe", "gone.txt"}
    else:
        place(unpacked, older, waited.append)
        assert (older / "python" / "python.exe").read_bytes() == b"new"
    assert waited == list(WAITS[:refusals])
    assert [one.name for one in older.parent.iterdir()] == ["gouji"]


def test_a_file_that_cannot_be_copied_is_named(unpacked: Path, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(_source: str, target: str) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("addin.desk.placing.shutil.copyfile", refusing)
    with pytest.raises(InstallError, match=r"没有装上：.*gouji\.new/python/python\.exe（.*No space left"):
        place(unpacked, older)
    assert _all(older) == {"python/python.exe", "gone.txt"}
    assert [one.name for one in older.parent.iterdir()] == ["gouji"]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that are run instead of being run; each ends well. The computer is a Windows one."""
    commands: list[list[str]] = []
    monkeypatch.setattr(f"{desk.__name__}.this_machine", lambda: windows(tmp_path))

    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(list(command))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(f"{desk.__name__}.subprocess.run", run)
    return commands


@pytest.mark.parametrize("signed", [False, True])
def test_install_runs_the_copied_python(
    signed: bool, unpacked: Path, older: Path, runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(unpacked / "python" / "python.exe"))
    given = ["--file", str(older / "gouji.xlam")] if signed else []
    if signed:
        (unpacked / "gouji.xlam").write_bytes(b"signed")
    assert desk.main(["install", str(older)]) == 0
    python = str(older / "python" / "python.exe")
    assert runs == [
        [python, "-m", "compileall", "-q", str(older / "python" / "Lib/site-packages")],
        [python, "-m", "validator", "addin", "install", *given],
        [python, "-m", "validator", "addin", "status"],
    ]


def test_while_excel_has_the_add_in_open_nothing_is_replaced(
    unpacked: Path,
    older: Path,
    runs: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    addin = places(windows(tmp_path)).addin
    addin.parent.mkdir(parents=True)
    addin.write_bytes(b"x")
    opened = Path.open

    def refusing(self: Path, mode: str = "r", *more: object, **other: object) -> object:
        if self == addin:
            raise PermissionError(13, "in use", str(self))
        return opened(self, mode, *more, **other)  # type: ignore[call-overload]

    monkeypatch.setattr(sys, "executable", str(unpacked / "python" / "python.exe"))
    monkeypatch.setattr(Path, "open", refusing)
    assert desk.main(["install", str(older)]) == 2
    assert capsys.readouterr().out.endswith(
        f"没有装上：{addin}（没有权限）\n请先关闭 Excel 和正在运行的校验，再试一次。\n"
    )
    assert (_all(older), runs) == ({"python/python.exe", "gone.txt"}, [])


def test_what_cannot_be_installed_is_told(
    unpacked: Path,
    older: Path,
    runs: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "executable", str(unpacked / "python" / "python.exe"))
    older.parent.joinpath("gouji.new").write_bytes(b"a file in the way")
    assert desk.main(["install", str(older)]) == 2
    assert "没有装上：" in capsys.readouterr().out
    assert (_all(older), runs) == ({"python/python.exe", "gone.txt"}, [])
    for word in ("install", "remove"):
        assert desk.main([word, r"\Programs\gouji"]) == 2
    assert "LOCALAPPDATA" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "given", "paths"),
    [
        (EXPLORER.format(r"D:\a&b.xlsx"), ["D:\\a"], ["D:\\a&b.xlsx"]),
        ("cmd.exe", ["a.xlsx", "--lang", "en"], ["a.xlsx", "--lang", "en"]),
    ],
)
def test_check_takes_what_was_dropped(
    line: str, given: list[str], paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what cmd.exe has left of it."""
    words: list[str] = []

    def main(argv: list[str]) -> int:
        words.extend(argv)
        return 1

    monkeypatch.setattr("validator.cli.main", main)
    monkeypatch.setenv("GOUJI_LINE", line)
    assert desk.main(["check", "校验.cmd", *given]) == 1
    assert words == ["check", "--open", *paths]


def test_the_status_tells_a_verdict_from_a_python_that_did_not_start() -> None:
    """The batch files take 100 off; what is left below 0 is no verdict."""
    ended = [
        subprocess.run([sys.executable, "-m", name, "check", "校验.cmd"], capture_output=True, check=False).returncode
        for name in ("addin.desk", "addin.nothing")
    ]
    assert ended == [desk.STARTED + 2, 1]


def test_nothing_dropped_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_LINE", EXPLORER.format(""))
    assert desk.main(["check", "校验.cmd"]) == 2
    assert capsys.readouterr().out == f"{desk.NOTHING_DROPPED}\n"


def test_remove_deletes_the_folder_only_when_excel_has_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for status in (0, 2):
        monkeypatch.setattr(
            "validator.cli.main", lambda argv, given=status: given if argv == ["addin", "remove"] else 9
        )
        assert desk.main(["remove", str(tmp_path)]) == status
    assert capsys.readouterr().out.count(f"程序文件夹随后删除：{tmp_path}。") == 1
