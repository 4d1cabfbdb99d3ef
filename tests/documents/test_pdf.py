"""Reports as PDF: drawn in the manners of the programs that make such files, each figure is read or told as unsure."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.documents.drawn import A4, MANNERS, THREE, Drawing, Manner, drawn, width_of
from tests.documents.figured import figures, read, report, texts, workbook, wrong
from validator import UnreadableWorkbook
from validator.documents.blocks import Table
from validator.documents.pdf.reading import pdf_on_pages
from validator.model.cells import CellKind
from validator.readers.limits import DEFAULT_LIMITS, Budget

PUBLISHED = ROOT.parent / "shared" / "data" / "published"
NAME = "表三.本年新收.自然人"
PLAIN = Manner()
Draw = Callable[[Drawing, float, float, str], None]


@pytest.mark.parametrize("manner", MANNERS)
def test_every_figure_and_word_is_read(manner: str) -> None:
    found = read(drawn(report(), MANNERS[manner]), "a.pdf")
    assert figures(found) == figures(workbook())
    assert texts(found) == texts(workbook())
    assert (found.organ, found.year, found.source) == (workbook().organ, workbook().year, "pdf")
    assert found.unplaced == ()


def test_a_row_that_no_line_closes_is_not_guessed() -> None:
    """Without lines at the sides a head over the whole width lies open: of 表二 nothing is certain, the others are."""
    found = read(drawn(report(), Manner(lines="open sides")), "a.pdf")
    assert wrong(found, figures(workbook())) == {}
    assert {one.indicator.partition(".")[0] for one in found.unplaced} <= {"表二"}


@pytest.mark.parametrize("lines", ["none", "level"])
def test_without_lines_what_is_seen_is_told_and_not_guessed(lines: str) -> None:
    content, values = drawn_by_chance(1, (lines,))
    found = read(content, "a.pdf")
    assert wrong(found, values) == {}
    assert texts(found) == texts(workbook())
    assert any(" | " in one.seen for one in found.unplaced)


def drawn_by_chance(
    seed: int, lines: tuple[str, ...] = ("strokes", "thin", "cells", "double", "dashed")
) -> tuple[bytes, dict[str, object]]:
    """A report with figures of all lengths and blanks, in a manner of which nothing is certain."""
    luck = random.Random(seed)  # noqa: S311  no secret
    values: dict[str, object] = {
        name: luck.choice([None, 0, luck.randint(1, 99), luck.randint(100, 99_999), luck.randint(10**6, 10**8)])
        for name in workbook().form.indicators
    }
    manner = Manner(
        lines=luck.choice(lines),
        size=luck.choice([6, 7.5, 9, 10.5]),
        page=luck.choice([A4, (595, 420 + luck.randint(0, 300)), (842, 595)]),
        align=luck.choice(["left", "center", "right"]),
        middle=luck.random() < 0.5,
        head_again=luck.random() < 0.5,
        torn=luck.random() < 0.6,
        open_at_break=luck.random() < 0.3,
        turned=luck.choice(["", "", "page", "words"]),
        furniture=luck.random() < 0.5,
        bold_twice=luck.random() < 0.2,
        columns=luck.choice([(), THREE]),
        narrow=luck.choice([1, 0.8]),
    )
    shown = {name: "" if value is None else str(value) for name, value in values.items()}
    return drawn(replace(report(), figures=shown), manner), values


@pytest.mark.parametrize("seed", range(8))
def test_no_figure_is_another_whatever_it_is_and_however_it_is_drawn(seed: int) -> None:
    content, values = drawn_by_chance(seed)
    found = read(content, "a.pdf")
    assert wrong(found, values) == {}
    assert len(found.unplaced) < 40


def test_another_number_is_read_as_that() -> None:
    luck = random.Random(3)  # noqa: S311  no secret
    for name in luck.sample(sorted(report().figures), 4):
        other = replace(report(), figures={**report().figures, name: "987654"})
        manner = luck.choice([PLAIN, MANNERS["torn rows"], MANNERS["narrow"]])
        assert figures(read(drawn(other, manner), "a.pdf")) == {**figures(workbook()), name: 987654}


def white(made: Drawing, x: float, y: float, text: str) -> None:
    made.canvas.setFillGray(1)
    made.words(x + 12, y, "8", 9)
    made.canvas.setFillGray(0)
    made.words(x, y, text, 9)


def covered(made: Drawing, x: float, y: float, text: str) -> None:
    """As an editor of PDF writes another figure over the first."""
    made.words(x, y, "4" * len(text), 9)
    made.canvas.setFillGray(1)
    made.canvas.rect(x - 1, y - 2, 25, 11, stroke=0, fill=1)
    made.canvas.setFillGray(0)
    made.words(x, y, text, 9)


def struck(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, "4", 9)
    made.canvas.line(x - 0.5, y + 3, x + 4.5, y + 3)
    made.words(x + 5, y, text, 9)


def unpainted(made: Drawing, x: float, y: float, text: str) -> None:
    """As recognition lays its words over a scan."""
    made.canvas.saveState()
    pen = made.canvas.beginText(x, y)
    pen.setFont("STSong-Light", 9)
    pen.setTextRenderMode(3)
    pen.textOut("7")
    made.canvas.drawText(pen)
    made.canvas.restoreState()
    made.words(x, y, text, 9)


def under_a_watermark(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.canvas.saveState()
    made.canvas.translate(x, y)
    made.canvas.rotate(30)
    made.words(8, 0, "99", 9)
    made.canvas.restoreState()


def underlined(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.canvas.line(x, y - 1, x + width_of(text, 9), y - 1)


@pytest.mark.parametrize("figure", [white, covered, struck, unpainted, under_a_watermark, underlined])
def test_what_nobody_sees_is_no_digit(figure: Draw) -> None:
    found = read(drawn(report(), replace(PLAIN, figure=figure)), "a.pdf")
    assert figures(found) == figures(workbook())


def with_a_note(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.words(x + width_of(text, 9), y + 3, "1", 5)


def with_another_upon_it(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.words(x + 1, y, "3" if text[0] != "3" else "8", 9)


def in_pieces(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.words(x + width_of(text, 9) + 4, y, "7", 9)


def on_a_wall(made: Drawing, x: float, y: float, text: str) -> None:
    """Half in the cell to the right, whose figure stands further off."""
    cell = 36.75
    made.words(x - 3 + cell - width_of(text, 5) / 2, y, text, 5)


def as_a_field(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.canvas.acroForm.textfield(x=x, y=y - 2, width=15, height=9, value="5", borderWidth=0)


def marked(made: Drawing, x: float, y: float, text: str) -> None:
    """Below a box that may let see through, as a marker's does, or not."""
    made.words(x, y, text, 9)
    made.canvas.setFillColorRGB(1, 1, 0)
    made.canvas.rect(x - 1, y - 2, 25, 11, stroke=0, fill=1)
    made.canvas.setFillGray(0)


@pytest.mark.parametrize("figure", [with_a_note, with_another_upon_it, in_pieces, on_a_wall, as_a_field, marked])
def test_what_stands_at_a_number_makes_it_none(figure: Draw) -> None:
    """It is no digit of it, and not left out: the cell holds a text, or nobody is sure."""
    chosen = "表三.不予公开_国家秘密.自然人"

    def draw(made: Drawing, x: float, y: float, text: str) -> None:
        if text == "270":
            figure(made, x, y, text)
        else:
            made.words(x, y, text, 9)

    assert workbook().number(chosen) == 270
    found = read(drawn(report(), replace(PLAIN, figure=draw)), "a.pdf")
    assert found.number(chosen) is None
    assert wrong(found, {**figures(workbook()), chosen: found.cell(chosen).value}) == {}


def test_a_number_and_a_remark_in_a_second_line_are_a_text() -> None:
    other = replace(report(), figures={**report().figures, NAME: "22（其中修订16件）"})
    found = read(drawn(other, PLAIN), "a.pdf")
    assert (found.cell(NAME).value, found.cell(NAME).kind) == ("22（其中修订16件）", CellKind.TEXT)


def test_two_numbers_in_a_cell_are_not_one() -> None:
    def twice(made: Drawing, x: float, y: float, text: str) -> None:
        made.words(x, y + 2, text, 5)
        if text == "70":
            made.words(x, y - 3.5, "8", 5)

    found = read(drawn(report(), replace(PLAIN, figure=twice)), "a.pdf")
    assert (found.cell(NAME).value, found.unplaced) == ("70 8", ())


def over_the_wall(made: Drawing, x: float, y: float, text: str) -> None:
    """With the comma of a label, of which only the empty half hangs over the wall."""
    made.words(x, y, text, 9)
    made.words(x - 3 - 5, y, "、", 9)


def beyond_the_wall(made: Drawing, x: float, y: float, text: str) -> None:
    """With the second of two commas of the cell to the left wholly in this one."""
    made.words(x + 8, y, text, 9)
    made.words(x - 3 - 9.2, y, "、、", 9)


def twice_in_two_fonts(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, 9)
    made.canvas.setFont("Helvetica", 9)
    made.canvas.drawString(x + 0.3, y, text)


@pytest.mark.parametrize("figure", [over_the_wall, beyond_the_wall, twice_in_two_fonts])
def test_what_takes_nothing_from_a_figure_leaves_it(figure: Draw) -> None:
    """The cell to the left, if any, holds a comma more: that one is a text, or nobody is sure."""
    chosen = "表三.不予公开_国家秘密.商业企业"
    shown = str(workbook().number(chosen))

    def draw(made: Drawing, x: float, y: float, text: str) -> None:
        (figure if text == shown else lambda made, x, y, text: made.words(x, y, text, 9))(made, x, y, text)

    found = read(drawn(report(), replace(PLAIN, figure=draw)), "a.pdf")
    left = "表三.不予公开_国家秘密.自然人"
    assert wrong(found, {**figures(workbook()), left: found.cell(left).value}) == {}
    assert chosen not in {one.indicator for one in found.unplaced}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("1234", "5（撤回）"), None),  # no bracket is parted from its number: was that why?
        (("123456", "7（撤回）"), "1234567（撤回）"),
        (("12", "（3）"), "12（3）"),
        (("12", "(撤回)"), "12(撤回)"),
        (("12", "34"), "12 34"),
    ],
)
def test_a_number_that_is_cut_before_its_note(lines: tuple[str, str], wanted: str | None) -> None:
    """In a cell in which six digits have place."""
    left = [*lines, ""]

    def draw(made: Drawing, x: float, y: float, text: str) -> None:
        made.words(x, y, left.pop(0) if "丁" in text else text, 9)

    found = read(drawn(replace(report(), figures={**report().figures, NAME: "丁" * 9}), Manner(figure=draw)), "a.pdf")
    if wanted is None:
        assert NAME in {one.indicator for one in found.unplaced}
    else:
        assert found.cell(NAME).value == wanted


def test_a_finding_says_on_which_page_it_is(tmp_path_factory: pytest.TempPathFactory, gouji: Gouji) -> None:
    other = replace(report(), figures={**report().figures, "表三.结转下年.自然人": "1,2"})
    path = tmp_path_factory.mktemp("pages") / "a.pdf"
    path.write_bytes(drawn(other, MANNERS["small pages"]))
    file = gouji("check", path, "--format", "json", *TODAY).data["files"][0]
    assert (file["source"], file["coverage"]["unplaced"]) == ("pdf", [])
    places = {one["where"] for found in file["findings"] if found["code"] == "VA-01" for one in found["cells"]}
    assert places == {"表三“四、结转下年度继续办理”行“自然人”列（第 6 页）"}


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the samples are not here")
def test_samples_of_another_generator() -> None:
    import json

    for path in sorted(PUBLISHED.glob("*-pdf.pdf")):
        wanted = json.loads(path.with_name(path.name.replace("-pdf.pdf", ".json")).read_text("utf-8"))
        found = read(path.read_bytes(), path.name)
        assert {name: found.cell(name).value for name in wanted["values"]} == wanted["values"], path.name
        assert (found.organ, found.year, found.unplaced) == (wanted["organ"], wanted["year"], ())


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the samples are not here")
def test_the_report_that_states_the_year_before(gouji: Gouji) -> None:
    file = gouji("check", PUBLISHED / "mianchi_2023_seed-pdf.pdf", "--format", "json", *TODAY).data["files"][0]
    assert {one["code"] for one in file["findings"] if one["severity"] == "must"} == {"P-03", "VA-03"}
    (total,) = [one for one in file["findings"] if one["code"] == "VA-03"]
    assert "52" in total["message"]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_a_broken_one_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^a\.pdf：PDF 的内容已损坏。"):
        read(content, "a.pdf")


@pytest.mark.parametrize("turned", ["", "page", "words"])
def test_where_a_cell_stands_in_the_file(turned: str) -> None:
    """In the file's own points, whichever way the page lies: a mark put there lies on the cell."""
    at: list[tuple[float, float]] = []

    def draw(made: Drawing, x: float, y: float, text: str) -> None:
        made.words(x, y, text, 9)
        if text == "70":
            at.append(made.canvas.absolutePosition(x, y))

    content = drawn(report(), Manner(turned=turned, page=(842, 595) if turned else A4, figure=draw))
    blocks, homes = pdf_on_pages(content, Budget(DEFAULT_LIMITS))
    cells = [cell for one in blocks if isinstance(one, Table) for row in one.rows for cell in row if cell.text == "70"]
    (cell,), ((x, y),) = cells, at
    whole, *signs = cell.source.areas()  # type: ignore[attr-defined]
    left, low, right, high = homes[whole.page](whole)
    assert left < x < right
    assert low < y < high
    assert "".join(one.text for one in signs) == "70"
    first = homes[whole.page](signs[0])
    near = {(round(abs(x - one)), round(abs(y - two))) for one in first[::2] for two in first[1::2]}
    assert (0, 2) in near or (2, 0) in near  # the corner of the sign is a fifth of its size below its line


@pytest.mark.parametrize("manner", ["small pages", "wide page", "words on their side"])
def test_a_marked_copy_reads_as_before(tmp_path: Path, gouji: Gouji, manner: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn(report(), MANNERS[manner]))
    done = gouji("check", path, "--annotate", tmp_path / "marked", "--format", "json", *TODAY)
    copy = (tmp_path / "marked" / "a.pdf").read_bytes()
    assert copy.startswith(path.read_bytes())
    assert copy.count(b"/Highlight") > 10
    again = gouji("check", tmp_path / "marked" / "a.pdf", "--format", "json", *TODAY)
    first, second = (one.data["files"][0] for one in (done, again))
    assert first["findings"]
    assert second["findings"] == first["findings"]
