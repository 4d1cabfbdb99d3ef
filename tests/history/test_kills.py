"""A few of the killed writers of `kills`, that it would notice a loss, and two writers at once on either kind of store."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment
from tests.history import kills
from tests.history.kills import ALONE, KINDS, REPORTS, Kill, ended, prepared
from tests.history.test_store import accepted
from tests.killing import Outcome
from validator.history.store import Store, opened

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("kills"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", [0.02, 0.15])
def test_what_was_said_to_be_kept_is_kept(ready: Path, kind: str, after: float) -> None:
    outcome = Outcome()
    ended(Kill(kind, after), ready, outcome)
    assert outcome.wrong == []


def test_a_loss_would_be_noticed(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(store: str, **how: bool) -> Store:
        found = opened(store, **how)
        with found.database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM gouji_report WHERE id = 1")
        return found

    monkeypatch.setattr(kills, "opened", forgetful)
    outcome = Outcome()
    ended(Kill(ALONE, 0.3), ready, outcome)
    assert len(outcome.wrong) == 1
    assert "said to be kept and lost: [(1, '示例市000局', 2022)" in outcome.wrong[0]


def test_two_writers_at_once_lose_nothing_and_share_the_numbers(place: str, tmp_path: Path) -> None:
    """Both make the store, both add the same reports of half the bodies: each report is there once."""
    every = [accepted(2022 + at % 3, file=f"{at}", organ=f"示例市{at:03}局") for at in range(REPORTS // 2)]
    (tmp_path / "reports").write_bytes(pickle.dumps(every))
    words = [sys.executable, "-m", "tests.history.writing", place, str(tmp_path / "reports")]
    writers = [
        subprocess.Popen(words, stdout=subprocess.PIPE, env=environment(), text=True, cwd=tmp_path) for _ in range(2)
    ]
    said = [one.communicate(timeout=120)[0].splitlines()[1:] for one in writers]
    assert [one.returncode for one in writers] == [0, 0]
    assert [len(one) for one in said] == [3 * len(every)] * 2
    told = {tuple(line.split()) for lines in said for line in lines}
    there = {(str(one.id), one.organ, str(one.year), one.sha256) for one in opened(place).versions()}
    assert told == there
    assert len({number for number, *_ in there}) == len(there)
