"""Books as they come: filtered, locked, full, hidden, with other people's rules. A result or words, and no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.chart import BarChart
from openpyxl.formatting import rule

from addin.traces import results
from addin.wording import LEFT_OVER
from tests.addin.live import FAULTY, MIANCHI, SUQIAN, Live, found, marks, press, recalculated, saved
from tests.books import loaded
from validator.model.cells import Place
from validator.writers.results_sheet import SHEET, link

APPLIED, WAIVERS = "三、依申请公开", "情况说明"
BUTTONS = ("next", "waive", "fix", "report", "check", "previous", "clear")


def _book(path: Path, edit: Callable[[Any], None], source: Path = FAULTY) -> Path:
    own = loaded(source.read_bytes())
    edit(own)
    own.save(path)
    return path


def _contents(book: Any) -> dict[str, Any]:
    """Sheet -> formulas and constants of every cell in the part that a form can take."""
    return {sheet.name: sheet.range("A1:P80").formula for sheet in book.sheets if sheet.name != SHEET}


def _same(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The parts that differ, without the identities that Calc gives to data bars anew whenever it saves."""
    fresh = re.compile(rb"\{[0-9A-F]{8}-[0-9A-F-]{27}\}")
    return {name for name in before if fresh.sub(b"", before[name]) != fresh.sub(b"", after.get(name, b""))}


UNSEEN = {"xl/styles.xml", "docProps/core.xml"}


def _filtered(own: Any) -> None:
    sheet = own[APPLIED]
    sheet.protection.sheet = False
    sheet.auto_filter.ref = "A7:J32"
    sheet.auto_filter.add_filter_column(0, ["一"])
    for row in (12, 18, 19):
        sheet.row_dimensions[row].hidden = True
    sheet.freeze_panes = "C6"
    sheet.row_dimensions.group(22, 24, hidden=True)


def test_under_a_filter_no_figure_moves(live: Live, tmp_path: Path) -> None:
    """A copy in Calc leaves filtered rows out: what is below them must not move up."""
    with live.opened(_book(tmp_path / "筛选.xlsx", _filtered)) as book:
        rows = book.sheets[APPLIED].impl.xl.Rows
        assert [row for row in range(40) if rows.getByIndex(row).IsFiltered] == [11, 17, 18, 21, 22, 23]
        recalculated(book)
        contents, parts = _contents(book), saved(book, tmp_path / "before.xlsx")
        press("check", book)
        listed = found(book)
        assert _contents(book) == contents
        assert marks(book)[APPLIED]["J10"] == "suspect"
        press("check", book)
        assert found(book) == listed
        press("clear", book)
        assert _contents(book) == contents
        assert _same(parts, saved(book, tmp_path / "after.xlsx")) <= UNSEEN


def _coloured(own: Any) -> None:
    kinds: Any = rule
    for sheet in (own[APPLIED], own["二、主动公开"], own["封面"]):
        sheet.conditional_formatting.add("A1:J40", kinds.DataBarRule("min", 0, "max", 1, color="FF0000"))
        sheet.conditional_formatting.add("D8:J30", kinds.ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))
        sheet.conditional_formatting.add("D8:J30", kinds.IconSetRule("3Arrows", "percent", [0, 33, 67]))


def _whole_columns(own: Any) -> None:
    kinds: Any = rule
    own[APPLIED].conditional_formatting.add("D1:J1048576", kinds.FormulaRule(["$D1=7"]))


@pytest.mark.parametrize("edit", [_coloured, _whole_columns])
def test_scales_bars_icons_and_formats_of_whole_columns_stay_whole(
    live: Live, tmp_path: Path, edit: Callable[[Any], None]
) -> None:
    with live.opened(_book(tmp_path / "他人的格式.xlsx", edit)) as book:
        recalculated(book)
        parts = saved(book, tmp_path / "before.xlsx")
        press("check", book)
        assert marks(book)[APPLIED]["J10"] == "suspect"
        press("clear", book)
        assert marks(book) == {}
        assert _same(parts, saved(book, tmp_path / "after.xlsx")) <= UNSEEN


def test_a_structure_protected_after_the_check_is_said(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        book.impl.doc.protect("")
        press("clear", book)
        assert live.clerk.said == [LEFT_OVER]
        assert (marks(book), results.find(book) is None) == ({}, False)
        press("check", book)
        assert live.clerk.said == [LEFT_OVER, LEFT_OVER]
        book.impl.doc.unprotect("")
        assert press("clear", book) == "标记已清除。"
        assert results.find(book) is None


def _fill_waivers(own: Any) -> None:
    for row in range(5, 300):
        own[WAIVERS].cell(row, 1, "P-01")


def _hide_waivers(own: Any) -> None:
    own[WAIVERS].sheet_state = "hidden"


FULL = "“情况说明”工作表里填不进去：空行已经用完，或者工作簿只读、工作表受保护。"
HIDDEN = "“情况说明”工作表被隐藏了。请先取消隐藏，再点一次。"


@pytest.mark.parametrize(
    ("edit", "read_only", "said"),
    [(_fill_waivers, False, FULL), (lambda _: None, True, FULL), (_hide_waivers, False, HIDDEN)],
    ids=["full", "read-only", "hidden"],
)
def test_where_nothing_can_be_explained_it_is_said(
    live: Live, tmp_path: Path, edit: Callable[[Any], None], read_only: bool, said: str
) -> None:
    with live.opened(_book(tmp_path / "说明.xlsx", edit, MIANCHI), read_only=read_only) as book:
        book.sheets["一、总体情况"].activate()
        book.sheets["一、总体情况"].range("A3").select()
        press("waive", book)
        assert live.clerk.said == [said]
        assert book.sheets.active.name == "一、总体情况"


def _charts_only(own: Any) -> None:
    for sheet in own.worksheets:
        own.remove(sheet)
    own.create_chartsheet("图").add_chart(BarChart())


def _last_cell(own: Any) -> None:
    own[APPLIED]["XFD1048576"] = 1


def _hide_all_but_one(own: Any) -> None:
    for sheet in own.worksheets[1:]:
        sheet.sheet_state = "veryHidden"


def _many(own: Any) -> None:
    for number in range(12):
        own.create_sheet(f"附{number}")["A1"] = number


def _long_texts(own: Any) -> None:
    own[APPLIED]["D31"], own["一、总体情况"]["A3"], own[WAIVERS]["A5"] = "x" * 32767, "年" * 32767, "=" * 32767


@pytest.mark.parametrize(
    ("edit", "refused"),
    [(_charts_only, True), (_last_cell, False), (_hide_all_but_one, False), (_many, False), (_long_texts, False)],
    ids=["charts", "last cell", "hidden", "twenty sheets", "long texts"],
)
def test_every_button_answers_on_any_book(
    live: Live,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    edit: Callable[[Any], None],
    refused: bool,
) -> None:
    """`press` lets an error of the program through; here is none, and the cells are as they were."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    with live.opened(_book(tmp_path / "奇怪.xlsx", edit, MIANCHI)) as book:
        recalculated(book)
        contents = _contents(book)
        for button in BUTTONS:
            live.clerk.agrees = button != "fix"  # what is offered there is a change of figures
            press(button, book)
            if button == "check":
                assert (results.find(book) is None) is refused
        assert _contents(book) == contents
        assert (marks(book), results.find(book), book.app.screen_updating) == ({}, None, True)


@pytest.mark.parametrize("name", ["a'b!c", "=1+1", "x\"y'z", "a.b$c#d", "|calc"])
def test_links_lead_to_sheets_of_any_name(live: Live, tmp_path: Path, name: str) -> None:
    """The name is part of a formula on the sheet of results, and must not get out of its quotation marks."""
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets[APPLIED].impl.xl.Name = name
        press("check", book)
        row = next(at for at, (code, sheet, _) in enumerate(found(book), start=6) if sheet == name)
        cell = book.sheets[SHEET].range(f"E{row}")
        assert cell.formula == link(Place(name, cell.value))
        assert book.sheets[SHEET].range(f"D{row}").formula == name
        for _ in range(row - 5):
            press("next", book)
        assert live.engine.apps[1].selection.sheet.name == name
        assert live.engine.apps[1].selection.get_address(False, False) == cell.value


def test_a_template_gets_a_name_that_no_open_book_has(live: Live, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    taken = "示例市2025年政府信息公开工作年度报告.xlsx"
    with live.book(SUQIAN, tmp_path / "别处", taken), live.book(SUQIAN, tmp_path) as book:
        press("new", book, "2025", "示例市")
        made = live.engine.apps[1].books["示例市2025年政府信息公开工作年度报告（2）.xlsx"]
        made.close()
    assert not (tmp_path / taken).exists()
