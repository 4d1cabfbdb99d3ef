"""Single things that real pages were seen to do, each in a document of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from tests.documents.made import HEADINGS, C, Doc, T, report
from tests.documents.manners import padded
from tests.documents.mixed import figures_of
from tests.documents.written import FORMATS, as_html, as_markdown, as_text
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.filings.parts import heading_numbers
from validator.model.filing import Filing

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
VALUES = figures_of(FORM, LUCK, small=False)


def fresh() -> Doc:
    return report(FORM, VALUES)


PAGE, TEXT, MARKDOWN = (write(fresh(), LUCK).decode() for write in (as_html, as_text, as_markdown))


def read(text: str) -> Filing:
    return filing_of_content(text.encode(), "a", FORMS)


def all_read(found: Filing) -> bool:
    return {name: found.cell(name).value for name in FORM.indicators} == VALUES and not found.unplaced


@pytest.mark.parametrize(
    "put",
    [
        r"<td><table><tr><td><p>\1</p></td></tr></table></td>",
        r"<td><div><p></p><p><b>\1</b></p></div></td>",
        r"<td>\n&nbsp;<font>\1</font>&nbsp;\n</td>",
        r"<td><span style='x'>\1</span><!-- 7 --></td>",
        r"<th scope=row>\1</th>",
    ],
)
def test_a_figure_in_whatever_frame_is_read(put: str) -> None:
    assert all_read(read(re.sub(r"<td><p>(\d+)</p></td>", put, PAGE)))


def test_a_title_in_two_lines_names_its_organ() -> None:
    doc = fresh()
    doc.blocks[0:1] = ["青禾市云溪区人民政府", "2023年政府信息公开工作年度报告"]
    for content in (as_text(doc, LUCK), as_html(doc, LUCK)):
        found = filing_of_content(content, "a", FORMS)
        assert (found.organ, found.year) == ("青禾市云溪区人民政府", 2023)
        assert found.text("正文.标题") == "青禾市云溪区人民政府2023年政府信息公开工作年度报告"


def test_what_stands_above_a_title_is_no_name() -> None:
    doc = fresh()
    doc.blocks[0:1] = ["字号：大 中 小", "2023年政府信息公开工作年度报告"]
    assert filing_of_content(as_html(doc, LUCK), "a", FORMS).organ == ""


def test_markdown_with_tables_of_html() -> None:
    tables = iter(re.findall(r"<table>.*?</table>", PAGE, re.DOTALL))
    blocks = (one if isinstance(one, str) else next(tables) for one in fresh().blocks)
    found = read("# " + "\n\n".join(blocks))
    assert all_read(found)
    assert (found.source, found.organ) == ("text", "青禾市云溪区人民政府")


@pytest.mark.parametrize("sign", ["│", "┃", "｜"])
def test_tables_that_are_drawn(sign: str) -> None:
    lines = [line.replace("|", sign) for line in MARKDOWN.splitlines()]
    drawn = [f"├{'─' * 40}┤" if set(line) <= {sign, "-", " "} and line else line for line in lines]
    assert all_read(read("\n".join(drawn)))


def test_emphasis_links_and_lists_of_markdown_are_no_words() -> None:
    text = re.sub(r"\| (\d+) ", r"| **\1** ", MARKDOWN).replace("（一）主动公开。", "- **（一）主动公开。**")
    found = read(text)
    assert all_read(found)
    assert found.text("正文.一") == "（一）主动公开。全区各单位按时发布信息，栏目更新及时。"


def test_groups_under_headings_with_numbers_and_other_words() -> None:
    doc = fresh()
    table = doc.tables()[2]
    figures, leaves = table.rows[-1], [C(one.text) for one in table.rows[2][:5]]
    parts = [T("表四", [leaves, figures[first : first + 5]]) for first in (0, 5, 10)]
    at = doc.blocks.index(table)
    doc.blocks[at : at + 1] = [
        *(
            "（一）行政复议情况",
            parts[0],
            "（二）行政诉讼情况",
            "1.未经复议直接起诉",
            parts[1],
            "2.复议后起诉案件",
            parts[2],
        )
    ]
    for written in FORMATS.values():
        assert all_read(filing_of_content(written(doc, LUCK), "a", FORMS))


def test_a_note_below_a_table_is_no_row() -> None:
    for words in ("注：本表由各单位填报，数据截至12月31日。", "填表人：甲　审核人：乙"):
        doc = fresh()
        for table in doc.tables():
            table.rows.append([C(words, columns=10)])
        assert all_read(filing_of_content(as_html(doc, LUCK), "a", FORMS))
        assert all_read(filing_of_content(as_text(doc, LUCK), "a", FORMS))


def test_a_report_without_a_figure_is_blank_not_unread() -> None:
    found = filing_of_content(as_html(report(FORM, {}), LUCK), "a", FORMS)
    assert found.unplaced == ()
    assert {found.cell(name).value for name in FORM.indicators} == {None}


@pytest.mark.parametrize(
    "written", ["22（其中修订16件）", "13件", "1,234", "251000元", "344.0982万元", "/", "无", "5 [注1]"]
)
def test_what_is_written_for_a_figure_is_kept(written: str) -> None:
    doc = report(FORM, {**VALUES, "表三.本年新收.自然人": written})
    for content in (as_html(doc, LUCK), as_text(doc, LUCK), as_markdown(doc, LUCK)):
        found = filing_of_content(content, "a", FORMS)
        assert found.cell("表三.本年新收.自然人").value == written
        assert found.unplaced == ()


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("五、存在问题及改进措施", 4),
        ("五、存在的主要问题和下一步打算", 4),
        ("六、其他", 5),
        ("六、需要说明的其他事项", 5),
        ("第一部分 总体情况", 0),
        ("第五部分、存在的主要问题及改进情况", 4),
        ("一、概述", 0),
        ("五、监督保障情况", None),
        ("二、依申请公开情况", None),
        ("（五）存在的问题", None),
        ("五、政府信息公开工作还存在解读形式单一、更新不够及时、栏目设置不合理、培训不够经常等方面的问题", None),
    ],
)
def test_headings_of_other_words_and_numbers(line: str, number: int | None) -> None:
    assert heading_numbers([line], FORM).get(0) == number


def test_sections_under_headings_of_other_words() -> None:
    text = TEXT.replace(HEADINGS[4], "五、存在问题及改进措施").replace(HEADINGS[5], "六、其他")
    found = read(text)
    assert found.text("正文.五") == "解读的形式还不够多，下一步多用图表。"
    assert found.text("正文.六") == "本年度没有收取信息处理费。"


def test_a_figure_of_two_rows_is_nobodys_also_where_the_next_row_has_a_label_alone() -> None:
    doc = fresh()
    table = doc.tables()[0]
    at = next(number for number, row in enumerate(table.rows) if row[0].text == "行政处罚")
    table.rows[at][1] = replace(table.rows[at][1], rows=2)
    table.rows[at + 1].pop()
    found = filing_of_content(as_html(doc, LUCK), "a", FORMS)
    assert {one.indicator for one in found.unplaced} == {"表二.行政处罚.处理决定", "表二.行政强制.处理决定"}


def test_a_line_drawn_through_a_row_makes_no_other_of_it() -> None:
    """As a row of nothing under cells that go on."""
    text = re.sub(r"<tr>(<td(?: colspan=\"\d\")?><p>[^<]*</p></td>)+</tr>\n", _with_an_empty_row, PAGE)
    assert text.count("<tr></tr>") > 10
    assert all_read(read(text))


def _with_an_empty_row(found: re.Match[str]) -> str:
    return f"{found[0].replace('<td', '<td rowspan=2')}<tr></tr>"


def test_a_row_without_a_label_is_told_by_order_only_where_just_as_many_are_missing() -> None:
    doc = fresh()
    table = doc.tables()[1]
    at = next(number for number, row in enumerate(table.rows) if row[0].text.startswith("2.其他法律"))
    table.rows[at][0] = replace(table.rows[at][0], text="")
    assert all_read(filing_of_content(as_html(doc, LUCK), "a", FORMS))
    del table.rows[at + 1]
    for top in range(at + 1):  # what covers the row that is gone
        table.rows[top] = [replace(one, rows=one.rows - (top + one.rows > at + 1)) for one in table.rows[top]]
    found = filing_of_content(as_html(doc, LUCK), "a", FORMS)
    gone = {f"表三.不予公开_{row}" for row in ("法律法规禁止", "三安全一稳定")}
    assert {one.indicator.rpartition(".")[0] for one in found.unplaced} == gone


def test_heads_beside_their_figures_and_a_blank_make_two_readings() -> None:
    """Heads one column too far to the left: where the last figure is blank, both they and the other rows fit."""
    doc = report(FORM, {**VALUES, "表三.部分公开.总计": None})
    padded(doc, LUCK)
    table = doc.tables()[1]
    leaves = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    table.rows[:3] = [[C(""), C(""), *map(C, leaves), C("")]]
    found = filing_of_content(as_html(doc, LUCK), "a", FORMS)
    assert {one.indicator.rpartition(".")[0] for one in found.unplaced} == {"表三.部分公开"}
    assert found.number("表三.予以公开.总计") == VALUES["表三.予以公开.总计"]
