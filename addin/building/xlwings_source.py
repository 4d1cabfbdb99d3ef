"""The VBA of xlwings that the add-in carries: from the installed wheel, narrowed to what is needed and safe.

Two BSD parts are read, ``xlwings_custom_addin.bas`` and the AppleScript, and nothing of ``xlwings/pro``. As
shipped, a workbook that somebody sends can choose the interpreter (a sheet ``gouji.conf``, a file of that name
beside it, a ``python.exe`` or ``cmd.exe`` in the current folder), choose the module path (its folder comes first)
and run code (a sheet ``x.py``; a file name that cmd.exe reads, with ``^&`` or ``%CMDCMDLINE%`` in it; on a Mac one
with ``$(...)``). Each patch closes one of these or drops what is not used. Each must match exactly once, so that
another text in a later version of xlwings stops the build instead of opening a hole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PROJECT: Final = "gouji"
NOT_INSTALLED: Final = "没有安装 xlwings，请在 gouji 的源代码文件夹里运行：pip install '.[addin]'"


class ChangedSource(Exception):  # noqa: N818  it says what happened to the source
    """The VBA text in the installed xlwings is not the text the patches were written for."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Replace the text from `first` (found once) up to and including the next `last` with `new`."""

    why: str
    first: str
    new: str
    last: str = ""


GET_CONFIG: Final = """\
    ' The add-in's own sheet, then the user's file
    GetConfig = GoujiText.Setting(configKey)
    If GetConfig <> "" Then Exit Function
    If FileExists(GetConfigFilePath()) Then
        If GetConfigFromFile(GetConfigFilePath(), configKey, configValue) Then
            GetConfig = ExpandEnvironmentStrings(configValue)
            Exit Function
        End If
    End If
    GetConfig = ExpandEnvironmentStrings(default)
End Function
"""

PATCHES: Final = (
    Patch(
        "the name of the configuration",
        'Public Const PROJECT_NAME As String = "myaddin"',
        f'Public Const PROJECT_NAME As String = "{PROJECT}"',
    ),
    Patch("no DLL of the UDF server", "#If VBA7 Then\n", "", "\n#End If\n"),
    Patch(
        "without a configured interpreter, no python.exe that happens to lie in the current folder",
        "        ' Legacy\n        interpreter = GetConfig(",
        '        GoujiWindow.Say GoujiText.Wording("interpreter_missing")\n'
        "        GoujiRibbon.Finished\n        Exit Function\n",
        "\n",
    ),
    Patch(
        "no code from a sheet called x.py; the workbook's folder stays out of module path and command",
        "    ' Check for embedded Python code\n",
        '    PYTHONPATH = "false;;;;"\n\n    \' Call Python platform-dependent\n',
        "    ' Call Python platform-dependent\n",
    ),
    Patch(
        "no UDF server",
        "        If OPTIMIZED_CONNECTION = True Then\n",
        "        RunPython = ExecuteWindows(False, PythonCommand, interpreter, PYTHONPATH)\n    #End If\n",
        "        End If\n    #End If\n",
    ),
    Patch(
        "Chinese",
        'Application.StatusBar = "Running..."',
        'Application.StatusBar = GoujiText.Wording("running")',
    ),
    Patch(
        "on a Mac, the name of the workbook cannot be read by the shell",
        'ParameterString = ParameterString + "|" + ActiveWorkbook.Name',
        'ParameterString = ParameterString + "|" + GoujiText.EncodedBookName()',
    ),
    Patch(
        "on a Mac, the button may be pressed again after an error of the shell",
        "            ShowError (LOG_FILE)\n            Application.StatusBar = False\n",
        "            ShowError (LOG_FILE)\n            GoujiRibbon.Finished\n",
    ),
    Patch("a script of our own name", 'AppleScriptTask("xlwings-" &', 'AppleScriptTask(PROJECT_NAME & "-" &'),
    Patch(
        "Chinese",
        "    MsgBox \"To enable RunPython, please run 'xlwings runpython install'",
        '    GoujiWindow.Say GoujiText.Wording("script_missing") & vbLf & Err.Number & " " & Err.Description\n'
        "    GoujiRibbon.Finished\n",
        "\n",
    ),
    Patch(
        "Chinese",
        'MsgBox "Could not find Interpreter!", vbCritical',
        'GoujiWindow.Say GoujiText.Wording("interpreter_missing")',
    ),
    Patch(
        "no conda",
        '    CondaPath = GetConfig("CONDA PATH")\n    CondaEnv = GetConfig("CONDA ENV")\n    \n',
        "    ' Handle ampersands and backslashes in file paths\n",
        "    ' Handle ampersands and backslashes in file paths\n",
    ),
    Patch(
        "no conda",
        '    If CondaPath <> "" And CondaEnv <> "" Then\n',
        "    If IsFrozen = False Then\n",
        "    If IsFrozen = False Then\n",
    ),
    Patch(
        "no module from the current folder (-P); the log in the code page that VBA reads; no module path to prepare, "
        "for which another tool's ~/.xlwings/xlwings.conf would be read, in whatever encoding",
        ' -B -c ""import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\""); " & PythonCommand',
        ' -B -P -X utf8=0 -c """ & PythonCommand',
    ),
    Patch(
        "a blank line in the configuration is no key",
        "        Input #iFileNum, sVarName, sVarValue\n",
        "        Line Input #iFileNum, sVarName\n        sVarValue = GoujiText.Quoted(sVarName, 2)\n"
        "        sVarName = GoujiText.Quoted(sVarName, 1)\n",
    ),
    Patch(
        "no cmd.exe that lies in the current folder",
        'WScript.Run("cmd.exe /C "',
        'WScript.Run(Environ("SystemRoot") & "\\System32\\cmd.exe /C "',
    ),
    Patch(
        "on Windows, the name of the workbook cannot be read by cmd.exe",
        '" --wb=" & """" & ActiveWorkbook.Name & """ --from_xl=1"',
        '" --wb=" & """" & GoujiText.EncodedBookName() & """ --from_xl=1"',
    ),
    Patch(
        "on a Mac, the button may be pressed again when Python is done",
        "    'Clean up\n    Application.StatusBar = False\n",
        "    'Clean up\n    GoujiRibbon.Finished\n",
    ),
    Patch(
        "no configuration from a sheet of the workbook or a file in its folder",
        "    ' Sheet\n",
        GET_CONFIG,
        "End Function\n",
    ),
    Patch(
        "errors in Chinese, with a log file; no sheet Error in the workbook",
        "Sub ShowError(FileName As String, Optional Message",
        "Sub ShowError(FileName As String)\n    GoujiText.ShowFailure ReadFile(FileName)\nEnd Sub\n",
        "End Sub\n",
    ),
)

APPLE_PATCHES: Final = (
    Patch(
        "no module path to prepare, for which another tool's ~/.xlwings/xlwings.conf would be read",
        'import xlwings.utils;xlwings.utils.prepare_sys_path(\'" & PYTHONPATH & "\');" & ¬\n\t\t',
        # Importing it first has CleanUp called when Python ends, also by an error in what follows.
        "import sys;sys.modules['xlwings.pro']=None;import xlwings;\" & ",
    ),
    Patch(
        "why the shell could not start Python is said, and not only that it could not",
        "\t\t\treturn 1\n",
        "\t\t\terror errMsg number errNumber\n",
    ),
)

DROPPED: Final = (
    "RunFrozenPython",
    "GetUdfModules",
    "XLPyCommand",
    "XLPyLoadDLL",
    "NDims",
    "XLPy",
    "KillPy",
    "ImportPythonUDFsBase",
    "ImportPythonUDFs",
    "ImportPythonUDFsToAddin",
    "ImportXlwingsUdfsModule",
    "GetDLLVersion",
    "GetDirectoryPath",
    "GetDirectoryConfigFilePath",
    "GetConfigFromSheet",
    "SheetExists",
    "SaveConfigToFile",
    "GetBaseName",
    "has_dynamic_array",
    "CheckConda",
    "GetFullName",
)
"""Procedures that nothing calls any more: UDFs, the PRO branches, conda, the workbook's folder."""


def xlwings_version() -> str:
    """Version of the installed xlwings.

    Raises:
        ChangedSource: There is none.
    """
    try:
        return version("xlwings")
    except PackageNotFoundError:
        raise ChangedSource(NOT_INSTALLED) from None


def launcher() -> str:
    """The module ``xlwings``: RunPython and what it needs, with every patch applied.

    Raises:
        ChangedSource: A patch or a dropped procedure is not found exactly once.
    """
    return narrowed((_wheel() / "xlwings_custom_addin.bas").read_bytes())


def narrowed(source: bytes) -> str:
    """That VBA of some version of xlwings, with every patch applied.

    Raises:
        ChangedSource: A patch or a dropped procedure is not found exactly once.
    """
    text = source.decode("ascii", "replace").replace("\r\n", "\n")
    text = reduce(_patched, PATCHES, text)
    text = reduce(_without, DROPPED, text)
    return re.sub(r"^#If App = .*\n#End If\n", "", text, flags=re.MULTILINE)  # what enclosed dropped procedures


def apple_script() -> str:
    """The AppleScript through which Excel on a Mac starts Python, with every patch applied.

    Raises:
        ChangedSource: A patch is not found exactly once.
    """
    text = (_wheel() / f"xlwings-{xlwings_version()}.applescript").read_text("utf-8").replace("\r\n", "\n")
    return reduce(_patched, APPLE_PATCHES, text)


def _wheel() -> Path:
    """The folder of the installed xlwings; it is not imported."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ChangedSource(NOT_INSTALLED)
    return Path(spec.origin).parent


def _patched(text: str, patch: Patch) -> str:
    if text.count(patch.first) != 1:
        raise _changed(f"{patch.why}: {patch.first!r} found {text.count(patch.first)} times")
    head, _, tail = text.partition(patch.first)
    if not patch.last:
        return head + patch.new + tail
    _, found, rest = tail.partition(patch.last)
    if not found:
        raise _changed(f"{patch.why}: no {patch.last!r} after {patch.first!r}")
    return head + patch.new + rest


def _without(text: str, procedure: str) -> str:
    """`text` without one procedure; a choice of two headers by ``#If App`` counts as one."""
    header = rf"(?:(?:Public|Private) )?(?:Sub|Function) {procedure}\(.*\n"
    choice = rf"#If App = .*\n{header}#Else\n{header}#End If\n"
    rest, count = re.subn(rf"^(?:{choice}|{header})(?:.*\n)*?End (?:Sub|Function)\n", "", text, flags=re.MULTILINE)
    if count != 1:
        raise _changed(f"procedure {procedure} found {count} times")
    return rest


def _changed(what: str) -> ChangedSource:
    return ChangedSource(f"xlwings {xlwings_version()} 的 VBA 与预期不同，不能生成加载项：{what}")
