"""The order in which people read a report: causes first, each with what it explains, then the other findings."""

from __future__ import annotations

from validator.model.cause import Cause
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.startup.records import dataclass

_GRAVEST = list(Severity)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to deal with: a cause and the findings that it explains, or (`cause` None) one finding by itself.

    `findings` are never none, the gravest first.
    """

    cause: Cause | None
    findings: tuple[Finding, ...]

    @property
    def head(self) -> Finding:
        """The gravest of its findings."""
        return self.findings[0]


def entries(report: FileReport, least: Severity = Severity.NOTICE) -> tuple[Entry, ...]:
    """What there is to deal with in a report, each finding once: causes before other findings, graver ones first.

    `least` is the least severity that is told. What is explained by a waiver comes after what is open. A finding that
    several causes explain stands under the first of them.
    """
    told = {at: one for at, one in enumerate(report.findings) if one.severity.reaches(least)}
    caused: list[Entry] = []
    for cause in report.causes:
        own = [told.pop(at) for at in cause.explains if at in told]
        if own:
            caused.append(Entry(cause, tuple(sorted(own, key=weight))))
    others = [Entry(None, (one,)) for one in told.values()]
    return tuple(one for group in (caused, others) for one in sorted(group, key=lambda entry: weight(entry.head)))


def weight(finding: Finding) -> tuple[bool, int]:
    """What findings are sorted by: open before explained, graver before milder."""
    return not finding.counts, _GRAVEST.index(finding.severity)
