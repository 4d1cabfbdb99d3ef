"""N-08, N-10: the parts that a sentence lists add up to its total."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.openness.said import Said, contradiction, said_in, tidy_number
from validator.language.numbers import Exact
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Rule
from validator.narrative.stated import Kind, Subject
from validator.policy.context import Context

_Ends = tuple[Exact, Exact | None]
_FEES = {Subject.FEE, Subject.FEE_NOTICE}


def sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-08: 句内加总，“其中”分项和=总数（声明齐全的分项）。"""
    for said in said_in(filing):
        if said.statement.subject not in _FEES:
            yield from _parts(rule, filing, said)


def _parts(rule: Rule, filing: Filing, said: Said) -> Iterator[Finding | Undecided]:
    one = said.statement
    if not one.parts or not (one.exhaustive or one.exclusive) or one.low is None:
        return
    low = sum(part.low for part in one.parts)
    if not add_up(said, is_whole=one.exhaustive):
        listed = " + ".join(str(part.low) for part in one.parts)
        args = {"total": tidy_number(one.low), "sum": tidy_number(low), "listed": listed}
        yield contradiction(rule, filing, said, (), "", args, left=tidy_number(one.low), right=tidy_number(low))


def add_up(said: Said, *, is_whole: bool) -> bool:
    """Whether the parts of a statement come to its total: no more than that, and no less where they are the whole."""
    one = said.statement
    if one.low is None:
        return True
    low = sum(part.low for part in one.parts)
    high = None if any(part.high is None for part in one.parts) else sum(part.high or 0 for part in one.parts)
    ends = [(one.low, one.high), *_with_those_before(said)]
    if all(end is not None and low > end for _, end in ends):
        return False
    return not is_whole or any(_meet((low, high), whole) for whole in ends)


def _with_those_before(said: Said) -> Iterator[_Ends]:
    """新收40件，上年结转3件，其中…: of one of the counts before, or of the last few together."""
    low: Exact = said.statement.low or 0
    high = said.statement.high
    for index in reversed(said.statement.besides):
        one = said.others[index]
        if one.low is not None:
            low += one.low
            high = None if high is None or one.high is None else high + one.high
            yield from ((one.low, one.high), (low, high))


def _meet(one: _Ends, other: _Ends) -> bool:
    """Whether two intervals have a number in common; None is without end."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])


def fee_sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-10: 处理费件数、金额，分项之和=总。"""
    for said in said_in(filing, _FEES, {Kind.COUNT, Kind.AMOUNT}):
        yield from _parts(rule, filing, said)
