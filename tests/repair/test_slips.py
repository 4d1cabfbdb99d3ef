"""Slips of the hand: what is recognised, and that a rarer kind explains more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from validator.repair.slips import (
    ADDED,
    DOUBLED,
    DROPPED,
    MINUS,
    OTHER,
    REPLACED,
    SWAPPED,
    YUAN,
    ZERO_LESS,
    ZERO_MORE,
    slip,
)


@pytest.mark.parametrize(
    ("meant", "seen", "words"),
    [
        (36, 63, SWAPPED),
        (4627, 4267, SWAPPED),
        (4627, 46287, ADDED),
        (4627, 467, DROPPED),
        (4627, 4687, REPLACED),
        (12, 112, DOUBLED),
        (12, 122, DOUBLED),
        (12, 120, ZERO_MORE),
        (120, 12, ZERO_LESS),
        (12, -12, MINUS),
        (25.1, 251000, YUAN),
        (3, 8, REPLACED),
        (12.5, 15.2, None),
        (12.5, 12.6, REPLACED),
        (1234, 9, None),
        (0, 17, None),
        (17, 0, None),
    ],
)
def test_what_happened(meant: float, seen: float, words: object) -> None:
    assert slip(meant, seen).words == words


def test_the_published_examples(shared: Path) -> None:
    data = json.loads((shared / "data" / "external" / "typing_errors.json").read_text("utf-8"))
    kinds = {"swap": SWAPPED, "add": ADDED, "omit": DROPPED, "replace": REPLACED}
    for one in data["typing_error_examples"]:
        assert slip(one["true"], one["observed"]).words == kinds[one["id"]]
    for one in data["damerau_levenshtein"]:  # of distance 1 is one slip, of more is none
        if one["a"] >= 0 and one["b"] >= 0 and one["distance"]:
            assert (slip(one["a"], one["b"]).words is not None) == (one["distance"] == 1), one


def test_a_kind_with_fewer_results_is_likelier() -> None:
    assert slip(4627, 4267).likelihood > slip(4627, 4687).likelihood > slip(4627, 46287).likelihood
    assert slip(4627, 9311).likelihood < OTHER / 1000


def test_nothing_happened_to_what_is_right() -> None:
    assert slip(12, 12).words is None
