"""The corpus: what each wording says, that it is silent where it agrees, and caught where a figure is altered."""

from __future__ import annotations

import pytest

from tests.narrative.corpus import Wording, codes, summary, tallies, wordings
from tests.narrative.reading import brief

WORDINGS = list(wordings())
LEAST = 300
CAUGHT_AT_LEAST = 0.95


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda one: f"{one.file} {one.text}")
def test_a_wording(wording: Wording) -> None:
    assert brief(wording.true) == wording.says
    assert codes(wording.true, wording.on) == frozenset()
    for wrong in wording.wrong:
        assert (wrong.code in codes(wrong.text, wrong.on)) is not wrong.missed, wrong.text


def test_enough_is_caught_of_every_rule_and_nothing_true() -> None:
    found, count, false = tallies()
    assert count >= LEAST
    assert false == []
    assert {
        code: one.caught / one.altered for code, one in found.items() if one.caught < one.altered * CAUGHT_AT_LEAST
    } == {}
    assert all(one.altered >= 30 for one in found.values())
    print(summary())  # noqa: T201  ``pytest -rP`` shows it, as ``python -m tests.narrative.corpus`` does


def test_a_wording_stands_once() -> None:
    assert len({(one.text, one.on) for one in WORDINGS}) == len(WORDINGS)
