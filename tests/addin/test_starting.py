"""新建模板: year, edition, and a file name that is free."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from addin.buttons.starting import FIRST_YEAR, LAST_YEAR, report_year, usual_year, write_template
from addin.wording import Declined
from tests.shipped import CATALOGUE, FORMS
from validator import read
from validator.commands import template


@pytest.mark.parametrize(("answer", "year"), [("2025", 2025), (" 2025年 ", 2025), ("２０２５", 2025)])
def test_the_year_as_typed(answer: str, year: int) -> None:
    assert report_year(answer) == year


@pytest.mark.parametrize("answer", ["", "25", "明年", "2025.5", "-2025", "20255", "2018", "2100"])
def test_what_is_no_year(answer: str) -> None:
    with pytest.raises(Declined, match="报告年度应为 2019 至 2099 之间的年份"):
        report_year(answer)


@pytest.mark.parametrize(("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")])
def test_the_edition_of_a_year(year: int, edition: str) -> None:
    assert FORMS.edition_for(year) == edition


def test_reports_are_written_the_year_after() -> None:
    assert usual_year(date(2026, 1, 5)) == 2025


def test_the_year_is_bounded_as_on_the_command_line() -> None:
    assert (CATALOGUE.form().calendar.years[0], template.LAST_YEAR) == (FIRST_YEAR, LAST_YEAR)


def test_a_name_too_long_for_a_file_is_cut_there_and_nowhere_else(tmp_path: Path) -> None:
    organ = "某某" * 60
    made = write_template(tmp_path, organ, 2025)
    assert made.name == f"{'某某' * 30}2025年政府信息公开工作年度报告.xlsx"
    assert read(made).organ == organ


def test_no_name_of_an_open_book_is_taken(tmp_path: Path) -> None:
    made = write_template(tmp_path, "A市", 2025, ["a市2025年政府信息公开工作年度报告.XLSX"])
    assert made.name == "A市2025年政府信息公开工作年度报告（2）.xlsx"


def test_no_file_is_overwritten_and_no_name_leaves_the_folder(tmp_path: Path) -> None:
    first = write_template(tmp_path, "../a/b:c市*", 2025)
    second = write_template(tmp_path, "../a/b:c市*", 2025)
    assert [one.name for one in (first, second)] == [
        "abc市2025年政府信息公开工作年度报告.xlsx",
        "abc市2025年政府信息公开工作年度报告（2）.xlsx",
    ]
    assert {first.parent, second.parent} == {tmp_path}
    filing = read(second)
    assert (filing.organ, filing.year, filing.form.edition) == ("../a/b:c市*", 2025, "2021")
