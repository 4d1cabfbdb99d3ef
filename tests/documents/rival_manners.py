"""Manners in which other figures could be taken for the report's: another year's table, sums beside a row that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.documents.made import C, Doc, T
from tests.documents.odd_manners import Manner, on_its_side

NOWHERE = "not in the document"
"""What is wanted of a number that no cell of the document shows: whatever is read for it is wrong."""
GROUPS = {
    "不予公开": "（三）不予公开",
    "无法提供": "（四）无法提供",
    "不予处理": "（五）不予处理",
    "其他处理": "（六）其他处理",
}
TABBED = "tabbed"
"""A note that Markdown shows: tabs beside what stands in a cell."""


def _table(doc: Doc, name: str) -> T:
    return next(one for one in doc.tables() if one.name == name)


def _plain(table: T) -> list[T]:
    return [table]


def _labelled(table: T) -> list[T]:
    """With a column of labels before its figures."""
    *heads, figures = table.rows
    return [T(table.name, [[C("类别", rows=3), *heads[0]], *heads[1:], [C("件数"), *figures]])]


def _stacked(table: T) -> list[T]:
    """Its groups below one another."""
    return [T(table.name, [row for part in _in_three(table) for row in part.rows])]


def _in_three(table: T) -> list[T]:
    leaves, figures = [C(one.text) for one in table.rows[2][:5]], table.rows[-1]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    return [
        T(table.name, [[C(name, columns=5)], leaves, figures[5 * at : 5 * at + 5]]) for at, name in enumerate(names)
    ]


def _in_two(table: T) -> list[T]:
    """Reviews, and suits."""
    over, under, leaves, figures = table.rows
    return [
        T(table.name, [[replace(over[0], rows=1)], leaves[:5], figures[:5]]),
        T(table.name, [[over[1]], under, leaves[5:], figures[5:]]),
    ]


def _turned(table: T) -> list[T]:
    return [on_its_side(table)]


LAYOUTS: tuple[Callable[[T], list[T]], ...] = (_plain, _labelled, _stacked, _in_three, _in_two, _turned)


def others(table: T, luck: Random) -> T:
    """The same table with other figures, none of which is the report's."""
    rows = [
        [
            replace(one, name="", text=str(20_000 + luck.randrange(9_999))) if one.kind == "figure" else one
            for one in row
        ]
        for row in table.rows
    ]
    return T(table.name, rows)


def fourth_again(doc: Doc, luck: Random) -> None:
    """表四 of another year beside this year's, each in one layout or another."""
    table = _table(doc, "表四")
    at = doc.blocks.index(table)
    own, other = luck.choice(LAYOUTS)(table), luck.choice(LAYOUTS)(others(table, luck))
    caption = luck.choice([[], ["上年情况"], ["2022年行政复议、行政诉讼情况"], ["（以下为2022年数据）"]])
    doc.blocks[at : at + 1] = [*own, *caption, *other] if luck.random() < 0.5 else [*caption, *other, *own]


def third_again(doc: Doc, luck: Random) -> None:
    """表三 of another year beside this year's, in which many labels have a sign wrong."""
    table = _table(doc, "表三")
    at = doc.blocks.index(table)
    other = others(table, luck)

    def illegible(one: C) -> C:
        if one.kind != "row" or len(one.text) < 6 or luck.random() < 0.3:
            return one
        sign = luck.randrange(3, len(one.text))
        return replace(one, text=f"{one.text[:sign]}口{one.text[sign + 1 :]}")

    table.rows = [list(map(illegible, row)) for row in table.rows]
    doc.blocks[at : at + 1] = [table, other] if luck.random() < 0.5 else [other, table]


def _in_groups(table: T, sums: Callable[[], str]) -> None:
    """表三 with one column of labels, and the groups in rows of their own with their `sums`."""
    rows, last = [], ""
    for row in table.rows:
        figures = [one for one in row if one.kind == "figure"]
        if not figures:
            rows.append([replace(one, columns=1 if one is table.rows[0][0] else one.columns) for one in row])
            continue
        label = next(one for one in reversed(row) if one.kind == "row")
        group = next((GROUPS[key] for key in GROUPS if f".{key}_" in figures[0].name), "")
        if group and group != last:
            rows.append([C(group), *(C(sums(), kind="x") for _ in figures)])
        last = group
        rows.append([replace(label, columns=1, rows=1), *figures])
    table.rows = rows


def _without(doc: Doc, table: T, at: int) -> None:
    doc.wanted |= {one.name: NOWHERE for one in table.rows.pop(at) if one.name}


def group_sums(doc: Doc, luck: Random) -> None:
    """Rows with the sums of groups; a row beside one of them may be gone, or the label of a group."""
    table = _table(doc, "表三")
    shown = luck.random() < 0.6
    _in_groups(table, lambda: str(20_000 + luck.randrange(9_999)) if shown else "")
    groups = [at for at, row in enumerate(table.rows) if row[0].text in GROUPS.values()]
    at = luck.choice(groups)
    if luck.random() < 0.5:
        table.rows[at][0] = replace(table.rows[at][0], text="")
    if luck.random() < 0.8:
        _without(doc, table, luck.choice([at - 1, at + 1]))


def group_for_row(doc: Doc, luck: Random) -> None:
    """A row gives way to one that is labelled as a group is."""
    table = _table(doc, "表三")
    labelled = (row for row in table.rows if any(one.kind == "row" for one in row))
    rows = [row for row in labelled if any("_" in one.name for one in row) and all(one.rows == 1 for one in row)]
    row = luck.choice(rows)
    label = luck.choice([*GROUPS.values(), "三、本年度办理结果", "小计", "不予公开小计"])
    doc.wanted |= {one.name: NOWHERE for one in row if one.name}
    row[:] = [
        replace(one, name="", text=str(20_000 + luck.randrange(9_999)))
        if one.kind == "figure"
        else replace(one, text=label)
        if one.kind == "row"
        else one
        for one in row
    ]


def fourth_reordered(doc: Doc, luck: Random) -> None:
    """The results of each group of 表四 in another order, their heads with them."""
    table, order = _table(doc, "表四"), luck.sample(range(5), 5)
    *heads, leaves, figures = table.rows
    first, under = [one for one in heads[1] if one.kind == "column"], [one for one in heads[1] if one.kind != "column"]
    both = [*first, *leaves] if first else leaves
    both, figures = ([row[5 * at + place] for at in range(3) for place in order] for row in (both, figures))
    upper = [*both[:5], *under] if first else heads[1]
    table.rows = [*heads[:1], upper, both[5:] if first else both, figures]


def tabbed(doc: Doc, _: Random) -> None:
    """Tabs beside what stands in a cell."""
    doc.notes.add(TABBED)


RIVAL: dict[str, Manner] = {
    "fourth again": fourth_again,
    "third again": third_again,
    "group sums": group_sums,
    "group for row": group_for_row,
    "fourth reordered": fourth_reordered,
    "tabbed": tabbed,
}
