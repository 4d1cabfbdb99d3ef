"""The headless report of the data that goes into a workbook: what its check cells store.

The engine runs once, over the rules that have rows on the 校验 sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from validator.catalogue import Catalogue
from validator.model.blanks import is_empty
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.form import Calendar
from validator.model.report import FileReport
from validator.model.rule import Outcome, Rule, Severity
from validator.policy.context import Context
from validator.relations.verdict import is_due
from validator.run.engine import judge
from validator.startup.records import dataclass
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED

About = Callable[[Finding], bool]
"""Which findings of a rule a row of the 校验 sheet is about."""


def day_of_the_sheet(calendar: Calendar) -> date:
    """The day that stands for today: a sheet knows none, and TODAY() would make yesterday's verdict another one."""
    return date(calendar.years[-1], 12, 31)


@dataclass(frozen=True, slots=True)
class Judged:
    """A filing and the headless report on it."""

    filing: Filing
    report: FileReport

    def findings(self, rule: Rule, about: About) -> Iterator[Finding]:
        """What a rule finds wrong with what the row is about."""
        for one in self.report.findings:
            if one.rule.code == rule.code and one.outcome is Outcome.FAILS and about(one):
                yield one

    def word(self, rule: Rule, about: About = lambda _: True, member: str | None = None) -> str:
        """强制 → 不成立, 核实 → 待核对, undecided (of a formula's `member`) or not run → 未定."""
        found = {one.severity for one in self.findings(rule, about)}
        if found & {Severity.MUST, Severity.EXPLAIN}:
            return FAILS if Severity.MUST in found else REVIEW
        covered = self.report.coverage
        undecided = any((one.code, one.member) == (rule.code, member) for one in covered.undecided)
        broken = any(one.rule.code == rule.code and one.outcome is Outcome.BROKEN for one in self.report.findings)
        return UNDECIDED if undecided or broken or rule.code not in covered.rules_run else HOLDS

    def is_due(self, name: str) -> bool:
        """Whether a total is blank and ought not to be."""
        return is_empty(self.filing.cell(name)) and is_due(self.filing, name)


def judged(filing: Filing, rules: Iterable[Rule], catalogue: Catalogue) -> Judged:
    """The filing under some rules, with the thresholds as they are by default: a workbook has no configuration."""
    return Judged(filing, judge(filing, rules, Context(day_of_the_sheet(filing.form.calendar), catalogue)))


def of_member(member: str) -> About:
    """Findings of one instance of a rule."""
    return lambda found: found.member == member


def of_table(names: Iterable[str]) -> About:
    """Findings at cells of a table."""
    own = frozenset(names)
    return lambda found: any(cell.indicator in own for cell in found.cells)
