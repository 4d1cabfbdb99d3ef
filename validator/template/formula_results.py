"""What every formula of the template shows, worked out here: a file is read before any program has calculated it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeGuard

from validator.exchange.filing_data import TITLE_KEY, FilingData, Value, iso_date
from validator.model.blanks import as_shown
from validator.model.cells import Cell, CellKind
from validator.model.derived_fields import NO_YEAR, day_of_year, day_text, title_text
from validator.model.form import Form, Role
from validator.startup.records import dataclass

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


def cover(data: FilingData, form: Form) -> Cover:
    """The cover that the data gives, what it leaves out derived from organ and year."""
    stated = {Role.START: _given(data.period, "start"), Role.END: _given(data.period, "end")}
    derived = {role: _derived(form, data.year, last=role is Role.END) for role in stated}
    usual = title_text(form, data.organ, data.year)
    title = data.text.get(TITLE_KEY, usual)
    typed = {role for role, day in stated.items() if day not in {NO_DAY, derived[role]}}
    typed |= {Role.TITLE} if title != usual else set()
    days = {role: stated[role] if role in typed else derived[role] for role in stated}
    return Cover(title, days[Role.START], days[Role.END], frozenset(form.name_of(role) for role in typed))


def stated(data: FilingData, form: Form) -> Mapping[Role, Day | Value]:
    """What each field of the cover shows, by what it is for."""
    shown = cover(data, form)
    return {
        Role.TITLE: shown.title,
        Role.ORGAN: data.organ,
        Role.ORGAN_TYPE: data.organ_type,
        Role.YEAR: data.year,
        Role.START: shown.start,
        Role.END: shown.end,
        Role.PARTIAL_YEAR: data.partial_year,
        Role.PUBLISHED: day(data.published),
    }


def _derived(form: Form, year: Value, *, last: bool) -> date | str:
    cell = Cell(year, CellKind.NUMBER if is_number(year) else CellKind.TEXT)
    return day_of_year(form, cell, last=last) or NO_YEAR


def _given(period: Mapping[str, str] | None, key: str) -> Day:
    if period is None or key not in period:
        return NO_DAY
    return day(period[key])


def day(text: str) -> Day:
    """A day as a cell holds it: a date where the text is an ISO date, else the text, None where there is none."""
    stated = iso_date(text)
    return stated if stated and stated >= _FIRST_DATE else text or None
