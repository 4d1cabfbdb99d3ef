"""The commands of ``gouji``, one module each: ``run(args) -> exit status``. Each imports what it needs when it runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from validator.files.harmless import cut, one_line, shortened, without_login
from validator.files.likely import did_you_mean
from validator.model.english import in_language


class CommandError(Exception):
    """A command cannot do what it was asked. The message is one line for the user; the exit status is 2."""


_NEAR_CODE = 0.7
"""T3-1 and P03 are slips of T3-01 and P-03; T9-99 is like many codes and like none."""


def tell(text: object, lang: str) -> None:
    """A line to the user beside the results, in the language asked for."""
    sign = "：" if lang == "zh" else ": "
    sys.stderr.write(f"gouji{sign}{in_language(shortened(without_login(one_line(text))), lang)}\n")


def no_rule(code: str, known: Iterable[str]) -> str:
    """The refusal of a code that no rule has."""
    return f"没有规则 {cut(code)}；gouji rules 列出全部规则{_meant(code, tuple(known))}"


def _meant(code: str, known: tuple[str, ...]) -> str:
    """N-1 and N01 are N-01, whatever else they are like; T3-99 names a family at least."""
    parts = re.fullmatch(r"([A-Za-z]+[0-9]?)-?([0-9]{1,4})", code.strip())
    if parts:
        written = f"{parts[1].upper()}-{int(parts[2]):02}"
        if written in known:
            return did_you_mean(written, (written,))
    return did_you_mean(code, known, _NEAR_CODE) or (_family(parts[1].upper(), known) if parts else "")


def _family(name: str, known: tuple[str, ...]) -> str:
    """The codes that there are of a family, first and last: ``，T3 有 T3-01 至 T3-05``."""
    codes = sorted(code for code in known if code.partition("-")[0] == name)
    return f"，{name} 有 {codes[0]} 至 {codes[-1]}" if codes else ""
