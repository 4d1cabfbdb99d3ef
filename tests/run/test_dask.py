"""The same chunks on Dask distributed: the same bytes, and a worker that dies loses nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.command import environment
from validator.version import VERSION

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed"),
    pytest.mark.skipif(os.name != "posix", reason="signals of Unix"),
]
NOT_THERE = ("local:0", "local:", "tcp://127.0.0.1:1", "nonsense")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `tests.run.dask_runs` has seen."""
    words = [sys.executable, "-m", "tests.run.dask_runs", str(tmp_path_factory.mktemp("dask"))]
    done = subprocess.run(words, capture_output=True, env=environment(), timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("what", ["jsonl", "html", "resumed", "local", "collect"])
def test_the_same_bytes_as_here(given: dict[str, Any], what: str) -> None:
    assert given["outputs"][what]


def test_a_worker_that_dies_loses_nothing(given: dict[str, Any]) -> None:
    """Over one item once, over another whenever it has it, for it never ends."""
    assert given["died"] == ["lost 20" if one == 20 else one * 2 for one in range(60)]


def test_what_the_work_raises_is_raised(given: dict[str, Any]) -> None:
    assert given["raised"][0] == "AttributeError"


def test_a_scheduler_that_goes_is_told(given: dict[str, Any]) -> None:
    assert given["scheduler"][0] == "SchedulerLost"


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_refused(given: dict[str, Any], address: str) -> None:
    assert given[address][0] == "NotThere"
    assert address in given[address][1]


def test_workers_of_another_version_are_refused(given: dict[str, Any]) -> None:
    assert given["version"] == ["NotThere", f"工作机上是 gouji {VERSION}，这里是 99，请装成同一版本"]
