"""``gouji addin build|bundle|wheels|install|status|remove``: arguments, and what is printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from addin.building import oxt, ribbon, xlam, xlwings_source
from addin.bundling import BundleError, bundle, wheels
from addin.bundling.embedded import minor_of
from addin.installing import diagnosis, install
from addin.installing.machine import Machine, Unsupported, this_machine
from validator.commands.parsing import Parser, language_of
from validator.files.given import why
from validator.files.writing import BadOutput
from validator.model.english import in_language

Say = Callable[[str], None]

ERRORS = (
    xlam.BuildError,
    BundleError,
    ribbon.RibbonError,
    xlwings_source.ChangedSource,
    install.InstallError,
    Unsupported,
    BadOutput,
)


def main(words: list[str]) -> int:
    """``gouji addin`` and the words after it; the result is the exit status, 2 also for wrong usage."""
    lang = language_of(words)
    parser = Parser(prog="gouji addin", description="年报校验加载项", lang=lang)
    parser.add_language()
    commands = add_arguments(parser)
    args, rest = parser.parse_known_args(words)
    if rest:
        commands[args.addin_command].refuse_rest(rest)
    return run(args, lang=lang)


def add_arguments(parser: Parser) -> dict[str, Parser]:
    """Give the parser of ``gouji addin`` its commands; their parsers by name."""
    word = in_language("命令", parser.lang)
    commands = parser.add_subparsers(title=word, metavar=word, dest="addin_command", required=True, parser_class=Parser)
    for name, about in _COMMANDS.items():
        commands.add_parser(name, help=in_language(about, parser.lang), lang=parser.lang).add_language()
    file = in_language("文件", parser.lang)
    build, install_it = commands.choices["build"], commands.choices["install"]
    build.add_argument("-o", "--output", type=Path, metavar=file, help=f"输出文件，默认为 {xlam.FILE_NAME}")
    build.add_argument("--oxt", action="store_true", help="改为生成 LibreOffice 扩展")
    _add_bundling(commands.choices["bundle"], commands.choices["wheels"], file)
    about = "安装现成的（例如经过签名的）加载项，而不是现生成"
    install_it.add_argument("--file", type=Path, metavar=file, help=about)
    return commands.choices


def _add_bundling(bundle_it: Parser, fetch: Parser, file: str) -> None:
    about = "从 python.org 下载的 Windows embeddable package (64-bit)，如 python-3.13.5-embed-amd64.zip"
    bundle_it.add_argument("--python", type=Path, metavar=file, required=True, help=about)
    about = "安装包所在的文件夹（见 gouji addin wheels），不给时联网取得"
    bundle_it.add_argument("--wheels", type=Path, metavar="DIR", help=about)
    about = f"输出文件，默认为 {bundle.FILE_NAME}"
    bundle_it.add_argument("-o", "--output", type=Path, default=bundle.FILE_NAME, metavar=file, help=about)
    fetch.add_argument("folder", type=Path, metavar="DIR", help="存放安装包的文件夹")
    about = "给哪一个 Python 用：那个 zip 文件或版本（如 3.13），默认与运行本程序的相同"
    fetch.add_argument("--python", metavar=file, default=f"3.{sys.version_info.minor}", help=about)


_COMMANDS = {
    "build": "生成加载项文件，不需要 Excel",
    "bundle": "生成不联网的 Windows 电脑用的安装包，自带 Python",
    "wheels": "联网取得 Windows 安装包里要用的软件包",
    "install": "为当前用户安装到 Excel（Windows、macOS）",
    "status": "检查安装情况，找出按钮不出现或不起作用的原因",
    "remove": "从 Excel 中卸载",
}


def run(args: argparse.Namespace, machine: Machine | None = None, lang: str = "zh") -> int:
    """Carry out one command; 0 when all is well, 1 when ``status`` finds a problem, 2 when it cannot be done."""
    here = machine or this_machine()
    say = partial(_say, lang=lang)
    try:
        match args.addin_command:
            case "build":
                return _build(args, say)
            case "bundle":
                return _bundle(args, say)
            case "wheels":
                return _wheels(args.folder, args.python, say)
            case "install":
                return _install(here, args.file, say)
            case "status":
                return _status(here, say)
            case _:
                return _remove(here, say)
    except ERRORS as error:
        return _refuse(str(error), lang)
    except OSError as error:
        return _refuse(f"无法读写文件：{error.filename}（{why(error)}）", lang)


def _build(args: argparse.Namespace, say: Say) -> int:
    target = args.output or Path(oxt.FILE_NAME if args.oxt else xlam.FILE_NAME)
    (oxt.write if args.oxt else xlam.build)(target)
    say(f"已生成 {target}")
    return 0


def _bundle(args: argparse.Namespace, say: Say) -> int:
    made = bundle.write(args.output, args.python, args.wheels)
    say(f"已生成 {args.output}（{made.size / 1_000_000:.1f} MB）")
    say(f"其中有 {'、'.join(f'{name} {version}' for name, version in made.packages.items())}")
    say(f"Python 3.{made.python.minor}：{args.python.name}")
    say(f"SHA-256 {made.python.sha256}（请与 python.org 公布的核对）")
    return 0


def _wheels(folder: Path, python: str, say: Say) -> int:
    minor = minor_of(python)
    wheels.fetch(folder, minor)
    for one in wheels.chosen(folder, minor):
        say(f"已取得 {one.path.name}")
    return 0


def _install(machine: Machine, source: Path | None, say: Say) -> int:
    where = install.install(machine, source)
    say(f"已安装 {where.addin}")
    say(f"校验程序 {machine.python}")
    say("请重新打开 Excel，功能区上会出现“年报校验”。")
    return 0


def _status(machine: Machine, say: Say) -> int:
    seen = diagnosis.diagnose(machine)
    for one in seen:
        say(f"{one.verdict.value}  {one.subject}：{one.detail}")
    return int(any(one.verdict is diagnosis.Verdict.BAD for one in seen))


def _remove(machine: Machine, say: Say) -> int:
    removed = install.remove(machine)
    for one in removed:
        say(f"已删除 {one}")
    if not removed:
        say("没有安装加载项。")
    return 0


def _refuse(reason: str, lang: str) -> int:
    sys.stderr.write(f"{in_language(reason, lang)}\n")
    return 2


def _say(text: str, lang: str) -> None:
    sys.stdout.write(f"{in_language(text, lang)}\n")
