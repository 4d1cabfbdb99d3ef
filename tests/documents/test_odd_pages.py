"""Tables as lines, boxes and on their side: each figure is read as it stands, and none where one cell says otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from tests.documents.made import C, Doc, T, report
from tests.documents.mixed import figures_of
from tests.documents.odd_formats import BOXES
from tests.documents.odd_manners import on_its_side
from tests.documents.written import as_html, as_text, as_wide_text
from tests.shipped import FORMS
from validator import UnreadableWorkbook
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import TWICE
from validator.model.filing import Filing

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
VALUES = figures_of(FORM, LUCK, small=False)
THREE = [name for name in FORM.indicators if name.startswith("表三.")]
FOUR = [name for name in FORM.indicators if name.startswith("表四.")]
LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
CASES = ("行政复议", "直接起诉", "复议后起诉")
PAGE = as_html(report(FORM, VALUES), LUCK).decode()
TEXT = as_wide_text(report(FORM, VALUES), LUCK).decode()


def read(content: str | bytes) -> Filing:
    return filing_of_content(content if isinstance(content, bytes) else content.encode(), "a", FORMS)


def undecided(found: Filing) -> set[str]:
    """The numbers that are not read; all others are those of the report."""
    gone = {one.indicator for one in found.unplaced}
    read_as = {name: found.cell(name).value for name in FORM.indicators if name not in gone}
    assert read_as == {name: VALUES[name] for name in read_as}
    return gone


def table(name: str, page: str = PAGE) -> str:
    """The first table of a page that says these words."""
    return next(str(one) for one in re.findall(r"<table>.*?</table>", page, re.DOTALL) if name in one)


def with_fourth(rows: list[list[C]]) -> str:
    doc = report(FORM, VALUES)
    doc.blocks = [T("表四", rows) if isinstance(one, T) and one.name == "表四" else one for one in doc.blocks]
    return as_html(doc, LUCK).decode()


def across(
    *, corner: str = "案件类型", cases: tuple[str, ...] = ("行政复议", "未经复议直接起诉", "复议后起诉")
) -> list[list[C]]:
    """Results down, cases across."""
    rows = [[C(leaf), *(C(str(VALUES[f"表四.{case}.{leaf}"]), kind="figure") for case in CASES)] for leaf in LEAVES]
    return [[C(corner), *map(C, cases)], *rows]


def down(heads: tuple[str, ...] = ()) -> list[list[C]]:
    """All of it one below the other; with `heads` a column of figures for each, the report's the last."""
    spare = max(len(heads) - 1, 0)
    rows = [[C("项目"), *map(C, heads)]] if heads else []
    for case, label in zip(CASES, ("行政复议", "未经复议直接起诉", "复议后起诉"), strict=True):
        rows.append([C(label, columns=2 + spare)])
        figures = [C(str(VALUES[f"表四.{case}.{leaf}"])) for leaf in LEAVES]
        rows += [[C(leaf), *[C("7")] * spare, one] for leaf, one in zip(LEAVES, figures, strict=True)]
    return rows


@pytest.mark.parametrize("rows", [across(), across(corner=""), down(), down(("件数",)), down(("2022年", "2023年"))])
def test_the_fourth_table_on_its_side(rows: list[list[C]]) -> None:
    assert undecided(read(with_fourth(rows))) == set()


@pytest.mark.parametrize(
    "rows",
    [
        across(cases=("行政复议", "行政诉讼", "合计")),
        across()[1:],
        [row[:-1] for row in across()],
        [row[: -1 if row[0].text == "其他结果" else None] for row in across()],
        [[replace(row[0], text="" if at in {1, 3} else row[0].text), *row[1:]] for at, row in enumerate(across())],
        down(("2021年", "2022年")),
        down(("甲", "乙")),
        [row for row in down() if row[0].text != "行政复议"],
        [row for row in down() if row[0].text != "复议后起诉"],
        [row for at, row in enumerate(down()) if at != 9],
        [*down()[1:6], *down()[:12]],
    ],
)
def test_a_fourth_table_of_which_one_thing_is_wrong_is_not_read(rows: list[list[C]]) -> None:
    assert undecided(read(with_fourth(rows))) >= {f"表四.{CASES[-1]}.{leaf}" for leaf in LEAVES}


def test_of_two_columns_of_figures_both_are_shown() -> None:
    (one, *_) = read(with_fourth(down(("甲", "乙")))).unplaced
    assert f"7 | {VALUES[one.indicator]}" in one.seen


def turned(change: Callable[[T], None] = lambda _: None) -> Doc:
    """A report of which 表三 lies on its side, changed."""
    doc = report(FORM, VALUES)
    at, whole = next((at, one) for at, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表三")
    third = on_its_side(whole)
    change(third)
    doc.blocks[at] = third
    return doc


def test_the_third_table_on_its_side() -> None:
    assert undecided(read(as_html(turned(), LUCK))) == set()


def test_a_third_table_on_its_side_that_lacks_a_cell_is_not_read() -> None:
    assert undecided(read(as_html(turned(lambda third: third.rows[5].__delitem__(-3)), LUCK))) == {*THREE}


def test_a_third_table_on_its_side_of_which_merged_cells_were_lost_is_not_read() -> None:
    """In a text nobody sees which figure stands below which head."""
    assert undecided(read(as_text(turned(), LUCK))) == {*THREE}


def test_a_number_changed_on_its_side_is_that_cells_alone() -> None:
    def change(third: T) -> None:
        at = next(at for at, one in enumerate(third.rows[-1]) if one.name == "表三.上年结转.总计")
        third.rows[-1][at] = replace(third.rows[-1][at], text="987654")

    found = read(as_html(turned(change), LUCK))
    assert [name for name in FORM.indicators if found.number(name) == 987_654] == ["表三.上年结转.总计"]


@pytest.mark.parametrize("first", [True, False])
def test_the_same_table_upright_and_on_its_side_is_there_twice(first: bool) -> None:
    other = re.sub(r"<p>\d+</p>", "<p>4</p>", table("结转下年度", as_html(turned(), LUCK).decode()))
    own = table("结转下年度")
    both = PAGE.replace(own, f"{other}<p>2022年</p>{own}" if first else f"{own}<p>2022年</p>{other}")
    found = read(both)
    assert undecided(found) == {*THREE}
    assert {one.reason for one in found.unplaced} == {TWICE}


def test_a_table_that_nobody_can_read_stands_beside_another() -> None:
    """This year's lost its merged cells on its side, last year's can be read: it is not taken for this year's."""
    text = as_text(turned(), LUCK).decode()
    old = re.sub(r"(?<=\t)\d+", "4", as_text(report(FORM, VALUES), LUCK).decode())
    third = old[old.index("（本列数据") : old.index("四、政府")]
    assert undecided(read(text.replace("四、政府", f"上年情况：\n{third}\n四、政府"))) == {*THREE}


@pytest.mark.parametrize("rows", [1, 2])
def test_a_part_of_the_same_table_with_its_heads_makes_these_rows_uncertain(rows: int) -> None:
    """A row or two of this year's, then last year's as a whole: nobody takes last year's for this year's."""
    own = table("结转下年度")
    lines = re.findall(r"<tr>.*?</tr>", own, re.DOTALL)
    old = [re.sub(r"<p>\d+</p>", "<p>4</p>", one) for one in lines]
    first = "".join(lines[: 3 + rows])
    rest = f"{''.join(old[: 3 + rows])}{''.join(lines[3 + rows :])}"
    found = read(PAGE.replace(own, f"<table>{first}</table><p>以下是上年的数据，供对照。</p><table>{rest}</table>"))
    assert undecided(found) >= {name for name in THREE if name.startswith("表三.本年新收.")}


def lines_of(page: str, gap: str) -> str:
    """The tables of a page as lines that `<br>` ends."""

    def line(row: str) -> str:
        return gap.join(filter(None, re.findall(r"<p>(.*?)</p>", row)))

    def lines(found: re.Match[str]) -> str:
        return f"<p>{'<br>'.join(map(line, re.findall(r'<tr>(.*?)</tr>', found[0], re.DOTALL)))}</p>"

    return re.sub(r"<table>.*?</table>", lines, page, flags=re.DOTALL)


@pytest.mark.parametrize("gap", [" ", "&nbsp;&nbsp;", "　", "&emsp;"])
def test_lines_that_breaks_end(gap: str) -> None:
    page = lines_of(PAGE, gap)
    assert undecided(read(page)) == set()
    gone = "表三.本年新收.自然人"
    assert undecided(read(page.replace(f"{gap}{VALUES[gone]}{gap}", gap, 1))) == {
        name for name in THREE if name.startswith("表三.本年新收.")
    }


def test_a_sentence_that_ends_with_a_number_is_none_of_a_table() -> None:
    found = read(PAGE.replace("本年度没有收取信息处理费。", "联系电话 0398 4815001"))
    assert "联系电话 0398 4815001" in found.text("正文.六")
    assert undecided(found) == set()


@pytest.mark.parametrize(
    "line", ["（七）总计 52", "一、本年新收政府信息公开申请数量 52", "2.重复申请 3", "1 2 3 4 5 6 7"]
)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_remark_beside_a_table_is_none_of_its_rows(line: str, place: str) -> None:
    own = table("结转下年度")
    page = PAGE.replace(own, f"<p>{line}</p>{own}" if place == "before" else f"{own}<p>{line}</p>")
    assert undecided(read(page)) == set()


@pytest.mark.parametrize("mark", ["> {}", ">> {}", "  > {}"])
def test_quoted_lines(mark: str) -> None:
    text = as_text(report(FORM, VALUES), LUCK).decode()
    assert undecided(read("\n".join(map(mark.format, text.splitlines())))) == set()


def boxed(row: str, cell: str, style: str) -> str:
    def boxes(found: re.Match[str]) -> str:
        rows = re.findall(r"<tr>(.*?)</tr>", found[0], re.DOTALL)
        return "".join(
            f"<{row} class=r>{''.join(f'<{cell} class=c>{text}</{cell}>' for text in re.findall('<p>(.*?)</p>', one))}</{row}>"
            for one in rows
        )

    page = re.sub(r"<table>.*?</table>", boxes, PAGE, flags=re.DOTALL)
    return page.replace("<head>", f"<head><style>{style}</style>")


@pytest.mark.parametrize("kind", BOXES)
def test_rows_of_boxes(kind: str) -> None:
    page = boxed(*BOXES[kind])
    assert undecided(read(page)) <= {name for name in FORM.indicators if name.startswith("表二.")}
    name = "表三.予以公开.商业企业"
    blank = read(page.replace(f">{VALUES[name]}<", "><"))
    assert blank.cell(name).value is None
    assert undecided(read(page.replace(f"class=c>{VALUES[name]}<", "hidden>4<"))) >= {
        one for one in THREE if one.startswith("表三.予以公开.")
    }


def test_words_without_a_box_of_their_own_are_one_word() -> None:
    with pytest.raises(UnreadableWorkbook):
        read(boxed("div", "span", ""))


def test_preformatted_lines() -> None:
    rows = as_text(report(FORM, VALUES), LUCK).decode()
    page = f"<html><body><pre>{rows}</pre></body></html>"
    assert undecided(read(page)) == set()
    with pytest.raises(UnreadableWorkbook):
        read(page.replace("pre>", "p>"))


LABEL = "2.没有现成信息需要另行制作"
NUMBERS = {name: str(VALUES[name]) for name in THREE if name.startswith("表三.无法提供_需另行制作.")}


def wrapped(*lines: str) -> str:
    """The text with the row of that label in these lines; ``{}`` stands for its figures."""
    row = next(line for line in TEXT.splitlines() if LABEL in line)
    return TEXT.replace(row, "\n".join(lines).format("  ".join(NUMBERS.values())))


@pytest.mark.parametrize(
    "lines",
    [
        ("2.没有现成信息需要另", "行制作  {}"),
        ("2.没有现成信息需要另  {}", "行制作"),
        ("2.没有现成", "信息需要另  {}", "行制作"),
        ("2.没有现成", "信息需要", "另行制作  {}"),
        ("2.没有现成信息需要另", "- 5 -", "行制作  {}"),
        ("2.没有现成信息需要另", "3/8", "行制作  {}"),
        ("2.没有现成信息需要另行制作  {}", "7"),
        ("7", "2.没有现成信息需要另行制作  {}"),
    ],
)
def test_labels_that_wrap_and_numbers_of_pages(lines: tuple[str, ...]) -> None:
    found = read(wrapped(*lines))
    assert undecided(found) == set()
    assert LABEL in {one.found for one in found.labels}


def test_the_number_of_a_page_fills_no_gap() -> None:
    short = "  ".join([*NUMBERS.values()][:-1])
    assert undecided(read(wrapped(f"{LABEL}  {short}", "7"))) == {*NUMBERS}


@pytest.mark.parametrize("lines", [("2.没有现成信息", "行制作  {}"), ("2.没有现成信息需要另  {}", "提供")])
def test_pieces_that_make_no_label_are_left_as_they_are(lines: tuple[str, ...]) -> None:
    assert LABEL not in {one.found for one in read(wrapped(*lines)).labels}


@pytest.mark.parametrize("remark", ["", "网上申请1件", "1"])
def test_remarks_behind_the_figures(remark: str) -> None:
    doc = report(FORM, VALUES)
    third = next(one for one in doc.tables() if one.name == "表三")
    third.rows[0].append(C("备注", rows=3))
    for row in third.rows[3:]:
        row.append(C(remark if row[-1].name == "表三.本年新收.总计" else ""))
    assert undecided(read(as_text(doc, LUCK))) == set()
    third.rows[7].pop(-2)
    gone = {one.name.rpartition(".")[0] for one in third.rows[7] if one.name}
    assert undecided(read(as_text(doc, LUCK))) >= {name for name in THREE if name.rpartition(".")[0] in gone}


@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_cell_too_many_is_told_though_the_last_is_blank(place: int) -> None:
    doc = report(FORM, {**VALUES, "表三.部分公开.总计": None})
    row = next(row for one in doc.tables() for row in one.rows if row[-1].name == "表三.部分公开.总计")
    row.insert(len(row) - 7 + place, C("61"))
    for content in (as_html(doc, LUCK), as_text(doc, LUCK)):
        assert undecided(read(content)) == {name for name in THREE if name.startswith("表三.部分公开.")}


@pytest.mark.parametrize("place", [0, 7, 14])
def test_a_cell_too_many_in_the_only_row_below_heads_is_told(place: int) -> None:
    doc = report(FORM, {**VALUES, "表四.复议后起诉.总计": None})
    next(one for one in doc.tables() if one.name == "表四").rows[-1].insert(place, C("61"))
    assert undecided(read(as_html(doc, LUCK))) == {*FOUR}


def test_a_head_that_the_form_does_not_have_makes_lines_uncertain() -> None:
    """Last year's totals stand first in each row, and one figure is lost: seven are left."""
    doc = report(FORM, VALUES)
    third = next(one for one in doc.tables() if one.name == "表三")
    third.rows[0][1:1] = [C("行次"), C("上年总计")]
    for row in third.rows[3:]:
        row[-7:] = [C("8"), *row[-7:-1]]
    text = "\n".join(re.sub(r"[ 　]{2,}", " ", line) for line in as_wide_text(doc, LUCK).decode().splitlines())
    assert undecided(read(text)) == {*THREE}
