"""空白填 0 in a real Calc: what it asks, what it fills, what it leaves alone; and how 校验结果 prints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from addin.buttons.zeros import NO_TABLE, unfilled
from addin.openbook.examining import filing_in_book
from tests.addin.live import MIANCHI, Live, press
from tests.shipped import build, form_of, preview
from tests.template.opened import blank
from validator.exchange.filing_data import FilingData, Value
from validator.writers.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings

APPLIED, COURTS = "三、依申请公开", "四、复议诉讼"


def written(folder: Path, data: FilingData, *, typed_totals: bool | None = None) -> Path:
    path = folder / "年报.xlsx"
    path.write_bytes(build(data, typed_totals=typed_totals))
    return path


def shown(book: xlwings.Book, sheet: str, area: str) -> list[list[object]]:
    values: list[list[object]] = book.sheets[sheet].range(area).options(ndim=2).value
    return values


def test_only_the_blank_cells_of_the_table_in_view_are_filled(live: Live, tmp_path: Path) -> None:
    data = replace(
        blank(), values={"表三.本年新收.自然人": 3, "表三.予以公开.自然人": 2, "表三.上年结转.商业企业": "/"}
    )
    with live.opened(written(tmp_path, data)) as book:
        book.sheets[APPLIED].activate()
        assert press("zeros", book) == f"已在“{APPLIED}”的 141 格填上 0。"
        assert live.clerk.asked == [
            f"“{APPLIED}”有 141 格没有填。都填上 0 吗？\n\n0 表示没有发生。已经填了的格和总计公式不动。"
        ]
        assert shown(book, APPLIED, "D8:J9") == [[3, 0, 0, 0, 0, 0, 3], [0, "/", 0, 0, 0, 0, 0]]
        assert book.sheets[APPLIED].range("J8").formula == "=SUM(D8:I8)"
        assert shown(book, COURTS, "A8:D8") == [[None] * 4]
        assert book.sheets[APPLIED].impl.xl.isProtected()
        assert press("zeros", book) == f"已在“{APPLIED}”的 141 格填上 0。"
    assert live.clerk.said == [f"“{APPLIED}”没有空白的格。"]


def test_nothing_is_filled_unasked(live: Live, tmp_path: Path) -> None:
    live.clerk.agrees = False
    with live.opened(written(tmp_path, blank())) as book:
        book.sheets[COURTS].activate()
        press("zeros", book)
        assert shown(book, COURTS, "A8:D8") == [[None] * 4]
    assert len(live.clerk.asked) == 1


def test_where_no_table_is_in_view_none_is_filled(live: Live, tmp_path: Path) -> None:
    with live.opened(written(tmp_path, blank())) as book:
        for sheet in ("封面", "一、总体情况", "校验"):
            book.sheets[sheet].activate()
            press("zeros", book)
    assert (live.clerk.said, live.clerk.asked) == ([NO_TABLE] * 3, [])


def test_a_sheet_that_others_locked_is_told(live: Live, tmp_path: Path) -> None:
    with live.opened(written(tmp_path, blank())) as book:
        sheet = book.sheets[COURTS]
        sheet.activate()
        sheet.impl.xl.unprotect("")
        locked = sheet.range("A8:C8").impl.xl
        protection = locked.CellProtection
        protection.IsLocked = True
        locked.CellProtection = protection
        sheet.impl.xl.protect("秘密")
        press("zeros", book)
        assert shown(book, COURTS, "F8:I8") == [[0] * 4]
        assert shown(book, COURTS, "A8:D8") == [[None, None, None, 0]]
    assert live.clerk.said == [f"“{COURTS}”有 3 格填不进去：工作表受保护，或者工作簿只读。"]


TOTALS: list[tuple[dict[str, Value], set[str]]] = [
    ({}, {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}),
    ({"结果维持": 0, "结果纠正": 0}, {"其他结果", "尚未审结", "总计"}),
    ({"结果维持": 2}, {"结果纠正", "其他结果", "尚未审结"}),
    ({"结果维持": "2件"}, {"结果纠正", "其他结果", "尚未审结"}),
    ({"总计": 2}, {"结果维持", "结果纠正", "其他结果", "尚未审结"}),
]


@pytest.mark.parametrize(("values", "wanted"), TOTALS)
def test_a_typed_total_is_filled_only_where_its_parts_come_to_nothing(
    values: dict[str, Value], wanted: set[str]
) -> None:
    given = {
        f"表四.行政复议.{name}": values.get(name) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    }
    found = {
        name.split(".")[2] for name in unfilled(preview(replace(blank(), values=given)), COURTS) if "行政复议" in name
    }
    assert found == wanted


def test_a_table_laid_out_by_others_is_filled_where_it_stands(live: Live, tmp_path: Path) -> None:
    """Rows inserted above the figures, cells of text format: zeros are numbers where the cells are now."""
    with live.opened(written(tmp_path, blank(), typed_totals=True)) as book:
        sheet = book.sheets[COURTS]
        sheet.impl.xl.unprotect("")
        sheet.impl.xl.Rows.insertByIndex(4, 2)
        sheet.range("A10:B10").number_format = "@"
        sheet.activate()
        press("zeros", book)
        assert shown(book, COURTS, "A10:O10") == [[0] * 15]
        names = [name for name in form_of(blank()).indicators if name.startswith("表四.")]
        filing = filing_in_book(book)
        assert {filing.cell(name).value for name in names} == {0}


def test_the_list_of_findings_prints_in_landscape_with_its_head(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        own = book.sheets[SHEET].impl.xl
        style = book.impl.doc.StyleFamilies.getByName("PageStyles").getByName(own.PageStyle)
        assert (style.IsLandscape, round(style.Width, -2), round(style.Height, -2)) == (True, 29700, 21000)
        assert (style.ScaleToPagesX, style.ScaleToPagesY) == (1, 0)
        title = own.getTitleRows()
        assert own.getPrintTitleRows() and (title.StartRow, title.EndRow) == (4, 4)
        press("clear", book)
        others = {sheet.impl.xl.PageStyle for sheet in book.sheets}
        assert "gouji_results" not in others
