"""Rows and columns put in or taken out, by Excel and by scripts: nothing is misread, and what is lost is told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.filings import damages
from tests.filings.damages import DROPPED, Edit, edited
from tests.filings.layouts import Layout, values_of
from tests.filings.saved import checked, read
from tests.filings.test_labels import ONE, SHEETS, figures_of, filled, laid
from tests.found import found
from tests.shipped import filing_of
from validator.examples.damaged import damaged
from validator.exchange.filing_data import Value
from validator.model.filing import Filing
from validator.model.finding import Finding

T2, T3, T4, COVER, FIRST = "二、主动公开", "三、依申请公开", "四、复议诉讼", "封面", "一、总体情况"


def told(filing: Filing) -> list[Finding]:
    """What is found, but for results that openpyxl dropped."""
    return [finding for finding in checked(filing).findings if finding.rule.code != "VA-06"]


def by_script(title: str, what: str, *where: int) -> Edit:
    """Cells moved by openpyxl; merged ranges, names and formulas stay behind."""
    return lambda book: getattr(book[title], what)(*where)


DELETED: list[tuple[Edit, str, str]] = [
    (by_script(T3, "delete_cols", 10), f"D-08 {T3}!I6", "表三少了 1 列（总计），25 个格读不出"),
    (by_script(T3, "delete_rows", 32), f"D-08 {T3}!A31", "表三少了 1 行（四、结转下年度继续办理），7 个格读不出"),
    (by_script(T2, "delete_cols", 4), f"D-08 {T2}!C6", "表二少了 1 列（现行有效件数），2 个格读不出"),
    (by_script(T4, "delete_cols", 6, 5), f"D-08 {T4}!E7", "表四少了 5 列（未经复议直接起诉），5 个格读不出"),
    (by_script(T4, "delete_cols", 11, 5), f"D-08 {T4}!J7", "表四少了 5 列（复议后起诉），5 个格读不出"),
    (by_script(T4, "delete_cols", 8), f"D-08 {T4}!G7", "表四少了 1 列（未经复议直接起诉·其他结果），1 个格读不出"),
    (by_script(T4, "delete_rows", 6), f"D-08 {T4}!K5", "表四少了 1 行（放“复议后起诉”等标签的），取值仍可读"),
    (
        by_script(T3, "delete_rows", 1, 4),
        f"D-08 {T3}!A1",
        "表三少了 4 行（三、收到和处理政府信息公开申请情况、统计期限），1 个格读不出",
    ),
]


@pytest.mark.parametrize(("edit", "where", "message"), DELETED, ids=[message for _, _, message in DELETED])
def test_lines_deleted_by_a_script_are_one_finding(
    edit: Edit, where: str, message: str, typed: Path, tmp_path: Path
) -> None:
    filing = read(edited(typed, tmp_path / typed.name, edit))
    assert found(checked(filing).findings) == sorted([where, DROPPED])
    assert [finding.message() for finding in told(filing)] == [message]


@pytest.mark.parametrize("lost", [(6, "直接起诉"), (11, "复议后起诉")])
@pytest.mark.parametrize("way", ["names", "labels"])
def test_what_is_left_of_table_four_is_known_by_the_heads(way: str, lost: tuple[int, str], tmp_path: Path) -> None:
    """Fifteen columns with three times the same five labels: the head above says which five are gone."""
    column, name = lost
    values = values_of(figures_of("2021"))
    if way == "names":
        filing = filing_of(damaged(filled(), [{"delete_columns": {T4: column}}] * 5))
    else:
        one = {"表四": (ONE, Layout(3, 2, merged=False))}
        filing, _ = laid(tmp_path, one, figures_of("2021"), lambda book: book[ONE].delete_cols(column + 1, 5))
    there = {key for key in values if key.startswith("表四.") and not key.startswith(f"表四.{name}.")}
    assert {key for key in filing.cells if key.startswith("表四.") and key != "表四.统计期限"} == there
    assert {key: filing.cell(key).value for key in there} == {key: values[key] for key in there}


def test_a_total_that_adds_an_inserted_row_is_no_altered_formula(summed: Path, tmp_path: Path) -> None:
    """Excel makes the sum longer: the total does not agree with its parts, and D-07 says why."""
    filing = read(edited(summed, tmp_path / summed.name, damages.insert_filled_row))
    findings = {finding.rule.code: finding for finding in told(filing)}
    assert set(findings) == {"D-07", "T3-01", "T3-02", "T3-03"}
    assert findings["D-07"].message() == (
        "表三插入了 1 行（第 20 行），里面有内容，不属于任何一项；总计公式却把它加了进去；其余取值仍可读"
    )


INSERTED: list[tuple[Edit, list[str]]] = [
    (by_script(T2, "insert_cols", 2), [f"D-07 {T2}!B7"]),
    (by_script(COVER, "insert_cols", 2), ["D-07 封面!B7", "VA-06 封面!D10:D11"]),
    (by_script(FIRST, "insert_rows", 1, 2), [f"D-06 {FIRST}!A5,A3", DROPPED]),
    (by_script(T3, "insert_cols", 4, 3), [f"D-07 {T3}!D8", DROPPED]),
]


@pytest.mark.parametrize(("edit", "wanted"), INSERTED)
def test_lines_inserted_by_a_script_change_nothing_that_is_read(
    edit: Edit, wanted: list[str], typed: Path, tmp_path: Path
) -> None:
    original, filing = read(typed), read(edited(typed, tmp_path / typed.name, edit))
    assert {key: cell.value for key, cell in filing.cells.items()} == {k: c.value for k, c in original.cells.items()}
    wanted = wanted if any("VA-06" in one for one in wanted) else [*wanted, DROPPED]
    assert found(checked(filing).findings) == sorted(wanted)


def test_a_table_moved_away_from_its_heading_is_read(typed: Path, tmp_path: Path) -> None:
    """Cut and pasted five rows down and two columns to the right, with its names; heading and period stay."""

    def move(book: Workbook) -> None:
        sheet = book[T3]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.move_range("A5:J32", rows=5, cols=2)
        for name in list(book.defined_names):
            damages.shift_name(book, name, T3, from_row=5, rows=5, columns=2)

    filing = read(edited(typed, tmp_path / typed.name, move))
    assert {key: cell.value for key, cell in filing.cells.items()} == {k: c.value for k, c in read(typed).cells.items()}
    assert [finding.message() for finding in told(filing)] == [
        "表三插入了 5 行（第 5–9 行），取值仍可读",
        "表三插入了 2 列（A–B 列），取值仍可读",
    ]


def test_a_table_that_nothing_tells_any_more_is_reported(typed: Path, tmp_path: Path) -> None:
    """No names, and the column of its labels deleted: 表二 is on its sheet and cannot be read."""

    def edit(book: Workbook) -> None:
        damages.lose_names(book)
        book[T2].delete_cols(1)

    filing = read(edited(typed, tmp_path / typed.name, edit))
    assert "表二" not in filing.found_by
    (one,) = (finding for finding in told(filing) if finding.rule.code == "D-08")
    assert (found([one]), one.severity.value) == ([f"D-08 {T2}!A1"], "must")
    assert one.message() == ("表二有 10 个格认不出在哪里（表二.规章.制发、表二.规章.废止、表二.规章.有效 等），读不出")


@lru_cache(maxsize=1)
def truth() -> dict[str, Value]:
    """Every figure of the filled template, no two alike."""
    return values_of(figures_of("2021"))


def changes(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """One to four lines put in or taken out, as ``change.as_found.workbook`` has them."""
    title, rows, columns = SHEETS[table]
    row = st.tuples(st.sampled_from(["insert_rows", "delete_rows"]), st.integers(1, rows))
    column = st.tuples(st.sampled_from(["insert_columns", "delete_columns"]), st.integers(1, columns))
    one: st.SearchStrategy[dict[str, Any]] = (row | column).map(lambda edit: {edit[0]: {title: edit[1]}})
    return st.lists(one, min_size=1, max_size=4)


@settings(max_examples=150)
@given(st.sampled_from([*SHEETS]).flatmap(changes), st.sampled_from(["names", "no names", "names behind"]))
def test_no_figure_is_taken_for_another_and_none_is_lost_in_silence(edits: list[Mapping[str, Any]], left: str) -> None:
    """With its names as Excel moves them, without any, and with names left behind as scripts leave them.

    Without names to go by, a row put in and one taken out between labels that are gone too cannot be told from none:
    two changes at most then.
    """
    book = damaged(filled(), edits if left == "names" else edits[:2])
    if left != "names":
        book = replace(book, names={} if left == "no names" else filled().names)
    filing = filing_of(book)
    lost = {name for damage in filing.damage for name in damage.lost}
    for name in filing.form.indicators:
        if name in filing.places and name in truth():
            assert filing.cell(name).value in {truth()[name], None}, name
        else:
            assert name in lost, name
