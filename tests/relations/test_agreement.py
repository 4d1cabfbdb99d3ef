"""A slice of the filings of `agreement`; chunks are cases of their own, so that two processes share them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.office import Office
from tests.relations.agreement import compared, same, unlike
from tests.relations.odd_filings import MIXED, odd_filing
from tests.shipped import base_filing, form_of, live_instances, load_form, rows_of
from validator.template.live import FAILS, HOLDS, UNDECIDED

CHUNK, CHUNKS = 30, 2
MUST_INSTANCES = {"2021": 7 + 7 + 25 + 3, "2019": 7 + 7 + 23 + 3}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_libreoffice_and_the_engine_agree_on_every_row(office: Office, tmp_path: Path, chunk: int) -> None:
    outcome = compared(range(chunk * CHUNK, (chunk + 1) * CHUNK), office, tmp_path)
    assert outcome.different == []
    worth_comparing(outcome.verdicts)


def worth_comparing(seen: Mapping[str, Counter[str]]) -> None:
    """Every word occurs for what can say it, in every chunk."""
    for code in ("T3-01", "T3-02", "T3-03", "T4-01"):
        assert min(seen[code][word] for word in (HOLDS, FAILS, UNDECIDED)) > 1, (code, seen[code])
    for code in ("VA-01", "VA-03", "VA-04", "P-02"):
        assert min(seen[code][word] for word in (HOLDS, FAILS)) > 0, (code, seen[code])


def test_another_word_or_another_side_would_be_noticed() -> None:
    data = base_filing()
    rows = rows_of(data)
    words = {row.name: HOLDS for row in rows}
    wrong = rows[-1].name
    assert unlike(rows, words, words, data) == []
    assert unlike(rows, {**words, wrong: FAILS}, words, data) == [wrong]
    assert same("12", 12, "T3-01")
    assert not same("13", 12, "T3-01")
    assert not same("", 12, "T3-01")


@pytest.mark.parametrize(("edition", "count"), MUST_INSTANCES.items())
def test_all_instances_of_the_relations_that_must_hold_are_compared(edition: str, count: int) -> None:
    lives = live_instances(load_form(edition))
    assert sum(live.rule.severity == "must" for live in lives) == count
    assert len({(live.rule.code, live.instance.member) for live in lives}) == len(lives)


def test_the_filings_are_the_same_on_every_run_and_of_every_edition() -> None:
    count = CHUNK * CHUNKS
    first = [odd_filing(number) for number in range(count)]
    assert first == [odd_filing(number) for number in range(count)]
    editions = Counter(str(data.edition) for data in first)
    assert set(editions) == {"2021", "2019", str(MIXED)}
    assert min(editions.values()) >= 5
    typed = sum(any(form_of(data).indicators[name].is_total for name in data.values) for data in first)
    assert count / 2 < typed < count
