"""What goes into the cells comes out again: every kind of value, odd texts, dates; what does not fit is refused."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.shipped import base_filing, build, filing_of, form_of, preview
from tests.template.opened import blank, opened, parts, reference, with_text
from validator.exchange.extract import extract
from validator.exchange.filing_data import FilingData, Value
from validator.model.cells import CellKind
from validator.readers import read_workbook
from validator.template import BadContent
from validator.template.content import half_widths, lines_needed, utf16_length

ODD: dict[str, Value] = {
    "表二.规章.制发": "=1+1",
    "表二.规章.废止": "@SUM(1)",
    "表二.规章.有效": "+3",
    "表二.行政规范性文件.制发": True,
    "表二.行政规范性文件.废止": -4,
    "表二.行政规范性文件.有效": 2.5,
    "表二.行政许可.处理决定": "１２　件",
    "表二.行政处罚.处理决定": "<r><t>&</t></r>",
    "表二.行政强制.处理决定": None,
    "表二.行政事业性收费.金额": 0.000001,
    "表三.本年新收.自然人": "  3 ",
    "表三.本年新收.商业企业": "-",
    "表三.本年新收.科研机构": "_x0041_ 和 \x01",
    "表三.本年新收.社会公益组织": "http://example.org/",
    "表三.本年新收.法律服务机构": 123456789012345,
    "表三.本年新收.其他组织": "第一行\n第二行",
    "表三.本年新收.总计": "#DIV/0!",
}


def odd() -> FilingData:
    base = base_filing()
    return replace(base, values={**base.values, **ODD})


def test_odd_values_stay_what_they_are() -> None:
    book = opened(odd())
    form = form_of(odd())
    for name, value in ODD.items():
        one = form.indicators[name]
        cell = book[form.tables[one.table].sheet][one.cell]
        assert cell.data_type != "f", name
        if name != "表三.本年新收.科研机构":  # openpyxl does not decode _xHHHH_
            assert cell.value == value or cell.value == [value], name
        if isinstance(value, bool):
            assert cell.data_type == "b"


def test_a_value_beyond_a_float_is_refused_naming_the_cell() -> None:
    for value in (10**400, float("inf"), float("-inf"), float("nan")):
        data = replace(blank(), values={"表三.结转下年.总计": value})
        with pytest.raises(BadContent, match="表三"):
            build(data)


def read(data: FilingData, tmp_path: Path) -> dict[str, object]:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(build(data))
    return {name: cell.value for name, cell in filing_of(read_workbook(path)).cells.items()}


def test_the_reader_gets_every_odd_value_back(tmp_path: Path) -> None:
    found = read(odd(), tmp_path)
    assert {name: found[name] for name in ODD} == ODD


def test_long_text_stands_whole_in_rows_that_hold_it() -> None:
    text = "公" * 32_767
    sheet = opened(with_text(一=text))["一、总体情况"]
    assert sheet["A3"].value == text
    (area,) = [one for one in sheet.merged_cells.ranges if "A3" in one]
    heights = [sheet.row_dimensions[row].height or 0 for row in range(area.min_row, area.max_row + 1)]
    lines = 32_767 / (650 / 16)
    assert sum(heights) > lines * 16
    assert max(heights) <= 409
    assert sheet.print_area.replace("$", "").endswith(f"A1:B{area.max_row}")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (with_text(一="公" * 32_768), "一、总体情况"),
        (with_text(五="😀" * 16_384), "五、存在的主要问题及改进情况"),
        (with_text(六="\ud800"), "六、其他需要报告的事项"),
        (with_text(标题="题" * 32_768), "标题"),
        (replace(blank(), organ="局" * 32_760), "机关名称"),
        (replace(blank(), year="年" * 256), "报告年度"),
        (replace(blank(), values={"表二.规章.制发": "1" * 32_768}), "表二.规章.制发"),
        (
            replace(blank(), waivers=({"code": "", "cell": "", "reason": "因" * 32_768, "by": "", "date": ""},)),
            "情况说明第1条",
        ),
    ],
)
def test_text_that_no_cell_holds_is_refused_naming_the_place(data: FilingData, where: str) -> None:
    with pytest.raises(BadContent, match=where):
        build(data)


ONE_WAIVER = {"code": "T3-04", "cell": "J30", "reason": "因", "by": "人", "date": "日"}
PLACES = [
    ("标题", lambda bad: with_text(标题=f"报告{bad}")),
    ("机关名称", lambda bad: replace(blank(), organ=f"局{bad}")),
    ("机关类型", lambda bad: replace(blank(), organ_type=bad)),
    ("报告年度", lambda bad: replace(blank(), year=f"2025{bad}")),
    ("统计期限", lambda bad: replace(blank(), period={"start": bad, "end": bad})),
    ("表三.统计期限", lambda bad: replace(blank(), table_periods={"表三": bad})),
    ("正文.一", lambda bad: with_text(一=f"第一行\n{bad}")),
    ("表二.规章.制发", lambda bad: replace(blank(), values={"表二.规章.制发": bad})),
    ("公布日期", lambda bad: replace(blank(), published=bad)),
    *(
        (f"情况说明第1条{key}"[:7], lambda bad, key=key: replace(blank(), waivers=({**ONE_WAIVER, key: bad},)))
        for key in ONE_WAIVER
    ),
]


@pytest.mark.parametrize("bad", ["\ufffe", "\uffff", "\ud800", "\udfff"])
@pytest.mark.parametrize(("where", "data"), PLACES)
def test_characters_that_xml_forbids_are_refused_naming_the_place(
    where: str, data: Callable[[str], FilingData], bad: str
) -> None:
    with pytest.raises(BadContent, match=rf"{where}.*U\+{ord(bad):04X}"):
        build(data(bad))


@pytest.mark.parametrize("odd", ["\x00\x01\x0b\x1f", "\x7f\x85", "\u2028", "\U0001fffe", "\ue000", "\ufffd"])
def test_any_other_character_gives_a_workbook_that_is_valid_xml(odd: str) -> None:
    data = replace(with_text(标题=odd, 一=odd), organ=odd, organ_type=odd, year=odd, table_periods={"表三": odd})
    texts = [xml for name, xml in parts(build(data)).items() if name.endswith((".xml", ".rels"))]
    assert all(ElementTree.fromstring(xml).tag for xml in texts)  # noqa: S314  our own file


FIGURES: list[tuple[float, float]] = [
    (0.1 + 0.2, 0.3),
    (1 / 3, 0.333333333333333),
    (344.0982, 344.0982),
    (12.345678901234567, 12.3456789012346),
    (123456789012345, 123456789012345),
    (1234567890123456, 1234567890123460),
    (2.675, 2.675),
    (-0.1, -0.1),
]


@pytest.mark.parametrize(("given", "shown"), FIGURES)
def test_a_figure_is_stored_as_excel_shows_it_with_fifteen_digits(given: float, shown: float, tmp_path: Path) -> None:
    name = "表二.行政事业性收费.金额"
    data = replace(blank(), values={name: given})
    assert opened(data)["二、主动公开"]["B18"].value == shown
    assert preview(data).cells[name].value == shown
    path = tmp_path / "a.xlsx"
    path.write_bytes(build(data))
    first = extract(filing_of(read_workbook(path)))
    assert first.values[name] == shown
    path.write_bytes(build(first))
    assert extract(filing_of(read_workbook(path))) == first


def test_a_figure_that_another_program_stored_with_more_digits_is_extracted_as_excel_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(build(blank()))
    book = openpyxl.load_workbook(path)
    book["二、主动公开"]["B18"] = 0.1 + 0.2
    book.save(path)
    assert extract(filing_of(read_workbook(path))).values["表二.行政事业性收费.金额"] == 0.3


def test_a_total_of_fractions_shows_fifteen_digits() -> None:
    values: dict[str, Value] = {"表三.本年新收.自然人": 0.1, "表三.本年新收.商业企业": 0.2}
    assert opened(replace(blank(), values=values), shown=True)["三、依申请公开"]["J8"].value == 0.3


def test_as_many_characters_as_excel_counts_fit() -> None:
    text = "😀" * 16_383
    assert utf16_length(text) == 32_766
    assert opened(with_text(五=text))["五、问题及改进"]["A3"].value == text


def test_lines_are_counted_by_the_width_of_chinese() -> None:
    assert half_widths("a（一）") == 7
    assert lines_needed("", 650, 12) == 1
    assert lines_needed("字" * 37, 650, 12) == 1
    assert lines_needed("字" * 41, 650, 12) == 2
    assert lines_needed("甲\n乙\n\n丙", 650, 12) == 4


def test_dates_are_dates_and_other_texts_stay_text() -> None:
    data = replace(
        base_filing(),
        period={"start": "2025-03-01", "end": "2025.12.31"},
        published="2026-01-20",
        partial_year="3月组建",
    )
    sheet = opened(data)["封面"]
    assert str(sheet["C10"].value) == "2025-03-01 00:00:00"
    assert sheet["C10"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet["C11"].value == "2025.12.31"
    assert str(sheet["C13"].value) == "2026-01-20 00:00:00"
    assert sheet["C12"].value == "3月组建"
    assert opened(data, shown=True)["三、依申请公开"]["C2"].value == "2025年1月1日至2025年12月31日"


def test_what_the_data_does_not_say_is_derived_from_the_year() -> None:
    data = replace(blank(), organ="某县人民政府", year=2024)
    formulas, shown = opened(data), opened(data, shown=True)
    assert formulas["封面"]["B4"].value == '=C7&C9&"年政府信息公开工作年度报告"'
    assert shown["封面"]["B4"].value == "某县人民政府2024年政府信息公开工作年度报告"
    assert str(shown["封面"]["C10"].value) == "2024-01-01 00:00:00"
    assert str(shown["封面"]["C11"].value) == "2024-12-31 00:00:00"
    for table in form_of(data).tables.values():
        assert shown[table.sheet][table.period_cell].value == "2024年1月1日至2024年12月31日"
        assert "TEXT(" not in formulas[table.sheet][table.period_cell].value


def test_what_the_data_repeats_stays_a_formula_and_what_it_blanks_is_blank() -> None:
    same = replace(
        base_filing(),
        period={"start": "2025-01-01", "end": "2025-12-31"},
        table_periods={"表三": "2025年1月1日至2025年12月31日"},
    )
    book = opened(same)
    assert all(book["封面"][cell].data_type == "f" for cell in ("B4", "C10", "C11"))
    assert book["三、依申请公开"]["C2"].data_type == "f"
    cleared = opened(replace(with_text(标题=""), period={"start": "", "end": ""}, table_periods={"表三": ""}))
    assert [cleared["封面"][cell].value for cell in ("B4", "C10", "C11")] == [None, None, None]
    assert cleared["三、依申请公开"]["C2"].value is None


@pytest.mark.parametrize("year", ["", None, "二〇二五", 2025.5, 20255, True, 99])
def test_any_year_at_all_gives_a_workbook_whose_formulas_show_something(year: Value) -> None:
    data = replace(blank(), year=year)
    formulas, shown = opened(data), opened(data, shown=True)
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert shown[sheet.title][cell.coordinate].value not in {None, ""}, (sheet.title, cell.coordinate)


def test_totals_given_make_their_table_typed_and_only_theirs() -> None:
    data = replace(blank(), values={"表三.结转下年.总计": None, "表四.行政复议.尚未审结": 2})
    book = opened(data)
    assert book["三、依申请公开"]["J8"].value is None
    assert book["四、复议诉讼"]["E8"].value == "=SUM(A8:D8)"
    assert opened(data, shown=True)["四、复议诉讼"]["E8"].value == 2
    assert opened(data, typed_totals=False)["三、依申请公开"]["J8"].value == "=SUM(D8:I8)"


def test_computed_totals_count_numbers_alone() -> None:
    values: dict[str, Value] = {
        "表三.本年新收.自然人": 3,
        "表三.本年新收.商业企业": "4",
        "表三.本年新收.科研机构": True,
        "表三.本年新收.其他组织": 2.5,
        "表三.予以公开.自然人": 7,
    }
    sheet = opened(replace(blank(), values=values), shown=True)["三、依申请公开"]
    assert sheet["J8"].value == 5.5
    assert sheet["D31"].value == 7
    assert sheet["J31"].value == 7


def test_more_waivers_than_rows_get_more_rows() -> None:
    one = {"code": "T3-04", "cell": "J30", "reason": "理由", "by": "某人", "date": "2026-01-10"}
    book = opened(replace(blank(), waivers=(one,) * 25))
    assert book["情况说明"]["A29"].value == "T3-04"
    assert str(book["情况说明"]["E29"].value) == "2026-01-10 00:00:00"
    assert reference(book.defined_names["情况说明"].attr_text or "") == ("情况说明", "A5:E29")
    assert [cell.value for cell in book["情况说明"][4][:5]] == ["规则代码", "单元格或指标", "理由", "填写人", "日期"]


@pytest.mark.parametrize(
    "environment", [{"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, {"TZ": "UTC", "PYTHONHASHSEED": "2"}]
)
def test_the_same_data_gives_the_same_bytes_in_any_process(environment: dict[str, str]) -> None:
    code = (
        "import hashlib; from tests.shipped import base_filing, build;"
        "print(hashlib.sha256(build(base_filing())).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.stdout.strip() == hashlib.sha256(build(base_filing())).hexdigest()


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_the_committed_template_is_what_the_code_makes(edition: str) -> None:
    """Each for a year that uses it. To renew: scripts/renew."""
    path = ROOT / "templates" / f"政府信息公开工作年度报告模板（{edition}版）.xlsx"
    year = {"2021": 2025, "2019": 2020}[edition]
    assert parts(path.read_bytes()) == parts(build(replace(blank(edition), year=year), typed_totals=False))


def test_cells_that_are_blank_are_blank_for_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(build(blank()))
    filing = filing_of(read_workbook(path))
    kinds = {filing.cell(name).kind for name, one in filing.form.indicators.items() if not one.is_total}
    assert kinds == {CellKind.BLANK}
    assert filing.typed_totals == frozenset()
