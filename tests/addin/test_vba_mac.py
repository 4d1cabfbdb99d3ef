"""The launcher as a Mac compiles it, run by Calc's interpreter: AppleScript is replaced, the shell is a real one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from addin.building import xlam, xlwings_source
from addin.building.ovba import Module
from addin.host.caller import book_name
from addin.installing import install
from tests.addin.calc import Calc, on_mac, standard
from tests.addin.computers import mac
from tests.addin.macros import OWN, Ribbon, in_front, ribbon

APPLE = standard(
    "Apple",
    """Public Function AppleScriptTask(Script As String, Handler As String, Parameter As String) As String
    ThisWorkbook.Worksheets(1).Range("D1").Value = Script & "|" & Parameter
    If ThisWorkbook.Worksheets(1).Range("D3").Value <> 0 Then Err.Raise 5
End Function
Public Function MacScript(Script As String) As String
    If InStr(Script, "home folder") > 0 Then MacScript = Environ("HOME")
    If InStr(Script, Chr(34)) > 0 Then MacScript = Split(Script, Chr(34))(1)
    If Left$(Script, 6) = "return" Then Exit Function
    MacScript = Mid$(Script, Len("set mac_path to POSIX file ") + 2)
    MacScript = Left$(MacScript, InStr(MacScript, Chr(34)) - 1)
End Function
""",
)
"""The two ways into AppleScript: the second only turns paths of one kind into the other."""

NOT_IN_CALC = {
    "Application.VERSION": '"16.0"',
    "Application.Path": '"/Applications/Microsoft Excel.app/Contents/MacOS"',
}
HOSTILE = "年报 $(touch obeyed)`touch obeyed`|a;b'c=d.xlsx"


def _compiled(module: Module) -> Module:
    text = on_mac(module.source)
    for name, value in NOT_IN_CALC.items():
        text = text.replace(name, value)
    return replace(module, source=text)


@pytest.fixture(scope="module")
def buttons(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ribbon]:
    """All of the add-in as on a Mac."""
    launcher = next(_compiled(one) for one in xlam.modules() if one.name == "xlwings")
    own = [_compiled(one) for one in OWN]
    with ribbon(calc, tmp_path_factory.mktemp("mac"), launcher, APPLE, own=own) as opened:
        yield opened


@pytest.fixture
def starter(calc: Calc, tmp_path: Path) -> Iterator[Path]:
    """An installation whose Python writes down its arguments, configured where a Mac's VBA looks."""
    python = tmp_path / "程序 (1)" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nfor one in "$@"; do echo "$one"; done > \'{tmp_path}/arguments\'\n', "utf-8")
    python.chmod(0o755)
    home = tmp_path / "home"
    where = install.install(mac(home, str(python)))
    assert where.starter
    conf = calc.folder / "gouji.conf"
    conf.write_bytes(where.conf.read_bytes())
    yield where.starter
    conf.unlink()


@pytest.fixture
def hostile(buttons: Ribbon, tmp_path: Path) -> Iterator[Path]:
    """A workbook whose name is a shell command, in front."""
    path = tmp_path / HOSTILE
    openpyxl.Workbook().save(path)
    with in_front(buttons.calc, path):
        yield path
    buttons.call("xlwings.CleanUp")


def _shell_command(parameter: str) -> str:
    """What the AppleScript hands to ``do shell script``; its text is checked against this."""
    _, python, command, name, application, log = parameter.split("|")
    return (
        f"{python} -B -u -W ignore -c \"import sys;sys.modules['xlwings.pro']=None;import xlwings;{command} \" "
        f'"--wb={name}" "--from_xl=1" "--app={application}" > /dev/null 2>"{log}" '
    )


def test_the_apple_script_builds_this_command() -> None:
    script = xlwings_source.apple_script()
    shell = script[script.index("set ShellCommand to ") :].splitlines()
    assert shell[0].split(" to ")[1] == (
        r'PythonInterpreter & " -B -u -W ignore -c \"import sys;sys.modules['
        "'xlwings.pro']=None;import xlwings;"
        r'" & '
        r'PythonCommand & " \" \"--wb=" & WorkbookName & "\" \"--from_xl=1\" \"--app=" & '
        r'ApplicationFullName & "\" > /dev/null 2>\"" & LOG_FILE & "\" & "'
    )
    assert script.count("error errMsg number errNumber\n\t\tend try") == 1


def test_a_name_that_is_a_shell_command_is_a_name(
    buttons: Ribbon, starter: Path, hostile: Path, tmp_path: Path
) -> None:
    buttons.press("check")
    script, _, parameter = buttons.run.partition("|")
    assert script == f"gouji-{xlwings_source.xlwings_version()}.applescript"
    assert parameter.split("|")[:3] == [
        "false;;;;;",
        str(starter),
        "import addin.commands;addin.commands.run('check')",
    ]
    subprocess.run(["/bin/sh", "-c", _shell_command(parameter)], cwd=tmp_path, check=True)
    arguments = (tmp_path / "arguments").read_text("utf-8").splitlines()
    assert arguments[0] == "-P"
    assert book_name(arguments) == hostile.name
    assert not (tmp_path / "obeyed").exists()


@pytest.mark.usefixtures("starter", "hostile")
def test_the_button_waits_until_python_has_finished(buttons: Ribbon) -> None:
    """RunPython returns at once on a Mac; Python calls CleanUp at its end."""
    buttons.press("check")
    assert "run('check')" in buttons.run
    assert buttons.status == "正在处理，请稍候……"
    buttons.press("clear")
    assert buttons.run == ""
    buttons.call("xlwings.CleanUp")
    buttons.press("clear")
    assert "run('clear')" in buttons.run


@pytest.mark.usefixtures("starter", "hostile")
def test_a_missing_script_is_said(buttons: Ribbon) -> None:
    buttons.exit_status(1)
    buttons.press("check")
    buttons.exit_status(0)
    assert buttons.said.startswith("没有找到 Excel 调用校验程序所需的脚本")
    assert buttons.said.splitlines()[-1].startswith("5")
    buttons.press("clear")
    assert "run('clear')" in buttons.run


@pytest.mark.usefixtures("hostile")
def test_without_configuration_no_program_is_started(buttons: Ribbon) -> None:
    buttons.press("check")
    assert buttons.run == ""
    assert buttons.said.startswith("没有找到校验程序。")
    buttons.press("check")
    assert buttons.said.startswith("没有找到校验程序。")
