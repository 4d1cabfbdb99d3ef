"""argparse in one language: its own words in Chinese or English, and what a misspelt word was probably meant to be."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final, NoReturn

from validator.files.harmless import cut, one_line, shortened, without_login
from validator.files.likely import did_you_mean
from validator.model.english import in_language
from validator.startup.expressions import expression

EXIT_ERROR: Final = 2
_LONGEST_REST = 200
"""So much is repeated of what no place takes: often the files that a ``*`` of the shell stands for."""
_USUAL_WIDTH = 80
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {"usage": "用法：", "places": "参数", "options": "选项", "wrong": "{prog}：参数有误：{what}"},
    "en": {"usage": "usage: ", "places": "arguments", "options": "options", "wrong": "{prog}: {what}"},
}
_REFUSALS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = tuple(
    (expression(pattern), say)
    for pattern, say in (
        (
            r"the following arguments are required: (.+)",
            lambda found: f"缺少 {'、'.join(map(_option, found[1].split(', ')))}",
        ),
        (r"argument (.+?): expected one argument", lambda found: f"{_option(found[1])} 后面要写一个值"),
        (r"argument (.+?): expected at least one argument", lambda found: f"至少要给一个 {_option(found[1])}"),
        (r"argument (.+?): ignored explicit argument .+", lambda found: f"{_option(found[1])} 后面不带值"),
        (
            r"ambiguous option: (.+?) could match (.+)",
            lambda found: f"{found[1]} 可以是 {'、'.join(found[2].split(', '))}，请写全",
        ),
        (
            r"argument (.+?): not allowed with argument (.+)",
            lambda found: f"{_option(found[1])} 和 {_option(found[2])} 不能一起用",
        ),
        (r"argument (.+?): (.+)", lambda found: f"{_option(found[1])}：{found[2]}"),
    )
)
"""What argparse says, by its English."""


def language_of(words: Sequence[str]) -> str:
    """The language that the words ask for; needed before they are parsed, to refuse them in it."""
    for at, word in enumerate(words):
        if word == "--lang" and words[at + 1 : at + 2] == ["en"]:
            return "en"
        if word == "--lang=en":
            return "en"
    return "zh"


class Parser(argparse.ArgumentParser):
    """A parser that speaks `lang`; what it is told in Chinese is looked up for English."""

    def __init__(self, *, lang: str = "zh", **options: Any) -> None:
        self.lang, self.given = lang, list[str]()
        if "description" in options:
            options["description"] = in_language(options["description"], lang)
        super().__init__(add_help=False, formatter_class=_FORMATTERS[lang], **options)
        self._positionals.title, self._optionals.title = _WORDS[lang]["places"], _WORDS[lang]["options"]
        self.add_argument("-h", "--help", action="help", help="显示帮助并退出")

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        """As argparse has it; the help in the parser's language."""
        if "help" in options:
            options["help"] = in_language(options["help"], self.lang)
        return super().add_argument(*names, **options)

    def add_either(self, **flags: str) -> None:
        """Flags of which one alone may be given, by name, with what they do."""
        group = self.add_mutually_exclusive_group()
        for name, about in flags.items():
            group.add_argument(f"--{name}", action="store_true", help=in_language(about, self.lang))

    def add_language(self) -> None:
        """Take --lang, which is read before parsing (`language_of`)."""
        about = "输出语言：zh（默认）或 en"
        self.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=about)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse has it; what is given is kept, for a misspelt option may be why another one is missing."""
        self.given = list(sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A word that is none of the choices: which there are, and which it probably was."""
        if action.choices is not None and value not in action.choices:
            known = [str(one) for one in action.choices]
            likely = did_you_mean(str(value), known).removesuffix("？")
            given = cut(value)
            told = f"没有 {given}{likely}？可用：" if likely else f"没有 {given}，可用："
            raise argparse.ArgumentError(action, f"{told}{'、'.join(known)}")

    def error(self, message: str) -> NoReturn:
        """Usage and one line, in the parser's language; the exit status of wrong usage."""
        told = next((say(found) for pattern, say in _REFUSALS if (found := pattern.fullmatch(message))), message)
        if message.startswith("the following") and (slip := self._slip()):
            told += f"；{slip}"
        self._refuse(told)

    def refuse_rest(self, rest: Iterable[str]) -> NoReturn:
        """Refuse words that no option or place takes."""
        words = list(rest)
        option = next((one for one in words if one.startswith("-")), None)
        self._refuse(self._no_option(option) if option else f"多余的参数 {cut(' '.join(words), _LONGEST_REST)}")

    def _refuse(self, told: str) -> NoReturn:
        self.print_usage(sys.stderr)
        what = in_language(shortened(without_login(one_line(told))), self.lang)
        line = _WORDS[self.lang]["wrong"].format(prog=self.prog, what=what)
        self.exit(EXIT_ERROR, f"{line}\n")

    def _slip(self) -> str:
        """An option that is none, said so; ``""`` where all are known."""
        known = tuple(self._option_string_actions)
        given = (one.partition("=")[0] for one in self.given if one.startswith("--") and one != "--")
        wrong = next((one for one in given if not any(name.startswith(one) for name in known)), None)
        return self._no_option(wrong) if wrong else ""

    def _no_option(self, option: str) -> str:
        name = option.partition("=")[0]
        known = [one for one in self._option_string_actions if one.startswith("--")]
        return f"没有 {cut(name)} 这个选项{did_you_mean(name, known)}"


@cache
def _width() -> int:
    """How wide the terminal is; argparse asks `shutil` for it, for each argument, which takes a while to import."""
    if (told := os.environ.get("COLUMNS", "")).isdecimal() and int(told):
        return int(told)
    with suppress(AttributeError, ValueError, OSError):  # no output, a closed one, no terminal
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL_WIDTH  # type: ignore[union-attr]
    return _USUAL_WIDTH


class _Formatter(argparse.HelpFormatter):
    lang = "zh"

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width() - 2)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _WORDS[self.lang]["usage"] if prefix is None else prefix)


class _EnglishFormatter(_Formatter):
    lang = "en"


_FORMATTERS: Final = {"zh": _Formatter, "en": _EnglishFormatter}


def _option(name: str) -> str:
    """``-o/--output``: the long name alone, which says what it is."""
    return name.rpartition("/")[2]
