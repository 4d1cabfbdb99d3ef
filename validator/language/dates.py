"""Dates and stretches of time as reports write them, read without believing them.

2025年1月1日, ２０２５年１月, 二〇二五年十二月三十一日, 2025.1.1, 2025/01/01, 20250101, 同年12月31日,
12月31日, 1—12月, 2025年上半年, 2025年一至三季度.
A date that no calendar has (2025年2月30日) is kept as written; what cannot be read is None.
"""

from __future__ import annotations

import re
from datetime import date

from validator.language.numbers import chinese_integer
from validator.startup.expressions import expression
from validator.startup.records import dataclass, replace


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
_PART = r"\d{1,3}|[一二三四五六七八九十]{1,3}|元(?=月)|[xX*×_]{1,2}"
_CLOCK = r"(?:(?:\d{1,2}|零|二十四)(?:时|点)(?:整|\d{1,2}分)?|\d{1,2}:\d\d(?::\d\d)?)?"
_DASH = r"(?:-{1,3}|~|至|到)"
_RELATIVE = r"(?P<relative>同年|当年|本年|该年|次年|翌年)度?"
_CALENDAR = expression(
    rf"(?:{_RELATIVE}|(?P<year>{_YEAR})年度?的?|(?P<blank>年)(?=(?:{_PART})月))?"
    rf"(?P<all>全年)?(?P<yearbegin>年?初)?(?P<yearend>年?[底末])?"
    rf"(?:(?P<month>{_PART})(?:月份?[初底末]?|(?={_DASH}(?:{_PART})月)))?"
    # a day may lack its 日 before 至, 止 or the end of the sentence
    rf"(?:(?P<day>{_PART})(?:[日号]{_CLOCK}|(?={_DASH}(?:{_PART})[日号])|(?(month)(?={_DASH}|[止。,;)]|$)|(?!))))?"
)
_QUARTER = "[一二三四1-4]"
_PART_OF_YEAR = expression(
    rf"(?:{_RELATIVE}|(?P<year>{_YEAR})年度?的?)?"
    rf"(?:(?P<half>上|下|(?<=年)|(?<=年度))半年度?|前(?P<months>{_PART})个月|前(?P<upto>{_QUARTER})个?季度?"
    rf"|第?(?P<quarter>{_QUARTER})(?:季?度?(?:{_DASH}|、|和)第?(?P<to>{_QUARTER}))?季度?(?<=[季度]))(?:末|底)?"
)
_POINTED = expression(
    r"(?P<year>\d{4})(?P<sign>[./-]) ?(?P<month>\d{1,2})"
    r"(?:(?P=sign) ?(?P<day>\d{1,2})(?!\d))?[日号]?(?![\d年月])"
)
_POINTED_SHORT = expression(r"(?P<month>\d{1,2})(?:[./-] ?(?P<day>\d{1,2}))?[日号]?(?![\d年月.])")
_COMPACT = expression(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_LEAD = expression(r"(?P<until>截[至止](?:到|至)?|直?至|到)|自从?|从|由|起")
_JOIN = expression(
    rf"(?:\([^()。\n]{{1,20}}\))?(?:起|开始|始)?(?:统计|计算)?,?"
    rf"(?:(?:统计)?(?:截[止至]|终止|结束)(?:时间|日期|日)(?:为|是|:)?|起?截[至止](?:到|至)?|一?直[至到]|{_DASH})"
)
_OPEN_END = expression("起?至今|起")
_MONTH_ENDS = expression(r"[。;!?,\n)]|止|期间|当月|$")
_THAT_IS = expression(r"[(,](?:即|也就是|具体为|为|:)*")
_CLOSE = expression(r"为?止|结束")
DATE_BEGINS = expression(
    r"(?:截[至止](?:到|至)?|自从?|从|由|至|到)?"
    rf"(?:\d{{1,5}}(?:[年月./-]|\d{{3}}-)|[{_HAN}十]{{1,4}}[年月]|(?:20)?[xX*×_]{{1,4}}年|年\d|元月"
    rf"|[上下]半年|前(?:{_PART})个?[月季]|第?{_QUARTER}(?:季?度?(?:{_DASH}|、|和)第?{_QUARTER})?季)"
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
    begin = lead.end() if lead else at
    part = _part_of_year(text, begin)
    read = (part[0], part[2]) if part else read_date(text, begin)
    if read is None:
        return None
    first, end = read
    join = _JOIN.match(text, end)
    read_last = _last_date(text, join.end(), first) if join else None
    if read_last is not None:
        last, end = read_last
        return _closed(text, Stretch(first, last, at, end))
    if lead and lead["until"]:
        return _closed(text, Stretch(None, part[1] if part else first, at, end, until=True))
    return _alone(text, at, first, part[1] if part else None, end)


def _alone(text: str, at: int, first: PartialDate, last: PartialDate | None, end: int) -> Stretch:
    """A stretch that one expression states: 2025年度, 2025年上半年, 2025年6月; a single day is a beginning."""
    if last is not None:
        return _closed(text, Stretch(first, last, at, end))
    if first.month is None:
        return Stretch(first, first, at, end, whole_year=True)
    if first.day is None and _MONTH_ENDS.match(text, end):
        return Stretch(first, first, at, end)
    open_end = _OPEN_END.match(text, end)
    return Stretch(first, None, at, open_end.end() if open_end else end)


def _part_of_year(text: str, at: int) -> tuple[PartialDate, PartialDate, int] | None:
    """First and last month of a half, of quarters, of 前十个月, and where the words end."""
    found = _PART_OF_YEAR.match(text, at)
    if found is None:
        return None
    year = read_year(found["year"])
    months = _months(found)
    return None if months is None else (PartialDate(year, months[0]), PartialDate(year, months[1]), found.end())


def _months(found: re.Match[str]) -> tuple[int, int] | None:
    if found["half"] is not None:
        return (7, 12) if found["half"] == "下" else (1, 6)
    if found["months"]:
        last = _part(found["months"])
        return (1, last) if last and last <= 12 else None
    if found["upto"]:
        return 1, 3 * (_part(found["upto"]) or 1)
    first = _part(found["quarter"]) or 1
    return 3 * first - 2, 3 * (_part(found["to"] or found["quarter"]) or 1)


def _within_year(text: str, year: Stretch) -> Stretch:
    """2025年度, or 2025年度（1月1日至12月31日）, where the days follow the year."""
    that_is = _THAT_IS.match(text, year.end)
    inner = _stretch(text, that_is.end()) if that_is else None
    if inner is None or inner.whole_year or not (inner.first and inner.last and year.first):
        return year
    first, last = (replace(one, year=one.year or year.first.year) for one in (inner.first, inner.last))
    return Stretch(first, last, year.start, inner.end)


def _closed(text: str, stretch: Stretch) -> Stretch:
    """The stretch with its closing 止."""
    close = _CLOSE.match(text, stretch.end)
    return replace(stretch, end=close.end()) if close else stretch


def _last_date(text: str, at: int, first: PartialDate) -> tuple[PartialDate, int] | None:
    """The end of a stretch, which may leave out what its beginning says: 12月31日, 31日, 12.31."""
    part = _part_of_year(text, at)
    if part:
        return PartialDate(part[1].year or first.year, part[1].month), part[2]
    full = read_date(text, at)
    if full is None:
        return _short_last(text, at, first)
    last, end = full
    found = _CALENDAR.match(text, at)
    relative = found["relative"] if found and found.end() == end else None
    if relative and first.year is not None:
        last = replace(last, year=first.year + (relative in ("次年", "翌年")))
    elif last.year is None and not (found and (found["year"] or found["blank"])):
        last = replace(last, year=first.year)
    return last, end


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
    year, month = read_year(found["year"]), _part(found["month"])
    if month is None and (found["yearbegin"] or found["yearend"]):
        return PartialDate(year, 1 if found["yearbegin"] else 12)
    return PartialDate(year, month, _part(found["day"]))


def read_year(word: str | None) -> int | None:
    """2025, 二〇二五, 25 -> 2025; other lengths as written; None where it is no number."""
    number = _part(word)
    return number + 2000 if number is not None and number < 100 else number


def _part(word: str | None) -> int | None:
    if word is None:
        return None
    if word == "元":
        return 1
    return int(word) if word.isascii() and word.isdigit() else chinese_integer(word)
