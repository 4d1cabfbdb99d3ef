"""The thresholds of the plausibility rules, ``thresholds.toml``; ``gouji.toml`` changes them."""

from __future__ import annotations

from pathlib import Path

from validator.files.entry import Entry, load_entry
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a plausibility rule: `key` in the configuration, `name` in formulas (``阈值.…``), the default."""

    key: str
    name: str
    value: int | float
    about: str


def load_thresholds(path: Path) -> tuple[Threshold, ...]:
    """Every threshold in a file. Raises BadEntry."""
    entry = load_entry(path)
    found = tuple(_threshold(one) for one in entry.entries("threshold", "key"))
    entry.done()
    return found


def _threshold(entry: Entry) -> Threshold:
    key, name, about = (entry.take(one, str) for one in ("key", "name", "about"))
    value: int | float = entry.take("value", (int, float))
    entry.done()
    return Threshold(key, name, value, about)
