"""Lines of text as blocks: tabs, runs of blanks or pipes between cells, or a cell a line.

A line with several cells is a row of a table. Where each cell has a line of its own, the lines of figures behind a
label are its row. Which of the rows are a table of the form is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.grids import is_figure
from validator.documents.texts.markdown import unlisted, unmarked
from validator.readers.limits import Budget
from validator.startup.expressions import expression

APART = expression(r"[ \u2002\u2003\u3000\xa0]{2,}")
BLANKS = expression(r"[ \u2002\u2003\u3000\xa0]+")
"""Thinner blanks part the thousands of a number."""
PIPES = expression(r"(?<!\\)\|")
MANY_PIPES = 2
"""So many are the lines between cells, and a tab is a blank in one of these."""
DRAWN = str.maketrans("│┃｜║┆┊", "||||||")
"""Lines between cells that were drawn with other signs."""
RULE = expression(r"[\s|:+\-=—\u2500-\u257f]+")
"""The line under the head of a Markdown table, or one that is drawn."""
DRAWN_RULE = expression(r"[\s\u2500-\u257f]+|\s*\+[-=+\s]+\+\s*")
BREAK = expression(r"<br\s*/?>", re.IGNORECASE)
SENTENCE = expression(r"[。；！？]")
PAGE = expression(
    r"\s*(?:第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?|共\s*\d+\s*页\s*[，,/]?\s*第\s*\d+\s*页"
    r"|[-—–－]\s*\d+\s*[-—–－]|\d+\s*/\s*\d+|Page\s+\d+(?:\s+of\s+\d+)?)\s*",
    re.IGNORECASE,
)
"""What says nothing but which page it is; a bare number may be a figure as well."""
NOTE = expression(
    r"[亿万千百]*[元件条个项次宗户人份起篇部]|[*＊※#]+[0-9]{1,2}|[见附]?注[:：]?[0-9一二三四五六七八九十]{0,2}"
    r"|[\u2460-\u2473¹²³⁴-⁹]{1,2}|[（(〔\[【].*[）)〕\]】]"
)
"""A word behind a figure that is none of its own: 件, 注1, *1, what stands in brackets."""
QUOTED = expression(r"^\s*(?:>+ )+")
SEVERAL = 3
"""So many lines of so many figures behind a label say that a row is a line."""
LONGEST = 60
"""A longer line without a tab is a paragraph, whatever blanks are in it."""

Cells = tuple[str, ...]


def line_blocks(text: str, budget: Budget) -> Iterator[Block]:
    """The blocks that the lines of a text are."""
    written = text.splitlines()
    budget.check("cells", len(written))
    lines = [cells_of(line.translate(DRAWN)) for line in written]
    budget.spend("cells", sum(map(len, lines)))
    return _blocks(_rows(lines))


_ROW_OF_BLANKS = expression(r"\t{2,64}|\|(?:\s*\|){2,64}\s*")
"""A row of a table without figures, which says that the next one is another row; a longer one is none of a form."""


def cells_of(line: str) -> Cells:
    """The cells of a line; a paragraph is one, a blank line none, a row of blanks as many as it has."""
    if blanks := _ROW_OF_BLANKS.fullmatch(line):
        return ("",) * (blanks[0].count("\t") or blanks[0].count("|") - 2) + ("",)
    if not line.strip() or (len(line) > 1 and DRAWN_RULE.fullmatch(line)):
        return ()
    if PAGE.fullmatch(line):
        return (line.strip(),)
    line = QUOTED.sub("", line)
    if "\t" in line and line.count("|") < MANY_PIPES:
        return tuple(one.strip() for one in line.split("\t"))
    if line.count("|") >= MANY_PIPES or (line.count("|") == 1 and not SENTENCE.search(line)):
        return _piped(line)
    bare = unmarked(unlisted(line)).strip()
    if SENTENCE.search(bare):
        return (bare,)
    apart = tuple(_with_notes(APART.split(bare)))
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
    words = [*_with_notes(BLANKS.split(line))]
    figures = next((at for at, one in enumerate(reversed(words)) if not is_figure(one)), len(words))
    if figures == 0 or len(words) == figures == 1 or len(line) > LONGEST + 8 * figures:
        return (line,)
    label = " ".join(words[: len(words) - figures])
    return (label, *words[len(words) - figures :]) if label else tuple(words)


def _with_notes(words: Iterable[str]) -> Iterator[str]:
    """The words, a unit or a note that stands behind a figure together with it."""
    held = ""
    for word in words:
        if NOTE.fullmatch(word) and is_figure(held) and any(map(str.isdecimal, held)):
            held += f" {word}"
            continue
        if held:
            yield held
        held = word
    yield held


def _rows(lines: Sequence[Cells]) -> Iterator[Cells]:
    """The lines, those of figures alone put behind the label before them; blank lines are left out.

    The number of a page is none of them, nor is a single figure where a row is a line.
    """
    row: list[str] = []
    apart: list[Cells] = []
    by_lines = _are_rows(lines)
    for cells in filter(None, lines):
        figures = all(one and is_figure(one) for one in cells)
        if len(cells) == 1 and (PAGE.fullmatch(cells[0]) or (figures and by_lines)):
            apart.append(cells)
            continue
        alone = len(cells) == 1 or (len(row) == 1 and not BLANKS.search(row[0]))
        if row and alone and figures:
            row += cells
            continue
        if row:
            yield tuple(row)
        if len(cells) == 1:  # between the rows of a table it would part them
            yield from apart
            apart.clear()
        row = list(cells)
    if row:
        yield tuple(row)
    yield from apart


def _are_rows(lines: Iterable[Cells]) -> bool:
    """Whether a line of the text is a row of its tables: then no cell has a line of its own."""
    rows = (cells for cells in lines if len(cells) > SEVERAL and not is_figure(cells[0]))
    return sum(all(map(is_figure, cells[-SEVERAL:])) for cells in rows) >= SEVERAL


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
