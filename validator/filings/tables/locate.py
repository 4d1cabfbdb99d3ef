"""Where each table of the form is in a workbook: by defined names, by the template's addresses, by labels alone.

The three are tried in this order, the labels always have a say: what a person sees beside a figure is what it means.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from validator.catalogue.forms import LATEST, editions, load_form
from validator.files.entry import BadEntry
from validator.filings.tables.alignment import BELOW, Alignment, Hints, align, is_filled
from validator.filings.tables.label_fit import Fit, labels_along, labels_at_home, text_at
from validator.filings.tables.laying import MOST_GUESSES, SIMILAR, similarity
from validator.filings.tables.names import place_of
from validator.filings.tables.shape import shape_of
from validator.filings.tables.views import View, Views
from validator.model.address import address, position
from validator.model.cells import Place
from validator.model.filing import FoundBy, FoundLabel
from validator.model.form import Edition, Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet, Workbook

ENOUGH_NAMES, ENOUGH_LABELS, AT_HOME = 0.5, 0.5, 0.8
"""The share of a table's names, or of its labels, by which it is known; of its labels at the template's addresses."""
FOREIGN = 0.1
"""What a label of another edition counts against a table's own."""
REPEATED = 0.8
"""What a second table needs of the first one's share of labels to be the same table again."""


@dataclass(frozen=True, slots=True)
class Located:
    """One table of the form in a workbook: how it was found, and the address of each number that is there.

    `rows` and `columns` say where each line of the form is now. `again` are places where the same table stands too.
    """

    table: Table
    sheet: str
    way: FoundBy
    cells: Mapping[str, str]
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    fit: Fit
    again: tuple[Place, ...] = ()

    @property
    def labels(self) -> tuple[FoundLabel, ...]:
        """Its labels as found."""
        return self.fit.labels

    def holds(self, at: str) -> bool:
        """Whether a cell of its sheet is within its outermost lines."""
        row, column = position(at)
        rows, columns = self.rows.values(), self.columns.values()
        return min(rows) <= row <= max(rows) and min(columns) <= column <= max(columns)


def locate(search: Views) -> dict[str, Located]:
    """Every table of the form that is in the workbook, each in the edition that it is of."""
    stated = stated_editions(search.workbook)
    every = {name: _table(search, name, stated.get(name)) for name in load_form().tables}
    found = {name: one for name, one in every.items() if one is not None}
    return found if stated else {name: _of_one_edition(one, found.values()) for name, one in found.items()}


def _of_one_edition(one: Located, others: Iterable[Located]) -> Located:
    """A table that is the same in several editions (表四) is of the one that the others are of."""
    told = {other.table.edition for other in others if not _same_in(other.table, editions())}
    if len(told) != 1 or not _same_in(one.table, told):
        return one
    return replace(one, table=load_form(told.pop()).tables[one.table.name])


def _same_in(table: Table, wanted: Iterable[str]) -> bool:
    return all(shape_of(load_form(edition).tables[table.name]) == shape_of(table) for edition in wanted)


def edition_of(located: Mapping[str, Located]) -> Edition:
    """The edition of every table, those that were not found like the others where these agree."""
    used = {name: one.table.edition for name, one in located.items()}
    told = set(used.values())
    return told.pop() if len(told) == 1 else used


def stated_editions(workbook: Workbook) -> dict[str, str]:
    """Table -> edition as the template says of itself, empty where it says nothing that is known."""
    text = workbook.properties.get("gouji_edition", "")
    try:
        form = load_form(json.loads(text) if text.startswith("{") else text)
    except (ValueError, BadEntry):
        return {}
    return {name: table.edition for name, table in form.tables.items()}


def _table(search: Views, name: str, stated: str | None) -> Located | None:
    wanted = [stated] if stated else sorted(editions(), reverse=True)
    tables = [load_form(edition).tables[name] for edition in wanted]
    found = _best(one for table in tables for one in (_by_names(search, table),) if one)
    if found is None:
        found = _best(one for table in tables for one in (_by_addresses(search, table),) if one)
    every = [load_form(edition).tables[name] for edition in editions()]
    whole = found is not None and len(found.cells) == len(found.table.indicators)
    if found and whole and (found.fit.score >= AT_HOME or not _foreign_labels(search, found, every)):
        return found
    others = [one for table in every for one in _by_labels(search, table) if _may_be(one, stated)]
    return _best((one for one in (found, *others) if one), lambda one: _foreign_labels(search, one, every))


def _may_be(one: Located, stated: str | None) -> bool:
    """Whether a table is of its edition although the template states another: all of that was pasted over it."""
    return stated in {None, one.table.edition} or one.fit.score >= AT_HOME


def _best(found: Iterable[Located], foreign: Callable[[Located], int] = lambda _: 0) -> Located | None:
    """The one whose labels fit best; among equals the surer way, then the latest edition, then the first.

    `foreign` counts labels of another edition that stand in the table: it is of that one then, with lines missing.
    """
    ways = list(FoundBy)
    return min(
        found,
        key=lambda one: (
            round(FOREIGN * foreign(one) - one.fit.score, 3),
            ways.index(one.way),
            one.table.edition != LATEST,
        ),
        default=None,
    )


def _foreign_labels(search: Views, one: Located, every: Iterable[Table]) -> int:
    """How many labels that only another edition has, or that are nearer to those, stand in the rows of a table."""
    own = shape_of(one.table).vocabulary
    others = {text for table in every for text in shape_of(table).vocabulary} - own
    rows = search.of(one.sheet).rows
    within = range(min(one.rows.values()), max(one.rows.values()) + 1)
    texts = [loose(text) for row in within for text in rows.get(row, {}).values()]
    odd = [text for text in texts if text not in own | others]
    nearer = sum(_nearest(text, others) > max(_nearest(text, own), SIMILAR) for text in odd[:MOST_GUESSES])
    return sum(text in others for text in texts) + nearer


def _nearest(text: str, labels: Iterable[str]) -> float:
    return max((similarity(text, label) for label in labels), default=0.0)


def _by_names(search: Views, table: Table) -> Located | None:
    """By the defined names of the template, which Excel moves along with their cells."""
    names, sheets = search.workbook.names, search.workbook.sheets
    named = {name: place for name in table.indicators if (place := place_of(names.get(name, "")))}
    here = Counter(place.sheet for place in named.values() if place.sheet in sheets)
    if not here or here.most_common(1)[0][1] < ENOUGH_NAMES * len(table.indicators):
        return None
    sheet = sheets[here.most_common(1)[0][0]]
    at = {name: place.cell for name, place in named.items() if place.sheet == sheet.name}
    if len(at) == len(table.indicators) and all(at[name] == one.cell for name, one in table.indicators.items()):
        fit = labels_at_home(table, sheet)
        if _stands(table, sheet, fit, search):
            return _at_home(table, sheet, FoundBy.NAMES, fit)
    return _along(search, table, sheet, _hints(table, sheet, at), FoundBy.NAMES)


def _by_addresses(search: Views, table: Table) -> Located | None:
    """At the template's addresses on the sheet of its name, when the labels there match."""
    sheet = search.workbook.sheets.get(table.sheet)
    if sheet is None or _cut_out(table, sheet, search.workbook.names):
        return None
    fit = labels_at_home(table, sheet)
    if fit.score < AT_HOME:
        return None
    if _stands(table, sheet, fit, search):
        return _at_home(table, sheet, FoundBy.ADDRESSES, fit)
    at = {name: one.cell for name, one in table.indicators.items()}
    return _along(search, table, sheet, _hints(table, sheet, at), FoundBy.ADDRESSES)


def _by_labels(search: Views, table: Table) -> Iterator[Located]:
    """By its labels alone, on any sheet; a sheet that shows figures goes before one that does not."""
    found: list[Located] = []
    for sheet in search.workbook.sheets.values():
        view, taken = search.of(sheet.name), list[str]()
        while len(found) < _MOST and (alignment := align(table, view)):
            one = _laid(alignment, FoundBy.LABELS)
            if one.fit.score < ENOUGH_LABELS or not one.cells:
                break
            found.append(one)
            taken.append(_area(one))
            view = View(sheet, taken)
    found.sort(key=lambda one: _rank(search.workbook.sheets[one.sheet], one))
    for one in found[:1]:
        again = (other for other in found[1:] if other.fit.score >= REPEATED * one.fit.score)
        yield replace(one, again=tuple(_top(other) for other in again))


def _area(one: Located) -> str:
    """The cells between the outermost lines of a table."""
    rows, columns = one.rows.values(), one.columns.values()
    return f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"


_MOST = 8
"""That many copies of one table are looked at."""


def _rank(sheet: Sheet, one: Located) -> tuple[bool, bool, float]:
    filled = any(at in sheet.cells for at in one.cells.values())
    return not filled, sheet.hidden, -one.fit.score


def _top(one: Located) -> Place:
    """Where a table begins."""
    return one.labels[0].place


def _stands(table: Table, sheet: Sheet, fit: Fit, search: Views) -> bool:
    """Whether every line of the table is where the form has it."""
    return not (_moved(fit, search, sheet) or _slipped(table, sheet) or (fit.deviating and any(_vacated(table, sheet))))


def _cut_out(table: Table, sheet: Sheet, names: Mapping[str, str]) -> bool:
    """Whether the row of figures that has no label (表四) was deleted: its names say so, and nothing is there."""
    unlabelled = [name for name, one in table.indicators.items() if position(one.cell)[0] in _unlabelled_rows(table)]
    dead = unlabelled and all(names.get(name, "").endswith("#REF!") for name in unlabelled)
    return bool(dead) and not any(table.indicators[name].cell in sheet.cells for name in unlabelled)


def _unlabelled_rows(table: Table) -> set[int]:
    rows = {position(one.cell)[0] for one in table.indicators.values()}
    return rows - {position(label.at.partition(":")[0])[0] for label in table.labels}


def _vacated(table: Table, sheet: Sheet) -> tuple[set[int], set[int]]:
    """The rows and the columns of figures in which, at home, neither a figure nor a label of theirs is left."""
    held = [position(one.cell) for one in table.indicators.values() if one.cell in sheet.cells]
    rows, columns = {row for row, _ in held}, {column for _, column in held}
    for label in table.labels:
        if text_at(sheet, at := label.at.partition(":")[0]):
            rows.add(position(at)[0])
            columns.add(position(at)[1])
    homes = [position(one.cell) for one in table.indicators.values()]
    return {row for row, _ in homes} - rows - _unlabelled_rows(table), {column for _, column in homes} - columns


def _moved(fit: Fit, search: Views, sheet: Sheet) -> bool:
    """Whether a label that is not at home stands elsewhere on the sheet: then it was moved, not rewritten."""
    missing = {loose(one.official) for one in fit.deviating}
    if not missing:
        return False
    texts = Counter(loose(text) for row in search.of(sheet.name).rows.values() for text in row.values())
    wanted = Counter(loose(one.official) for one in fit.labels)
    at_home = Counter(loose(one.official) for one in fit.labels if one not in fit.deviating)
    return any(texts[text] > at_home[text] for text in missing if wanted[text] > at_home[text])


def _slipped(table: Table, sheet: Sheet) -> bool:
    """Whether a row of figures without a label (表四) is blank and one below it is not."""
    shape = shape_of(table)
    labelled = {row for row, _ in shape.rows}
    for group in shape.groups:
        columns = [column for column, _ in group.columns]
        for row in set(group.rows) - labelled:
            below = range(row + 1, row + BELOW)
            if not is_filled(sheet, row, columns) and any(is_filled(sheet, one, columns) for one in below):
                return True
    return False


def _at_home(table: Table, sheet: Sheet, way: FoundBy, fit: Fit) -> Located:
    """Every line where the form has it."""
    cells = {name: one.cell for name, one in table.indicators.items()}
    rows, columns = _lines(table)
    return Located(table, sheet.name, way, cells, rows, columns, fit)


def _lines(table: Table) -> tuple[dict[int, int], dict[int, int]]:
    places = [position(label.at.partition(":")[0]) for label in table.labels]
    places += [position(one.cell) for one in table.indicators.values()]
    return {row: row for row, _ in places}, {column: column for _, column in places}


def _along(search: Views, table: Table, sheet: Sheet, hints: Hints, way: FoundBy) -> Located | None:
    alignment = align(table, search.of(sheet.name), hints)
    return _laid(alignment, way) if alignment and alignment.cells() else None


def _laid(alignment: Alignment, way: FoundBy) -> Located:
    fit = labels_along(alignment, heads=way is not FoundBy.LABELS)
    sheet = alignment.sheet.name
    return Located(alignment.table, sheet, way, alignment.cells(), alignment.rows, alignment.columns, fit)


def _hints(table: Table, sheet: Sheet, at: Mapping[str, str]) -> Hints:
    """The lines on which most of the names of a row, or of a column, stand; not where nothing is left of a line."""
    rows: dict[int, Counter[int]] = {}
    columns: dict[int, Counter[int]] = {}
    moved = any(cell != table.indicators[name].cell for name, cell in at.items())
    gone_rows, gone_columns = (set[int](), set[int]()) if moved else _vacated(table, sheet)
    for name, cell in at.items():
        (row, column), (row_now, column_now) = position(table.indicators[name].cell), position(cell)
        if row not in gone_rows:
            rows.setdefault(row, Counter())[row_now] += 1
        if column not in gone_columns:
            columns.setdefault(column, Counter())[column_now] += 1
    return Hints(_most(rows), _most(columns), moved)


def _most(lines: Mapping[int, Counter[int]]) -> dict[int, int]:
    return {line: votes.most_common(1)[0][0] for line, votes in lines.items()}
