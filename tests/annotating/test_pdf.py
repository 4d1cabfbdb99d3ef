"""Marks in a PDF: which annotations are put where, and that its own bytes stay."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from validator.annotating.pdf_copies import LOCKED, NOT_WRITTEN, Box, Mark, areas_of, marked
from validator.documents.blocks import Area
from validator.editing.refusal import NotEditable
from validator.writers.looks import Look

HEIGHT = 800.0
SUMMARY = "勾稽校验结果：不通过"


def blank(pages: int = 2, change: Callable[[PdfWriter], Any] = lambda _: None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(600, HEIGHT)
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def home(one: Area) -> Box:
    """A page that lies as it is read."""
    return one.left, HEIGHT - one.bottom, one.right, HEIGHT - one.top


HOMES = {1: home, 2: home}
MARKS = [
    Mark((Area(1, 100, 50, 200, 62), Area(1, 90, 70, 120, 82), Area(2, 90, 40, 130, 52)), Look.EXPLAIN, "1. 核实 N-01"),
    Mark((Area(2, 300, 400, 340, 420),), Look.SUSPECT, "2. 强制 VA-03"),
    Mark((Area(2, 350, 405, 380, 425),), Look.MEMBER, "3. 强制 T3-01"),
    Mark((Area(2, 400, 400, 440, 420),), Look.MEMBER, ""),
]


def notes_in(content: bytes) -> list[list[tuple[str, list[float], str]]]:
    """Of each page kind, corners and words."""
    return [
        [(one["/Subtype"], [float(at) for at in one.get("/QuadPoints", one["/Rect"])], one.get("/Contents", ""))
         for one in (held.get_object() for held in page.get("/Annots", []))]
        for page in PdfReader(io.BytesIO(content)).pages
    ]  # fmt: skip


WANTED = [
    [
        ("/Text", [4.0, 776.0, 24.0, 796.0], SUMMARY),
        ("/Highlight",
         [100.0, 750.0, 200.0, 750.0, 100.0, 738.0, 200.0, 738.0, 90.0, 730.0, 120.0, 730.0, 90.0, 718.0, 120.0, 718.0],
         "1. 核实 N-01"),
        ("/Text", [576.0, 734.0, 596.0, 754.0], "1. 核实 N-01"),
    ],
    [
        ("/Highlight", [90.0, 760.0, 130.0, 760.0, 90.0, 748.0, 130.0, 748.0], ""),
        ("/Highlight", [300.0, 400.0, 340.0, 400.0, 300.0, 380.0, 340.0, 380.0], "2. 强制 VA-03"),
        ("/Text", [576.0, 380.0, 596.0, 400.0], "2. 强制 VA-03"),
        ("/Highlight", [350.0, 395.0, 380.0, 395.0, 350.0, 375.0, 380.0, 375.0], "3. 强制 T3-01"),
        ("/Text", [556.0, 375.0, 576.0, 395.0], "3. 强制 T3-01"),
        ("/Highlight", [400.0, 400.0, 440.0, 400.0, 400.0, 380.0, 440.0, 380.0], ""),
    ],
]  # fmt: skip


def test_highlights_and_notes_stand_where_they_belong_and_own_bytes_stay() -> None:
    content = blank()
    copy = marked(content, MARKS, HOMES, SUMMARY)
    assert copy.startswith(content)
    assert notes_in(copy) == WANTED


def test_annotations_that_are_there_stay_and_ours_are_put_in_anew() -> None:
    content = blank(change=lambda one: one.add_annotation(0, Link(rect=(1, 2, 3, 4), url="https://example.org/")))
    first = marked(content, MARKS, HOMES, SUMMARY)
    again = marked(first, MARKS, HOMES, SUMMARY)
    assert notes_in(first)[0] == [("/Link", [1.0, 2.0, 3.0, 4.0], ""), *WANTED[0]]
    assert notes_in(again) == notes_in(first)


def test_a_highlight_is_drawn_over_its_areas_so_that_what_lies_below_is_read() -> None:
    page: Any = PdfReader(io.BytesIO(marked(blank(), MARKS, HOMES, SUMMARY))).pages[0]
    drawn = page["/Annots"][1].get_object()["/AP"]["/N"].get_object()
    assert drawn.get_data() == b"/M gs 1.000 0.878 0.541 rg 100.00 738.00 100.00 12.00 re 90.00 718.00 30.00 12.00 re f"
    assert drawn["/Resources"]["/ExtGState"]["/M"]["/BM"] == "/Multiply"
    assert [float(at) for at in drawn["/BBox"]] == [90.0, 718.0, 200.0, 750.0]


class Placed:
    def __init__(self, *areas: Area) -> None:
        self._areas = areas

    def areas(self) -> tuple[Area, ...]:
        return self._areas


def signs(text: str, top: float, page: int = 1, left: float = 0) -> list[Area]:
    return [Area(page, left + 10.0 * at, top, left + 10.0 * at + 10, top + 12, sign) for at, sign in enumerate(text)]


LINES = Placed(*signs("一共收到 13", 0), *signs("件，办结", 20), *signs("13件。", 20, page=2))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("收到13件", [(1, 20, 0, 70, 12), (1, 0, 20, 10, 32)]),
        ("办结13件", [(1, 20, 20, 40, 32), (2, 0, 20, 30, 32)]),
        ("一", [(1, 0, 0, 10, 12)]),
        ("没有写的话", [(1, 0, 0, 70, 12), (1, 0, 20, 40, 32), (2, 0, 20, 40, 32)]),
        ("", [(1, 0, 0, 70, 12), (1, 0, 20, 40, 32), (2, 0, 20, 40, 32)]),
    ],
)
def test_the_areas_of_words_are_one_a_line(words: str, wanted: list[tuple[float, ...]]) -> None:
    found = areas_of(LINES, words)
    assert [(one.page, one.left, one.top, one.right, one.bottom) for one in found] == wanted


def test_a_cell_is_marked_as_a_whole_within_its_lines() -> None:
    (found,) = areas_of(Placed(Area(1, 0, 0, 50, 20), *signs("52", 4)), "")
    assert (found.left, found.top, found.right, found.bottom) == (0.8, 0.8, 49.2, 19.2)
    assert areas_of(object(), "") == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (blank(change=lambda one: one.encrypt("secret", algorithm="RC4-128")), LOCKED),
        (b"%PDF-1.7\nnothing", NOT_WRITTEN),
        (blank(pages=1), NOT_WRITTEN),
    ],
    ids=["locked", "damaged", "a page that is not there"],
)
def test_what_cannot_be_marked_is_said(content: bytes, told: str) -> None:
    with pytest.raises(NotEditable, match=re.escape(told)):
        marked(content, MARKS, HOMES, SUMMARY)
