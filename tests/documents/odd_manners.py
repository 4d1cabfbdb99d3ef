"""Manners of county websites that are none of the form: lines that wrap, columns beside the figures, tables turned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.documents.made import C, Doc, T

Manner = Callable[[Doc, Random], None]
WRAPPED, PAGED = "wrapped", "paged"
"""Notes that formats of lines show: labels that go on in the next line, the numbers of pages between rows."""


def _third(doc: Doc) -> T:
    return next(one for one in doc.tables() if one.name == "表三")


def labels_wrapped(doc: Doc, _: Random) -> None:
    """Long labels go on in the next line."""
    doc.notes.add(WRAPPED)


def page_lines(doc: Doc, _: Random) -> None:
    """The numbers of pages between the rows."""
    doc.notes.add(PAGED)


def numbered(doc: Doc, luck: Random) -> None:
    """A column of numbers of the rows before their labels."""
    table = _third(doc)
    table.rows[0].insert(0, C(luck.choice(["序号", "行次"]), rows=3))
    for number, row in enumerate(table.rows[3:], 1):
        row.insert(0, C(str(number), kind="x"))


def remarked(doc: Doc, luck: Random) -> None:
    """A column of remarks behind the figures."""
    table = _third(doc)
    table.rows[0].append(C("备注", rows=3))
    said = luck.choice([["", "", "其中网上申请1件"], ["", "见说明"], [""], ["", "1", "无"]])
    for row in table.rows[3:]:
        row.append(C(luck.choice(said), kind="x"))


def noted_beside(doc: Doc, luck: Random) -> None:
    """A note behind some figures without brackets."""
    put = ["{} 注1", "{}注", "{}注①", "{}①", "{}*", "{}※", "{} *1", "{}[1]"]
    for table in doc.tables():
        for row in table.rows:
            for at, one in enumerate(row):
                if one.kind == "figure" and one.text.isdigit() and luck.random() < 0.08:
                    text = luck.choice(put).format(one.text)
                    doc.wanted[one.name] = text
                    row[at] = replace(one, text=text)


def on_its_side(table: T) -> T:
    """Its rows as columns."""
    taken: set[tuple[int, int]] = set()
    cells: dict[tuple[int, int], C] = {}
    for top, row in enumerate(table.rows):
        left = 0
        for one in row:
            while (top, left) in taken:
                left += 1
            cells[left, top] = replace(one, rows=one.columns, columns=one.rows)
            taken |= {(top + down, left + across) for down in range(one.rows) for across in range(one.columns)}
            left += one.columns
    height = 1 + max(row for row, _ in cells)
    return T(table.name, [[one for (at, _), one in sorted(cells.items()) if at == row] for row in range(height)])


def third_turned(doc: Doc, luck: Random) -> None:
    """表三 with its columns as rows."""
    at = doc.blocks.index(_third(doc))
    doc.blocks[at] = on_its_side(_third(doc))


def fourth_turned(doc: Doc, luck: Random) -> None:
    """表四 on its side: results down and cases across, or all of it as rows of a label and a figure."""
    table = next(one for one in doc.tables() if one.name == "表四")
    at = doc.blocks.index(table)
    figures, leaves = table.rows[-1], [C(one.text) for one in table.rows[2][:5]]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    how = luck.choice(["across", "spanned", "headed", "two columns"])
    if how == "across":
        heads = [C(luck.choice(["", "案件类型", "结果"])), *map(C, names)]
        rows = [[leaves[row], *(figures[5 * column + row] for column in range(3))] for row in range(5)]
        doc.blocks[at] = T("表四", [heads, *rows])
    elif how == "spanned":
        turned = on_its_side(table)
        if luck.random() < 0.5:
            turned.rows.insert(0, [C("类型", columns=3), C(luck.choice(["数量", "件数", "2023年"]))])
        doc.blocks[at] = turned
    else:
        held: list[list[C]] = []
        for number, name in enumerate(names):
            held += [[C("行政诉讼", columns=2)]] if number == 1 and luck.random() < 0.5 else []
            held.append([C(name, columns=2)] if how == "headed" else [C(name), C("")])
            held += [[leaf, figures[5 * number + row]] for row, leaf in enumerate(leaves)]
        doc.blocks[at] = T("表四", held)


ODD: dict[str, Manner] = {
    "labels wrapped": labels_wrapped,
    "page lines": page_lines,
    "numbered": numbered,
    "remarked": remarked,
    "noted beside": noted_beside,
    "third turned": third_turned,
    "fourth turned": fourth_turned,
}
