"""Tables without any mark of the template: found by their labels wherever they stand, however they are spaced."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.filings.layouts import Layout, book_of, lay, values_of
from tests.filings.saved import checked, read, template
from tests.found import found
from tests.shipped import base_filing, filing_of, load_form
from validator.examples.damaged import damaged
from validator.exchange.filing_data import FilingData
from validator.model.filing import DamageKind, Filing, FoundBy
from validator.model.form import Edition
from validator.model.rule import Severity
from validator.readers import Workbook as BookOfCells
from validator.readers import read_workbook

Layouts = Mapping[str, tuple[str, Layout]]
ONE = "Sheet1"
MIXED: Edition = {"表二": "2021", "表三": "2019", "表四": "2021"}


def laid(
    folder: Path, layouts: Layouts, data: FilingData | None = None, edit: Callable[[Workbook], None] = lambda _: None
) -> tuple[Filing, dict[str, tuple[str, str]]]:
    """The filing read from tables laid out so, and where each figure was put."""
    book, places = book_of(data or base_filing(), layouts)
    edit(book)
    path = folder / "报送.xlsx"
    book.save(path)
    return read(path), places


def assert_read(filing: Filing, places: Mapping[str, tuple[str, str]], data: FilingData | None = None) -> None:
    values = values_of(data or base_filing())
    read_from = {name: (place.sheet, place.cell) for name, place in filing.places.items() if name in places}
    assert read_from == dict(places)
    assert {name: filing.cell(name).value for name in places} == {name: values[name] for name in places}
    assert set(filing.found_by.values()) == {FoundBy.LABELS}
    assert (filing.from_template, filing.marked) == (False, False)


def figures_of(edition: Edition) -> FilingData:
    """Another number in every cell, so that none can be taken for another."""
    form = load_form(edition)
    numbers: dict[str, Any] = {name: 100 + index for index, name in enumerate(form.indicators)}
    return replace(base_filing(), edition=edition, values=numbers)


ODD: dict[str, Layouts] = {
    "each on a sheet": {"表二": ("甲", Layout()), "表三": ("乙", Layout()), "表四": ("丙", Layout())},
    "below one another": {name: (ONE, Layout(row, 2)) for name, row in (("表二", 3), ("表三", 30), ("表四", 80))},
    "beside one another": {name: (ONE, Layout(3, at)) for name, at in (("表三", 2), ("表四", 15), ("表二", 40))},
    "in another order": {name: (ONE, Layout(row, 5)) for name, row in (("表四", 2), ("表三", 20), ("表二", 70))},
    "far away": {"表三": (ONE, Layout(900, 120))},
    "without merges": {name: (ONE, Layout(row, 2, merged=False)) for name, row in (("表三", 3), ("表四", 50))},
    "lines in between": {
        "表三": (ONE, Layout(3, 2, {9: 1, 20: 2, 31: 1}, {5: 1, 9: 2})),
        "表四": (ONE, Layout(60, 3, {7: 1, 8: 1}, {6: 2})),
    },
    "表四 alone": {"表四": (ONE, Layout(3, 2))},
    "表二 alone": {"表二": (ONE, Layout(3, 2))},
}


@pytest.mark.parametrize("layouts", ODD.values(), ids=ODD)
def test_tables_at_odd_places_are_read(layouts: Layouts, tmp_path: Path) -> None:
    data = figures_of("2021")
    filing, places = laid(tmp_path, layouts, data)
    assert_read(filing, places, data)
    assert filing.form.edition == "2021"


@pytest.mark.parametrize("edition", ["2021", "2019", MIXED], ids=["2021", "2019", "mixed"])
def test_each_table_is_read_in_its_own_edition(edition: Edition, tmp_path: Path) -> None:
    layouts = {name: (ONE, Layout(row, 2)) for name, row in (("表二", 3), ("表三", 40), ("表四", 90))}
    data = figures_of(edition)
    filing, places = laid(tmp_path, layouts, data)
    assert_read(filing, places, data)
    assert filing.form.edition == edition


def test_a_correct_report_of_tables_alone_has_no_findings(tmp_path: Path) -> None:
    filing, _ = laid(tmp_path, ODD["below one another"])
    report = checked(filing)
    assert found(report.findings) == []
    assert {"T3-01", "T3-02", "T3-03", "T4-01", "VA-01", "VA-03", "ST-03", "D-08"} <= set(report.coverage.rules_run)
    reasons = {one.code: str(one.reason) for one in report.coverage.not_run}
    assert reasons["ST-01"] == "只有表格，没有正文"
    assert reasons["D-07"].startswith("工作簿里没有模板留下的名称和属性")


def test_hidden_rows_and_sheets_are_read_like_others(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        for row in range(10, 20):
            book[ONE].row_dimensions[row].hidden = True
        book.create_sheet("封底")
        book[ONE].sheet_state = "hidden"

    filing, places = laid(tmp_path, {"表三": (ONE, Layout(3, 2))}, edit=hide)
    assert_read(filing, places)


WRITTEN: dict[str, Callable[[str], str]] = {
    "half width": lambda text: text.replace("（", "(").replace("）", ")").replace("、", "，"),
    "blanks": lambda text: " ".join(text),
    "line breaks": lambda text: f"{text[:3]}\n{text[3:]}",
    "quotes": lambda text: text.replace("“", '"').replace("”", '"'),
    "invisible characters": lambda text: f"\ufeff{text[:2]}\u200b{text[2:]}\u200e",
    "full width": lambda text: text.replace("1", "１").replace("2", "２").replace(".", "．"),
}


@pytest.mark.parametrize("label", WRITTEN.values(), ids=WRITTEN)
def test_width_blanks_brackets_quotes_and_what_is_invisible_do_not_count(
    label: Callable[[str], str], tmp_path: Path
) -> None:
    layouts = {name: (ONE, Layout(row, 2, label=label)) for name, row in (("表二", 3), ("表三", 30), ("表四", 80))}
    filing, places = laid(tmp_path, layouts)
    assert_read(filing, places)
    assert found(checked(filing).findings) == []


@pytest.mark.parametrize(
    ("table", "official", "written", "cell"),
    [
        ("表二", "行政规范性文件", "规范性文件", "A4"),
        ("表二", "本年制发件数", "本年新制发件数", "B2"),
        ("表三", "2.其他法律行政法规禁止公开", "2.其他法律行政止公开", "C9"),
        ("表三", "3.危及“三安全一稳定”", "危及三安全一稳定", "C10"),
        ("表三", "社会公益组织", "公益组织", "G3"),
        ("表三", "（七）总计", "（七）合计总计", "B27"),
        ("表四", "尚未审结", "未审结", "D3 I3 N3"),
    ],
)
def test_a_deviating_label_is_matched_and_told(
    table: str, official: str, written: str, cell: str, tmp_path: Path
) -> None:
    layout = Layout(label=lambda text: written if text == official else text)
    filing, places = laid(tmp_path, {table: (ONE, layout)})
    assert_read(filing, places)
    told = [finding for finding in checked(filing).findings if finding.rule.code == "ST-03"]
    assert sorted(found(told)) == sorted(f"ST-03 {ONE}!{one}" for one in cell.split())
    assert {finding.severity for finding in told} == {Severity.EXPLAIN}


NUMBERS = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


@pytest.mark.parametrize(
    "label",
    [
        lambda text: f"{text[0].translate(NUMBERS)}{text[2:]}" if text[1:2] == "." else text,
        lambda text: f"{text[0]}{text[2:]}" if text[1:2] == "." else text,
        lambda text: text.replace("总计", "合计"),
        lambda text: f"{text}（件）",
        lambda text: f"{text}(单位：件)" if "总计" in text else text,
    ],
    ids=["circled", "without a dot", "合计", "with a unit", "totals with a unit"],
)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_labels_numbered_otherwise_are_those_of_their_own_edition(
    label: Callable[[str], str], edition: str, tmp_path: Path
) -> None:
    layouts = {name: (ONE, Layout(row, 2, label=label)) for name, row in (("表二", 3), ("表三", 30), ("表四", 80))}
    filing, places = laid(tmp_path, layouts, figures_of(edition))
    assert filing.form.edition == edition
    assert_read(filing, places, figures_of(edition))


@pytest.mark.parametrize("written", ["（七）合计", "- 总计", "总计数"])
def test_a_head_of_the_next_table_is_not_taken_for_a_row_that_deviates(written: str, tmp_path: Path) -> None:
    """总计 of 表四 stands below 表三, whose own （七）总计 is written otherwise."""
    layout = Layout(3, 2, label=lambda text: written if text == "（七）总计" else text)
    data = figures_of("2021")
    filing, places = laid(tmp_path, {"表三": (ONE, layout), "表四": (ONE, Layout(33, 2))}, data)
    assert_read(filing, places, data)
    assert [one.found for one in filing.labels if one.official == "（七）总计"] == [written]


def test_a_label_that_could_be_either_is_not_guessed(tmp_path: Path) -> None:
    """Two rows in a row, both called 不属于…: nobody can tell which is which."""
    both = {"5.属于三类内部事务信息": "属于类信息", "6.属于四类过程性信息": "属于类信息"}
    filing, places = laid(tmp_path, {"表三": (ONE, Layout(label=lambda text: both.get(text, text)))})
    gone = {name for name in places if name not in filing.places}
    assert {name.split(".")[1] for name in gone} <= {"不予公开_内部事务", "不予公开_过程性信息"}
    read_from = {name: filing.places[name].cell for name in places if name in filing.places}
    assert read_from == {name: places[name][1] for name in read_from}


def test_labels_that_stand_twice_are_told_apart_by_their_order(tmp_path: Path) -> None:
    data = figures_of("2021")
    filing, places = laid(
        tmp_path, {"表三": (ONE, Layout(label=lambda text: "其他" if text == "3.其他" else text))}, data
    )
    assert_read(filing, places, data)
    filing, places = laid(
        tmp_path, {"表三": (ONE, Layout(label=lambda text: "总计" if "总计" in text else text))}, data
    )
    assert_read(filing, places, data)


def test_rows_that_were_left_out_are_told_and_make_nothing_up(tmp_path: Path) -> None:
    """没有的就删掉."""
    layout = Layout(3, 2, without_rows=frozenset({12, 13, 18}))
    filing, places = laid(tmp_path, {"表三": (ONE, layout)})
    assert_read(filing, places)
    report = checked(filing)
    assert found(report.findings) == ["D-08 Sheet1!D9"]
    assert report.findings[0].args["lost"] == 21
    assert {one.code for one in report.coverage.undecided} == {"T3-02", "T3-03"}


def test_of_two_copies_the_filled_visible_first_one_is_read(tmp_path: Path) -> None:
    table = load_form().tables["表三"]

    def blank_one_first(book: Workbook) -> None:
        lay(book.create_sheet("空表", 0), table, {}, Layout())

    filing, places = laid(tmp_path, {"表三": (ONE, Layout(3, 2))}, edit=blank_one_first)
    assert_read(filing, places)
    assert found(checked(filing).findings) == ["D-16 空表!A1"]

    def other_beside(book: Workbook) -> None:
        lay(book[ONE], table, dict.fromkeys(table.indicators, 7), Layout(3, 20))

    filing, places = laid(tmp_path, {"表三": (ONE, Layout(3, 2))}, edit=other_beside)
    assert_read(filing, places)
    assert found(checked(filing).findings) == ["D-16 Sheet1!T3"]


SPACES = st.dictionaries(st.integers(5, 32), st.integers(1, 3), max_size=4)
BETWEEN = st.dictionaries(st.integers(1, 15), st.integers(1, 3), max_size=3)
LAYOUTS = st.builds(Layout, st.integers(1, 60), st.integers(1, 40), SPACES, BETWEEN, merged=st.booleans())


@settings(max_examples=60)
@given(
    table=st.sampled_from(["表二", "表三", "表四"]),
    edition=st.sampled_from(["2021", "2019"]),
    layout=LAYOUTS,
    clutter=st.lists(
        st.tuples(st.integers(1, 120), st.integers(61, 70), st.sampled_from(["其他", "总计", "规章", "说明"]))
    ),
)
def test_a_table_is_read_equal_wherever_it_is_and_whatever_lines_stand_in_between(
    table: str, edition: str, layout: Layout, clutter: list[tuple[int, int, str]]
) -> None:
    def scatter(book: Workbook) -> None:
        for row, column, text in clutter:
            book[ONE].cell(row, column).value = text

    data = figures_of(edition)
    with tempfile.TemporaryDirectory() as folder:
        filing, places = laid(Path(folder), {table: (ONE, layout)}, data, scatter)
    assert_read(filing, places, data)
    if table != "表四":
        assert filing.form.tables[table].edition == edition


SHEETS = {"表二": ("二、主动公开", 18, 4), "表三": ("三、依申请公开", 32, 10), "表四": ("四、复议诉讼", 8, 15)}
"""Sheet, last row and last column of each table of the template."""


def lines_of(table: str) -> st.SearchStrategy[tuple[str, list[tuple[str, int]]]]:
    _, rows, columns = SHEETS[table]
    row = st.tuples(st.just("insert_rows"), st.integers(1, rows))
    column = st.tuples(st.just("insert_columns"), st.integers(1, columns))
    return st.tuples(st.just(table), st.lists(row | column, min_size=1, max_size=4))


@lru_cache(maxsize=1)
def filled() -> BookOfCells:
    """The template with another number in every cell, as read."""
    with tempfile.TemporaryDirectory() as folder:
        return read_workbook(template(Path(folder, "示例市2025.xlsx"), figures_of("2021")))


@settings(max_examples=100)
@given(st.sampled_from([*SHEETS]).flatmap(lines_of), st.sampled_from(["names", "no names", "names behind"]))
def test_a_template_with_lines_put_in_is_read_equal(inserted: tuple[str, list[tuple[str, int]]], left: str) -> None:
    """With its names as Excel moves them, without any, and with names left behind as scripts leave them."""
    table, lines = inserted
    edits: list[dict[str, Any]] = [{edit: {SHEETS[table][0]: line}} for edit, line in lines]
    book = damaged(filled(), edits)
    if left == "no names":
        book = replace(book, names={})
    elif left == "names behind":
        book = replace(book, names=filled().names)
    filing, values = filing_of(book), values_of(figures_of("2021"))
    assert {name: filing.cell(name).value for name in values} == values
    assert {damage.kind for damage in filing.damage} - {DamageKind.LOST_NAMES} == {DamageKind.INSERTED_LINES}
    assert [damage.sheet for damage in filing.damage if damage.kind is DamageKind.INSERTED_LINES]
