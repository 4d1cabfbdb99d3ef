"""The thresholds of the plausibility rules and the configuration that changes them (``gouji.toml``)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from validator.catalogue.entry import Entry, load_entry
from validator.user_file import BadFile, read_toml

CONFIG_NAME = "gouji.toml"


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


def find_config(start: Path) -> Path | None:
    """``gouji.toml`` in `start` or the nearest folder above it, None where there is none."""
    return next((at / CONFIG_NAME for at in (start, *start.parents) if (at / CONFIG_NAME).is_file()), None)


def load_config(path: Path) -> dict[str, int | float]:
    """Thresholds by name as the configuration sets them, defaults for the rest. Raises BadFile."""
    given = read_toml(path, "thresholds") or {}
    if not isinstance(given, Mapping):
        raise BadFile(f"{path}：thresholds 应为一张表 [thresholds]")
    known = {one.key: one.name for one in thresholds()}
    for key, value in given.items():
        if key not in known:
            raise BadFile(f"{path}：thresholds 中不认识的键 {key}，可用：{'、'.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise BadFile(f"{path}：thresholds 中 {key} 应为非负数，实为 {value!r}")
    return defaults() | {known[key]: value for key, value in given.items()}
