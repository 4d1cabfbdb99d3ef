"""A published report as a filing: tables called as the form calls them, and where each cell stands in the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from validator.catalogue.forms import Forms
from validator.documents.kinds import document_in
from validator.documents.sheets import WORDS, DocumentSheets, sheets_of
from validator.files.harmless import cut
from validator.filings.reading import filing_of
from validator.model.address import corners, position
from validator.model.bilingual import Bilingual
from validator.model.cells import Cell, CellKind, Place
from validator.model.filing import PREFACE, DamageKind, Filing, FoundLabel, Unplaced
from validator.model.form import Indicator, Label, Role
from validator.model.labels import similarity
from validator.model.shown import shown
from validator.readers import Limits
from validator.readers.files import told
from validator.readers.limits import Budget, Refused
from validator.readers.workbook import Sheet
from validator.startup.records import replace

NOT_FOUND = Bilingual("没有找到它的行或列", "its row or column was not found")
NOT_CERTAIN = Bilingual("这一行的格数与表头对不上，不知道哪个数是哪一列的", "its row has other cells than the heads")
TWICE = Bilingual("这张表出现不止一次，不知道以哪一张为准", "the table is there more than once")
MERGED = Bilingual("几格合并成一格，不知道这个数是哪一格的", "its cell is merged with that of another number")
NOT_LABELLED = Bilingual("它的行、列标签没有找到，或者写的不是它", "the labels of its row and column were not found")
ALIKE = 0.75
"""How alike a label has to be to what the form says: at that the misspelt ones of real pages are."""
LONGEST = 200
MISSING = "是公布的报告，读它要装附加组件 published：pip install 'gouji[published]'。"


def published_filing(data: bytes, path: str, forms: Forms, limits: Limits) -> Filing | None:
    """The filing in a document, None where the bytes are no document. Raises UnreadableWorkbook."""
    with told(path):
        found = document_in(data)
        if found is None:
            return None
        kind, read = found
        budget = Budget(limits)
        try:
            sheets = sheets_of(read(data, budget), path, budget)
        except ImportError:
            raise Refused(MISSING) from None
    return _published(filing_of(sheets.workbook, forms), sheets, kind)


def _published(filing: Filing, sheets: DocumentSheets, kind: str) -> Filing:
    """A filing with what is true of documents alone: nothing of it can be damaged, and not all of it is certain."""
    filing = _with_preface(filing, sheets.workbook.sheets[WORDS])
    rows = {name: (place.sheet, position(place.cell)[0]) for name, place in filing.places.items()}
    named = {rows[name][0]: one.table for name, one in filing.form.indicators.items() if name in rows}
    unplaced = tuple(_unplaced(filing, {name: sheets.unsure.get(row) for name, row in rows.items()}))
    gone = {one.indicator for one in unplaced}
    return replace(
        filing,
        source=kind,
        pages={name: sheets.pages[row] for name, row in rows.items() if row in sheets.pages},
        cells={name: cell for name, cell in filing.cells.items() if name not in gone},
        places={name: _moved(place, named) for name, place in filing.places.items() if name not in gone},
        labels=tuple(replace(one, place=_moved(one.place, named)) for one in filing.labels),
        sheet_names=tuple(named.get(name, name) for name in filing.sheet_names),
        damage=(),
        unplaced=unplaced,
    )


def _unplaced(filing: Filing, unsure: Mapping[str, str | None]) -> Iterator[Unplaced]:
    """The numbers that are not there, and those that nobody can be sure of."""
    twice = {one.sheet for one in filing.damage if one.kind is DamageKind.REPEATED_TABLE}
    shared = Counter(filing.places[name] for name in filing.form.indicators if name in filing.places)
    found = defaultdict[tuple[str, str], list[FoundLabel]](list)
    for label in filing.labels:
        found[label.table, label.official].append(label)

    def doubt(name: str, one: Indicator) -> Bilingual | None:
        if filing.form.tables[one.table].sheet in twice:
            return TWICE
        if shared[filing.places[name]] > 1:
            return MERGED
        return None if _is_labelled(filing, name, found) else NOT_LABELLED

    for name, one in filing.form.indicators.items():
        if name not in unsure:
            yield Unplaced(name, "", NOT_FOUND)
        elif (seen := unsure[name]) is not None:
            yield Unplaced(name, cut(seen, LONGEST), NOT_CERTAIN)
        elif why := doubt(name, one):
            yield Unplaced(name, cut(shown(filing.cell(name).value), LONGEST), why)


def _is_labelled(filing: Filing, name: str, found: Mapping[tuple[str, str], list[FoundLabel]]) -> bool:
    """Whether the labels of its row and column, and the head above columns of like names, stand where they belong."""
    one = filing.form.indicators[name]
    table = filing.form.tables[one.table]
    of_row = [label for member in table.rows if member.name == one.row for label in member.labels]
    of_column = [label for member in table.columns if member.name == one.column for label in member.labels]
    heads = [] if of_row else [head for head in table.heads if _stands_above(head, one)]
    wanted = Counter(label.text for label in (*of_row, *of_column, *heads))
    return all(
        len(found[table.name, text]) >= count and all(map(_reads_so, found[table.name, text]))
        for text, count in wanted.items()
    )


def _stands_above(head: Label, one: Indicator) -> bool:
    _, left, bottom, right = corners(head.at)
    return bottom < one.home[0] and left <= one.home[1] <= right


def _reads_so(label: FoundLabel) -> bool:
    return similarity(label.found, label.official) >= ALIKE


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


def _moved(place: Place, named: Mapping[str, str]) -> Place:
    return replace(place, sheet=named.get(place.sheet, place.sheet))
