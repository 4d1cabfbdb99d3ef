"""What lies on the cells of a sheet: shapes, pictures and charts (ISO/IEC 29500-1, 20.5), controls and open comments.

A line, an outline without a filling and a shape that is switched off hide nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from validator.readers.limits import Budget
from validator.readers.looks import Drawing
from validator.readers.xlsx.colours import DRAWING
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW
from validator.readers.xlsx.safe_xml import MARKUP, TRUE, Attributes, Step, walk, whole_number
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

ANCHORED = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)
MOST_TEXT = 200
A_PIXEL, A_POINT = 9_525, 12_700
"""English metric units."""
USUAL_WIDTH, USUAL_HEIGHT = 64 * A_PIXEL, 15 * A_POINT
COLUMN = expression(r"<(?:\w+:)?col\s([^>]*)>")
ROW = expression(r"<(?:\w+:)?row\s([^>]*)>")
GIVEN = expression(r'([\w:]+)\s*=\s*["\']([^"\']*)["\']')
SHAPE = expression(r"<v:shape\b")
CLIENT = expression(r"<x:ClientData\s[^>]*ObjectType=[\"'](\w+)[\"'](.*?)</x:ClientData>", re.DOTALL)
CELLS = expression(r"<x:Anchor>([^<]*)</x:Anchor>")
OPEN_NOTE = expression(r"<x:Visible\s*(?:/>|>(?!\s*false))", re.IGNORECASE)
UNSEEN = expression(r"visibility\s*:\s*hidden", re.IGNORECASE)
BOX = expression(r"<v:textbox\b.*?</v:textbox>", re.DOTALL)
TAG = expression(r"<[^<>]*>")

Metrics = Callable[[], "Sizes"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How wide and high the lines of a sheet are, where that is not as usual."""

    widths: Mapping[int, int] = field(default_factory=dict)
    heights: Mapping[int, int] = field(default_factory=dict)

    def last(self, first: int, size: int, *, columns: bool) -> int:
        """The line in which something ends that begins at line `first`, which counts from 0, and is `size` long."""
        sizes, usual = (self.widths, USUAL_WIDTH) if columns else (self.heights, USUAL_HEIGHT)
        line = first
        while size > (here := sizes.get(line + 1, usual)) and line < (LAST_COLUMN if columns else LAST_ROW) // 16:
            size -= here
            line += 1
        return line


def sizes_in(sheet: str) -> Sizes:
    """The sizes of lines in the text of a worksheet part."""
    widths: dict[int, int] = {}
    heights: dict[int, int] = {}
    for match in COLUMN.finditer(sheet):
        given = dict(GIVEN.findall(match[1]))
        first, last = whole_number(given.get("min", "")) or 0, whole_number(given.get("max", "")) or 0
        wide = _number(given.get("width", ""))
        if wide is not None:
            widths |= dict.fromkeys(range(first, min(last, LAST_COLUMN) + 1), int(wide * 7) * A_PIXEL)
    for match in ROW.finditer(sheet):
        given = dict(GIVEN.findall(match[1]))
        high = _number(given.get("ht", ""))
        if high is not None:
            heights[whole_number(given.get("r", "")) or 0] = int(high * A_POINT)
    return Sizes(widths, heights)


def _number(text: str) -> float | None:
    return float(text) if text.replace(".", "", 1).isdecimal() and len(text) < 24 else None


@dataclass(slots=True)
class Anchor:
    """Where one object is, as stated: its first and last cell and how far it reaches into them, or its size."""

    start: dict[str, int] = field(default_factory=dict)
    end: dict[str, int] = field(default_factory=dict)
    at: tuple[int, int] | None = None
    extent: tuple[int, int] | None = None
    hides: bool = False
    text: list[str] = field(default_factory=list)


def read_drawings(data: bytes, part: str, budget: Budget) -> tuple[Anchor, ...]:
    """The objects of a drawing part that hide what is below them."""
    reader = _Reader(budget)
    walk(data, part, Step().child("wsDr", reader.steps(), ANCHORED), budget)
    return tuple(one for one in reader.found if one.hides)


class _Reader:
    """Collects anchors; holds what is known of the shape being read."""

    def __init__(self, budget: Budget) -> None:
        self.found: list[Anchor] = []
        self._budget = budget
        self._filled = self._hidden = self._said = False

    def steps(self) -> Step:
        shape, group, anchor, top = self._drawn(), Step(), Step(self._begin), Step()
        for below in (anchor, group):
            for kind in ("sp", "pic", "graphicFrame", "contentPart"):
                below.child(kind, shape, ANCHORED)
            below.child("grpSp", group, ANCHORED)
            _either(below)
        for key in ("col", "colOff", "row", "rowOff"):
            anchor.child(f"from/{key}", Step(None, partial(self._edge, key)), ANCHORED)
            anchor.child(f"to/{key}", Step(None, partial(self._edge, key, last=True)), ANCHORED)
        anchor.child("ext", Step(self._extent), ANCHORED).child("pos", Step(self._position), ANCHORED)
        for kind in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            top.child(kind, anchor, ANCHORED)
        return _either(top)

    def _drawn(self) -> Step:
        paragraph = Step()
        for run in ("r", "fld"):
            paragraph.child(f"{run}/t", Step(None, self._say), DRAWING)
        shape = Step(self._shape, self._shape_end).child("txBody", Step().child("p", paragraph, DRAWING), ANCHORED)
        shape.child("spPr", Step().child("noFill", Step(self._unfilled), DRAWING), ANCHORED)
        for kind in ("nvSpPr", "nvPicPr", "nvGraphicFramePr"):
            shape.child(kind, Step().child("cNvPr", Step(self._properties), ANCHORED), ANCHORED)
        return shape

    def _begin(self, _: Attributes) -> None:
        self._budget.spend("cells", 1)
        self.found.append(Anchor())

    def _edge(self, key: str, text: str, *, last: bool = False) -> None:
        one = self.found[-1]
        (one.end if last else one.start)[key] = _whole(text)

    def _extent(self, given: Attributes) -> None:
        self.found[-1].extent = _whole(given.get("cx", "")), _whole(given.get("cy", ""))

    def _position(self, given: Attributes) -> None:
        self.found[-1].at = _whole(given.get("x", "")), _whole(given.get("y", ""))

    def _shape(self, _: Attributes) -> None:
        self._filled, self._hidden, self._said = True, False, False

    def _unfilled(self, _: Attributes) -> None:
        self._filled = False

    def _properties(self, given: Attributes) -> None:
        self._hidden = given.get("hidden") in TRUE

    def _say(self, text: str) -> None:
        self._budget.spend("text_characters", len(text))
        self._said = self._said or bool(text.strip())
        self.found[-1].text.append(text)

    def _shape_end(self, _: str) -> None:
        if not self._hidden and (self._filled or self._said):
            self.found[-1].hides = True


def _either(step: Step) -> Step:
    """Of several readings of one place every one counts: some program shows it."""
    step.children[f"{MARKUP} Choice"] = Step(children=step.children)
    return step


def _whole(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else 0


def placed(one: Anchor, sizes: Metrics) -> Drawing:
    """The cells that an object lies on."""
    left, top = one.start.get("col", 0), one.start.get("row", 0)
    if one.at is not None:
        left = sizes().last(0, one.at[0] + 1, columns=True)
        top = sizes().last(0, one.at[1] + 1, columns=False)
    if one.end:
        right, bottom = _last(one.end, "col", left), _last(one.end, "row", top)
    else:
        wide, high = one.extent or (0, 0)
        right = sizes().last(left, wide + one.start.get("colOff", 0), columns=True)
        bottom = sizes().last(top, high + one.start.get("rowOff", 0), columns=False)
    return Drawing((top + 1, left + 1, bottom + 1, right + 1), "".join(one.text)[:MOST_TEXT])


def _last(end: Mapping[str, int], key: str, first: int) -> int:
    """The last line that is covered: not the one that is only touched."""
    line = max(end.get(key, 0), first)
    return line - (line > first and not end.get(f"{key}Off", 0))


def read_controls(data: bytes, _: str, budget: Budget) -> tuple[Drawing, ...]:
    """Controls, and comments that stand open, in a drawing of the old kind (VML), which need not be well-formed XML."""
    found = []
    for shape in SHAPE.split(data.decode("utf-8", "replace"))[1:]:
        budget.spend("cells", 1)
        client = CLIENT.search(shape)
        anchor = client and CELLS.search(client[2])
        if client is None or not anchor or UNSEEN.search(shape.partition(">")[0]):
            continue
        if client[1] == "Note" and not OPEN_NOTE.search(client[2]):
            continue
        numbers = [_whole(one) for one in anchor[1].split(",")]
        if len(numbers) == 8:
            left, _right_in, top, _down_in, right, wide, bottom, high = numbers
            area = top + 1, left + 1, bottom + (high > 0 or bottom == top), right + (wide > 0 or right == left)
            box = BOX.search(shape)
            text = _unescaped(TAG.sub("", box[0])).strip() if box else ""
            found.append(Drawing(area, " ".join(text.split())[:MOST_TEXT]))
    return tuple(found)


def _unescaped(text: str) -> str:
    from html import unescape  # the table of entities is long, and few sheets have controls with a text

    return unescape(text)
