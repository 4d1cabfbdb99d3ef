"""What a check says of the report as a whole: the verdict in a few words, and what was looked at."""

from __future__ import annotations

from typing import Final

from validator.model.report import FileReport
from validator.version import VERSION
from validator.writers.coverage import counted, found_by, looked_at, made_by, not_run, undecided

FEW: Final = 3
"""So many cells that are missing for a verdict are named one by one: a form half filled in has hundreds."""


def summary(report: FileReport) -> str:
    """``强制 2，核实 2``: open findings by severity; 没有发现问题 when there are none."""
    return "，".join(counted(report)) or "没有发现问题"


def coverage(report: FileReport) -> list[str]:
    """What was looked at, what was not and why, a statement each."""
    seen = report.coverage
    return [
        looked_at(seen),
        *found_by(seen),
        *made_by(report, VERSION),
        *not_run(seen),
        *undecided(seen, most=FEW),
    ]
