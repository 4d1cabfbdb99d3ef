"""``validator/startup/parsed.json``: every TOML file of the package as JSON, by the sum of its bytes.

``python -m rulework.parsed_toml`` writes it anew; a test rebuilds and compares it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from validator.files.shipped import FOLDER
from validator.startup.parsed import FILE, sum_of


def text() -> str:
    """The whole file: a line for each TOML file, in order of its path."""
    lines = [_line(path.read_bytes()) for path in sorted(FOLDER.rglob("*.toml"))]
    return "{{\n{}\n}}\n".format(",\n".join(lines))


def _line(data: bytes) -> str:
    data = data.replace(b"\r\n", b"\n")
    held = tomllib.loads(data.decode())
    dates = [path for path, value in _leaves(held, ()) if isinstance(value, date)]
    return f'"{sum_of(data)}": {json.dumps([held, dates], ensure_ascii=False, default=_date)}'


def _date(value: Any) -> str:
    """A date or a time of a day. Raises TypeError for what JSON has no place for."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be kept as JSON")


def _leaves(held: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value that is no table and no list, with the keys that lead to it."""
    if isinstance(held, dict | list):
        for key, value in held.items() if isinstance(held, dict) else enumerate(held):
            yield from _leaves(value, (*path, key))
    else:
        yield path, held


def main() -> int:
    """Write it for the package that is imported."""
    FILE.write_text(text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
