"""A figure that another place could as well hold is not read; nor is a row that only seems to be the one that is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from tests.documents.made import C, Doc, T, report
from tests.documents.manners import MANNERS
from tests.documents.mixed import figures_of
from tests.documents.rival_manners import LAYOUTS, others
from tests.documents.written import FORMATS
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import TWICE
from validator.model.filing import Filing

FORM = FORMS.form("2021")
DIFFERENT = figures_of(FORM, Random(0), small=False)  # noqa: S311  no secret
FOUR = {name for name in FORM.indicators if name.startswith("表四")}
GRIDS = ("html", "docx", "text", "markdown")
LUCK = Random(4)  # noqa: S311  no secret
GROUPED = ["（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"]


def found_in(doc: Doc, written: str) -> Filing:
    return filing_of_content(FORMATS[written](doc, Random(0)), "a", FORMS)  # noqa: S311  no secret


def table_in(doc: Doc, name: str) -> T:
    return next(one for one in doc.tables() if one.name == name)


def unread(found: Filing) -> set[str]:
    return {one.indicator for one in found.unplaced}


def read(found: Filing) -> dict[str, object]:
    return {name: found.cell(name).value for name in FORM.indicators if name not in unread(found)}


def changed(name: str, change: Callable[[T], None]) -> Doc:
    doc = report(FORM, DIFFERENT)
    change(table_in(doc, name))
    return doc


def row_of(table: T, name: str) -> int:
    return next(at for at, row in enumerate(table.rows) if any(one.name.startswith(name) for one in row))


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_table_in_one_layout_beside_another_years_in_another_is_not_read(is_first: bool, written: str) -> None:
    for own, other in product(LAYOUTS, repeat=2):
        doc = report(FORM, DIFFERENT)
        table = table_in(doc, "表四")
        at = doc.blocks.index(table)
        pair = [*own(table)], [*other(others(table, LUCK))]
        doc.blocks[at : at + 1] = [one for part in (pair if is_first else pair[::-1]) for one in part]
        found = found_in(doc, written)
        assert unread(found) == FOUR, (own.__name__, other.__name__)
        assert read(found) == {name: value for name, value in DIFFERENT.items() if name not in FOUR}


@pytest.mark.parametrize("layout", LAYOUTS[:-1])
@pytest.mark.parametrize("spoiled", ["a cell is gone", "no group is named"])
def test_a_table_beside_one_that_nobody_can_read_is_not_read_either(
    layout: Callable[[T], list[T]], spoiled: str
) -> None:
    doc = report(FORM, DIFFERENT)
    table = table_in(doc, "表四")
    other = others(table, LUCK)
    parts = layout(table)
    names = ("行政", "未经", "复议")
    for row in (row for part in parts for row in part.rows):
        if spoiled == "a cell is gone" and any(one.kind == "figure" for one in row):
            row.pop()
        elif spoiled != "a cell is gone":
            row[:] = [replace(one, text="") if one.text.startswith(names) else one for one in row]
    at = doc.blocks.index(table)
    doc.blocks[at : at + 1] = [*parts, other]
    for written in GRIDS:
        assert unread(found_in(doc, written)) == FOUR, written


def test_the_reason_is_told() -> None:
    doc = report(FORM, DIFFERENT)
    doc.blocks.insert(doc.blocks.index(table_in(doc, "表四")), others(table_in(doc, "表四"), LUCK))
    doc.blocks[-4:-4] = LAYOUTS[2](table_in(doc, "表四"))
    assert {one.reason for one in found_in(doc, "html").unplaced} == {TWICE}


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize(("rows", "are_unread"), [(1, 1), (2, 2), (4, 25)])
def test_rows_with_the_same_misspelt_label_are_rivals(rows: int, are_unread: int, written: str) -> None:
    """Of one row or two these are not read, of several none of the table."""

    def change(table: T) -> None:
        first = row_of(table, "表三.不予公开_内部事务")
        for at in range(first, first + 2 * rows, 2):
            label = next(place for place, one in enumerate(table.rows[at]) if one.kind == "row")
            table.rows[at][label] = replace(table.rows[at][label], text=f"{table.rows[at][label].text}口")
            again = [replace(one, name="", text="20000" if one.name else one.text) for one in table.rows[at][label:]]
            table.rows.insert(at, again) if written == "text" else table.rows.insert(at + 1, again)
        for top, row in enumerate(table.rows[:first]):
            row[:] = [replace(one, rows=one.rows + rows) if top + one.rows > first else one for one in row]

    found = found_in(changed("表三", change), written)
    assert len({name.rpartition(".")[0] for name in unread(found)}) == are_unread
    assert 20_000 not in read(found).values()


def in_groups(table: T, sums: dict[str, str]) -> None:
    """One column of labels, and rows of their own for groups: the figure in all cells of each."""
    for at in reversed(range(3, len(table.rows))):
        row = table.rows[at]
        heads = [one.text for one in row if one.text in sums]
        row[:] = [replace(one, rows=1, columns=1) for one in row if one.kind in {"figure", "row"}]
        for text in heads:
            table.rows.insert(at, [C(text), *(C(sums[text], kind="x") for _ in range(7))])
    table.rows[0][0] = replace(table.rows[0][0], columns=1)


@pytest.mark.parametrize("written", GRIDS)
@pytest.mark.parametrize("label", [*GROUPED, ""])
@pytest.mark.parametrize("shown", ["20000", ""])
@pytest.mark.parametrize("side", [-1, 1])
def test_the_sum_of_a_group_does_not_stand_for_a_row_that_is_gone(
    side: int, shown: str, label: str, written: str
) -> None:
    """Nor where its label is lost (``""``), or it is blank."""
    doc = report(FORM, DIFFERENT)
    table = table_in(doc, "表三")
    in_groups(table, dict.fromkeys(GROUPED, shown))
    group = next(at for at, row in enumerate(table.rows) if row[0].text == (label or GROUPED[1]))
    table.rows[group][0] = replace(table.rows[group][0], text=label)
    gone = {one.name for one in table.rows.pop(group + side) if one.name}
    found = found_in(doc, written)
    assert gone <= unread(found)
    assert read(found) == {name: value for name, value in DIFFERENT.items() if name not in unread(found)}


@pytest.mark.parametrize("written", GRIDS)
def test_a_row_of_which_the_label_is_lost_is_told_by_order_where_it_can_be_no_other(written: str) -> None:
    def change(table: T) -> None:
        row = table.rows[row_of(table, "表三.不予公开_内部事务")]
        row[:] = [replace(one, text="") if one.kind == "row" else one for one in row]

    found = found_in(changed("表三", change), written)
    assert found.unplaced == ()
    assert read(found) == DIFFERENT


@pytest.mark.parametrize("written", GRIDS)
def test_a_blank_row_of_which_the_label_is_lost_is_not(written: str) -> None:
    def change(table: T) -> None:
        row = table.rows[row_of(table, "表三.不予公开_内部事务")]
        row[:] = [replace(one, text="") if one.kind in {"row", "figure"} else one for one in row]

    gone = {name for name in DIFFERENT if name.startswith("表三.不予公开_内部事务")}
    assert unread(found_in(changed("表三", change), written)) == gone


@pytest.mark.parametrize("written", ["html", "docx"])
@pytest.mark.parametrize("manner", ["columns swapped", "fourth reordered"])
@pytest.mark.parametrize("seed", range(4))
def test_heads_in_another_order_are_read_where_they_stand(seed: int, manner: str, written: str) -> None:
    doc = report(FORM, DIFFERENT)
    MANNERS[manner](doc, Random(seed))  # noqa: S311  no secret
    found = found_in(doc, written)
    assert found.unplaced == ()
    assert read(found) == DIFFERENT


@pytest.mark.parametrize("lost", ["rows", "columns", "both"])
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_heads_in_another_order_are_not_read_where_merged_cells_are_lost(seed: int, filled: bool, lost: str) -> None:
    """The cells behind them moved to the left, and may stand over others': `filled` up with blanks at the end."""
    luck = Random(seed)  # noqa: S311  no secret
    doc = report(FORM, DIFFERENT)
    table = table_in(doc, "表三")
    first, over, last = table.rows[1]
    own = {0: first, 6: last} | dict(enumerate(table.rows[2], 1))
    table.rows[1], table.rows[2] = luck.sample([first, over, last], 3), luck.sample(table.rows[2], 5)
    for row in table.rows[3:]:
        figures = dict(enumerate(one for one in row if one.kind == "figure"))
        row[:] = [one for one in row if one.kind != "figure"] + [figures[at] for at in _order_of(table, own)]
    for row in table.rows:
        row[:] = [replace(one, rows=1) if lost in {"rows", "both"} else one for one in row]
        row[:] = [replace(one, columns=1) if lost in {"columns", "both"} else one for one in row]
    if filled:
        width = max(sum(one.columns for one in row) for row in table.rows)
        for row in table.rows:
            row += [C("", kind="x") for _ in range(width - sum(one.columns for one in row))]
    found = found_in(doc, "html")
    assert read(found) == {name: DIFFERENT[name] for name in read(found)}


def _order_of(table: T, own: dict[int, C]) -> list[int]:
    """The figures in the order of the heads: the lower ones where the head above them stands."""
    number = {id(one): at for at, one in own.items()}
    lower = [number[id(one)] for one in table.rows[2]]
    return [at for one in table.rows[1] for at in ([number[id(one)]] if id(one) in number else lower)]


def test_tabs_in_the_cells_of_markdown_part_none() -> None:
    doc = report(FORM, DIFFERENT)
    MANNERS["tabbed"](doc, LUCK)
    found = found_in(doc, "markdown")
    assert found.unplaced == ()
    assert read(found) == DIFFERENT
