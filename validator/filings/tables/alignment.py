"""A table found by its labels: its lines laid along the lines of a sheet, in order, whatever stands in between.

Rows are laid first, then the columns under each row of heads. Where a line may have been known before (`hints`: by
defined names, by the template's addresses) that counts for a label that deviates. Order settles what the text cannot:
「其他」 and 「总计」 stand twice in 表三.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from validator.filings.tables.laying import REACH, SIMILAR, Items, alike_to, laid_along, scores
from validator.filings.tables.shape import Group, Shape, shape_of
from validator.filings.tables.views import View
from validator.model.address import address, corners, position
from validator.model.cells import CellKind
from validator.model.form import Table
from validator.model.labels import loose
from validator.readers.workbook import Sheet

HEADED = 0.7
"""Worth of the head above a label that tells it from its like; an equal label is worth 1."""
LAST_COLUMN, LARGEST_MERGE = 16_384, 400
"""The last column of a sheet, and cells of a merged range that one figure may take."""
BELOW, SEVERAL = 10, 3
"""How far below its heads a row of figures is looked for, and how many cells make one without a number."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Where rows and columns of the form were found by other means.

    `moved`: names followed their cells there; else it is where the template has them.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    moved: bool = False


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Alignment:
    """The lines of a table on a sheet: form row -> row, form column -> column (per group of heads, and overall)."""

    table: Table
    view: View
    rows: Mapping[int, int]
    groups: Mapping[int, Mapping[int, int]]
    columns: Mapping[int, int]

    @property
    def sheet(self) -> Sheet:
        """The sheet that the table is on."""
        return self.view.sheet

    def cells(self) -> dict[str, str]:
        """The address of each number; those whose row or column is gone are left out."""
        shape, merged, found = shape_of(self.table), merged_corners(self.sheet, self.rows.values()), {}
        for name, one in self.table.indicators.items():
            row, column = position(one.cell)
            group = shape.group_of(row)
            now = self.rows.get(row), self.groups[group.bottom].get(column)
            if now[0] and now[1]:
                at = address(now[0], now[1])
                found[name] = at if at in self.sheet.cells else merged.get(at, at)
        return found


def align(table: Table, view: View, hints: Hints = NO_HINTS) -> Alignment | None:
    """The table on that sheet, None where none of its labels is there."""
    shape = shape_of(table)
    rows = _rows(shape, view, hints)
    if not rows:
        return None
    labels = _label_columns(table, view, rows)
    groups: dict[int, dict[int, int]] = {}
    for group in shape.groups:
        groups[group.bottom] = _columns(group, shape, view, rows, _right_of(labels, hints))
    if strays := _strays(shape, view, rows, groups):
        return align(table, View(view.sheet, (*view.without, *strays)), hints)
    for group in shape.groups:
        _unlabelled(group, shape, view.sheet, rows, groups[group.bottom], hints)
    columns = labels | {column: now for found in groups.values() for column, now in found.items()}
    _between_known(columns, {position(label.at.partition(":")[0])[1] for label in table.labels} - _figures(table))
    return Alignment(table, view, rows, groups, columns)


def _strays(shape: Shape, view: View, rows: Mapping[int, int], groups: Mapping[int, Mapping[int, int]]) -> list[str]:
    """The parts of rows whose label was seen where figures belong: a head of the next table (总计), not this row."""
    found, labels = [], dict(shape.rows)
    for group in shape.groups:
        first = min(groups[group.bottom].values(), default=0)
        for row in set(group.rows) & labels.keys() & rows.keys():
            texts = view.rows.get(rows[row], {})
            before = [text for column, text in texts.items() if column < first]
            after = [text for column, text in texts.items() if column >= first]
            if first and alike_to(labels[row], before) < SIMILAR <= alike_to(labels[row], after):
                found.append(f"{address(rows[row], first)}:{address(rows[row], LAST_COLUMN)}")
    return found


def _figures(table: Table) -> set[int]:
    """The columns of the form that hold figures."""
    return {position(one.cell)[1] for one in table.indicators.values()}


def _label_columns(table: Table, view: View, rows: Mapping[int, int]) -> dict[int, int]:
    """Form column -> column for those that hold labels only: where most of their labels stand."""
    figures = _figures(table)
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for label in table.labels:
        row, column = position(label.at.partition(":")[0])
        if column not in figures:
            texts = view.rows.get(rows.get(row, 0), {})
            votes[column].update(place for place, text in texts.items() if loose(text) == loose(label.text))
    return {column: min(found, key=lambda one: (-found[one], one)) for column, found in votes.items() if found}


def _right_of(labels: Mapping[int, int], hints: Hints) -> Hints:
    """The hints that do not lead to where labels stand: figures are right of them."""
    edge = max(labels.values(), default=0)
    return Hints(hints.rows, {column: now for column, now in hints.columns.items() if now > edge}, hints.moved)


def _rows(shape: Shape, view: View, hints: Hints) -> dict[int, int]:
    """Form row -> row, of all rows with labels."""
    known = {row: hints.rows[row] for row, _ in shape.rows if row in hints.rows}
    lines = sorted({*view.rows_with(shape.vocabulary), *(line for line in known.values() if line in view.rows)})
    score = scores([texts for _, texts in shape.rows], {line: view.rows[line].values() for line in lines})
    labels = dict(shape.rows)

    def alike(row: int, at: int) -> float:
        return alike_to(labels[row], view.rows.get(at, {}).values())

    items = Items(tuple(labels), known, sorted(view.rows), alike)
    return laid_along(items, lines, score, moved=hints.moved)


def _columns(group: Group, shape: Shape, view: View, rows: Mapping[int, int], hints: Hints) -> dict[int, int]:
    """Form column -> column under one row of heads."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for row in _band(group, shape, rows):
        for column, text in view.rows.get(row, {}).items():
            texts[column].append(text)
    known = {column: hints.columns[column] for column, _ in group.columns if column in hints.columns}
    for column in known.values():
        texts.setdefault(column, [])
    lines = sorted(texts)
    score = scores([(text,) for _, text in group.columns], texts)
    order = {column: index for index, (column, _) in enumerate(group.columns)}
    for column, (row, head) in group.over.items():
        for line in _under(head, view.rows.get(rows.get(row, 0), {}), lines):
            if (order[column], line) in score:
                score[order[column], line] += HEADED
    labels = dict(group.columns)
    items = Items(tuple(labels), known, lines, lambda column, line: alike_to((labels[column],), texts[line]))
    return laid_along(items, lines, score, moved=hints.moved)


def _under(head: str, texts: Mapping[int, str], lines: Iterable[int]) -> list[int]:
    """The columns below a head: from its own to that of the next one in its row."""
    starts = sorted(texts)
    return [line for line in lines if (at := bisect_right(starts, line)) and loose(texts[starts[at - 1]]) == head]


def _band(group: Group, shape: Shape, rows: Mapping[int, int]) -> range:
    """The rows of a sheet where the heads of a group may stand: after what is above them, before the figures."""
    labelled = [row for row, _ in shape.rows]
    above = [rows[row] for row in labelled if row < group.top and row in rows]
    heads = [rows[row] for row in labelled if group.top <= row <= group.bottom and row in rows]
    below = [rows[row] for row in labelled if row > group.bottom and row in rows]
    last = min(below) - 1 if below else max(heads, default=max(above, default=0) + REACH)
    first = max(above) + 1 if above else min(heads, default=last) - REACH
    return range(max(first, 1), last + 1)


def _unlabelled(
    group: Group, shape: Shape, sheet: Sheet, rows: dict[int, int], columns: Mapping[int, int], hints: Hints
) -> None:
    """A row of figures without a label of its own (表四) stands below its heads, where something is filled in.

    Where nothing is, it is where it was known to be; else it is gone.
    """
    heads = [rows[row] for row, _ in shape.rows if row <= group.bottom and row in rows]
    for row in set(group.rows) - {labelled for labelled, _ in shape.rows}:
        if heads:
            first = _last_row(sheet, max(heads)) + 1
            near = [hints.rows.get(row, first), *range(first, first + BELOW)]
            filled = (one for one in near if one >= first and is_filled(sheet, one, columns.values()))
            now = next(filled, max(near[0], first) if row in hints.rows else None)
            if now is not None:
                rows[row] = now


def is_filled(sheet: Sheet, row: int, columns: Iterable[int]) -> bool:
    """Whether these cells of a row look filled in: a number among them, or several of anything; a note is one text."""
    held = [cell for column in columns if (cell := sheet.cells.get(address(row, column)))]
    return len(held) >= SEVERAL or any(cell.kind is CellKind.NUMBER or cell.formula is not None for cell in held)


def _last_row(sheet: Sheet, row: int) -> int:
    """The last row of the heads that begin in `row`: they may be merged downward."""
    areas = (corners(area) for area in sheet.merged)
    return max((bottom for top, _, bottom, _ in areas if top == row and bottom - top <= REACH), default=row)


def _between_known(columns: dict[int, int], wanted: Iterable[int]) -> None:
    """A column whose labels all deviate is beside its neighbour, unless another column is there."""
    for column in sorted(set(wanted) - set(columns)):
        near = min(columns, key=lambda one: (abs(one - column), one), default=None)
        if near is None:
            return
        guess = columns[near] + column - near
        before = [now for one, now in columns.items() if one < column]
        after = [now for one, now in columns.items() if one > column]
        if max(before, default=0) < guess < min(after, default=guess + 1):
            columns[column] = guess


def merged_corners(sheet: Sheet, rows: Iterable[int]) -> dict[str, str]:
    """Every cell of the small merged ranges in these rows -> the range's first cell, which holds the content."""
    wanted, found = set(rows), dict[str, str]()
    for area in sheet.merged:
        top, left, bottom, right = corners(area)
        size = (bottom - top + 1) * (right - left + 1)
        if size <= LARGEST_MERGE and any(row in wanted for row in range(top, bottom + 1)):
            first = address(top, left)
            found |= {address(r, c): first for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return found
