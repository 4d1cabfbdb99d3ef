"""``gouji`` as its users run it: as a process of its own, or in this one where there are many cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from validator.cli import main

TODAY = ("--today", "2026-02-01")
"""No test looks at the clock."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one run left behind."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """Standard output as one JSON object."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def environment(**more: str) -> dict[str, str]:
    """This process's environment, the project importable from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1]), **more}


def command(*words: str | Path) -> list[str]:
    """The words as an operating system takes them."""
    return [sys.executable, "-m", "validator", *map(str, words)]


def process(*words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Done:
    """Run the real command; its output has to be UTF-8."""
    done = subprocess.run(
        command(*words), capture_output=True, cwd=cwd, env=environment(**(env or {})), timeout=120, check=False
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class Gouji:
    """The command in this process: ``gouji("check", path)``."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *words: str | Path) -> Done:
        self._capture.readouterr()
        try:
            status: object = main(list(map(str, words)))
        except SystemExit as stop:
            status = stop.code
        assert isinstance(status, int)
        return Done(status, *self._capture.readouterr())

    def check(self, *words: str | Path) -> Done:
        """``gouji check … --format json`` on a fixed day."""
        return self("check", *words, *TODAY, "--format", "json")
