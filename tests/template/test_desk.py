"""What the workbook does for whoever sits before it: what is forgotten, what is wrong, what to do first, what prints."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import DAY, ROOT
from tests.office import Office
from tests.shipped import base_filing, build, filing_of, form_of, rows_of
from tests.template.opened import EDITIONS, NAMES, blank, opened, with_text
from tests.template.test_live import MANY_OTHERS, changed
from validator.api import check, read
from validator.examples.damaged import damaged
from validator.exchange.filing_data import FilingData
from validator.model.address import cells_of, corners, within
from validator.model.form import Edition
from validator.readers import read_workbook
from validator.template.check_rows import FIRST_ROW
from validator.template.panel import verdict_cell
from validator.template.style import UNFILLED, WRONG

APPLIED = "三、依申请公开"
TYPED = changed({})
"""A filing with typed totals: only there can a sum along a row or a column be broken."""
CROSSED = {
    "two figures": ({"表三.予以公开.商业企业": 46, "表三.本年新收.自然人": 63}, {"D8", "E10"}),
    "a total of rows": ({"表三.办理结果总计.自然人": 99}, {"D31"}),
    "totals of one row": ({"表三.不予公开_国家秘密.总计": 7, "表三.办理结果总计.总计": 48}, {"J31"}),
    "nothing": ({}, set()),
    "a text": ({"表三.予以公开.商业企业": "2件"}, set()),
}


def rules_of(sheet: Worksheet, colour: str) -> Iterator[tuple[str, str]]:
    """Area and formula of every conditional format with that ground."""
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            if rule.dxf and rule.dxf.fill and rule.dxf.fill.bgColor.rgb == f"FF{colour.removeprefix('#')}":
                yield from ((str(area), rule.formula[0]) for area in one.sqref.ranges)


def with_crossings(data: FilingData, path: Path) -> dict[str, str]:
    """The workbook with each crossing's formula, as it is for each of its cells, in a cell beside; which stands where."""
    book: Workbook = load_workbook(io.BytesIO(build(data)))
    sheet = book[APPLIED]
    places: dict[str, str] = {}
    for area, formula in rules_of(sheet, str(WRONG["bg_color"])):
        first = area.partition(":")[0]
        for cell in cells_of(area) if formula.startswith("AND(IF(") else ():
            at = f"AA{100 + len(places)}"
            sheet[at] = Translator(f"={formula}", origin=first).translate_formula(cell)
            places[at] = cell
    book.save(path)
    return places


def test_the_cell_where_a_broken_row_and_column_cross_stands_out(office: Office, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(CROSSED))]
    places = [
        with_crossings(changed(values), path)  # type: ignore[arg-type]
        for path, (values, _) in zip(paths, CROSSED.values(), strict=True)
    ]
    found = {}
    for what, cells, sheets in zip(CROSSED, places, office.calculated(paths, tmp_path / "done"), strict=True):
        assert len(cells) > 150
        column = [row[26] for row in sheets[APPLIED][99:]]
        found[what] = {cell for cell, shown in zip(cells.values(), column, strict=True) if shown == "TRUE"}
    assert found == {what: wanted for what, (_, wanted) in CROSSED.items()}


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
@pytest.mark.parametrize("typed", [True, False])
def test_exactly_the_cells_to_fill_in_have_a_colour_until_they_are(edition: Edition, typed: bool) -> None:
    data = blank(edition)
    book = opened(data, typed_totals=typed)
    for table in form_of(data).tables.values():
        sheet = book[table.sheet]
        marked = [cell for area, _ in rules_of(sheet, str(UNFILLED["bg_color"])) for cell in cells_of(area)]
        inputs = [one for one in table.indicators.values() if typed or not one.is_total]
        assert sorted(marked) == sorted(cell for one in inputs for cell in cells_of(one.span))
        assert {sheet[one.cell].fill.fill_type for one in inputs} == {None}
        firsts = {area.partition(":")[0]: formula.replace("$", "") for area, formula in rules_of(sheet, "#FFFBE6")}
        assert all(formula == f"ISBLANK({first})" for first, formula in firsts.items())


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
@pytest.mark.parametrize("typed", [True, False])
def test_what_calc_takes_first_stands_first(edition: Edition, typed: bool) -> None:
    """Calc goes by the order of the areas: a crossing is above the relations, what is blank is below everything."""
    data = blank(edition)
    for table in form_of(data).tables.values():
        kinds = []
        for one in opened(data, typed_totals=typed)[table.sheet].conditional_formatting:
            formulas = [str(rule.formula[0]) for rule in one.rules]
            kinds.append({"AND(IF(": 1, "IF(OR(COUNTI": 2, "ISBLANK(": 3}.get(_beginning(formulas[0]), 0))
            shared = len({_beginning(formula) == "ISBLANK(" for formula in formulas}) > 1
            assert not shared or ":" not in str(one.sqref), "a cell alone has no other area"
        relations = [at for at, kind in enumerate(kinds) if kind == 2]
        blanks = [at for at, kind in enumerate(kinds) if kind == 3]
        assert min(blanks) > max(at for at, kind in enumerate(kinds) if kind != 3)
        assert all(at < min(relations) for at, kind in enumerate(kinds) if kind == 1)


def _beginning(formula: str) -> str:
    return next((one for one in ("AND(IF(", "IF(OR(COUNTI", "ISBLANK(") if formula.startswith(one)), "")


def printed(sheet: Worksheet) -> str:
    """The area that prints, without ``$`` and sheet."""
    return str(sheet.print_area).rpartition("!")[2].replace("$", "")


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
def test_verdict_and_prompts_stand_outside_of_what_prints(edition: Edition) -> None:
    data = blank(edition)
    book, form = opened(data), form_of(data)
    for table in form.tables.values():
        sheet, area = book[table.sheet], corners(printed(book[table.sheet]))
        words = ("校验", "勾稽：", "已填 ")
        said = [cell.coordinate for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(words)]
        shown = [verdict_cell(table), verdict_cell(table).replace("2", "4")]
        beside = {at for at in (*said, *shown) if not within(at, area)}
        assert beside >= set(shown) and not [at for at in said if within(at, area)]
        assert all(within(cell, area) for one in table.indicators.values() for cell in cells_of(one.span))
    for section in form.sections:
        if section.text:
            assert {cell.column for row in book[section.sheet].iter_rows() for cell in row if cell.value} == {1, 3}
            assert re.fullmatch(r"A1:B\d+", printed(book[section.sheet]))


def test_only_the_list_of_checks_prints_its_colours() -> None:
    for sheet in opened(blank()).worksheets:
        assert bool(sheet.page_setup.blackAndWhite) is (sheet.title != "校验"), sheet.title


def test_the_period_begins_at_the_same_place_of_every_table() -> None:
    for edition in EDITIONS:
        data = blank(edition)
        sheets = [(opened(data)[table.sheet], table.period_cell) for table in form_of(data).tables.values()]
        begins = {sum(_width(sheet, column) for column in "ABCDEF"[: "ABCDEF".index(at[0])]) for sheet, at in sheets}
        assert len(begins) == 1
        assert len({sheet[at].alignment.horizontal for sheet, at in sheets}) == 1


def _width(sheet: Worksheet, letter: str) -> int:
    """Pixels of a column, whose width may be stated with its neighbours'."""
    column = next(
        one for one in sheet.column_dimensions.values() if (one.min or 0) <= ord(letter) - 64 <= (one.max or 0)
    )
    return round(column.width * 7)


def test_tabs_are_coloured_by_what_they_are() -> None:
    colours = {sheet.title: sheet.sheet_properties.tabColor for sheet in opened(blank()).worksheets}
    assert None not in colours.values()
    tables = {colours[table.sheet].rgb for table in form_of(blank()).tables.values()}  # type: ignore[union-attr]
    texts = {colours[name].rgb for name in ("一、总体情况", "五、问题及改进", "六、其他事项")}  # type: ignore[union-attr]
    assert len(tables) == len(texts) == 1 and tables != texts


LINE = "二〇二五年，本机关认真贯彻落实政府信息公开条例，主动公开政府信息。"
PAGES = {"blank": ("", 1), "short": (LINE, 1), "two pages": ("\n".join([LINE] * 55), 2), "long": (LINE * 140, 3)}


def test_a_part_prints_as_many_pages_as_its_text_needs(office: Office, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(PAGES))]
    for path, (text, _) in zip(paths, PAGES.values(), strict=True):
        path.write_bytes(build(with_text(一=text)))
    made = office.convert(paths, "pdf", tmp_path / "done")
    pages = [len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes())) - 10 for path in made]
    assert dict(zip(PAGES, pages, strict=True)) == {what: wanted for what, (_, wanted) in PAGES.items()}


def test_a_text_has_a_margin_inside() -> None:
    assert opened(with_text(五="文"))["五、问题及改进"]["A3"].alignment.indent == 1


def first_lines(data: FilingData) -> list[list[Any]]:
    sheet = opened(data, shown=True)["校验"]
    lines = [[cell.value for cell in row[:10]] for row in sheet.iter_rows(min_row=6, max_row=13)]
    return [line for line in lines if line[0] != "　"]


def test_what_has_to_be_dealt_with_stands_first() -> None:
    assert first_lines(base_filing()) == []
    assert opened(base_filing(), shown=True)["校验"]["A5"].value == "没有要处理的。"
    wrong = changed({**MANY_OTHERS, "表四.行政复议.总计": 0, "表四.直接起诉.结果维持": "2件"})
    lines = first_lines(wrong)
    assert [(line[0], line[7], line[9]) for line in lines] == [
        ("VA-01", "不成立", "查看 F8"),
        ("T4-01", "不成立", "查看 E8"),
        ("T3-04", "待核对", "查看 J30"),
        ("T4-02", "未定", "查看 J8"),
    ]


def test_a_link_leads_to_the_first_wrong_cell() -> None:
    data = changed({"表三.其他处理_其他.商业企业": "2件", "表三.不予公开_国家秘密.科研机构": 1.5})
    sheet = opened(data, shown=True)["校验"]
    links = {(sheet[f"A{row}"].value, sheet[f"C{row}"].value): row for row in range(FIRST_ROW, sheet.max_row + 1)}
    assert sheet[f"J{links['VA-01', '表三']}"].value == "查看 F12"
    assert sheet[f"O{links['VA-01', '表三']}"].value == f"'{APPLIED}'!F12"
    assert sheet[f"J{links['VA-01', '表四']}"].value == "查看 A8"
    formula = opened(data)["校验"][f"J{links['VA-01', '表三']}"].value
    assert formula.startswith(f'=HYPERLINK("#"&O{links["VA-01", "表三"]},')


def test_an_untouched_table_has_not_started_and_a_total_typed_over_is_told() -> None:
    words = {row.name: row.verdict[1] for row in rows_of(blank())}
    assert {words[f"校验.{name}"] for name in ("VA_01.表三", "T3_01.自然人", "T4_02", "T3_04")} == {"尚未填写"}
    assert (words["校验.VA_03.表三"], words["校验.P_01"], words["校验.P_02.表三"]) == ("待核对", "成立", "成立")
    count = opened(blank(), shown=True)["校验"]["A2"].value
    assert count == f"共 {len(words)} 条：" + "，".join(
        f"{word} {list(words.values()).count(word)}" for word in ("成立", "不成立", "待核对", "未定", "尚未填写")
    )
    started = replace(blank(), values={"表四.行政复议.结果维持": 1})
    words = {row.name: row.verdict[1] for row in rows_of(started)}
    assert (words["校验.T4_01"], words["校验.T3_01.自然人"]) == ("成立", "尚未填写")
    over = {row.name: row.verdict[1] for row in rows_of(replace(blank(), values={"表四.行政复议.总计": 3}))}
    assert (over["校验.T4_01"], over["校验.T4_02"], over["校验.T3_02.自然人"]) == ("不成立", "未定", "尚未填写")


def test_the_cover_tells_how_far_each_part_is() -> None:
    def progress(data: FilingData) -> list[tuple[object, object]]:
        sheet = opened(data, shown=True)["封面"]
        return [(sheet[f"B{row}"].value, sheet[f"C{row}"].value) for row in range(20, 27)]

    assert progress(blank()) == [
        ("封面", "机关名称 未填，机关类型 未选，公布日期 未填"),
        ("一、总体情况", "已写 0 字"),
        ("二、主动公开", "已填 0/10 格"),
        (APPLIED, "已填 0/144 格"),
        ("四、复议诉讼", "已填 0/12 格"),
        ("五、问题及改进", "已写 0 字"),
        ("六、其他事项", "已写 0 字"),
    ]
    told = dict(progress(replace(changed({"表三.本年新收.自然人": "三件"}), organ_type="")))
    assert (told["封面"], told[APPLIED], told["二、主动公开"]) == ("机关类型 未选", "已填 174/175 格", "已填 10/10 格")
    assert told["一、总体情况"] == f"已写 {len(base_filing().text['一'])} 字"
    sheet = opened(blank())["封面"]
    assert sheet["B23"].hyperlink.location == f"'{APPLIED}'!D8"


def test_whom_to_ask_has_cells_of_its_own_that_no_report_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(build(base_filing()))
    book = load_workbook(path)
    form = form_of(base_filing())
    assert [(one.label, one.cell) for one in form.contacts] == [
        ("填报人", "C15"),
        ("联系电话", "C16"),
        ("审核人", "C17"),
    ]
    for one, text in zip(form.contacts, ("赵钱孙", "010-12345678", "周吴郑"), strict=True):
        assert not book["封面"][one.cell].protection.locked
        book["封面"][one.cell] = text
    book.save(path)
    filing = filing_of(read_workbook(path))
    assert not {one.name for one in form.contacts} & set(filing.cells)
    told = str(check([filing]).to_dict())
    assert not [word for word in ("赵钱孙", "12345678", "周吴郑", "填报人") if word in told]


def test_beside_a_table_only_what_the_template_says_is_left_alone(tmp_path: Path) -> None:
    """The cells above the table's first row, two columns to its right, and no others."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(build(base_filing()))
    workbook = read_workbook(path)
    for cell, found in (("L1", []), ("L4", []), ("L6", ["D-15"]), ("K2", ["D-15"]), ("M2", ["D-15"])):
        edited = damaged(workbook, [{"cells": {f"{APPLIED}!{cell}": "99"}}])
        assert [one.rule.code for one in check([filing_of(edited)]).files[0].findings] == found, cell


NOTICES = {
    "fits": ({"A3": LINE}, "　"),
    "too long": ({"A3": LINE * 60}, "约 57 行，文字框放不下：从文字框的第一行选到第 30 行，把行高设为 28.5"),
    "far too long": ({"A3": LINE * 400}, "约 378 行，文字框放不下：从文字框的第一行选到第 49 行，把行高设为 156.75"),
    "scattered": ({"A3": LINE, "A5": LINE}, "有文字落在了文字框下面，报告读不到"),
}


def test_what_went_wrong_with_a_text_is_said_beside_it(office: Office, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(NOTICES))]
    for path, (cells, _) in zip(paths, NOTICES.values(), strict=True):
        book = load_workbook(io.BytesIO(build(blank())))
        sheet = book["五、问题及改进"]
        (area,) = [one for one in sheet.merged_cells.ranges if "A3" in one]
        sheet.unmerge_cells(str(area))
        for cell, text in cells.items():
            sheet[cell] = text
        book.save(path)
    for sheets, (_, told) in zip(office.calculated(paths, tmp_path / "done"), NOTICES.values(), strict=True):
        shown = [row[2] for row in sheets["五、问题及改进"] if len(row) > 2 and row[2]]
        assert shown[-1].startswith(told)


def test_a_workbook_of_an_older_template_is_judged_the_same() -> None:
    """Made before the lines moved beside the tables and the cover had progress and contacts: not a word differs."""
    now = ROOT / "examples" / "渑池县2023.xlsx"
    before, after = (
        check([read(path)], today=DAY).to_dict()["files"][0]
        for path in (Path(__file__).parent / "made_before.xlsx", now)
    )
    for told in (before, after):
        del told["path"]
    assert before == after
    assert {one["code"] for one in before["findings"]} == {"P-03", "VA-03", "N-01", "ST-11"}
