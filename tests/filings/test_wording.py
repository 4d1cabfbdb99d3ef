"""What the clerk reads about a damaged template: true, exact, said once. Each case was wrong or unclear before."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.filings import damages
from tests.filings.damages import Edit, edited, repacked, with_result
from tests.filings.layouts import Layout, lay
from tests.filings.saved import checked, read
from tests.filings.test_labels import ONE, laid
from tests.found import found
from tests.shipped import load_form

T2, T3, T4, FIRST, LAST = "二、主动公开", "三、依申请公开", "四、复议诉讼", "一、总体情况", "六、其他事项"


def messages(source: Path, folder: Path, edit: Edit) -> list[str]:
    """What is said of a copy, but for the results that openpyxl dropped."""
    report = checked(read(edited(source, folder / "copy" / source.name, edit)))
    return [f"{one.rule.code} {one.message()}" for one in report.findings if one.variant != "missing"]


def exchange_sheet_names(book: Workbook) -> None:
    book[T3].title, book[T4].title = "一时", T3
    book["一时"].title = T4


def hide_very(book: Workbook) -> None:
    book[FIRST].sheet_state = "veryHidden"


def hide_lines(book: Workbook) -> None:
    for row in (12, 13, 14, 30):
        book[T3].row_dimensions[row].hidden = True
    book[T3].column_dimensions["F"].hidden = True


def blank_sheet(book: Workbook) -> None:
    book.create_sheet("Sheet1")


def misled_names(book: Workbook) -> None:
    for name, at in (("封面.公布日期", "'封面'!$C$8"), ("表三.本年新收.自然人", f"'{T3}'!$E$8")):
        book.defined_names[name] = DefinedName(name, attr_text=at)


def text_deleted(book: Workbook) -> None:
    book[LAST]["A3"] = None
    book.defined_names["正文.六"] = DefinedName("正文.六", attr_text=f"'{LAST}'!#REF!")


SAID: list[tuple[Edit, list[str]]] = [
    (
        exchange_sheet_names,
        [
            "D-01 工作表“三、依申请公开”被改名为“四、复议诉讼”，取值仍可读",
            "D-01 工作表“四、复议诉讼”被改名为“三、依申请公开”，取值仍可读",
        ],
    ),
    (hide_very, ["D-04 工作表“一、总体情况”被深度隐藏（只能用宏或者 VBA 编辑器取消），取值仍可读"]),
    (hide_lines, ["D-04 表三的第 12–14、30 行、F 列被隐藏，其中 49 个填数的格看不见，取值仍可读"]),
    (blank_sheet, ["D-03 多出空白的工作表“Sheet1”"]),
    (damages.add, ["D-03 多出工作表“底稿”（1 个有内容的格），不算报告的内容"]),
    (misled_names, ["D-06 2 个定义名称指错了格（如 封面.公布日期 指向 C8，按标签应为 C13），已按标签取值"]),
]


@pytest.mark.parametrize(("edit", "wanted"), SAID, ids=[edit.__name__ for edit, _ in SAID])
def test_damage_is_said_once_and_exactly(edit: Edit, wanted: list[str], typed: Path, tmp_path: Path) -> None:
    assert messages(typed, tmp_path, edit) == wanted


def test_a_lost_name_whose_cell_is_blank_is_not_called_readable(typed: Path, tmp_path: Path) -> None:
    told = messages(typed, tmp_path, text_deleted)
    assert told[0] == "D-05 1 个定义名称丢失（正文.六），已按标签或地址认出这些格，取值仍可读，其中 1 格是空白"


def test_figures_cut_and_pasted_away_are_no_constants_in_place_of_formulas(summed: Path, tmp_path: Path) -> None:
    """The whole row of 表四 one cell to the right, as Excel keeps account of it: names and formulas go along."""

    def move(book: Workbook) -> None:
        damages.shift_right(book)
        for name in list(book.defined_names):
            damages.shift_name(book, name, T4, from_row=8, rows=0, columns=1)

    told = messages(summed, tmp_path, move)
    assert [one[:4] for one in told if one.startswith("D-")] == ["D-06", "D-15"]


def test_a_total_that_became_text_is_told_by_the_rule_on_values_only(summed: Path, tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        book[T4]["E8"], book[T4]["J8"] = "/", 9

    told = messages(summed, tmp_path, write)
    assert "D-09 表四有 1 个总计格的公式被改成了数，1 个不等于分项之和（直接起诉.总计）" in told
    assert sorted(one[:5].strip() for one in told) == ["D-09", "T4-02", "VA-03"]


@pytest.mark.parametrize("formula", ["=表四.行政复议.结果维持+B8+C8+表四.行政复议.尚未审结", "=SUM(A8:D8)+0"])
def test_names_in_a_sum_mean_their_cells(formula: str, summed: Path, tmp_path: Path) -> None:
    """Excel writes the name of a cell that is clicked while a formula is typed."""

    def write(book: Workbook) -> None:
        book[T4]["E8"] = formula

    filing = read(edited(summed, tmp_path / summed.name, write))
    assert (filing.cell("表四.行政复议.总计").value, filing.damage) == (4, ())


def scratch(formula: str) -> Edit:
    """自然人 of 本年新收 taken from a sheet 底稿 with whole columns."""

    def write(book: Workbook) -> None:
        sheet = book.create_sheet("底稿")
        for row, (name, count) in enumerate((("一科", 20), ("二科", 16)), 1):
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = name, count
        sheet["D1"] = '=INDIRECT("B1")'
        book[T3]["D8"] = formula

    return write


@pytest.mark.parametrize("formula", ["=SUM(底稿!B:B)", "=SUM(底稿!$2:9)+20", "=SUM(底稿!A1:B1048576)"])
def test_whole_columns_are_read_as_far_as_anything_stands(formula: str, summed: Path, tmp_path: Path) -> None:
    filing = read(edited(summed, tmp_path / summed.name, scratch(formula)))
    assert filing.uncomputed == {}
    assert filing.cell("表三.本年新收.自然人").value == 36


def test_what_needs_a_formula_that_nobody_can_compute_names_its_cell(summed: Path, tmp_path: Path) -> None:
    filing = read(edited(summed, tmp_path / summed.name, scratch("=底稿!D1+16")))
    assert {name: str(why) for name, why in filing.uncomputed.items()} == {
        "表三.本年新收.自然人": "底稿!D1 的公式算不出",
        "表三.本年新收.总计": "D8 的公式算不出",
    }


def test_an_error_is_told_once_and_not_called_stale(summed: Path, tmp_path: Path) -> None:
    """The stored 40 of the total is older than the error among its parts: VA-01 says so of the part, VA-06 nothing."""

    def broken(name: str, data: bytes) -> bytes:
        old, new = b"<v>36</v>", b"<f>1/0</f><v>#DIV/0!</v>"
        return data.replace(old, new, 1) if name == "xl/worksheets/sheet4.xml" else data

    report = checked(read(repacked(summed, tmp_path / summed.name, broken)))
    assert found(report.findings) == [f"VA-01 {T3}!D8"]


def test_a_stored_total_serves_when_one_of_its_parts_has_none(summed: Path, tmp_path: Path) -> None:
    def unknown(name: str, data: bytes) -> bytes:
        old, new = b"<v>36</v>", "<f>取数(1)</f>".encode()
        return data.replace(old, new, 1) if name == "xl/worksheets/sheet4.xml" else data

    filing = read(repacked(summed, tmp_path / summed.name, unknown))
    assert (filing.cell("表三.本年新收.总计").value, filing.cell("表三.本年新收.总计").cached) == (40, 40)
    report = checked(filing)
    assert found(report.findings) == [f"VA-06 {T3}!D8"]


def test_of_many_stale_results_three_are_shown(summed: Path, tmp_path: Path) -> None:
    path = summed
    for number, cell in enumerate(("J8", "J9", "J10", "J11")):
        path = repacked(path, tmp_path / str(number) / summed.name, with_result(4, cell, "7"))
    (told,) = checked(read(path)).findings
    assert "表三.予以公开.总计 7 → 12 等），已按重算的值判断" in told.message()


def test_of_two_tables_on_one_sheet_the_one_that_was_read_is_named_by_its_place(tmp_path: Path) -> None:
    table = load_form().tables["表三"]

    def other_below(book: Workbook) -> None:
        lay(book[ONE], table, dict.fromkeys(table.indicators, 7), Layout(50, 2))

    filing, _ = laid(tmp_path, {"表三": (ONE, Layout(3, 2))}, edit=other_below)
    (told,) = checked(filing).findings
    assert told.message() == "表三出现 2 处，读的是工作表“Sheet1”上从 B3 开始的一处"


@pytest.mark.parametrize("names", [True, False])
def test_a_heading_that_was_emptied_is_no_deleted_row(names: bool, typed: Path, tmp_path: Path) -> None:
    def empty(book: Workbook) -> None:
        if not names:
            damages.lose_names(book)
        book[T3]["A1"] = None

    told = [one[:5].strip() for one in messages(typed, tmp_path, empty)]
    assert told == (["ST-01"] if names else ["D-05", "ST-01"])


def test_a_cover_field_that_was_moved_is_read_and_not_called_unread(typed: Path, tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        book["封面"]["E8"], book["封面"]["C8"] = book["封面"]["C8"].value, None
        damages.shift_name(book, "封面.机关类型", "封面", from_row=8, rows=0, columns=2)

    assert messages(typed, tmp_path, move) == []
