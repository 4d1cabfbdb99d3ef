"""The files that come with the package: forms, rules, thresholds."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1]
"""Not `importlib.resources`: importing that costs as much as reading and checking a report."""


def data_text(name: str) -> str:
    """The text of ``forms/2021.toml`` and the like. Raises FileNotFoundError."""
    return (FOLDER / name).read_text("utf-8")


def data_names(folder: str, ending: str) -> tuple[str, ...]:
    """The names of a folder's files with that ending, sorted."""
    return tuple(sorted(path.name for path in (FOLDER / folder).glob(f"*{ending}")))
