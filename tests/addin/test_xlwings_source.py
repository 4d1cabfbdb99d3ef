"""The VBA taken from xlwings: the holes are gone from the text, and a text that differs stops the build."""

from __future__ import annotations

import re
import sys

import pytest
import xlwings.utils

from addin.building import xlwings_source
from addin.building.xlwings_source import ChangedSource

LAUNCHER = xlwings_source.launcher()
CODE = "\n".join(line for line in LAUNCHER.splitlines() if not line.strip().startswith("'"))


@pytest.mark.parametrize(
    "trace",
    [
        "ActiveWorkbook",  # its name comes from others: only GoujiText.EncodedBookName reads it
        "ThisWorkbook",
        "SheetExists",  # configuration from a sheet
        "GetDirectoryConfigFilePath",  # configuration from the workbook's folder
        "GetFullName",
        "ADD_WORKBOOK_TO_PYTHONPATH",
        'GetConfig("INTERPRETER", "python")',  # whatever python.exe is found first
        '"cmd.exe',  # whatever cmd.exe is found first
        '".py"',  # code in a sheet
        "xlwings.pro",
        "LICENSE_KEY",
        "XLPy",  # the UDF server
        "Declare ",
        "CONDA",
        'MsgBox "',
        "ErrorSheet",
    ],
)
def test_nothing_is_left_of(trace: str) -> None:
    assert trace in (xlwings_source._wheel() / "xlwings_custom_addin.bas").read_text("ascii")
    assert trace not in CODE


def test_configuration_comes_from_the_add_in_and_the_users_own_folder_only() -> None:
    start = LAUNCHER.index("Function GetConfig(")
    body = LAUNCHER[start : LAUNCHER.index("End Function", start)]
    assert re.findall(r"\b(GoujiText\.\w+|Get\w+)\(", body)[1:] == [
        "GoujiText.Setting",
        "GetConfigFilePath",
        "GetConfigFromFile",
        "GetConfigFilePath",
    ]


def test_no_dropped_procedure_is_called() -> None:
    assert [name for name in xlwings_source.DROPPED if re.search(rf"\b{name}\b", CODE)] == []


def test_every_branch_and_procedure_that_is_opened_is_closed() -> None:
    assert len(re.findall(r"^\s*#If ", CODE, re.MULTILINE)) == len(re.findall(r"^\s*#End If", CODE, re.MULTILINE))
    opened = re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", CODE, re.MULTILINE)
    assert len(opened) == len(re.findall(r"^End (?:Sub|Function)", CODE, re.MULTILINE)) == len(set(opened))
    blocks = re.findall(r"^\s*If .*Then\s*(?:'.*)?$", CODE, re.MULTILINE)
    assert len(blocks) == len(re.findall(r"^\s*End If", CODE, re.MULTILINE))


def test_the_licence_stays_in_the_text() -> None:
    assert "'xlwings is distributed under a BSD 3-clause license." in LAUNCHER
    assert "'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in LAUNCHER
    assert f'Public Const XLWINGS_VERSION As String = "{xlwings_source.xlwings_version()}"' in LAUNCHER
    assert LAUNCHER.isascii()


@pytest.mark.parametrize("paths", ["false;;;;", "false;;;;;"])  # Windows; on a Mac one more is put behind
def test_the_module_path_stays_as_it_is(paths: str) -> None:
    assert '    PYTHONPATH = "false;;;;"\n' in LAUNCHER
    before = list(sys.path)
    xlwings.utils.prepare_sys_path(paths)  # type: ignore[no-untyped-call]
    assert sys.path == before


@pytest.mark.parametrize("patch", xlwings_source.PATCHES, ids=lambda patch: patch.first.strip()[:30])
@pytest.mark.parametrize("times", [0, 2])
def test_a_text_that_differs_stops_the_build(patch: xlwings_source.Patch, times: int) -> None:
    with pytest.raises(ChangedSource, match=f"found {times} times"):
        xlwings_source._patched(patch.first * times, patch)


def test_a_patch_without_its_end_stops_the_build() -> None:
    with pytest.raises(ChangedSource, match="no 'end' after 'start'"):
        xlwings_source._patched("start of it", xlwings_source.Patch("why", "start", "", "end"))


@pytest.mark.parametrize("text", ["", "Sub A()\nEnd Sub\nSub A()\nEnd Sub\n"])
def test_a_procedure_that_is_not_there_once_stops_the_build(text: str) -> None:
    with pytest.raises(ChangedSource, match="procedure A found"):
        xlwings_source._without(text, "A")


def test_a_procedure_with_two_headers_goes_whole() -> None:
    choice = '#If App = "Excel" Then\nFunction A(x As Workbook)\n#Else\nFunction A(x As Variant)\n#End If\n'
    assert xlwings_source._without(choice + "    y\nEnd Function\nrest\n", "A") == "rest\n"


def test_the_apple_script_reads_its_five_bars_and_no_workbook() -> None:
    script = xlwings_source.apple_script()
    assert 'SplitString(ParameterString, "|")' in script
    assert "on VbaHandler(ParameterString)" in script
