"""The names of files that were dropped on a batch file, from the command line that Explorer started cmd.exe with."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r'"([^"]*)"?|([^ "]+)')  # a name may hold any blank but this one, and no quotation mark


def dropped(line: str, script: str) -> list[str] | None:
    r"""The names in ``cmd.exe /c ""D:\script" "D:\a b.xlsx" D:\a&b.xlsx"``; None where another started the script.

    Args:
        line: what ``%CMDCMDLINE%`` is.
        script: the batch file's name without its folder.
    """
    rest = re.split(" /[cC] ", f"{line} /c ", maxsplit=1)[1].removesuffix(" /c ").strip()
    if rest.startswith('""'):  # cmd.exe drops the first and the last
        rest = rest[1:].removesuffix('"')
    words = [quoted or plain for quoted, plain in _WORD.findall(rest)]
    if not words or words[0].replace("/", "\\").rpartition("\\")[2].casefold() != script.casefold():
        return None
    return words[1:]
