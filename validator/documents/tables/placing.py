"""Where the numbers of a table stand in a grid of a document, and of which nobody can be sure.

1. Rows by their labels, misprints let pass within a bound where just one label is near (`naming`, `lines`); a row
   without one by order, where between two known rows there are just as many as in the form (`ordering`).
2. Columns by what heads stand over them (`heads`); else by order, where a row has just as many figures as the form has
   columns and the heads that can be read agree with that order.
3. What both say of a row must be the same. A row that is laid out like others of which the columns are known has them
   in the same places. A figure that covers several rows, one beside it that another covers, a row with more or fewer
   figures: nobody knows which they are, so they are told and not read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from validator.documents.grids import Grid, Square
from validator.documents.tables.choosing import chosen, is_sum, run_of
from validator.documents.tables.found import HIDDEN, MERGED, NOT_CERTAIN, SEVERAL_ROWS, TWICE, Doubt, Placing
from validator.documents.tables.heads import NO_HEADS, TWO_READINGS, Columns, Span, columns_of
from validator.documents.tables.lines import Line, labelled, repeated, rivals
from validator.documents.tables.naming import Names, names_of, turns
from validator.documents.tables.ordering import order_of
from validator.documents.tables.plans import Band, Plan, Row, plans_of
from validator.filings.tables.shape import shape_of
from validator.model.bilingual import Bilingual
from validator.model.form import Table
from validator.model.labels import loose, similarity
from validator.startup.records import dataclass, replace

FAR = 60
"""Rows above the figures among which their heads are looked for: with one cell a line those of 表四 take twenty."""
LONGEST_WORD = 4
"""Signs of what people write in place of a figure: 不适用."""
TWO_LABELS = 2
"""Labels that say that a grid may hold a table."""
TWO_ROWS = 2
"""So many rows laid out alike tell the columns of others."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows of a grid below the same heads, each with the row of the form that it is."""

    columns: Columns
    rows: Mapping[int, Row]
    count: int
    """How many numbers the form has in a row of them."""
    widest: int
    """The most cells that any of them has from its first figure to its last."""


def placings(table: Table, grid: Grid, lines: dict[int, Line], year: int | None = None) -> list[Placing]:
    """The table in a grid with these lines, in every layout in which any of it is there; that which gives most first.

    `year` is that of the report, where it is known.
    """
    if shape_of(table).unlabelled and not _names_any(table, grid):
        return []
    every = (_Reading(table, plan, grid, lines, year).placing() for plan in plans_of(table))
    return sorted((one for one in every if one.rows), key=lambda one: one.extent, reverse=True)


def _names_any(table: Table, grid: Grid) -> bool:
    """Whether labels of a table stand in a grid; one alone (总计) other tables have as well."""
    names, found = names_of(table), set[str]()
    for squares in grid.rows.values():
        found.update(*(names.of(square.text) for square in squares if square.text))
    return len(found) >= TWO_LABELS


class _Reading:
    """One layout of a table tried on a grid."""

    def __init__(self, table: Table, plan: Plan, grid: Grid, lines: dict[int, Line], year: int | None) -> None:
        self._table, self._plan, self._grid, self._lines, self._year = table, plan, grid, lines, year
        self._names: Names = names_of(table)
        self._passed = set[int]()
        self._data = [at for at, line in lines.items() if line.has_figures]
        self._rows = [row for band in plan.bands for row in band.rows]
        self._labels = {row.label for row in self._rows if row.label}
        self._open: dict[int, str] = {}
        """Rows of figures of which nobody knows whether they or others below the same heads are meant: what is seen."""

    def placing(self) -> Placing:
        """What can be read."""
        found = Placing()
        lines = dict(self._stacked() if self._plan.stacked else self._lines.items())
        known = labelled(self._rows, lines.values(), self._names)
        if not self._plan.stacked:
            order_of(self._table, self._rows).add(known, lines, self._grid)
        self._data = sorted({*self._data, *known.values()})
        known |= self._unlabelled(known)
        at = 0
        for band in self._plan.bands:
            here = {known[at + number]: row for number, row in enumerate(band.rows) if at + number in known}
            self._read(band, here, found)
            at += len(band.rows)
        self._say_labels(known, lines, found)
        found.passed = self._passed
        if repeated(self._rows, lines.values()):
            _doubt(found, found.squares, TWICE)
        for number in rivals(self._rows, known, lines, self._names):
            _doubt(found, self._rows[number].figures, TWICE)
        return found

    def _stacked(self) -> Iterable[tuple[int, Line]]:
        """The rows of figures with what stands above them as labels, as far as that is one label alone."""
        above, band = list[Square](), self._plan.bands[0]
        for at, squares in self._grid.rows.items():
            line = self._lines.get(at)
            above += [square for square in (line.labels if line else squares) if square.text]
            if line is None or not (line.has_figures or len(line.tail) == len(band.leaves)):
                continue
            texts = tuple(dict.fromkeys((*line.texts, *(square.text for square in above))))
            if len({label for text in texts for label in self._names.of(text) & self._labels}) != 1:
                texts = ()
            own = line if not texts or self._is_named(line) else self._chosen(band, line)
            yield own.row, replace(own, labels=tuple(above), texts=texts)
            above = []

    def _is_named(self, line: Line) -> bool:
        return any(self._names.of(text) & self._labels for text in line.texts)

    def _chosen(self, band: Band, line: Line) -> Line:
        """The row of figures that is meant among those below the same heads, the first of them where nothing tells."""
        if self._names_its_group(band, line):
            return line
        lines = [one for one in self._lines.values() if self._grid.pieces[one.row] == self._grid.pieces[line.row]]
        rows = run_of(lines, lines.index(line), len(band.leaves), lambda one: self._has_own_heads(band, one))
        meant = chosen(rows, self._year)
        if meant is not None:
            self._passed |= {one.row for one in rows} - {meant.row}
        else:
            self._open[rows[0].row] = "\n".join(self._grid.seen(one.row) for one in rows)
            meant = rows[0]
        passed = {one.row for one in rows} - {meant.row}
        self._data = [at for at in self._data if at not in passed]
        return meant

    def _names_its_group(self, band: Band, line: Line) -> bool:
        """Whether a row says which group's figures stand in it, and not of which year: then no sum below is meant."""
        (group, *others), texts = [text for text, _, _ in band.groups] or [""], line.texts
        return not others and any(group in self._names.of(text) for text in texts) and not any(map(turns, texts))

    def _has_own_heads(self, band: Band, line: Line) -> bool:
        """Whether a row is the first below other heads, or is itself one of these with blanks behind it."""
        if not line.has_figures:
            return any(map(self._names.of, line.texts))
        return self._is_named(line) or self._columns(band, line.row, own=False).why is not NO_HEADS

    def _unlabelled(self, known: Mapping[int, int]) -> dict[int, int]:
        """The row of figures without a label (表四): the only one below heads that are as many."""
        found = {}
        for number, row in enumerate(self._rows):
            if row.label or number in known:
                continue
            band = next(band for band in self._plan.bands if row in band.rows)
            fit = [line for line in self._lines.values() if line.has_figures and self._stands_below(band, line)]
            if not fit:
                blank = (line for line in self._lines.values() if len(line.tail) == len(band.leaves))
                fit = [line for line in blank if self._stands_below(band, line)]
            if len(fit) == 1:
                found[number] = self._chosen(band, fit[0]).row
        return found

    def _stands_below(self, band: Band, line: Line) -> bool:
        if len(line.tail) < len(band.leaves):
            return False
        columns = self._columns(band, line.row, own=True)
        if self._plan.parted:
            return columns.why is None and len(line.core) <= len(band.leaves) and self._is_alone(band, line)
        return columns.why is None or columns.why is TWO_READINGS

    def _is_alone(self, band: Band, line: Line) -> bool:
        """Whether just the groups of one part stand above a row: together with others they are the whole table."""
        squares = (square for row in self._region(line.row, own=True) for square in self._grid.rows.get(row, ()))
        named = {label for square in squares if square.text for label in self._names.of(square.text)}
        every = {text for part in self._plan.bands for text, _, _ in part.groups}
        return named & every == {text for text, _, _ in band.groups}

    def _columns(self, band: Band, row: int, *, own: bool) -> Columns:
        """The columns that the heads above a row name, or those in it; 合计 before figures is no head of theirs."""
        own = own and not (row in self._lines and is_sum(self._lines[row]))
        found = columns_of(self._grid, band, self._region(row, own=own), self._names)
        if not (self._grid.is_turned and found.counted):
            return found
        return replace(found, counted=False, why=None if found.spans else NO_HEADS)

    def _region(self, row: int, *, own: bool) -> range:
        """The rows above a row of figures in which its heads may stand, where it has no label also its own."""
        at = bisect_left(self._data, row)
        top = self._data[at - 1] if at else 0
        return range(max(top + 1, row - FAR), row + own)

    def _read(self, band: Band, here: Mapping[int, Row], found: Placing) -> None:
        """The numbers of one band, in rows each of which has the heads that stand above it, or those before them."""
        columns = None
        runs: list[tuple[Columns, list[int]]] = []
        for at in sorted(here):
            own = self._columns(band, at, own=not here[at].label)
            if columns is None or own.why is not NO_HEADS:
                columns = own
                runs.append((columns, []))
            runs[-1][1].append(at)
        for columns, rows in runs:
            found.labels += [(text, square, square.text) for text, square in columns.heads]
            forms = {at: here[at] for at in rows}
            count = max(len(row.figures) for row in forms.values())
            known = replace(columns, counted=columns.counted and not self._have_others(rows, count))
            self._read_rows(_Run(known, forms, count, max(len(self._lines[at].core) for at in rows)), found)

    def _have_others(self, rows: Iterable[int], count: int) -> bool:
        """Whether figures of a column that the form has not stand in rows without a blank: there blanks may be lost."""
        lines = [self._lines[at] for at in rows]
        is_whole = not any(one.is_blank for line in lines for one in line.tail)
        return is_whole and sum(len(line.core) > count for line in lines) >= TWO_ROWS

    def _read_rows(self, run: _Run, found: Placing) -> None:
        found.rows |= {row.line: at for at, row in run.rows.items()}
        found.sought |= {name: at for at, row in run.rows.items() for name in row.figures if name}
        like = self._laid_out(run)
        for at, row in run.rows.items():
            squares = None if run.columns.why or at in self._open else self._squares(self._lines[at], run, like)
            if squares is None:
                reason = run.columns.why or (SEVERAL_ROWS if at in self._open else NOT_CERTAIN)
                found.doubts |= dict.fromkeys(row.figures, Doubt(self._open.get(at, self._grid.seen(at)), reason))
                continue
            for name, square in zip(row.figures, squares, strict=True):
                if why := self._doubt(square) if name else None:
                    found.doubts[name] = Doubt(square.hidden or square.seen, why)
                elif name:
                    found.squares[name] = square

    def _doubt(self, square: Square) -> Bilingual | None:
        below = range(square.row + 1, square.row + square.rows)
        if any(not one.is_blank for at in below for one in self._grid.rows.get(at, ())):
            return MERGED  # a row of which nothing is seen is a line drawn through this one
        return HIDDEN if square.is_blank and square.hidden else None

    def _laid_out(self, run: _Run) -> dict[tuple[int, int], tuple[Span, ...]]:
        """Piece and last column of the rows of which the columns are certain by count -> those columns."""
        if not run.columns.counted:
            return {}
        votes: dict[tuple[int, int], Counter[tuple[Span, ...]]] = {}
        for line in map(self._lines.__getitem__, run.rows):
            full = line.core if _is_full(line, run) else line.tail
            if len(full) == run.count and (full is line.core or line.is_sure):
                spans = tuple(square.span for square in full)
                votes.setdefault(self._layout(line), Counter())[spans] += 1
        return {
            layout: next(iter(seen)) for layout, seen in votes.items() if len(seen) == 1 and seen.total() >= TWO_ROWS
        }

    def _layout(self, line: Line) -> tuple[int, int]:
        return self._grid.pieces[line.row], line.end

    def _squares(
        self, line: Line, run: _Run, like: Mapping[tuple[int, int], tuple[Span, ...]]
    ) -> tuple[Square, ...] | None:
        """The cells of a row's numbers by every way that tells them; None where none does, or two say different."""
        if line.covered:
            return None
        columns = run.columns
        ways = [self._under(line, columns.spans, columns.foreign) if line.end == columns.end else None]
        if not (_begins_below_heads(line, run) or self._is_longer(line, run)):
            ways.append(self._by_count(line, run, like) if columns.counted else None)
            ways.append(self._under(line, like.get(self._layout(line), ()), frozenset()))
        told = {way for way in ways if way}
        way = told.pop() if len(told) == 1 else None
        in_place = way and sorted(way, key=lambda square: square.column)
        return None if in_place and self._may_have_slipped(line, in_place, run) else way

    def _may_have_slipped(self, line: Line, way: Sequence[Square], run: _Run) -> bool:
        """Whether a blank at an end of a row may be another's, as where blanks were lost in rows of this table.

        So it is where figures of another row stand outside of those columns, the more so if it has a blank there that
        goes with its figures. Else it is not where its figures begin behind its label; nor where no other row is wider,
        or none has a blank between its label and all its figures.
        """
        begins = way[0] is line.tail[0] and not way[0].is_blank
        if begins or not (way[0].is_blank or way[-1].is_blank):
            return False
        piece = self._grid.pieces[line.row]
        others = [self._lines[at] for at in run.rows if self._grid.pieces[at] == piece]
        padded = any(other.tail[0].is_blank and _is_full(other, run) for other in others)
        first, last = way[0].column, way[-1].span[1]
        beyond = (one for other in others for one in other.tail if not first <= one.column <= last)
        outside = {one.span for one in beyond if one.is_figure} - run.columns.foreign
        if any(one.is_blank and one.span in outside and _reach(line, one) <= run.count for one in line.tail):
            return True
        trimmed = any(other.end > line.end for other in others)
        return bool(outside) and (way[-1].is_blank or (padded and trimmed))

    def _by_count(
        self, line: Line, run: _Run, like: Mapping[tuple[int, int], tuple[Span, ...]]
    ) -> tuple[Square, ...] | None:
        """The figures of a row, or its cells, where their number tells which they are.

        Not where the first is blank and may be a part of the label, as where rows of the same table have such parts.
        """
        if _is_full(line, run):
            return line.core
        if len(line.tail) != run.count or not all(map(self._may_be_figure, line.tail)):
            return None
        piece, first = self._grid.pieces[line.row], line.tail[0].column
        others = {(end, spans[0][0]) for (at, end), spans in like.items() if at == piece}
        return line.tail if line.is_sure or (line.labels and others == {(line.end, first)}) else None

    def _is_longer(self, line: Line, run: _Run) -> bool:
        """Whether it has a cell too many, be it a blank: another row like it has just enough.

        Like it is one that begins in the same column and has a label as wide in the form, for a wide one may have left
        blanks. Where its own label is lost, the first of its blanks is what is left of that.
        """
        own = run.rows[line.row]
        if len(line.tail) <= run.count or not any(own.label in self._names.of(text) for text in line.texts):
            return False
        piece, first = self._grid.pieces[line.row], line.tail[0].column
        others = (
            self._lines[at] for at, row in run.rows.items() if row.spare == own.spare and self._grid.pieces[at] == piece
        )
        return any(len(one.tail) == run.count and one.tail[0].column == first for one in others)

    def _under(self, line: Line, spans: Sequence[Span], foreign: frozenset[Span]) -> tuple[Square, ...] | None:
        """The cells of a row in just those columns, when nothing else is in it that no other head stands over."""
        squares = {square.span: square for square in self._grid.rows[line.row]}
        if not spans or any(span not in squares for span in spans):
            return None
        if not all(self._may_be_figure(squares[span]) for span in spans):
            return None
        other = [square for span, square in squares.items() if span not in spans and span not in foreign]
        first, _ = min(spans)
        beside = any(square.column > first and not square.is_blank for square in other)
        before = any(square.column < first and square.is_figure for square in other)
        return None if beside or before else tuple(squares[span] for span in spans)

    def _may_be_figure(self, square: Square) -> bool:
        """Whether it holds a figure, or a word in place of one, as 不适用, that is no part of a label."""
        word = len(square.text) <= LONGEST_WORD and not self._names.of(square.text)
        return square.is_blank or square.is_figure or word

    def _say_labels(self, known: Mapping[int, int], lines: Mapping[int, Line], found: Placing) -> None:
        """The labels of the rows, and the other heads of the table, as they are read."""
        for number, at in known.items():
            label = self._rows[number].label
            same = [text for text in lines[at].texts if label in self._names.of(text)]
            text = max(same, key=lambda one: (loose(one) == label, similarity(one, label)), default="")
            square = next((square for square in lines[at].labels if square.text in text or text in square.text), None)
            if label and text and square:
                found.labels.append((label, square, text))
        if known:
            found.labels += self._other_heads(range(min(known.values()), max(known.values()) + 1))

    def _other_heads(self, rows: range) -> Iterable[tuple[str, Square, str]]:
        """The labels that are of no row or column, where they stand between the first heads and the last figures."""
        top = self._region(rows.start, own=False).start
        often = Counter(loose(head.text) for head in self._table.heads)
        for at in range(top, rows.stop):
            for square in self._grid.rows.get(at, ()):
                for label in self._names.of(square.text) if square.text else ():
                    if often[label] > 0:
                        often[label] -= 1
                        yield label, square, square.text


def _reach(line: Line, blank: Square) -> int:
    """How many cells of a row its figures take together with a blank beside them."""
    at = line.tail.index(blank)
    seen = [place for place, one in enumerate(line.tail) if not one.is_blank]
    return max(at, *seen) - min(at, *seen) + 1 if seen else 0


def _is_full(line: Line, run: _Run) -> bool:
    """Whether a row has just as many cells from its first figure to its last, and no row of them has more."""
    full = not line.covered and len(line.core) == run.count >= run.widest
    return full and all(one.is_figure or one.is_blank for one in line.core)


def _begins_below_heads(line: Line, run: _Run) -> bool:
    """Whether a row with more cells than heads begins where these do: then nothing but they tells which are its own.

    A row without a blank among its figures that begins behind the first head stands beside them.
    """
    first, _ = min(run.columns.spans, default=(0, 0))
    if len(line.tail) <= run.count or line.tail[0].column > first:
        return False
    return any(one.is_blank or one.column <= first for one in line.core)


def _doubt(found: Placing, names: Iterable[str], reason: Bilingual) -> None:
    for name in [*names]:
        if square := found.squares.pop(name, None):
            found.doubts[name] = Doubt(square.seen, reason)
