"""The launcher taken from xlwings, run by Calc's interpreter: a received workbook must choose nothing.

It runs with its conditional compilation carried out for Windows, and with the few objects of Excel and Windows that
Calc lacks replaced: what would be handed to ``WScript.Shell.Run`` is written into a sheet instead.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from addin.building import xlam
from addin.building.ovba import Module, ModuleKind
from addin.host.caller import book_name
from tests.addin.calc import Calc, on_windows
from tests.addin.macros import Ribbon, checked_book, in_front, ribbon
from tests.conftest import ROOT

RECORDER = Module(
    "Recorder",
    ModuleKind.CLASS,
    """VERSION 1.0 CLASS
BEGIN
END
Attribute VB_Name = "Recorder"
Public Function Run(Command As String, Style As Integer, Wait As Boolean) As Long
    ThisWorkbook.Worksheets(1).Range("D1").Value = Command
    Run = ThisWorkbook.Worksheets(1).Range("D3").Value
    If Run <> 0 Then
        Open Environ("Temp") & "\\xlwings-GUID.log" For Output As #9
        Print #9, "Traceback (most recent call last):"
        Print #9, "ModuleNotFoundError: No module named 'addin'"
        Close #9
    End If
End Function
Public Function ExpandEnvironmentStrings(Text As String) As String
    ExpandEnvironmentStrings = Text
End Function
""",
)
NOT_IN_CALC = {
    "Application.Hwnd": "4711",
    "Application.Path": '"C:\\Office"',
    "CreateGUID()": '"GUID"',
    'CreateObject("WScript.Shell")': "New Recorder",
}
CONFIGURED = "py (x=1)&^"
"""The folder of the interpreter: what cmd.exe takes for its own where it is not quoted. Calc reads only ASCII here."""


def _launcher() -> Module:
    source = next(one.source for one in xlam.modules() if one.name == "xlwings")
    head, _, tail = source.partition("Public Function CreateGUID()")
    text = on_windows(head + tail.partition("End Function\n")[2])
    for name, value in NOT_IN_CALC.items():
        assert name in text
        text = text.replace(name, value)
    return Module("xlwings", ModuleKind.STANDARD, text)


@pytest.fixture(scope="module")
def buttons(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ribbon]:
    """All of the add-in; only the shell and the windows are replaced."""
    with ribbon(calc, tmp_path_factory.mktemp("launcher"), _launcher(), RECORDER) as opened:
        yield opened


@pytest.fixture
def interpreter(calc: Calc) -> Iterator[Path]:
    """An interpreter, configured in the user's own file."""
    program = calc.folder / rf"{CONFIGURED}\python.exe"
    program.touch()
    conf = calc.folder / r"profile\.gouji\gouji.conf"
    conf.write_text(f'\n"OTHER","x"\n\n"INTERPRETER_WIN","{program}"\n\n', "utf-8")  # a blank line is no key
    yield program
    conf.unlink()


@pytest.fixture
def ordinary(buttons: Ribbon, tmp_path: Path) -> Iterator[None]:
    """An ordinary workbook in front."""
    with in_front(buttons.calc, checked_book(tmp_path / "book.xlsx")):
        yield


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workbook that wants to be obeyed: sheets of configuration and of code, and files beside it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "gouji.conf"
    for row in (("INTERPRETER_WIN", "evil"), ("INTERPRETER", "evil"), ("PYTHONPATH", "evil"), ("SHOW CONSOLE", "True")):
        sheet.append(row)
    book.create_sheet("gouji.py")["A1"] = "raise SystemExit('evil')"
    path = tmp_path / "年报 evil^&calc&(v=2)%TEMP%.xlsx"
    book.save(path)
    for name in ("gouji.conf", rf"{tmp_path.name}\gouji.conf", r"\gouji.conf"):
        (tmp_path / name).write_text('"INTERPRETER_WIN","evil"\n"PYTHONPATH","evil"\n', "utf-8")
    return path


def test_a_received_workbook_chooses_nothing(buttons: Ribbon, interpreter: Path, hostile: Path) -> None:
    with in_front(buttons.calc, hostile):
        buttons.press("check")
    assert buttons.said == ""
    assert buttons.run == (
        r"C:\Windows\System32\cmd.exe /C "
        f'"{interpreter}" -B -P -X utf8=0 -c "import addin.commands;addin.commands.run(\'check\')"  '
        '--wb="_5E74_62A5_0020evil_005E_0026calc_0026_0028v_003D2_0029_0025TEMP_0025.xlsx" --from_xl=1 '
        r'--app="C:\Office\Microsoft Excel" --hwnd="4711" '
        rf'2> "{buttons.calc.folder}/temp\xlwings-GUID.log" '
    )
    assert book_name(_words(buttons.run)) == hostile.name


def _words(command: str) -> list[str]:
    """What Python gets of the command line."""
    return shlex.split(command[command.index(" -B ") : command.index(" 2> ")])


@pytest.mark.usefixtures("ordinary", "interpreter")
def test_the_current_folder_gives_no_module(buttons: Ribbon, tmp_path: Path) -> None:
    """The command as it was to be run, in a folder that holds modules of the same names."""
    for package in ("xlwings", "addin"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("open('obeyed', 'w').close()\n", "utf-8")
    buttons.press("help")
    command = [sys.executable, *_words(buttons.run)]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert not (tmp_path / "obeyed").exists(), done.stderr


@pytest.mark.usefixtures("ordinary", "interpreter")
def test_what_another_tool_of_xlwings_is_told_stops_nobody(buttons: Ribbon, tmp_path: Path) -> None:
    """A ``~/.xlwings/xlwings.conf`` in the code page of Windows: nothing of it is read."""
    (tmp_path / ".xlwings").mkdir()
    (tmp_path / ".xlwings" / "xlwings.conf").write_bytes('"PYTHONPATH","D:\\工具"\r\n'.encode("gbk"))
    buttons.press("check")
    own = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, *_words(buttons.run)], env=own, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-2] == "xlwings.XlwingsError", "there is no Excel here, and that is all"


@pytest.mark.usefixtures("ordinary")
def test_without_configuration_no_program_is_started(buttons: Ribbon) -> None:
    buttons.press("check")
    assert buttons.run == ""
    assert buttons.said.startswith("没有找到校验程序。")
    assert buttons.status == ""


@pytest.mark.usefixtures("ordinary")
def test_a_missing_interpreter_is_said(buttons: Ribbon, interpreter: Path) -> None:
    interpreter.unlink()
    buttons.press("check")
    assert buttons.run == ""
    assert buttons.said.startswith("没有找到校验程序。")


@pytest.mark.usefixtures("ordinary", "interpreter")
def test_an_error_of_python_is_shown_and_kept(buttons: Ribbon) -> None:
    log = buttons.calc.folder / r"profile\.gouji\gouji.log"
    buttons.exit_status(1)
    buttons.press("check")
    buttons.exit_status(0)
    assert buttons.said.splitlines() == [
        "操作没有完成。详细情况已经记在：",
        str(log),
        "",
        "ModuleNotFoundError: No module named 'addin'",
    ]
    assert log.read_text("utf-8").splitlines()[0] == "Traceback (most recent call last):"
    assert not (buttons.calc.folder / r"temp\xlwings-GUID.log").exists()
