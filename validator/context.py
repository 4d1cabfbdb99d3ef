"""What a run knows beyond the filing: the day, the thresholds, what was found so far. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from validator.finding import Finding


@dataclass(frozen=True, slots=True)
class Context:
    """`today` is the day of the check (P-06), `thresholds` the configured ``阈值.*`` by name.

    `findings` and `rules_run` are what the rules before gave: the rules on waivers (W-…) come last and look at them.
    """

    today: date
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rules_run: tuple[str, ...] = ()


NO_PREVIOUS = "没有上年报告"
"""Why a rule across years is not run."""


class CannotRun(Exception):  # noqa: N818  an outcome, not an error
    """A check lacks something it needs (cover, last year's report). The message is the reason, in Chinese."""
