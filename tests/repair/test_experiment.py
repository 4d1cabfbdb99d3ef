"""A seeded slice of benchmarks/localise.py: how often the wrong cell is named (whole: `python -m benchmarks.localise`)."""

from __future__ import annotations

import argparse

import pytest

from benchmarks.localise import judged, reports, run
from tests.shipped import preview
from validator.exchange.filing_data import FilingData

ARGS = argparse.Namespace(each=40, seed=1, highs=0)


@pytest.fixture(scope="module")
def sound() -> list[FilingData]:
    found = [one for one in reports(None) if not judged(preview(one))[0]]
    assert found
    return found


@pytest.mark.parametrize(
    ("table", "count", "least"),
    [  # alone, among the least sets, first, with the right value
        ("表三", 1, (1.0, 1.0, 1.0, 1.0)),
        ("表三", 2, (0.75, 0.99, 0.9, 0.9)),
        ("表三", 3, (0.6, 0.98, 0.9, 0.9)),
        ("表四", 1, (0.0, 1.0, 0.6, 0.6)),
    ],
)
def test_typed_totals_give_the_wrong_cells_away(
    sound: list[FilingData], table: str, count: int, least: tuple[float, ...]
) -> None:
    tally = run(sound, table, count, ARGS, typed=True)
    assert tally.count == ARGS.each
    shares = [one / tally.count for one in (tally.alone, tally.among, tally.first, tally.value)]
    assert all(share >= limit for share, limit in zip(shares, least, strict=True)), shares
