"""Labels that go on in the next line of a text, put together again: only where the pieces make a label to the letter.

The figures of the row stand behind one of the pieces, the others are lines of their own above and below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.grids import is_figure
from validator.documents.tables.naming import Names
from validator.documents.texts.lined import PAGE
from validator.model.labels import LONGEST_LABEL
from validator.startup.records import replace

MOST_LINES = 2
"""Lines above and below the figures over which a label goes on."""

Line = tuple[int, int]
"""A block, and a row of it where it is a table."""
Cells = list[TableCell]


def unwrapped(blocks: Iterable[Block], names: Names) -> Iterator[Block]:
    """The blocks with the labels whole; `names` are those of the form's tables."""
    found = list(blocks)
    lines = dict(_lines(found))
    order = [at for at, cells in lines.items() if not _says_nothing(cells)]
    figured = [place for place, at in enumerate(order) if len(lines[at]) > 1 and _has_figures(lines[at])]
    changed: dict[Line, Cells] = {}
    for place in figured:
        changed |= _mended(lines, order, place, names)
    for number, block in enumerate(found):
        own = {row: cells for (at, row), cells in changed.items() if at == number}
        yield from _with(block, own) if own else (block,)


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Line, Cells]]:
    """The rows of tables in which nothing is merged, as those of a text, and the paragraphs that may be beside them."""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield (number, 0), [TableCell((block,), source=block.source)]
        elif all(cell.rows == cell.columns == 1 for row in block.rows for cell in row):
            yield from (((number, at), list(row)) for at, row in enumerate(block.rows))


def _says_nothing(cells: Cells) -> bool:
    """A page's number, or a blank line."""
    text = "".join(cell.text for cell in cells)
    return not text or (len(cells) == 1 and (is_figure(text) or PAGE.fullmatch(text) is not None))


def _has_figures(cells: Cells) -> bool:
    return any(is_figure(cell.text) for cell in cells)


def _mended(lines: Mapping[Line, Cells], order: Sequence[Line], place: int, names: Names) -> dict[Line, Cells]:
    """What a row of figures and the lines beside it are where these hold the rest of its label, ``{}`` where not."""
    own = lines[order[place]]
    label = _last_text(own)
    if label is None or names.has(own[label].text):
        return {}
    above = _pieces(lines, reversed(order[max(place - MOST_LINES, 0) : place]))[::-1]
    below = _pieces(lines, order[place + 1 : place + 1 + MOST_LINES])
    ways = [
        (above[len(above) - more :], below[:less])
        for more, less in product(range(len(above) + 1), range(len(below) + 1))
        if more or less
    ]
    ways = [way for way in ways if names.has(_text(lines, way[0]) + own[label].text + _text(lines, way[1]))]
    fewest = min((len(way[0]) + len(way[1]) for way in ways), default=0)
    ways = [way for way in ways if len(way[0]) + len(way[1]) == fewest]  # more lines are a group's label above it
    if len(ways) != 1:
        return {}
    ((before, behind),) = ways
    text = _text(lines, before) + own[label].text + _text(lines, behind)
    whole = replace(own[label], blocks=(Paragraph(text),))
    rest = {at: lines[at][: _last_text(lines[at])] for at in (*before, *behind)}
    return {**rest, order[place]: [*own[:label], whole, *own[label + 1 :]]}


def _pieces(lines: Mapping[Line, Cells], near: Iterable[Line]) -> list[Line]:
    """The lines that may hold a piece of a label, as far as they go on."""
    found: list[Line] = []
    for at in near:
        if _has_figures(lines[at]) or len(lines[at][-1].text) > LONGEST_LABEL:
            break
        found.append(at)
    return found


def _last_text(cells: Cells) -> int | None:
    """Which cell holds the label that stands before the figures."""
    first = next((at for at, cell in enumerate(cells) if is_figure(cell.text)), len(cells))
    return next((at for at in range(first - 1, -1, -1) if cells[at].text), None)


def _text(lines: Mapping[Line, Cells], at: Iterable[Line]) -> str:
    """What the pieces in some lines say together."""
    found = ((cells, _last_text(cells)) for cells in map(lines.__getitem__, at))
    return "".join(cells[last].text for cells, last in found if last is not None)


def _with(block: Block, changed: Mapping[int, Cells]) -> Iterator[Block]:
    """A block with those of its rows changed, and without such as nothing is left of."""
    if isinstance(block, Paragraph):
        return
    kept = [(at, changed.get(at, row)) for at, row in enumerate(block.rows) if at not in changed or changed[at]]
    pages = tuple(block.pages[at] for at, _ in kept) if block.pages else ()
    yield Table(tuple(tuple(row) for _, row in kept), pages)
