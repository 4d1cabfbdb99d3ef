"""A table of the form as what stands where in it: the lines that its labels make, for finding it again elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from validator.model.address import corners, position
from validator.model.form import Table
from validator.model.labels import core, loose


@dataclass(frozen=True, slots=True)
class Group:
    """The heads over some data columns: their rows, the label of each column, and the rows of figures below them.

    `over` is the row and the text of the head above each column whose label stands there more than once.
    """

    top: int
    bottom: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[int, ...]
    over: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The labels of a table by row, and its groups of columns from above down. Texts are `loose`."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    groups: tuple[Group, ...]
    vocabulary: frozenset[str]

    def group_of(self, row: int) -> Group:
        """The heads that stand over a row of figures."""
        return next(group for group in self.groups if row in group.rows)


@lru_cache(maxsize=64)
def shape_of(table: Table) -> Shape:
    """The shape of a table of the form."""
    by_row: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for label in table.labels:
        row, column = position(label.at.partition(":")[0])
        by_row[row].append((column, loose(label.text)))
    rows = tuple((row, tuple(text for _, text in sorted(by_row[row]))) for row in sorted(by_row))
    texts = [text for _, found in rows for text in found]
    return Shape(rows, _groups(table), frozenset([*texts, *map(core, texts)]))


def _groups(table: Table) -> tuple[Group, ...]:
    """The column labels by their last row: each such row of heads, and the figures down to the next one."""
    heads: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for member in table.columns:
        for label in member.labels:
            top, left, bottom, _ = corners(label.at)
            heads[bottom].append((left, top, loose(label.text)))
    bottoms = sorted(heads)
    data = sorted({position(one.cell)[0] for one in table.indicators.values()})
    return tuple(
        Group(
            min(top for _, top, _ in heads[bottom]),
            bottom,
            tuple((left, text) for left, _, text in sorted(heads[bottom])),
            tuple(row for row in data if bottom < row and not any(bottom < other < row for other in bottoms)),
            {left: (row, loose(text)) for left, (row, text) in shared_heads(table, bottom).items()},
        )
        for bottom in bottoms
    )


def shared_heads(table: Table, bottom: int) -> dict[int, tuple[int, str]]:
    """Row and text of the head above each column whose own label, ending in row `bottom`, stands there more than once.

    In 表四 结果维持 to 总计 stand three times: what tells them apart is the head above them.
    """
    labels = [label for member in table.columns for label in member.labels if corners(label.at)[2] == bottom]
    often = Counter(label.text for label in labels)
    found = {}
    for column in (corners(label.at)[1] for label in labels if often[label.text] > 1):
        over = [(corners(head.at), head.text) for head in table.heads]
        found[column] = max((top, text) for (top, left, _, right), text in over if left <= column <= right)
    return found
