"""A table of the form as what stands where in it: the lines that its labels and figures make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from validator.model.address import corners
from validator.model.form import Indicator, Label, Table
from validator.model.labels import core, loose
from validator.startup.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads over some columns of figures: their rows, the label of each column, and the rows of figures below.

    `over` is the row and the text of the head above each column whose label stands there more than once: in 表四
    结果维持 to 总计 stand three times, what tells them apart is the head above them.
    """

    top: int
    bottom: int
    columns: Mapping[int, tuple[str]]
    rows: tuple[int, ...]
    over: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The labels of a table by row (`labels`, as `loose` has them), and its heads from above down.

    `homes` are the addresses of the figures, `figures` the rows and the columns that hold one, `lines` those that hold
    a label or a figure, `unlabelled` the rows of figures without a label (表四), `last` the last row and column with
    what is merged there.
    """

    labels: Mapping[int, tuple[str, ...]]
    heads: tuple[Heads, ...]
    vocabulary: frozenset[str]
    homes: Mapping[str, str] = field(compare=False)
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
    cells = table.indicators.values()
    figures, lines = _lines(cells), _lines([*cells, *table.labels])
    areas = [corners(at) for at in (*(one.span for one in cells), *(one.at for one in table.labels))]
    return Shape(
        labels,
        _heads(table, figures[0]),
        frozenset([*texts, *map(core, texts)]),
        {name: one.cell for name, one in table.indicators.items()},
        figures,
        lines,
        unlabelled=figures[0] - labels.keys(),
        last=(max(area[2] for area in areas), max(area[3] for area in areas)),
    )


def _lines(parts: Collection[Indicator | Label]) -> tuple[frozenset[int], frozenset[int]]:
    return frozenset(one.home[0] for one in parts), frozenset(one.home[1] for one in parts)


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
            {column: (text,) for column, text in sorted((one.home[1], loose(one.text)) for one in by_bottom[bottom])},
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
