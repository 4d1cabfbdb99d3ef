"""A published report as a filing: tables called as the form calls them, and where each cell stands in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.catalogue.forms import Forms
from validator.documents.extent import report_words
from validator.documents.kinds import document_in, likely_kind
from validator.documents.sheets import WORDS, DocumentSheets, sheets_of
from validator.documents.tables.finding import Finder
from validator.documents.tables.found import NOT_FOUND, Doubt
from validator.documents.tables.naming import names_of_all
from validator.files.harmless import cut
from validator.filings.reading import document_filing, no_table
from validator.model.address import position
from validator.model.cells import Cell, CellKind, Place
from validator.model.filing import PREFACE, Filing, Unplaced
from validator.model.form import Role
from validator.readers import Limits
from validator.readers.files import told
from validator.readers.limits import Budget, Refused
from validator.readers.workbook import Sheet, UnreadableWorkbook
from validator.startup.records import replace

LONGEST = 200
MISSING = "是公布的报告，读它要装附加组件 published：pip install 'gouji[published]'。"


def published_filing(data: bytes, path: str, forms: Forms, limits: Limits) -> Filing | None:
    """The filing in a document, None where the bytes are no document. Raises UnreadableWorkbook."""
    try:
        return _read(data, path, forms, limits)
    except UnreadableWorkbook as error:
        error.source = likely_kind(data)
        raise


def unlikely_text(path: str, forms: Forms) -> UnreadableWorkbook:
    """What is said of a text that says nothing of a report."""
    error = no_table(path, forms, is_document=True)
    error.source = "text"
    return error


def _read(data: bytes, path: str, forms: Forms, limits: Limits) -> Filing | None:
    with told(path):
        found = document_in(data, path, forms.form().title_words)
        if found is None:
            return None
        kind, read = found
        budget = Budget(limits, advice={})
        try:
            sheets = sheets_of(read(data, budget), path, names_of_all(forms), budget)
        except ImportError:
            raise Refused(MISSING) from None
    finder, workbook = Finder(sheets.grids), sheets.workbook
    words = report_words(workbook.sheets[WORDS], forms.form())
    filing = document_filing(replace(workbook, sheets={**workbook.sheets, WORDS: words}), forms, finder)
    return _published(_with_preface(filing, words), sheets, finder.doubts, kind)


def _published(filing: Filing, sheets: DocumentSheets, doubts: Mapping[str, Doubt], kind: str) -> Filing:
    """A filing with what is true of documents alone: its tables have names, and not all of it is certain."""
    tables = {name: one.table for name, one in filing.form.indicators.items()}
    unplaced = tuple(_unplaced(filing, doubts))
    gone = {one.indicator for one in unplaced}
    rows = {name: (place.sheet, position(place.cell)[0]) for name, place in filing.places.items()}
    return replace(
        filing,
        source=kind,
        pages={name: sheets.pages[row] for name, row in rows.items() if row in sheets.pages},
        cells={name: cell for name, cell in filing.cells.items() if name not in gone},
        places={
            name: replace(place, sheet=tables.get(name, place.sheet))
            for name, place in filing.places.items()
            if name not in gone
        },
        labels=tuple(replace(one, place=replace(one.place, sheet=one.table)) for one in filing.labels),
        unplaced=unplaced,
    )


def _unplaced(filing: Filing, doubts: Mapping[str, Doubt]) -> Iterator[Unplaced]:
    """The numbers that are not there, and those that nobody can be sure of."""
    for name in filing.form.indicators:
        if name in doubts:
            yield Unplaced(name, cut(doubts[name].seen, LONGEST), doubts[name].reason)
        elif name not in filing.places:
            yield Unplaced(name, "", NOT_FOUND)


def _with_preface(filing: Filing, words: Sheet) -> Filing:
    """With what stands between the title and the first heading, where that is all on one page of words."""
    form = filing.form
    title = filing.places.get(form.name_of(Role.TITLE))
    headings = [place for one in form.sections if (place := filing.places.get(one.heading.name))]
    if title is None or not headings:
        return filing
    first = min(position(one.cell)[0] for one in headings)
    between = [f"A{row}" for row in range(position(title.cell)[0] + 1, first) if f"A{row}" in words.cells]
    if not between:
        return filing
    text = "\n".join(str(words.cells[at].value) for at in between)
    cells, places = {PREFACE: Cell(text, CellKind.TEXT)}, {PREFACE: Place(WORDS, between[0])}
    return replace(filing, cells={**filing.cells, **cells}, places={**filing.places, **places})
