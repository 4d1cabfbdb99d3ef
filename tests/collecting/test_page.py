"""The page of collecting in a real browser: it fits a phone, says and asks for nothing, and anybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.collecting.county import OFFICE, asked
from tests.writers.browser import opened, running
from validator.cli import main

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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_is_accessible(browser: Browser, page: Path, *, dark: bool) -> None:
    assert opened(browser, page, dark=dark).violations() == []
