"""What `validator.startup.records` gives, by the standard library alone."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

__all__ = ["dataclass", "field", "names_of", "replace"]


def names_of(cls: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls))
