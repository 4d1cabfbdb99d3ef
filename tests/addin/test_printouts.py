"""校验报告 is the validator's page; 帮助 a plain one."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from addin.showing.printouts import help_page
from addin.validation import report_on, report_page
from tests.addin.live import FAULTY
from tests.writers.reports import setting
from validator import load_rules, read
from validator.files.opening import own_folder
from validator.model.cells import Cell, CellKind
from validator.model.report import Summary
from validator.writers.page.pages import page

HOSTILE = '<script src="https://x.example/a.js"></script><img src=x onerror=alert(1)>'


class Tags(HTMLParser):
    """Collects the elements and the texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_every_finding_is_on_the_page() -> None:
    report = report_on(read(FAULTY), (), "")
    seen = Tags(report_page(report))
    for finding in report.findings:
        assert any(finding.message() in text for text in seen.texts)


def test_it_is_the_page_that_the_command_line_writes() -> None:
    report = report_on(read(FAULTY), (), "")
    today = setting(today=None)
    written = "".join(page([report], Summary(), today))
    assert report_page(report).partition("</header>")[2] == written.partition("</header>")[2]


def test_what_the_open_book_does_not_show_is_said_on_the_page() -> None:
    report = report_on(read(FAULTY), ("damage.hidden",), "看不到")
    assert "看不到" in report_page(report)


def test_nothing_that_a_book_holds_becomes_an_element() -> None:
    filing = read(FAULTY)
    cells = {
        **filing.cells,
        "表二.行政许可.处理决定": Cell(HOSTILE, CellKind.TEXT),
        "封面.机关名称": Cell(HOSTILE, CellKind.TEXT),
    }
    hostile, plain = (Tags(report_page(report_on(one, (), ""))) for one in (replace(filing, cells=cells), filing))
    assert hostile.tags.count("script") == plain.tags.count("script")
    assert "img" not in hostile.tags
    assert not {name for name in hostile.attributes if name.startswith("on")}


def test_the_help_has_every_rule_and_every_colour() -> None:
    seen = Tags(help_page(load_rules()))
    assert {rule.code for rule in load_rules()} <= set(seen.texts)
    assert "强制：很可能就是这一格错了" in seen.texts
    assert "viewport" in help_page(load_rules())


def test_pages_go_into_the_users_own_folder() -> None:
    assert own_folder({"LOCALAPPDATA": "C:/U/AppData/Local"}, "win32") == Path("C:/U/AppData/Local/gouji")
    assert own_folder({}, "darwin") == Path.home() / "Library" / "Application Support" / "gouji"
    assert own_folder({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/gouji")
    assert own_folder({}, "linux") == Path.home() / ".local" / "share" / "gouji"
