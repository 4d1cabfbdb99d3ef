"""A seeded slice of benchmarks/explaining.py: whether the planted reason of a gap is found, and nothing beside it."""

from __future__ import annotations

import pytest

from benchmarks.explaining import KINDS, Tally, run


@pytest.fixture(scope="module")
def tally() -> Tally:
    return run(104, seed=3, units=12)


def test_the_planted_reason_is_found(tally: Tally) -> None:
    assert dict(tally.cases) == dict.fromkeys(KINDS, 8)
    assert tally.found.total() >= 0.95 * 104
    for kind in ("left_out", "counted_twice", "other_version", "last_year", "thrice", "corrected"):
        assert tally.first[kind] == 8


def test_it_is_named_alone_where_it_is_the_only_one(tally: Tally) -> None:
    assert tally.single.total() >= 20
    assert tally.alone == tally.single
