"""Title, body, year and the text of the sections, as others lay them out."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.filings.layouts import Layout, book_of
from tests.filings.saved import checked, read
from tests.found import found
from tests.shipped import base_filing
from validator.model.cells import Place
from validator.model.filing import Filing

BASE = base_filing()
ONE = "年度报告"
TABLES = {"表二": (ONE, Layout(22)), "表三": (ONE, Layout(52)), "表四": (ONE, Layout(92))}


def whole(folder: Path, write: object) -> Filing:
    """The three tables on one sheet, and whatever `write` puts around them."""
    book, _ = book_of(BASE, TABLES)
    assert callable(write)
    write(book)
    path = folder / "示例市2025.xlsx"
    book.save(path)
    return read(path)


def paragraphs(sheet: Worksheet, row: int, text: str) -> None:
    for offset, line in enumerate(text.split("\n")):
        sheet.cell(row + offset, 1).value = line


def one_line_a_row(book: Workbook) -> None:
    sheet = book[ONE]
    sheet["C1"] = BASE.text["标题"]
    sheet["A3"] = "一、总体情况"
    paragraphs(sheet, 4, BASE.text["一"])
    sheet["A20"] = "二、主动公开政府信息情况"
    sheet["A50"] = "三、收到和处理政府信息公开申请情况"
    sheet["A90"] = "四、政府信息公开行政复议、行政诉讼情况"
    sheet["A110"] = "五、存在的主要问题及改进情况"
    paragraphs(sheet, 111, BASE.text["五"])
    sheet["A120"] = "六、其他需要报告的事项"
    paragraphs(sheet, 121, BASE.text["六"])


def heading_and_text_in_one_cell(book: Workbook) -> None:
    sheet = book[ONE]
    sheet["A1"] = BASE.text["标题"]
    sheet["A3"] = f"一、总体情况\n{BASE.text['一']}"
    for row, heading in ((20, "二、主动公开政府信息情况"), (50, "三、收到和处理政府信息公开申请情况")):
        sheet.cell(row, 1).value = heading
    sheet["A90"] = "四、政府信息公开行政复议、行政诉讼情况"
    last = book.create_sheet("五和六")
    last["B2"] = f"五、存在的主要问题及改进情况\n{BASE.text['五']}\n六、其他需要报告的事项\n{BASE.text['六']}"


@pytest.mark.parametrize("write", [one_line_a_row, heading_and_text_in_one_cell])
def test_a_whole_report_in_a_layout_of_its_own_is_clean(write: object, tmp_path: Path) -> None:
    filing = whole(tmp_path, write)
    assert (filing.organ, filing.year) == ("示例市人民政府", 2025)
    assert {key: filing.text(f"正文.{key}") for key in ("标题", "一", "五", "六")} == dict(BASE.text)
    assert found(checked(filing).findings) == []
    ran = set(checked(filing).coverage.rules_run)
    assert {"P-03", "P-04", "P-05", "P-06", "ST-01", "ST-02", "ST-04", "ST-07", "N-01", "N-03"} <= ran


def test_places_are_those_of_the_cells(tmp_path: Path) -> None:
    filing = whole(tmp_path, one_line_a_row)
    assert filing.places["正文.标题"] == filing.places["封面.报告年度"] == Place(ONE, "C1")
    assert (filing.places["标题.一"], filing.places["正文.一"]) == (Place(ONE, "A3"), Place(ONE, "A4"))
    assert filing.places["正文.六"] == Place(ONE, "A121")


def test_the_period_of_the_text_is_judged(tmp_path: Path) -> None:
    def wrong(book: Workbook) -> None:
        one_line_a_row(book)
        text = BASE.text["六"].replace("2025年1月1日至2025年12月31日", "2024年1月1日至2024年12月31日")
        paragraphs(book[ONE], 121, text)

    assert found(checked(whole(tmp_path, wrong)).findings) == ["P-03 年度报告!A121"]


def test_a_heading_inside_a_section_ends_nothing(tmp_path: Path) -> None:
    def inner(book: Workbook) -> None:
        one_line_a_row(book)
        paragraphs(book[ONE], 4, "（一）主动公开政府信息情况\n全年公开信息 3 条。\n1.其他需要报告的事项\n没有。")

    text = whole(tmp_path, inner).text("正文.一")
    assert text.startswith("（一）主动公开政府信息情况\n全年公开信息 3 条。\n1.其他需要报告的事项\n没有。")


def test_a_section_that_is_not_there_is_missing(tmp_path: Path) -> None:
    def short(book: Workbook) -> None:
        one_line_a_row(book)
        for row in range(110, 125):
            book[ONE].cell(row, 1).value = None

    report = checked(whole(tmp_path, short))
    told = [(finding.rule.code, finding.variant, finding.member) for finding in report.findings]
    assert told == [("ST-01", "missing", "五"), ("ST-01", "missing", "六")]


def test_a_cover_copied_along_is_read(tmp_path: Path) -> None:
    def cover(book: Workbook) -> None:
        sheet = book.create_sheet("首页", 0)
        labels = ("机关名称", "机关类型", "报告年度", "统计期限起", "统计期限止", "年内组建/撤销说明", "公布日期")
        values = ("示例市人民政府", "设区的市级政府", 2025, "2024-01-01", "2025-12-31", None, None)
        for row, (label, value) in enumerate(zip(labels, values, strict=True), 3):
            sheet.cell(row, 4).value, sheet.cell(row, 5).value = label, value

    filing = whole(tmp_path, cover)
    assert (filing.organ, filing.organ_type, filing.year) == ("示例市人民政府", "设区的市级政府", 2025)
    assert filing.places["封面.报告年度"] == Place("首页", "E5")
    assert "P-01 首页!E6:E7" in found(checked(filing).findings)
