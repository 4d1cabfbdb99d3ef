"""A table of the form as what stands where in it: the lines that its labels and figures make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from validator.model.address import corners
from validator.model.form import Label, Table
from validator.model.labels import core, loose


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads over some columns of figures: their rows, the label of each column, and the rows of figures below.

    `over` is the row and the text of the head above each column whose label stands there more than once: in 表四
    结果维持 to 总计 stand three times, what tells them apart is the head above them.
    """

    top: int
    bottom: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[int, ...]
    over: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The labels of a table by row (`labels`, as `loose` has them), and its heads from above down.

    `figures` are the rows and the columns that hold figures, `lines` those that hold a label or a figure, `unlabelled`
    the rows of figures without a label (表四), `last` the last row and column with what is merged there.
    """

    labels: Mapping[int, tuple[str, ...]]
    heads: tuple[Heads, ...]
    vocabulary: frozenset[str]
    figures: tuple[frozenset[int], frozenset[int]] = field(compare=False)
    lines: tuple[frozenset[int], frozenset[int]] = field(compare=False)
    unlabelled: frozenset[int] = field(compare=False)
    last: tuple[int, int] = field(compare=False)

    def heads_of(self, row: int) -> Heads:
        """The heads that stand over a row of figures."""
        return next(heads for heads in self.heads if row in heads.rows)


@lru_cache(maxsize=64)
def shape_of(table: Table) -> Shape:
    """The shape of a table of the form."""
    by_row: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for label in table.labels:
        by_row[label.home[0]].append((label.home[1], loose(label.text)))
    labels = {row: tuple(text for _, text in sorted(by_row[row])) for row in sorted(by_row)}
    texts = [text for found in labels.values() for text in found]
    homes = [one.home for one in table.indicators.values()]
    figures, lines = _lines(homes), _lines([*homes, *(label.home for label in table.labels)])
    areas = [
        corners(at) for at in (*(one.span for one in table.indicators.values()), *(one.at for one in table.labels))
    ]
    last = max(area[2] for area in areas), max(area[3] for area in areas)
    known = frozenset([*texts, *map(core, texts)])
    return Shape(labels, _heads(table, figures[0]), known, figures, lines, figures[0] - labels.keys(), last)


def _lines(homes: Iterable[tuple[int, int]]) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(row for row, _ in homes), frozenset(column for _, column in homes)


def _heads(table: Table, data: Iterable[int]) -> tuple[Heads, ...]:
    """The column labels by their last row: each such row of heads, and the figures down to the next one."""
    by_bottom: defaultdict[int, list[Label]] = defaultdict(list)
    for member in table.columns:
        for label in member.labels:
            by_bottom[corners(label.at)[2]].append(label)
    bottoms = sorted(by_bottom)
    return tuple(
        Heads(
            min(label.home[0] for label in by_bottom[bottom]),
            bottom,
            tuple(sorted((label.home[1], loose(label.text)) for label in by_bottom[bottom])),
            tuple(row for row in sorted(data) if bottom < row and not any(bottom < one < row for one in bottoms)),
            _over(table, by_bottom[bottom]),
        )
        for bottom in bottoms
    )


def _over(table: Table, labels: Iterable[Label]) -> dict[int, tuple[int, str]]:
    often = Counter(label.text for label in labels)
    over = [(corners(head.at), head.text) for head in table.heads]
    return {
        column: max((top, text) for (top, left, _, right), text in over if left <= column <= right)
        for column in (label.home[1] for label in labels if often[label.text] > 1)
    }
