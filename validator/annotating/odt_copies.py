"""The annotated copy of an OpenDocument text: coloured words and cells with remarks; all text and other parts stay.

OASIS OpenDocument 1.3, part 3: 14.1 (annotations), 16 (styles), 20 (properties).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from validator.annotating.odt_places import TEXT_SPACE, Piece, blocks_with_pieces, hides_text, letters_of, pieces_of
from validator.annotating.page_places import Piece as Span
from validator.annotating.page_places import apart
from validator.annotating.points import Point, Told
from validator.annotating.remarks import AUTHOR
from validator.annotating.word_xml import made, name_of, tree, written
from validator.catalogue.forms import Forms
from validator.documents.office.odt import BROKEN, CONTENT, UNTRUE
from validator.documents.originals import original_of
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.readers.limits import Limits
from validator.writers.looks import STYLES, Look, hex_of

SIGNATURES: Final = "META-INF/documentsignatures.xml"
SIGNED: Final = "文档有数字签名，改动后签名就失效了，请在 LibreOffice 或 WPS 里修改并重新签名"
_PREFIX: Final = "gouji-"
"""What the names of styles and remarks begin with that a copy adds."""
_OFFICE, _STYLE, _TABLE, _FO = (
    f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("office", "style", "table", "xsl-fo-compatible")
)
_DUBLIN: Final = "http://purl.org/dc/elements/1.1/"
_SUSPECT: Final = "#FF6B6B"


def odt_copy(content: bytes, told: Told, forms: Forms, limits: Limits) -> tuple[bytes, list[Point]]:
    """The copy, and the points that could not be found in it. Raises NotEditable, Refused, ImportError without lxml."""
    package = EditedPackage(content, limits)
    if SIGNATURES in package:
        raise NotEditable(SIGNED)
    root = tree(package.read(CONTENT), BROKEN, UNTRUE)
    _take_out(root)
    package.put(CONTENT, written(root))
    original = original_of(blocks_with_pieces(package.content(), root, limits), forms, package.budget)
    marking, pieces_now = _Marking(root, told.when), pieces_of(root)
    cells: list[tuple[Any, Point]] = []
    spans: list[tuple[Span, Point]] = []
    lost: list[Point] = []
    for point in told.points:
        spot = original.spot(point.place, point.quote)
        pieces: Sequence[Piece] = spot.source if spot and isinstance(spot.source, tuple) else ()
        letters = letters_of(pieces)
        if spot is None or not pieces or (spot.words and not letters):
            lost.append(point)
        elif spot.words or (letters and hides_text(pieces)):
            spans += ((span, point) for span in _spans(pieces, letters, spot.words))
        else:
            cells.append((pieces[0].element, point))
    marking.words(apart(spans), pieces_now)
    for cell, point in cells:
        marking.cell(cell, point)
    marking.first(told.summary)
    package.put(CONTENT, written(root))
    return package.content(stamped=True), lost


def _spans(pieces: Sequence[Piece], letters: Sequence[tuple[str, int]], words: str) -> list[Span]:
    """Where the words stand, a span a piece, by the numbers of their characters."""
    first = "".join(letter for letter, _ in letters).find(words)
    meant = [at for _, at in (letters[first : first + len(words)] if first >= 0 else letters)]
    held = ([at for at in meant if one.at <= at < one.at + len(one.text)] for one in pieces)
    return [Span(found[0], found[-1] + 1) for found in held if found]


def _take_out(root: Any) -> None:
    """Take out what an older check has put in."""
    for one in list(root.iter()):
        kind, style = name_of(one), one.get(f"{{{TEXT_SPACE}}}style-name", "") if name_of(one) else ""
        if kind == "span" and style.startswith(_PREFIX):
            _unwrap(one)
        elif kind in {"annotation", "annotation-end"} and one.get(f"{{{_OFFICE}}}name", "").startswith(_PREFIX):
            _remove(one)
        elif kind == "table-cell" and one.get(f"{{{_TABLE}}}style-name", "").startswith(_PREFIX):
            _restyle(one)
        elif kind == "style" and one.get(f"{{{_STYLE}}}name", "").startswith(_PREFIX):
            one.getparent().remove(one)


def _unwrap(span: Any) -> None:
    """Words in place of the element that held them."""
    parent, at = span.getparent(), span.getparent().index(span)
    _join(parent, at, span.text or "")
    children = list(span)
    for number, child in enumerate(children):
        parent.insert(at + number, child)
    tail = span.tail or ""
    parent.remove(span)
    _join(parent, at + len(children), tail)


def _remove(element: Any) -> None:
    """Take an element out, not the text behind it."""
    parent, at, tail = element.getparent(), element.getparent().index(element), element.tail or ""
    parent.remove(element)
    _join(parent, at, tail)


def _join(parent: Any, at: int, text: str) -> None:
    """Put a text before the child with that number."""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _restyle(cell: Any) -> None:
    name = f"{{{_TABLE}}}style-name"
    before = cell.get(name).split("-", 2)[2]
    if before:
        cell.set(name, before)
    else:
        del cell.attrib[name]


class _Marking:
    """Puts marks into a tree."""

    def __init__(self, root: Any, when: datetime) -> None:
        self._root, self._when, self._count = root, f"{when:%Y-%m-%dT%H:%M:%S}", 0
        found = [one for one in root if name_of(one) == "automatic-styles"]
        self._styles: Any = found[0] if found else made(root, "automatic-styles")
        if not found:
            root.insert(0, self._styles)

    def first(self, text: str) -> None:
        """A remark at the beginning."""
        body = next(one for one in self._root.iter() if name_of(one) == "text" and name_of(one.getparent()) == "body")
        first = next((one for one in body.iter() if name_of(one) in {"p", "h"}), None)
        if first is not None:
            first.append(self._remark(text))

    def cell(self, cell: Any, point: Point) -> None:
        """A cell in the colour of its mark, and the remark in its first paragraph."""
        self._count += 1
        name, before = f"{{{_TABLE}}}style-name", cell.get(f"{{{_TABLE}}}style-name", "")
        style = self._copied(before)
        called = f"{_PREFIX}{self._count}-{before}"
        style.set(f"{{{_STYLE}}}name", called)
        properties = next((one for one in style if name_of(one) == "table-cell-properties"), None)
        if properties is None:
            properties = made(style, "table-cell-properties", space=_STYLE)
            style.insert(0, properties)
        properties.set(f"{{{_FO}}}background-color", _colour(point.look))
        self._styles.append(style)
        cell.set(name, called)
        if point.note:
            paragraph = next((one for one in reversed(cell) if name_of(one) in {"p", "h"}), None)
            if paragraph is None:
                paragraph = made(cell, "p", space=TEXT_SPACE)
                cell.insert(0, paragraph)
            paragraph.append(self._remark(point.note))

    def _copied(self, name: str) -> Any:
        found = (one for one in self._styles if one.get(f"{{{_STYLE}}}family") == "table-cell")
        style = next((one for one in found if name and one.get(f"{{{_STYLE}}}name") == name), None)
        if style is not None:
            return deepcopy(style)
        style = made(self._root, "style", space=_STYLE)
        style.set(f"{{{_STYLE}}}family", "table-cell")
        return style

    def words(self, spans: Iterable[tuple[Span, Point]], pieces: Sequence[Piece]) -> None:
        """Each span in the colour of its mark, the last first, so that the others stay where they are.

        `pieces` are those of the tree before anything is put into it.
        """
        laid = list(spans)
        last = {id(point): span for span, point in laid}
        for span, point in reversed(laid):
            piece = next(one for one in pieces if one.at <= span.start < one.at + len(one.text))
            wrapped = self._wrapped(piece, span, point.look)
            if last[id(point)] == span and point.note:
                remark = self._remark(point.note)
                remark.tail, wrapped.tail = wrapped.tail, None
                wrapped.getparent().insert(wrapped.getparent().index(wrapped) + 1, remark)

    def _wrapped(self, piece: Piece, span: Span, look: Look) -> Any:
        start, stop, text = span.start - piece.at, span.stop - piece.at, piece.text
        made_span = made(self._root, "span", space=TEXT_SPACE)
        made_span.set(f"{{{TEXT_SPACE}}}style-name", self._of_words(look))
        made_span.text, made_span.tail = text[start:stop], text[stop:]
        if piece.behind:
            piece.element.tail = text[:start]
            parent = piece.element.getparent()
            parent.insert(parent.index(piece.element) + 1, made_span)
        else:
            piece.element.text = text[:start]
            piece.element.insert(0, made_span)
        return made_span

    def _of_words(self, look: Look) -> str:
        """The style of marked words."""
        called = f"{_PREFIX}{look.name.lower()}"
        if all(one.get(f"{{{_STYLE}}}name") != called for one in self._styles):
            style = made(self._root, "style", space=_STYLE)
            style.set(f"{{{_STYLE}}}name", called)
            style.set(f"{{{_STYLE}}}family", "text")
            properties = made(style, "text-properties", space=_STYLE)
            properties.set(f"{{{_FO}}}background-color", _colour(look))
            style.append(properties)
            self._styles.append(style)
        return called

    def _remark(self, text: str) -> Any:
        self._count += 1
        remark = made(self._root, "annotation", space=_OFFICE)
        remark.set(f"{{{_OFFICE}}}name", f"{_PREFIX}{self._count}")
        for kind, said in (("creator", AUTHOR), ("date", self._when)):
            one = made(remark, kind, space=_DUBLIN)
            one.text = said
            remark.append(one)
        for line in text.splitlines():
            paragraph = made(remark, "p", space=TEXT_SPACE)
            paragraph.text = line
            remark.append(paragraph)
        return remark


def _colour(look: Look) -> str:
    return _SUSPECT if look is Look.SUSPECT else hex_of(STYLES[look].fill)
