"""The page of collecting in a real browser: it fits a phone, says and asks for nothing, and anybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.collecting.county import OFFICE, asked, collect
from tests.command import Gouji
from tests.shipped import CATALOGUE
from tests.writers.browser import opened, running
from validator.cli import main
from validator.model.shown import shown
from validator.relations.verdict import tidy

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def page(county_folder: Path) -> Path:
    """The county against its own report."""
    target = county_folder / "看.html"
    main(asked(county_folder, "--against", str(county_folder / OFFICE), "--report", str(target), out="看.xlsx"))
    return target


def test_it_fits_a_phone_and_is_quiet(browser: Browser, page: Path) -> None:
    one = opened(browser, page, width=390, height=844)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert one.page.inner_text("h1") == "汇总：示例县人民政府 2025年"
    assert one.page.locator(".came tbody tr").count() == 12
    assert one.page.locator(".gaps > li").all_inner_texts()[:2] == [
        "示例县公安局加了两次 29 格",
        "漏了示例县柳林镇人民政府 13 格",
    ]
    one.page.click(".units tbody a >> nth=0")  # the reports behind it open as on any page of many
    assert one.page.locator("#unit .unit-name").inner_text()
    one.assert_quiet()


def test_its_charts_are_the_sums_over_the_units_taken(county_folder: Path, page: Path, gouji: Gouji) -> None:
    sums = collect(gouji, county_folder, "--format", "json", out="看.xlsx").data["sums"]
    root = html.document_fromstring(page.read_text("utf-8"))
    figures = {one.find("figcaption").text: one for one in root.iter("figure")}
    charts = [chart for table in CATALOGUE.form("2021").tables.values() for chart in table.overview.charts]
    assert "计入合计的 27 份之和" in root.text_content()
    for chart in charts:
        told = {cell.text_content() for cell in figures[chart.title.zh].iter("td")}
        parts = [part for series in chart.series for part in series.parts]
        assert {shown(tidy(sum(sums[name] for name in part.names))) for part in parts} <= told


def test_who_was_late_is_told_though_nothing_else_is_wrong(page: Path) -> None:
    root = html.document_fromstring(page.read_text("utf-8"))
    assert [one.text_content() for one in root.find_class("asides")[0]] == [
        "逾期公布 1 个：示例县司法局",
        "统计期限不符 1 个：示例县教育局",
    ]


@pytest.mark.parametrize("width", [390, 500, 1200])
def test_no_cell_of_the_units_is_a_narrow_column(browser: Browser, page: Path, width: int) -> None:
    one = opened(browser, page, width=width, height=900)
    rows = one.page.locator(".came tbody tr")
    assert max(rows.nth(at).bounding_box()["height"] for at in range(rows.count())) < 260  # type: ignore[index]
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_is_accessible(browser: Browser, page: Path, *, dark: bool) -> None:
    assert opened(browser, page, dark=dark).violations() == []
