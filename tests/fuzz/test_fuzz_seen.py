"""Some of the disguised workbooks and of the harmless changes of `fuzz_seen`."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.disguises import DISGUISES
from tests.fuzz.fuzz_seen import EDITIONS, base, checked, fuzz


def test_no_disguise_is_clean_and_no_harmless_change_is_told() -> None:
    counts = fuzz(70, 35, seed=3)
    assert counts["harmless"] == 35
    assert {line.partition(":")[0] for line in counts} == {*DISGUISES, "harmless"}


def test_the_unchanged_bases_are_clean(tmp_path: Path) -> None:
    for edition in EDITIONS:
        for typed in (True, False):
            assert checked(tmp_path / "示例市.xlsx", base(edition, typed=typed)).findings == ()
