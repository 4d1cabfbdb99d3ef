"""The other buttons in a real Calc: walking, 情况说明, 安全修正, 新建模板, and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook

from addin import commands
from addin.building import ribbon, xlam
from addin.buttons import fixing
from addin.buttons.explaining import DAMAGE
from addin.openbook.examining import examined
from addin.traces import results
from addin.wording import AUTOSAVED
from tests.addin.live import FAULTY, MIANCHI, SUQIAN, Live, found, marks, press
from tests.filings.damages import edited
from validator import check, read
from validator.model.cause import Cause
from validator.model.filing import Filing
from validator.model.finding import Suspect
from validator.model.report import FileReport
from validator.writers.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings

WAIVERS = "情况说明"


def _place(live: Live) -> tuple[str, str]:
    selected = live.engine.apps[1].selection
    return selected.sheet.name, selected.get_address(False, False)


def _put(book: object, sheet: str, cell: str) -> None:
    target = book.sheets[sheet]  # type: ignore[attr-defined]
    target.activate()
    target.range(cell).select()


def test_every_button_has_a_command() -> None:
    tab = ElementTree.fromstring(xlam.tab_source())  # noqa: S314  our own file
    ids = [one.attrib["id"] for one in tab.iter(f"{{{ribbon.NAMESPACE_2009}}}button")]
    assert sorted(commands.COMMANDS) == sorted(ids)


def test_next_and_previous_walk_through_the_findings_and_round(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        order = [(sheet, cell) for _, sheet, cell in found(book)]
        count = len(order)
        seen = []
        for number in range(1, count + 1):
            assert press("next", book).startswith(f"{number}/{count}  [")
            seen.append(_place(live))
        assert seen == order
        assert press("next", book).startswith(f"（又从头开始） 1/{count}  [强制] ")
        assert press("previous", book).startswith(f"（又从头开始） {count}/{count}  [核实] ")
        assert _place(live) == order[-1]


def test_walking_goes_on_from_the_users_place_in_the_list(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        order = [(sheet, cell) for _, sheet, cell in found(book)]
        _put(book, SHEET, "J7")
        press("next", book)
        assert _place(live) == order[2]
        _put(book, SHEET, "J7")
        press("previous", book)
        assert _place(live) == order[0]


def test_the_list_may_be_sorted(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        sheet = book.sheets[SHEET]
        rows = [sheet.range(f"A{row}:K{row}").formula[0] for row in (6, 7, 8, 9)]
        assert [row[2] for row in rows] == ["VA-03", "P-03", "ST-11", "N-01"]
        for at, row in zip((9, 8, 7, 6), rows, strict=True):
            sheet.range(f"A{at}").value = list(row)
        assert press("next", book).startswith("1/4  [核实] N-01")
        assert _place(live) == ("一、总体情况", "A3")
        assert press("next", book).startswith("2/4  [核实] ST-11")
        assert press("previous", book).startswith("1/4  [核实] N-01")
        assert press("previous", book).startswith("（又从头开始） 4/4  [强制] VA-03")
        assert _place(live) == ("三、依申请公开", "D31")
        _put(book, SHEET, "C7")
        assert press("waive", book).startswith("ST-11：")


def test_rows_that_a_filter_hides_are_passed_over(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        book.sheets[SHEET].range("A6").impl.xl.Rows.IsVisible = False
        assert press("next", book).startswith(f"1/{len(found(book)) - 1}  [")
        assert _place(live) == found(book)[1][1:]


def test_without_a_check_there_is_nothing_to_walk(live: Live, tmp_path: Path) -> None:
    with live.book(SUQIAN, tmp_path) as book:
        press("next", book)
        press("check", book)
        press("previous", book)
    assert live.clerk.said == ["还没有校验结果。请先点“校验”。", "校验结果中没有要查看的问题。"]


def test_the_cursor_goes_to_the_row_where_a_finding_is_explained(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        _put(book, "一、总体情况", "A3")
        said = press("waive", book)
        assert _place(live) == (WAIVERS, "C5")
        code = str(book.sheets[WAIVERS].range("A5").value)
        assert said == f"{code}：请在“理由”一格写明为什么属实，再填写填写人和日期。"
        book.sheets[WAIVERS].range("C5:E5").value = ["县级政府没有", "张三", "2024-01-10"]
        press("check", book)
        rows = results.read(book.sheets[SHEET])
        assert (rows[-1].level, rows[-1].code) == ("已说明", code)
        assert rows[-1].message.endswith("（情况说明：县级政府没有）")


def test_a_finding_explained_before_is_found_again(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        row = next(row for row in results.read(book.sheets[SHEET]) if row.code == "N-01")
        book.sheets[WAIVERS].range("A5:B5").value = ["'ST-11", "'正文.一"]
        for _ in range(2):
            _put(book, SHEET, f"C{row.at}")
            press("waive", book)
            assert _place(live) == (WAIVERS, "C6")
        assert book.sheets[WAIVERS].range("A6:B6").value == ["N-01", "正文.一"]
        assert book.sheets[WAIVERS].range("A7").value is None


@pytest.mark.parametrize(
    ("sheet", "cell", "said"),
    [
        ("三、依申请公开", "D31", "这里是“强制”问题，只能改正，不能用情况说明代替。"),
        ("四、复议诉讼", "A8", "请先选中一个“核实”类问题所在的单元格，或“校验结果”里它的那一行，再点“情况说明”。"),
    ],
)
def test_what_takes_no_explanation(live: Live, tmp_path: Path, sheet: str, cell: str, said: str) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        _put(book, sheet, cell)
        press("waive", book)
        assert live.clerk.said == [said]
        assert book.sheets[WAIVERS].range("A5").value is None


def test_damage_is_not_explained_in_the_damaged_workbook(live: Live, tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book["四、复议诉讼"]["R20"] = 75

    with live.book(edited(MIANCHI, tmp_path / "damaged" / "渑池县2023.xlsx", add), tmp_path) as book:
        _put(book, "四、复议诉讼", "R20")
        press("waive", book)
        assert live.clerk.said == [DAMAGE]
        assert book.sheets[WAIVERS].range("A5").value is None


SPELLINGS: Mapping[str, tuple[str, object]] = {"D8": ("'５２", 52), "D10": ("'10件", 10), "D16": ("'4 ", 4)}


def _misspell(book: object) -> None:
    sheet = book.sheets["三、依申请公开"]  # type: ignore[attr-defined]
    for cell, (text, _) in SPELLINGS.items():
        sheet.range(cell).value = text
    sheet.range("D20").value = "'21（其中1件存疑）"


@pytest.fixture
def no_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found besides spellings."""

    def found(book: xlwings.Book) -> tuple[Filing, FileReport]:
        filing, report = examined(book)
        return filing, replace(report, causes=())

    monkeypatch.setattr(fixing, "examined", found)


@pytest.mark.usefixtures("no_causes")
def test_safe_fixes_are_asked_for_first(live: Live, tmp_path: Path) -> None:
    live.clerk.agrees = False
    with live.book(MIANCHI, tmp_path) as book:
        _misspell(book)
        press("fix", book)
        assert live.clerk.asked[0].splitlines() == [
            "将改规范下列写法，数值不变：",
            "三、依申请公开 D8：“５２” 改为 52",
            "三、依申请公开 D10：“10件” 改为 10",
            "三、依申请公开 D16：“4 ” 改为 4",
            "",
            "是否修改？",
        ]
        assert book.sheets["三、依申请公开"].range("D8").value == "５２"
        assert live.clerk.said == []


@pytest.mark.usefixtures("no_causes")
def test_safe_fixes_are_made_in_place_and_told(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        _misspell(book)
        sheet = book.sheets["三、依申请公开"]
        sheet.range("D10").number_format = "@"
        press("fix", book)
        assert {cell: sheet.range(cell).value for cell in SPELLINGS} == {
            cell: want for cell, (_, want) in SPELLINGS.items()
        }
        assert sheet.range("D20").value == "21（其中1件存疑）"
        assert live.clerk.said[0].startswith("已修改 3 处：\n三、依申请公开 D8：“５２” 改为 52\n")
        press("fix", book)
        assert live.clerk.said[1] == "没有可以安全修正的写法。其余问题需要您自己判断。"
        book.save(tmp_path / "fixed.xlsx")
    mended = check([read(tmp_path / "fixed.xlsx")]).files[0]
    assert [
        cell.place.cell for finding in mended.findings if finding.rule.code == "VA-01" for cell in finding.cells
    ] == ["D20"]


@pytest.fixture
def found_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check finds D8 and D31 for certain, E8 perhaps and J8, a formula, for certain; what holds already is none."""

    def found(book: xlwings.Book) -> tuple[Filing, FileReport]:
        filing, report = examined(book)
        causes = [
            Cause((Suspect(filing.places[name], name, filing.cell(name).value, value, certain, ""),), certain=certain)
            for name, value, certain in (
                ("表三.本年新收.自然人", 40, True),
                ("表三.办理结果总计.自然人", 52, True),
                ("表三.本年新收.商业企业", 9, False),
            )
        ]
        open_ones = tuple(one for one in causes if one.cells[0].value != one.cells[0].suggested)
        return filing, replace(report, causes=open_ones)

    monkeypatch.setattr(fixing, "examined", found)


@pytest.mark.usefixtures("found_causes")
def test_what_is_certain_is_offered_one_by_one(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def agrees(text: str, _: str) -> bool:
        live.clerk.asked.append(text)
        return "D8 " not in text

    monkeypatch.setattr(live.clerk, "ask", agrees)
    with live.book(MIANCHI, tmp_path) as book:
        press("fix", book)
        sheet = book.sheets["三、依申请公开"]
        assert (sheet.range("D8").value, sheet.range("D31").value) == (52, 52)
        assert "VA-03" not in [code for code, _, _ in found(book)]
        assert "D31" not in marks(book).get("三、依申请公开", {})
    assert live.clerk.asked == [
        "有 2 处可以断定应填什么。是否逐个确认？",
        "D8 应为 40（现为 52）。\n\n是否照此修改？",
        "D31 应为 52（现为空白）。\n\n是否照此修改？",
    ]
    assert live.clerk.said == ["已修改 1 处：\n三、依申请公开 D31：空白 改为 52\n\n改完自动重新校验。"]


@pytest.mark.usefixtures("found_causes")
def test_spellings_go_first_and_nothing_is_offered_that_was_refused(live: Live, tmp_path: Path) -> None:
    live.clerk.agrees = False
    with live.book(MIANCHI, tmp_path) as book:
        _misspell(book)
        press("fix", book)
        assert book.sheets["三、依申请公开"].range("D31").value is None
    assert [one.splitlines()[0] for one in live.clerk.asked] == [
        "将改规范下列写法，数值不变：",
        "有 2 处可以断定应填什么。是否逐个确认？",
    ]
    assert live.clerk.said == []


def _press_new(live: Live, book: xlwings.Book) -> None:
    """As the extension does, which asks before it starts the command."""
    from addin.extension.pressing import press as press_extension  # needs UNO, which is found with the office

    press_extension("new", live.calc.context, book.impl.doc, live.clerk)


def test_a_template_is_made_beside_the_open_book_and_opened(live: Live, tmp_path: Path) -> None:
    live.clerk.types = ["2025", "示例市"]
    with live.book(SUQIAN, tmp_path) as book:
        _press_new(live, book)
        made = tmp_path / "示例市2025年政府信息公开工作年度报告.xlsx"
        opened = live.engine.apps[1].books[made.name]
        assert opened.sheets["封面"].range("C7").value == "示例市"
        opened.close()
    filing = read(made)
    assert (filing.organ, filing.year) == ("示例市", 2025)
    assert re.match(r"报告年度（四位年份）：20\d\d\Z", live.clerk.asked[0])


@pytest.mark.parametrize("types", [[None], ["2025", None], ["今年", "示例市"]])
def test_no_template_is_made_without_answers(live: Live, tmp_path: Path, types: list[str | None]) -> None:
    live.clerk.types = list(types)
    with live.book(SUQIAN, tmp_path) as book:
        _press_new(live, book)
    assert [path.name for path in tmp_path.iterdir()] == [SUQIAN.name]
    assert live.clerk.said == (["报告年度应为 2019 至 2099 之间的年份，例如 2025。"] if "今年" in types else [])


def test_whatever_goes_wrong_the_log_has_no_figures(live: Live, tmp_path: Path) -> None:
    with live.book(FAULTY, tmp_path) as book:
        with pytest.raises(SystemExit) as ended:
            commands.run("12505000元", book=book)
        lines = str(ended.value).splitlines()
        assert lines[-1] == "操作没有完成。（KeyError）"
        assert "12505000" not in str(ended.value)
        assert re.search(r"commands\.py:\d+ run", lines[0])
        assert book.app.screen_updating


def test_the_status_bar_is_given_back_in_a_minute(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should it then still say the same: what another button has said stays its own minute."""
    from addin.extension import pressing

    timers: list[Timer] = []
    monkeypatch.setattr(Timer, "start", lambda timer: timers.append(timer))
    with live.book(MIANCHI, tmp_path) as book:
        pressing.press("check", live.calc.context, book.impl.doc, live.clerk)
        pressing.press("next", live.calc.context, book.impl.doc, live.clerk)
        app = live.engine.apps[1]
        assert [(one.interval, one.daemon) for one in timers] == [(60, True), (60, True)]
        assert app.status_bar.startswith("1/4  [强制]")
        for timer, shown in zip(timers, (True, False), strict=True):
            timer.function(*timer.args)
            assert bool(app.status_bar) is shown


def test_an_office_that_saves_by_itself_is_named(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from addin.host.calc import CalcHost

    monkeypatch.setattr(CalcHost, "autosaves", lambda *_: True)
    with live.book(SUQIAN, tmp_path) as book:
        assert press("check", book) == f"校验完成：没有发现问题。{AUTOSAVED}"
