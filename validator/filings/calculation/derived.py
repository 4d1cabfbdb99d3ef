"""What the template's own formulas on cover and table heads give: title, 统计期限起 and 止, each table's 统计期限.

They are told by their text, wherever their cells have moved to, and computed here from the cells of the cover.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.serials import from_serial, to_serial

ORGAN, YEAR, START, END = "封面.机关名称", "封面.报告年度", "封面.统计期限起", "封面.统计期限止"
TITLE, PERIOD = "正文.标题", ".统计期限"
TITLE_WORDS, NO_YEAR = "政府信息公开工作年度报告", "（年度未填）"

_LOOSE = re.compile(r"""("(?:[^"]|"")*")|(?:'(?:[^'\[#]|'')+'|[\w.]+)!(?=\$?[A-Za-z])|[\s$]|(?<=FALSE)\(\)""")
_DAY = 'IF(ISNUMBER({0}),YEAR({0})&"年"&MONTH({0})&"月"&DAY({0})&"日",{0})'
_DERIVED_DAY = 'IF(IF(ISNUMBER({0}),AND({0}>1900,{0}<10000),FALSE),DATE({0},{1},{2}),"' + NO_YEAR + '")'

Given = Callable[[str], Cell]
"""The cell of a name, computed if it holds a formula."""


def is_derived(name: str, formula: str, addresses: Mapping[str, str]) -> bool:
    """Whether the cell of that name holds the template's own formula; `addresses` are those of the cover's fields."""
    wanted = _wanted(name, addresses)
    return bool(wanted) and _bare(formula) == wanted


def derive(name: str, given: Given) -> Cell:
    """What the template's formula in the cell of that name gives."""
    if name == TITLE:
        text = f"{joined(given(ORGAN))}{joined(given(YEAR))}年{TITLE_WORDS}"
        return Cell(text, CellKind.TEXT)
    if name in {START, END}:
        return _derived_day(given(YEAR), *((1, 1) if name == START else (12, 31)))
    return Cell(f"{_day(given(START))}至{_day(given(END))}", CellKind.TEXT)


def joined(cell: Cell) -> str:
    """What ``&`` makes of a cell."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15G}"
    return value if isinstance(value, str) else f"{to_serial(value):.15G}"


def _wanted(name: str, addresses: Mapping[str, str]) -> str:
    """The text of the template's formula without blanks, ``$`` and sheets; ``""`` where there is none."""
    at = addresses.get
    organ, year, start, end = at(ORGAN, ""), at(YEAR, ""), at(START, ""), at(END, "")
    if name == TITLE and organ and year:
        return f'{organ}&{year}&"年{TITLE_WORDS}"'
    if name in {START, END} and year:
        return _DERIVED_DAY.format(year, *((1, 1) if name == START else (12, 31)))
    if name.endswith(PERIOD) and start and end:
        return f'{_DAY.format(start)}&"至"&{_DAY.format(end)}'
    return ""


@lru_cache(maxsize=256)
def _bare(formula: str) -> str:
    """The formula without what programs write differently: blanks, ``$``, sheets, ``FALSE()``."""
    return _LOOSE.sub(lambda found: found[1] or "", formula)


def _derived_day(year: Cell, month: int, day: int) -> Cell:
    """DATE drops decimals; a year that no date has is said to be missing."""
    value = year.value
    if year.kind is CellKind.NUMBER and isinstance(value, int | float) and 1900 < value < 10_000:
        return Cell(date(int(value), month, day), CellKind.DATE)
    return Cell(NO_YEAR, CellKind.TEXT)


def _day(cell: Cell) -> str:
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        value = from_serial(value)
    if isinstance(value, date | datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return joined(cell if cell.kind is not CellKind.BLANK else BLANK)
