"""校验报告 and 帮助 as pages."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from addin.showing.listing import ordered
from addin.showing.printouts import help_page, own_folder, report_page
from tests.addin.live import FAULTY
from tests.conftest import DAY
from validator import check, load_rules, read
from validator.model.cells import Cell, CellKind

HOSTILE = '<script src="https://x.example/a.js"></script><img src=x onerror=alert(1)>'


class Tags(HTMLParser):
    """Collects the elements, the attributes and the cells of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_every_finding_is_on_the_page() -> None:
    report = check([read(FAULTY)], today=DAY).files[0]
    seen = Tags(report_page(report, ordered(report), "处处有错2025.xlsx"))
    for finding in report.findings:
        assert any(finding.message() in text for text in seen.texts)
    assert "强制 13，核实 3" in seen.texts
    assert "没有结论：T2-01、T2-02、N-05（表二.行政规范性文件.制发 空白或不是数字）" in seen.texts


def test_nothing_on_a_page_runs_or_loads() -> None:
    filing = read(FAULTY)
    cells = {
        **filing.cells,
        "表二.行政许可.处理决定": Cell(HOSTILE, CellKind.TEXT),
        "封面.机关名称": Cell(HOSTILE, CellKind.TEXT),
    }
    report = check([replace(filing, cells=cells)]).files[0]
    seen = Tags(report_page(report, ordered(report), HOSTILE))
    assert any(HOSTILE in text for text in seen.texts)
    assert seen.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "p",
        "ul",
        "li",
        "b",
        "small",
        "table",
        "tr",
        "th",
        "td",
    }
    assert seen.attributes <= {"lang", "charset", "class"}


def test_the_help_has_every_rule_and_every_colour() -> None:
    seen = Tags(help_page(load_rules()))
    assert {rule.code for rule in load_rules()} <= set(seen.texts)
    assert "强制：很可能就是这一格错了" in seen.texts


def test_pages_go_into_the_users_own_folder() -> None:
    assert own_folder({"LOCALAPPDATA": "C:/U/AppData/Local"}, "win32") == Path("C:/U/AppData/Local/gouji")
    assert own_folder({}, "darwin") == Path.home() / "Library" / "Application Support" / "gouji"
    assert own_folder({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/gouji")
    assert own_folder({}, "linux") == Path.home() / ".local" / "share" / "gouji"
