"""Dates and stretches of time as reports write them, read without believing them.

2025年1月1日, ２０２５年１月, 二〇二五年十二月三十一日, 2025.1.1, 2025/01/01, 20250101, 同年12月31日,
12月31日, 1—12月.
A date that no calendar has (2025年2月30日) is kept as written; what cannot be read is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from validator.narrative.numbers import chinese_integer


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a text says of a day: any part it leaves out, or writes unreadably, is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def as_date(self) -> date | None:
        """The day, None when a part is missing or the calendar has no such day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except (ValueError, OverflowError):
            return None

    @property
    def possible(self) -> bool:
        """Whether the calendar has such a day, missing parts taken as any."""
        whole = PartialDate(self.year or 2024, self.month or 1, self.day or 1)  # 2024 has a 29 February
        return whole.as_date() is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time as written, in coordinates of the plain text.

    `until` marks an end without a beginning (截至12月31日), `whole_year` a bare 2025年度.
    """

    first: PartialDate | None
    last: PartialDate | None
    start: int
    end: int
    until: bool = False
    whole_year: bool = False


_HAN = "〇零一二三四五六七八九"
_YEAR = rf"\d{{2,5}}|[{_HAN}]{{2,4}}|(?:20)?[xX*×_]{{1,4}}"
_PART = r"\d{1,3}|[一二三四五六七八九十]{1,3}|[xX*×_]{1,2}"
_CLOCK = r"(?:(?:\d{1,2}|零|二十四)(?:时|点)(?:整|\d{1,2}分)?|\d{1,2}:\d\d(?::\d\d)?)?"
_DASH = r"(?:-{1,3}|~|至|到)"
_CALENDAR = re.compile(
    rf"(?:(?P<relative>同年|当年|本年|该年|次年|翌年)度?|(?P<year>{_YEAR})年度?|(?P<blank>年)(?=(?:{_PART})月))?"
    rf"(?P<all>全年)?(?P<yearend>年?[底末])?"
    rf"(?:(?P<month>{_PART})(?:月份?(?P<monthend>[底末])?|(?={_DASH}(?:{_PART})月)))?"
    # a day may lack its 日 before 至, 止 or the end of the sentence
    rf"(?:(?P<day>{_PART})(?:[日号]{_CLOCK}|(?={_DASH}(?:{_PART})[日号])|(?(month)(?={_DASH}|[止。,;)]|$)|(?!))))?"
)
_POINTED = re.compile(
    r"(?P<year>\d{4})(?P<sign>[./-]) ?(?P<month>\d{1,2})"
    r"(?:(?P=sign) ?(?P<day>\d{1,2})(?!\d))?[日号]?(?![\d年月])"
)
_POINTED_SHORT = re.compile(r"(?P<month>\d{1,2})(?:[./-] ?(?P<day>\d{1,2}))?[日号]?(?![\d年月.])")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_LEAD = re.compile(r"(?P<until>截[至止](?:到|至)?|直?至|到)|自从?|从|由|起")
_JOIN = re.compile(rf"(?:\([^()。\n]{{1,20}}\))?(?:起|开始|始)?,?(?:起?截[至止](?:到|至)?|一?直[至到]|{_DASH})")
_OPEN_END = re.compile("起?至今|起")
_CLOSE = re.compile(r"为?止|结束")
DATE_BEGINS = re.compile(
    rf"(?:截[至止](?:到|至)?|自从?|从|由|至|到)?(?:\d{{1,5}}(?:[年月./-]|\d{{3}}-)|[{_HAN}十]{{1,4}}[年月]|(?:20)?[xX*×_]{{1,4}}年|年\d)"
)
"""Where a date or a stretch of time may begin."""


def read_date(text: str, at: int = 0) -> tuple[PartialDate, int] | None:
    """The date at index `at` of a plain text and where it ends, None where none stands there."""
    for pattern in (_COMPACT, _POINTED):
        found = pattern.match(text, at)
        if found:
            month, day = found["month"], found["day"]
            return PartialDate(int(found["year"]), int(month), int(day) if day else None), found.end()
    found = _CALENDAR.match(text, at)
    if found is None or found.end() == at or not (found["year"] or found["blank"] or found["month"]):
        return None
    return _calendar_date(found), found.end()


def read_stretch(text: str, at: int = 0) -> Stretch | None:
    """The stretch of time at index `at` of a plain text: from-to, until, or a year."""
    stretch = _stretch(text, at)
    return _within_year(text, stretch) if stretch and stretch.whole_year else stretch


def _stretch(text: str, at: int) -> Stretch | None:
    lead = _LEAD.match(text, at)
    read = read_date(text, lead.end() if lead else at)
    if read is None:
        return None
    first, end = read
    join = _JOIN.match(text, end)
    read_last = _last_date(text, join.end(), first) if join else None
    if read_last is not None:
        last, end = read_last
        return _closed(text, Stretch(first, last, at, end))
    if lead and lead["until"]:
        return _closed(text, Stretch(None, first, at, end, until=True))
    if first.month is None:
        return Stretch(first, first, at, end, whole_year=True)
    open_end = _OPEN_END.match(text, end)
    return Stretch(first, None, at, open_end.end() if open_end else end)


def _within_year(text: str, year: Stretch) -> Stretch:
    """2025年度, or 2025年度（1月1日至12月31日）, where the days follow the year."""
    inner = _stretch(text, year.end + 1) if text[year.end : year.end + 1] in ("(", ",") else None
    if inner is None or inner.whole_year or not (inner.first and inner.last and year.first):
        return year
    first = PartialDate(inner.first.year or year.first.year, inner.first.month, inner.first.day)
    last = PartialDate(inner.last.year or year.first.year, inner.last.month, inner.last.day)
    return Stretch(first, last, year.start, inner.end)


def _closed(text: str, stretch: Stretch) -> Stretch:
    """The stretch with its closing 止."""
    close = _CLOSE.match(text, stretch.end)
    end = close.end() if close else stretch.end
    return Stretch(stretch.first, stretch.last, stretch.start, end, stretch.until, stretch.whole_year)


def _last_date(text: str, at: int, first: PartialDate) -> tuple[PartialDate, int] | None:
    """The end of a stretch, which may leave out what its beginning says: 12月31日, 31日, 12.31."""
    full = read_date(text, at)
    if full is None:
        return _short_last(text, at, first)
    last, end = full
    found = _CALENDAR.match(text, at)
    relative = found["relative"] if found and found.end() == end else None
    if relative and first.year is not None:
        year: int | None = first.year + (relative in ("次年", "翌年"))
    elif last.year is None and not (found and (found["year"] or found["blank"])):
        year = first.year
    else:
        year = last.year
    return PartialDate(year, last.month, last.day), end


def _short_last(text: str, at: int, first: PartialDate) -> tuple[PartialDate, int] | None:
    only_day = re.match(rf"({_PART})[日号]", text[at : at + 6])
    if only_day:
        return PartialDate(first.year, first.month, _part(only_day[1])), at + only_day.end()
    found = _POINTED_SHORT.match(text, at)
    if found is None or first.year is None:
        return None
    number = int(found["month"])
    if found["day"]:
        return PartialDate(first.year, number, int(found["day"])), found.end()
    if first.day is None:
        return PartialDate(first.year, number), found.end()
    return PartialDate(first.year, first.month, number), found.end()


def _calendar_date(found: re.Match[str]) -> PartialDate:
    year = read_year(found["year"]) if found["year"] else None
    month = _part(found["month"])
    if found["yearend"] and month is None:
        return PartialDate(year, 12)
    return PartialDate(year, month, _part(found["day"]))


def read_year(word: str) -> int | None:
    """2025, 二〇二五, 25 -> 2025; other lengths as written; None where it is no number."""
    number = int(word) if word.isascii() and word.isdigit() else chinese_integer(word)
    if number is None:
        return None
    return number + 2000 if number < 100 else number


def _part(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isascii() and word.isdigit() else chinese_integer(word)
