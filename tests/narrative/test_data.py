"""Every row of the data: its sentence gives what the row says, and would not without the row."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.narrative.reading import brief
from validator.files.entry import Entry
from validator.files.shipped import data_text
from validator.narrative import decisions, lexicon, subjects, tokens

FILES = {name: tomllib.loads(data_text(f"narrative/{name}")) for name in ("words.toml", "subjects.toml")}
ROWS = [
    pytest.param(file, kind, at, id=f"{kind} {at + 1} {row['example']}")
    for file, data in FILES.items()
    for kind, rows in data.items()
    if kind != "groups"
    for at, row in enumerate(rows)
]


def forget() -> None:
    for known in (lexicon.lexicon, decisions.decisions, tokens._pattern, tokens._unit, subjects._answer):
        known.cache_clear()


@pytest.fixture
def read_instead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, dict[str, Any]], None]]:
    """Makes the room read other data under the name of one of its files."""

    def instead(file: str, data: dict[str, Any]) -> None:
        read = {**FILES, file: data}
        for module in (lexicon, decisions):
            monkeypatch.setattr(module, "load_entry", lambda folder, name: Entry(read[name], f"{folder}/{name}"))
        forget()

    yield instead
    monkeypatch.undo()
    forget()


def without(file: str, kind: str, at: int) -> dict[str, Any]:
    rows = FILES[file][kind]
    return {**FILES[file], kind: rows[:at] + rows[at + 1 :]}


@pytest.mark.parametrize(("file", "kind", "at"), ROWS)
def test_a_row_gives_what_it_says_and_its_sentence_needs_it(
    file: str, kind: str, at: int, read_instead: Callable[[str, dict[str, Any]], None]
) -> None:
    sentence, _, gives = FILES[file][kind][at]["example"].partition(" → ")
    assert brief(sentence) == gives
    read_instead(file, without(file, kind, at))
    assert brief(sentence) != gives
