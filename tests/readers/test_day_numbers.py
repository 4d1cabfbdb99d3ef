"""Day numbers at their borders, and which of Excel's own formats show one as a date."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from validator.model.serials import from_serial, to_serial
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.appearance import read_styles
from validator.readers.xlsx.styles import Shown, shown_by

BORDERS = [
    (date(1900, 1, 1), 1),
    (date(1900, 2, 27), 58),
    (date(1900, 2, 28), 59),  # day 60 is the 29th that never was
    (date(1900, 3, 1), 61),
    (date(9999, 12, 31), 2_958_465),
]


@pytest.mark.parametrize(("day", "number"), BORDERS)
def test_a_day_and_its_number(day: date, number: int) -> None:
    assert to_serial(day) == number
    assert from_serial(number) == day


def test_numbers_that_no_calendar_has() -> None:
    assert [from_serial(one) for one in (-1, 60, 60.5, 2_958_466)] == [None] * 4
    assert from_serial(2_957_003, date1904=True) == date(9999, 12, 31)
    assert from_serial(2_957_004, date1904=True) is None
    assert from_serial(2_958_465.5) == datetime(9999, 12, 31, 12)  # noqa: DTZ001


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}


def test_the_formats_that_excel_has_by_itself() -> None:
    """ISO/IEC 29500-1, 18.8.30, with the Chinese ones."""
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in range(82))
    data = f'<styleSheet xmlns="{SPACE}"><cellXfs>{formats}</cellXfs></styleSheet>'.encode()
    shown = read_styles(data, "xl/styles.xml", Budget(DEFAULT_LIMITS)).formats
    assert {number for number, one in enumerate(shown) if one is Shown.DATE} == DATES
    assert [number for number, one in enumerate(shown) if one is Shown.DURATION] == [46]


@pytest.mark.parametrize(
    ("code", "shown"),
    [("0;yyyy", Shown.NUMBER), ("yyyy;0", Shown.DATE), ("0;[h]:mm", Shown.NUMBER), ('0"年";d', Shown.NUMBER)],
)
def test_the_first_section_of_a_format_decides(code: str, shown: Shown) -> None:
    assert shown_by(code) is shown
