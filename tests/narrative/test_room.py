"""The room as a whole: its header tells the truth, and its words are its own."""

from __future__ import annotations

import ast
import doctest
from pathlib import Path

from tests.conftest import ROOT
from validator import narrative

ROOM = ROOT / "validator" / "narrative"


def classes(paths: list[Path]) -> dict[str, Path]:
    return {
        node.name: path
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }


def test_the_header_shows_a_sentence_as_the_code_reads_it() -> None:
    found = doctest.testmod(narrative)
    assert found.attempted > 10
    assert found.failed == 0


def test_no_class_of_the_room_has_a_namesake() -> None:
    everything = [path for package in ("validator", "addin", "rulework") for path in (ROOT / package).rglob("*.py")]
    own = classes([path for path in everything if path.parent == ROOM])
    others = classes([path for path in everything if path.parent != ROOM])
    assert own.keys() & others.keys() == set()
