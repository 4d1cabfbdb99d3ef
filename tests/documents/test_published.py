"""Reports as they are published: every figure is read as it stands, or told as not found; never another."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from tests import books
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.shipped import base_filing, form_of
from validator import UnreadableWorkbook, read
from validator.documents.encodings import decoded
from validator.model.cells import CellKind
from validator.model.filing import Filing
from validator.publishing import page, word
from validator.publishing.content import publication_of

PUBLISHED = ROOT.parent / "shared" / "data" / "published"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Filing:
    """A report with other figures in nearly all its cells, so that a neighbour's would be noticed."""
    base, draw = base_filing(), random.Random(5)  # noqa: S311  no secret
    names = form_of(base).indicators
    values = {name: (index * 7 + draw.randint(0, 5) if index % 9 else 0) for index, name in enumerate(names)}
    path = tmp_path_factory.mktemp("a") / "a.xlsx"
    path.write_bytes(books.filled(replace(base, values=values)))
    return read(path)


def figures(found: Filing) -> dict[str, object]:
    return {name: found.cell(name).value for name in found.form.indicators}


def with_text(text: str, change: Callable[[str], str]) -> str:
    """A page with the text of its elements changed."""
    return re.sub(r">([^<>\n]+)<", lambda match: f">{change(match[1])}<", text)


def in_spans(text: str) -> str:
    return with_text(text, lambda words: "".join(f"<span style='x'>{sign}</span>" for sign in words))


def with_breaks(text: str) -> str:
    return with_text(text, lambda words: f"{words[:3]}<br/>{words[3:]}" if not words[0].isdigit() else words)


def with_blanks(text: str) -> str:
    return with_text(text, lambda words: f"&nbsp;\n  {words}　&nbsp; ").replace("<td></td>", "<td>&nbsp;</td>")


def wide(text: str) -> str:
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    return re.sub(r"<td([^>]*)>(\d+)</td>", lambda match: f"<td{match[1]}>{match[2].translate(digits)}</td>", text)


def in_layout(text: str) -> str:
    """Within the tables of a page that is laid out by tables, with others before and a hidden copy after."""
    body = re.search(r"<body>(.*)</body>", text, re.DOTALL)
    assert body
    copy = re.sub(r"<td([^>]*)>\d+</td>", r"<td\1>4</td>", body[1])
    return (
        "<html><body><table><tr><td>索引号：1</td><td>发布日期：2026-01-20</td></tr></table><table><tr><td>导航</td>"
        f"<td><table><tr><td>{body[1]}</td></tr></table></td></tr></table><div style='color:red; display : none'>{copy}"
        "</div><script>var a='<table>';</script></body></html>"
    )


def torn(text: str) -> str:
    """表三 in two tables one after the other."""
    at = text.index("3.补正后申请内容仍不明确")
    at = text.index("</tr>", at) + len("</tr>")
    return f"{text[:at]}</table><table>{text[at:]}"


MANNERS: dict[str, Callable[[str], str]] = {
    "as published": lambda text: text,
    "spans": in_spans,
    "breaks": with_breaks,
    "blanks": with_blanks,
    "wide digits": wide,
    "layout": in_layout,
    "headings as paragraphs": lambda text: text.replace("<h2>", "<p><b>").replace("</h2>", "</b></p>"),
    "td for th": lambda text: re.sub(r"<(/?)th\b", r"<\1td", text),
    "paragraphs in cells": lambda text: re.sub(r"(<t[dh][^>]*>)([^<]*)(</t[dh]>)", r"\1<p align=center>\2</p>\3", text),
    "a misspelt label": lambda text: text.replace("其他法律行政法规禁止公开", "其他法律行政止公开"),
}
BYTES: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "gb18030, said": lambda text: text.replace("utf-8", "GB2312").encode("gb18030"),
    "gb18030, not said": lambda text: re.sub(r"<meta charset[^>]*>", "", text).encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_every_figure_of_a_page_is_read(workbook: Filing, manner: str, tmp_path: Path) -> None:
    text = MANNERS[manner](page.page(publication_of(workbook)).decode())
    (tmp_path / "a.html").write_text(text, "utf-8")
    found = read(tmp_path / "a.html")
    assert figures(found) == figures(workbook)
    assert found.organ == workbook.organ
    assert (found.source, found.is_published, found.from_template) == ("html", True, False)


def test_a_table_cut_in_two_through_merged_cells_is_read_by_count(workbook: Filing, tmp_path: Path) -> None:
    """The columns of the rest are others, but its rows have just as many figures as the heads name."""
    (tmp_path / "a.html").write_text(torn(page.page(publication_of(workbook)).decode()), "utf-8")
    assert figures(read(tmp_path / "a.html")) == figures(workbook)


def test_of_a_row_that_lacks_a_figure_nothing_is_read(workbook: Filing, tmp_path: Path) -> None:
    """Whichever is gone: nobody reads a neighbour's figure."""
    text = re.sub(r"(2\.重复申请</th>\n)<td>\d*</td>", r"\1", page.page(publication_of(workbook)).decode())
    (tmp_path / "a.html").write_text(torn(text), "utf-8")
    found = read(tmp_path / "a.html")
    unsure = {one.indicator for one in found.unplaced}
    assert unsure == {name for name in figures(workbook) if name.startswith("表三.不予处理_重复申请.")}
    assert unsure.isdisjoint(found.places)
    assert unsure.isdisjoint(found.cells)
    (one,) = [one for one in found.unplaced if one.indicator == "表三.不予处理_重复申请.自然人"]
    assert one.seen.startswith("2.重复申请 | ")


def test_a_table_cut_in_two_between_rows_is_one(workbook: Filing, tmp_path: Path) -> None:
    text = page.page(publication_of(workbook)).decode()
    at = text.index("</tr>", text.index("行政规范性文件")) + len("</tr>")
    (tmp_path / "a.html").write_text(f"{text[:at]}</table><table>{text[at:]}", "utf-8")
    assert figures(read(tmp_path / "a.html")) == figures(workbook)


@pytest.mark.parametrize("encoding", BYTES)
def test_encodings(workbook: Filing, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_bytes(BYTES[encoding](page.page(publication_of(workbook)).decode()))
    assert figures(read(tmp_path / "a.htm")) == figures(workbook)
    assert decoded("报告".encode("gb18030")) == "报告"


def test_every_figure_and_word_of_a_document_is_read(workbook: Filing, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word.document(publication_of(workbook)))
    found = read(tmp_path / "a.docx")
    assert figures(found) == figures(workbook)
    for name in ("正文.标题", "正文.一", "正文.五", "正文.六"):
        assert found.text(name) == workbook.text(name)
    assert found.text("正文.导语").startswith("本报告根据")
    assert found.source == "docx"


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """A Word document with another text in its main part."""
    source, into = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.namelist():
            data = source.read(entry)
            made.writestr(entry, change(data.decode()).encode() if entry == "word/document.xml" else data)
    return into.getvalue()


def test_deleted_and_hidden_words_are_no_part_of_a_document(workbook: Filing, tmp_path: Path) -> None:
    def revised(text: str) -> str:
        gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>8</w:delText></w:r></w:del>'
        unseen = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"
        new = '<w:ins w:id="2" w:author="a"><w:r><w:t>{}</w:t></w:r></w:ins>'
        return re.sub(
            r"<w:r>((?:(?!</w:r>).)*)<w:t>(\d+)</w:t></w:r>",
            lambda match: f"{gone}{unseen}{new.format(match[2])}",
            text,
        )

    (tmp_path / "a.docx").write_bytes(changed(word.document(publication_of(workbook)), revised))
    assert figures(read(tmp_path / "a.docx")) == figures(workbook)


def test_another_number_is_read_as_that(workbook: Filing, tmp_path: Path) -> None:
    draw = random.Random(3)  # noqa: S311  no secret
    report = publication_of(workbook)
    for name in draw.sample(sorted(report.figures), 12):
        other = replace(report, figures={**report.figures, name: "987654"})
        for suffix, content in ((".html", page.page(other)), (".docx", word.document(other))):
            (tmp_path / f"a{suffix}").write_bytes(content)
            assert figures(read(tmp_path / f"a{suffix}")) == {**figures(workbook), name: 987654}


def mutated(text: str, luck: random.Random) -> str:
    """A page of which cells or rows of one table were taken out, added, or span something else."""
    root = html.document_fromstring(text)
    for _ in range(luck.choice([1, 1, 2, 3])):
        table = luck.choice(list(root.iter("table")))
        row = luck.choice(list(table.iter("tr")))
        if not len(row):
            continue
        cell = luck.choice(list(row))
        match luck.choice(["drop", "drop", "add", "rowspan", "colspan", "row", "unspan"]):
            case "drop":
                row.remove(cell)
            case "add":
                cell.addprevious(html.fragment_fromstring("<td></td>"))
            case "row":
                row.getparent().remove(row)
            case "unspan":
                for one in row:
                    one.attrib.pop("rowspan", None)
            case span:
                cell.set(span, str(luck.choice([1, 2, 3])))
    return str(html.tostring(root, encoding="unicode"))


def test_no_figure_is_taken_for_another_whatever_happened_to_the_cells(workbook: Filing, tmp_path: Path) -> None:
    different = {name: str(1_001 + 7 * at) for at, name in enumerate(workbook.form.indicators)}
    text = page.page(replace(publication_of(workbook), figures=different)).decode()
    luck, certain = random.Random(1), 0  # noqa: S311  no secret
    for number in range(60):
        (tmp_path / "a.html").write_text(f"<!DOCTYPE html>{mutated(text, luck)}", "utf-8")
        try:
            found = read(tmp_path / "a.html")
        except UnreadableWorkbook:
            continue
        numbers = {name: found.number(name) for name in found.cells if name in different}
        wrong = {name: one for name, one in numbers.items() if one is not None and str(one) != different[name]}
        assert wrong == {}, number
        certain += len(numbers)
    assert certain > 60 * 80


@pytest.mark.parametrize(
    "written",
    ["{}<sup>1</sup>", "{}①", "{}²", "{}<sub>2</sub>", '{}<a href="#f">1</a>', "<p>{}</p><p>3</p>", "{}<br>3",
     "<input type='range' value='{}'>", "<ruby>{}<rt>5</rt></ruby>"],
)  # fmt: skip
def test_what_stands_beside_a_number_is_no_digit_of_it(workbook: Filing, tmp_path: Path, written: str) -> None:
    text = page.page(publication_of(workbook)).decode()
    (tmp_path / "a.html").write_text(
        re.sub(r"(<td[^>]*>)(\d+)<", lambda m: f"{m[1]}{written.format(m[2])}<", text), "utf-8"
    )
    try:
        found = read(tmp_path / "a.html")
    except UnreadableWorkbook:
        return
    assert {name for name in found.form.indicators if found.number(name) is not None} == set()


@pytest.mark.parametrize(
    "written",
    ["<del>8</del>{}", "<s>8</s>{}", "<span style='text-decoration: line-through'>8</span>{}",
     "<span style='font-size:0'>9</span>{}", "<span style='opacity:0'>9</span>{}", "{}<!--5-->"],
)  # fmt: skip
def test_what_nobody_sees_is_no_digit_either(workbook: Filing, tmp_path: Path, written: str) -> None:
    text = page.page(publication_of(workbook)).decode()
    (tmp_path / "a.html").write_text(
        re.sub(r"(<td[^>]*>)(\d+)<", lambda m: f"{m[1]}{written.format(m[2])}<", text), "utf-8"
    )
    assert figures(read(tmp_path / "a.html")) == figures(workbook)


def test_of_two_copies_of_a_table_none_is_taken(workbook: Filing, tmp_path: Path) -> None:
    text = page.page(publication_of(workbook)).decode()
    tables = re.findall(r"<table>.*?</table>", text, re.DOTALL)
    before = re.sub(r"(<td[^>]*>)\d+<", r"\g<1>4<", tables[1])
    (tmp_path / "a.html").write_text(text.replace(tables[1], f"{before}<p>今年：</p>{tables[1]}"), "utf-8")
    found = read(tmp_path / "a.html")
    assert {one.indicator.partition(".")[0] for one in found.unplaced} == {"表三"}
    assert not [name for name in found.cells if name.startswith("表三.") and name in found.form.indicators]


def test_what_is_no_number_stays_a_text(workbook: Filing, tmp_path: Path) -> None:
    report = publication_of(workbook)
    name = "表三.本年新收.自然人"
    for written in ("22（其中修订16件）", "1,234", "12 3", "—", "12万元"):
        (tmp_path / "a.html").write_bytes(page.page(replace(report, figures={**report.figures, name: written})))
        found = read(tmp_path / "a.html")
        assert (found.cell(name).value, found.cell(name).kind) == (written, CellKind.TEXT)


def test_a_finding_says_where_in_the_document_it_is(tmp_path: Path, gouji: Gouji) -> None:
    faulty = read(books.saved(tmp_path / "a.xlsx", "must"))
    (tmp_path / "a.html").write_bytes(page.page(publication_of(faulty)))
    done = gouji("check", tmp_path / "a.html", "--format", "json", *TODAY)
    assert done.status == 1
    file = done.data["files"][0]
    assert (file["source"], file["coverage"]["unplaced"]) == ("html", [])
    (sums,) = [one for one in file["findings"] if one["code"] == "T4-01"]
    assert {(one["sheet"], one["where"]) for one in sums["cells"]} >= {("表四", "表四“行政复议”“总计”列")}
    codes = {one["code"]: one["reason"] for one in file["coverage"]["not_run"]}
    assert {code for code, reason in codes.items() if reason == "是公布的报告，不是工作簿"} == {
        f"D-{number:02}" for number in range(1, 20)
    }
    assert {"P-01", "P-02"} <= codes.keys()


def test_a_folder_is_walked_for_documents_where_that_is_asked_for(tmp_path: Path, gouji: Gouji) -> None:
    report = publication_of(read(books.saved(tmp_path / "in/a.xlsx", "clean")))
    (tmp_path / "in/b.html").write_bytes(page.page(report))
    (tmp_path / "in/c.docx").write_bytes(word.document(report))
    for words, names in (((), ["a.xlsx"]), (("--published",), ["a.xlsx", "b.html", "c.docx"])):
        done = gouji("check", tmp_path / "in", "--format", "json", *words, *TODAY)
        assert [Path(one["path"]).name for one in done.data["files"]] == names
    assert [one["source"] for one in done.data["files"]] == ["workbook", "html", "docx"]


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("kind", ["cms.html", "docx.docx"])
def test_samples_of_another_generator(kind: str) -> None:
    import json

    for path in sorted(PUBLISHED.glob(f"*-{kind}")):
        wanted = json.loads(path.with_name(path.name.replace(f"-{kind}", ".json")).read_text("utf-8"))
        found = read(path)
        assert {name: found.cell(name).value for name in wanted["values"]} == wanted["values"], path.name
        assert (found.organ, found.year) == (wanted["organ"], wanted["year"])


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("kind", ["cms.html", "docx.docx"])
def test_the_report_that_states_the_year_before(gouji: Gouji, kind: str) -> None:
    file = gouji("check", PUBLISHED / f"mianchi_2023_seed-{kind}", "--format", "json", *TODAY).data["files"][0]
    musts = [one for one in file["findings"] if one["severity"] == "must"]
    assert [one["code"] for one in musts] == ["P-03", "VA-03"]
    assert musts[0]["cells"][0]["where"] == "正文“导语”"
    assert [one["suggested"] for one in musts[1]["suspects"]] == [52]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><body><p>none</p></body></html>", "没有认出"),
        (b"<html>" + b"<table><tr><td>" * 10_000, "嵌套太深"),
        (b"<html><body>" + b"<p>a</p>" * 200_000, "cells"),
        (b"<html><body " + b"a=1 " * 40_000, "网页太大"),
        (b"<html><body>" + b"<h1>" * 240, "没有认出|嵌套太深"),
        (b"<html><head><meta charset=undefined></head><body>a</body></html>", "没有认出"),
        (b"<!---->" * 40 + b"x", "不是 Excel 工作簿|文本"),
    ],
)
def test_a_page_that_is_none_or_too_much_is_refused_in_a_line(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    with pytest.raises(UnreadableWorkbook, match=told) as refused:
        read(tmp_path / "a.html")
    assert "\n" not in str(refused.value)
