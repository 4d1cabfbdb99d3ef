"""The folder of the files that come with the package: forms, rules, thresholds."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1]
"""Not `importlib.resources`: importing that costs as much as reading and checking a report."""
