"""What is committed of the county is what `rulework.county` makes, and docs/collect.md shows what the command prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulework import county as planted
from tests.collecting.county import made
from tests.command import Gouji
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "汇总"


def test_the_roster_and_the_office_s_report_are_those_of_the_county() -> None:
    """To renew: scripts/renew."""
    assert (EXAMPLE / planted.ROSTER).read_text("utf-8-sig") == made().roster
    assert (EXAMPLE / "示例县2025.json").read_text("utf-8") == planted.own_data(made())


def test_the_output_is_the_committed_one(gouji: Gouji, county_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county_folder)
    words = ("--roster", planted.ROSTER, "--year", "2025", "--organ", planted.OFFICE, "--against", planted.OWN)
    done = gouji("collect", planted.CAME, *words, "-o", "汇总.xlsx", "--today", "2026-03-01")
    assert done.out == (EXAMPLE / "结果.txt").read_text("utf-8")


def test_the_page_on_collecting_shows_that_output() -> None:
    page, output = (ROOT / "docs" / "collect.md").read_text("utf-8"), (EXAMPLE / "结果.txt").read_text("utf-8")
    blocks = [one.partition("```")[0] for one in page.split("```console\n")[1:]]
    lines = [line for block in blocks for line in block.splitlines() if not line.startswith("$ ")]
    shown = [line.replace("示例县/示例县2025.xlsx", "示例县2025.xlsx") for line in lines]
    assert len(shown) > 10
    assert [line for line in shown if line not in output.splitlines()] == []
