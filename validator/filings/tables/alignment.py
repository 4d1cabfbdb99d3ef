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

EXACT, NEARLY, HEADED, HINTED, HOME, SKIPPED = 1.0, 0.9, 0.7, 0.6, 0.03, 0.01
"""Worth of an equal label, of one that differs in its number only, of the head above it that tells it from its like, of
a line to which names moved, of one where the template has it; cost of a line passed."""
SIMILAR, CLEARLY = 0.6, 0.1
"""How alike a deviating label has to be, and how much more than the next best."""
REACH, MOST_GUESSES = 3, 200
"""Lines beyond the outermost label where one may still stand, and lines among which one is looked for at all."""
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
            if first and _alike(labels[row], before) < SIMILAR <= _alike(labels[row], after):
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
    """Form row -> row, of all rows with labels."""
    known = {row: hints.rows[row] for row, _ in shape.rows if row in hints.rows}
    lines = sorted({*view.rows_with(shape.vocabulary), *(line for line in known.values() if line in view.rows)})
    score = _scores([texts for _, texts in shape.rows], {line: view.rows[line].values() for line in lines})
    labels = dict(shape.rows)

    def alike(row: int, at: int) -> float:
        return _alike(labels[row], view.rows.get(at, {}).values())

    items = _Items(tuple(labels), known, sorted(view.rows), alike)
    return _laid(items, lines, score, moved=hints.moved)


@dataclass(frozen=True, slots=True)
class _Items:
    """Lines of the form to be laid: where they were `known` before, and how `alike` one is to any of `every` line."""

    form: tuple[int, ...]
    known: Mapping[int, int]
    every: Sequence[int]
    alike: Callable[[int, int], float]


def _laid(items: _Items, lines: Sequence[int], score: dict[tuple[int, int], float], *, moved: bool) -> dict[int, int]:
    """Form line -> line: by labels and by what was known, what is left by its neighbours."""
    order = {line: index for index, line in enumerate(items.form)}
    known = {order[line]: now for line, now in items.known.items()}
    told = set(score)
    for hint in known.items():
        score[hint] = score.get(hint, 0.0) + (HINTED if moved else HOME)
    found = path(len(items.form), lines, score)
    _near(len(items.form), found, known, items.every, lambda index, line: items.alike(items.form[index], line))
    laid = {items.form[index]: line for index, line in found.items()}
    sure = sorted(items.form[index] for index, line in found.items() if (index, line) in told)
    if moved:
        return laid
    doubtful = {line for line, now in laid.items() if now == line and line not in sure and not _stays(line, laid, sure)}
    return {line: at for line, at in laid.items() if line not in doubtful or items.alike(line, at) >= SIMILAR}


def _stays(line: int, laid: Mapping[int, int], sure: Sequence[int]) -> bool:
    """Whether a line without its label is where the template has it: those next to it with their labels are."""
    near = (*[one for one in sure if one < line][-1:], *[one for one in sure if one > line][:1])
    return bool(near) and all(laid[one] == one for one in near)


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
    return SequenceMatcher(None, _as_form(one), _as_form(other), autojunk=False).ratio()


def _as_form(text: str) -> str:
    """A label without its number, and 合计, which many write, as the form has it."""
    return core(text).replace("合计", "总计")


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
    for column, (row, head) in group.over.items():
        for line in _under(head, view.rows.get(rows.get(row, 0), {}), lines):
            if (order[column], line) in score:
                score[order[column], line] += HEADED
    labels = dict(group.columns)
    items = _Items(tuple(labels), known, lines, lambda column, line: _alike((labels[column],), texts[line]))
    return _laid(items, lines, score, moved=hints.moved)


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
