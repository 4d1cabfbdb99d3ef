"""Lines between the tables as paragraphs: a paragraph goes on where a line ends because it is full, also over pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from validator.documents.blocks import Paragraph
from validator.documents.pdf.lines import ENTRY, HAN, Line
from validator.documents.pdf.sources import Standing
from validator.startup.expressions import expression
from validator.startup.records import dataclass

PAGE_NUMBER = expression(
    r"[-—–_·•~\s]*(?:第\s*[0-9]{1,4}\s*页(?:[,，/\s]*共\s*[0-9]{1,4}\s*页)?|[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?)[-—–_·•~\s]*"
)
_APART = expression(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]")
_CLOSE = expression(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
ENDS = frozenset("。；：！？;:!?")
EDGE, ALIKE, SEVERAL = 3, 3.0, 3
"""Lines from the top and the bottom of a page that may be furniture; points within which they stand on each page."""


@dataclass(frozen=True, slots=True)
class Column:
    """Between what lines run."""

    left: float
    right: float


def column_of(lines: Collection[Line], width: float) -> Column:
    """Where lines run: to where several of the longest end, else as far from the right of the page as from its left."""
    if not lines:
        return Column(0, width)
    left, end = min(one.left for one in lines), max(one.right for one in lines)
    full = [one for one in lines if end - one.right < 1.5 * one.size]
    return Column(left, end if len(full) >= SEVERAL and end > 0.6 * width else max(end, width - left))


def without_furniture(pages: Sequence[list[Line]], bounds: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """The lines of each page without page numbers and what stands at the same place of several pages.

    `bounds`: between where each page has its tables; what stands among them is no furniture.
    """
    edges = [_edges(lines, *bound) for lines, bound in zip(pages, bounds, strict=True)]
    seen = Counter(key for edge in edges for key in {_key(one) for one in edge})
    return [
        [one for one in lines if not (any(one is other for other in edge) and _is_furniture(one, seen))]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _edges(lines: list[Line], top: float, bottom: float) -> list[Line]:
    rows = sorted({one.base for one in lines})
    outer = {*rows[:EDGE], *rows[-EDGE:]}
    return [one for one in lines if one.base in outer and not top < one.base < bottom]


def _key(line: Line) -> tuple[str, int]:
    return "".join("#" if one.isdigit() else one for one in line.text), round(line.base / ALIKE)


def _is_furniture(line: Line, seen: Counter[tuple[str, int]]) -> bool:
    text, place = _key(line)
    return PAGE_NUMBER.fullmatch(line.text) is not None or sum(seen[text, place + by] for by in (-1, 0, 1)) > 1


def paragraphs(lines: Iterable[Line], column: Column) -> Iterator[Paragraph]:
    """The paragraphs that lines form, each on the page where it begins."""
    held: list[Line] = []
    for one in lines:
        if held and not _goes_on(held, one, column):
            yield _paragraph(held)
            held = []
        held.append(one)
    if held:
        yield _paragraph(held)


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text = lines[0].text
    habit = len(_APART.findall("\n".join(one.text for one in lines))) > len(
        _CLOSE.findall("\n".join(one.text for one in lines))
    )
    for before, one in pairwise(lines):
        text += f" {one.text}" if _are_apart(before, one, habit) else one.text
    return Paragraph(text, lines[0].page or None, Standing((), tuple(lines)))


def _are_apart(before: Line, line: Line, habit: bool) -> bool:  # noqa: FBT001
    """Whether a space stood where the line broke.

    Between numbers and words it did, for nothing breaks within them; where Chinese meets them, if it does elsewhere.
    """
    han = bool(HAN.match(before.text[-1])), bool(HAN.match(line.text))
    if all(han):
        return False
    return (habit and before.text[-1].isalnum() and line.text[0].isalnum()) if any(han) else before.text[-1] not in "-/"


def _goes_on(held: Sequence[Line], line: Line, column: Column) -> bool:
    last = held[-1]
    if abs(last.size - line.size) > 0.1 * line.size or (ENTRY.match(line.text) and last.text[-1] in ENDS):
        return False
    if last.page == line.page and not _is_near(held, line):
        return False
    room = column.right - 0.6 * line.size
    if line.left <= column.left + 0.8 * line.size:
        return last.right + line.first > room
    middle = (last.left + last.right) / 2, (line.left + line.right) / 2
    return abs(middle[0] - middle[1]) < line.size and last.right - last.left + line.first > room - column.left


def _is_near(held: Sequence[Line], line: Line) -> bool:
    step = line.base - held[-1].base
    steps = [two.base - one.base for one, two in pairwise(held) if one.page == two.page]
    return step < 1.3 * steps[0] if steps else step < 2.6 * line.size
