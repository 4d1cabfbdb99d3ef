"""N-01 to N-06, N-09: the counts that sentences tell, against the tables.

False alarms are worse than misses here: a statement of a narrower scope, another body or another year is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.openness.meanings import DOCUMENTS, Meaning, meanings, without_withdrawn
from validator.checks.openness.said import (
    Said,
    as_counts,
    contradiction,
    exactly,
    left_undecided,
    names_of,
    none_of,
    said_in,
    tidy_number,
    zeros_in,
)
from validator.checks.openness.scope import is_narrower, speaks_of_withdrawal
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Rule, Severity
from validator.narrative.stated import APPLICANTS, DISPUTES, REASONS, RESULTS, FigureStatement, Kind, Subject
from validator.policy.context import Context
from validator.relations.verdict import counted, unknown_among
from validator.startup.expressions import expression

_REQUESTS = {Subject.NEW, Subject.RECEIVED, Subject.HANDLED, Subject.CARRIED_IN}
_RESULTS = RESULTS | REASONS | {Subject.GRANTED_AND_PARTIAL, Subject.CARRIED_OVER}


def requests(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-01: 受理/收到/办理N件，N∈{新收, 新收+上年结转, 办理结果总计(+结转下年)}；新收、上年结转各对本行。"""
    for said in said_in(filing, _REQUESTS):
        if not _is_denial(said.statement):
            yield from _against_tables(rule, filing, said)


def answers(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-02: 办结/答复=办理结果总计；句中说到撤回、撤销的，也可等于办理结果总计−其他处理_其他。"""
    for said in said_in(filing, {Subject.COMPLETED}):
        withdrawn = speaks_of_withdrawal(said.statement, filing.text(said.section))
        yield from _against_tables(rule, filing, said, without_withdrawn(filing.form) if withdrawn else ())


def results(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-03: 六类结果与结转下年，均对总计列。"""
    for said in said_in(filing, _RESULTS):
        yield from _against_tables(rule, filing, said)


def applicants(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-04: 自然人对A列，法人或其他组织对B至F列之和。"""
    for said in said_in(filing, APPLICANTS):
        yield from _against_tables(rule, filing, said)


def documents(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-05: 规章、行政规范性文件的制发、废止、有效，以及许可、处罚、强制，对表二。"""
    for said in said_in(filing, DOCUMENTS):
        yield from _against_tables(rule, filing, said)


def cases(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-06: 复议、诉讼件数；“未发生”↔0；“均获维持”↔维持=总计。备案、办结口径不比。"""
    for said in said_in(filing, DISPUTES):
        yield from _against_tables(rule, filing, said)
    for said in said_in(filing, DISPUTES, {Kind.ALL_UPHELD}):
        yield from _all_upheld(rule, filing, said)


def _all_upheld(rule: Rule, filing: Filing, said: Said) -> Iterator[Finding | Undecided]:
    for meaning in meanings(said.statement, filing.form):
        upheld = Meaning("结果维持", tuple(name.replace(".总计", ".结果维持") for name in meaning.names))
        names = (*upheld.names, *meaning.names)
        if unknown := unknown_among(filing, names):
            yield left_undecided(rule, said, unknown)
            continue
        total, kept = meaning.value(filing) or 0, upheld.value(filing) or 0
        if kept < total:
            args = {"total": total, "upheld": kept, "zeros": zeros_in(filing, (upheld, meaning))}
            yield contradiction(rule, filing, said, names, "upheld", args)


def all_done(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-09: “全部办结/均已办理”↔结转下年=0；“未收到申请”↔本年新收=0。“41件全部办结”只说那41件。"""
    for said in said_in(filing, kinds={Kind.ALL_DONE}):
        if not _IN_TIME.search(said.statement.quote) and _means_every_request(filing, said.statement):
            yield from none_of(rule, filing, said, "表三.结转下年.总计", "left", left=None)
    for said in said_in(filing, _REQUESTS - {Subject.CARRIED_IN}):
        if _is_denial(said.statement):
            yield from none_of(rule, filing, said, "表三.本年新收.总计", "value", "none")


_IN_TIME = expression(r"按时|按期|及时|如期|期限|时限|规定时间|逾期|超期")
"""均按时答复 says that what was answered was answered in time, not that everything was."""


def _means_every_request(filing: Filing, one: FigureStatement) -> bool:
    """Whether "all" is all that came in: no figure at all, or a figure that is the intake and not the output."""
    if one.low is None:
        return True
    done, new, carried = (counted(filing, f"表三.{row}.总计") for row in ("办理结果总计", "本年新收", "上年结转"))
    if done is None or new is None or carried is None or one.admits(done):
        return False
    return one.admits(new) or one.admits(new + carried)


def _is_denial(one: FigureStatement) -> bool:
    """未收到申请: stated as none, N-09's business."""
    return one.low == one.high == 0 and not one.written.isdigit()


def _against_tables(
    rule: Rule, filing: Filing, said: Said, more: tuple[Meaning, ...] = ()
) -> Iterator[Finding | Undecided]:
    """One statement against every meaning; if none fits, what was read, every meaning tried and its value."""
    one = said.statement
    meant = (*meanings(one, filing.form), *more)
    tried = {it: value for it in meant if (value := it.value(filing)) is not None}
    if not meant or any(one.admits(value) for value in tried.values()):
        return
    names = names_of(meant)
    if unknown := unknown_among(filing, names):
        yield left_undecided(rule, said, unknown)
        return
    exact = tidy_number(exactly(one)) if one.low == one.high else None
    first = next(iter(tried.values())) if exact is not None else None
    args = {"tried": as_counts({it.label: value for it, value in tried.items()}), "zeros": zeros_in(filing, meant)}
    variant, severity = ("own", Severity.NOTICE) if is_narrower(one, filing) else ("", rule.severity)
    yield contradiction(rule, filing, said, names, variant, args, left=exact, right=first, severity=severity)
