"""The annotated copy of a page: signs put between its own bytes, which all stay; what it runs or loads is kept off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from validator.annotating.page_places import TOKEN, Piece, Pieces, apart, blocks_with_pieces, spans_of
from validator.annotating.points import Point, Told
from validator.catalogue.forms import Forms
from validator.documents.encodings import decoded
from validator.documents.originals import Original, original_of
from validator.editing.refusal import NotEditable
from validator.files.page_templates import page_templates
from validator.readers.limits import Budget, Limits
from validator.startup.expressions import expression
from validator.startup.records import dataclass
from validator.writers.looks import STYLES, Look, hex_of

if TYPE_CHECKING:
    from jinja2 import Template

OFF: Final = "data-gouji-off"
_OWN = expression(rf"""<mark data-gouji="[^<>]*>|</mark><!--gouji-mark-->| {OFF} [a-z-]+="[^"<>]*\"""")
"""What an older check has put into a page, besides what stands between the comments of `_BLOCK`."""
_BLOCK: Final = ("<!--gouji-->", "<!--/gouji-->")
_LOADED = expression(r"<(script|link|meta|base)(?=[\s/>])", re.IGNORECASE)
_REFRESH = expression(r"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_STOPS: Final = {"script": 'type="text/plain"', "link": 'rel=""', "base": 'target="_blank"', "meta": 'http-equiv=""'}
"""The attribute that keeps an element from running or loading: HTML takes the first of two of a name."""
_BEFORE, _BODY = expression(r"<[!?]"), expression(r"<body[\s/>]", re.IGNORECASE)
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_MARKED: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_USUAL: Final = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_CHARSET, _HEAD = expression(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE), 4_096
NOT_KEPT: Final = "网页里有不属于它的编码的字节，改动后不能照原样保留"
Insertion = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as bytes and text: `text` written in `encoding` behind `mark` gives the bytes."""

    mark: bytes
    encoding: str
    text: str


def page_copy(content: bytes, told: Told, forms: Forms, limits: Limits) -> tuple[bytes, list[Point]]:
    """The copy, and the points that could not be found in it. Raises NotEditable, Refused."""
    page, budget = _opened(content), Budget(limits)
    original = original_of(blocks_with_pieces(page.text, budget), forms, budget)
    spans, lost = _spans(page.text, told.points, original)
    marked = {number for _, point in spans for number in point.numbers}
    insertions = [*_frame(page, told, marked), *_stops(page.text), *_marks(spans)]
    return _with(page, insertions), lost


def _opened(content: bytes) -> _Page:
    """The page without what an older check has put into it."""
    mark, encoding = _encoding_of(content)
    try:
        text = content[len(mark) :].decode(encoding, "surrogateescape")
        kept = mark + text.encode(encoding, "surrogateescape") == content
    except UnicodeError:
        kept = False
    if not kept:
        raise NotEditable(NOT_KEPT)
    return _Page(mark, encoding, _OWN.sub("", _without_blocks(text)))


def _without_blocks(text: str) -> str:
    parts, at = [], 0
    while (stop := text.find(_BLOCK[1], at)) >= 0:
        start, after = text.rfind(_BLOCK[0], at, stop), stop + len(_BLOCK[1])
        parts.append(text[at : start if start >= 0 else after])
        at = after
    return "".join((*parts, text[at:]))


def _encoding_of(content: bytes) -> tuple[bytes, str]:
    """The mark at the beginning of a page, and the encoding in which what follows is the text that its reader reads."""
    text = decoded(content)
    said = (found[1].decode() for found in _CHARSET.finditer(content[:_HEAD]))
    for mark, name in (*_MARKED, *((b"", one) for one in (*_USUAL, *said))):
        try:
            if content.startswith(mark) and content[len(mark) :].decode(name, "replace") == text:
                return mark, name
        except LookupError:
            continue
    raise NotEditable(NOT_KEPT)


def _spans(text: str, points: Iterable[Point], original: Original) -> tuple[list[tuple[Piece, Point]], list[Point]]:
    """The spans of the points, the gravest first; a blank cell has an empty one."""
    found: list[tuple[Piece, Point]] = []
    lost: list[Point] = []
    for point in points:
        spot = original.spot(point.place, point.quote)
        pieces: Pieces = spot.source if spot and isinstance(spot.source, tuple) else ()
        if spot and pieces:
            start = pieces[0].start
            spans = spans_of(text, pieces, spot.words) or [Piece(start, start)]
            found += ((span, point) for span in spans)
        else:
            lost.append(point)
    return found, lost


def _marks(spans: Sequence[tuple[Piece, Point]]) -> Iterator[Insertion]:
    """The signs around each span; the number of a point stands at its last one."""
    told: set[int] = set()
    laid = [(span, point) for span, point in spans if span.start == span.stop] + apart(spans)
    last = {id(point): span for span, point in laid}
    for span, point in laid:
        yield span.start, _opening(point, is_first=id(point) not in told, is_last=last[id(point)] == span)
        yield span.stop, "</mark><!--gouji-mark-->"
        told.add(id(point))


def _opening(point: Point, *, is_first: bool, is_last: bool) -> str:
    style = STYLES[point.look]
    weight = ";font-weight:bold" if style.bold else ""
    number = point.number if is_last else ""
    given = {
        "data-gouji-cell": "" if point.quote else point.look.name.lower(),
        "id": f"gouji-{point.numbers[0]}" if is_first and point.numbers else "",
        "title": point.note,
        "style": f"background:{hex_of(style.fill)};color:{hex_of(style.font)}{weight}",
    }
    others = (f" {name}={_quoted(value)}" for name, value in given.items() if value)
    return f"<mark data-gouji={_quoted(number)}{''.join(others)}>"


def _quoted(value: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        value = value.replace(sign, name)
    return f'"{value}"'


def _stops(text: str) -> Iterator[Insertion]:
    """Keeps what the page would run or load from it, whatever program shows it."""
    for token in TOKEN.finditer(text):
        loaded = _LOADED.match(token[0])
        if loaded and (loaded[1].lower() != "meta" or _REFRESH.search(token[0])):
            yield token.start() + loaded.end(), f" {OFF} {_STOPS[loaded[1].lower()]}"


def _frame(page: _Page, told: Told, marked: Collection[int]) -> Iterator[Insertion]:
    """What the browser is told first, and the list of results at the top of what it shows."""
    at, body = _top(page.text)
    charset = "" if page.encoding.startswith("utf-16") else f'<meta charset="{page.encoding}">'
    looks = [(hex_of(style.fill), look.name.lower()) for look, style in STYLES.items()]
    head = _template("page_head").render(charset=charset, policy=_POLICY, looks=looks, count=len(told.lines))
    results = _template("page_results").render(lines=told.lines, verdict=told.verdict, marked=marked, legend=_legend())
    if body is None:
        yield at, head + results
    else:
        yield at, head
        yield body, results


def _top(text: str) -> tuple[int, int | None]:
    """Where the head and where the body of a page begin; None where no tag says so."""
    at = 0
    for token in TOKEN.finditer(text):
        if _BEFORE.match(token[0]) and not text[at : token.start()].strip():
            at = token.end()
        elif _BODY.match(token[0]):
            return at, token.end()
    return at, None


def _legend() -> list[tuple[str, str, str]]:
    told = (style for look, style in STYLES.items() if look is not Look.NOTICE)
    return [(hex_of(one.fill), hex_of(one.font), one.says.zh) for one in told]


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    return page_templates(Path(__file__).parent).get_template(f"{name}.html.jinja")


def _with(page: _Page, insertions: Iterable[Insertion]) -> bytes:
    """The page with the insertions, of those at one place the first given first; each in the page's encoding."""
    pieces, at = [page.mark], 0
    for place, told in sorted(insertions, key=lambda one: one[0]):
        pieces.append(page.text[at:place].encode(page.encoding, "surrogateescape"))
        pieces.append(told.encode(page.encoding, "xmlcharrefreplace"))
        at = place
    return b"".join((*pieces, page.text[at:].encode(page.encoding, "surrogateescape")))
