"""``gouji addin build|install|status|remove``: arguments, and what is printed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from addin.building import oxt, ribbon, xlam, xlwings_source
from addin.installing import diagnosis, install
from addin.installing.machine import Machine, Unsupported, this_machine
from validator.commands.parsing import Parser
from validator.files.writing import BadOutput

ERRORS = (
    xlam.BuildError,
    ribbon.RibbonError,
    xlwings_source.ChangedSource,
    install.InstallError,
    Unsupported,
    BadOutput,
)


def main(words: list[str]) -> int:
    """``gouji addin`` and the words after it; the result is the exit status, 2 also for wrong usage."""
    parser = Parser(prog="gouji addin", description="年报校验加载项")
    add_arguments(parser)
    return run(parser.parse_args(words))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``gouji addin`` its four commands."""
    commands = parser.add_subparsers(dest="addin_command", required=True, metavar="命令")
    one = commands.add_parser("build", help="生成加载项文件，不需要 Excel")
    one.add_argument("-o", "--output", type=Path, metavar="文件", help=f"输出文件，默认为 {xlam.FILE_NAME}")
    one.add_argument("--oxt", action="store_true", help="改为生成 LibreOffice 扩展")
    one = commands.add_parser("install", help="为当前用户安装到 Excel（Windows、macOS）")
    one.add_argument("--file", type=Path, metavar="文件", help="安装现成的（例如经过签名的）加载项，而不是现生成")
    commands.add_parser("status", help="检查安装情况，找出按钮不出现或不起作用的原因")
    commands.add_parser("remove", help="从 Excel 中卸载")


def run(args: argparse.Namespace, machine: Machine | None = None) -> int:
    """Carry out one command; 0 when all is well, 1 when ``status`` finds a problem, 2 when it cannot be done."""
    here = machine or this_machine()
    try:
        match args.addin_command:
            case "build":
                return _build(args)
            case "install":
                return _install(here, args.file)
            case "status":
                return _status(here)
            case _:
                return _remove(here)
    except ERRORS as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"无法读写文件：{error.filename}（{error.strerror}）")


def _build(args: argparse.Namespace) -> int:
    target = args.output or Path(oxt.FILE_NAME if args.oxt else xlam.FILE_NAME)
    (oxt.write if args.oxt else xlam.build)(target)
    _say(f"已生成 {target}")
    return 0


def _install(machine: Machine, source: Path | None) -> int:
    where = install.install(machine, source)
    _say(f"已安装 {where.addin}")
    _say(f"校验程序 {machine.python}")
    _say("请重新打开 Excel，功能区上会出现“年报校验”。")
    return 0


def _status(machine: Machine) -> int:
    seen = diagnosis.diagnose(machine)
    for one in seen:
        _say(f"{one.verdict.value}  {one.subject}：{one.detail}")
    return int(any(one.verdict is diagnosis.Verdict.BAD for one in seen))


def _remove(machine: Machine) -> int:
    removed = install.remove(machine)
    for one in removed:
        _say(f"已删除 {one}")
    if not removed:
        _say("没有安装加载项。")
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
