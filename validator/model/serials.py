"""Excel's day numbers and ISO text as dates, and back.

ISO/IEC 29500-1, 18.17.4.1: in the 1900 system day 1 is 1900-01-01 and day 60 is 1900-02-29, which never was; in the
1904 system day 0 is 1904-01-01. A number no calendar has (day 60, negative, after 9999) stays a number.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from validator.startup.expressions import expression

DAY = 86_400_000  # milliseconds, the precision Excel keeps
LEAP_DAY_1900 = 60
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_1900 = (date(9999, 12, 31) - EPOCH_1900).days
LAST_1904 = (date(9999, 12, 31) - EPOCH_1904).days
ISO = expression(
    r"(?P<day>\d{4}-\d\d-\d\d)?T?(?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)

DateValue = date | datetime | time | timedelta


def from_serial(serial: float, *, date1904: bool = False) -> DateValue | None:
    """The date, moment or time of day of one day number; None when no calendar has it.

    A moment at midnight is a `date`; a number below one day is a `time`.
    """
    last = LAST_1904 if date1904 else LAST_1900
    if not 0 <= serial < last + 1:
        return None
    day, milliseconds = divmod(round(serial * DAY), DAY)
    clock = timedelta(milliseconds=milliseconds)
    if day == 0:
        return _moment(date.min, clock).time()
    if date1904:
        found = EPOCH_1904 + timedelta(days=day)
    elif day == LEAP_DAY_1900 or day > last:
        return None
    else:
        found = EPOCH_1900 + timedelta(days=day if day > LEAP_DAY_1900 else day + 1)
    return _moment(found, clock) if milliseconds else found


def _moment(day: date, clock: timedelta) -> datetime:
    return datetime.combine(day, time.min) + clock


def duration(serial: float) -> timedelta | None:
    """The span of a number shown as elapsed time (``[h]:mm``); None when it is too long for one."""
    if abs(serial) > LAST_1900:
        return None
    return timedelta(milliseconds=round(serial * DAY))


def to_serial(value: DateValue, *, date1904: bool = False) -> float:
    """The day number behind a date read from a cell: what the clerk typed when a count cell is formatted as a date."""
    if isinstance(value, timedelta):
        return _number(value / timedelta(days=1))
    if isinstance(value, time):
        return _number((datetime.combine(date.min, value) - _moment(date.min, timedelta())) / timedelta(days=1))
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    epoch = EPOCH_1904 if date1904 else EPOCH_1900
    days = (moment - datetime.combine(epoch, time.min)) / timedelta(days=1)
    return _number(days if date1904 or days > LEAP_DAY_1900 else days - 1)


def _number(days: float) -> float:
    return int(days) if days == int(days) else days


def from_iso(text: str) -> DateValue | None:
    """The value of a cell of type ``d``: ISO 8601 date, moment or time of day; None when it is neither."""
    match = ISO.fullmatch(text.strip())
    if match is None:
        return None
    day, clock = match["day"], match["time"]
    try:
        if day and clock:
            moment = datetime.fromisoformat(f"{day}T{clock}")
            return moment if moment.time() != time.min else moment.date()
        if day:
            return date.fromisoformat(day)
        return time.fromisoformat(clock) if clock else None
    except ValueError:
        return None
