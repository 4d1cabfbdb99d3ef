"""Plain text and Markdown as blocks: tabs, runs of blanks or pipes between cells, or a cell a line.

A line with several cells is a row of a table. Where each cell has a line of its own, the lines of figures behind a
label are its row. Which of the rows are a table of the form is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.encodings import UNSEEN_SIGNS, decoded
from validator.documents.grids import is_figure
from validator.documents.markdown import unlisted, unmarked
from validator.documents.page import page_blocks
from validator.readers.limits import Budget, Refused
from validator.startup.expressions import expression

MOST_BYTES = 2 << 20
"""A report has some ten kB of text."""
APART = expression(r"[ \u3000\xa0]{2,}")
BLANKS = expression(r"[ \u3000\xa0]+")
PIPES = expression(r"(?<!\\)\|")
DRAWN = str.maketrans("│┃｜║┆┊", "||||||")
"""Lines between cells that were drawn with other signs."""
RULE = expression(r"[\s|:+\-=—\u2500-\u257f]+")
"""The line under the head of a Markdown table, or one that is drawn."""
DRAWN_RULE = expression(r"[\s\u2500-\u257f]+|\s*\+[-=+\s]+\+\s*")
TABLE, TABLE_END = expression(r"<table\b", re.IGNORECASE), expression(r"</table\s*>", re.IGNORECASE)
BREAK = expression(r"<br\s*/?>", re.IGNORECASE)
SENTENCE = expression(r"[。；！？]")
LONGEST = 60
"""A longer line without a tab is a paragraph, whatever blanks are in it."""

Cells = tuple[str, ...]


def text_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a text. Raises Refused, ImportError without lxml where it holds HTML."""
    if len(data) > MOST_BYTES:
        raise Refused("文本太长，不是一份年度报告。请检查文件来源。")
    text = UNSEEN_SIGNS.sub("", decoded(data))
    budget.spend("inflated_bytes", len(data))
    return list(_parts(text, budget))


def _parts(text: str, budget: Budget) -> Iterator[Block]:
    """The blocks of a text, tables that Markdown has as HTML as those of a page."""
    at = 0
    while (begun := TABLE.search(text, at)) and (ended := TABLE_END.search(text, begun.end())):
        yield from _lines(text[at : begun.start()], budget)
        yield from page_blocks(text[begun.start() : ended.end()].encode(), budget)
        at = ended.end()
    yield from _lines(text[at:], budget)


def _lines(text: str, budget: Budget) -> Iterator[Block]:
    written = text.splitlines()
    budget.check("cells", len(written))
    lines = [_cells(line.translate(DRAWN)) for line in written]
    budget.spend("cells", sum(map(len, lines)))
    return _blocks(_rows(lines))


_ROW_OF_BLANKS = expression(r"\t{2,64}|\|(?:\s*\|){2,64}\s*")
"""A row of a table without figures, which says that the next one is another row; a longer one is none of a form."""


def _cells(line: str) -> Cells:
    """The cells of a line; a paragraph is one, a blank line none, a row of blanks as many as it has."""
    if blanks := _ROW_OF_BLANKS.fullmatch(line):
        return ("",) * (blanks[0].count("\t") or blanks[0].count("|") - 2) + ("",)
    if not line.strip() or (len(line) > 1 and DRAWN_RULE.fullmatch(line)):
        return ()
    if "\t" in line:
        return tuple(one.strip() for one in line.split("\t"))
    if line.count("|") > 1 or (line.count("|") == 1 and not SENTENCE.search(line)):
        return _piped(line)
    bare = unmarked(unlisted(line)).strip()
    if SENTENCE.search(bare):
        return (bare,)
    apart = tuple(APART.split(bare))
    return apart if len(apart) > 1 else _by_single_blanks(bare)


def _piped(line: str) -> Cells:
    """The cells of a row of a Markdown table; none for the rule under its head."""
    if RULE.fullmatch(line):
        return ()
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(unmarked(BREAK.sub("\n", one)).strip() for one in PIPES.split(inner))


def _by_single_blanks(line: str) -> Cells:
    """The cells of a row whose figures stand one blank apart; any other line is one cell."""
    words = BLANKS.split(line)
    figures = next((at for at, one in enumerate(reversed(words)) if not is_figure(one)), len(words))
    if figures == 0 or len(words) == figures == 1 or len(line) > LONGEST + 8 * figures:
        return (line,)
    label = " ".join(words[: len(words) - figures])
    return (label, *words[len(words) - figures :]) if label else tuple(words)


def _rows(lines: Iterable[Cells]) -> Iterator[Cells]:
    """The lines, those of figures alone put behind the label before them; blank lines are left out."""
    row: list[str] = []
    for cells in filter(None, lines):
        alone = len(cells) == 1 or (len(row) == 1 and not BLANKS.search(row[0]))
        if row and alone and all(one and is_figure(one) for one in cells):
            row += cells
            continue
        if row:
            yield tuple(row)
        row = list(cells)
    if row:
        yield tuple(row)


def _blocks(rows: Iterable[Cells]) -> Iterator[Block]:
    for alone, run in groupby(rows, lambda cells: len(cells) == 1):
        if alone:
            yield from (Paragraph(text) for (text,) in run if text)
        else:
            yield Table(tuple(tuple(map(_cell, cells)) for cells in _trimmed(list(run))))


def _cell(text: str) -> TableCell:
    return TableCell((Paragraph(text),) if text else ())


def _trimmed(rows: Sequence[Cells]) -> Iterator[Cells]:
    """The rows without the blanks that all of them end with, the first among them, which names the columns."""
    if any(map(is_figure, rows[0])):
        yield from rows
        return
    spare = min(len(row) - max((at + 1 for at, one in enumerate(row) if one), default=0) for row in rows)
    yield from (row[: len(row) - spare] for row in rows)
