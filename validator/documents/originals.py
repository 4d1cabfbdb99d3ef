"""Where in a document what was read of it stands: for who marks a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from validator.catalogue.forms import Forms
from validator.documents.blocks import Block
from validator.documents.published import tables_by_sheet
from validator.documents.sheets import WORDS, DocumentSheets, sheets_of
from validator.filings.reading import filing_of
from validator.model.address import position
from validator.model.cells import Place
from validator.readers.limits import Budget
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Original:
    """The sources of the blocks that a document was read as, by the places that findings name."""

    cells: Mapping[Place, object]
    texts: Mapping[int, str]
    """The paragraphs by their rows on 正文."""

    def source(self, place: Place) -> object:
        """Where a cell, or a paragraph, stands in the file; None where its reader does not know."""
        return self.cells.get(place)

    def saying(self, quote: str, place: Place) -> Iterator[object]:
        """The sources of the paragraphs, from a place on, that say the words, blanks aside; the nearest first."""
        wanted, first = squeezed(quote), position(place.cell)[0]
        for row, text in self.texts.items():
            if row >= first and wanted in squeezed(text):
                yield self.cells.get(Place(WORDS, f"A{row}"))


def squeezed(text: str) -> str:
    """A text without its blanks, which documents break lines and align words with."""
    return "".join(text.split())


def original_of(blocks: Iterable[Block], path: str, forms: Forms, budget: Budget) -> Original:
    """Where the blocks of a document stand in it. Raises Refused."""
    sheets = sheets_of(blocks, path, budget)
    return Original(_by_place(sheets, tables_by_sheet(filing_of(sheets.workbook, forms))), _texts(sheets))


def _by_place(sheets: DocumentSheets, tables: Mapping[str, str]) -> Mapping[Place, object]:
    return {Place(tables.get(sheet, sheet), cell): source for (sheet, cell), source in sheets.sources.items()}


def _texts(sheets: DocumentSheets) -> Mapping[int, str]:
    return {position(at)[0]: str(cell.value) for at, cell in sheets.workbook.sheets[WORDS].cells.items()}
