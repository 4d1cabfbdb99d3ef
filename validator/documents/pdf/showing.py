"""What the pages of a PDF show: signs, straight lines and boxes, each where it stands, in the order that it is painted.

ISO 32000-1: 8.4 (graphics state), 8.5 (paths), 9.3 (text state), 12.5 (annotations). What nobody sees is no part of
it: text that is not painted, white on white, outside of the page, or covered by what was painted later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, keyword_name, literal_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect

from validator.documents.pdf.opening import BOMB, BROKEN, EVERY, Fonts, guarded
from validator.readers.limits import Budget, Refused
from validator.startup.records import dataclass, field

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points, from the upper left corner as the page is read."""
Point = tuple[float, float]
UNKNOWN = "\ufffd"
"""A sign that the file does not name, or that another lies upon."""
SHOWN_BOX = "〔图〕"
THIN = 3.0
"""Points to which a filled box is a line."""
UNSEEN = frozenset({3, 7})
"""9.3.6: text that is neither filled nor stroked, as recognition lays over a scan."""
FILLED_IN = frozenset({"FreeText", "Widget", "Stamp", "StrikeOut", "Redact"})
"""Annotations that show something in place of what the page says."""
HIDDEN, NO_VIEW = 0x02, 0x20
MOST_STROKES, MOST_COVERS, MOST_NOTES, MOST_CORNERS = 40_000, 5_000, 1_000, 5


@dataclass(slots=True)
class Glyph:
    """One sign: its box, the line that it stands on, and its size."""

    text: str
    box: Box
    base: float
    size: float
    turned: int = 0
    """In which direction its line runs: quarters of a turn against the clock."""

    @property
    def centre(self) -> tuple[float, float]:
        """Of what is seen: most signs are as wide as their box, and reach from the line to two thirds of their size."""
        return (self.box[0] + self.box[2]) / 2, self.base - 0.35 * self.size


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
    home: Callable[[Box], Box] = lambda box: box
    """From a box of the page as it is read to that of the file: left, low, right and high."""


def shown(pages: Iterable[PDFPage], budget: Budget) -> Iterator[Shown]:
    """What each page shows. Raises Refused, and what the library raises."""
    fonts = Fonts(budget)
    for number, page in enumerate(pages, 1):
        device = _Device(fonts, number, budget)
        with guarded():
            _Interpreter(fonts, device).process_page(page)
            found = device.seen(page)
        yield found


class _Interpreter(PDFPageInterpreter):
    """Counts operators, so that a page that does not end is stopped."""

    device: _Device

    def execute(self, streams: Sequence[Any]) -> None:
        """What the streams paint, but none within itself. One that is not there would leave a page half empty."""
        every = [resolve1(one) for one in streams]
        if not all(isinstance(one, PDFStream) for one in every):
            raise Refused(BROKEN)
        found = [one for one in every if one.objid not in {None, *self.parent_stream_ids}]
        self.stream_ids = {one.objid for one in found}
        parser, number = PDFContentParser(found) if found else None, 0
        while parser:
            number += 1
            if not number % EVERY:
                self.device.budget.tick()
            try:
                _, one = parser.nextobject()
            except PSEOF:
                return
            if isinstance(one, PSKeyword):
                self._obey(keyword_name(one))
            else:
                self.push(one)

    def _obey(self, name: str) -> None:
        told = name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
        if do := getattr(self, f"do_{told}", None):
            count = do.__code__.co_argcount - 1
            given = self.pop(count)
            if len(given) == count:
                do(*given)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802  called like the operator
        """A form is painted in its own place, and the page goes on in that of the page."""
        self.device.budget.spend("links", 1)
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)


@dataclass(frozen=True, slots=True)
class _Painted:
    """A sign as it was painted: its box and line in points from the lower left corner, and what tells if it is seen."""

    text: str
    box: Box
    line: Point
    size: float
    turn: int | None
    order: int
    is_white: bool


@dataclass(frozen=True, slots=True)
class _Cover:
    """A box or a picture that may lie upon what was painted before it; `hides` is None where nobody can say."""

    box: Box
    order: int
    hides: bool | None


class _Device(PDFTextDevice):
    """Gathers what is painted on one page, in points from its lower left corner."""

    ctm: Any

    def __init__(self, fonts: Fonts, number: int, budget: Budget) -> None:
        super().__init__(fonts)
        self.budget, self._number = budget, number
        self._signs: list[_Painted] = []
        self._lines: list[Box] = []
        self._covers: list[_Cover] = []
        self._pictures: list[Box] = []
        self._page: Any = (1, 0, 0, 1, 0, 0)
        self._order, self._unseen = 0, False

    def begin_page(self, page: PDFPage, ctm: Any) -> None:  # noqa: ARG002  the library's signature, here and below
        """Where the page lies."""
        self._page = ctm

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text that may be painted unseen."""
        self._unseen = textstate.render in UNSEEN
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
        graphicstate: Any,
    ) -> float:
        """One sign; gives how far the next one is."""
        try:
            text = font.to_unichr(cid) or UNKNOWN
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        self._order += 1
        if not self._unseen:
            self.budget.spend("text_characters", 1)
            box, base = _room_of(font, cid, fontsize, rise, advance)
            a, b, c, d, *_ = matrix
            place, line, size = apply_matrix_rect(matrix, box), apply_matrix_pt(matrix, (0, base)), abs(fontsize)
            white = _is_white(graphicstate.ncolor)
            self._signs.append(_Painted(text, place, line, size * hypot(c, d), _turn(a, b), self._order, white))
        return advance

    def paint_path(self, graphicstate: Any, stroke: Any, fill: Any, evenodd: Any, path: Any) -> None:  # noqa: ARG002
        """The straight lines and the boxes of a path."""
        self._order += 1
        for part in _parts(path):
            points = [apply_matrix_pt(self.ctm, one[-2:]) for one in part if len(one) > 2]
            if len(points) < 2 or any(one[0] not in "mlh" for one in part):
                continue
            if stroke and not _is_white(graphicstate.scolor):
                ends = [*points[1:], points[0]] if part[-1][0] == "h" else points[1:]
                for one in zip(points, ends, strict=False):
                    self._line(_around(one))
            if fill and len(points) <= MOST_CORNERS:
                self._fill(_around(points), graphicstate.ncolor)

    def _line(self, box: Box) -> None:
        if min(box[2] - box[0], box[3] - box[1]) < THIN:
            self._lines.append(box)
            if len(self._lines) > MOST_STROKES:
                raise Refused(BOMB)

    def _fill(self, box: Box, colour: Any) -> None:
        white = _is_white(colour)
        if min(box[2] - box[0], box[3] - box[1]) > THIN:
            # One that is not white may be a marker's, which lets see through.
            self._covers.append(_Cover(box, self._order, True if white else None))
            if len(self._covers) > MOST_COVERS:
                raise Refused(BOMB)
        elif not white:
            self._line(box)

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002
        """A picture: of one with a mask, as a seal has, nobody knows what it hides."""
        self._order += 1
        box = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        masked = any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM"))
        self._pictures.append(box)
        if not masked:
            self._covers.append(_Cover(box, self._order, hides=True))

    def seen(self, page: PDFPage) -> Shown:
        """The page as it is read: turned so that most of its signs stand upright."""
        area = apply_matrix_rect(self._page, page.cropbox)
        signs = [one for one in self._signs if one.turn is not None and _holds(area, *_middle(one.box))]
        turns = [one.turn for one in signs if one.text.strip()]
        turn = max(range(4), key=turns.count)
        turned = _Turn(turn, area)
        found = Shown(self._number, *turned.extent, home=partial(_back, turned, self._page))
        for one in signs:
            if text := self._seen(one):
                way = ((one.turn or 0) - turn) % 4
                found.signs.append(Glyph(text, turned.box(one.box), turned.point(one.line)[1], one.size, way))
        found.strokes = [stroke for one in self._lines for stroke in _strokes(*turned.box(one))]
        found.boxes = [turned.box(one) for one in (*self._pictures, *self._typed(page))]
        return found

    def _seen(self, sign: _Painted) -> str:
        """The sign, nothing where it is not seen, `UNKNOWN` where nobody can say."""
        over = [one for one in self._covers if _holds(one.box, *_middle(sign.box))]
        later = [one.hides for one in over if one.order > sign.order]
        if any(later) or (sign.is_white and all(one.hides for one in over if one.order < sign.order)):
            return ""
        return UNKNOWN if later else sign.text

    def _typed(self, page: PDFPage) -> Iterator[Box]:
        """The places of forms and annotations that put something in place of what the page says."""
        for one in list_value(page.annots)[:MOST_NOTES] if page.annots else ():
            said = dict_value(one)
            hidden = int_value(said.get("F", 0)) & (HIDDEN | NO_VIEW)
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
    return _around([(a * (x - e) + b * (y - f), c * (x - e) + d * (y - f)) for x, y in points])


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
        return _around([self.point(one[:2]), self.point(one[2:])])


def _turn(a: float, b: float) -> int | None:
    """The quarter in which a line runs, None where it is aslant, as a watermark is."""
    if abs(b) <= 0.05 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return None


def _parts(path: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for one in path:
        if one[0] == "m" and part:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _around(points: Iterable[Point]) -> Box:
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _is_white(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple) else (colour,)
    if not all(isinstance(one, int | float) for one in parts):
        return False
    return max(parts) < 0.02 if len(parts) == 4 else min(parts, default=0) > 0.98
