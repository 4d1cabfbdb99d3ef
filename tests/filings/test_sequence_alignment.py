"""Lines of a form aligned with lines of a sheet: what each number of the scoring is for, at its bounds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from validator.filings.tables.sequence_alignment import Lines, aligned


def laid(
    form: str, sheet: Mapping[int, str], known: Mapping[int, int] | None = None, *, moved: bool = False
) -> dict[int, int]:
    """Labels of the form, parted by blanks and numbered from 1, on the lines of a sheet that hold these."""
    labels = {line: (label,) for line, label in enumerate(form.split(), 1)}
    texts = {at: (text,) for at, text in sheet.items()}
    return aligned(Lines(labels, texts, known or {}, moved), sorted({*sheet, *(known or {}).values()}))


def test_a_label_numbered_otherwise_is_worth_less_than_an_equal_one() -> None:
    assert laid("甲 1.其他 乙", {1: "甲", 2: "1.其他", 3: "其他", 4: "乙"})[2] == 2
    assert laid("甲 1.其他 乙", {1: "甲", 2: "其他", 3: "1.其他", 4: "乙"})[2] == 3


def test_a_label_numbered_otherwise_is_worth_more_than_a_name() -> None:
    assert laid("甲 1.其他 乙", {1: "甲", 2: "(2)其他", 3: "-", 4: "乙"}, {2: 3}, moved=True)[2] == 2


def test_a_name_finds_a_line_whose_label_deviates_behind_lines_put_in() -> None:
    sheet = {1: "改写", **dict.fromkeys(range(2, 42), "-"), 42: "甲", 43: "乙"}
    assert laid("丙 甲 乙", sheet, {1: 1}, moved=True) == {1: 1, 2: 42, 3: 43}


def test_of_two_equal_labels_the_one_at_the_template_s_address_is_taken() -> None:
    assert laid("甲 其他 乙", {1: "甲", 2: "其他", 3: "其他", 4: "乙"}, {2: 2})[2] == 2


def test_one_label_outweighs_the_template_s_addresses_of_a_whole_table() -> None:
    form = " ".join(f"标{chr(0x4E00 + 50 * line)}" for line in range(26))
    sheet = dict.fromkeys(range(1, 27), "-") | {3: form.split()[-1]}
    assert laid(form, sheet, {line: line for line in range(1, 27)})[26] == 3


@pytest.mark.parametrize(("put_in", "taken"), [(60, True), (150, False)])
def test_lines_passed_cost_a_little_each(put_in: int, *, taken: bool) -> None:
    """Sixty lines may have been put in; a label further off than a label is worth belongs to something else."""
    sheet = {1: "甲", 2: "乙", **dict.fromkeys(range(3, 3 + put_in), "-"), 3 + put_in: "丙"}
    assert (3 in laid("甲 乙 丙", sheet)) is taken


@pytest.mark.parametrize(
    ("label", "written", "taken"), [("本年制发件数", "制发数", True), ("行政处罚", "行政许可", False)]
)
def test_what_is_similar_enough_for_a_label_that_deviates(label: str, written: str, *, taken: bool) -> None:
    assert (2 in laid(f"甲 {label} 乙", {1: "甲", 2: written, 3: "乙"})) is taken


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [("社会公益组织等", "公益组织", True), ("社会公益团体组织", "公益组织", False)],  # 0.92 and 0.8, 0.86 and 0.8
)
def test_a_label_that_deviates_is_clearly_nearer_than_the_next(one: str, other: str, *, taken: bool) -> None:
    assert (2 in laid("甲 社会公益组织 乙", {1: "甲", 2: one, 3: other, 4: "乙"})) is taken


@pytest.mark.parametrize(("at", "taken"), [(7, True), (6, False)])
def test_a_first_line_that_deviates_is_near_the_others(at: int, *, taken: bool) -> None:
    assert (1 in laid("规范性文件 甲 乙", {at: "行政规范性文件", 10: "甲", 11: "乙"})) is taken


def test_the_last_pair_before_is_the_nearest_of_equal_ones() -> None:
    """The back-pointer: of equal paths the one over the later line, of whole ones the first."""
    assert laid("甲 乙 丙 丁", {1: "甲", 2: "乙", 3: "丙", 4: "丁", 13: "丙", 14: "丁"}) == {1: 1, 2: 2, 3: 3, 4: 4}
    assert laid("甲 乙 丙 丁", {1: "甲", 2: "乙", 11: "甲", 12: "乙", 13: "丙", 14: "丁"}) == {
        1: 11,
        2: 12,
        3: 13,
        4: 14,
    }
