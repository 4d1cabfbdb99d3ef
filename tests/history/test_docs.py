"""What docs/history.md shows is what the commands say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.books import saved
from tests.command import Gouji
from tests.conftest import ROOT
from tests.history.reports import written
from tests.history.test_history_command import STAMP

BLOCKS = re.findall(r"```console\n(.*?)```", (ROOT / "docs" / "history.md").read_text("utf-8"), re.DOTALL)


def test_the_page_shows_what_is_said(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "张三")
    changes: dict[int, dict[str, object]] = {2022: {}, 2023: {"left": 3, "stock": 71}, 2024: {}}
    for year, how in changes.items():
        written(Path("收到的"), year, "", **how)
    written(Path(), 2025)
    saved(Path("收到的/坏.xlsx"), "must")
    assert len(BLOCKS) == 4
    for block in BLOCKS:
        line, _, expected = block.partition("\n")
        out = gouji(*shlex.split(line.removeprefix("$ gouji "))).out
        assert plain(out.partition("\n\n")[0]) == plain(expected)


def plain(text: str) -> str:
    """Without what another day, or another template, changes: the time, the sum of the file."""
    return re.sub(r"\b[0-9a-f]{12}\b", "", STAMP.sub("", text)).rstrip()
