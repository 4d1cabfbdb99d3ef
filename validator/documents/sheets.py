"""A document as a workbook: its words on one sheet, a paragraph a row, and each run of tables on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from validator.documents.blocks import Block, Paragraph, Table, flowing
from validator.documents.grids import Grid, grid_of
from validator.model.cells import Cell, CellKind
from validator.readers.limits import Budget
from validator.readers.workbook import Sheet, Workbook
from validator.startup.records import dataclass, field

WORDS = "正文"
"""The sheet of the paragraphs."""


@dataclass(frozen=True, slots=True)
class DocumentSheets:
    """The workbook, and on which page of the document a row of a sheet stands, where it has pages."""

    workbook: Workbook
    pages: Mapping[tuple[str, int], int] = field(default_factory=dict)
    unsure: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """What is seen in the rows whose figures nobody can tell apart."""
    sources: Mapping[tuple[str, str], object] = field(default_factory=dict)
    """Where in the file the cell of a sheet stands, as far as its reader knows."""


def sheets_of(blocks: Iterable[Block], path: str, budget: Budget) -> DocumentSheets:
    """The sheets of a document. Raises Refused past a limit."""
    found = list(flowing(blocks))
    paragraphs = [one for one in found if isinstance(one, Paragraph)]
    grids = [grid_of(run, budget) for run in _runs(found)]
    budget.check("sheets", len(grids) + 1)
    budget.spend("cells", len(paragraphs))
    budget.spend("text_characters", sum(len(one.text) for one in paragraphs))
    words = {f"A{row}": Cell(one.text, CellKind.TEXT) for row, one in enumerate(paragraphs, 1)}
    sheets = {name: Sheet(name, one.cells, tuple(one.merged)) for name, one in _named(grids)}
    pages = {(name, row): page for name, one in _named(grids) for row, page in one.pages.items()}
    pages |= {(WORDS, row): one.page for row, one in enumerate(paragraphs, 1) if one.page is not None}
    unsure = {(name, row): seen for name, one in _named(grids) for row, seen in one.unsure.items()}
    sources = {(name, at): source for name, one in _named(grids) for at, source in one.sources.items()}
    sources |= {(WORDS, f"A{row}"): one.source for row, one in enumerate(paragraphs, 1) if one.source is not None}
    return DocumentSheets(Workbook(path, {WORDS: Sheet(WORDS, words), **sheets}), pages, unsure, sources)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Table]]:
    """Tables with nothing between them are one that was cut; not one of another width, for its columns are others."""
    before: Block | None = None
    run: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            if run and not (isinstance(before, Table) and before.width == block.width):
                yield run
                run = []
            run.append(block)
        before = block
    if run:
        yield run


def _named(grids: Iterable[Grid]) -> Iterable[tuple[str, Grid]]:
    return ((f"表格{number}", one) for number, one in enumerate(grids, 1))
