"""A real Chromium that opens pages, and what happens in it: errors, requests, violations of accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.programs import brought

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
GRAVE = {"serious", "critical"}


def program() -> str:
    """The browser: needed where CI runs, wanted elsewhere."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed: apt-get install chromium")
    return str(found)


@contextmanager
def running() -> Iterator[Browser]:
    """The browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Opened:
    """A page that is open, and what it said and asked for since."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """No error, no word, no request but for the page itself."""
        assert self.said == []
        assert [one for one in self.asked if not one.startswith("file:")] == []
        assert len(self.asked) == 1

    def violations(self) -> list[str]:
        """What axe-core finds of level serious or critical."""
        axe = brought("axe-core/axe.min.js").read_text("utf-8")
        self.page.evaluate(axe)
        found: dict[str, Any] = self.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in found["violations"]
            if one["impact"] in GRAVE
        ]


def opened(browser: Browser, path: Path, *, width: int = 1280, height: int = 860, dark: bool = False) -> Opened:
    """The page of a file in a window of a size; nothing else can be reached."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", offline=True
    )
    one = Opened(context.new_page())
    one.page.set_default_timeout(20_000)
    one.page.on("console", lambda message: one.said.append(f"{message.type}: {message.text}"))
    one.page.on("pageerror", lambda error: one.said.append(str(error)))
    one.page.on("request", lambda request: one.asked.append(request.url))
    one.page.goto(path.as_uri())
    return one
