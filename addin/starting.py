"""新建模板: year and unit asked, the template written beside the open book, and opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from addin.wording import Refused
from validator.catalogue.forms import LATEST, editions, load_form
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


def edition_of(year: int) -> str:
    """The edition that reports of that year use; the latest for years that none names."""
    fitting = [one for one in editions() if any(_covers(one, year, table) for table in load_form(one).tables)]
    return LATEST if not fitting or (LATEST in fitting and year >= _first_year(LATEST)) else fitting[0]


def _first_year(edition: str) -> int:
    return max(table.first_year for table in load_form(edition).tables.values())


def _covers(edition: str, year: int, table: str) -> bool:
    found = load_form(edition).tables[table]
    return found.first_year <= year and (found.last_year is None or year <= found.last_year)


def write_template(folder: Path, organ: str, year: int, opened: Collection[str] = ()) -> Path:
    """The blank template in `folder`, under a name that nothing there has yet, nor any book of `opened`.

    Excel opens no two books of one name, wherever they are.
    """
    taken = {one.casefold() for one in opened}
    data = FilingData(organ=organ, year=year, edition=edition_of(year))
    stem = _UNFIT.sub("", f"{organ[:LONGEST]}{year}年政府信息公开工作年度报告").strip(". ")
    target = next(one for one in _names(folder, stem) if not (one.exists() or one.name.casefold() in taken))
    write_atomically(target, build(data))
    return target


def _names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"{stem}.xlsx"
    yield from (folder / f"{stem}（{number}）.xlsx" for number in range(2, 1000))
