"""N-01 to N-10 and X-04 to X-06: what the sentences say in figures against the tables.

False alarms are worse than misses here: a statement of a narrower scope, another body or another year is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from validator.checks.openness.meanings import Meaning, meanings, totals
from validator.checks.openness.scope import CASES, is_ours
from validator.checks.openness.texts import section_of, text_names
from validator.model.bilingual import Bilingual
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, Undecided, cell_ref, quoted
from validator.model.rule import Rule, Severity
from validator.model.shown import shown
from validator.narrative.stated import FigureStatement, Kind, Scope, Subject
from validator.narrative.statements import statements
from validator.policy.context import NOT_IN_EDITION, CannotRun, Context
from validator.relations.verdict import counted, unknown_among

_REQUESTS = {Subject.NEW, Subject.RECEIVED, Subject.HANDLED, Subject.CARRIED_IN}
_RESULTS = {
    Subject.GRANTED,
    Subject.PARTIAL,
    Subject.GRANTED_AND_PARTIAL,
    Subject.DENIED,
    Subject.UNABLE,
    Subject.NOT_PROCESSED,
    Subject.OTHERWISE,
    Subject.CARRIED_OVER,
}
_APPLICANTS = {
    Subject.NATURAL,
    Subject.ORGANISATION,
    Subject.BUSINESS,
    Subject.RESEARCH,
    Subject.WELFARE,
    Subject.LEGAL_SERVICE,
}
_DOCUMENTS = {
    Subject.REGULATION_MADE,
    Subject.REGULATION_REPEALED,
    Subject.REGULATION_VALID,
    Subject.NORM_MADE,
    Subject.NORM_REPEALED,
    Subject.NORM_VALID,
    Subject.PERMIT,
    Subject.PENALTY,
    Subject.COERCION,
}
_FEES = {Subject.FEE, Subject.FEE_NOTICE}


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement, the section that makes it, and all statements of that section (`refers` counts among them)."""

    section: str
    statement: FigureStatement
    others: tuple[FigureStatement, ...]

    @property
    def referred(self) -> FigureStatement | None:
        """The statement that a change, a share or an "all" belongs to."""
        at = self.statement.refers
        return None if at is None else self.others[at]


def unclear_figures(filing: Filing) -> int:
    """How many figures of the narrative were left alone because it is unclear what they count: for coverage."""
    return sum(len(_reading(filing.text(name))[1]) for name in text_names(filing))


@lru_cache(maxsize=16)
def _reading(text: str) -> tuple[tuple[FigureStatement, ...], tuple[object, ...]]:
    """Thirteen rules read the same three sections."""
    read = statements(text)
    return read.statements, read.unclear


def _said(filing: Filing, subjects: Iterable[Subject] = (), kinds: Iterable[Kind] = (Kind.COUNT,)) -> Iterator[_Said]:
    """The statements on these subjects (all when empty) about this body, this year and the whole of its figures."""
    wanted, sorts = frozenset(subjects), frozenset(kinds)
    for name in text_names(filing):
        others = _reading(filing.text(name))[0]
        for one in others:
            about = one.kind in sorts and (not wanted or one.subject in wanted)
            if about and is_ours(one, filing, filing.text(name)):
                yield _Said(name, one, others)


def requests(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-01: 受理/收到/办理N件，N∈{新收, 新收+上年结转, 办理结果总计(+结转下年)}；新收、上年结转各对本行。"""
    for said in _said(filing, _REQUESTS):
        if not _is_denial(said.statement):
            yield from _against_tables(rule, filing, said)


def answers(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-02: 办结/答复=办理结果总计。"""
    for said in _said(filing, {Subject.COMPLETED}):
        yield from _against_tables(rule, filing, said)


def results(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-03: 六类结果与结转下年，均对总计列。"""
    for said in _said(filing, _RESULTS):
        yield from _against_tables(rule, filing, said)


def applicants(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-04: 自然人对A列，法人或其他组织对B至F列之和。"""
    for said in _said(filing, _APPLICANTS):
        yield from _against_tables(rule, filing, said)


def documents(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-05: 规章、行政规范性文件的制发、废止、有效，以及许可、处罚、强制，对表二。"""
    for said in _said(filing, _DOCUMENTS):
        yield from _against_tables(rule, filing, said)


def cases(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-06: 复议、诉讼件数；“未发生”↔0；“均获维持”↔维持=总计。备案、办结口径不比。"""
    for said in _said(filing, CASES):
        yield from _against_tables(rule, filing, said)
    for said in _said(filing, CASES, {Kind.ALL_UPHELD}):
        yield from _all_upheld(rule, filing, said)


def _all_upheld(rule: Rule, filing: Filing, said: _Said) -> Iterator[Finding | Undecided]:
    for meaning in meanings(said.statement, filing.form):
        upheld = Meaning("结果维持", tuple(name.replace(".总计", ".结果维持") for name in meaning.names))
        names = (*upheld.names, *meaning.names)
        if unknown := unknown_among(filing, names):
            yield _undecided(rule, said, unknown)
            continue
        total, kept = meaning.value(filing) or 0, upheld.value(filing) or 0
        if kept < total:
            args = {"total": total, "upheld": kept, "zeros": _zeros(filing, (upheld, meaning))}
            yield _finding(rule, filing, said, names, "upheld", args)


def percentages(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-07: 百分比、同比可复算，按书写位数四舍五入。"""
    found = [
        *_shares(rule, filing),
        *(_changes(rule, filing) if filing.previous else ()),
    ]
    yield from found
    if not found and filing.previous is None and any(_said(filing, kinds={Kind.CHANGE})):
        raise CannotRun(context.no_previous)


def _shares(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    for said in _said(filing, kinds={Kind.SHARE}):
        owner = said.referred
        if owner is None or owner.low is None or owner.low != owner.high:
            continue
        wholes = totals(said.statement, filing.form)
        bases = [(one.label, one.value(filing)) for one in wholes]
        bases += [("文中的总数", _exact(one)) for one in said.others if one.kind is Kind.COUNT and one is not owner]
        tried = {label: float(owner.low) / base * 100 for label, base in bases if base}
        if any(_rounds_to(said.statement, value) for value in tried.values()):
            continue
        if unknown := unknown_among(filing, _names(wholes)):
            yield _undecided(rule, said, unknown)
        elif tried:
            args = {"tried": _percents(tried, said.statement.decimals), "zeros": _zeros(filing, wholes)}
            yield _finding(rule, filing, said, (), "share", args)


def _changes(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    for said in _said(filing, kinds={Kind.CHANGE}):
        one = said.statement
        if one.against is not None and (filing.year is None or one.against != filing.year - 1):
            continue
        meant = [(it, it.value(filing), it.value(filing, LAST_YEAR)) for it in meanings(one, filing.form)]
        known = [(it, now, before) for it, now, before in meant if now is not None and before is not None]
        percent = one.unit == "%"
        tried = {
            it.label: (now - before) / before * 100 if percent else now - before
            for it, now, before in known
            if before or not percent
        }
        if any(_rounds_to(one, value) if percent else one.admits(value) for value in tried.values()):
            continue
        names = _names(it for it, _, _ in meant)
        cells = (*names, *(f"{LAST_YEAR}{name}" for name in names))
        if unknown := unknown_among(filing, cells):
            yield _undecided(rule, said, unknown)
        elif tried:
            shown = _percents(tried, max(2, one.decimals)) if percent else _counts(tried)
            args = {"tried": shown, "zeros": _zeros(filing, [it for it, _, _ in meant])}
            yield _finding(rule, filing, said, cells, "change", args)


def _rounds_to(one: FigureStatement, value: float) -> bool:
    """Whether the value, rounded to the written decimals, is what is written; hedged figures by their interval."""
    if one.low is None:
        return True
    half = 0.5 * 10.0**-one.decimals + 1e-9
    return float(one.low) - half <= value and (one.high is None or value <= float(one.high) + half)


def _exact(one: FigureStatement) -> float:
    return float(one.low) if one.low is not None and one.low == one.high else 0.0


def sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-08: 句内加总，“其中”分项和=总数（声明齐全的分项）。"""
    for said in _said(filing):
        if said.statement.subject not in _FEES:
            yield from _parts(rule, filing, said)


def _parts(rule: Rule, filing: Filing, said: _Said) -> Iterator[Finding | Undecided]:
    one = said.statement
    if not one.parts or not one.exhaustive or one.low is None:
        return
    low = sum(part.low for part in one.parts)
    high = None if any(part.high is None for part in one.parts) else sum(part.high or 0 for part in one.parts)
    if (high is not None and high < one.low) or (one.high is not None and low > one.high):
        listed = " + ".join(str(part.low) for part in one.parts)
        args = {"total": _number(one.low), "sum": _number(low), "listed": listed}
        yield _finding(rule, filing, said, (), "", args, left=_number(one.low), right=_number(low))


def all_done(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-09: “全部办结/均已办理”↔结转下年=0；“未收到申请”↔本年新收=0。“41件全部办结”只说那41件。"""
    over, received = "表三.结转下年.总计", "表三.本年新收.总计"
    for said in _said(filing, kinds={Kind.ALL_DONE}):
        if not _IN_TIME.search(said.statement.quote) and _means_every_request(filing, said.statement):
            yield from _none_of(rule, filing, said, over, "", "left")
    for said in _said(filing, _REQUESTS):
        if _is_denial(said.statement) and said.statement.subject is not Subject.CARRIED_IN:
            yield from _none_of(rule, filing, said, received, "none", "value")


def _none_of(
    rule: Rule, filing: Filing, said: _Said, name: str, variant: str, key: str
) -> Iterator[Finding | Undecided]:
    """A sentence by which the cell is 0."""
    value = counted(filing, name)
    if value is None:
        yield _undecided(rule, said, name)
    elif value:
        left = 0 if variant else None
        yield _finding(rule, filing, said, (name,), variant, {key: value}, left=left, right=value)


_IN_TIME = re.compile(r"按时|按期|及时|如期|期限|时限|规定时间|逾期|超期")
"""均按时答复 says that what was answered was answered in time, not that everything was."""


def _means_every_request(filing: Filing, one: FigureStatement) -> bool:
    """Whether "all" is all that came in: no figure at all, or a figure that is the intake and not the output."""
    if one.low is None:
        return True
    done = counted(filing, "表三.办理结果总计.总计")
    intake = [counted(filing, f"表三.{row}.总计") for row in ("本年新收", "上年结转")]
    if done is None or None in intake or one.admits(done):
        return False
    return one.admits(intake[0] or 0) or one.admits((intake[0] or 0) + (intake[1] or 0))


def _is_denial(one: FigureStatement) -> bool:
    """未收到申请: stated as none, N-09's business."""
    return one.low == one.high == 0 and not one.written.isdigit()


def fee_sums(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-10: 处理费件数、金额，分项之和=总。"""
    for said in _said(filing, _FEES, {Kind.COUNT, Kind.AMOUNT}):
        yield from _parts(rule, filing, said)


def fee_in_table(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-04: 信息处理费>0 而表二收费=0。反向不成立：收费>0不意味有信息处理费。"""
    name = "表二.行政事业性收费.金额"
    if name not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    charged = counted(filing, name)
    for said in _said(filing, {Subject.FEE}, {Kind.AMOUNT}):
        if not said.statement.low:
            continue
        if charged is None:
            yield _undecided(rule, said, name)
        elif charged == 0:
            args = {"fee": _number(said.statement.low)}
            yield _finding(rule, filing, said, (name,), "", args, left=args["fee"], right=0)


def never_notified(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-05: R22>0 而第六部分称从未发出收费通知。“未收取”不矛盾，“未启动收费”才矛盾。"""
    name = "表三.其他处理_逾期不缴费.总计"
    if name not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    unpaid = counted(filing, name)
    for said in _said(filing, {Subject.FEE_NOTICE}, {Kind.COUNT, Kind.AMOUNT}):
        if not said.statement.low == said.statement.high == 0:
            continue
        if unpaid is None:
            yield _undecided(rule, said, name)
        elif unpaid:
            yield _finding(rule, filing, said, (name,), "", {"unpaid": unpaid}, left=0, right=unpaid)


def notified(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """X-06: 信息处理费实收金额≤通知金额；通知件数（+上年）≥R22。"""
    told = [one for one in _said(filing, {Subject.FEE_NOTICE}, {Kind.AMOUNT}) if _exact(one.statement)]
    for said in _said(filing, {Subject.FEE}, {Kind.AMOUNT}):
        paid = _exact(said.statement)
        if len(told) == 1 and paid > (limit := _exact(told[0].statement)):
            yield _finding(rule, filing, said, (), "", {"paid": _number(paid), "told": _number(limit)}, paid, limit)
    yield from _notices(rule, filing)


def _notices(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    """Last year's notices may be this year's unpaid ones, so without last year's report there is no verdict."""
    name = "表三.其他处理_逾期不缴费.总计"
    unpaid = counted(filing, name)
    said = [one for one in _said(filing, {Subject.FEE_NOTICE}) if _exact(one.statement)]
    if filing.previous is None or not unpaid or len(said) != 1:
        return
    before = sum(_exact(one.statement) for one in _said(filing.previous, {Subject.FEE_NOTICE}))
    told = _exact(said[0].statement) + before
    if told < unpaid:
        args = {"told": _number(told), "unpaid": unpaid}
        yield _finding(rule, filing, said[0], (name,), "count", args, left=args["told"], right=unpaid)


def _against_tables(rule: Rule, filing: Filing, said: _Said) -> Iterator[Finding | Undecided]:
    """One statement against every meaning; if none fits, what was read, every meaning tried and its value."""
    one = said.statement
    meant = meanings(one, filing.form)
    tried = {it: value for it in meant if (value := it.value(filing)) is not None}
    if not meant or any(one.admits(value) for value in tried.values()):
        return
    names = _names(meant)
    if unknown := unknown_among(filing, names):
        yield _undecided(rule, said, unknown)
        return
    narrower = one.scope is Scope.OWN
    exact = _exact(one) if one.low == one.high else None
    yield _finding(
        rule,
        filing,
        said,
        names,
        "own" if narrower else "",
        {"tried": _counts({it.label: value for it, value in tried.items()}), "zeros": _zeros(filing, meant)},
        left=None if exact is None else _number(exact),
        right=next(iter(tried.values())) if exact is not None else None,
        severity=Severity.NOTICE if narrower else rule.severity,
    )


def _names(meant: Iterable[Meaning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in meant for name in one.names))


def _undecided(rule: Rule, said: _Said, name: str) -> Undecided:
    """值未定的句子列入覆盖说明，不能无声略过。"""
    quote = " ".join(said.statement.quote.split())
    return Undecided(rule.code, name, member=quote, quote=quote)


def _zeros(filing: Filing, meant: Iterable[Meaning]) -> Bilingual | str:
    """空白分项按0并写明。"""
    if not any(one.has_blank(filing) for one in meant):
        return ""
    return Bilingual("（空白的格按 0 计）", " (blank cells counted as 0)")


def _finding(
    rule: Rule,
    filing: Filing,
    said: _Said,
    names: Iterable[str],
    variant: str,
    args: Mapping[str, object],
    left: float | None = None,
    right: float | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding at the section's cell, quoting its words, with the cells of the tables it was held against."""
    text = quoted(filing, said.section, said.statement.quote, "left")
    cells = (text, *(cell_ref(filing, name, "right") for name in names))
    quote = " ".join(said.statement.quote.split())
    base: dict[str, object] = {"zeros": "", "section": section_of(said.section), "quote": quote}
    gap = None if left is None or right is None else _number(left - right)
    return Finding(
        rule,
        severity or rule.severity,
        cells,
        variant,
        {**base, **args},
        left=left,
        right=right,
        difference=gap,
        member=quote,
    )


def _number(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number == int(number) else round(number, 6)


def _counts(tried: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"{label} {shown(_number(value))}" for label, value in tried.items())


def _percents(tried: Mapping[str, float], decimals: int) -> tuple[str, ...]:
    return tuple(f"{label} {value:.{decimals}f}%" for label, value in tried.items())
