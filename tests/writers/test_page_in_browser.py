"""The pages in a real browser: a finding leads to its cell, relations are spelled out, lists filter, sort and search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DAY
from tests.shipped import CATALOGUE
from tests.writers.browser import Opened, opened, running
from tests.writers.reports import examined, many, page, unreadable, with_cause, without_causes
from validator import read
from validator.model.report import FileReport
from validator.run.driver import Job, examine_filing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FAULTY = Path(__file__).parents[2] / "examples" / "处处有错2025.xlsx"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page, written once."""
    made = tmp_path_factory.mktemp("pages")
    for name, files in {
        "one": [faulty()],
        "caused": [with_cause(examined("must", previous=True))],
        "waived": [examined("waived")],
        "clean": [examined("clean")],
        "unreadable": [unreadable()],
        "40": [*many(39), with_cause(examined("must", previous=True))],
        "3000": list(many(3000)),
    }.items():
        (made / f"{name}.html").write_text(page(files), "utf-8")
    (made / "english.html").write_text(page([faulty()], lang="en"), "utf-8")
    return made


def faulty() -> FileReport:
    job = Job(catalogue=CATALOGUE, today=DAY, contents=True)
    return without_causes(examine_filing(replace(read(FAULTY), path=FAULTY.name), job))


Visit = Callable[[str], Opened]


@pytest.fixture(scope="module")
def visited(browser: Browser, folder: Path) -> Iterator[dict[str, Opened]]:
    """The pages that tests share, each opened once; whatever was done on them, they said nothing and asked for nothing."""
    found: dict[str, Opened] = {}
    yield found
    for one in found.values():
        one.assert_quiet()


@pytest.fixture
def visit(browser: Browser, folder: Path, visited: dict[str, Opened]) -> Visit:
    """A page as it was when it was opened: nothing chosen, no filter, the list and not a unit."""

    def go(name: str) -> Opened:
        if name not in visited:
            visited[name] = opened(browser, folder / f"{name}.html")
        page = visited[name].page
        page.keyboard.press("Escape")
        page.evaluate("location.hash = 'list'; document.getElementById('reset')?.click(); window.scrollTo(0, 0)")
        page.mouse.move(0, 0)
        return visited[name]

    return go


def inspector(one: Opened) -> str:
    return one.page.inner_text(".inspector")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_report_is_accessible(browser: Browser, folder: Path, *, dark: bool) -> None:
    """With a cell chosen and everything unfolded."""
    one = opened(browser, folder / "one.html", dark=dark)
    one.page.click(".go >> nth=0")
    one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert one.violations() == []
    one.assert_quiet()


def test_a_batch_and_its_units_are_accessible(browser: Browser, folder: Path) -> None:
    one = opened(browser, folder / "40.html", width=390, height=844)
    assert one.violations() == []
    one.page.click(".units tbody a >> nth=2")
    one.page.click("#unit .go >> nth=0")
    assert one.violations() == []
    one.assert_quiet()


@pytest.mark.parametrize("name", ["english", "clean"])
def test_a_page_of_another_kind_is_quiet(visit: Visit, name: str) -> None:
    assert visit(name).page.inner_text("h1")


@pytest.mark.parametrize("name", ["one", "40"])
def test_a_page_fits_a_phone(visit: Visit, name: str) -> None:
    """Only tables are wider than the screen, in boxes of their own."""
    one = visit(name)
    one.page.set_viewport_size({"width": 390, "height": 844})
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
    one.page.set_viewport_size({"width": 1280, "height": 860})


def test_the_form_is_the_official_one_with_its_figures_and_marks(browser: Browser, folder: Path) -> None:
    one = opened(browser, folder / "one.html")
    tables = one.page.locator(".sheet table")
    assert tables.count() == 3
    labels = one.page.locator(".sheet table >> nth=1").inner_text()
    for text in ("申请人情况", "法人或其他组织", "三、本年度办理结果", "（三）不予公开", "3.危及“三安全一稳定”"):
        assert text in labels
    assert cell_text(one, "表三.本年新收.自然人") == "63"
    colours = {
        name: colour(one, name) for name in ("表三.本年新收.自然人", "表三.办理结果总计.商业企业", "封面.统计期限起")
    }
    assert colours["表三.办理结果总计.商业企业"] == "rgb(192, 0, 0)"
    assert colours["封面.统计期限起"] == "rgb(226, 208, 245)"
    assert colours["表三.本年新收.自然人"] == "rgb(248, 203, 203)"


def place(one: Opened, name: str) -> str:
    number = one.page.evaluate(
        "name => JSON.parse(document.getElementById('page').textContent).forms[0].names.indexOf(name)", name
    )
    return f'[data-n="{number}"]'


def cell_text(one: Opened, name: str) -> str:
    return one.page.inner_text(f".sheet {place(one, name)}")


def colour(one: Opened, name: str) -> str:
    found: str = one.page.eval_on_selector(f".sheet {place(one, name)}", "one => getComputedStyle(one).backgroundColor")
    return found


def test_a_finding_leads_to_its_cell_and_shows_the_arithmetic(visit: Visit) -> None:
    one = visit("one")
    one.page.click(".go:has-text('T3-01')")
    chosen = one.page.locator(".sheet .chosen")
    assert chosen.inner_text() == "63"
    assert one.page.evaluate("document.activeElement.dataset.n") == chosen.get_attribute("data-n")
    assert one.page.locator(".sheet .member").count() == 4
    told = inspector(one)
    for text in (
        "不成立",
        "T3-01",
        "本年新收 63 + 上年结转 2 = 65",
        "办理结果总计 37 + 结转下年 1 = 38",
        "65 ≠ 38",
        "相差 27",
    ):
        assert text in told, told
    box, view = chosen.bounding_box(), one.page.viewport_size
    assert box is not None
    assert view is not None
    assert 0 < box["y"] < view["height"]


def test_a_cell_shows_relations_that_hold_too_and_those_without_verdict(visit: Visit) -> None:
    one = visit("one")
    one.page.click(f".sheet {place(one, '表四.直接起诉.总计')}")
    assert "成立 T4-02" in inspector(one)
    one.page.click(f".sheet {place(one, '表三.办理结果总计.商业企业')}")
    told = inspector(one)
    assert "没有结论 T3-02" in told
    assert "可能是 3" in told or "应为 3" in told


def test_hovering_shows_a_cell_and_leaving_gives_back_the_chosen_one(visit: Visit) -> None:
    one = visit("one")
    one.page.click(f".sheet {place(one, '表三.本年新收.自然人')}")
    one.page.hover(f".sheet {place(one, '表三.上年结转.自然人')}")
    assert inspector(one).splitlines()[1].startswith("上年结转 自然人")
    one.page.hover("h1")
    assert inspector(one).splitlines()[1].startswith("本年新收 自然人")


def test_the_keyboard_walks_findings_and_cells(visit: Visit) -> None:
    one = visit("one")
    one.page.click(".go >> nth=0")
    first = one.page.locator(".go[aria-current]").inner_text()
    one.page.keyboard.press("n")
    assert one.page.locator(".go[aria-current]").inner_text() != first
    one.page.keyboard.press("p")
    assert one.page.locator(".go[aria-current]").inner_text() == first
    one.page.keyboard.press("p")
    assert one.page.locator(".go").last.get_attribute("aria-current") == "true"
    one.page.focus(f".sheet {place(one, '表三.本年新收.自然人')}")
    for key, text in (
        ("ArrowRight", "本年新收 商业企业"),
        ("ArrowDown", "上年结转 商业企业"),
        ("ArrowLeft", "上年结转 自然人"),
        ("ArrowUp", "本年新收 自然人"),
    ):
        one.page.keyboard.press(key)
        assert inspector(one).splitlines()[1].startswith(text)
    one.page.keyboard.press("Escape")
    assert one.page.locator(".sheet .chosen").count() == 0
    assert one.page.locator(".sheet table >> nth=1 >> td[tabindex='0']").count() == 1


def test_a_quoted_sentence_is_marked_with_the_table_s_figure_beside_it(visit: Visit) -> None:
    one = visit("one")
    assert one.page.inner_text("mark:has-text('予以公开12件')") == "予以公开12件"
    line = one.page.locator(".line:has(mark:has-text('予以公开12件'))")
    assert "予以公开 总计 11" in line.locator(".note").inner_text()
    one.page.click(".go:has-text('N-03')")
    assert one.page.inner_text(".sheet mark.chosen") == "予以公开12件"
    line.locator(".note button").click()
    assert one.page.inner_text(".sheet td.chosen") == "11"


def test_causes_come_first_with_what_follows_from_them(visit: Visit) -> None:
    one = visit("caused")
    titles = one.page.locator(".entries h3").all_inner_texts()
    assert titles == ["多半错在这里", "其他问题"]
    entry = one.page.locator(".entry").first
    assert "E8 可能应为 4" in entry.inner_text()
    assert "由此而来的 1 条" in entry.inner_text()
    assert not entry.locator("details li .code").first.is_visible()
    entry.locator("summary").first.click()
    assert entry.locator("details li .code").first.inner_text() == "T4-01"
    entry.locator(".go").first.click()
    told = inspector(one)
    assert "上年 4" in told
    assert "可能是 4" in told
    assert colour(one, "表四.行政复议.总计") == "rgb(192, 0, 0)"


def test_what_was_looked_at_and_explained_is_told(visit: Visit) -> None:
    one = visit("waived")
    told = one.page.inner_text(".coverage")
    assert "没有上年报告" in told
    assert "集中撤回（甲，2026-01-10）" in told
    assert "已说明" in one.page.inner_text(".entries")


def test_an_unreadable_file_says_why(visit: Visit) -> None:
    one = visit("unreadable")
    assert "是文本或 CSV 文件" in one.page.inner_text(".unit-error")
    assert not one.page.is_visible(".sheet")


def rows(one: Opened, column: int) -> list[str]:
    return one.page.locator(f".units tbody tr > :nth-child({column})").all_inner_texts()


def test_the_list_of_3000_filters_sorts_and_searches(visit: Visit) -> None:
    one = visit("3000")
    page = one.page
    assert page.inner_text("#shown") == "显示 3000 / 3000"
    assert page.locator(".units tbody tr").count() == 100
    page.fill("#search", "单位0123")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('显示 1 ')")
    assert len(rows(one, 1)) == 1
    page.click("#reset")
    page.select_option("#by-verdict", "unreadable")
    assert page.inner_text("#shown") == "显示 75 / 3000"
    assert set(rows(one, 3)) == {"读不了"}
    page.click("#reset")
    page.select_option("#by-rule", "T4-01")
    shown = int(page.inner_text("#shown").split()[1])
    assert 0 < shown < 3000
    page.click(".units thead th:nth-child(7) button")
    figures = [int(text) for text in rows(one, 7)]
    assert figures == sorted(figures, reverse=True)
    page.click(".units thead th:nth-child(7) button")
    figures = [int(text) for text in rows(one, 7)]
    assert figures == sorted(figures)
    assert page.get_attribute(".units thead th:nth-child(7)", "aria-sort") == "ascending"
    page.click("#more")
    assert page.locator(".units tbody tr").count() == min(600, shown)


def test_from_the_overview_to_a_unit_and_back(visit: Visit) -> None:
    one = visit("3000")
    page = one.page
    page.click(".fault[data-rule='T4-01']")
    name = rows(one, 1)[1]
    page.click(f".units tbody a:text-is('{name}')")
    assert page.inner_text("#unit .unit-name").startswith(name)
    assert not page.is_visible("#list")
    page.keyboard.press("n")
    assert page.locator("#unit .sheet .chosen").count() == 1
    page.click("#after")
    assert page.inner_text("#unit .unit-name").startswith(rows_hidden(one, 1)[2])
    page.go_back()
    assert page.inner_text("#unit .unit-name").startswith(name)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.is_visible("#list")
    assert page.evaluate("document.activeElement.textContent") == name


def rows_hidden(one: Opened, column: int) -> list[str]:
    found: list[str] = one.page.eval_on_selector_all(
        f".units tbody tr > :nth-child({column})", "all => all.map(one => one.textContent)"
    )
    return found


def test_a_unit_of_many_shows_quotations_and_no_whole_text(visit: Visit, folder: Path) -> None:
    content = (folder / "40.html").read_text("utf-8")
    assert "全市围绕群众关心的事项" not in content
    one = visit("40")
    one.page.select_option("#by-rule", "P-03")
    one.page.click(".units tbody a >> nth=0")
    assert "数据统计截至2025年12月31日" in one.page.inner_text("#unit .prose:has(mark)")


def test_charts_are_drawn_and_told_as_tables(visit: Visit) -> None:
    one = visit("40")
    assert one.page.locator(".chart svg").count() == 4
    titles = one.page.locator(".chart figcaption").all_inner_texts()
    assert titles[:3] == ["办理结果", "收到的申请和去向", "行政复议、行政诉讼"]
    assert titles[3].startswith("与上年相比")
    one.page.click(".chart details summary >> nth=0")
    assert "予以公开" in one.page.inner_text(".chart table >> nth=0")


def test_without_script_every_finding_is_read_all_the_same(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "one.html").as_uri())
    told = page.inner_text("main")
    for finding in faulty().findings:
        assert finding.message() in told
    assert "63" in page.locator(".sheet table >> nth=1").inner_text()


def test_hostile_texts_run_nothing(browser: Browser, tmp_path: Path) -> None:
    from tests.writers.test_hostile_output import MARKUP, report

    for name, files in {
        "one": [report(MARKUP[0])],
        "many": [report(text) for text in MARKUP],
    }.items():
        path = tmp_path / f"{name}.html"
        path.write_text(page(files), "utf-8")
        one = opened(browser, path)
        if name == "many":
            for number in range(len(files)):
                one.page.evaluate("number => { location.hash = `unit-${number}`; }", number)
                one.page.wait_for_selector("#unit .sheet table")
                one.page.keyboard.press("n")
        else:
            assert "<img src=x onerror=alert(1)>" in one.page.inner_text(".unit-name")
        one.assert_quiet()


def test_a_page_prints(visit: Visit) -> None:
    assert visit("one").page.pdf(format="A4").startswith(b"%PDF")
