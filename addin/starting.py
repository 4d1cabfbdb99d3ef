"""新建模板: year and unit asked, the template written beside the open book, and opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from addin.wording import Refused
from validator.api import shipped
from validator.exchange.filing_data import FilingData
from validator.files.writing import write_atomically
from validator.template import build

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""As `gouji template` has them."""
BAD_YEAR = f"报告年度应为 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份，例如 2025。"
LONGEST = 60
"""So much of a name goes into the file's: systems take 255 bytes, and a Chinese character is three."""
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What Windows allows in no file name; other systems may as well do without."""


def report_year(answer: str) -> int:
    """The year that was typed.

    Raises:
        Refused: It is none.
    """
    text = answer.strip().removesuffix("年")
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Refused(BAD_YEAR)
    return int(text)


def usual_year(today: date) -> int:
    """Reports are written the year after."""
    return today.year - 1


def write_template(folder: Path, organ: str, year: int, opened: Collection[str] = ()) -> Path:
    """The blank template in `folder`, under a name that nothing there has yet, nor any book of `opened`.

    Excel opens no two books of one name, wherever they are.
    """
    taken = {one.casefold() for one in opened}
    catalogue = shipped()
    data = FilingData(organ=organ, year=year, edition=catalogue.forms.edition_for(year))
    stem = _UNFIT.sub("", f"{organ[:LONGEST]}{year}年政府信息公开工作年度报告").strip(". ")
    target = next(one for one in _names(folder, stem) if not (one.exists() or one.name.casefold() in taken))
    write_atomically(target, build(data, catalogue))
    return target


def _names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"{stem}.xlsx"
    yield from (folder / f"{stem}（{number}）.xlsx" for number in range(2, 1000))
