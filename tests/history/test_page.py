"""The page with a body's years, in a real browser: readable by everyone, and what a finding on years before leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import TODAY, Gouji
from tests.history.reports import written
from tests.writers.browser import opened, running


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with running() as found:
        yield found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_years_are_accessible(
    browser: object, gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, dark: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2022, 2024, 2025):
        written(Path("kept"), year)
    written(Path("kept"), 2023, left=3, stock=71)
    gouji("check", "kept/2025.xlsx", "--previous", "kept", *TODAY, "--format", "html", "-o", "a.html")
    one = opened(browser, tmp_path / "a.html", dark=dark, width=390)  # type: ignore[arg-type]
    one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    where = one.page.locator(".entries .where").all_inner_texts()
    assert where == [
        "上年 三、依申请公开!D9",
        "上年 三、依申请公开!J9",
        "表二 上年 D8",
        f"{Path('kept/2023.xlsx')} 二、主动公开!D8",
    ]
    one.page.locator(".entries .go >> nth=3").click()
    assert one.page.locator(".years svg text").first.is_visible()
    assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert one.violations() == []
    one.assert_quiet()
