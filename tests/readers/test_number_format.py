"""What a number format shows, beside the same cells in LibreOffice."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
import xlsxwriter

from tests.office import Office
from validator.filings.damage.likeness import seen_otherwise
from validator.model.cells import Cell, CellKind
from validator.readers.looks import CellLook
from validator.readers.number_format import Picture, number_shown, text_shown

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN: list[tuple[str, float, str]] = [
    ("General", 705, "705"),
    ("", 344.0982, "344.0982"),
    ("G/通用格式", 705, "705"),
    ("@", 705, "705"),
    ("0", 705, "705"),
    ("0", 704.5, "705"),
    ("0.00", 705, "705.00"),
    ("#,##0", 1234567, "1,234,567"),
    ("#,##0.00", -1234.565, "-1,234.57"),
    ("0000", 705, "0705"),
    ("#", 0, ""),
    ("?0", 5, " 5"),
    (".00", 12.5, "12.50"),
    ("0.0#", 12.5, "12.5"),
    ("0,", 3440, "3"),
    ("0.0,,", 3440000, "3.4"),
    ("0%", 5, "500%"),
    ('0"0"', 705, "7050"),
    ("0\\0", 705, "7050"),
    ('"99"', 705, "99"),
    (";;;", 705, ""),
    ("0;;", -5, ""),
    ("0;0", -5, "5"),
    ("0;-0;\"-\"", 0, "-"),
    ('0"."0', 705, "70.5"),
    ("000-0000", 5551234, "555-1234"),
    ("0*0", 5, "500"),
    ('General"0"', 705, "7050"),
    ('[>100]0;[<=100]"99"', 3, "99"),
    ('[>100]0;[<=100]"99"', 300, "300"),
    ('[=1]"一";[=2]"二";0', 2, "二"),
    ("0.00E+00", 3441, "3.44E+03"),
    ("##0.0E+0", 12345, "12.3E+3"),
    ("# ?/?", 0.5, "1/2"),
    ("# ?/?", 5, "5"),
    ("# ?/8", 0.25, "1/4"),
    ("[$¥-804]#,##0.00", 1234.5, "¥1,234.50"),
    ("[DBNum1][$-804]0", 7, "7"),
    (ACCOUNTING, 12.5, " 12.50 "),
    (ACCOUNTING, 0, " - "),
    ("0!0", 344, "34!4"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value", "text"), SHOWN)
def test_a_number_under_a_format(code: str, value: float, text: str) -> None:
    shown = number_shown(code, value).text
    assert " ".join(shown.split()) == text.strip()


def test_the_colour_that_a_section_gives() -> None:
    assert number_shown("0;[Red]-0", -5) == Picture("-5", "FF0000")
    assert number_shown("[白色]0", 5) == Picture("5", "FFFFFF")
    assert number_shown("[Color 2]0", 5) == Picture("5", "FFFFFF")
    assert number_shown("[Color 99]0", 5) == Picture("5", None)


def test_a_text_under_a_format() -> None:
    assert text_shown("0", "无") == Picture("无", None)
    assert text_shown("@", "无") == Picture("无", None)
    assert text_shown('0;0;0;"有"', "无") == Picture("有", None)
    assert text_shown(";;;", "无") == Picture("", None)
    assert text_shown("0;@@", "无") == Picture("无无", None)


CORES = (
    "0", "#,##0", "0.00", "#,##0.00", "General", "0,", "0.0,", "0%", "#", "##0.0#", "0000", "000-0000", '0"0"', '0"."0',
    "?0", "00.0", '0"件"', '"99"', "", "0\\0", "$#,##0", "¥0.00", "(0)", "-0", "0.???", "# ?/?",
)  # fmt: skip
VALUES = (0, 1, 5, 705, 3440, 12345, 1234567, 0.5, 344.0982, 12.345, 99.995, 0.004)


def _code(luck: random.Random) -> str:
    def section() -> str:
        return "".join(
            (
                luck.choice(("", "", "", "", "[Red]", "[Blue]")),
                luck.choice(("", "", "", "", "[>100]", "[<=5]", "[=0]")),
                luck.choice(("", "", "_ ")),
                luck.choice(CORES),
                luck.choice(("", "", "_)")),
            )
        )

    return ";".join(section() for _ in range(luck.choice((1, 1, 1, 2, 2, 3)))) + luck.choice(("", "", ";@"))


def test_what_counts_as_the_same_is_the_same_in_libreoffice(office: Office, tmp_path: Path) -> None:
    luck = random.Random(20)  # noqa: S311  no secret
    cases = [(_code(luck), luck.choice(VALUES)) for _ in range(600)]
    book = xlsxwriter.Workbook(str(tmp_path / "shown.xlsx"))
    sheet = book.add_worksheet()
    sheet.set_column(0, 0, 60)
    for row, (code, value) in enumerate(cases):
        sheet.write_number(row, 0, value, book.add_format({"num_format": code or "General"}))
    book.close()
    (made,) = office.convert([tmp_path / "shown.xlsx"], "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "csv")
    seen = [line[0] if line else "" for line in csv.reader(io.StringIO(made.read_text("utf-8")))]
    assert len(seen) == len(cases)
    same = [
        (code, value, text)
        for (code, value), text in zip(cases, seen, strict=True)
        if seen_otherwise(Cell(value, CellKind.NUMBER), CellLook(code), "件") is None
    ]
    assert len(same) > 150
    assert [one for one in same if not _says(one[2], one[1])] == []


def _says(text: str, value: float) -> bool:
    """An independent look at what LibreOffice shows."""
    bare = "".join(text.split())
    for sign in ("¥", "$", "件", ","):
        bare = bare.replace(sign, "")
    return (bare in {"-", "(0)"} and value == 0) or float(
        bare.replace("1/2", "0.5").replace("(", "-").strip(")")
    ) == value
