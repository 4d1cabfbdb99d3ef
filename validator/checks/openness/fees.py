"""X-04 to X-06: the fee for information as told, against tables 二 and 三."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.openness.said import contradiction, exactly, left_undecided, none_of, said_in, tidy_number
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Rule
from validator.narrative.stated import Kind, Subject
from validator.policy.context import NOT_IN_EDITION, CannotRun, Context
from validator.relations.verdict import counted

_UNPAID = "表三.其他处理_逾期不缴费.总计"


def fee_in_table(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-04: 信息处理费>0 而表二收费=0。反向不成立：收费>0不意味有信息处理费。"""
    name = "表二.行政事业性收费.金额"
    if name not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    charged = counted(filing, name)
    for said in said_in(filing, {Subject.FEE}, {Kind.AMOUNT}):
        if not said.statement.low:
            continue
        if charged is None:
            yield left_undecided(rule, said, name)
        elif charged == 0:
            args = {"fee": tidy_number(said.statement.low)}
            yield contradiction(rule, filing, said, (name,), "", args, left=args["fee"], right=0)


def never_notified(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-05: R22>0 而第六部分称从未发出收费通知。“未收取”不矛盾，“未启动收费”才矛盾。"""
    if _UNPAID not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    for said in said_in(filing, {Subject.FEE_NOTICE}, {Kind.COUNT, Kind.AMOUNT}):
        if said.statement.low == said.statement.high == 0:
            yield from none_of(rule, filing, said, _UNPAID, "unpaid")


def notified(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-06: 信息处理费实收金额≤通知金额；通知件数（+上年）≥R22。"""
    told = [one for one in said_in(filing, {Subject.FEE_NOTICE}, {Kind.AMOUNT}) if exactly(one.statement)]
    for said in said_in(filing, {Subject.FEE}, {Kind.AMOUNT}):
        paid = exactly(said.statement)
        if len(told) == 1 and paid > (limit := exactly(told[0].statement)):
            yield contradiction(
                rule, filing, said, (), "", {"paid": tidy_number(paid), "told": tidy_number(limit)}, paid, limit
            )
    yield from _notices(rule, filing)


def _notices(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    """Last year's notices may be this year's unpaid ones, so without last year's report there is no verdict."""
    unpaid = counted(filing, _UNPAID)
    said = [one for one in said_in(filing, {Subject.FEE_NOTICE}) if exactly(one.statement)]
    if filing.previous is None or not unpaid or len(said) != 1:
        return
    before = sum(exactly(one.statement) for one in said_in(filing.previous, {Subject.FEE_NOTICE}))
    told = exactly(said[0].statement) + before
    if told < unpaid:
        args = {"told": tidy_number(told), "unpaid": unpaid}
        yield contradiction(rule, filing, said[0], (_UNPAID,), "count", args, left=args["told"], right=unpaid)
