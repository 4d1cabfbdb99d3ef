"""``--waivers FILE.toml``: explanations from outside the workbooks, by body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from validator.model import Filing, Waiver
from validator.previous import organ_key
from validator.user_file import BadFile, read_toml

_KEYS = ("code", "cell", "reason", "by", "date")


@dataclass(frozen=True, slots=True)
class Given:
    """A waiver and the body it is for; without one it is for every filing of the run."""

    organ: str
    waiver: Waiver


def load_waivers(path: Path) -> tuple[Given, ...]:
    """Every ``[[waiver]]`` of the file: code, cell, reason, by, date, and optionally organ. Raises BadFile."""
    entries = read_toml(path, "waiver") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadFile(f"{path}：每条说明写成 [[waiver]]")
    return tuple(_given(path, number, entry) for number, entry in enumerate(entries, 1))


def _given(path: Path, number: int, entry: dict[str, object]) -> Given:
    where = f"{path}：第 {number} 条说明"
    if unknown := sorted(set(entry) - {*_KEYS, "organ"}):
        raise BadFile(f"{where}有不认识的键 {unknown[0]}")
    texts = {key: _text(where, key, entry.get(key, "")) for key in (*_KEYS, "organ")}
    code, cell, reason, by, day = (texts[key] for key in _KEYS)
    return Given(texts["organ"], Waiver(code, cell, reason, by, day))


def _text(where: str, key: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise BadFile(f"{where}的 {key} 应为文字")
    return value.strip()


def with_waivers(filing: Filing, given: Iterable[Given]) -> Filing:
    """The filing with the waivers that are for its body added to its own."""
    organ = organ_key(filing.organ)
    added = tuple(one.waiver for one in given if not one.organ or organ_key(one.organ) == organ)
    return replace(filing, waivers=(*filing.waivers, *added)) if added else filing
