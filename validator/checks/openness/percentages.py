"""N-07: percentages and changes, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.checks.openness.meanings import Meaning, meanings, wholes
from validator.checks.openness.said import (
    Said,
    as_counts,
    as_percents,
    contradiction,
    exactly,
    left_undecided,
    names_of,
    said_in,
    zeros_in,
)
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Rule
from validator.narrative.stated import DISPUTES, FigureStatement, Kind, Result, Subject
from validator.policy.context import CannotRun, Context
from validator.relations.verdict import counted, unknown_among


def percentages(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """N-07: 百分比、同比可复算，按书写位数四舍五入。"""
    found = [*_shares(rule, filing), *_rates(rule, filing), *(_changes(rule, filing) if filing.previous else ())]
    yield from found
    if not found and filing.previous is None and any(said_in(filing, kinds={Kind.CHANGE})):
        raise CannotRun(context.no_previous)


def _shares(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    for said in said_in(filing, kinds={Kind.SHARE}):
        one, owner = said.statement, said.referred
        counts = _counts_of(said, filing)
        bases = wholes(one, filing.form)
        tried = {label: share for label, share in _tried(said, filing, counts, bases) if share <= _WHOLE}
        if not counts or any(_rounds_to(one, share) for share in tried.values()):
            continue
        cells = names_of([*bases, *(() if owner else meanings(one, filing.form))])
        if unknown := unknown_among(filing, cells):
            yield left_undecided(rule, said, unknown)
        elif tried:
            args = {"tried": as_percents(tried, one.decimals), "zeros": zeros_in(filing, bases)}
            yield contradiction(rule, filing, said, (), "share", args)


def _rates(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    """办结率104.3%: no more is completed than there was to do. Which base a rate below has, each writer decides."""
    names = ("表三.办理结果总计.总计", "表三.本年新收.总计", "表三.上年结转.总计")
    for said in said_in(filing, kinds={Kind.RATE}):
        if said.statement.low is None or said.statement.low <= _WHOLE:
            continue
        if unknown := unknown_among(filing, names):
            yield left_undecided(rule, said, unknown)
            continue
        done, new, carried = (counted(filing, name) or 0 for name in names)
        tried = {"办理结果总计/(本年新收+上年结转)": done / (new + carried) * 100} if new + carried else {}
        args = {"tried": as_percents(tried, said.statement.decimals), "zeros": ""}
        yield contradiction(rule, filing, said, (), "share", args)


_WHOLE = 100
Counts = dict[str, float]
"""What a share is of, by the rows of the tables it was counted in; "" where the sentence gives the count itself."""


def _counts_of(said: Said, filing: Filing) -> Counts:
    """The count that a share belongs to: the sentence's, else the tables' (自然人占80%)."""
    owner = said.referred
    if owner is not None:
        return {"": exactly(owner)} if owner.low is not None and owner.low == owner.high else {}
    values = {it.label: it.value(filing) for it in meanings(said.statement, filing.form)}
    return {label: value for label, value in values.items() if value is not None}


def _tried(said: Said, filing: Filing, counts: Counts, bases: Iterable[Meaning]) -> Iterator[tuple[str, float]]:
    """The count as a share of each base; of the same requests where the tables gave it (自然人·本年新收, 本年新收)."""
    known = [(base.label, base.value(filing)) for base in bases]
    if said.referred is not None:
        known += _totals_told(said, said.referred)
    for rows, count in counts.items():
        for label, whole in known:
            if whole and (not rows or "·" not in rows or _rows(rows) in (*Result, _rows(label))):
                yield label, count / whole * 100


def _rows(label: str) -> str:
    return label.rpartition("·")[2]


def _totals_told(said: Said, owner: FigureStatement) -> list[tuple[str, float | None]]:
    """Counts of the section that the owner can be a part of; what stands beside it is no total."""
    of = None if owner.refers is None else said.others[owner.refers]
    told = [
        one
        for one in said.others
        if one.kind is Kind.COUNT and one.low is not None and owner.low is not None and one.low >= owner.low
        if one is of or (one is not owner and _is_total_of(one, owner))
    ]
    return [("文中的总数", exactly(one)) for one in told]


def _is_total_of(one: FigureStatement, owner: FigureStatement) -> bool:
    if owner.subject in DISPUTES:
        return one.subject in DISPUTES and one.result is None and (owner.result is not None or one.subject in _BOTH)
    return one.subject in _REQUESTS and owner.subject not in _REQUESTS


_BOTH = (Subject.DISPUTES, Subject.LITIGATION)
_REQUESTS = (Subject.NEW, Subject.RECEIVED, Subject.HANDLED, Subject.COMPLETED)


def _changes(rule: Rule, filing: Filing) -> Iterator[Finding | Undecided]:
    for said in said_in(filing, kinds={Kind.CHANGE}):
        one = said.statement
        if one.unit.endswith("百分点"):
            continue  # a rate rose, and rates are not in the tables
        if one.against is not None and (filing.year is None or one.against != filing.year - 1):
            continue
        meant, percent = meanings(one, filing.form), one.unit == "%"
        tried = {
            it.label: (now - before) / before * 100 if percent else now - before
            for it in meant
            if (now := it.value(filing)) is not None and (before := it.value(filing, LAST_YEAR)) is not None
            if before or not percent
        }
        if any(_rounds_to(one, value) if percent else one.admits(value) for value in tried.values()):
            continue
        names = names_of(meant)
        cells = (*names, *(f"{LAST_YEAR}{name}" for name in names))
        if unknown := unknown_among(filing, cells):
            yield left_undecided(rule, said, unknown)
        elif tried:
            shown = as_percents(tried, max(2, one.decimals)) if percent else as_counts(tried)
            args = {"tried": shown, "zeros": zeros_in(filing, meant)}
            yield contradiction(rule, filing, said, cells, "change", args)


def _rounds_to(one: FigureStatement, value: float) -> bool:
    """Whether the value, rounded to the written decimals, is what is written; hedged figures by their interval."""
    if one.low is None:
        return True
    half = 0.5 * 10.0**-one.decimals + 1e-9
    return float(one.low) - half <= value and (one.high is None or value <= float(one.high) + half)
