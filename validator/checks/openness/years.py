"""Y-04 to Y-06 and the unit check of VA-02: this year's figures and text beside last year's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from validator.checks.openness.texts import section_of
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, Undecided, cell_ref
from validator.model.form import TEXT_PREFIX
from validator.model.rule import Rule
from validator.policy.context import CannotRun, Context
from validator.relations.verdict import counted, undecided_by
from validator.startup.records import dataclass

_SECTIONS = ("一", "五")
_SHINGLE = 8
"""Characters that must follow one another alike to count as the same text."""
_LEAST_TEXT = 100


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that is compared from year to year: one cell or the sum of some, and its threshold."""

    title: str
    names: tuple[str, ...]
    threshold: str


_FIGURES = (
    _Figure("行政许可", ("表二.行政许可.处理决定",), "阈值.同比许可处罚强制"),
    _Figure("行政处罚", ("表二.行政处罚.处理决定",), "阈值.同比许可处罚强制"),
    _Figure("行政强制", ("表二.行政强制.处理决定",), "阈值.同比许可处罚强制"),
    _Figure("行政事业性收费", ("表二.行政事业性收费.金额",), "阈值.同比收费"),
    _Figure("本年新收", ("表三.本年新收.总计",), "阈值.同比申请"),
    _Figure("行政复议", ("表四.行政复议.总计",), "阈值.同比复议诉讼"),
    _Figure("行政诉讼", ("表四.直接起诉.总计", "表四.复议后起诉.总计"), "阈值.同比复议诉讼"),
)


def changes(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """Y-04: |Δ|/上>50% 且绝对变化>阈值。"""
    share = context.thresholds["阈值.同比幅度"]

    def leaps(figure: _Figure, now: float, before: float) -> bool:
        gap = abs(now - before)
        return now > 0 and before > 0 and gap > context.thresholds[figure.threshold] and gap / before > share

    yield from _compared(rule, filing, context, leaps)


def appearances(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding | Undecided]:
    """Y-05: 只看总计类数字，且变化≥10：上>0本=0或反之。"""
    least = context.thresholds["阈值.突变下限"]
    yield from _compared(
        rule, filing, context, lambda _, now, before: min(now, before) == 0 and max(now, before) >= least
    )


def _compared(
    rule: Rule, filing: Filing, context: Context, strange: Callable[[_Figure, float, float], bool]
) -> Iterator[Finding | Undecided]:
    """The figures that the forms of both reports have, where this year's is strange beside last year's."""
    if filing.previous is None:
        raise CannotRun(context.no_previous)
    for figure in _FIGURES:
        if any(name not in form.indicators for name in figure.names for form in (filing.form, filing.previous.form)):
            continue
        earlier = tuple(f"{LAST_YEAR}{name}" for name in figure.names)
        if missing := undecided_by(filing, (*figure.names, *earlier)):
            yield Undecided(rule.code, missing, lost=not filing.has(missing), member=figure.title)
            continue
        now, before = (sum(counted(filing, name) or 0 for name in names) for names in (figure.names, earlier))
        if strange(figure, now, before):
            yield _finding(rule, filing, figure, now, before)


def _finding(rule: Rule, filing: Filing, figure: _Figure, now: float, before: float) -> Finding:
    cells = (
        *(cell_ref(filing, name, "left") for name in figure.names),
        *(cell_ref(filing, f"{LAST_YEAR}{name}", "right") for name in figure.names),
    )
    share = f"{round((now - before) / before * 100):+d}" if before else ""
    args = {"name": figure.title, "before": before, "now": now, "share": share}
    gap = round(now - before, 6)
    return Finding(rule, rule.severity, cells, args=args, left=now, right=before, difference=gap, member=figure.title)


def copies(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Y-06: 非零格全部相同，或文字重复率过高。"""
    if filing.previous is None:
        raise CannotRun(context.no_previous)
    figures = [name for name in filing.form.indicators if filing.number(name)]
    shared = [name for name in figures if filing.number(name) == filing.previous.number(name)]
    before = [name for name in filing.previous.form.indicators if filing.previous.number(name)]
    if len(figures) >= _SHINGLE and len(figures) == len(shared) == len(before):
        cells = tuple(cell_ref(filing, name) for name in figures)
        yield Finding(rule, rule.severity, cells, args={"count": len(figures)}, member="数字")
    for section in _SECTIONS:
        yield from _copied_text(rule, filing, section, context.thresholds["阈值.文字重复"])


def _copied_text(rule: Rule, filing: Filing, section: str, limit: float) -> Iterator[Finding]:
    name = f"{TEXT_PREFIX}{section}"
    now, before = (_shingles(filing.cell(one).value) for one in (name, f"{LAST_YEAR}{name}"))
    if len(now) < _LEAST_TEXT:
        return
    share = len(now & before) / len(now)
    if share >= limit:
        cells = (cell_ref(filing, name), cell_ref(filing, f"{LAST_YEAR}{name}"))
        args = {"section": section_of(name), "share": int(share * 100)}
        yield Finding(rule, rule.severity, cells, "text", args, member=section)


def _shingles(text: object) -> frozenset[str]:
    """Every run of some characters; numbers and blanks are left out, for they change in a copied text too."""
    plain = re.sub(r"[\d\s]+", "", text) if isinstance(text, str) else ""
    return frozenset(plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1))
