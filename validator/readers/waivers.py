"""``--waivers FILE.toml``: explanations from outside the workbooks, by body."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from validator.model import Filing, Waiver
from validator.previous import organ_key

_KEYS = ("code", "cell", "reason", "by", "date")


class BadWaivers(ValueError):  # noqa: N818  a verdict on the file, as BadConfig is
    """The file of waivers is wrong. The message names the file, the entry and the key."""


@dataclass(frozen=True, slots=True)
class Given:
    """A waiver and the body it is for; without one it is for every filing of the run."""

    organ: str
    waiver: Waiver


def load_waivers(path: Path) -> tuple[Given, ...]:
    """Every ``[[waiver]]`` of the file: code, cell, reason, by, date, and optionally organ. Raises BadWaivers."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadWaivers(f"{path}：读不了（{error.strerror}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadWaivers(f"{path}：不是 TOML（{error}）") from error
    if unknown := sorted(set(data) - {"waiver"}):
        raise BadWaivers(f"{path}：不认识的键 {unknown[0]}，每条说明写成 [[waiver]]")
    entries = data.get("waiver", [])
    if not isinstance(entries, list):
        raise BadWaivers(f"{path}：每条说明写成 [[waiver]]")
    return tuple(_given(path, number, entry) for number, entry in enumerate(entries, 1))


def _given(path: Path, number: int, entry: dict[str, object]) -> Given:
    where = f"{path}：第 {number} 条说明"
    if unknown := sorted(set(entry) - {*_KEYS, "organ"}):
        raise BadWaivers(f"{where}有不认识的键 {unknown[0]}")
    texts = {key: _text(where, key, entry.get(key, "")) for key in (*_KEYS, "organ")}
    code, cell, reason, by, day = (texts[key] for key in _KEYS)
    return Given(texts["organ"], Waiver(code, cell, reason, by, day))


def _text(where: str, key: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise BadWaivers(f"{where}的 {key} 应为文字")
    return value.strip()


def with_waivers(filing: Filing, given: Iterable[Given]) -> Filing:
    """The filing with the waivers that are for its body added to its own."""
    organ = organ_key(filing.organ)
    added = tuple(one.waiver for one in given if not one.organ or organ_key(one.organ) == organ)
    return replace(filing, waivers=(*filing.waivers, *added)) if added else filing
