"""What every formula of the template shows, worked out here: a file is read before any program has calculated it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from validator.exchange.filing_data import FilingData, Value, as_shown, iso_date
from validator.model.form import Form

FIRST_YEAR, LAST_YEAR = 2019, 2100
"""报告年度 that the cover takes: the form is of 2019."""
NO_YEAR = "（年度未填）"
"""What a derived date shows while the cover has no year; never an empty text, which reads as never calculated."""
TITLE_WORDS = "政府信息公开工作年度报告"

_FIRST_DATE = date(1900, 3, 1)
"""Serial dates before this are off by one between programs, and there are none before 1900."""

NO_DAY = "\0"
"""A day that the data says nothing about, as against one that it leaves blank."""

Day = date | str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover shows, and which of it is typed; the rest is derived by formula."""

    title: str
    start: Day
    end: Day
    typed: frozenset[str]

    @property
    def period(self) -> str:
        """统计期限 as the tables' heads state it by default."""
        return f"{day_text(self.start)}至{day_text(self.end)}"


def typed_tables(data: FilingData, form: Form, typed_totals: bool | None) -> frozenset[str]:  # noqa: FBT001  as build takes it
    """The tables whose totals are inputs: all, none, or those for which the data gives any total."""
    if typed_totals is not None:
        return frozenset(form.tables) if typed_totals else frozenset()
    given = (form.indicators[name] for name in data.values if name in form.indicators)
    return frozenset(one.table for one in given if one.is_total)


def figures(data: FilingData, form: Form, typed: frozenset[str]) -> dict[str, Value]:
    """What each cell of the tables shows: None for a blank one, computed totals as SUM gives them."""
    found: dict[str, Value] = {}

    def figure(name: str) -> Value:
        one = form.indicators[name]
        if name not in found:
            computed = one.is_total and one.table not in typed
            value = excel_sum(map(figure, one.parts[0])) if computed else _filled(data.values.get(name))
            found[name] = as_shown(value) if is_number(value) else value
        return found[name]

    return {name: figure(name) for name in form.indicators}


def _filled(value: Value) -> Value:
    """A text without a letter is a blank cell."""
    return None if value == "" else value


def excel_sum(values: Iterable[Value]) -> int | float:
    """SUM over a range: numbers count; blanks, text and booleans do not."""
    return sum(one for one in values if is_number(one))


def is_number(value: object) -> TypeGuard[int | float]:
    """ISNUMBER of a cell: a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def cover(data: FilingData) -> Cover:
    """The cover that the data gives, what it leaves out derived from organ and year."""
    start, end = _given(data.period, "start"), _given(data.period, "end")
    first, last = derived_day(data.year, 1, 1), derived_day(data.year, 12, 31)
    title = data.text.get("标题", derived_title(data))
    typed = {
        "正文.标题": title != derived_title(data),
        "封面.统计期限起": start not in {NO_DAY, first},
        "封面.统计期限止": end not in {NO_DAY, last},
    }
    return Cover(
        title,
        start if typed["封面.统计期限起"] else first,
        end if typed["封面.统计期限止"] else last,
        frozenset(name for name, is_typed in typed.items() if is_typed),
    )


def derived_title(data: FilingData) -> str:
    """机关名称 + 年度 + 政府信息公开工作年度报告: the title unless the data gives another."""
    return f"{data.organ}{shown_text(data.year)}年{TITLE_WORDS}"


def _given(period: Mapping[str, str] | None, key: str) -> Day:
    if period is None or key not in period:
        return NO_DAY
    return day(period[key])


def day(text: str) -> Day:
    """A day as a cell holds it: a date where the text is an ISO date, else the text, None where there is none."""
    stated = iso_date(text)
    return stated if stated and stated >= _FIRST_DATE else text or None


def derived_day(year: Value, month: int, day_of_month: int) -> date | str:
    """What `derived_day_formula` gives. DATE drops decimals, and adds 1900 to a year before that."""
    if is_number(year) and 1900 < year < 10_000:
        return date(int(year), month, day_of_month)
    return NO_YEAR


def derived_day_formula(year: str, month: int, day_of_month: int) -> str:
    """A day of the cover's year, or NO_YEAR while there is none."""
    usable = f"IF(ISNUMBER({year}),AND({year}>1900,{year}<10000),FALSE)"
    return f'=IF({usable},DATE({year},{month},{day_of_month}),"{NO_YEAR}")'


def day_formula(cell: str) -> str:
    """``2025年1月1日`` out of a date, any other content as it stands. TEXT() would depend on the system's language."""
    return f'IF(ISNUMBER({cell}),YEAR({cell})&"年"&MONTH({cell})&"月"&DAY({cell})&"日",{cell})'


def day_text(shown: Day) -> str:
    """``2025年1月1日``; any other text as it stands."""
    if isinstance(shown, date):
        return f"{shown.year}年{shown.month}月{shown.day}日"
    return shown or ""


def shown_text(value: Value) -> str:
    """What ``&`` makes of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else f"{value:.15G}"
