"""The annotated copy of a PDF: highlights and notes added behind its own bytes, which all stay as they are.

ISO 32000-1, 7.5.6 (incremental updates), 12.5.6.4 (text annotations), 12.5.6.10 (highlights).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from validator.annotating.points import Point, Told
from validator.annotating.remarks import AUTHOR
from validator.catalogue.forms import Forms
from validator.documents.blocks import Area, Block, Placed
from validator.documents.originals import original_of
from validator.editing.refusal import NotEditable
from validator.filings.traces import PDF_SIGN
from validator.readers.limits import Budget, Limits, Refused
from validator.startup.records import dataclass
from validator.writers.looks import STYLES, Look

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

NOT_WRITTEN: Final = "这份 PDF 的结构不寻常，加不了标记"
LOCKED: Final = "PDF 加了密，加不了标记"
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it finds odd is for nobody who checks a report
_SUSPECT: Final = (255, 107, 107)
"""Lighter than elsewhere: a highlight lies over black figures."""
_SIZE, _EDGE, _PRINTED = 20.0, 4.0, 4
"""The side of a note, its distance from the edge of the page, and the flag of what is printed (12.5.3)."""
_INSET, _MOST_GAPS = 0.8, 100_000


Box = tuple[float, float, float, float]
Homes = Mapping[int, Callable[[Area], Box]]
"""Page by page, what makes of an area the rectangle in the file's own coordinates: left, low, right, high."""
Reading = Callable[[bytes, Budget], tuple[list[Block], Homes]]
"""Reads the blocks of a PDF, with sources that are `Placed`, and how its pages lie."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is highlighted in one colour, and the note on it."""

    areas: tuple[Area, ...]
    look: Look
    note: str


def pdf_copy(content: bytes, told: Told, forms: Forms, limits: Limits, read: Reading) -> tuple[bytes, list[Point]]:
    """The copy, and the points that could not be found in it.

    Raises NotEditable, Refused, ImportError without pypdf.
    """
    budget = Budget(limits)
    blocks, homes = read(content, budget)
    original = original_of(blocks, forms, budget)
    marks, lost = [], []
    for point in reversed(told.points):
        spot = original.spot(point.place, point.quote)
        areas = areas_of(spot.source, spot.words) if spot else ()
        if areas:
            marks.append(Mark(areas, point.look, point.note))
        else:
            lost.append(point)
    copy = marked(content, marks, homes, told.summary)
    if _read_again(copy, limits, read) != blocks:
        raise NotEditable(NOT_WRITTEN)
    return copy, lost


def _read_again(copy: bytes, limits: Limits, read: Reading) -> list[Block]:
    """What the copy says, nothing where it cannot be read: what is added to a broken file may break it further."""
    try:
        return read(copy, Budget(limits))[0]
    except Refused:
        return []


def areas_of(source: object, words: str) -> tuple[Area, ...]:
    """Where the words stand, an area a line; for ``""`` the cell, all of its text where it has no area of its own."""
    held = source.areas() if _is_placed(source) else ()
    own = tuple(one for one in held if not one.text)
    if not words and own:
        return tuple(map(_within, own))
    signs = [one for one in held if one.text.strip()]
    first = "".join("".join(one.text.split()) for one in signs).find(words)
    return tuple(_lines(_between(signs, first, first + len(words)) if words and first >= 0 else signs))


def _within(one: Area) -> Area:
    """The area without the lines that close it."""
    return Area(one.page, one.left + _INSET, one.top + _INSET, one.right - _INSET, one.bottom - _INSET)


def _is_placed(source: object) -> TypeGuard[Placed]:
    return hasattr(source, "areas")


def _between(signs: Iterable[Area], start: int, stop: int) -> Iterator[Area]:
    """The areas of the characters from one number to before another, blanks not counted."""
    at = 0
    for one in signs:
        length = len("".join(one.text.split()))
        if at < stop and at + length > start:
            yield one
        at += length


def _lines(signs: Iterable[Area]) -> Iterator[Area]:
    """Areas beside each other as one."""
    line: Area | None = None
    for one in signs:
        if line and _goes_on(line, one):
            sides = (min(line.left, one.left), min(line.top, one.top), max(line.right, one.right))
            line = Area(line.page, *sides, max(line.bottom, one.bottom))
        else:
            if line:
                yield line
            line = one
    if line:
        yield line


def _goes_on(line: Area, one: Area) -> bool:
    middle = (one.top + one.bottom) / 2
    return one.page == line.page and line.top < middle < line.bottom and one.left >= line.left


def marked(content: bytes, marks: Sequence[Mark], homes: Homes, summary: str) -> bytes:
    """The PDF with the marks, and the summary at its beginning. Raises NotEditable, ImportError without pypdf."""
    from pypdf.errors import DependencyError

    try:
        copy = _written(content, marks, homes, summary)
    except DependencyError:
        copy = None
    except ImportError:
        raise
    except Exception:  # a library raises all kinds of things on what it does not know, and the other files go on
        raise NotEditable(NOT_WRITTEN) from None
    if copy is None:
        raise NotEditable(LOCKED)
    if not copy.startswith(content):
        raise NotEditable(NOT_WRITTEN)
    return copy + PDF_SIGN


def _written(content: bytes, marks: Sequence[Mark], homes: Homes, summary: str) -> bytes | None:
    """The PDF with the marks. None for one that is locked, be it that everybody can open it: so would be the marks."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        return None
    writer, stream = PdfWriter(io.BytesIO(content), incremental=True), io.BytesIO()
    _keep_numbers(writer, reader)
    _take_out(writer)
    notes = _Notes(writer)
    notes.put_first(summary)
    for one in marks:
        _put(writer, one, homes, notes)
    writer.write(stream)
    return stream.getvalue()


def _keep_numbers(writer: PdfWriter, reader: PdfReader) -> None:
    """Give no new object the number of the table of objects, where that is one itself: pypdf does not count it."""
    size = reader.trailer.get("/Size", 0)
    writer._objects += [None] * min(int(size) - 1 - len(writer._objects), _MOST_GAPS)  # noqa: SLF001


def _take_out(writer: PdfWriter) -> None:
    """Take out what an older check has put in."""
    from pypdf.generic import ArrayObject, NameObject

    for page in writer.pages:
        held = page.get("/Annots")
        annotations = list(held.get_object()) if held is not None else []
        kept = [one for one in annotations if one.get_object().get("/T") != AUTHOR]
        if len(kept) < len(annotations):
            page[NameObject("/Annots")] = ArrayObject(kept)


def _put(writer: PdfWriter, mark: Mark, homes: Homes, notes: _Notes) -> None:
    """The highlights of a mark, one a page, with its note at the first."""
    pages = dict.fromkeys(one.page for one in mark.areas)
    for number, page in enumerate(pages):
        boxes = [homes[page](one) for one in mark.areas if one.page == page]
        note = mark.note if number == 0 else ""
        writer.add_annotation(page - 1, _highlight(writer, boxes, mark.look, note))
        if note:
            notes.put(page, boxes[0], _colour(mark.look), note)


def _highlight(writer: PdfWriter, boxes: Sequence[Box], look: Look, note: str) -> Any:
    """A highlight of boxes with straight sides: by themselves programs round those of high cells far beyond them."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject

    corners = [(left, high, right, high, left, low, right, low) for left, low, right, high in boxes]
    sides = list(zip(*boxes, strict=True))
    around = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    made = _annotation("/Highlight", around, _colour(look), note)
    made[NameObject("/QuadPoints")] = ArrayObject(FloatObject(at) for quad in corners for at in quad)
    drawn = writer._add_object(_drawn(boxes, around, _colour(look)))  # noqa: SLF001  pypdf has no other name for it
    made[NameObject("/AP")] = DictionaryObject({NameObject("/N"): drawn})
    return made


def _drawn(boxes: Sequence[Box], around: Box, colour: tuple[int, int, int]) -> Any:
    """8.10 and 11.3.5: the boxes filled, so that what lies below stays to be read."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    fill = " ".join(f"{part / 255:.3f}" for part in colour)
    paths = (f"{left:.2f} {low:.2f} {right - left:.2f} {high - low:.2f} re" for left, low, right, high in boxes)
    made = DecodedStreamObject()
    made.set_data(f"/M gs {fill} rg {' '.join(paths)} f".encode())
    multiplied = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/M"): multiplied})
    group = DictionaryObject({NameObject("/S"): NameObject("/Transparency")})
    given = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": ArrayObject(map(FloatObject, around)),
        "/Group": group,
        "/Resources": DictionaryObject({NameObject("/ExtGState"): states}),
    }
    made.update({NameObject(name): value for name, value in given.items()})
    return made


def _annotation(kind: str, box: Sequence[float], colour: tuple[int, int, int], note: str) -> Any:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    given = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(kind),
        "/Rect": ArrayObject(map(FloatObject, box)),
        "/C": ArrayObject(FloatObject(part / 255) for part in colour),
        "/F": NumberObject(_PRINTED),
        "/T": TextStringObject(AUTHOR),
        "/Contents": TextStringObject(note),
    }
    return DictionaryObject({NameObject(name): value for name, value in given.items()})


def _colour(look: Look) -> tuple[int, int, int]:
    return _SUSPECT if look is Look.SUSPECT else STYLES[look].fill


class _Notes:
    """Notes at the right edge of pages, beside what they are about and none on another."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._taken: dict[int, list[tuple[float, float]]] = {}

    def put_first(self, text: str) -> None:
        """A note in the upper left corner of the first page."""
        page = self._writer.pages[0].cropbox
        left, high = float(page.left) + _EDGE, float(page.top) - _EDGE
        box = (left, high - _SIZE, left + _SIZE, high)
        self._writer.add_annotation(0, self._note(box, STYLES[Look.NOTICE].fill, text))

    def put(self, number: int, area: Box, colour: tuple[int, int, int], text: str) -> None:
        """A note on a page, in the height of an area."""
        page = self._writer.pages[number - 1].cropbox
        middle = min(max((area[1] + area[3]) / 2, float(page.bottom) + _SIZE), float(page.top) - _SIZE)
        right = float(page.right) - _EDGE
        taken = self._taken.setdefault(number, [])
        while any(abs(middle - other) < _SIZE and abs(right - edge) < _SIZE for edge, other in taken):
            right -= _SIZE
        taken.append((right, middle))
        box = (right - _SIZE, middle - _SIZE / 2, right, middle + _SIZE / 2)
        self._writer.add_annotation(number - 1, self._note(box, colour, text))

    def _note(self, box: Sequence[float], colour: tuple[int, int, int], text: str) -> Any:
        from pypdf.generic import NameObject

        made = _annotation("/Text", box, colour, text)
        made[NameObject("/Name")] = NameObject("/Comment")
        return made
