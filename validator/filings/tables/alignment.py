"""A table found by its labels: its lines aligned with the lines of a sheet, whatever stands in between.

Rows are aligned first, then the columns under each row of heads. Where a line may have been known before (`hints`: by
defined names, by the template's addresses) that counts for a label that deviates. Order settles what the text cannot:
「其他」 and 「总计」 stand twice in 表三.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from validator.filings.tables.located import Located, fit_of, found_label
from validator.filings.tables.sequence_alignment import REACH, SIMILAR, Lines, aligned, alike_to
from validator.filings.tables.shape import Heads, Shape, shape_of
from validator.filings.tables.views import View
from validator.model.address import Corners, address, addresses, corners, size
from validator.model.cells import CellKind
from validator.model.filing import FoundBy, FoundLabel
from validator.model.form import Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet
from validator.startup.records import dataclass, field

LAST_COLUMN, LARGEST_MERGE = 16_384, 400
"""The last column of a sheet, and cells of a merged range that one figure may take."""
BELOW = 10
"""How far below its heads a row of figures without a label is looked for: nine blank lines are passed, at 9 eight, at
11 ten (``test_how_far_below_its_heads…``). Found by trying, as the next number; tests/filings/test_bounds.py."""
MOST_STRAYS = 32
"""Parts of rows that are put aside while a table is looked for: a sheet with more is no report, and takes too long."""
SEVERAL = 3
"""How many cells make a row of figures without a number. At 2 a note of two cells is one
(``test_a_note_of_two_cells…``), at 4 a row of three placeholders is none (``test_three_cells_of_anything…``)."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Where rows and columns of the form were found by other means.

    `moved`: names followed their cells there; else it is where the template has them.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    moved: bool = False


NO_HINTS = Hints()
ByHeads = Mapping[int, Mapping[int, int]]
"""Form column -> column under the heads that end in each row of the form."""


def align(table: Table, view: View, way: FoundBy, hints: Hints = NO_HINTS) -> Located | None:
    """The table on that sheet, None where none of its labels or none of its numbers is there."""
    search = _Search(table, shape_of(table), view, way, hints)
    search.rows.update(search.labelled_rows())
    return search.located() if search.rows else None


@dataclass(frozen=True, slots=True)
class _Search:
    """One table looked for on one sheet; `rows` are those found, with their labels first."""

    table: Table
    shape: Shape
    view: View
    way: FoundBy
    hints: Hints
    rows: dict[int, int] = field(default_factory=dict)

    def located(self) -> Located | None:
        labels = self._label_columns()
        by_heads = {heads.bottom: self._columns(heads, max(labels.values(), default=0)) for heads in self.shape.heads}
        strays = self._strays(by_heads) if len(self.view.without) < MOST_STRAYS else []
        if strays:
            return align(self.table, View(self.view.sheet, (*self.view.without, *strays)), self.way, self.hints)
        for heads in self.shape.heads:
            self._find_unlabelled(heads, by_heads[heads.bottom].values())
        columns = labels | {column: now for found in by_heads.values() for column, now in found.items()}
        _put_between_known(columns, self.shape.lines[1] - self.shape.figures[1])
        cells, fit = dict(self._cells(by_heads)), fit_of(self.table, self._labels(by_heads, columns))
        return Located(self.table, self.view.sheet, self.way, cells, (self.rows, columns), fit) if cells else None

    def _cells(self, by_heads: ByHeads) -> Iterator[tuple[str, str]]:
        """The address of each number; those whose row or column is gone are left out."""
        sheet = self.view.sheet
        merged = merged_corners(sheet, self.rows.values())
        for name, one in self.table.indicators.items():
            row, column = one.home
            now = self.rows.get(row), by_heads[self.shape.heads_of(row).bottom].get(column)
            if now[0] and now[1]:
                at = address(now[0], now[1])
                yield name, at if at in sheet.cells else merged.get(at, at)

    def _labels(self, by_heads: ByHeads, columns: Mapping[int, int]) -> Iterator[FoundLabel]:
        """Each label in its own row: where its text stands just once, else at its own column.

        Labels of lines that are gone are left out, and by labels alone the heads that are not there: others lay out
        their tables without some of them.
        """
        of_columns = {label for member in self.table.columns for label in member.labels}
        for label in self.table.labels:
            row, column = label.home
            texts = self.view.texts(self.rows.get(row)).items()
            same = [one for one, text in texts if loose(text) == loose(label.text)]
            heads = by_heads.get(min((one for one in by_heads if one >= row), default=0), {})
            at = same[0] if len(same) == 1 else (heads if label in of_columns else columns).get(column)
            if at and row in self.rows:
                found = found_label(self.table, label, self.view.sheet, address(self.rows[row], at))
                if found.found or self.way is not FoundBy.LABELS or label not in self.table.heads:
                    yield found

    def labelled_rows(self) -> dict[int, int]:
        """Form row -> row, of all rows with labels."""
        labels, texts = self.shape.labels, {row: found.values() for row, found in self.view.rows.items()}
        known = {row: now for row, now in self.hints.rows.items() if row in labels}
        lines = {*self.view.rows_with(self.shape.vocabulary), *(texts.keys() & known.values())}
        return aligned(Lines(labels, texts, known, self.hints.moved), sorted(lines))

    def _label_columns(self) -> dict[int, int]:
        """Form column -> column for those that hold labels only: where most of their labels stand."""
        votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for label in self.table.labels:
            row, column = label.home
            if column not in self.shape.figures[1]:
                texts = self.view.texts(self.rows.get(row))
                votes[column].update(place for place, text in texts.items() if loose(text) == loose(label.text))
        return {column: min(found, key=lambda one: (-found[one], one)) for column, found in votes.items() if found}

    def _columns(self, heads: Heads, edge: int) -> dict[int, int]:
        """Form column -> column under one row of heads; hints do not lead to where labels stand, up to `edge`."""
        texts: defaultdict[int, list[str]] = defaultdict(list)
        for row in self._band(heads):
            for column, text in self.view.texts(row).items():
                texts[column].append(text)
        known = {column: now for column, now in self.hints.columns.items() if column in heads.columns and now > edge}
        for column in known.values():
            texts.setdefault(column, [])
        told = [  # the head above that tells a label from its like is a label as well
            (column, now)
            for column, (row, head) in heads.over.items()
            for now in _under(head, self.view.texts(self.rows.get(row)), texts)
        ]
        return aligned(Lines(heads.columns, texts, known, self.hints.moved), sorted(texts), told)

    def _band(self, heads: Heads) -> range:
        """The rows of the sheet where these heads may stand: after what is above them, before the figures."""
        labelled = [(row, self.rows[row]) for row in self.shape.labels if row in self.rows]
        above = max((now for row, now in labelled if row < heads.top), default=0)
        own = [now for row, now in labelled if heads.top <= row <= heads.bottom]
        below = min((now for row, now in labelled if row > heads.bottom), default=0)
        last = below - 1 if below else max(own, default=above + REACH)
        first = above + 1 if above else min(own, default=last) - REACH
        return range(max(first, 1), last + 1)

    def _strays(self, by_heads: ByHeads) -> list[Corners]:
        """The parts of rows whose label was seen where figures belong: a head of the next table, not this row."""
        found = []
        for heads in self.shape.heads:
            first, labels = min(by_heads[heads.bottom].values(), default=0), self.shape.labels
            for row in set(heads.rows) & labels.keys() & self.rows.keys():
                now = self.rows[row]
                texts = self.view.texts(now).items()
                before = [text for column, text in texts if column < first]
                after = [text for column, text in texts if column >= first]
                if first and alike_to(labels[row], before) < SIMILAR <= alike_to(labels[row], after):
                    found.append((now, first, now, LAST_COLUMN))
        return found

    def _find_unlabelled(self, heads: Heads, columns: Iterable[int]) -> None:
        """A row of figures without a label of its own (表四) stands below its heads, where something is filled in.

        Where nothing is, it is where it was known to be; else it is gone.
        """
        sheet = self.view.sheet
        own = [self.rows[row] for row in self.shape.labels if row <= heads.bottom and row in self.rows]
        for row in self.shape.unlabelled.intersection(heads.rows) if own else ():
            first = _last_row(sheet, max(own)) + 1
            known = self.hints.rows.get(row)
            near = (max(known or first, first), *range(first, first + BELOW))
            now = next((one for one in near if is_filled(sheet, one, columns)), known and near[0])
            if now is not None:
                self.rows[row] = now


def _under(head: str, texts: Mapping[int, str], lines: Iterable[int]) -> list[int]:
    """The columns below a head: from its own to that of the next one in its row."""
    starts = sorted(texts)
    return [
        line for line in lines if (at := bisect_right(starts, line)) and loose(texts[starts[at - 1]]) == loose(head)
    ]


def is_filled(sheet: Sheet, row: int, columns: Iterable[int]) -> bool:
    """Whether these cells of a row look filled in: a number among them, or several of anything; a note is one text."""
    held = [cell for column in columns if (cell := sheet.cells.get(address(row, column)))]
    return len(held) >= SEVERAL or any(cell.kind is CellKind.NUMBER or cell.formula is not None for cell in held)


def _last_row(sheet: Sheet, row: int) -> int:
    """The last row of the heads that begin in `row`: they may be merged downward."""
    areas = (corners(area) for area in sheet.merged)
    return max((bottom for top, _, bottom, _ in areas if top == row and bottom - top <= REACH), default=row)


def _put_between_known(columns: dict[int, int], wanted: Iterable[int]) -> None:
    """A column whose labels all deviate is beside its neighbour, unless another column is there."""
    for column in sorted(set(wanted) - set(columns)):
        near = min(columns, key=lambda one: (abs(one - column), one), default=None)
        if near is None:
            return
        guess = columns[near] + column - near
        before = max((now for one, now in columns.items() if one < column), default=0)
        after = min((now for one, now in columns.items() if one > column), default=guess + 1)
        if before < guess < after:
            columns[column] = guess


def merged_corners(sheet: Sheet, rows: Iterable[int]) -> dict[str, str]:
    """Every cell of the small merged ranges in these rows -> the range's first cell, which holds the content."""
    wanted, found = set(rows), dict[str, str]()
    for area in map(corners, sheet.merged):
        top, left, bottom, _ = area
        if size(area) <= LARGEST_MERGE and not wanted.isdisjoint(range(top, bottom + 1)):
            found |= dict.fromkeys(addresses(area), address(top, left))
    return found
