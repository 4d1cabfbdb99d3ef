"""新建模板: year and unit are asked before this starts; the template is written beside the open book, and opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from addin.host.talking import say
from addin.openbook.livebook import path_of
from addin.validation import blank_template
from addin.wording import Declined
from validator.files.writing import write_atomically

if TYPE_CHECKING:
    import xlwings

FIRST_YEAR, LAST_YEAR = 2019, 2099
"""As `gouji template` has them."""
BAD_YEAR = f"报告年度应为 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份，例如 2025。"
LONGEST = 60
"""So much of a name goes into the file's: systems take 255 bytes, and a Chinese character is three."""
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What Windows allows in no file name; other systems may as well do without."""


def new(book: xlwings.Book, year: str, organ: str) -> None:
    """Open the template for a year and a unit, as they were typed, that is then beside the open book.

    Raises:
        Declined: What was typed is no year.
    """
    opened = [str(one.name) for one in book.app.books]
    made = write_template(_folder(book), organ.strip(), report_year(year), opened)
    book.app.books.open(made)
    say(book.app, f"已生成 {made}")


def _folder(book: xlwings.Book) -> Path:
    """The open book's folder, else the user's documents."""
    beside = Path(path_of(book)).parent
    if beside.is_absolute() and beside.is_dir():
        return beside
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def report_year(answer: str) -> int:
    """The year that was typed.

    Raises:
        Declined: It is none.
    """
    text = answer.strip().removesuffix("年")
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Declined(BAD_YEAR)
    return int(text)


def usual_year(today: date) -> int:
    """Reports are written the year after."""
    return today.year - 1


def write_template(folder: Path, organ: str, year: int, opened: Collection[str] = ()) -> Path:
    """The blank template in `folder`, under a name that nothing there has yet, nor any book of `opened`.

    Excel opens no two books of one name, wherever they are.
    """
    taken = {one.casefold() for one in opened}
    stem = _UNFIT.sub("", f"{organ[:LONGEST]}{year}年政府信息公开工作年度报告").strip(". ")
    target = next(one for one in _names(folder, stem) if not (one.exists() or one.name.casefold() in taken))
    write_atomically(target, blank_template(organ, year))
    return target


def _names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"{stem}.xlsx"
    yield from (folder / f"{stem}（{number}）.xlsx" for number in range(2, 1000))
