"""A PDF as blocks: paragraphs and tables in the order in which they are read. Nothing is loaded from elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from validator.documents.blocks import Area, Block
from validator.documents.pdf.covering import UNKNOWN
from validator.documents.pdf.lattice import lattices
from validator.documents.pdf.lines import Line, lines_of
from validator.documents.pdf.opening import Pages
from validator.documents.pdf.paragraphs import column_of, without_furniture
from validator.documents.pdf.shapes import Box
from validator.documents.pdf.showing import Glyph, Shown, shown
from validator.documents.pdf.tables import Piece, piece_of, table_of
from validator.documents.pdf.unruled import blocks_of
from validator.readers.limits import Budget, Refused
from validator.startup.records import dataclass

SCAN = (
    "PDF 里没有文字，多半是扫描件，无法读取。请用原来的 Word、WPS 文件或网页校验；"
    "只有纸质件的，用文字识别软件转成 Word 文档（.docx），逐格核对后再校验。"
)
NAMELESS = "PDF 里的文字看得见却读不出（字体没有带编码）。请用原来的 Word、WPS 文件校验，或者重新导出 PDF。"


@dataclass(frozen=True, slots=True)
class _Page:
    """The grids of a page and the lines between them."""

    width: float
    pieces: list[Piece]
    lines: list[Line]


def pdf_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a PDF. Raises Refused, also where it shows no text."""
    return pdf_on_pages(data, budget)[0]


def pdf_on_pages(data: bytes, budget: Budget) -> tuple[list[Block], Mapping[int, Callable[[Area], Box]]]:
    """The blocks, and page by page what makes of an area the rectangle of the file: left, low, right, high."""
    found, homes = [], dict[int, Callable[[Area], Box]]()
    for one in _with_words(shown(Pages(data, budget), budget)):
        found.append(_page(one, budget))
        homes[one.number] = partial(_at_home, one.home)
        budget.tick()
    return list(_blocks(found)), homes


def _at_home(home: Callable[[Box], Box], area: Area) -> Box:
    return home((area.left, area.top, area.right, area.bottom))


def _with_words(pages: Iterable[Shown]) -> Iterator[Shown]:
    """The pages, refused at the end where they show no words, or mostly such as have no names."""
    known = unknown = 0
    for one in pages:
        known += sum(sign.text != UNKNOWN and not sign.text.isspace() for sign in one.signs)
        unknown += sum(sign.text == UNKNOWN for sign in one.signs)
        yield one
    if not known and not unknown:
        raise Refused(SCAN)
    if unknown > known:
        raise Refused(NAMELESS)


def _page(page: Shown, budget: Budget) -> _Page:
    pieces = []
    signs, struck = _unstruck(page)
    unseen = [*page.unseen, *struck]
    for lattice in lattices(page.strokes, page.number, budget):
        piece, signs = piece_of(lattice, signs, page.boxes, unseen)
        pieces.append(piece)
    lines = lines_of(one for one in signs if not one.turned)
    for one in lines:
        one.page = page.number
    return _Page(page.width, pieces, lines)


def _unstruck(page: Shown) -> tuple[list[Glyph], list[Glyph]]:
    """The signs that no line goes through, and those that are struck: they are not what the page says."""
    signs = sorted(page.signs, key=lambda one: one.base)
    bases = [one.base for one in signs]
    largest = max((one.size for one in signs), default=0.0)
    gone = set[int]()
    for stroke in page.strokes:
        if stroke.level:
            for at in range(bisect_left(bases, stroke.at), bisect_right(bases, stroke.at + largest)):
                if _strikes(stroke.at, stroke.start, stroke.end, signs[at]):
                    gone.add(at)
    return [one for at, one in enumerate(signs) if at not in gone], [signs[at] for at in sorted(gone)]


def _strikes(at: float, start: float, end: float, sign: Glyph) -> bool:
    return 0.15 <= (sign.base - at) / (sign.size or 1) <= 0.5 and start <= sign.centre[0] <= end


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    bounds = [
        (min((one.top for one in page.pieces), default=0.0), max((one.bottom for one in page.pieces), default=0.0))
        for page in pages
    ]
    lines = without_furniture([page.lines for page in pages], bounds)
    column = column_of([one for found in lines for one in found], max((page.width for page in pages), default=0.0))
    items: list[Piece | Line] = []
    for page, found in zip(pages, lines, strict=True):
        items += sorted([*page.pieces, *found], key=lambda one: one.top if isinstance(one, Piece) else one.base)
    for is_table, run in groupby(items, lambda one: isinstance(one, Piece)):
        if is_table:
            yield from map(table_of, _runs([one for one in run if isinstance(one, Piece)]))
        else:
            yield from blocks_of([one for one in run if isinstance(one, Line)], column)


def _runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The grids that follow one another on pages as one table."""
    run: list[Piece] = []
    for one in pieces:
        if run and not run[-1].goes_on_in(one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
