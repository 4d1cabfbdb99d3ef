"""Where in a document what was read of it stands: for who marks a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from validator.catalogue.forms import Forms
from validator.documents.blocks import Block
from validator.documents.sheets import WORDS, DocumentSheets, sheets_of
from validator.documents.tables.finding import Finder
from validator.documents.tables.naming import names_of_all
from validator.filings.reading import document_filing
from validator.model.address import position
from validator.model.cells import Place
from validator.model.filing import Filing
from validator.readers.limits import Budget
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """The source of a block, and the words meant of it without their blanks; ``""`` for a cell as a whole."""

    source: object
    words: str


@dataclass(frozen=True, slots=True)
class Original:
    """The sources of the blocks that a document was read as, by the places that findings name."""

    cells: Mapping[Place, object]
    texts: Mapping[int, str]
    """The paragraphs by their rows on 正文."""

    def spot(self, place: Place, quote: str) -> Spot | None:
        """Where a cell stands, or the words `quote` in the first paragraph from a place on that says them.

        Where none says them, as of a whole section, it is the paragraph at the place. None where nobody knows.
        """
        row, words = position(place.cell)[0], squeezed(quote)
        if words:
            row = next((at for at, text in self.texts.items() if at >= row and words in squeezed(text)), row)
            place = Place(WORDS, f"A{row}")
            words = words if words in squeezed(self.texts.get(row, "")) else squeezed(self.texts.get(row, ""))
        source = self.cells.get(place)
        return None if source is None else Spot(source, words)


def squeezed(text: str) -> str:
    """A text without its blanks, which documents break lines and align words with."""
    return "".join(text.split())


def original_of(blocks: Iterable[Block], forms: Forms, budget: Budget) -> Original:
    """Where the blocks of a document stand in it. Raises Refused."""
    sheets = sheets_of(blocks, "", names_of_all(forms), budget)
    filing = document_filing(sheets.workbook, forms, Finder(sheets.grids))
    return Original(_by_place(sheets, filing), _texts(sheets))


def _by_place(sheets: DocumentSheets, filing: Filing) -> Mapping[Place, object]:
    """With the names that the form has for the tables on each sheet, as findings name places."""
    tables: dict[str, dict[str, None]] = {WORDS: {WORDS: None}}
    for name, one in filing.form.indicators.items():
        if place := filing.places.get(name):
            tables.setdefault(place.sheet, {})[one.table] = None
    held = sheets.sources.items()
    return {Place(table, cell): source for (sheet, cell), source in held for table in tables.get(sheet, ())}


def _texts(sheets: DocumentSheets) -> Mapping[int, str]:
    return {position(at)[0]: str(cell.value) for at, cell in sheets.workbook.sheets[WORDS].cells.items()}
