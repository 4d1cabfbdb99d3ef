"""Values as people read them, in messages, texts and the add-in alike: as Excel shows them, never as Python does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from validator.model.blanks import as_shown

_LONGEST = 10**21
"""Nobody counts the zeros of longer numbers: 1E+300."""


def shown(value: object) -> str:
    """``TRUE``, ``2025-01-01``, ``0.0000006``, ``250000000000000``; a text as it stands, nothing for a blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return f"{_day(value)} {_clock(value.time())}" if value.time() != time.min else _day(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return _clock(value)
    return _span(value) if isinstance(value, timedelta) else str(value)


def _number(number: int | float) -> str:
    """No exponents and no decimals that are none: with the fifteen digits that Excel keeps."""
    if isinstance(number, float) and (number != number or abs(number) == float("inf")):
        return str(number)
    if abs(number) >= _LONGEST:
        return f"{Decimal(repr(as_shown(float(number)))):E}"
    text = f"{Decimal(repr(as_shown(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(day: date) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _clock(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02}:{clock.second:02}"


def _span(span: timedelta) -> str:
    """Elapsed time as ``[h]:mm:ss`` has it."""
    seconds = round(abs(span.total_seconds()))
    sign = "-" if span < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
