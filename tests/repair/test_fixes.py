"""Fixes that causes suggest."""

from __future__ import annotations

from datetime import date

import pytest

from validator.model.bilingual import Bilingual
from validator.model.cause import Cause
from validator.model.cells import CellValue, Place
from validator.model.finding import Suspect
from validator.repair.fixes import Fix, certain, suggested, told

SWAPPED = Bilingual("两位颠倒", "two digits swapped")


def suspect(cell: str, value: CellValue, suggestion: int | None, reason: Bilingual | str = SWAPPED) -> Suspect:
    return Suspect(Place("三", cell), f"表三.{cell}", value, suggestion, certain=True, reason=reason)


def test_a_cause_suggests_a_fix_of_each_of_its_cells() -> None:
    cause = Cause((suspect("D8", 63, 36), suspect("D9", None, 2, "")), certain=True)
    assert suggested(cause) == (
        Fix("表三.D8", Place("三", "D8"), 63, 36, SWAPPED),
        Fix("表三.D9", Place("三", "D9"), None, 2, Bilingual("按建议改", "as suggested")),
    )


def test_without_a_value_for_every_cell_it_suggests_nothing() -> None:
    assert suggested(Cause((suspect("D8", 63, 36), suspect("D9", 5, None)), certain=True)) == ()


def test_only_certain_causes_are_followed_unasked() -> None:
    sure, maybe = Cause((suspect("D8", 63, 36),), certain=True), Cause((suspect("E8", 1, 2),), certain=False)
    assert [one.place.cell for one in certain([maybe, sure])] == ["D8"]


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "空白", "blank"),
        ("", "空白", "blank"),
        ("1,234", "“1,234”", "“1,234”"),
        ("x" * 50, f"“{'x' * 40}……”", f"“{'x' * 40}……”"),
        (63, "63", "63"),
        (28.0000000001, "28.0000000001", "28.0000000001"),
        (date(2024, 1, 2), "2024-01-02", "2024-01-02"),
    ],
)
def test_values_as_lists_of_fixes_show_them(value: CellValue, zh: str, en: str) -> None:
    assert (told(value), told(value, "en")) == (zh, en)


def test_a_fix_in_a_line() -> None:
    assert str(Fix("表三.D8", Place("三", "D8"), "６３", 36)) == "三 D8：“６３” 改为 36"
