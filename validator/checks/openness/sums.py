"""N-08, N-10: the parts that a sentence lists add up to its total."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.openness.said import Said, contradiction, said_in, tidy_number
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Rule
from validator.narrative.stated import Kind, Subject
from validator.policy.context import Context

_FEES = {Subject.FEE, Subject.FEE_NOTICE}


def sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-08: 句内加总，“其中”分项和=总数（声明齐全的分项）。"""
    for said in said_in(filing):
        if said.statement.subject not in _FEES:
            yield from _parts(rule, filing, said)


def _parts(rule: Rule, filing: Filing, said: Said) -> Iterator[Finding | Undecided]:
    one = said.statement
    if not one.parts or not one.exhaustive or one.low is None:
        return
    low = sum(part.low for part in one.parts)
    high = None if any(part.high is None for part in one.parts) else sum(part.high or 0 for part in one.parts)
    if (high is not None and high < one.low) or (one.high is not None and low > one.high):
        listed = " + ".join(str(part.low) for part in one.parts)
        args = {"total": tidy_number(one.low), "sum": tidy_number(low), "listed": listed}
        yield contradiction(rule, filing, said, (), "", args, left=tidy_number(one.low), right=tidy_number(low))


def fee_sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-10: 处理费件数、金额，分项之和=总。"""
    for said in said_in(filing, _FEES, {Kind.COUNT, Kind.AMOUNT}):
        yield from _parts(rule, filing, said)
