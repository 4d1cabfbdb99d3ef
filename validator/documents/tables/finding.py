"""The tables of the form in the grids of a document: for each the edition and the grid that fit best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from validator.documents.grids import Grid
from validator.documents.sheets import WORDS
from validator.documents.tables.elsewhere import read_elsewhere, standing_elsewhere
from validator.documents.tables.found import TWICE, Doubt, Placing
from validator.documents.tables.lines import Line, lines_of, strays
from validator.documents.tables.naming import names_of
from validator.documents.tables.ordering import order_of
from validator.documents.tables.placing import placings
from validator.documents.tables.plans import plans_of
from validator.documents.tables.turning import Turned, may_be_turned, turned
from validator.filings.known_book import KnownBook
from validator.filings.parts import title_in
from validator.filings.tables.locate import ENOUGH_LABELS, FOREIGN, best_of, of_one_edition
from validator.filings.tables.located import Located, fit_of
from validator.filings.tables.shape import shape_of
from validator.model.cells import Place
from validator.model.filing import FoundBy, FoundLabel
from validator.model.form import Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet
from validator.startup.records import dataclass, field, replace

Read = tuple[Located, Placing]
"""A table as it is read in a grid."""


@dataclass(slots=True)
class Finder:
    """Finds the tables of a workbook that is made of these grids; `doubts` say what is not read."""

    grids: Mapping[str, Grid]
    doubts: dict[str, Doubt] = field(default_factory=dict)
    _year: int | None = None
    _turned: dict[str, Turned | None] = field(default_factory=dict)

    def __call__(self, book: KnownBook) -> dict[str, Located]:
        """Every table of the form that is there, in the edition that it is of."""
        found: dict[str, Located] = {}
        words = _words(book)
        self._year = next((title.year for line in words if (title := title_in(line, book.form))), None)
        lines = {sheet: lines_of(grid) for sheet, grid in self.grids.items()}
        for name in book.form.tables:
            every = list(self._every(book, name, lines))
            likely = [first for first, *_ in every if first[0].fit.score >= ENOUGH_LABELS]
            held = {one.sheet.name for one, _ in likely}
            beyond = [line for sheet, own in lines.items() if sheet not in held for line in own.values()]
            ranked = [_ranked(book, one, placing, lines[one.sheet.name], beyond) for one, placing in likely]
            if top := best_of(book, ranked, foreign=FOREIGN):
                best, own = likely[next(at for at, one in enumerate(ranked) if one is top)]
                found[name] = best
                self.doubts |= own.doubts | dict(read_elsewhere(best, own, chain.from_iterable(every)))
                again = standing_elsewhere(best, own, self.grids, lines, words)
                self.doubts |= {one: Doubt(own.squares[one].seen, TWICE) for one in again if one in own.squares}
        return {name: of_one_edition(book, one, found.values()) for name, one in found.items()}

    def _every(self, book: KnownBook, name: str, lines: Mapping[str, dict[int, Line]]) -> Iterator[list[Read]]:
        """The table as each grid has it, upright or on its side, the layout of it that gives most first."""
        for table in book.forms.every(name):
            for sheet, grid in self.grids.items():
                upright, aside = placings(table, grid, lines[sheet], self._year), self._on_its_side(table, sheet)
                if aside and not any(one.squares for one in upright):
                    upright = []
                for found in filter(None, (upright, aside)):
                    yield [(_located(table, book.workbook.sheets[sheet], one), one) for one in found]

    def _on_its_side(self, table: Table, sheet: str) -> list[Placing]:
        """The table as it is read where it stands on its side, nothing where it does not."""
        if not may_be_turned(self.grids[sheet], {text for one in plans_of(table)[0].bands for text in one.leaves}):
            return []
        if sheet not in self._turned:
            self._turned[sheet] = turned(self.grids[sheet])
        aside = self._turned[sheet]
        found = placings(table, aside.grid, lines_of(aside.grid), self._year) if aside else []
        return [one.moved(aside.back) for one in found if aside and one.squares]


def _ranked(book: KnownBook, one: Located, placing: Placing, lines: dict[int, Line], beyond: Iterable[Line]) -> Located:
    """A table with its score as what else the document says makes it: labels of another edition tell against it.

    They do where no table is as well (`beyond`), as in a part that was cut off; so do rows of figures that it has not.
    """
    every, own = book.forms.every(one.table.name), shape_of(one.table).vocabulary
    others = {text for table in every for text in shape_of(table).vocabulary} - own
    told = sum(line.has_figures and any(loose(text) in others for text in line.texts) for line in beyond)
    rows = [row for band in plans_of(one.table)[0].bands for row in band.rows]
    told += strays(placing.rows.values(), lines, names_of(one.table), order_of(one.table, rows).groups)
    return replace(one, fit=replace(one.fit, score=one.fit.score - FOREIGN * told))


def _words(book: KnownBook) -> list[str]:
    """The paragraphs of a document."""
    sheet = book.workbook.sheets.get(WORDS)
    return [str(cell.value) for cell in sheet.cells.values()] if sheet else []


def _located(table: Table, sheet: Sheet, placing: Placing) -> Located:
    cells = {name: square.at for name, square in placing.squares.items()}
    rows = placing.rows | {-at: at for at in sorted({square.row for _, square, _ in placing.labels})}
    columns = {square.column: square.column for square in placing.squares.values()}
    columns |= {square.column: square.column for _, square, _ in placing.labels}
    labels = tuple(_labels(table, sheet, placing))
    return Located(table, sheet, FoundBy.LABELS, cells, (rows, columns), fit_of(table, labels))


def _labels(table: Table, sheet: Sheet, placing: Placing) -> Iterator[FoundLabel]:
    """Each label of the form with what is read for it, a label that stands for several as often as the form has it."""
    read = defaultdict[str, list[tuple[Place, str]]](list)
    for label, square, text in placing.labels:
        if (here := (Place(sheet.name, square.at), text)) not in read[label]:
            read[label].append(here)
    for one in table.labels:
        if found := read[loose(one.text)]:
            place, text = found.pop(0) if len(found) > 1 else found[0]
            yield FoundLabel(table.name, one.text, text, place)
