"""The command line ``gouji``. Only the arguments are here; a command imports what it needs when it runs."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import NoReturn

from validator.version import VERSION

EXIT_ERROR = 2
_NEW_OBJECTS = 20_000
"""So many new containers, a few megabytes, before Python looks for cycles among them."""
_COMMANDS_GROUP = "gouji.commands"
"""Entry points of other packages that are commands of gouji too: ``gouji addin``."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EXIT_ERROR, f"{self.prog}：参数有误：{message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status: 0, 1 (findings that must be fixed) or 2 (see the contract)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Chinese Windows console would else be GBK
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv is None:  # this process is ours alone
        _spare_collections()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["addin"]:
        return _other_package("addin", words[1:])
    args = _parser().parse_args(words)
    try:
        status = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe (head, less) has had enough
        return _no_more_output()
    except OSError as error:  # a full disk under a redirected output
        from validator.files.given import why

        sys.stderr.write(f"gouji：写不出结果（{why(error)}）\n")
        return _no_more_output()
    except KeyboardInterrupt:
        sys.stderr.write("gouji：已中断\n")
        return EXIT_ERROR
    except Exception:  # a fault of the program: Python's own exit status for it, 1, would be a verdict on the reports
        traceback.print_exc()
        sys.stderr.write("gouji：程序自身出错，没有做完；请把上面的内容报告给维护者\n")
        return EXIT_ERROR
    return status


def _spare_collections() -> None:
    """A check makes many objects and hardly a cycle: looking for cycles less often saves a tenth of a short run."""
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)  # what is left at the end need not be searched once more


def _no_more_output() -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at exit
    return EXIT_ERROR


def _run(args: argparse.Namespace) -> int:
    from validator.commands import CommandError
    from validator.files.harmless import one_line
    from validator.files.writing import BadOutput

    module, _, function = str(args.run).partition(":")
    try:
        return int(getattr(import_module(f"validator.commands.{module}"), function or "run")(args))
    except (CommandError, BadOutput) as error:
        sys.stderr.write(f"gouji：{one_line(error)}\n")
        return EXIT_ERROR


def _other_package(name: str, words: list[str]) -> int:
    from importlib.metadata import entry_points

    for found in entry_points(group=_COMMANDS_GROUP, name=name):
        return int(found.load()(words))
    sys.stderr.write(f"gouji：没有安装 {name}\n")
    return EXIT_ERROR


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gouji", description="勾稽：政府信息公开工作年度报告的模板与校验")
    parser.add_argument("--version", action="version", version=f"gouji {VERSION}")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    _add_template(commands.add_parser("template", help="生成空白模板"))
    _add_fill(commands.add_parser("fill", help="把 JSON 数据填进模板"))
    _add_extract(commands.add_parser("extract", help="从填好的工作簿取出 JSON 数据"))
    _add_check(commands.add_parser("check", help="校验工作簿或文件夹"))
    _add_rules(commands.add_parser("rules", help="列出规则目录"))
    _add_explain(commands.add_parser("explain", help="说明一条规则"))
    commands.add_parser("addin", help="Excel 加载项：build、install、status、remove")
    return parser


def _add_template(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="template")
    parser.add_argument("--year", type=int, required=True, help="报告年度，如 2025")
    parser.add_argument("--edition", default="2021", help="格式版本：2021（默认）或 2019")
    parser.add_argument("--organ", default="", help="机关名称")
    parser.add_argument("--organ-type", default="", help="机关类型，如 县级政府部门")
    parser.add_argument(
        "--totals", choices=("formula", "typed"), default="formula", help="总计用公式（默认）或由人填写"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="输出文件")


def _add_fill(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="fill")
    parser.add_argument("data", metavar="DATA.json", help="一份报告的 JSON 数据")
    parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="输出文件")


def _add_extract(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="extract")
    parser.add_argument("file", metavar="FILE.xlsx", help="填好的工作簿")
    parser.add_argument("-o", "--output", metavar="DATA.json", help="输出文件，默认输出到屏幕")
    _add_config(parser)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="check")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="工作簿或文件夹")
    parser.add_argument("--format", choices=("text", "json", "jsonl"), default="text", help="输出格式")
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件，默认输出到屏幕")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="进程数，默认按文件数定")
    parser.add_argument("--only", default="", metavar="CODES", help="只运行这些规则，如 T3-01,P-03 或 T3")
    parser.add_argument("--ignore", default="", metavar="CODES", help="不运行这些规则")
    parser.add_argument("--previous", metavar="PATH", help="上年的报告：工作簿或文件夹，按机关名称对应")
    parser.add_argument("--year", type=_year, metavar="Y", help="所收的年度，别的年度的报告不通过（ST-15）")
    parser.add_argument(
        "--severity", choices=("must", "explain", "notice"), default="notice", help="只显示到这一级的发现"
    )
    parser.add_argument("--quiet", action="store_true", help="每份不通过的报告一行，最后一行合计")
    parser.add_argument("--waivers", metavar="FILE.toml", help="情况说明文件")
    _add_config(parser)
    parser.add_argument("--today", type=_date, metavar="YYYY-MM-DD", help="检查日，默认今天")
    _add_lang(parser)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="rules")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="输出格式")
    _add_lang(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run="rules:explain")
    parser.add_argument("code", metavar="CODE", help="规则代码，如 T3-01")
    _add_lang(parser)


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE.toml", help="阈值和读取限额，默认从当前文件夹向上找 gouji.toml")


def _add_lang(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出语言：zh（默认）或 en")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("应为正整数")
    return number


def _year(text: str) -> int:
    if not text.isdecimal() or not 1900 <= int(text) <= 2999:
        raise argparse.ArgumentTypeError("应为四位年份")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("应为 YYYY-MM-DD") from None


if __name__ == "__main__":
    sys.exit(main())
