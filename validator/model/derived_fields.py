"""What the template derives from the cover: title, first and last day of the period, each table's 统计期限.

Formula text and value stand side by side here. The template writes both; reading tells the template's own formulas by
their text, wherever their cells have moved to, and computes what a program did not store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from validator.model.cells import Cell, CellKind, CellValue
from validator.model.cover_cells import plain_year
from validator.model.form import Form, Role
from validator.model.serials import from_serial, to_serial
from validator.startup.expressions import expression

NO_YEAR = "（年度未填）"
"""What a derived day shows while the cover has no year; never an empty text, which reads as never calculated."""
NO_DAY = "#NUM!"
"""What YEAR gives of a number that no calendar has."""
BEFORE_FIRST, AFTER_LAST = 1900, 10_000
"""DATE adds 1900 to a year before 1900, and has no year of five digits."""

Addresses = Callable[[str], str]
"""The cell of a named field as a formula writes it; ``""`` where it is not known."""
Given = Callable[[str], Cell]
"""The cell of a name, computed if it holds a formula."""

_LOOSE = expression(r"""("(?:[^"]|"")*")|(?:'(?:[^'\[#]|'')+'|[\w.]+)!(?=\$?[A-Za-z])|[\s$]|(?<=FALSE)\(\)""")


def derived_names(form: Form) -> frozenset[str]:
    """The names of the fields that the template derives."""
    return frozenset({form.name_of(role) for role in (Role.TITLE, Role.START, Role.END)}) | form.period_names


def sources(form: Form) -> tuple[str, ...]:
    """The names of the cover's fields that they are derived from."""
    return tuple(form.name_of(role) for role in (Role.ORGAN, Role.YEAR, Role.START, Role.END))


def formula_of(name: str, form: Form, at: Addresses) -> str:
    """The template's formula for a derived field, without ``=``; ``""`` where a cell that it needs is not known."""
    organ, year, start, end = (at(source) for source in sources(form))
    if name == form.name_of(Role.TITLE):
        return f'{organ}&{year}&"年{form.title_words}"' if organ and year else ""
    if name == form.name_of(Role.START):
        return day_of_year_formula(year, form.calendar.first_day) if year else ""
    if name == form.name_of(Role.END):
        return day_of_year_formula(year, form.calendar.last_day, over=form.calendar.over) if year else ""
    return f'{day_formula(start)}&"至"&{day_formula(end)}' if start and end else ""


def value_of(name: str, form: Form, given: Given) -> Cell:
    """What the template's formula in the cell of that name gives; a year that is text counts as the number it is."""
    organ, year, start, end = sources(form)
    if name == form.name_of(Role.TITLE):
        return Cell(title_text(form, given(organ).value, plain_year(given(year)).value), CellKind.TEXT)
    if name in {start, end}:
        day = day_of_year(form, plain_year(given(year)), last=name == end)
        return Cell(NO_YEAR, CellKind.TEXT) if day is None else Cell(day, CellKind.DATE)
    shown = [_day_shown(given(one)) for one in (start, end)]
    return Cell(NO_DAY, CellKind.ERROR) if None in shown else Cell("至".join(map(str, shown)), CellKind.TEXT)


def is_derived(name: str, formula: str, form: Form, addresses: Mapping[str, str]) -> bool:
    """Whether the cell of that name holds the template's own formula; `addresses` are those of the cover's fields."""
    wanted = formula_of(name, form, lambda source: addresses.get(source, ""))
    return bool(wanted) and _bare(formula) == wanted


@lru_cache(maxsize=256)
def _bare(formula: str) -> str:
    """The formula without what programs write differently: blanks, ``$``, sheets, ``FALSE()``."""
    return _LOOSE.sub(lambda found: found[1] or "", formula)


def title_text(form: Form, organ: CellValue, year: CellValue) -> str:
    """机关名称 + 年度 + the title's own words."""
    return f"{joined(organ)}{joined(year)}年{form.title_words}"


def day_of_year(form: Form, year: Cell, *, last: bool) -> date | None:
    """The first or the last day of the cover's year, None where it has no usable one. DATE drops decimals."""
    value = year.value
    if year.kind is not CellKind.NUMBER or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not BEFORE_FIRST < value < AFTER_LAST - form.calendar.over:
        return None
    return form.calendar.period(int(value))[last]


def day_of_year_formula(year: str, day: tuple[int, int], *, over: bool = False) -> str:
    """A day of the cover's year (`over`: of the next one), or NO_YEAR while there is none."""
    usable = f"IF(ISNUMBER({year}),AND({year}>{BEFORE_FIRST},{year}<{AFTER_LAST - over}),FALSE)"
    return f'IF({usable},DATE({year}{"+1" if over else ""},{day[0]},{day[1]}),"{NO_YEAR}")'


def day_formula(cell: str) -> str:
    """``2025年1月1日`` out of a date, any other content as it stands. TEXT() would depend on the system's language."""
    return f'IF(ISNUMBER({cell}),YEAR({cell})&"年"&MONTH({cell})&"月"&DAY({cell})&"日",{cell})'


def day_text(value: CellValue) -> str:
    """What `day_formula` gives: ``2025年1月1日``; any other value as ``&`` joins it."""
    if isinstance(value, date | datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return joined(value)


def _day_shown(cell: Cell) -> str | None:
    """A number is a day to YEAR, MONTH and DAY, whatever its format; None where they give an error."""
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        value = from_serial(value)
        if value is None:
            return None
    return day_text(value)


def joined(value: CellValue) -> str:
    """What ``&`` makes of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.15G}"
    return value if isinstance(value, str) else f"{to_serial(value):.15G}"
