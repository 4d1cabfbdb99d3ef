"""Where each table of the form is in a workbook: by defined names, by the template's addresses, by labels alone.

The three are tried in this order, the labels always have a say: what a person sees beside a figure is what it means.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.files.entry import BadEntry
from validator.filings.known_book import EDITION, KnownBook
from validator.filings.tables.alignment import BELOW, Hints, align, is_filled
from validator.filings.tables.located import Fit, Located, labels_at_home, text_at
from validator.filings.tables.names import most_lead_to
from validator.filings.tables.sequence_alignment import MOST_GUESSES, SIMILAR, alike_to
from validator.filings.tables.shape import shape_of
from validator.filings.tables.views import View
from validator.model.address import position
from validator.model.filing import FoundBy
from validator.model.form import Edition, Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet
from validator.startup.records import replace

ENOUGH_NAMES, ENOUGH_LABELS, AT_HOME = 0.5, 0.5, 0.8
"""The share of a table's names, or of its labels, by which it is known; of its labels at the template's addresses.

Chosen, not measured: the larger part, and where nothing but the address speaks for a table four in five. At 0.35 four
in ten names are enough, at 0.65 six in ten are not (``test_half_of_its_names…``); at 0.4 and 0.6, 0.7 and 0.9 the same
for labels (``test_how_many_of_its_labels…``, both in tests/filings/test_bounds.py)."""
FOREIGN = 0.1
"""What a label of another edition takes from a table's score. At 0.02 figures are read from the wrong lines where
lines were taken out (``test_no_figure_is_taken_for_another…``); up to 0.5 nothing breaks that is tested."""
REPEATED = 0.8
"""The share of the first copy's score from which a second is the table again: at 0.75 one without the labels of seven
rows is, at 0.85 one without five is not (``test_a_copy_with_few_of_its_labels…``)."""
MOST_COPIES = 8
"""That many copies of one table are looked at."""


def locate(book: KnownBook) -> dict[str, Located]:
    """Every table of the form that is in the workbook, each in the edition that it is of."""
    stated = stated_editions(book)
    every = {name: _table(book, name, stated.get(name)) for name in book.form.tables}
    found = {name: one for name, one in every.items() if one is not None}
    if stated and not misstated(book, found):
        return found
    return {name: of_one_edition(book, one, found.values()) for name, one in found.items()}


def of_one_edition(book: KnownBook, one: Located, others: Iterable[Located]) -> Located:
    """A table that is the same in several editions (表四) is of the one that the others are of."""
    every = book.forms.every
    told = {other.table.edition for other in others if not _same_in(other.table, every(other.table.name))}
    like = [table for table in every(one.table.name) if table.edition in told]
    return replace(one, table=like[0]) if len(told) == 1 and like and _same_in(one.table, like) else one


def _same_in(table: Table, others: Iterable[Table]) -> bool:
    return all(shape_of(other) == shape_of(table) for other in others)


def edition_of(located: Mapping[str, Located]) -> Edition:
    """The edition of every table, those that were not found like the others where these agree."""
    used = {name: one.table.edition for name, one in located.items()}
    told = set(used.values())
    return told.pop() if len(told) == 1 else used


def stated_editions(book: KnownBook) -> dict[str, str]:
    """Table -> edition as the template says of itself, empty where it says nothing that is known."""
    text = book.workbook.properties.get(EDITION)
    try:
        form = text and book.forms.form(json.loads(text) if text.startswith("{") else text)
    except (ValueError, BadEntry):
        return {}
    return {name: table.edition for name, table in form.tables.items()} if form else {}


def misstated(book: KnownBook, located: Mapping[str, Located]) -> tuple[str, ...]:
    """The tables that were never of the edition that the template says: neither labels nor names are.

    Where the names are, the labels were pasted over that edition's table, and the template tells the truth.
    """
    found = []
    for name, edition in stated_editions(book).items():
        one = located.get(name)
        said = next((table for table in book.forms.every(name) if table.edition == edition), None)
        if one and said and one.table.edition != edition:
            only = said.indicators.keys() - one.table.indicators.keys()
            if not any(indicator in book.workbook.names for indicator in only):
                found.append(name)
    return tuple(found)


def _table(book: KnownBook, name: str, stated: str | None) -> Located | None:
    every = book.forms.every(name)
    tables = [table for table in every if stated in {None, table.edition}]
    found = _led_there(book, tables)
    if found and found.whole and (_fits(found, stated) or not _foreign_labels(book, found)):
        return found
    more = (_led_there(book, [table]) for table in every if table not in tables)
    others = [*filter(None, more), *(one for table in every for one in _by_labels(book, table))]
    # Of another edition than the template states it may be all the same: that was pasted over it, labels and all.
    likely = [one for one in others if stated in {None, one.table.edition} or one.fit.score >= AT_HOME]
    return best_of(book, (found, *likely), foreign=FOREIGN)


def _led_there(book: KnownBook, tables: Sequence[Table]) -> Located | None:
    found = best_of(book, (_by_names(book, table) for table in tables))
    return found or best_of(book, (_by_addresses(book, table) for table in tables))


def _fits(one: Located, stated: str | None) -> bool:
    """Whether its labels fit well enough: all of them, at home, where other editions had no say. Labels beat marks."""
    return one.fit.score >= AT_HOME and (stated is None or (one.at_home and not one.fit.deviating))


def best_of(book: KnownBook, found: Iterable[Located | None], foreign: float = 0) -> Located | None:
    """The one whose labels fit best; among equals the surer way, then the default edition, then the first.

    `foreign` is what a label of another edition that stands in it takes: it is of that one then, with lines missing.
    """
    ways, default = list(FoundBy), book.forms.default

    def rank(one: Located) -> tuple[float, int, bool]:
        fits = one.fit.score - (foreign * _foreign_labels(book, one) if foreign else 0)
        return -round(fits, 3), ways.index(one.way), one.table.edition != default

    return min(filter(None, found), key=rank, default=None)


def _foreign_labels(book: KnownBook, one: Located) -> int:
    """How many labels that only another edition has, or that are nearer to those, stand in the rows of a table."""
    own = shape_of(one.table).vocabulary
    others = {text for table in book.forms.every(one.table.name) for text in shape_of(table).vocabulary} - own
    view, (top, _, bottom, _) = book.view(one.sheet.name), one.area
    texts = [loose(text) for row in range(top, bottom + 1) for text in view.texts(row).values()]
    odd = [text for text in texts if text not in own | others]
    alike = [(alike_to((text,), others), alike_to((text,), own)) for text in odd[:MOST_GUESSES]]
    return sum(text in others for text in texts) + sum(other > max(mine, SIMILAR) for other, mine in alike)


def _by_names(book: KnownBook, table: Table) -> Located | None:
    """By the defined names of the template, which Excel moves along with their cells."""
    named = {name: place for name in table.indicators if (place := book.named(name))}
    here = Counter(place.sheet for place in named.values() if place.sheet in book.workbook.sheets)
    if not here or here.most_common(1)[0][1] < ENOUGH_NAMES * len(table.indicators):
        return None
    sheet = book.workbook.sheets[here.most_common(1)[0][0]]
    at = {name: place.cell for name, place in named.items() if place.sheet == sheet.name}
    return _led_to(book, table, sheet, at, FoundBy.NAMES)


def _by_addresses(book: KnownBook, table: Table) -> Located | None:
    """At the template's addresses on the sheet of its name, when the labels there match."""
    sheet = book.workbook.sheets.get(table.sheet)
    if sheet is None or _cut_out(table, sheet, book.workbook.names):
        return None
    if labels_at_home(table, sheet).score < AT_HOME:
        return None
    return _led_to(book, table, sheet, shape_of(table).homes, FoundBy.ADDRESSES)


def _led_to(book: KnownBook, table: Table, sheet: Sheet, at: Mapping[str, str], way: FoundBy) -> Located | None:
    """Where the addresses of its numbers lead: every line where the form has it, or along the lines that moved."""
    shape = shape_of(table)
    if at == shape.homes and _stands(book, table, sheet, fit := labels_at_home(table, sheet)):
        rows, columns = ({line: line for line in lines} for lines in shape.lines)
        return Located(table, sheet, way, at, (rows, columns), fit)
    return align(table, book.view(sheet.name), way, _hints(table, sheet, at))


def _by_labels(book: KnownBook, table: Table) -> Iterator[Located]:
    """By its labels alone, on any sheet; a sheet that shows figures goes before one that does not."""
    found = copies_of(book, table)
    for one in found[:1]:
        again = (other for other in found[1:] if other.fit.score >= REPEATED * one.fit.score)
        yield replace(one, again=tuple(other.top for other in again))


def copies_of(book: KnownBook, table: Table) -> list[Located]:
    """Every place where the table stands by its labels, the one to be read first."""
    found: list[Located] = []
    for sheet in book.workbook.sheets.values():
        view = book.view(sheet.name)
        while len(found) < MOST_COPIES and (one := align(table, view, FoundBy.LABELS)):
            if one.fit.score < ENOUGH_LABELS:
                break
            found.append(one)
            view = View(sheet, (*view.without, one.area))
    found.sort(key=_rank)
    return found


def _rank(one: Located) -> tuple[bool, bool, float]:
    filled = any(at in one.sheet.cells for at in one.cells.values())
    return not filled, one.sheet.hidden, -one.fit.score


def _stands(book: KnownBook, table: Table, sheet: Sheet, fit: Fit) -> bool:
    """Whether every line of the table is where the form has it."""
    moved = _moved(fit, book.view(sheet.name)) or slipped(table, sheet)
    return not moved and not (fit.deviating and any(_vacated(table, sheet)))


def _cut_out(table: Table, sheet: Sheet, names: Mapping[str, str]) -> bool:
    """Whether the row of figures that has no label (表四) was deleted: its names say so, and nothing is there."""
    unlabelled = [one for one in table.indicators.values() if one.home[0] in shape_of(table).unlabelled]
    dead = unlabelled and all(names.get(one.name, "").endswith("#REF!") for one in unlabelled)
    return bool(dead) and not any(one.cell in sheet.cells for one in unlabelled)


def _vacated(table: Table, sheet: Sheet) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and the columns of figures in which, at home, neither a figure nor a label of theirs is left."""
    held = [one.home for one in table.indicators.values() if one.cell in sheet.cells]
    held += [label.home for label in table.labels if text_at(sheet, label.cell)]
    (rows, columns), unlabelled = shape_of(table).figures, shape_of(table).unlabelled
    return rows - {row for row, _ in held} - unlabelled, columns - {column for _, column in held}


def _moved(fit: Fit, view: View) -> bool:
    """Whether a label that is not at home stands elsewhere on the sheet: then it was moved, not rewritten."""
    missing = Counter(loose(one.official) for one in fit.deviating)
    if not missing:
        return False
    texts = Counter(loose(text) for row in view.rows.values() for text in row.values())
    wanted = Counter(loose(one.official) for one in fit.labels)
    return any(texts[text] > wanted[text] - missing[text] for text in missing)


def slipped(table: Table, sheet: Sheet) -> bool:
    """Whether a row of figures without a label (表四) is blank and one below it is not."""
    for heads in shape_of(table).heads:
        for row in shape_of(table).unlabelled.intersection(heads.rows):
            below = (is_filled(sheet, one, heads.columns) for one in range(row + 1, row + BELOW))
            if not is_filled(sheet, row, heads.columns) and any(below):
                return True
    return False


def _hints(table: Table, sheet: Sheet, at: Mapping[str, str]) -> Hints:
    """The lines on which most of the names of a row, or of a column, stand; not where nothing is left of a line."""
    moved = any(cell != table.indicators[name].cell for name, cell in at.items())
    gone = (frozenset[int](), frozenset[int]()) if moved else _vacated(table, sheet)
    pairs = [(table.indicators[name].home, position(cell)) for name, cell in at.items()]
    rows, columns = (
        most_lead_to((home[axis], now[axis]) for home, now in pairs if home[axis] not in gone[axis]) for axis in (0, 1)
    )
    return Hints(rows, columns, moved)
