"""The rules' examples as filings: the base filing with what the example changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from validator.filing_data import FilingData, parse
from validator.rule import Example

BLANK_KEY = "blank"
"""TOML has no null: ``change.blank`` lists the cells of ``values`` that are left blank."""


@lru_cache(maxsize=1)
def _base() -> str:
    return (files("validator") / "rules" / "base.json").read_text("utf-8")


def base_filing() -> FilingData:
    """A made-up unit's report of 2025 in which every rule holds."""
    return parse(json.loads(_base()))


def example_filing(example: Example) -> FilingData:
    """The filing of an example: the base filing, tables of `change` merged in, other keys replaced."""
    data: dict[str, Any] = json.loads(_base())
    change = dict(example.change)
    blank = change.pop(BLANK_KEY, ())
    merged = {key: _merged(data.get(key), value) for key, value in change.items()}
    data |= merged
    data["values"] |= dict.fromkeys(blank if isinstance(blank, list) else (), None)
    return parse(data)


def _merged(old: object, new: object) -> object:
    return {**old, **new} if isinstance(old, Mapping) and isinstance(new, Mapping) else new
