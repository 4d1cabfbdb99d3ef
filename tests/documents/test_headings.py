"""The parts of a published report by their headings, in whatever manner these are numbered and worded."""

from __future__ import annotations

from random import Random

import pytest

from tests.documents.made import HEADINGS, report
from tests.documents.mixed import figures_of
from tests.documents.written import FORMATS
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.model.filing import PREFACE, Filing

FORM = FORMS.form("2021")
TEXTS = {
    "一": "（一）主动公开。全区各单位按时发布信息，栏目更新及时。",
    "五": "解读的形式还不够多，下一步多用图表。",
    "六": "本年度没有收取信息处理费。",
}
MANNERS = {
    "1.": "{digit}.{words}",
    "1、": "{digit}、{words}",
    "１．": "{wide}．{words}",
    "（一）": "（{number}）{words}",
    "(1)": "({digit}){words}",
    "第一部分": "第{number}部分 {words}",
    "壹、": "{old}、{words}",
    "none": "{words}",
}


def read_with(headings: dict[str, str], written: str = "html") -> Filing:
    doc = report(FORM, figures_of(FORM, Random(0), small=True))  # noqa: S311  no secret
    doc.blocks = [headings.get(one, one) if isinstance(one, str) else one for one in doc.blocks]
    return filing_of_content(FORMATS[written](doc, Random(0)), "a", FORMS)  # noqa: S311  no secret


def texts_of(filing: Filing) -> dict[str, object]:
    return {one.number: filing.cell(one.text.name).value for one in filing.form.sections if one.text}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("written", ["html", "docx", "text", "markdown"])
def test_parts_in_any_one_manner_of_numbering(manner: str, written: str) -> None:
    headings = {
        one: MANNERS[manner].format(
            digit=at, wide=chr(0xFF10 + at), old="壹贰叁肆伍陆"[at - 1], number=one[0], words=one[2:]
        )
        for at, one in enumerate(HEADINGS, 1)
    }
    found = read_with(headings, written)
    assert texts_of(found) == TEXTS
    assert [found.cell(one.heading.name).value for one in FORM.sections] == [*headings.values()]
    assert str(found.cell(PREFACE).value).startswith("本报告所列数据的统计期限为2023年")


@pytest.mark.parametrize(
    "heading",
    [
        "一、基本情况", "一、工作开展情况", "一、主要工作情况", "一、2023年工作总结", "二、主动公开工作", "三、依申请公开情况",
        "三、政府信息公开申请办理", "四、复议诉讼情况", "四、被提起行政复议、诉讼", "五、存在不足及改进", "六、附则",
        "六、需要说明的事项", "六、其它事项",
    ],
)  # fmt: skip
def test_parts_told_by_their_number_and_one_of_their_words(heading: str) -> None:
    official = next(one for one in HEADINGS if one[0] == heading[0])
    found = read_with({official: heading})
    section = next(one for one in FORM.sections if one.number == heading[0])
    assert found.cell(section.heading.name).value == heading
    assert texts_of(found) == TEXTS


def test_what_is_numbered_within_a_part_is_no_part() -> None:
    within = {TEXTS["一"]: "（二）主动公开政府信息情况"}
    found = read_with(within)
    assert texts_of(found) == TEXTS | {"一": "（二）主动公开政府信息情况"}


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("manner", sorted(MANNERS))
def test_one_part_numbered_otherwise_than_the_others(manner: str, at: int) -> None:
    official = HEADINGS[at]
    otherwise = MANNERS[manner].format(
        digit=at + 1, wide=chr(0xFF11 + at), old="壹贰叁肆伍陆"[at], number=official[0], words=official[2:]
    )
    found = read_with({official: otherwise})
    assert texts_of(found) == TEXTS
    assert found.cell(FORM.sections[at].heading.name).value == otherwise


def test_of_two_that_may_be_the_missing_part_neither_is() -> None:
    twice = "（六）其他需要报告的事项"
    found = read_with({HEADINGS[5]: twice, TEXTS["六"]: twice})
    assert FORM.sections[5].heading.name not in found.cells


def test_an_item_within_a_part_is_not_the_one_that_is_missing() -> None:
    found = read_with({HEADINGS[4]: "", TEXTS["一"]: "（五）存在的问题和下一步打算"})
    assert FORM.sections[4].heading.name not in found.cells


def test_a_heading_that_stands_twice_does_not_cut_its_part_off() -> None:
    found = read_with({TEXTS["六"]: f"{HEADINGS[5]}\n{TEXTS['六']}"}, "docx")
    assert texts_of(found)["六"] == f"{HEADINGS[5]}\n{TEXTS['六']}"
