"""A body's years in a row: where one does not follow from the one before, and where a year is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.run.across_years import EARLIER, breaks, is_open
from validator.run.masking import masked_filing
from validator.startup.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Step:
    """From one year of the chain to the next known one: what does not hold between them, explained or not.

    `is_gap`: years between are missing, so nothing can be held against anything; `open` are the rules of which some
    instance has no verdict.
    """

    before: int
    year: int
    breaks: tuple[Finding, ...] = ()
    is_gap: bool = False
    open: tuple[str, ...] = ()


def steps(filings: Iterable[Filing], context: Context) -> Iterator[Step]:
    """Every step of a chain; the filings are one body's, of different years, the earliest first."""
    rules = [rule for rule in context.catalogue.rules if EARLIER in rule.messages]
    before: Filing | None = None
    for filing in map(masked_filing, filings):
        if before is not None:
            yield _step(before, filing, rules, context)
        before = filing


def _step(before: Filing, filing: Filing, rules: list[Rule], context: Context) -> Step:
    year, last = filing.year or 0, before.year or 0
    if year != last + 1:
        return Step(last, year, is_gap=True)
    pair = replace(filing, previous=before)
    found = tuple(one for rule in rules for one in breaks(rule, pair, context))
    return Step(last, year, found, open=tuple(rule.code for rule in rules if is_open(rule, pair, context)))


def contradicted(chain: Iterable[Step]) -> Iterator[tuple[int, str, str, int | float]]:
    """Years that both their neighbours contradict by the same amount: year, rule, member, what the figure is off by.

    A stock that is wrong in one year makes two steps break, into it and out of it, and the later one makes good what
    the earlier one was off by: one figure of one year is wrong, not two years.
    """
    last: dict[tuple[str, str], int | float] = {}
    year = 0
    for step in chain:
        own = {(one.rule.code, one.member): one.difference or 0 for one in step.breaks if one.counts}
        if step.before == year:
            for key, off in last.items():
                if off and own.get(key) == -off:
                    yield (year, *key, off)
        last, year = own, step.year
