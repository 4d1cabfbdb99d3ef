"""What a run knows beyond the filing: the day, the thresholds, last year's report. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from validator.model import Filing


@dataclass(frozen=True, slots=True)
class Context:
    """`today` is the day of the check (P-06), `thresholds` the configured ``阈值.*`` by name."""

    today: date
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    previous: Filing | None = None


class CannotRun(Exception):  # noqa: N818  an outcome, not an error
    """A check lacks something it needs (cover, last year's report). The message is the reason, in Chinese."""
