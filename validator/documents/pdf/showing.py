"""What the pages of a PDF show: signs, straight lines and boxes, each where it stands, in the order that it is painted.

ISO 32000-1: 8.4 (graphics state), 8.5 (paths), 9.3 (text state), 12.5 (annotations). What nobody sees is no part of
it: text that is not painted, white on white, outside of the page, or covered by what was painted later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from validator.documents.pdf.covering import UNKNOWN, Cover, Covers, Painted, core_of
from validator.documents.pdf.interpreting import Interpreter
from validator.documents.pdf.layers import Layers
from validator.documents.pdf.opening import BOMB, EVERY, Fonts, Pages, guarded
from validator.documents.pdf.painting import NOBODY_KNOWS, Ink, Paint, State, ink_of
from validator.documents.pdf.shapes import (
    Box,
    Clip,
    Point,
    Shape,
    around,
    common,
    contains,
    corners,
    holds,
    middle,
    parts_of,
    shape_of,
)
from validator.readers.limits import Budget, Refused
from validator.startup.records import dataclass, field

HARDLY = 0.02
"""How far a line stands out at most that is none."""
SHOWN_BOX = "〔图〕"
THIN = 3.0
"""Points to which a filled box is a line."""
LEAST_HEIGHT, LEAST_WIDTH, SQUEEZED = 1.5, 0.8, 0.3
"""Points of the size below which a sign is seen as a dot or a line, and the share of its height that is too narrow."""
FIRST_HALF, SECOND_HALF, WIDE = frozenset("，。、；：？！）》」』】”’"), frozenset("（《「『【“‘"), 0.75
"""Punctuation that fills half of a wide box, and what is one, in sizes."""
FILLED_IN = frozenset({"FreeText", "Widget", "Stamp", "StrikeOut", "Redact"})
"""Annotations that show something in place of what the page says."""
HIDDEN, NO_VIEW = 0x02, 0x20
MOST_ON_A_PAGE, MOST_SIGNS, MOST_STROKES, MOST_NOTES = 50_000, 600_000, 40_000, 1_000


@dataclass(slots=True)
class Glyph:
    """One sign: its box, the line that it stands on, and its size."""

    text: str
    box: Box
    base: float
    size: float
    turned: int = 0
    """In which direction its line runs: quarters of a turn against the clock."""

    order: int = 0
    """Which sign of its page it is, as they are painted."""

    @property
    def centre(self) -> tuple[float, float]:
        """Of what is seen: most signs are as wide as their box, and reach from the line to two thirds of their size.

        Of Chinese commas and brackets only one half of the box holds anything.
        """
        left, _, right, _ = self.box
        share = 0.5
        if right - left > WIDE * self.size:
            share = 0.25 if self.text in FIRST_HALF else 0.75 if self.text in SECOND_HALF else 0.5
        return left + share * (right - left), self.base - 0.35 * self.size


@dataclass(slots=True)
class Stroke:
    """A line that is drawn: level, at `at` from the top, or upright, at `at` from the left."""

    at: float
    start: float
    end: float
    level: bool


@dataclass(slots=True)
class Shown:
    """What a page shows."""

    number: int
    width: float
    height: float
    signs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    """Pictures, and what was typed over the page."""
    unseen: list[Glyph] = field(default_factory=list)
    """Signs that are painted so that nobody sees them."""
    home: Callable[[Box], Box] = lambda box: box
    """From a box of the page as it is read to that of the file: left, low, right and high."""


def shown(pages: Pages, budget: Budget) -> Iterator[Shown]:
    """What each page shows. Raises Refused, and what the library raises."""
    fonts = Fonts(budget)
    with guarded():
        layers = Layers(pages.catalogue)
    for number, page in enumerate(pages, 1):
        device = _Device(fonts, number, budget)
        with guarded():
            Interpreter(fonts, device, layers).process_page(page)
            found = device.seen(page, layers)
        yield found


class _Device(PDFTextDevice):
    """Gathers what is painted on one page, in points from its lower left corner."""

    ctm: Any

    def __init__(self, fonts: Fonts, number: int, budget: Budget) -> None:
        super().__init__(fonts)
        self.budget, self._number, self.is_off = budget, number, False
        self._signs: list[Painted] = []
        self._lines: list[Box] = []
        self._covers = Covers(budget)
        self._pictures: list[Box] = []
        self._page: Any = (1, 0, 0, 1, 0, 0)
        self._order, self._size = 0, 0.0
        self._turn: int | None = 0
        self._ink, self._clip = Ink(), Clip((0, 0, 0, 0))

    def begin_page(self, page: PDFPage, ctm: Any) -> None:  # noqa: ARG002  the library's signature, here and below
        """Where the page lies."""
        self._page = ctm

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text that may be painted unseen."""
        a, b, c, d, *_ = mult_matrix(textstate.matrix, self.ctm)
        size = abs(textstate.fontsize)
        width = hypot(a, b)
        height = size * abs(a * d - b * c) / width if width else 0.0
        width *= size * abs(textstate.scaling) / 100
        if self.is_off or height < LEAST_HEIGHT or width < LEAST_WIDTH:
            self._ink = Ink()
        elif width < SQUEEZED * height or height < SQUEEZED * width:
            self._ink = Ink(NOBODY_KNOWS)
        else:
            self._ink = ink_of(textstate.render, graphicstate, height)
        self._clip, self._size, self._turn = graphicstate.clip, size * hypot(c, d), _turn(a, b)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: Any,
        scaling: Any,
        rise: Any,
        cid: Any,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """One sign; gives how far the next one is."""
        try:
            text = font.to_unichr(cid) or UNKNOWN
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        self._order += 1
        self.budget.spend("text_characters", 1)
        if not self._order % EVERY:
            self.budget.tick()
            if len(self._signs) > MOST_ON_A_PAGE or self.budget.used["text_characters"] > MOST_SIGNS:
                raise Refused(BOMB)
        room, base = _room_of(font, cid, fontsize, rise, advance)
        place, line = apply_matrix_rect(matrix, room), apply_matrix_pt(matrix, (0, base))
        is_within = not self._clip.shapes and contains(self._clip.box, place)
        ink = self._ink if is_within else self._clipped(core_of(matrix, room))
        self._signs.append(Painted(text, place, matrix, room, line, self._size, self._turn, self._order, ink))
        return advance

    def _clipped(self, core: Box) -> Ink:
        """The ink of a sign, none where it is clipped away."""
        self.budget.tick()
        shown = [self._clip.holds(x, y) for x, y in corners(core)]
        return self._ink if all(shown) else Ink(NOBODY_KNOWS) if any(shown) and self._ink != Ink() else Ink()

    def paint_path(self, graphicstate: Any, stroke: Any, fill: Any, evenodd: Any, path: Any) -> None:
        """The straight lines and the boxes of a path."""
        self._order += 1
        if self.is_off:
            return
        state: State = graphicstate
        lining, filling = state.lining(), state.filling()
        broad: list[Any] = []
        for part in parts_of(path):
            if any(one[0] not in "mlh" for one in part):
                broad += part
                continue
            points = [apply_matrix_pt(self.ctm, one[-2:]) for one in part if len(one) > 2]
            if len(points) < 2:
                continue
            if stroke and (state.linewidth > THIN or _draws(lining)):
                ends = [*points[1:], points[0]] if part[-1][0] == "h" else points[1:]
                for one in zip(points, ends, strict=False):
                    self._stroke(around(one), state, lining)
            box = around(points)
            if min(box[2] - box[0], box[3] - box[1]) > THIN:
                broad += part
            elif fill and _draws(filling):
                self._line(common(box, state.clip.box))
        if fill and (shape := shape_of(broad, self.ctm, by_parity=evenodd)):
            self._cover(shape, state.clip, filling)

    def _stroke(self, box: Box, state: State, paint: Paint) -> None:
        """A line; a broad one is a box that is filled."""
        if state.linewidth <= THIN:
            self._line(common(box, state.clip.box))
        else:
            across, up = (state.linewidth / 2 * (box[at] == box[at + 2]) for at in (0, 1))
            self._cover(Shape((box[0] - across, box[1] - up, box[2] + across, box[3] + up)), state.clip, paint)

    def _line(self, box: Box) -> None:
        if box[0] <= box[2] and box[1] <= box[3] and min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self._lines.append(box)
            if len(self._lines) > MOST_STROKES:
                raise Refused(BOMB)

    def _cover(self, shape: Shape, clip: Clip, paint: Paint) -> None:
        box = common(shape.box, clip.box)
        if min(box[2] - box[0], box[3] - box[1]) > THIN and paint.opacity != 0:
            self._covers.add(Cover(box, (shape, *clip.shapes) if shape.rings else clip.shapes, self._order, paint))

    def shade(self, state: State) -> None:
        """Several colours over all that is not clipped away."""
        self._order += 1
        if not self.is_off:
            filling = state.filling()
            self._cover(Shape(state.clip.box), state.clip, Paint(None, filling.opacity, filling.darkens))

    def paint_image(self, stream: PDFStream, state: State) -> None:
        """A picture: of one with a mask, as a seal has, nobody knows what it hides."""
        self._order += 1
        paint = state.filling()
        box = common(apply_matrix_rect(self.ctm, (0, 0, 1, 1)), state.clip.box)
        if self.is_off or paint.opacity == 0 or box[0] > box[2] or box[1] > box[3]:
            return
        self._pictures.append(box)
        if not any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM")):
            self._cover(Shape(box), state.clip, Paint(None, paint.opacity, paint.darkens))

    def seen(self, page: PDFPage, layers: Layers) -> Shown:
        """The page as it is read: turned so that most of its signs stand upright."""
        area = apply_matrix_rect(self._page, page.cropbox)
        signs = [one for one in self._signs if one.turn is not None and holds(area, *middle(one.box))]
        texts = [(one, self._covers.seen(one)) for one in signs]
        turns = [one.turn for one, text in texts if text.strip()]
        turn = max(range(4), key=turns.count)
        turned = _Turn(turn, area)
        found = Shown(self._number, *turned.extent, home=partial(_back, turned, self._page))
        for one, text in texts:
            way = ((one.turn or 0) - turn) % 4
            into = found.signs if text else found.unseen
            into.append(
                Glyph(text or one.text, turned.box(one.box), turned.point(one.line)[1], one.size, way, one.order)
            )
        found.strokes = [stroke for one in self._lines for stroke in _strokes(*turned.box(one))]
        found.boxes = [turned.box(one) for one in (*self._pictures, *self._typed(page, layers))]
        return found

    def _typed(self, page: PDFPage, layers: Layers) -> Iterator[Box]:
        """The places of forms and annotations that put something in place of what the page says."""
        for one in list_value(page.annots)[:MOST_NOTES] if page.annots else ():
            said = dict_value(one)
            hidden = int_value(said.get("F", 0)) & (HIDDEN | NO_VIEW) or layers.are_off(said.get("OC"))
            if literal_name(said.get("Subtype", "")) in FILLED_IN and not hidden:
                corners = [float(resolve1(number)) for number in list_value(said.get("Rect"))]
                if len(corners) == 4:
                    yield apply_matrix_rect(self._page, (corners[0], corners[1], corners[2], corners[3]))


def _room_of(font: Any, cid: Any, size: float, rise: float, advance: float) -> tuple[Box, float]:
    """The box of a sign and the height of its line, from where it is set (9.7.4.3 for fonts that run downwards)."""
    if not font.is_vertical():
        return (0, rise - 0.2 * size, advance, rise + 0.8 * size), rise
    across, up = font.char_disp(cid)
    left = -(size * 0.5 if across is None else across * size * 0.001)
    top = (1000 - up) * size * 0.001 + rise
    return (left, top + advance, left + size, top), top + advance


def _strokes(left: float, top: float, right: float, bottom: float) -> Iterator[Stroke]:
    """A thin box as the line that it is; a dot may be one of either."""
    width, height = right - left, bottom - top
    if height < THIN and (width >= height or width < THIN):
        yield Stroke((top + bottom) / 2, left, right, level=True)
    if width < THIN and (height >= width or height < THIN):
        yield Stroke((left + right) / 2, top, bottom, level=False)


def _back(turned: _Turn, page: Any, box: Box) -> Box:
    """A box as it is read in the file's own points: a page is only turned by quarters and moved."""
    a, b, c, d, e, f = page
    points = [turned.back(one) for one in (box[:2], box[2:])]
    return around([(a * (x - e) + b * (y - f), c * (x - e) + d * (y - f)) for x, y in points])


class _Turn:
    """From points of the page as it lies, upwards, to points of the page as it is read, downwards."""

    def __init__(self, turn: int, page: Box) -> None:
        self._turn, self._page = turn, page

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height as the page is read."""
        left, low, right, high = self._page
        return (high - low, right - left) if self._turn % 2 else (right - left, high - low)

    def point(self, one: Point) -> Point:
        """A point of the page."""
        (x, y), (left, low, right, high) = one, self._page
        return ((x - left, high - y), (y - low, x - left), (right - x, y - low), (high - y, right - x))[self._turn]

    def back(self, one: Point) -> Point:
        """The point of the page as it lies of which `point` gives that one."""
        (x, y), (left, low, right, high) = one, self._page
        return ((left + x, high - y), (left + y, low + x), (right - x, low + y), (right - y, high - x))[self._turn]

    def box(self, one: Box) -> Box:
        """A box of the page."""
        return around([self.point(one[:2]), self.point(one[2:])])


def _turn(a: float, b: float) -> int | None:
    """The quarter in which a line runs, None where it is aslant, as a watermark is."""
    if abs(b) <= 0.05 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return None


def _draws(paint: Paint) -> bool:
    """Whether a line is seen on white."""
    if paint.opacity is None or paint.colour is None:
        return paint.opacity != 0
    return paint.opacity * (1 - min(paint.colour)) > HARDLY
