from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rulework import parsed_toml
from validator.files.entry import BadEntry, load_entry
from validator.files.shipped import FOLDER
from validator.startup import parsed

EVERY = sorted(FOLDER.rglob("*.toml"))


def test_the_file_is_what_the_toml_gives() -> None:
    """Stale, it would cost time and change nothing; ``scripts/renew`` writes it."""
    assert parsed.FILE.read_text("utf-8") == parsed_toml.text()


@pytest.fixture
def no_tomllib(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise AssertionError("parsed anew")

    monkeypatch.setattr(tomllib, "loads", refuse)


def test_what_it_holds_is_what_tomllib_says_down_to_the_types() -> None:
    """As text, which tells 1 from 1.0 and True, and a date from its text."""
    ours = {path: repr(parsed.toml(path.read_bytes())) for path in EVERY}
    assert ours == {path: repr(tomllib.loads(path.read_text("utf-8"))) for path in EVERY}
    assert len(EVERY) > 15
    assert any("datetime.datetime(" in one for one in ours.values())
    assert any("datetime.date(" in one for one in ours.values())


@pytest.mark.usefixtures("no_tomllib")
def test_no_file_of_the_package_is_parsed() -> None:
    assert all(parsed.toml(path.read_bytes()) for path in EVERY)
    assert parsed.toml(EVERY[0].read_bytes().replace(b"\n", b"\r\n"))  # as Git writes it on Windows


def test_each_asks_for_its_own() -> None:
    """Nobody sees what another one did to his."""
    data = (FOLDER / "thresholds.toml").read_bytes()
    parsed.toml(data)["threshold"].clear()
    assert parsed.toml(data)["threshold"]


def test_an_edited_file_wins(tmp_path: Path) -> None:
    edited = tmp_path / "thresholds.toml"
    edited.write_bytes(
        (FOLDER / "thresholds.toml").read_bytes().replace(b"[[threshold]]\nkey", b"[[threshold]]\nyek", 1)
    )
    with pytest.raises(BadEntry, match="'key' is missing"):
        next(load_entry(edited).entries("threshold", "key")).take("key", str)
    edited.write_bytes(b"threshold = [")
    with pytest.raises(BadEntry, match=r"thresholds\.toml: "):
        load_entry(edited)


def test_without_the_file_everything_is_parsed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parsed._lines.cache_clear()
    monkeypatch.setattr(parsed, "FILE", tmp_path / "parsed.json")
    try:
        assert parsed.toml(EVERY[0].read_bytes()) == tomllib.loads(EVERY[0].read_text("utf-8"))
        assert parsed._lines() == {}
    finally:
        parsed._lines.cache_clear()
