"""What a PDF paints so that nobody sees it is no figure, and where only that stands the hidden figure is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import LIT
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.colors import CMYKColorSep

from tests.documents.drawn import FONT, Drawing, Manner, drawn
from tests.documents.figured import figures, read, report, workbook, wrong
from validator.documents.pdf.colours import WHITE, space_of
from validator.documents.pdf.functions import function_of
from validator.documents.pdf.layers import Layers
from validator.documents.pdf.painting import FAINT, UNSEEN, State, ink_of
from validator.documents.pdf.shapes import Clip, Shape, shape_of
from validator.documents.tables.found import HIDDEN

CHOSEN, SHOWN = "表三.不予公开_国家秘密.自然人", "270"
SIZE = 9.0
Write = Callable[[Drawing, float, float, str], None]


def plain(made: Drawing, x: float, y: float, text: str) -> None:
    made.words(x, y, text, SIZE)


def raw(before: str, text: str = "") -> Write:
    """Written after operators of its own."""

    def write(made: Drawing, x: float, y: float, words: str) -> None:
        made.canvas.saveState()
        made.canvas.addLiteral(before.format(x=x, y=y, right=x + 30, high=y + 12))
        made.words(x, y, text or words, SIZE)
        made.canvas.restoreState()

    return write


def faint(opacity: float) -> Write:
    def write(made: Drawing, x: float, y: float, words: str) -> None:
        made.canvas.saveState()
        made.canvas.setFillAlpha(opacity)
        made.words(x, y, words, SIZE)
        made.canvas.restoreState()

    return write


def in_mode(mode: int, before: str = "") -> Write:
    def write(made: Drawing, x: float, y: float, words: str) -> None:
        made.canvas.saveState()
        made.canvas.addLiteral(before)
        pen = made.canvas.beginText(x, y)
        pen.setFont(FONT, SIZE)
        pen.setTextRenderMode(mode)
        pen.textOut(words)
        made.canvas.drawText(pen)
        made.canvas.restoreState()

    return write


def of_size(size: float, stretch: float = 100) -> Write:
    def write(made: Drawing, x: float, y: float, words: str) -> None:
        made.canvas.saveState()
        pen = made.canvas.beginText(x, y)
        pen.setFont(FONT, size)
        pen.setHorizScale(stretch)
        pen.textOut(words)
        made.canvas.drawText(pen)
        made.canvas.restoreState()

    return write


def of_no_ink(made: Drawing, x: float, y: float, words: str) -> None:
    made.canvas.saveState()
    made.canvas.setFillColor(CMYKColorSep(0, 0.3, 0.3, 0.8, spotName="Wine", density=0))
    made.words(x, y, words, SIZE)
    made.canvas.restoreState()


def below(draw: str) -> Write:
    """Covered by what is painted next."""

    def write(made: Drawing, x: float, y: float, words: str) -> None:
        made.words(x, y, words, SIZE)
        made.canvas.saveState()
        places = {"left": x - 3, "low": y - 3, "right": x + 22, "high": y + 30, "middle": y + 3, "below": y - 25}
        made.canvas.addLiteral(draw.format(**places, wide=25, up=14))
        made.canvas.restoreState()

    return write


UNSEEN_WAYS: dict[str, Write] = {
    "clear": faint(0),
    "nearly clear": faint(0.03),
    "clipped away": raw("0 0 1 1 re W n"),
    "clipped to a triangle elsewhere": raw("{x} 0 m {right} 0 l {x} 800 l h W n 0 0 m 9 0 l 9 9 l h W* n"),
    "stroked in white": in_mode(1, "1 G"),
    "stroked in white of inks": in_mode(1, "0 0 0 0 K"),
    "neither filled nor stroked": in_mode(3),
    "clipped to": in_mode(7),
    "squeezed": of_size(SIZE, 1),
    "tiny": of_size(0.5),
    "white of grey": raw("1 g"),
    "white of inks": raw("0 0 0 0 k"),
    "nearly white": raw("0.97 0.98 0.97 rg"),
    "white of a space": raw("/DeviceCMYK cs 0 0 0 0 sc"),
    "no ink": of_no_ink,
    "red on red": raw("0.8 0 0 rg {x} {y} 60 12 re f 0.8 0 0 rg"),
    "below a box": below("1 0 0 rg {left} {low} {wide} {up} re f"),
    "below a circle": below(
        "1 g {left} {middle} m {left} {high} {right} {high} {right} {middle} c "
        "{right} {below} {left} {below} {left} {middle} c f"
    ),
    "below a broad line": below("1 G 16 w {left} {middle} m {right} {middle} l S"),
}


def with_figure(write: Write) -> bytes:
    """The report with one figure written so."""

    def draw(made: Drawing, x: float, y: float, text: str) -> None:
        (write if text == SHOWN else plain)(made, x, y, text)

    return drawn(report(), replace(Manner(), figure=draw))


@pytest.mark.parametrize("way", UNSEEN_WAYS)
def test_what_is_painted_unseen_is_told_as_hidden(way: str) -> None:
    found = read(with_figure(UNSEEN_WAYS[way]), "a.pdf")
    (doubt,) = found.unplaced
    assert (doubt.indicator, doubt.seen, doubt.reason) == (CHOSEN, SHOWN, HIDDEN)
    assert wrong(found, figures(workbook())) == {}


@pytest.mark.parametrize("way", UNSEEN_WAYS)
def test_beside_a_figure_it_is_no_digit_of_it(way: str) -> None:
    def write(made: Drawing, x: float, y: float, text: str) -> None:
        UNSEEN_WAYS[way](made, x + 16, y, "8")
        made.words(x, y, text, SIZE)

    assert figures(read(with_figure(write), "a.pdf")) == figures(workbook())


SEEN_WAYS: dict[str, Write] = {
    "half clear": faint(0.5),
    "within its clip": raw("{x} {y} 60 12 re W n"),
    "bold by its outline": in_mode(2, "0.3 w"),
    "stroked": in_mode(1),
    "white on red": raw("0.8 0 0 rg {x} {y} 60 12 re f 1 g"),
    "in the hole of a frame": raw("q 0 1 0 rg 0 0 600 850 re 1 1 598 848 re f* Q"),
    "all of an ink": raw("/DeviceGray cs 0 sc"),
    "narrow": of_size(SIZE, 70),
    "within other words": raw("/Span <</ActualText (999)>> BDC EMC"),
    "below a marker": below("q /gRLs0 gs Q"),
}


@pytest.mark.parametrize("way", SEEN_WAYS)
def test_what_is_seen_is_read(way: str) -> None:
    found = read(with_figure(SEEN_WAYS[way]), "a.pdf")
    assert (figures(found), found.unplaced) == (figures(workbook()), ())


DOUBTFUL: dict[str, Write] = {
    "half cut off": raw("{x} {y} 6.5 12 re W n"),
    "half covered": below("1 g {left} {low} 5.2 {up} re f"),
    "in a broad white outline": in_mode(2, "1 G 2 w"),
    "very narrow": of_size(SIZE, 20),
    "faint": raw("0.9 g"),
    "in a pattern": raw("/Pattern cs /P1 scn"),
}


@pytest.mark.parametrize("way", DOUBTFUL)
def test_what_may_be_seen_or_not_is_not_guessed(way: str) -> None:
    found = read(with_figure(DOUBTFUL[way]), "a.pdf")
    assert CHOSEN in {one.indicator for one in found.unplaced}
    assert wrong(found, figures(workbook())) == {}


class Document:
    """The objects of a document by number."""

    def __init__(self, held: dict[int, object]) -> None:
        self.held = held

    def getobj(self, number: int) -> object:
        return self.held.get(number, {"Type": LIT("OCG")})


def test_layers_are_off_as_the_document_says() -> None:
    held: dict[int, object] = {3: {"Type": LIT("OCG"), "Usage": {"View": {"ViewState": LIT("OFF")}}}}
    document: Any = Document(held)
    first, second, third, both = (PDFObjRef(document, number) for number in (1, 2, 3, 4))
    held[4] = {"Type": LIT("OCMD"), "OCGs": [first, second], "P": LIT("AllOn")}

    def off(**said: object) -> list[bool]:
        held = Layers({"OCProperties": {"OCGs": [first, second, third], "D": said}})
        return [held.are_off(one) for one in (first, second, third, both)]

    assert off() == [False, False, False, False]
    assert off(OFF=[first]) == [True, False, False, True]
    assert off(BaseState=LIT("OFF"), ON=[second]) == [True, False, True, True]
    assert off(AS=[{"Event": LIT("View"), "OCGs": [third], "Category": [LIT("View")]}]) == [False, False, True, False]
    assert not Layers({}).are_off(first)
    assert not Layers({}).are_off(None)


def on_a_layer(made: Drawing, x: float, y: float, text: str) -> None:
    made.canvas.addLiteral("/OC /L BDC")
    made.words(x, y, text, SIZE)
    made.canvas.addLiteral("EMC")


def with_layer(content: bytes, *, is_off: bool) -> bytes:
    writer, stream = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    layer = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("L")})
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer] if is_off else [])})
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): off}
    )
    for page in writer.pages:
        resources: Any = page["/Resources"]
        resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})
    writer.write(stream)
    return stream.getvalue()


def test_a_figure_on_a_layer_that_is_off_is_hidden() -> None:
    content = with_figure(on_a_layer)
    assert figures(read(with_layer(content, is_off=False), "a.pdf")) == figures(workbook())
    (doubt,) = read(with_layer(content, is_off=True), "a.pdf").unplaced
    assert (doubt.indicator, doubt.seen, doubt.reason) == (CHOSEN, SHOWN, HIDDEN)


INK = {"FunctionType": 2, "Domain": [0, 1], "C0": [0, 0, 0, 0], "C1": [0, 1, 1, 0], "N": 1}
DECIDES = PDFStream({"FunctionType": 4}, b"{dup 0.5 gt {pop 1}{pop 0} ifelse 0 0 0}")
CMYK, RGB = LIT("DeviceCMYK"), LIT("DeviceRGB")


@pytest.mark.parametrize(
    ("space", "parts", "colour"),
    [
        (LIT("DeviceGray"), [1], WHITE),
        ([LIT("CalRGB"), {}], [1, 0, 0], (1, 0, 0)),
        (CMYK, [0, 0, 0, 1], (0, 0, 0)),
        ([LIT("ICCBased"), PDFStream({"N": 4}, b"")], [0, 0, 0, 0], WHITE),
        ([LIT("Separation"), LIT("Wine"), CMYK, INK], [0], WHITE),
        ([LIT("Separation"), LIT("Wine"), CMYK, INK], [1], (1, 0, 0)),
        ([LIT("Separation"), LIT("Black"), CMYK, None], [1], (0, 0, 0)),
        ([LIT("Separation"), LIT("Wine"), CMYK, None], [1], None),
        ([LIT("Separation"), LIT("Wine"), CMYK, DECIDES], [1], None),
        ([LIT("DeviceN"), [LIT("Wine")], CMYK, INK], [1], (1, 0, 0)),
        ([LIT("Indexed"), RGB, 1, b"\xff\xff\xff\x00\x00\xff"], [1], (0, 0, 1)),
        ([LIT("Indexed"), RGB, 1, b"\xff\xff\xff\x00\x00\xff"], [0], WHITE),
        (LIT("Pattern"), [1], None),
        (LIT("Own"), [0], (0, 0, 0)),
    ],
)
def test_colours_of_all_spaces(space: object, parts: list[float], colour: object) -> None:
    assert space_of(space, {"Own": LIT("DeviceGray")}).colour(parts) == colour


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        (b"{0.0 exch dup 0.3 mul exch dup 0.3 mul exch 0.8 mul}", [0, 0.15, 0.15, 0.4]),
        (b"{1 exch sub neg abs 2 exp}", [0.25]),
        (b"{1 2 3 1 roll}", [2, 0.5, 1]),
        (b"{1 2 3 -1 roll}", [1, 2, 0.5]),
        (b"{2 1 index 2 copy pop pop}", [0.5, 2, 0.5]),
        (b"{4 div}", [0.125]),
    ],
)
def test_a_program_calculates(program: bytes, wanted: list[float]) -> None:
    made = function_of(PDFStream({"FunctionType": 4}, program))
    assert made
    assert made([0.5]) == pytest.approx(wanted)


def test_functions_of_pieces_and_samples() -> None:
    stitched = {
        "FunctionType": 3,
        "Bounds": [0.5],
        "Encode": [0, 1, 0, 1],
        "Functions": [INK, {**INK, "C1": [1, 1, 1, 1]}],
    }
    sampled = PDFStream(
        {"FunctionType": 0, "Size": [2], "BitsPerSample": 8, "Range": [0, 1, 0, 1]}, b"\x00\xff\xff\x00"
    )
    for said, given, wanted in ((stitched, 0.25, [0, 0.5, 0.5, 0]), (stitched, 0.75, [0.5] * 4), (sampled, 1, [1, 0])):
        made = function_of(said)
        assert made
        assert made([given]) == pytest.approx(wanted)
    assert function_of({"FunctionType": 9}) is None


def test_lab_is_white_only_at_its_top() -> None:
    white, dark = (space_of([LIT("Lab"), {}], {}).colour(parts) for parts in ([100, 0, 0], [10, 0, 0]))
    assert white is not None
    assert dark is not None
    assert min(white) > 0.95
    assert max(dark) < 0.2


def test_how_far_ink_stands_out() -> None:
    state = State()
    assert ink_of(0, state, 9).stands_out(WHITE) == 1
    assert ink_of(3, state, 9).stands_out(WHITE) == 0
    assert ink_of(9, state, 9).stands_out(WHITE) is None
    state.told({"ca": 0.05})
    assert (ink_of(0, state, 9).stands_out(WHITE) or 1) < UNSEEN
    state.told({"ca": 0.1})
    assert UNSEEN < (ink_of(0, state, 9).stands_out(WHITE) or 0) < FAINT
    state.told({"ca": 1, "BM": LIT("Screen")})
    assert ink_of(0, state, 9).stands_out(WHITE) is None
    state.told({"BM": LIT("Multiply")})
    assert ink_of(0, state, 9).stands_out(WHITE) == 1
    assert state.filling().leaves() == 0
    state.fill = (1.0, 1.0, 0.0)
    assert state.filling().leaves() == 1


def test_a_group_is_as_clear_as_it_is_painted() -> None:
    state = State()
    state.told({"ca": 0.5})
    within = state.as_group()
    assert within.filling().opacity == 0.5
    within.told({"ca": 0.1})
    assert within.filling().opacity == pytest.approx(0.05)


def test_what_lies_in_a_shape() -> None:
    unit = (1, 0, 0, 1, 0, 0)
    frame = [
        ("m", 0, 0),
        ("l", 9, 0),
        ("l", 9, 9),
        ("l", 0, 9),
        ("h",),
        ("m", 3, 3),
        ("l", 6, 3),
        ("l", 6, 6),
        ("l", 3, 6),
    ]
    ring = shape_of(frame, unit, by_parity=True)
    full = shape_of(frame, unit, by_parity=False)
    box = shape_of(frame[:5], unit, by_parity=False)
    assert ring and full and box
    assert [one.holds(4, 5) for one in (ring, full, box)] == [False, True, True]
    assert [one.holds(1, 1) for one in (ring, full, box)] == [True, True, True]
    assert box == Shape((0, 0, 9, 9))
    round_one = shape_of([("m", 0, 0), ("c", 0, 12, 9, 12, 9, 0), ("h",)], unit, by_parity=False)
    assert round_one
    assert [round_one.holds(*at) for at in ((4.5, 8), (0.5, 8))] == [True, False]
    clip = Clip((-9, -9, 99, 99)).within(round_one).within(box)
    assert clip.box == (0, 0, 9, 9)
    assert [clip.holds(*at) for at in ((4.5, 8), (0.5, 8), (4.5, 10))] == [True, False, False]
