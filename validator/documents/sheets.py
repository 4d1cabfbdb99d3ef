"""A document as a workbook: its words on one sheet, a paragraph a row, and each run of tables on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from validator.documents.blocks import Block, Paragraph, Table, TableCell, flowing
from validator.documents.grids import Grid, grid_of, is_figure
from validator.documents.remarks import drop_remarks
from validator.documents.repeats import merge_repeats
from validator.documents.tables.heads import ENOUGH
from validator.documents.tables.naming import Names
from validator.documents.texts.lined import PAGE
from validator.documents.worded import with_rows
from validator.documents.wrapped import unwrapped
from validator.model.cells import Cell, CellKind
from validator.model.labels import LONGEST_LABEL
from validator.readers.limits import Budget
from validator.readers.workbook import Sheet, Workbook
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

WORDS = "正文"
"""The sheet of the paragraphs."""
PARTING = expression(r"[。；！？]|^\s*第?[一二三四五六七八](?:部分)?[、，.．：:\s]")
ENDED = expression(r"[。；！？]")
TITLE = "年度报告"
SHORT = 40
"""A longer paragraph, a sentence or a heading parts the tables before and after it; 续表 or a page's number do not."""


@dataclass(frozen=True, slots=True)
class DocumentSheets:
    """The workbook, the grids of its tables, and on which page of the document a row stands, where it has pages."""

    workbook: Workbook
    grids: Mapping[str, Grid] = field(default_factory=dict)
    pages: Mapping[tuple[str, int], int] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], object] = field(default_factory=dict)
    """Where in the file the cell of a sheet stands, as far as its reader knows."""


def sheets_of(blocks: Iterable[Block], path: str, names: Names, budget: Budget) -> DocumentSheets:
    """The sheets of a document; `names` are the labels of the form's tables. Raises Refused past a limit."""
    found = list(unwrapped(with_rows(flowing(blocks), names), names))
    paragraphs = [one for one in found if isinstance(one, Paragraph)]
    grids = {f"表格{number}": grid_of(run, budget) for number, run in enumerate(_runs(found, names), 1)}
    for grid in grids.values():
        merge_repeats(grid)
        drop_remarks(grid)
    budget.check("sheets", len(grids) + 1)
    budget.spend("cells", len(paragraphs))
    budget.spend("text_characters", sum(len(one.text) for one in paragraphs))
    words = {f"A{row}": Cell(one.text, CellKind.TEXT) for row, one in enumerate(paragraphs, 1)}
    sheets = {name: Sheet(name, one.cells, one.merged) for name, one in grids.items()}
    pages = {(name, row): page for name, one in grids.items() for row, page in one.pages.items()}
    pages |= {(WORDS, row): one.page for row, one in enumerate(paragraphs, 1) if one.page is not None}
    sources = {(name, at): source for name, one in grids.items() for at, source in one.sources.items()}
    sources |= {(WORDS, f"A{row}"): one.source for row, one in enumerate(paragraphs, 1) if one.source is not None}
    return DocumentSheets(Workbook(path, {WORDS: Sheet(WORDS, words), **sheets}), grids, pages, sources)


def _runs(blocks: Iterable[Block], names: Names) -> Iterator[list[Table]]:
    """Tables that no words part, with the labels that stand between them as rows of one cell."""
    run: list[Table] = []
    for block in _without_page_lines(blocks, names):
        if isinstance(block, Table):
            run.append(block)
        elif cells := _labels(block.text, names):
            run.append(Table((tuple(TableCell((Paragraph(one),)) for one in cells),), _on(block)))
        elif len(block.text) > SHORT or PARTING.search(block.text):
            yield from _with_table(run)
            run = []
        elif run and not is_figure(block.text):
            run.append(Table(((TableCell((block,)),),), _on(block)))
    yield from _with_table(run)


def _without_page_lines(blocks: Iterable[Block], names: Names) -> Iterator[Block]:
    """The blocks without what only says which page begins: its number, and the title again."""
    seen = set[str]()
    for block in blocks:
        if isinstance(block, Paragraph):
            running = block.text in seen and TITLE in block.text and not names.of(block.text)
            if running or PAGE.fullmatch(block.text):
                continue
            seen.add(block.text)
        yield block


def _on(block: Paragraph) -> tuple[int, ...]:
    return () if block.page is None else (block.page,)


def _labels(text: str, names: Names) -> list[str]:
    """The labels that a paragraph consists of, one, or several a blank apart; none of any other.

    One to the letter is enough: what stands beside it is a head as well, of which the form knows nothing.
    """
    if names.of(text):
        return [text]
    words = text.split() if len(text) <= LONGEST_LABEL else []
    if ENDED.search(text) or any(map(is_figure, words)):
        return []
    enough = any(map(names.has, words)) or sum(bool(names.of(one)) for one in words) >= ENOUGH * len(words)
    return words if len(words) > 1 and enough else []


def _with_table(run: list[Table]) -> Iterator[list[Table]]:
    if any(len(row) > 1 for table in run for row in table.rows):
        yield run
