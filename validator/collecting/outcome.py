"""What came of collecting: the units, the sums, and what the rules on the office's report find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from validator.collecting.collected import Collected
from validator.collecting.pile import Many
from validator.filings.waivers import with_waivers
from validator.model.collected import UnitEntry, UnitState
from validator.model.filing import Filing
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome as RuleOutcome
from validator.policy.context import Context
from validator.run.driver import Job, examine_filing
from validator.run.engine import judge
from validator.startup.records import dataclass, replace

_ASKED_AGAIN = frozenset({UnitState.MISSING, UnitState.FAULTY})


@dataclass(frozen=True, slots=True)
class Level:
    """One office below: its report, sound or not, against those of its units. `against` is its file, None for none.

    What the rules find in it are the `reports`, one or none, which are put away: offices may be thousands.
    """

    organ: str
    against: str | None
    entries: Many[UnitEntry]
    reports: Many[FileReport]

    @property
    def report(self) -> FileReport | None:
        """What the rules find in its report, None where it has none."""
        return self.reports[0] if len(self.reports) else None

    @property
    def is_open(self) -> bool:
        """Whether something must be done there."""
        waiting = any(one.state in _ASKED_AGAIN for one in self.entries)
        return waiting or ((report := self.report) is not None and report.status is Status.FAILS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run. `report` has the findings of the rules on the office's report (A-…), `checked` those of the others.

    That report is the draft where the office gave none of its own; `of_draft` is what the others find in the draft.

    `draft` is where the sums are written, `traces` the workbook beside it where there is one, `against` the office's
    own report where it was given, `own` files of the office among those collected, `elsewhere` how many are of bodies
    not below the office, `no_reports` what else lies in the folders, `levels` the offices below it, `beyond`
    bodies of the roster that are not below the office, `products` files that the program has written itself.
    """

    collected: Collected
    report: FileReport
    checked: FileReport
    of_draft: FileReport
    draft: str
    traces: str | None = None
    against: str | None = None
    own: tuple[str, ...] = ()
    elsewhere: int = 0
    no_reports: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    beyond: Sequence[str] = ()
    products: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """As that of a check: 2 for a file that cannot be read or a rule that broke, 1 where something must be done."""
        files = (file for one in self.collected.units for file in (one.record, *one.others) if file)
        if any(file.is_broken or not file.is_readable for file in files):
            return 2
        if any(one.outcome is RuleOutcome.BROKEN for one in (*self.report.findings, *self.checked.findings)):
            return 2
        if any(one.state is UnitState.UNREADABLE for level in self.levels for one in level.entries):
            return 2
        waiting = any(one.state in _ASKED_AGAIN for one in self.collected.entries)
        below = any(level.is_open for level in self.levels)
        return 1 if waiting or below or self.report.status is Status.FAILS else 0

    @property
    def entries(self) -> Iterator[UnitEntry]:
        """Every unit of every level."""
        return chain(self.collected.entries, *(level.entries for level in self.levels))

    @property
    def to_chase(self) -> Iterator[UnitEntry]:
        """The listed bodies of which there is nothing to add up."""
        return (one for one in self.entries if one.state is not UnitState.UNLISTED and not one.taken)


def judged(collected: Collected, office: Filing, job: Job, *, is_own: bool) -> tuple[FileReport, FileReport]:
    """What the rules on an office's report find in `office`, and what all others do.

    `is_own`: it is the office's own report, not the draft made of the sums.
    """
    checked = examined_alone(office, job)
    collected.own_findings, collected.has_office_report = checked.findings, is_own
    rules = [rule for rule in job.catalogue.rules if rule.on_units]
    context = Context(job.today, job.catalogue, job.thresholds, units=collected)
    return judge(with_waivers(office, job.waivers), rules, context), checked


def examined_alone(filing: Filing, job: Job) -> FileReport:
    """A report under the rules on one report."""
    return examine_filing(filing, replace(job, year=None, contents=False))
