"""The command line ``gouji``. Only the arguments are here; a command imports what it needs when it runs."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from importlib import import_module

from validator.commands import CommandError, tell
from validator.commands.parsing import EXIT_ERROR, Parser, language_of
from validator.files.ending import end_as_interrupted, forget_interruption
from validator.files.harmless import cut
from validator.model.english import in_language
from validator.version import VERSION

_NEW_OBJECTS = 100_000
"""So many new containers, some ten megabytes, before Python looks for cycles among them: the start makes fewer."""
_PROGRAM = "gouji"
_COMMANDS_GROUP = "gouji.commands"
"""Entry points of other packages that are commands of gouji too: ``gouji addin``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status: 0, 1 (findings that must be fixed) or 2 (see the contract)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Chinese Windows console would else be GBK
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv is None:  # this process is ours alone
        _spare_collections()
        end_as_interrupted()
    words = list(sys.argv[1:] if argv is None else argv)
    if (at := _place_of_command(words)) is not None and words[at] == "addin":
        return _other_package("addin", [*words[:at], *words[at + 1 :]])
    args = _parsed(words)
    try:
        status = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe (head, less) has had enough
        return _no_more_output()
    except OSError as error:  # a full disk under a redirected output
        from validator.files.given import why

        tell(f"写不出结果（{why(error)}）", args.lang)
        return _no_more_output()
    except KeyboardInterrupt:
        forget_interruption()
        tell("已中断", args.lang)
        return EXIT_ERROR
    except Exception:  # a fault of the program: Python's own exit status for it, 1, would be a verdict on the reports
        import traceback

        traceback.print_exc()
        tell("程序自身出错，没有做完；请把上面的内容报告给维护者", args.lang)
        return EXIT_ERROR
    return status


def _place_of_command(words: Sequence[str]) -> int | None:
    """Where the command stands: first, or behind --lang; None where another option or nothing does."""
    at = 0
    while words[at : at + 1] in (["--lang"], ["--lang=zh"], ["--lang=en"]):
        at += 2 if words[at] == "--lang" else 1
    return at if at < len(words) and not words[at].startswith("-") else None


def _spare_collections() -> None:
    """A check makes many objects and hardly a cycle: looking for cycles less often saves a tenth of a short run."""
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)  # what is left at the end need not be searched once more


def _no_more_output() -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at exit
    return EXIT_ERROR


def _run(args: argparse.Namespace) -> int:
    from validator.files.given import BadFile
    from validator.files.writing import BadOutput

    module, _, function = str(args.run).partition(":")
    try:
        return int(getattr(import_module(f"validator.commands.{module}"), function or "run")(args))
    except (CommandError, BadFile, BadOutput) as error:
        tell(error, args.lang)
        return EXIT_ERROR


def _other_package(name: str, words: list[str]) -> int:
    from importlib.metadata import entry_points

    for found in entry_points(group=_COMMANDS_GROUP, name=name):
        return int(found.load()(words))
    tell(f"没有安装 {name}", language_of(words))
    return EXIT_ERROR


def _parsed(words: list[str]) -> argparse.Namespace:
    """The words as arguments of one command; words that it does not take are refused with its usage, not gouji's."""
    lang = language_of(words)
    at = _place_of_command(words)
    named = words[at] if at is not None and words[at] in _COMMANDS else None
    parser, commands = _parser(lang, (named,) if named else (*_COMMANDS, "addin"))
    args, rest = parser.parse_known_args(words)
    args.lang = lang
    if rest:
        commands[args.command].refuse_rest(rest)
    return args


def _parser(lang: str, names: Iterable[str]) -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole line, and those of some commands by name: each costs as much as a table to read."""
    parser = Parser(prog=_PROGRAM, description="勾稽：政府信息公开工作年度报告的模板与校验", lang=lang)
    parser.add_argument("--version", action="version", version=f"gouji {VERSION}", help="显示版本并退出")
    parser.add_language()
    word = in_language("命令", lang)
    commands = parser.add_subparsers(
        title=word, prog=_PROGRAM, metavar=word, dest="command", required=True, parser_class=Parser
    )
    for name in names:
        about, add = _COMMANDS.get(name, _ADDIN)
        one = commands.add_parser(name, help=in_language(about, lang), lang=lang)
        if add:
            add(one)
            one.add_language()
    return parser, commands.choices


def _add_template(parser: Parser) -> None:
    parser.set_defaults(run="template")
    parser.add_argument("--year", type=_year, required=True, help="报告年度，如 2025")
    parser.add_argument("--edition", default="", help="格式版本：2021 或 2019，默认随年度")
    parser.add_argument("--organ", default="", help="机关名称")
    parser.add_argument("--organ-type", default="", help="机关类型，如 县级政府部门")
    parser.add_argument(
        "--totals", choices=("formula", "typed"), default="formula", help="总计用公式（默认）或由人填写"
    )
    parser.add_argument("--zeros", action="store_true", help="三张表要填的格都先填上 0，有数的再改")
    parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="输出文件（.xlsx）")
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件，里面写了什么都不管")


def _add_fill(parser: Parser) -> None:
    parser.set_defaults(run="fill")
    parser.add_argument("data", metavar="DATA.json", help="一份报告的 JSON 数据")
    parser.add_argument("-o", "--output", required=True, metavar="FILE.xlsx", help="输出文件")


def _add_extract(parser: Parser) -> None:
    parser.set_defaults(run="extract")
    parser.add_argument("file", metavar="FILE.xlsx", help="填好的工作簿")
    parser.add_argument("-o", "--output", metavar="DATA.json", help="输出文件，默认输出到屏幕")
    _add_config(parser)


def _add_check(parser: Parser) -> None:
    from validator.writers import formats

    parser.set_defaults(run="check")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="工作簿或文件夹，也可以是 fsspec 能打开的地址")
    parser.add_argument("--format", choices=formats.names(), default=formats.USUAL, help="输出格式")
    parser.add_argument("-o", "--output", metavar="OUT", help="输出文件，默认输出到屏幕；html、xlsx 必须给出")
    parser.add_argument("--open", action="store_true", help="写完后打开；不给 -o 时写成网页，存在用户自己的文件夹里")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="进程数，默认按文件数定")
    about = "接着做上次中断的校验：-o 的文件里有的、内容没有变的报告不再校验"
    parser.add_argument("--resume", action="store_true", help=about)
    about = "把结果留在这个文件夹里，内容和选项都没有变的报告下次不再校验；随时可以整个删除"
    parser.add_argument("--cache", metavar="DIR", help=about)
    _add_scheduler(parser)
    parser.add_argument("--only", default="", metavar="CODES", help="只运行这些规则，如 T3-01,P-03 或 T3")
    parser.add_argument("--ignore", default="", metavar="CODES", help="不运行这些规则")
    about = "文件夹里公布的网页和 Word 文档也校验；单独写出的文件总是校验"
    parser.add_argument("--published", action="store_true", help=about)
    parser.add_argument("--annotate", metavar="DIR", help="给每份不通过或有待核实的报告写一份标注副本")
    parser.add_argument("--letters", metavar="DIR", help="给每份不通过或有待核实的报告写一份退回说明（.docx）")
    parser.add_argument("--letter-template", metavar="FILE.docx", help="退回说明用这份 Word 模板，默认用自带的")
    _add_job(parser)
    about = "只显示这一级及更重的发现，默认全部；json、jsonl、csv 不受影响"
    parser.add_argument("--severity", choices=("must", "explain", "notice"), default="notice", help=about)
    parser.add_either(
        quiet="文本只写一行合计，每份不通过或读不了的报告再加一行",
        verbose="文本写出全部内容：通过的报告、每条规则的依据和改法",
    )


def _add_scheduler(parser: Parser) -> None:
    about = "用 Dask 分给多台机器：调度器的地址 tcp://HOST:PORT，或本机 local:N"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=about)


def _add_job(parser: Parser, of_year: str = "") -> None:
    """What the reports are held against besides the rules; `of_year`: help for a year that has to be given."""
    parser.add_argument("--previous", metavar="PATH", help="上年的报告：工作簿或文件夹，按机关名称对应")
    _add_store(parser, "历年报告库，没有 --previous 时从中取以前各年的报告")
    about = of_year or "所收的年度，别的年度的报告不通过（ST-15）"
    parser.add_argument("--year", type=_year, metavar="Y", required=bool(of_year), help=about)
    parser.add_argument("--waivers", metavar="FILE.toml", help="情况说明文件")
    _add_config(parser)
    parser.add_argument("--today", type=_date, metavar="YYYY-MM-DD", help="检查日，默认今天")


def _add_fix(parser: Parser) -> None:
    parser.set_defaults(run="fix", only="", ignore="")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="工作簿或文件夹")
    about = "改好的副本：一份报告写成文件，多份写进文件夹；从不覆盖输入"
    parser.add_argument("-o", "--output", metavar="OUT", help=about)
    about = "把一格改成某值，可写多次；格写成 三、依申请公开!D8 或项目名称"
    parser.add_argument("--accept", action="append", default=[], metavar="CELL=VALUE", help=about)
    parser.add_argument("--suggested", action="store_true", help="把确定的建议都改上")
    parser.add_argument("--interactive", action="store_true", help="逐个问：照建议改、另填值还是跳过")
    parser.add_argument("--dry-run", action="store_true", help="只列出要改什么，什么都不写")
    _add_job(parser)


def _add_publish(parser: Parser) -> None:
    parser.set_defaults(run="publish", only="", ignore="")
    parser.add_argument("file", metavar="FILE.xlsx", help="填好的工作簿")
    about = "公布文本：.docx、.html，或者 .pdf（要有 LibreOffice）"
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=about)
    parser.add_argument("--force", action="store_true", help="有强制的问题也输出")
    _add_job(parser)


def _add_history(parser: Parser) -> None:
    word = in_language("命令", parser.lang)
    commands = parser.add_subparsers(title=word, metavar=word, required=True, parser_class=Parser)
    for name, (about, add) in _HISTORY.items():
        one = commands.add_parser(name, help=in_language(about, parser.lang), lang=parser.lang)
        one.set_defaults(run=f"history:run_{name}")
        add(one)
        one.add_language()


def _add_history_add(parser: Parser) -> None:
    parser.set_defaults(only="", ignore="", makes_store=True)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="工作簿或文件夹，也可以是 fsspec 能打开的地址")
    parser.add_argument("--by", default="", metavar="NAME", help="存入人，默认是登录的用户名")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="进程数，默认按文件数定")
    about = "文件夹里公布的网页和 Word 文档也校验；单独写出的文件总是校验"
    parser.add_argument("--published", action="store_true", help=about)
    _add_job(parser)


def _add_history_list(parser: Parser) -> None:
    parser.add_argument("--all", action="store_true", help="被代替的和去掉的也列出")
    parser.add_argument("--breaks", action="store_true", help="改为列出和上一年不衔接的地方，每处一行")
    _add_store(parser, _STORE)


def _add_history_show(parser: Parser) -> None:
    parser.add_argument("organ", metavar=in_language("名称", parser.lang), help="机关名称")
    parser.add_argument("--year", type=_year, metavar="Y", help="只看这一年和它的上年")
    _add_store(parser, _STORE)


def _add_history_export(parser: Parser) -> None:
    about = "输出文件：.csv（UTF-8，有 BOM）或 .parquet，一份报告一行"
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=about)
    _add_store(parser, _STORE)


def _add_history_remove(parser: Parser) -> None:
    parser.add_argument("id", type=_positive, metavar="ID", help="编号，见 gouji history list")
    parser.add_argument("--by", default="", metavar="NAME", help="去掉的人，默认是登录的用户名")
    _add_store(parser, _STORE)


_STORE = "历年报告库：文件或 postgresql:// 的地址，默认从当前文件夹向上找 gouji-history.sqlite"
_HISTORY: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "add": ("校验报告，没有强制问题的存入", _add_history_add),
    "list": ("列出各份报告，一份一行", _add_history_list),
    "show": ("一个机关的各年：版本、衔接、关键数字", _add_history_show),
    "export": ("输出成 CSV 或 Parquet", _add_history_export),
    "remove": ("去掉一份报告：做上标记，不再算数", _add_history_remove),
}


def _add_store(parser: Parser, about: str) -> None:
    parser.add_argument("--store", metavar="STORE", help=about)


def _add_roster(parser: Parser) -> None:
    parser.set_defaults(
        run="roster", scheduler=None, year=None, previous=None, waivers=None, only="", ignore="", today=None
    )
    parser.add_argument("paths", nargs="+", metavar="DIR", help="收来的报告：文件夹或文件")
    parser.add_argument("-o", "--output", required=True, metavar="ROSTER.xlsx", help="名单（.xlsx 或 .csv）")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="进程数，默认按文件数定")
    _add_config(parser)


def _add_collect(parser: Parser) -> None:
    parser.set_defaults(run="collect", only="", ignore="", quiet=False, letter_template=None)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="收来的报告：文件夹或文件，公布的网页和文档也收")
    parser.add_argument(
        "--roster", required=True, metavar="ROSTER", help="应报单位名单（.xlsx 或 .csv），有机关名称一列"
    )
    parser.add_argument("--organ", required=True, metavar="名称", help="汇总的机关的名称")
    parser.add_argument("-o", "--output", required=True, metavar="汇总.xlsx", help="汇总表写到哪里（.xlsx）")
    parser.add_argument("--include-faulty", action="store_true", help="有强制问题的报告也计入合计")
    parser.add_argument("--pure", action="store_true", help="声明本级报告是下级之和（纯汇总）：不等的是强制")
    parser.add_argument("--against", metavar="REPORT", help="上级机关自己的报告，逐格与合计对照并找原因")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    parser.add_argument("--report", metavar="FILE.html", help="再写一份网页：汇总的结果和每份报告")
    parser.add_argument(
        "--annotate", metavar="DIR", help="给每份不通过或有待核实的报告写一份标注副本，每个单位一个文件夹"
    )
    parser.add_argument(
        "--letters", metavar="DIR", help="给每份不通过或有待核实的报告写一份退回说明，每个单位一个文件夹"
    )
    parser.add_argument("--jobs", type=_positive, metavar="N", help="进程数，默认按文件数定")
    _add_scheduler(parser)
    parser.add_argument("--resume", action="store_true", help="接着做上次中断的汇总：内容没有变的报告不再校验")
    _add_job(parser, "所收的年度，别的年度的报告不计入")


def _add_rules(parser: Parser) -> None:
    parser.set_defaults(run="rules")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="输出格式")


def _add_explain(parser: Parser) -> None:
    parser.set_defaults(run="rules:explain")
    parser.add_argument("code", metavar="CODE", help="规则代码，如 T3-01")


_COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "template": ("生成空白模板", _add_template),
    "fill": ("把 JSON 数据填进模板", _add_fill),
    "extract": ("从填好的工作簿取出 JSON 数据", _add_extract),
    "check": ("校验工作簿或文件夹", _add_check),
    "fix": ("改正写法和选定的数，写成副本再校验", _add_fix),
    "publish": ("生成公布用的年度报告：网页、Word 或 PDF", _add_publish),
    "history": ("历年报告库：存入、列出、查看、输出、去掉", _add_history),
    "roster": ("从收来的报告起草应报单位名单", _add_roster),
    "collect": ("汇总：收齐、校验、相加，与上级报告对照", _add_collect),
    "rules": ("列出规则目录", _add_rules),
    "explain": ("说明一条规则", _add_explain),
}
_ADDIN = "Excel 加载项：build、bundle、wheels、install、status、remove", None
"""Another package's, which reads its own words."""


def _add_config(parser: Parser) -> None:
    parser.add_argument("--config", metavar="FILE.toml", help="阈值和读取限额，默认从当前文件夹向上找 gouji.toml")


def _positive(text: str) -> int:
    with suppress(ValueError):  # also of more digits than Python reads
        if text.isdecimal() and (number := int(text)):
            return number
    raise argparse.ArgumentTypeError(f"应为正整数，实为 {cut(text)}")


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise argparse.ArgumentTypeError(f"应为四位年份，实为 {cut(text)}")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"应为 YYYY-MM-DD，实为 {cut(text)}") from None


if __name__ == "__main__":
    sys.exit(main())
