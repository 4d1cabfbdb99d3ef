"""The annotated copy of a published page: which cells and words are marked, that its own bytes stay, that it is dead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Literal

import pytest
from lxml import html
from playwright.sync_api import Browser

from tests.annotating.documents import FAULTY, JOB, OURS, SEED, WHEN, copy_of, page_marks, page_of, report_on, row_of
from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.test_published import BYTES, MANNERS
from tests.documents.written import FORMATS
from tests.shipped import FORMS
from tests.writers import browser
from validator.annotating.documents import NO_MARKS, annotated_document
from validator.annotating.page_copies import NOT_KEPT
from validator.annotating.page_places import pieces_of
from validator.annotating.signs import TOO_MANY
from validator.documents.reading import filing_of_content
from validator.editing.refusal import NotEditable

PERIOD = "数据的统计期限为 2022 年 1 月 1 日至 2022 年 12 月 31 日"
ASKED = "接收办理政府信息公开申请13件"
SEED_MARKS = [
    ("3", "", ASKED),
    ("", "explain", "52"),
    ("", "explain", "0"),
    ("1", "suspect", ""),
    ("", "explain", "52"),
    ("", "explain", "0"),
    ("2", "", PERIOD),
]
"""The words of the first section, what they are held against in 表三, its blank total, the words of the last section."""


def test_the_cells_and_words_of_the_findings_are_marked_and_nothing_else() -> None:
    copy = copy_of(page_of(SEED), "渑池县2023.html")
    assert copy.lacking == ()
    assert page_marks(copy.content) == SEED_MARKS
    marks = list(html.document_fromstring(copy.content.decode()).iter("mark"))
    assert [row_of(one) for one in marks if one.get("data-gouji-cell")] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（七）总计",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    assert [(one.get("id"), (one.get("title") or "").partition("\n")[0]) for one in marks if one.get("id")] == [
        ("gouji-3", "3. 核实 N-01"),
        ("gouji-1", "1. 强制 VA-03"),
        ("gouji-2", "2. 强制 P-03"),
    ]


@pytest.mark.parametrize("written", ["boxes", "broken", "pre"])
def test_a_page_without_a_table_is_marked_and_read_as_before(written: str) -> None:
    values = figures_of(FORMS.form("2021"), Random(0), small=False)  # noqa: S311  no secret
    page = FORMATS[written](report(FORMS.form("2021"), values), Random(1))  # noqa: S311  no secret
    copy = copy_of(page, "a.html").content
    assert OURS.sub(b"", copy) == page
    assert page_marks(copy)
    before, after = (filing_of_content(one, "a.html", FORMS) for one in (page, copy))
    names = FORMS.form("2021").indicators
    assert {name: before.cell(name) for name in names} == {name: after.cell(name) for name in names}
    assert after.unplaced == before.unplaced


def test_the_list_at_the_top_says_all_and_leads_to_the_marks() -> None:
    (results,) = html.document_fromstring(copy_of(page_of(SEED), "a.html").content.decode()).xpath(
        "//*[@data-gouji-results]"
    )
    assert results.getparent().tag == "body"
    assert results.xpath("preceding-sibling::*") == []
    assert results.find("h2").text == "勾稽校验结果：不通过（强制 2，核实 1）"
    rows = [[cell.text_content() for cell in row.iter("td")] for row in results.iter("tr")][1:]
    assert [row[:4] for row in rows] == [
        ["1", "强制", "VA-03", "表三“（七）总计”行“自然人”列"],
        ["2", "强制", "P-03", "正文“六、其他需要报告的事项”"],
        ["3", "核实", "N-01", "正文“一、总体情况”"],
    ]
    assert rows[0][4].startswith("表三“（七）总计”行“自然人”列 应为 52（现为空白，分项之和为 52）")
    assert [one.get("href") for one in results.iter("a")] == ["#gouji-1", "#gouji-2", "#gouji-3"]


@pytest.mark.parametrize("name", [SEED, FAULTY])
def test_every_byte_of_the_page_stays_in_its_place(name: str) -> None:
    assert OURS.sub(b"", copy_of(page_of(name), "a.html").content) == page_of(name)


@pytest.mark.parametrize("encoding", BYTES)
def test_a_copy_is_in_the_encoding_of_the_page(encoding: str) -> None:
    content = BYTES[encoding](page_of(SEED).decode())
    copy = copy_of(content, "a.html").content
    codec = "utf-16" if encoding == "utf-16" else "gb18030" if encoding.startswith("gb") else "utf-8"
    text = copy.decode(codec)
    assert page_marks(text.encode()) == SEED_MARKS
    assert OURS.sub(b"", text.encode()) == content.decode(codec).encode()
    assert text.encode(codec) == copy
    if codec != "utf-16":
        assert text.index(f'<meta charset="{codec}">') < 100
        assert OURS.sub(b"", copy) == content


@pytest.mark.parametrize("manner", MANNERS)
def test_marks_are_found_in_whatever_manner_a_page_is_written(manner: str) -> None:
    text = MANNERS[manner](page_of(SEED).decode())
    copy = copy_of(text.encode(), "a.html")
    assert copy.lacking == ()
    assert OURS.sub(b"", copy.content) == text.encode()
    marks = page_marks(copy.content)
    words = "".join("".join(one[2].split()) for one in marks if not one[1])
    assert words == "".join((ASKED + PERIOD).split())
    cells = [(look, figure) for _, look, figure in SEED_MARKS if look]
    if manner == "wide digits":
        cells = [
            (look, figure.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) for look, figure in cells
        ]
    if manner == "spans":  # a mark in each span
        cells = [(look, digit) for look, figure in cells for digit in figure or [""]]
    if manner == "a misspelt label":
        cells.insert(2, ("explain", "2.其他法律行政止公开"))
    assert [(one[1], one[2].strip()) for one in marks if one[1]] == cells


@pytest.mark.parametrize("name", [SEED, FAULTY])
def test_a_copy_says_the_same_as_the_page_and_is_annotated_anew(name: str) -> None:
    before = report_on(page_of(name), "a.html")
    copy = copy_of(page_of(name), "a.html").content
    after = report_on(copy, "a.html")
    assert replace(after, sha256="") == replace(before, sha256="")
    assert copy_of(copy, "a.html").content == copy


HOSTILE = """<!DOCTYPE html><script>document.title='ran'</script><html><head><meta charset="utf-8">
<meta http-equiv="refresh" content="0;url=http://hostile.test/"><base href="http://hostile.test/">
<link rel="stylesheet" href="http://hostile.test/a.css"><style>@import "http://hostile.test/b.css";
nav{display:none}</style>
<script src="http://hostile.test/a.js"></script><script>var a="<td><mark data-gouji='9'>";</script></head>
<body onload="document.title='ran'"><img src="http://hostile.test/a.png" onerror="document.title='ran'">
<iframe src="http://hostile.test/"></iframe><svg onload="document.title='ran'"><script>document.title='ran'</script></svg>
<!-- <td>52</td> </mark><!--gouji-mark- -->"""


def hostile() -> bytes:
    text = page_of(SEED).decode()
    body = text[text.index("<body>") + len("<body>") :].replace(ASKED, f"<b title='<mark>' a=\"</td>\">{ASKED}</b>")
    return (HOSTILE + body).encode()


def test_a_hostile_page_runs_and_loads_nothing_in_its_copy(tmp_path: Path) -> None:
    copy = copy_of(hostile(), "a.html").content
    assert OURS.sub(b"", copy) == hostile()
    assert [one for one in page_marks(copy) if one[2]] == [one for one in SEED_MARKS if one[2]]
    path, naive = tmp_path / "a.html", tmp_path / "naive.html"
    path.write_bytes(copy)
    naive.write_bytes(hostile().replace(b"http-equiv", b"name"))
    with browser.running() as running:
        assert _sent(running, naive) >= {"http://hostile.test/a.js", "http://hostile.test/a.css"}
        assert _sent(running, path) == set()
        one = browser.opened(running, path)
        assert one.page.title() != "ran"
        assert one.page.locator("[data-gouji-results] h2").is_visible()


def _sent(running: Browser, path: Path) -> set[str]:
    """What a page asks the network for, be it reached or not; what its policy forbids never leaves the browser."""
    page, sent = running.new_context(offline=True).new_page(), set()
    page.on("requestfailed", lambda one: sent.add(one.url) if one.failure != "csp" else None)
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    assert page.url == path.as_uri()
    return sent


def test_a_copy_is_shown_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(copy_of(page_of(SEED), "a.html").content)
    with browser.running() as running:
        one = browser.opened(running, path)
        one.assert_quiet()
        colours = one.page.eval_on_selector_all(
            "td:has(mark)", "cells => cells.map((one) => getComputedStyle(one).backgroundColor)"
        )
        assert colours == [
            "rgb(255, 224, 138)",
            "rgb(255, 224, 138)",
            "rgb(192, 0, 0)",
            "rgb(255, 224, 138)",
            "rgb(255, 224, 138)",
        ]
        one.page.click('a[href="#gouji-1"]')
        number = one.page.locator("#gouji-1").evaluate("mark => getComputedStyle(mark, '::after').content")
        assert number == '"〔1〕"'
        assert one.page.locator("#gouji-1").is_visible()


LAYOUTS = {
    "as it is written": "",
    "boxes out of line": "body{position:relative} .all{position:absolute;top:200px;left:0}",
    "boxes at the window": ".all{position:absolute;top:0;left:0} h1{position:fixed;top:0;left:0;z-index:9999}",
    "a row": "body{display:flex} .all{flex:1}",
    "a grid": "body{display:grid;grid-template-columns:200px 1fr}",
    "a body out of line": "body{position:absolute;top:0;left:0}",
    "a window of its own": "html,body{height:100%;overflow:hidden} .all{height:100%;overflow:auto}",
}


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_results_cover_nothing_of_a_page_however_it_is_laid_out(
    layout: str, medium: Literal["screen", "print"], tmp_path: Path
) -> None:
    text = page_of(SEED).decode().replace("</head>", f"<style>{LAYOUTS[layout]}</style></head>")
    text = re.sub(r"(<body[^>]*>)", r"\1<div class=all>", text).replace("</body>", "</div></body>")
    path = tmp_path / "a.html"
    path.write_bytes(copy_of(text.encode(), "a.html").content)
    with browser.running() as running:
        page = browser.opened(running, path).page
        page.emulate_media(media=medium)
        results = page.locator("[data-gouji-results]").bounding_box()
        others = [page.locator(one).bounding_box() for one in (".all", "h1", ".all td >> nth=0")]
        width = page.evaluate("document.documentElement.clientWidth")
    assert results
    assert results["y"] >= 0
    assert results["width"] > width / 2
    for one in others:
        assert one
        assert one["y"] >= results["y"] + results["height"]
        assert one["x"] < width / 3


TOKENS = [
    ("<p>a</p>", ["a"]),
    ("<td></td><td> </td>", ["", " "]),
    ("<td>\n<p>5</p></td>", ["\n", "5"]),
    ("<p title='a>b' c=\"<td>\">x", ["x"]),
    ("<p title=don't>x<b>y", ["x", "y"]),
    ("<script>if (a<b) '<td>'</script>z", ["z"]),
    ("a < b", ["a < b"]),
    ("<!-- <td> --><!DOCTYPE html>q<?xml a?>", ["q"]),
    ("<a" + " b=" * 5_000, ["<a" + " b=" * 5_000]),
]


ENDLESS = ["<a ", "<a b=", "<a b='", '<a"', "<!-", "<script", "</", "&#", "<!--gouji-->", '<mark data-gouji="', "<td"]


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_page_takes_time_with_its_length_alone(piece: str) -> None:
    """Many characters that begin something again and again would take hours if each beginning were followed up."""
    text = piece * (300_000 // len(piece))
    assert len(list(pieces_of(text))) <= 1
    assert copy_of(page_of(SEED) + text.encode(), "a.html").content.endswith(text.encode() or b"-")


@pytest.mark.parametrize(("text", "wanted"), TOKENS, ids=range(len(TOKENS)))
def test_pieces_of_text(text: str, wanted: list[str]) -> None:
    assert [text[one.start : one.stop] for one in pieces_of(text)] == wanted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("</body>", "<i>x</i>" * 70_000).encode(), TOO_MANY),
        (lambda text: text.replace("申请", "申\U000f0007请").encode(), TOO_MANY),
        (lambda text: text.encode("utf-16") + b"\x00", NOT_KEPT),
    ],
    ids=["pieces", "signs of ours", "half a character"],
)
def test_what_cannot_be_marked_is_said(change: Callable[[str], bytes], told: str) -> None:
    content = change(page_of(SEED).decode())
    with pytest.raises(NotEditable, match=re.escape(told)):
        copy_of(content, "a.html")


def test_a_text_has_no_marks() -> None:
    report = replace(report_on(page_of(SEED), "a.txt"), source="text")
    with pytest.raises(NotEditable, match=re.escape(NO_MARKS)):
        annotated_document(b"", report, WHEN, JOB.catalogue.forms)
