"""The template as other programs leave it, made here part by part: the verdict is that of the template, plus what is
told of the program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.books import loaded
from tests.conftest import DAY
from tests.readers.test_as_excel_opens import with_zip64
from tests.shipped import CATALOGUE, base_filing, build
from validator import check, read
from validator.exchange.extract import extract
from validator.filings.typed_mark import typed_mark, typed_tables
from validator.model.filing import Filing
from validator.model.report import FileReport

TABLES = tuple(CATALOGUE.form("2021").tables)
Edit = Callable[[str], str]


@lru_cache(maxsize=2)
def made(*, typed: bool) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build(base_filing(), typed_totals=typed))) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return memory.getvalue()


def edited(edits: Mapping[str, Edit], *, typed: bool = True) -> bytes:
    parts = dict(made(typed=typed))
    for name, edit in edits.items():
        before = parts[name].decode()
        after = edit(before)
        assert after != before, name
        parts[name] = after.encode()
    return packed(parts)


def filing(folder: Path, content: bytes) -> Filing:
    path = folder / "示例市2025.xlsx"
    path.write_bytes(content)
    return read(path)


def report(folder: Path, content: bytes) -> FileReport:
    return check([filing(folder, content)], today=DAY).files[0]


def codes(folder: Path, content: bytes) -> list[str]:
    return [f"{one.rule.code}:{one.severity.value}" for one in report(folder, content).findings]


def swap(before: str, after: str) -> Edit:
    return lambda text: text.replace(before, after)


# what the reader mends

WORKBOOK = "xl/workbook.xml"
MENDED: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "a module sheet": (
        lambda: edited({WORKBOOK: swap("</sheets>", '<sheet name="Module1" sheetId="99" r:id=""/></sheets>')}),
        ["D-03:explain", "D-18:notice"],
    ),
    "a hidden module sheet": (
        lambda: edited({WORKBOOK: swap("</sheets>", '<sheet name="M" sheetId="99" state="hidden" r:id=""/></sheets>')}),
        ["D-03:explain", "D-18:notice"],
    ),
    "a merged column": (
        lambda: edited({"xl/worksheets/sheet4.xml": swap("<mergeCell ", '<mergeCell ref="Z:Z"/><mergeCell ')}),
        [],
    ),
    "merged rows": (
        lambda: edited({"xl/worksheets/sheet4.xml": swap("<mergeCell ", '<mergeCell ref="90:99"/><mergeCell ')}),
        [],
    ),
    "zip64 beside": (lambda: with_zip64(packed(made(typed=True))), []),
    "zip64 and a prefix": (lambda: b"\r\n" + with_zip64(packed(made(typed=True))), []),
    "utf8": (lambda: edited({"xl/worksheets/sheet4.xml": swap('"UTF-8"', '"utf8"')}), []),
    "two pictures of one name": (
        lambda: _with_twice({"docProps/thumbnail.jpeg": b"a"}),
        ["D-18:notice"],
    ),
}


def _with_twice(twice: Mapping[str, bytes]) -> bytes:
    memory = io.BytesIO(packed({**made(typed=True), **twice}))
    with zipfile.ZipFile(memory, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        for name, content in twice.items():
            out.writestr(name, content + b"b")
    return memory.getvalue()


@pytest.mark.parametrize("name", MENDED)
def test_what_was_mended_is_told_and_nothing_else(tmp_path: Path, name: str) -> None:
    make, wanted = MENDED[name]
    assert codes(tmp_path, make()) == wanted


def test_a_notice_fails_no_report(tmp_path: Path) -> None:
    found = report(tmp_path, _with_twice({"docProps/thumbnail.jpeg": b"a"}))
    assert found.status.value == "clean"
    assert [one.message("en") for one in found.findings] == [
        (
            "Mended while reading (1): the archive holds docProps/thumbnail.jpeg twice; "
            "both are the same or were not needed"
        )
    ]


# the cover as other programs leave it


@lru_cache(maxsize=1)
def right() -> bytes:
    """The right filing, its totals typed."""
    return build(base_filing(), typed_totals=True)


def opened(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = loaded(right())
    change(book)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def cover(folder: Path, **cells: object) -> list[str]:
    """The findings but VA-06: openpyxl stores no results."""

    def change(book: openpyxl.Workbook) -> None:
        for at, value in cells.items():
            book["封面"][at].value = value
            book["封面"][at].number_format = "General"

    return [one for one in codes(folder, opened(change)) if not one.startswith("VA-06")]


DAYS: list[tuple[dict[str, object], list[str]]] = [
    ({"C10": 45658, "C11": 46022}, ["P-01:explain"]),
    ({"C10": 45658}, ["P-01:explain"]),
    ({"C11": 46022}, ["P-01:explain"]),
    ({"C10": 45658.0, "C11": 46022.75}, ["P-01:explain"]),
    ({"C10": 45292, "C11": 45657}, ["P-01:must"]),
    ({"C10": 46022, "C11": 45658}, ["P-01:must"]),
    ({"C10": 45658, "C11": 46021}, ["P-01:must"]),
    ({"C10": -5}, ["P-01:must"]),
    ({"C10": 0}, ["P-01:must"]),
    ({"C10": 60}, ["P-01:must"]),
    ({"C10": 0.5}, ["P-01:must"]),
    ({"C10": 2025}, ["P-01:must"]),
    ({"C10": 20250101, "C11": 20251231}, ["P-01:must"]),
    ({"C10": 2958466}, ["P-01:must"]),
    ({"C10": True}, ["P-01:must"]),
    ({"C10": "#N/A"}, ["P-01:must"]),
    ({"C10": "2025-01-01"}, ["P-01:must"]),
    ({"C13": 46101}, []),
]


@pytest.mark.parametrize(("cells", "wanted"), DAYS)
def test_days_without_a_format(tmp_path: Path, cells: dict[str, object], wanted: list[str]) -> None:
    assert cover(tmp_path, **cells) == wanted


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-5, "数 -5"),
        (2025, "数 2025"),
        (20250101, "数 20250101"),
        (True, "逻辑值 TRUE"),
        ("#N/A", "错误值 #N/A"),
    ],
)
def test_what_is_no_day_is_named_for_what_it_is(tmp_path: Path, value: object, said: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["封面"]["C10"].value = value
        book["封面"]["C10"].number_format = "General"

    (finding,) = (one for one in report(tmp_path, opened(change)).findings if one.rule.code == "P-01")
    assert f"起：{said}，" in finding.message()
    assert "文字" not in finding.message()
    assert [(one.place.cell, one.suggested) for one in finding.suspects] == [("C10", "2025-01-01")]


def test_a_formula_whose_result_lost_its_format(tmp_path: Path) -> None:
    """As SheetJS saves it: the formula stays, its result is a plain number."""
    styles = {"xl/styles.xml": lambda text: text.replace("numFmtId=", "x=")}
    parts = edited(styles)
    found = report(tmp_path, parts)
    assert [(one.rule.code, one.severity.value) for one in found.findings] == [("P-01", "explain")]
    assert [one.suggested for one in found.findings[0].suspects] == ["2025-01-01", "2025-12-31"]


def test_days_of_1904_without_a_format(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        for at, value in (("C10", 45658 - 1462), ("C11", 46022 - 1462)):
            book["封面"][at].value = value
            book["封面"][at].number_format = "General"

    found = report(tmp_path, opened(change)).findings
    assert [(one.rule.code, one.severity.value) for one in found if one.rule.code == "P-01"] == [("P-01", "explain")]


def test_extract_writes_days_as_days(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for at, value in (("C10", 45658), ("C11", 46022), ("C13", 46101)):
            book["封面"][at].value = value
            book["封面"][at].number_format = "General"

    data = extract(filing(tmp_path, opened(change)))
    assert (data.period, data.published) == ({"start": "2025-01-01", "end": "2025-12-31"}, "2026-03-20")


@pytest.mark.parametrize(
    "year", ["2025", "2025年", "2025年度", " 2025 ", "２０２５", "二〇二五年", "2025\u200b", "公元2025年", "2025.0"]
)
def test_a_year_as_text_is_the_year_and_nothing_follows(tmp_path: Path, year: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["封面"]["C9"].value = year

    found = report(tmp_path, opened(change))
    told = [one for one in found.findings if one.rule.code != "VA-06"]
    assert [(one.rule.code, one.severity.value) for one in told] == [("P-06", "explain")]
    assert [(one.suggested, one.certain) for one in told[0].suspects] == [(2025, True)]
    assert found.year == 2025


@pytest.mark.parametrize("year", ["2025", "2025年"])
def test_nor_where_results_are_stored(tmp_path: Path, year: str) -> None:
    """What Excel stores then: the title with 年 twice, days not derived."""
    cells = {
        "xl/worksheets/sheet1.xml": lambda text: text.replace("<v>2025</v>", f"<is><t>{year}</t></is>").replace(
            '<c r="C9" ', '<c r="C9" t="inlineStr" '
        )
    }
    assert codes(tmp_path, edited(cells)) == ["P-06:explain"]


def test_a_year_that_is_shown_as_a_date(tmp_path: Path) -> None:
    """2025 typed into a cell with a date format: Excel shows 1905-07-17."""

    def change(book: openpyxl.Workbook) -> None:
        book["封面"]["C9"].number_format = "yyyy-mm-dd"

    found = report(tmp_path, opened(change))
    assert [one.message() for one in found.findings if one.rule.code == "P-06"] == [
        "报告年度是日期“1905年7月17日”，不是数；已按 2025 年认，请改成数 2025"
    ]


# the template's own mark


@pytest.mark.parametrize("typed", [(), ("表三",), ("表三", "表四"), TABLES])
def test_the_mark_of_typed_totals_is_ascii_and_comes_back(typed: tuple[str, ...]) -> None:
    mark = typed_mark(TABLES, typed)
    assert mark.isascii()
    assert typed_tables(mark, TABLES) == frozenset(typed)


@pytest.mark.parametrize("read_as", ["latin-1", "cp1252", "gb18030"])
@pytest.mark.parametrize("typed", [("表三", "表四"), ("表二",)])
def test_marks_in_chinese_are_read_also_when_garbled(typed: tuple[str, ...], read_as: str) -> None:
    old = ",".join(typed)
    assert typed_tables(old, TABLES) == frozenset(typed)
    try:
        garbled = old.encode().decode(read_as)
    except UnicodeDecodeError:
        pytest.skip("not every byte is a character there")
    assert typed_tables(garbled, TABLES) == frozenset(typed)


@pytest.mark.parametrize("mark", ["", "none", " "])
def test_no_table_has_typed_totals(mark: str) -> None:
    assert typed_tables(mark, TABLES) == frozenset()


@pytest.mark.parametrize("mark", ["???", "表九", "4", "0", "2;3", "è"])
def test_a_mark_that_says_nothing_is_none(mark: str) -> None:
    assert typed_tables(mark, TABLES) is None


@pytest.mark.parametrize("mark", ["表三,表四", "表三,表四".encode().decode("latin-1"), "2,3", "???"])
def test_typed_totals_are_no_damage_whatever_became_of_the_mark(tmp_path: Path, mark: str) -> None:
    """Without a mark that can be read, a table without a single formula was made so."""
    content = edited({"docProps/custom.xml": swap(f">{typed_mark(TABLES, TABLES)}<", f">{mark}<")}) if mark else b""
    assert codes(tmp_path, content) == []
