"""The thresholds of the plausibility rules; ``gouji.toml`` changes them (`validator.run.config`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from validator.files.entry import Entry, load_entry


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a plausibility rule: `key` in the configuration, `name` in formulas (``阈值.…``), the default."""

    key: str
    name: str
    value: int | float
    about: str


@lru_cache(maxsize=1)
def thresholds() -> tuple[Threshold, ...]:
    """Every threshold there is. Raises BadEntry."""
    entry = load_entry("", "thresholds.toml")
    found = tuple(_threshold(one) for one in entry.entries("threshold", "key"))
    entry.done()
    return found


def _threshold(entry: Entry) -> Threshold:
    key, name, about = (entry.take(one, str) for one in ("key", "name", "about"))
    value: int | float = entry.take("value", (int, float))
    entry.done()
    return Threshold(key, name, value, about)


def defaults() -> dict[str, int | float]:
    """Default values by name."""
    return {one.name: one.value for one in thresholds()}
