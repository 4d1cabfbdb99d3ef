"""A run that is ended from outside leaves what the keyboard would leave: the old output whole, and nothing beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import TODAY, command, environment
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
EXAMPLE = ROOT / "examples" / "宿迁市2024.xlsx"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder that takes seconds to check."""
    folder = tmp_path / "in"
    folder.mkdir()
    content = EXAMPLE.read_bytes()
    for number in range(200):
        (folder / f"{number:03d}.xlsx").write_bytes(content)
    return folder


def started(many: Path, jobs: int, **how: object) -> subprocess.Popen[bytes]:
    """A run whose output has begun."""
    words = command("check", many, *TODAY, "--format", "json", "-o", many.parent / "out.json", "--jobs", str(jobs))
    run = subprocess.Popen(words, stderr=subprocess.PIPE, env=environment(), **how)  # type: ignore[call-overload]
    end = time.monotonic() + 60
    while not parts(many):
        assert run.poll() is None, "it was over before it was ended"
        assert time.monotonic() < end
        time.sleep(0.01)
    assert isinstance(run, subprocess.Popen)
    return run


def parts(many: Path) -> list[str]:
    return [one.name for one in many.parent.iterdir() if one.suffix == ".part"]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_is_left_beside_the_old_output(many: Path, name: str, jobs: int) -> None:
    target = many.parent / "out.json"
    target.write_bytes(b"old")
    run = started(many, jobs)
    run.send_signal(getattr(signal, name))
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err.decode()) == (2, "gouji：已中断\n")
    assert sorted(one.name for one in many.parent.iterdir()) == ["in", "out.json"]
    assert target.read_bytes() == b"old"


def test_a_run_that_outlives_its_terminal_goes_on(many: Path) -> None:
    """As nohup starts it."""
    run = started(many, 1, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    run.send_signal(signal.SIGHUP)
    run.communicate(timeout=300)
    assert (run.returncode, parts(many)) == (0, [])
    assert len(json.loads((many.parent / "out.json").read_bytes())["files"]) == 200


def test_a_process_that_is_asked_twice_ends_once(many: Path) -> None:
    run = started(many, 1)
    run.send_signal(signal.SIGTERM)
    run.send_signal(signal.SIGTERM)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err.decode(), parts(many)) == (2, "gouji：已中断\n", [])


DURING_AN_IMPORT = """
import os, signal, sys
from validator import cli

def ended_while_a_class_is_made(_):
    exec("os.kill(os.getpid(), signal.SIGINT)\\nfor _ in range(100_000): pass")

cli._run = ended_while_a_class_is_made
sys.exit(cli.main())
"""


def test_an_interruption_inside_code_from_a_string_is_status_2_too(tmp_path: Path) -> None:
    """As dataclasses make their methods: Python would else end ``python -m`` by SIGINT although it was caught."""
    (tmp_path / "ended.py").write_text(DURING_AN_IMPORT, encoding="utf-8")
    words = [sys.executable, "-m", "ended", "check", "x"]
    paths = os.pathsep.join([str(tmp_path), str(ROOT)])
    run = subprocess.run(words, capture_output=True, env={**environment(), "PYTHONPATH": paths}, timeout=60)
    assert (run.returncode, run.stderr.decode()) == (2, "gouji：已中断\n")
