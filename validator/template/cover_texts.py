"""The cover's checks as Excel text (P-01, P-05, P-06), for the 校验 sheet and for conditional formats on the cover."""

from __future__ import annotations

from collections.abc import Callable

from validator.model.derived_fields import AFTER_LAST, day_of_year_formula
from validator.model.form import Form, Role
from validator.startup.records import dataclass
from validator.template.cell_texts import stripped
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED

_WRITTEN_OTHERWISE = ("二〇", "二零", "二○", "二◯", "二0", "二O", "2〇", "2零", "2O", "２")
"""How a year after 2000 may begin in a title that a formula cannot read."""
_BEGIN_YEARS = ("1", "2", "１", "２", "二")
"""Without one of these a title has no year at all."""


@dataclass(frozen=True, slots=True)
class CoverTexts:
    """Written over the cells of the cover's fields; `at` gives them by role, ``""`` where the form has none."""

    form: Form
    at: Callable[[Role], str]

    def year(self) -> str:
        """P-06 without the day of the check: the last year that the cover takes stands for this one.

        A year that is text in plain digits is to be looked at.
        """
        year, years = self.at(Role.YEAR), self.form.calendar.years
        whole = f"AND({year}=INT({year}),{year}>={years[0]},{year}<={years[-1]})"
        word = f'IF({whole},IF({year}={years[-1]},"{REVIEW}","{HOLDS}"),"{FAILS}")'
        read = f'VALUE(SUBSTITUTE(SUBSTITUTE({year},"度",""),"年",""))'
        text = f"IF(ISTEXT({year}),IFERROR(AND({read}=INT({read}),{read}>={years[0]},{read}<={years[-1]}),FALSE),FALSE)"
        return f'IF(ISNUMBER({year}),{word},IF({text},"{REVIEW}","{FAILS}"))'

    def usable_year(self) -> str:
        """TRUE where the cover has a year that other rules can start from."""
        year = self.at(Role.YEAR)
        first = self.form.calendar.years[0]
        return f"IF(ISNUMBER({year}),AND({year}=INT({year}),{year}>={first},{year}<{AFTER_LAST - 1}),FALSE)"

    def day(self, role: Role) -> str:
        """The first or the last day of the cover's year."""
        days, year = self.form.calendar, self.at(Role.YEAR)
        if role is Role.END:
            return day_of_year_formula(year, days.last_day, over=days.over)
        return day_of_year_formula(year, days.first_day)

    def is_its_day(self, role: Role) -> str:
        """TRUE where a field holds that day; a time of day does not count."""
        cell = self.at(role)
        return f"IF(ISNUMBER({cell}),INT({cell})={self.day(role)},FALSE)"

    def period(self) -> str:
        """P-01: 统计期限起、止是报告年度的第一天和最后一天；不满一年而说明了组建、撤销的，核实。"""
        start, end = self.at(Role.START), self.at(Role.END)
        whole = f"AND({self.is_its_day(Role.START)},{self.is_its_day(Role.END)})"
        told = f'IF({whole},"{HOLDS}",IF({self._is_explained()},"{REVIEW}","{FAILS}"))'
        dated = f'IF(COUNT({start},{end})<2,"{FAILS}",IFERROR({told},"{FAILS}"))'
        return f'IF({self.usable_year()},{dated},"{UNDECIDED}")'

    def _is_explained(self) -> str:
        note = self.at(Role.PARTIAL_YEAR)
        if not note:
            return "FALSE"
        start, end = (f"INT({self.at(role)})" for role in (Role.START, Role.END))
        within = f"{self.day(Role.START)}<={start},{start}<={end},{end}<={self.day(Role.END)}"
        return f"AND({within},LEN({stripped(note)})>0)"

    def title(self, title: str) -> str:
        """P-05 of a title: a year that is not written as 2025年 is to be looked at, and never called wrong."""
        year = self.at(Role.YEAR)
        own, anywhere = f'ISNUMBER(FIND({year}&"年",{title}))', f"ISNUMBER(FIND({year},{title}))"
        others = ",".join(str(one) for one in range(2000, 2100))
        other = f'SUMPRODUCT(--ISNUMBER(FIND({{{others}}}&"年",{title})))>0'
        wrong = f"IF({anywhere},FALSE,IF({other},{_none_of(_WRITTEN_OTHERWISE, title)},FALSE))"
        rest = f'IF({_none_of(_BEGIN_YEARS, title)},"{HOLDS}","{REVIEW}")'
        told = f'IF({own},"{HOLDS}",IF({wrong},"{FAILS}",{rest}))'
        return f'IF({self.usable_year()},{told},"{UNDECIDED}")'


def _none_of(words: tuple[str, ...], text: str) -> str:
    listed = ",".join(f'"{one}"' for one in words)
    return f"SUMPRODUCT(--ISNUMBER(FIND({{{listed}}},{text})))=0"
