"""A table found by its labels: its lines laid along the lines of a sheet, in order, whatever stands in between.

Rows are laid first, then the columns under each row of heads. Equal labels outweigh everything; where a line may have
been known before (`hints`: by defined names, by the template's addresses) that counts for a label that deviates. Order
settles what the text cannot: 「其他」 and 「总计」 stand twice in 表三.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from validator.address import address, corners, position
from validator.filings.tables.shape import Group, Shape, shape_of
from validator.filings.tables.views import View
from validator.label_text import core, loose
from validator.model import CellKind, Table
from validator.readers.workbook import Sheet

EXACT, NEARLY, HINTED, SKIPPED = 1.0, 0.9, 0.6, 0.01
"""Worth of an equal label, of one that differs in its number only, of a line known before; cost of a line passed."""
SIMILAR, CLEARLY = 0.6, 0.1
"""How alike a deviating label has to be, and how much more than the next best."""
REACH, MOST_GUESSES = 3, 200
"""Lines beyond the outermost label where one may still stand, and lines among which one is looked for at all."""
LARGEST_MERGE = 400
"""Cells of a merged range that one figure may take."""
BELOW, SEVERAL = 10, 3
"""How far below its heads a row of figures is looked for, and how many cells make one without a number."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Where rows and columns of the form were found by other means."""

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)


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
    groups: dict[int, dict[int, int]] = {}
    for group in shape.groups:
        groups[group.bottom] = _columns(group, shape, view, rows, hints)
    for group in shape.groups:
        _unlabelled(group, shape, view.sheet, rows, groups[group.bottom], hints)
    columns = _overall(table, view, rows, groups)
    return Alignment(table, view, rows, groups, columns)


def path(size: int, lines: Sequence[int], score: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Items 0..size-1 laid along `lines` in order so that the scores add up to the most; items may be left out.

    Lines passed between two that are taken cost a little, so that one whole table is preferred to halves of two.
    """
    best: list[list[float]] = [[0.0] * (len(lines) + 1) for _ in range(size + 1)]
    ends: dict[tuple[int, int], float] = {}
    for item in range(size):
        above, here = best[item], best[item + 1]
        for at, line in enumerate(lines):
            here[at + 1] = max(above[at + 1], here[at] - SKIPPED)
            worth = score.get((item, line), 0.0)
            if worth > 0:
                ends[item, at] = worth + max(0.0, above[at])
                here[at + 1] = max(here[at + 1], ends[item, at])
    return _backwards(best, ends, lines)


def _backwards(best: list[list[float]], ends: Mapping[tuple[int, int], float], lines: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    if not ends:
        return found
    item, at = max(ends, key=lambda one: (round(ends[one], 6), -one[1], -one[0]))
    while True:
        found[item] = lines[at]
        before = best[item][at]
        if before <= 0:
            return found
        for earlier in range(item - 1, -1, -1):
            place = next((j for j in range(at - 1, -1, -1) if _reaches(ends, earlier, j, before, at)), None)
            if place is not None:
                item, at = earlier, place
                break
        else:
            return found


def _reaches(ends: Mapping[tuple[int, int], float], item: int, at: int, before: float, next_at: int) -> bool:
    end = ends.get((item, at))
    return end is not None and abs(end - SKIPPED * (next_at - at - 1) - before) < 1e-9


def _rows(shape: Shape, view: View, hints: Hints) -> dict[int, int]:
    hinted = {line for line in hints.rows.values() if line in view.rows}
    lines = sorted({*view.rows_with(shape.vocabulary), *hinted})
    score = _scores([texts for _, texts in shape.rows], {line: view.rows[line].values() for line in lines})
    order = {row: index for index, (row, _) in enumerate(shape.rows)}
    for row, line in hints.rows.items():
        if row in order and line in hinted:
            score[order[row], line] = score.get((order[row], line), 0.0) + HINTED
    found = path(len(shape.rows), lines, score)
    _near(
        len(shape.rows),
        found,
        {order[row]: line for row, line in hints.rows.items() if row in order},
        sorted(view.rows),
        lambda index, line: _alike(shape.rows[index][1], view.rows[line].values()),
    )
    return {shape.rows[index][0]: line for index, line in found.items()}


def _scores(items: Sequence[tuple[str, ...]], lines: Mapping[int, Iterable[str]]) -> dict[tuple[int, int], float]:
    """What each item is worth on each line: its labels that stand there."""
    where: defaultdict[str, set[int]] = defaultdict(set)
    for index, texts in enumerate(items):
        for text in texts:
            where[text].add(index)
            where[core(text)].add(index)
    score: dict[tuple[int, int], float] = {}
    for line, given in lines.items():
        found = [loose(text) for text in given]
        for index in {index for text in found for index in (*where.get(text, ()), *where.get(core(text), ()))}:
            score[index, line] = _worth(items[index], found)
    return score


def _worth(labels: tuple[str, ...], found: list[str]) -> float:
    exact, bare, worth = Counter(found), Counter(map(core, found)), 0.0
    for label in labels:
        if exact[label] > 0:
            exact[label] -= 1
            bare[core(label)] -= 1
            worth += EXACT
        elif bare[core(label)] > 0:
            bare[core(label)] -= 1
            worth += NEARLY
    return worth


def _near(
    size: int,
    found: dict[int, int],
    hints: Mapping[int, int],
    lines: Sequence[int],
    alike: Callable[[int, int], float],
) -> None:
    """Lay what is left between its neighbours: where it was known to be, else where its label is clearly nearest."""
    if not found:
        return
    for index in range(size):
        if index in found:
            continue
        low, high = _between(index, found)
        taken = set(found.values())
        free = [line for line in lines[bisect_right(lines, low) : bisect_left(lines, high)] if line not in taken]
        hint = hints.get(index)
        if hint is not None and low < hint < high and hint not in taken:
            found[index] = hint
        elif (nearest := _nearest(index, free, alike)) is not None:
            found[index] = nearest


def _between(index: int, found: Mapping[int, int]) -> tuple[int, int]:
    """The lines next to which an item has to stand; some room is left outside the first and the last."""
    before = [found[one] for one in found if one < index]
    after = [found[one] for one in found if one > index]
    low = max(before) if before else min(after) - index - REACH - 1
    high = min(after) if after else max(before) + REACH + 2
    return low, high


def _nearest(index: int, lines: Sequence[int], alike: Callable[[int, int], float]) -> int | None:
    if len(lines) > MOST_GUESSES:
        return None
    ranked = sorted(((alike(index, line), -line) for line in lines), reverse=True)
    if not ranked or ranked[0][0] < SIMILAR:
        return None
    unambiguous = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEARLY
    return -ranked[0][1] if unambiguous else None


def _alike(labels: Iterable[str], texts: Iterable[str]) -> float:
    found = [loose(text) for text in texts]
    return max((similarity(label, text) for label in labels for text in found), default=0.0)


def similarity(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1; their numbers do not count."""
    return SequenceMatcher(None, core(one), core(other), autojunk=False).ratio()


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
    score = _scores([(text,) for _, text in group.columns], texts)
    order = {column: index for index, (column, _) in enumerate(group.columns)}
    for column, line in known.items():
        score[order[column], line] = score.get((order[column], line), 0.0) + HINTED
    found = path(len(group.columns), lines, score)
    _near(
        len(group.columns),
        found,
        {order[column]: line for column, line in known.items()},
        lines,
        lambda index, line: _alike((group.columns[index][1],), texts[line]),
    )
    return {group.columns[index][0]: line for index, line in found.items()}


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
    """A row of figures without a label of its own (表四) stands below its heads, where something is filled in."""
    heads = [rows[row] for row, _ in shape.rows if row <= group.bottom and row in rows]
    for row in set(group.rows) - {labelled for labelled, _ in shape.rows}:
        if heads:
            first = _last_row(sheet, max(heads)) + 1
            near = [hints.rows.get(row, first), *range(first, first + BELOW)]
            filled = (one for one in near if one >= first and is_filled(sheet, one, columns.values()))
            rows[row] = next(filled, max(near[0], first))


def is_filled(sheet: Sheet, row: int, columns: Iterable[int]) -> bool:
    """Whether these cells of a row look filled in: a number among them, or several of anything; a note is one text."""
    held = [cell for column in columns if (cell := sheet.cells.get(address(row, column)))]
    return len(held) >= SEVERAL or any(cell.kind is CellKind.NUMBER or cell.formula is not None for cell in held)


def _last_row(sheet: Sheet, row: int) -> int:
    """The last row of the heads that begin in `row`: they may be merged downward."""
    areas = (corners(area) for area in sheet.merged)
    return max((bottom for top, _, bottom, _ in areas if top == row and bottom - top <= REACH), default=row)


def _overall(
    table: Table, view: View, rows: Mapping[int, int], groups: Mapping[int, Mapping[int, int]]
) -> dict[int, int]:
    """Form column -> column for all of the table, also those that hold labels only."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for label in table.labels:
        row, column = position(label.at.partition(":")[0])
        texts = view.rows.get(rows.get(row, 0), {})
        for place, text in texts.items():
            if loose(text) == loose(label.text):
                votes[column][place] += 1
    columns = {column: min(found, key=lambda one: (-found[one], one)) for column, found in votes.items()}
    for found_columns in groups.values():
        columns |= found_columns
    _between_known(columns, {position(label.at.partition(":")[0])[1] for label in table.labels})
    return columns


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
