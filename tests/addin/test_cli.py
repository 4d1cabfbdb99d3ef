"""``gouji addin …``: exit status and what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin import cli
from addin.installing.machine import Machine
from tests.addin.bundles import embeddable, wheels
from tests.addin.computers import linux, mac, windows
from tests.addin.test_diagnosis import EXCEL
from validator.cli import main
from validator.commands.parsing import Parser


def _run(words: list[str], machine: Machine | None = None, lang: str = "zh") -> int:
    parser = Parser(prog="gouji addin", lang=lang)
    cli.add_arguments(parser)
    return cli.run(parser.parse_args(words), machine, lang)


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


CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _said(words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and everything that ``gouji`` says to these words."""
    try:
        status = main(words.split())
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    written = capsys.readouterr()
    return status, written.out + written.err


@pytest.mark.parametrize(
    ("words", "usage", "told"),
    [
        ("addin build --otx", "gouji addin build", "没有 --otx 这个选项，是不是 --oxt？"),
        ("addin install --flie x", "gouji addin install", "没有 --flie 这个选项，是不是 --file？"),
        ("addin build --outptu=x", "gouji addin build", "没有 --outptu 这个选项，是不是 --output？"),
        ("addin status --lagn en", "gouji addin status", "没有 --lagn 这个选项，是不是 --lang？"),
        ("addin build x", "gouji addin build", "多余的参数 x"),
        ("addin bundle", "gouji addin bundle", "缺少 --python"),
        ("addin build -o", "gouji addin build", "--output 后面要写一个值"),
        (
            "addin instal",
            "gouji addin",
            "没有 instal，是不是 install？可用：build、bundle、wheels、install、status、remove",
        ),
        ("addin", "gouji addin", "缺少 命令"),
    ],
)
def test_wrong_usage_is_told_in_one_language_with_the_usage_of_the_command(
    words: str, usage: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = _said(words, capsys)
    assert status == 2
    assert text.startswith(f"用法：{usage} [")
    assert text.splitlines()[-1].startswith(f"{usage}：参数有误：")
    assert text.splitlines()[-1].endswith(told)
    if "--lagn" not in words:
        for asked in (f"{words} --lang en", f"--lang en {words}", f"--lang=en {words}"):
            status, text = _said(asked, capsys)
            assert (status, CHINESE.search(text)) == (2, None), text
            assert text.startswith(f"usage: {usage} [")


@pytest.mark.parametrize(
    "words", ["addin", *(f"addin {one}" for one in ("build", "bundle", "wheels", "install", "status", "remove"))]
)
def test_help_is_in_one_language(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = _said(f"{words} --help", capsys)
    assert (status, re.search(r"usage|options|arguments|FILE|show this", text)) == (0, None)
    for asked in (f"{words} --help --lang en", f"--lang en {words} --help"):
        status, text = _said(asked, capsys)
        assert (status, CHINESE.search(text)) == (0, None), text
        assert text.startswith(f"usage: gouji {words} [")
    assert words != "addin" or all(one in text for one in ("build", "bundle", "wheels", "install", "status", "remove"))


def test_what_is_done_is_told_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = windows(tmp_path, registry=dict(EXCEL))
    for word, status in (("status", 1), ("install", 0), ("status", 0), ("remove", 0), ("remove", 0)):
        assert _run([word], here, "en") == status
    for words in (["build", "-o", "a.xlsx"], ["build", "--oxt", "-o", "a.zip"], ["install", "--file", "none.xlam"]):
        assert _run(words, here, "en") == 2
    python = str(embeddable(tmp_path / "e.zip"))
    folder = str(wheels(tmp_path / "wheels"))
    assert _run(["bundle", "--python", python, "--wheels", folder, "-o", str(tmp_path / "o.zip")], here, "en") == 0
    for words in (["--python", "no.zip"], ["--python", python, "--wheels", "no"], ["--python", folder, "-o", "o.exe"]):
        assert _run(["bundle", *words], here, "en") == 2
    assert _run(["status"], linux(tmp_path), "en") == 2
    assert _run(["status"], windows(tmp_path), "en") == 1
    written = capsys.readouterr()
    text = (written.out + written.err).replace("年报校验", "")
    assert not CHINESE.search(text), text
    assert "problem  add-in: It is not installed. Run gouji addin install." in text
