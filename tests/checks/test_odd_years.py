"""A report year that is none, with whatever else the cover, the tables and the text state: P-06, and no rule breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pytest

from tests.books import data, filled, loaded
from tests.conftest import DAY
from tests.found import found
from tests.shipped import CATALOGUE, Job, base_filing, context_of, examine, load_form, load_rules, preview
from validator.api import fill
from validator.exchange.filing_data import FilingData, Value
from validator.model.form import Role
from validator.model.report import FileReport, Report
from validator.model.rule import Outcome, Severity
from validator.run.driver import examine_file

TYPED = {"start": "2025-01-01", "end": "2025-12-31"}
JOB = Job(catalogue=CATALOGUE, today=DAY)
YEARS: list[Value] = [20255, 0, -5, 1, 1900, 9999, 10000, 2**53, 1e300, -1e300, 2025.5, "20255", "-5", "", True]
PERIODS = [
    "20255年1月1日至20255年12月31日",
    "0年1月1日至12月31日",
    "-5年1月1日至-5年12月31日",
    "1月1日至12月31日",
    "9999年13月45日至9999年1月1日",
    "截至0年12月31日",
    "2025年",
    "1—12月",
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "示例市.xlsx"


def examined(place: Path, content: bytes) -> FileReport:
    place.write_bytes(content)
    return examine_file(place, JOB)


def musts(report: FileReport) -> list[str]:
    assert [one.message() for one in report.findings if one.outcome is Outcome.BROKEN] == []
    return found(one for one in report.findings if one.severity is Severity.MUST)


@pytest.mark.parametrize("year", YEARS)
def test_the_year_is_the_one_cause(place: Path, year: Value) -> None:
    """The title is the template's own and says what the cover says; the period is typed."""
    text = {key: words for key, words in base_filing().text.items() if key != "标题"}
    report = examined(place, fill(replace(data("clean"), year=year, period=TYPED, text=text)))
    assert musts(report) == ["P-06 封面!C9"]
    assert [one.rule.code for one in report.findings if one.rule.code in {"ST-04", "ST-09"}] == []
    assert Report((report,)).exit_status == 1


STATED_YEARS: list[Value] = [20255, 0, -5, 9999, 2025, ""]
BOUNDS = (TYPED, {"start": "9999-01-01", "end": "-5"})


def stating(year: Value, stated: str, period: dict[str, str]) -> FilingData:
    """A year of the cover, its period, and a period that every table and the text state."""
    base = data("clean")
    periods = dict.fromkeys(("表二", "表三", "表四"), stated)
    text = {**base.text, "标题": f"示例市人民政府{year}年政府信息公开工作年度报告", "六": f"数据的统计期限为{stated}。"}
    return replace(base, year=year, period=period, table_periods=periods, text=text, published=f"{year}-01-20")


@pytest.mark.parametrize("year", STATED_YEARS)
@pytest.mark.parametrize("stated", PERIODS)
def test_no_rule_breaks_whatever_the_tables_and_the_text_state(year: Value, stated: str) -> None:
    for period in BOUNDS:
        report = examine(preview(stating(year, stated, period)), load_rules(), context_of(DAY))
        assert ("P-06 封面!C9" in musts(report)) == (year != 2025)


@pytest.mark.parametrize(("stated", "year"), [*zip(PERIODS, cycle(STATED_YEARS), strict=False)])
def test_nor_does_one_of_a_file_that_states_it(place: Path, year: Value, stated: str) -> None:
    report = examined(place, fill(stating(year, stated, BOUNDS[len(stated) % 2])))
    assert ("P-06 封面!C9" in musts(report)) == (year != 2025)


@pytest.mark.parametrize(
    ("value", "shown_as", "wrong"),
    [
        (date(2025, 1, 1), None, False),
        (datetime.fromisoformat("2025-05-01T03:04"), None, False),
        (date(9999, 12, 31), None, True),
        (date(1900, 1, 1), None, True),
        (time(3, 4), None, True),
        (20255, "yyyy", True),
        (-5, "yyyy-mm-dd", True),
        (0, "yyyy", True),
        (60, "yyyy-mm-dd", True),
        (2958466, "yyyy-mm-dd", True),
        (1e300, "yyyy", True),
        (0.5, None, True),
        ("#N/A", None, True),
    ],
)
def test_a_year_written_as_a_date(place: Path, value: object, shown_as: str | None, wrong: bool) -> None:
    field = load_form("2021").fields[load_form("2021").name_of(Role.YEAR)]
    book = loaded(filled(replace(data("clean"), period=TYPED)))
    cell = book[field.sheet][field.cell]
    cell.value = value
    if shown_as:
        cell.number_format = shown_as
    memory = BytesIO()
    book.save(memory)
    report = examined(place, memory.getvalue())
    assert [one for one in musts(report) if one.startswith("P-06")] == (["P-06 封面!C9"] if wrong else [])
