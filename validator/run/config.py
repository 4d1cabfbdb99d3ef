"""``gouji.toml``: the thresholds of the plausibility rules and the limits of reading, as a unit sets them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from validator.catalogue import Catalogue
from validator.files.given import BadFile, read_keys
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.readers.limits import CONFIG, DEFAULT_LIMITS, WORDS, Limits
from validator.startup.records import dataclass

THRESHOLDS, LIMITS = "thresholds", "limits"
MOST = 2**53
"""No number is larger, so that none overflows where it is used."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the configuration sets, defaults for the rest: thresholds by name (``阈值.…``), limits of reading."""

    thresholds: dict[str, int | float]
    limits: Limits = DEFAULT_LIMITS


def config_path(given: str | None, start: Path | None = None) -> Path | None:
    """The file given, else ``gouji.toml`` in a folder or the nearest above it, None where there is none.

    `start` is the folder to begin with, the working folder by default.
    """
    if given:
        return Path(given)
    start = start or Path.cwd()
    return next((at / CONFIG for at in (start, *start.parents) if (at / CONFIG).is_file()), None)


def load_config(path: Path | None, catalogue: Catalogue) -> Config:
    """The configuration in a file, the catalogue's defaults without one. Raises BadFile naming file and key."""
    if path is None:
        return Config(catalogue.defaults)
    data = read_keys(path, THRESHOLDS, LIMITS)
    names = {one.key: one.name for one in catalogue.thresholds}
    given = _table(path, THRESHOLDS, data, names)
    for key, value in given.items():
        if not _is_number(value) or value < 0:
            raise BadFile(f"{path}：{THRESHOLDS} 中 {key} 应为非负数，实为 {cut(repr(value))}")
    return Config(catalogue.defaults | {names[key]: value for key, value in given.items()}, _limits(path, data))


def _limits(path: Path, data: Mapping[str, object]) -> Limits:
    known = {name: getattr(DEFAULT_LIMITS, name) for name in WORDS}
    given = _table(path, LIMITS, data, known)
    for key, value in given.items():
        whole = isinstance(known[key], int)
        if not _is_number(value) or value <= 0 or (whole and not isinstance(value, int)):
            raise BadFile(f"{path}：{LIMITS} 中 {key} 应为{'正整数' if whole else '正数'}，实为 {cut(repr(value))}")
    return Limits(**known | given)


def _table(path: Path, name: str, data: Mapping[str, object], known: Collection[str]) -> dict[str, Any]:
    """The table of that name, whose values are still to be checked."""
    given = data.get(name, {})
    if not isinstance(given, dict):
        raise BadFile(f"{path}：{name} 应为一张表 [{name}]")
    if unknown := [key for key in given if key not in known]:
        raise BadFile(
            f"{path}：{name} 中不认识的键 {cut(unknown[0])}，可用：{'、'.join(known)}{did_you_mean(unknown[0], known)}"
        )
    return given


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -MOST < value < MOST
