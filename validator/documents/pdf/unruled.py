"""Rows of a table that no lines are drawn around: lines of text with wide gaps, several one below the other.

Which of their cells belongs to which column only their number tells, so nothing is said here: who places the rows
takes those that have as many as their heads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.pdf.lines import Line, parts_of
from validator.documents.pdf.paragraphs import ENDS, Column, paragraphs
from validator.documents.pdf.sources import Standing

FEWEST, WITHIN = 3, 3
"""Rows of several cells that are a table, and lines that may stand between two of them: of labels that wrap."""


def blocks_of(lines: Sequence[Line], column: Column) -> Iterator[Block]:
    """The paragraphs that lines form, and the tables among them."""
    rows = [parts_of(one) for one in lines]
    held = _tables([len(row) > 1 and not _is_sentence(row) for row in rows])
    for is_row, run in groupby(range(len(lines)), lambda at: at in held):
        numbers = list(run)
        if is_row:
            cells = (tuple(_cell(text, lines[at]) for text in rows[at]) for at in numbers)
            yield Table(tuple(cells), tuple(lines[at].page for at in numbers))
        else:
            yield from paragraphs([lines[at] for at in numbers], column)


def _cell(text: str, line: Line) -> TableCell:
    return TableCell((Paragraph(text, line.page),), source=Standing((), (line,)))


def _is_sentence(row: Iterable[str]) -> bool:
    return any(sign in text for text in row for sign in ENDS - {":", "："})


def _tables(apart: Sequence[bool]) -> set[int]:
    """The lines from the first to the last of several with cells, by number."""
    found, run = set[int](), list[int]()
    for at in [*(at for at, several in enumerate(apart) if several), len(apart) + WITHIN + 1]:
        if run and at - run[-1] > WITHIN + 1:
            found |= set(range(run[0], run[-1] + 1)) if len(run) >= FEWEST else set()
            run = []
        run.append(at)
    return found
