"""The annotated copy of a Word document: highlights and comments, all text and every other part as they are.

ISO/IEC 29500-1, 17.3.2 (runs), 17.4.69 (tcPr), 17.13.4 (comments).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from validator.annotating.points import Point, Told
from validator.annotating.word_comments import Comments
from validator.annotating.word_places import (
    Pieces,
    blocks_with_pieces,
    hides_text,
    letters_of,
    meant,
    paragraph_of,
    runs_of,
)
from validator.annotating.word_xml import made, name_of, tree
from validator.catalogue.forms import Forms
from validator.documents.originals import original_of
from validator.editing.package import EditedPackage
from validator.readers.kinds import WORD_PART
from validator.readers.limits import Limits
from validator.writers.looks import STYLES, Look, hex_of

SIGNED: Final = "Word 文档有数字签名，改动后签名就失效了，请在 Word 或 WPS 里修改并重新签名"
_HIGHLIGHTS: Final[Mapping[Look, str]] = {
    Look.SUSPECT: "red",
    Look.PERIOD: "magenta",
    Look.MEMBER: "lightGray",
    Look.EXPLAIN: "yellow",
    Look.NOTICE: "cyan",
}
"""17.18.40: the colours that Word highlights text in."""
_SUSPECT: Final = "FF6B6B"
"""Lighter than elsewhere: figures stay in their own colour, for a white one is no part of a document."""
_BEHIND_HIGHLIGHT: Final = frozenset(
    {"u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish"}
    | {"oMath", "rPrChange"}
)
_BEHIND_SHADING: Final = frozenset(
    {"noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel"}
    | {"cellMerge", "tcPrChange"}
)
"""17.3.2.28 and 17.4.69: what stands behind these properties in the order that the schema asks for."""


def word_copy(content: bytes, told: Told, forms: Forms, limits: Limits) -> tuple[bytes, list[Point]]:
    """The copy, and the points that could not be found in it. Raises NotEditable, Refused, ImportError without lxml."""
    package = EditedPackage(content, limits, SIGNED)
    root = tree(package.read(WORD_PART))
    original = original_of(blocks_with_pieces(content, root, limits), forms, package.budget)
    comments = Comments(package, root, told.when)
    lost = []
    for point in reversed(told.points):  # the gravest last: its colour stays
        spot = original.spot(point.place, point.quote)
        pieces: Pieces = spot.source if spot and isinstance(spot.source, tuple) else ()
        if spot is None or not _mark(pieces, spot.words, point, comments):
            lost.append(point)
    comments.put_first(told.summary)
    comments.finish()
    return package.content(stamped=True), lost


def _mark(pieces: Pieces, words: str, point: Point, comments: Comments) -> bool:
    """Whether there was something to mark."""
    paragraph = paragraph_of(pieces)
    runs = runs_of(meant(letters_of(pieces), words))
    if paragraph is None or (words and not runs):
        return False
    if words or name_of(pieces[0]) != "tc" or hides_text(pieces[0], pieces):
        for run in runs:
            _put(_properties(run, "rPr"), "highlight", {"val": _HIGHLIGHTS[point.look]}, _BEHIND_HIGHLIGHT)
    else:
        colour = _SUSPECT if point.look is Look.SUSPECT else hex_of(STYLES[point.look].fill)[1:]
        fill = {"val": "clear", "color": "auto", "fill": colour}
        _put(_properties(pieces[0], "tcPr"), "shd", fill, _BEHIND_SHADING)
    if point.note:
        comments.add(point.note, paragraph, runs)
    return True


def _properties(element: Any, kind: str) -> Any:
    """The element of properties that an element begins with."""
    found = next((one for one in element if name_of(one) == kind), None)
    if found is None:
        found = made(element, kind)
        element.insert(0, found)
    return found


def _put(properties: Any, kind: str, given: Mapping[str, str], behind: Iterable[str]) -> None:
    """Put a property where the schema has it, in place of the one of that name."""
    for one in [one for one in properties if name_of(one) == kind]:
        properties.remove(one)
    later = set(behind)
    at = next((at for at, one in enumerate(properties) if name_of(one) in later), len(properties))
    properties.insert(at, made(properties, kind, dict(given)))
