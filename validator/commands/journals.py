"""What --resume goes on with: where it is kept, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from validator.commands import CommandError, tell
from validator.files.writing import is_special
from validator.run.walking import place_of, walking_order

if TYPE_CHECKING:
    from validator.run.journal import Journal


def journal_of(target: Path, paths: Iterable[str], word: str, *, grows: bool = False) -> Journal:
    """The output itself where it `grows` line by line, else a file beside it; `word` is for all that a line depends on.

    Raises CommandError for an output that is no ordinary file.
    """
    from validator.run.journal import Journal  # only who resumes needs it
    from validator.run.journal_lines import Kept, Written

    if is_special(target):
        raise CommandError(f"{target}：--resume 要写进普通的文件")
    order = walking_order(map(place_of, paths))
    if grows:
        return Journal(target, order, word, Written())
    return Journal(target.with_name(f".{target.name}.journal"), order, word, Kept(word))


def finish(journal: Journal, lang: str, *, grows: bool = False) -> None:
    """Every file is done: a journal beside the output is not needed any more."""
    journal.finish()
    if not grows:
        journal.remove()
    if journal.has_others:
        tell("以前的结果中有用别的选项、规则目录或版本校验的，这些报告重新校验了", lang)
    if journal.taken:
        tell(f"{journal.taken} 份沿用以前的结果", lang)


def tell_interrupted(journal: Journal | None, lang: str) -> None:
    """How to go on."""
    if journal:
        tell(f"已做完的记在 {journal.target}；同样的命令（带 --resume）再运行一次就接着做", lang)
