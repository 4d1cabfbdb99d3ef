"""Which row of figures is the report's, where blanks at the end of a row belong, which edition rows without labels are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from tests.documents.made import C, Doc, T, report
from tests.documents.manners import MANNERS
from tests.documents.mixed import figures_of
from tests.documents.written import FORMATS, as_text
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import SEVERAL_ROWS
from validator.model.filing import Filing

FORM = FORMS.form("2021")
DIFFERENT = figures_of(FORM, Random(0), small=False)  # noqa: S311  no secret
FOUR = [name for name in FORM.indicators if name.startswith("表四")]
GRIDS = ("html", "docx", "text", "markdown")


def made(change: Callable[[T], None], values: dict[str, object] = DIFFERENT, table: str = "表四") -> Doc:
    doc = report(FORM, values)
    change(next(one for one in doc.tables() if one.name == table))
    return doc


def found_in(doc: Doc, written: str) -> Filing:
    return filing_of_content(FORMATS[written](doc, Random(0)), "a", FORMS)  # noqa: S311  no secret


def with_rows(*labels: str, own: int) -> Callable[[T], None]:
    """Rows with these labels below the heads of 表四, one of them the report's."""

    def change(table: T) -> None:
        figures = table.rows.pop()
        table.rows[0].insert(0, C("项目", rows=len(table.rows)))
        for at, label in enumerate(labels):
            other = [C(str(100 * at + place), kind="x") for place in range(len(figures))]
            table.rows.append([C(label), *(figures if at == own else other)])

    return change


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize(
    ("labels", "own"),
    [
        (("上年", "本年"), 1),
        (("本年度", "上年度"), 0),
        (("2022年", "2023年"), 1),
        (("上年同期", "本年"), 1),
        (("本级", "街道", "合计"), 2),
        (("合计", "本级", "街道"), 0),
        (("2023年",), 0),
        (("件数",), 0),
    ],
)
def test_the_row_is_read_that_its_label_names(labels: tuple[str, ...], own: int, written: str) -> None:
    found = found_in(made(with_rows(*labels, own=own)), written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FOUR} == {name: DIFFERENT[name] for name in FOUR}


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize(
    "labels",
    [("", ""), ("本级", "街道"), ("本年", "本年度"), ("2021年", "2022年"), ("上年", "合计"), ("2022年",), ("上年",)],
)
def test_rows_of_which_no_label_says_which_is_meant_are_told_and_not_read(
    labels: tuple[str, ...], written: str
) -> None:
    found = found_in(made(with_rows(*labels, own=0)), written)
    assert {one.indicator for one in found.unplaced} == {*FOUR}
    assert {one.reason for one in found.unplaced} == {SEVERAL_ROWS}
    assert not found.cells.keys() & {*FOUR}


@pytest.mark.parametrize("labels", [("行政复议", "行政诉讼", "合计"), ("行政复议", "合计"), ("行政复议", "行政诉讼")])
def test_a_sum_of_cases_is_not_the_row_of_one(labels: tuple[str, ...]) -> None:
    def change(table: T) -> None:
        leaves, figures = [C(one.text) for one in table.rows[2][:5]], table.rows[-1][:5]
        others = [[C(label), *(C(str(100 * at)) for at in range(5))] for label in labels[1:]]
        table.rows = [[C("案件类型"), *leaves], [C(labels[0]), *figures], *others]

    found = found_in(made(change), "html")
    read = {name: found.cell(name).value for name in FOUR if name in found.cells}
    assert read == {name: DIFFERENT[name] for name in FOUR[:5]}


def test_all_rows_are_shown_where_none_is_read() -> None:
    def change(table: T) -> None:
        table.rows.append([C(str(number), kind="x") for number in range(15)])

    (one, *_) = found_in(made(change), "html").unplaced
    first, second = one.seen.split("\n")
    assert first == " | ".join(str(DIFFERENT[name]) for name in FOUR)
    assert second == " | ".join(map(str, range(15)))


@pytest.mark.parametrize("written", GRIDS)
def test_a_blank_row_before_another_may_be_the_reports(written: str) -> None:
    def change(table: T) -> None:
        table.rows.insert(-1, [C("", kind="x") for _ in range(15)])

    assert {one.reason for one in found_in(made(change), written).unplaced} == {SEVERAL_ROWS}


@pytest.mark.parametrize("written", ["html", "docx"])
def test_a_blank_row_at_the_end_is_none(written: str) -> None:
    def change(table: T) -> None:
        table.rows.append([C("", kind="x") for _ in range(15)])

    assert found_in(made(change), written).unplaced == ()


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("left", [0, 1, 2])
def test_three_rows_below_other_results_are_those_of_2021(left: int, written: str) -> None:
    """（六）其他处理 is a row of 2019 as well: with no label of the three left it is of 2021 all the same."""

    def change(table: T) -> None:
        rows = [at for at, row in enumerate(table.rows) if any("其他处理_" in one.name for one in row)]
        for at in rows[left:]:
            row = table.rows[at]
            label = next(place for place, one in enumerate(row) if one.name) - 1
            row[label] = replace(row[label], text="")

    found = found_in(made(change, table="表三"), written)
    assert (found.form.edition, found.unplaced) == ("2021", ())
    assert {name: found.cell(name).value for name in FORM.indicators} == DIFFERENT


def trimmed(text: bytes) -> bytes:
    return "\n".join(line.strip() for line in text.decode().split("\n")).encode()


@pytest.mark.parametrize(
    "row", ["本年新收", "上年结转", "予以公开", "不予公开_国家秘密", "其他处理_其他", "办理结果总计", "结转下年"]
)
@pytest.mark.parametrize("blank", ["自然人", "总计"])
def test_rows_that_lost_blanks_at_their_ends_are_not_read_a_column_off(row: str, blank: str) -> None:
    gone = f"表三.{row}.{blank}"
    doc = report(FORM, {**DIFFERENT, gone: None})
    found = filing_of_content(trimmed(as_text(doc, Random(0))), "a", FORMS)  # noqa: S311  no secret
    others = {name for name in FORM.indicators if not name.startswith(f"表三.{row}.")}
    assert {name: found.cell(name).value for name in others} == {name: DIFFERENT[name] for name in others}
    unplaced = {one.indicator for one in found.unplaced}
    read = {name: found.cell(name).value for name in FORM.indicators if name not in unplaced}
    assert read == {name: doc.wanted[name] for name in read}


@pytest.mark.parametrize("seed", range(8))
def test_blanks_of_squeezed_rows_are_not_read_a_column_off(seed: int) -> None:
    """What cells cover is lost, and rows are filled up with blanks behind their figures."""
    luck = Random(seed)  # noqa: S311  no secret
    doc = report(FORM, {name: None if luck.random() < 0.05 else value for name, value in DIFFERENT.items()})
    for table in doc.tables():
        table.rows = [[replace(one, rows=1, columns=1) for one in row] for row in table.rows]
    for written in ("docx", "markdown", "text"):
        found = found_in(doc, written)
        unplaced = {one.indicator for one in found.unplaced}
        read = {name: found.cell(name).value for name in FORM.indicators if name not in unplaced}
        assert read == {name: doc.wanted[name] for name in read}, written
        assert len(read) > 130, written


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("said", ["heads", "paragraphs"])
def test_the_fourth_table_as_one_of_reviews_and_one_of_suits(said: str, written: str) -> None:
    doc = report(FORM, DIFFERENT)
    table = next(one for one in doc.tables() if one.name == "表四")
    over, under, leaves, figures = table.rows
    first = [[replace(over[0], rows=1)], leaves[:5], figures[:5]]
    second = [[over[1]], under, leaves[5:], figures[5:]]
    blocks: list[str | T] = [T("表四", first), T("表四", second)]
    if said == "paragraphs":
        blocks = ["（一）行政复议", T("表四", first[1:]), "（二）行政诉讼", T("表四", second[1:])]
    at = doc.blocks.index(table)
    doc.blocks[at : at + 1] = blocks
    found = found_in(doc, written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FOUR} == {name: DIFFERENT[name] for name in FOUR}


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("between", ["", "—", "：", " "])
def test_the_label_of_a_group_before_that_of_a_row_in_one_cell(between: str, written: str) -> None:
    def change(table: T) -> None:
        group = ""
        for row in table.rows[3:]:
            heads = [one for one in row if one.kind == "head"]
            group = next((one.text for one in heads if one.text.startswith("（")), group)
            label = next(one for one in row if one.kind == "row")
            row[:] = [one for one in row if one.kind not in {"head", "row"}]
            text = f"{group}{between}{label.text}" if label.text[0].isdigit() else label.text
            row.insert(0, replace(label, text=text, columns=1))
        table.rows[0][0] = replace(table.rows[0][0], columns=1)

    found = found_in(made(change, table="表三"), written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FORM.indicators} == DIFFERENT


def repeated_cells(doc: Doc) -> None:
    """What a merged cell holds in each of the cells that it covers, none of them merged."""
    for table in doc.tables():
        grid: dict[tuple[int, int], C] = {}
        for top, row in enumerate(table.rows):
            left = 0
            for one in row:
                while (top, left) in grid:
                    left += 1
                cell = replace(one, rows=1, columns=1)
                grid |= {(top + down, left + over): cell for down in range(one.rows) for over in range(one.columns)}
                left += one.columns
        table.rows = [[one for (at, _), one in sorted(grid.items()) if at == top] for top in range(len(table.rows))]


@pytest.mark.parametrize("written", GRIDS)
def test_merged_cells_that_are_repeated_instead(written: str) -> None:
    doc = report(FORM, DIFFERENT)
    repeated_cells(doc)
    found = found_in(doc, written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FORM.indicators} == DIFFERENT


def test_other_figures_below_one_label_are_not_one() -> None:
    doc = report(FORM, DIFFERENT)
    repeated_cells(doc)
    (row,) = (row for table in doc.tables() for row in table.rows if row[0].text == "行政许可")
    row[-1] = replace(row[-1], text="5")
    found = found_in(doc, "html")
    assert {one.indicator for one in found.unplaced} == {"表二.行政许可.处理决定"}


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("head", ["序号", "行次"])
def test_the_numbers_of_rows_before_their_labels_are_no_figures(head: str, written: str) -> None:
    def change(table: T) -> None:
        table.rows[0].insert(0, C(head, rows=3))
        for number, row in enumerate(table.rows[3:], 1):
            row.insert(0, C(str(number), kind="x"))

    found = found_in(made(change, table="表三"), written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FORM.indicators} == DIFFERENT


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("第 3 页 共 8 页", "text"),
        ("第3页", "text"),
        ("— 4 —", "docx"),
        ("青禾市云溪区人民政府2023年政府信息公开工作年度报告", "text"),
    ],
)
@pytest.mark.parametrize("row", [1, 2, 3, 9])
def test_the_line_of_a_new_page_within_a_table_is_none_of_it(line: str, written: str, row: int) -> None:
    doc = report(FORM, DIFFERENT)
    at, table = next((at, one) for at, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表三")
    doc.blocks[at : at + 1] = [T("表三", table.rows[:row]), line, T("表三", table.rows[row:])]
    found = found_in(doc, written)
    assert found.unplaced == ()
    assert {name: found.cell(name).value for name in FORM.indicators} == DIFFERENT


def test_ten_figures_below_all_heads_are_not_those_of_suits() -> None:
    """Five blanks of a text are lost: what is left is as wide as a table of suits alone."""
    doc = report(FORM, DIFFERENT | dict.fromkeys(FOUR[2:12:2]))
    found = found_in(doc, "wide text")
    assert {one.indicator for one in found.unplaced} == {*FOUR}


def test_rows_are_not_counted_where_a_column_without_a_head_may_stand_for_a_blank() -> None:
    """A text in which nobody sees blanks: a blank and a remark make a row as wide as one of figures alone."""
    doc = report(FORM, DIFFERENT | {"表三.本年新收.商业企业": None})
    table = next(one for one in doc.tables() if one.name == "表三")
    for row in table.rows[3::2]:
        row.append(C("1", kind="x"))
    found = found_in(doc, "narrow text")
    assert {name for name in FORM.indicators if name.startswith("表三")} <= {one.indicator for one in found.unplaced}


def test_a_row_with_a_blank_is_not_read_under_heads_that_stand_beside_their_columns() -> None:
    """The rows of heads have lost the cell of the column of numbers: all rows but this have figures beside them."""
    for seed in range(60):
        luck = Random(seed)  # noqa: S311  no secret
        doc = report(FORM, figures_of(FORM, luck, small=True))
        MANNERS["padded"](doc, luck)
        MANNERS["numbered"](doc, luck)
        found = found_in(doc, "text")
        read = {name: found.cell(name).value for name in DIFFERENT if name in found.cells}
        assert read == {name: doc.wanted[name] for name in read}, seed
