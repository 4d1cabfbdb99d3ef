"""One file a format, called like it. What there is can be asked for without loading any of them."""

from __future__ import annotations

from pathlib import Path

USUAL = "text"
"""The format of whoever asks for none."""
PAGE = "html"
"""The same of whoever only wants to look at the report."""


def names() -> tuple[str, ...]:
    """Every format, the usual one first."""
    found = {path.stem for path in Path(__file__).parent.glob("*.py")} - {"__init__"}
    return tuple(sorted(found, key=lambda name: (name != USUAL, name)))
