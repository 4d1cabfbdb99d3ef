"""The manners in which the documents of websites were seen to differ from the form; nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.documents.made import GONE, HEADINGS, C, Doc, T, laid_out
from tests.documents.odd_manners import ODD, Manner
from tests.documents.rival_manners import RIVAL


def each_cell(doc: Doc, change: Callable[[C], C]) -> None:
    for table in doc.tables():
        table.rows = [[change(one) for one in row] for row in table.rows]


def plain(_: Doc, __: Random) -> None:
    """As the form has it."""


def padded(doc: Doc, _: Random) -> None:
    """Merged cells taken apart: what stood in one stands in the first, the others are blank."""
    for table in doc.tables():
        table.rows = [[one or C("", kind="blank") for one in row] for row in laid_out(table)]


def squeezed(doc: Doc, _: Random) -> None:
    """Merged cells lost: each row has only the cells that begin in it."""
    each_cell(doc, lambda one: replace(one, rows=1, columns=1))


def heads_squeezed(doc: Doc, _: Random) -> None:
    """The same of the heads alone."""
    each_cell(doc, lambda one: one if one.kind in {"figure", "row"} else replace(one, rows=1, columns=1))


def stacked(doc: Doc, luck: Random) -> None:
    """表四's three groups one below the other: tables of their own, or rows of one table."""
    at = next(number for number, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表四")
    table = doc.blocks[at]
    assert isinstance(table, T)
    figures = table.rows[-1]
    leaves = [C(one.text) for one in table.rows[2][:5]]
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    groups = [figures[5 * number : 5 * number + 5] for number in range(3)]
    if luck.random() < 0.4:
        rows = [
            [C("类别"), *leaves],
            *([C(name, kind="row"), *group] for name, group in zip(names, groups, strict=True)),
        ]
        doc.blocks[at] = T("表四", rows)
        return
    parts: list[str | T] = []
    for name, group in zip(names, groups, strict=True):
        if luck.random() < 0.5:
            parts += [name, T("表四", [leaves, group])]
        else:
            parts.append(T("表四", [[C(name, columns=5)], leaves, group]))
    doc.blocks[at : at + 1] = parts


def cut(doc: Doc, luck: Random, between: tuple[str, ...] = (), *, heads: bool = False) -> None:
    """A table cut in two between two rows of figures, as at the end of a page."""
    at = next(number for number, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表三")
    table = doc.blocks[at]
    assert isinstance(table, T)
    first = next(number for number, row in enumerate(table.rows) if any(one.kind == "figure" for one in row))
    row = luck.randrange(first + 1, len(table.rows) - 1)
    upper = [
        [replace(one, rows=min(one.rows, row - top)) for one in cells] for top, cells in enumerate(table.rows[:row])
    ]
    repeat = luck.random() < 0.5
    over = [
        replace(one, rows=top + one.rows - row, text=one.text if repeat else "")
        for top, cells in enumerate(table.rows[:row])
        for one in cells
        if top + one.rows > row
    ]
    lower = [list(cells) for cells in table.rows[row:]]
    lower[0] = [*over, *lower[0]]
    doc.blocks[at : at + 1] = [
        T("表三", upper),
        *between,
        T("表三", [*(list(cells) for cells in table.rows[:first] if heads), *lower]),
    ]


def cut_bare(doc: Doc, luck: Random) -> None:
    """Cut in two, with a page's number or 续表 between, or nothing."""
    cut(doc, luck, luck.choice([(), ("续表",), ("（续表三）",), ("— 3 —",), ("第3页 共6页",)]))


def cut_with_heads(doc: Doc, luck: Random) -> None:
    """Cut in two, the heads repeated."""
    cut(doc, luck, luck.choice([(), ("续表",), ("表三（续）",)]), heads=True)


def misspelt(doc: Doc, luck: Random) -> None:
    """A sign of a long label wrong or lost."""

    def change(one: C) -> C:
        if one.kind == "figure" or len(one.text) < 8 or luck.random() < 0.6:
            return one
        at = luck.randrange(3, len(one.text))
        return replace(one, text=one.text[:at] + luck.choice(["", "田", "口"]) + one.text[at + 1 :])

    each_cell(doc, change)


def labels_lost(doc: Doc, luck: Random) -> None:
    """The labels of some rows gone, their cells blank."""
    each_cell(doc, lambda one: replace(one, text="") if one.kind == "row" and luck.random() < 0.12 else one)


def debris(doc: Doc, luck: Random) -> None:
    """A few heads illegible."""
    words = ["公田 公田", "1 息仕", "(h) 坐土", "廿", "", "尺"]
    each_cell(
        doc, lambda one: replace(one, text=luck.choice(words)) if one.kind == "column" and luck.random() < 0.12 else one
    )


def last_year_beside(doc: Doc, luck: Random) -> None:
    """Last year's columns left or right of this year's."""
    table = next(one for one in doc.tables() if one.name == "表三")
    left, rows = luck.random() < 0.5, []
    heads = ("2022年", "2023年") if luck.random() < 0.5 else ("上年", "本年")
    for number, row in enumerate(table.rows):
        own = [one for one in row if one.kind in {"figure", "column"} or one.text in {"申请人情况", "法人或其他组织"}]
        rest = [one for one in row if one not in own]
        old = [
            replace(one, name="", text=str(luck.randrange(1, 99)) if one.kind == "figure" else one.text) for one in own
        ]
        if number == 0:
            old, own = [replace(one, text=heads[0]) for one in old], [replace(one, text=heads[1]) for one in own]
        rows.append([*rest, *old, *own] if left else [*rest, *own, *old])
    table.rows = rows


def last_years_total(doc: Doc, luck: Random) -> None:
    """One column more for last year's totals, left or right."""
    table = next(one for one in doc.tables() if one.name == "表三")
    left = luck.random() < 0.5
    for number, row in enumerate(table.rows):
        figures = [at for at, one in enumerate(row) if one.kind == "figure"]
        more = [C(str(luck.randrange(1, 99)), kind="figure")] if figures else []
        if number == 0:
            more = [C("上年总计", rows=3)]
        at = (figures[0] if figures else 1) if left else len(row)
        row[at:at] = more


def with_notes(doc: Doc, luck: Random) -> None:
    """Notes in brackets or units behind some figures."""
    put = ["{}件", "{}（其中网上{}）", "{} 件", "{}（含上年结转1件）", "{}元"]

    def change(one: C) -> C:
        if one.kind != "figure" or not one.text.isdigit() or luck.random() < 0.9:
            return one
        text = luck.choice(put).format(one.text, luck.randrange(9))
        doc.wanted[one.name] = text
        return replace(one, text=text)

    each_cell(doc, change)


def totals_blank(doc: Doc, _: Random) -> None:
    """All totals of a column empty."""
    last = {name: None for name in doc.wanted if name.startswith("表三.") and name.endswith(".总计")}
    doc.wanted |= last
    each_cell(doc, lambda one: replace(one, text="") if one.name in last else one)


def figures_merged(doc: Doc, luck: Random) -> None:
    """A figure over two rows; the next row lacks its last cell. Whose it is nobody knows."""
    table = next(one for one in doc.tables() if one.name == "表三")
    at = luck.randrange(4, len(table.rows) - 2)
    table.rows[at][-1] = replace(table.rows[at][-1], rows=2)
    gone = table.rows[at + 1].pop()
    doc.notes |= {f"{GONE}{table.rows[at][-1].name}", f"{GONE}{gone.name}"}


def uneven(doc: Doc, luck: Random) -> None:
    """Columns of 表二 that span differently from row to row."""
    table = doc.tables()[0]
    for row in table.rows:
        if len(row) > 1:
            wide = luck.randrange(1, len(row))
            row[:] = [
                replace(one, columns=1 + (number == wide) * luck.randrange(1, 3)) for number, one in enumerate(row)
            ]


def rows_more(doc: Doc, luck: Random) -> None:
    """A row that numbers the columns, and one that says the unit."""
    table = next(one for one in doc.tables() if one.name == "表三")
    numbers = [C("栏次", columns=3), *(C(str(number), kind="number") for number in range(1, 8))]
    table.rows.insert(3, numbers)
    if luck.random() < 0.5:
        table.rows.insert(0, [C("单位：件", columns=10)])


def other_headings(doc: Doc, luck: Random) -> None:
    """Headings with other numbers or words."""
    style = luck.choice(["第{}部分 {}", "{}. {}", "{}、 {}情况说明", "{}．{}", "{}、{}"])
    for at, one in enumerate(doc.blocks):
        if isinstance(one, str) and one in HEADINGS:
            doc.blocks[at] = style.format(one[0], one[2:])


def furniture(doc: Doc, luck: Random) -> None:
    """What a website puts around."""
    before = [
        "首页 > 政务公开 > 政府信息公开年报",
        "索引号：014-2024-0012",
        "发布日期：2024-01-20 10:22",
        "字体：【大 中 小】",
        "浏览次数：120",
    ]
    after = [
        "2024年1月20日",
        "扫一扫在手机打开当前页",
        "上一篇：2022年政府信息公开工作年度报告",
        "版权所有：某政府办公室 ICP备12号",
        "网站标识码：4112210001",
    ]
    doc.blocks[:0] = before[luck.randrange(3) :]
    doc.blocks += after[luck.randrange(3) :]
    doc.blocks.insert(
        len(before) // 2,
        T(
            "",
            [[C("索引号"), C("0123"), C("主题分类"), C("其他")], [C("发文日期"), C("2024-01-20"), C("有效性"), C("1")]],
        ),
    )


def copied(doc: Doc, luck: Random) -> None:
    """Last year's table before or after this year's."""
    at = next(number for number, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表三")
    table = doc.blocks[at]
    assert isinstance(table, T)
    old = T(
        "表三",
        [[replace(one, name="", text="4") if one.kind == "figure" else one for one in row] for row in table.rows],
    )
    caption = luck.choice(["上年情况：", "2022年", "以下是上年的数据，供对照。"])
    doc.blocks[at : at + 1] = [table, caption, old] if luck.random() < 0.5 else [caption, old, "本年情况：", table]


def rows_swapped(doc: Doc, luck: Random) -> None:
    """Two rows of a group in another order."""
    table = next(one for one in doc.tables() if one.name == "表三")
    at = luck.choice([9, 10, 11, 17, 18])
    table.rows[at], table.rows[at + 1] = table.rows[at + 1], table.rows[at]


def row_gone(doc: Doc, luck: Random) -> None:
    """A row of figures is not there."""
    table = next(one for one in doc.tables() if one.name == "表三")
    at = luck.choice([9, 10, 11, 13, 18])
    for one in table.rows.pop(at):
        doc.notes.add(f"{GONE}{one.name}")
    _shorten(table, at)


def _shorten(table: T, at: int) -> None:
    for top, row in enumerate(table.rows[:at]):
        row[:] = [replace(one, rows=one.rows - 1) if top + one.rows > at else one for one in row]


def columns_swapped(doc: Doc, luck: Random) -> None:
    """表三 with its totals before the others, or two columns changed; the heads go with them."""
    table = next(one for one in doc.tables() if one.name == "表三")
    first = luck.random() < 0.5
    for row in table.rows:
        at = [place for place, one in enumerate(row) if one.kind in {"figure", "column"}]
        if (len(at) == 7 and first) or (first and len(at) == 2):
            row.insert(at[0], row.pop(at[-1]))
        elif not first and len(at) in {5, 7}:
            left = at[0] + (len(at) == 7)
            row[left], row[left + 1] = row[left + 1], row[left]


def rows_added(doc: Doc, luck: Random) -> None:
    """Rows that the form does not have."""
    table = next(one for one in doc.tables() if one.name == "表三")
    for at in sorted(luck.sample(range(3, 5), luck.choice([1, 2])), reverse=True):
        words = luck.choice(["其中：网上申请", "上年新收政府信息公开申请数量", "当面申请", "其中：本年新收信函申请"])
        table.rows.insert(at + 1, [C(words, columns=3), *(C(str(luck.randrange(99)), kind="x") for _ in range(7))])
    if luck.random() < 0.5:
        table.rows.append([C("注：以上数据由各单位报送，截至12月31日。", columns=10)])


def headless(doc: Doc, luck: Random) -> None:
    """Tables without their heads."""
    for table in doc.tables():
        if luck.random() < 0.5:
            table.rows = [row for row in table.rows if any(one.kind == "figure" for one in row)]


def figure_gone(doc: Doc, luck: Random) -> None:
    """A cell of figures is not there, or one too many."""
    table = luck.choice(doc.tables())
    row = luck.choice([row for row in table.rows if sum(one.kind == "figure" for one in row) > 1])
    at = luck.choice([place for place, one in enumerate(row) if one.kind == "figure"])
    if luck.random() < 0.5:
        doc.notes.add(f"{GONE}{row.pop(at).name}")
    else:
        row.insert(at, C(str(luck.randrange(99)), kind="x"))


def groups_lost(doc: Doc, _: Random) -> None:
    """The labels of groups of rows gone with their cells."""
    for table in doc.tables():
        table.rows = [[one for one in row if not (one.kind == "head" and one.rows > 2)] for row in table.rows]


def note(*words: str) -> Manner:
    def change(doc: Doc, _: Random) -> None:
        doc.notes |= set(words)

    change.__doc__ = f"Shown with {words}."
    return change


MANNERS: dict[str, Manner] = {
    "plain": plain,
    "padded": padded,
    "squeezed": squeezed,
    "heads squeezed": heads_squeezed,
    "stacked": stacked,
    "cut": cut_bare,
    "cut with heads": cut_with_heads,
    "misspelt": misspelt,
    "labels lost": labels_lost,
    "debris": debris,
    "last year beside": last_year_beside,
    "last year's total": last_years_total,
    "notes": with_notes,
    "totals blank": totals_blank,
    "figures merged": figures_merged,
    "uneven": uneven,
    "rows more": rows_more,
    "other headings": other_headings,
    "furniture": furniture,
    "copied": copied,
    "rows swapped": rows_swapped,
    "row gone": row_gone,
    "columns swapped": columns_swapped,
    "rows added": rows_added,
    "headless": headless,
    "figure gone": figure_gone,
    "groups lost": groups_lost,
    "spans": note("spans"),
    "blanks": note("nbsp"),
    "breaks": note("br"),
    "layout": note("layout"),
    **ODD,
    **RIVAL,
}
CERTAIN = {
    "plain", "squeezed", "heads squeezed", "stacked", "cut with heads", "notes", "uneven", "other headings",
    "furniture", "spans", "blanks", "breaks", "layout", "rows more", "tabbed",
}  # fmt: skip
"""The manners in which every figure has to be read, in HTML and Word at least."""
