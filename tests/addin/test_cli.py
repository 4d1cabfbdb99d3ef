"""``gouji addin …``: exit status and what is printed."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from addin import cli
from addin.installing.machine import Machine
from tests.addin.computers import linux, mac, windows
from tests.addin.test_diagnosis import EXCEL


def _run(words: list[str], machine: Machine | None = None) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args(words), machine)


def test_build_writes_where_it_is_told(tmp_path: Path, xlam: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "加载项 1.xlam"
    assert _run(["build", "-o", str(target)]) == 0
    assert target.read_bytes() == xlam.read_bytes()
    assert capsys.readouterr().out == f"已生成 {target}\n"


def test_build_has_a_name_of_its_own(tmp_path: Path, xlam: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(["build"]) == 0
    assert (tmp_path / "gouji.xlam").read_bytes() == xlam.read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build", "-o", "gouji.xlsx"], "加载项文件名应以 .xlam 结尾：gouji.xlsx"),
        (
            ["build", "-o", "no/such/folder/gouji.xlam"],
            "no/such/folder/gouji.xlam：不能写到这里（没有这个文件或文件夹）",
        ),
        (["install", "--file", "missing.xlam"], "不是勾稽加载项，或文件已损坏：missing.xlam"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_2(
    words: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(words, windows(tmp_path)) == 2
    written = capsys.readouterr()
    assert written.err.startswith(message)
    assert written.out == ""


@pytest.mark.parametrize("command", ["install", "status", "remove"])
def test_on_linux_it_says_what_to_use_instead(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run([command], linux(tmp_path)) == 2
    assert capsys.readouterr().err == (
        "Excel 加载项只能装在 Windows 或 macOS 上，本机是 linux。在本机上请用“gouji addin build --oxt”生成 LibreOffice 扩展，或用命令“gouji check 文件名.xlsx”校验年报。\n"
    )


def test_install_status_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = windows(tmp_path, registry=dict(EXCEL))
    assert _run(["status"], here) == 1
    assert _run(["install"], here) == 0
    assert _run(["status"], here) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("正常  Excel：")
    assert lines[1].startswith("问题  加载项：尚未安装。")
    assert lines[-1].startswith("正常  校验程序：")
    assert _run(["remove"], here) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"已删除 {tmp_path / 'AppData/Roaming/Microsoft/Excel/XLSTART/gouji.xlam'}",
        f"已删除 {tmp_path / '.gouji/gouji.conf'}",
    ]
    assert _run(["remove"], here) == 0
    assert capsys.readouterr().out == "没有安装加载项。\n"


def test_status_is_1_where_excel_is_missing(tmp_path: Path) -> None:
    assert _run(["install"], mac(tmp_path)) == 0
    assert _run(["status"], mac(tmp_path)) == 1


def test_a_command_is_required(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        _run([])
    assert stopped.value.code == 2
    assert "命令" in capsys.readouterr().err
