"""W-01 to W-03: explanations that are refused, unused or incomplete. They run last and look at the findings."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.bilingual import Bilingual
from validator.model.filing import Filing, Waiver
from validator.model.finding import UNKNOWN, CellRef, Finding
from validator.model.rule import Rule, Severity
from validator.policy.context import Context
from validator.policy.waiving import Named, code_of, is_own, missing


def refused(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """W-01: 情况说明用于强制规则，不接受，原发现照算。"""
    named = Named(context.findings)
    for waiver in filing.waivers:
        if any(one.severity is Severity.MUST for one in named.by(waiver)):
            yield _finding(rule, waiver)


def unused(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """W-02: 情况说明没有用到任何发现。A rule that was not run may well have found something.

    D 类不接受本工作簿自己的情况说明（那一行报 W-02）, unless the finding is one that W-01 refuses already.
    """
    named = Named(context.findings)
    damage = {one.code for one in context.catalogue.rules if one.on_damage}
    for waiver in filing.waivers:
        if is_own(waiver) and code_of(waiver) in damage and not missing(waiver):
            if not any(one.severity is Severity.MUST for one in named.by(waiver)):
                yield _finding(rule, waiver, "own")
            continue
        usable = not missing(waiver) and code_of(waiver) in context.rules_run
        if usable and not named.by(waiver):
            yield _finding(rule, waiver)


def incomplete(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """W-03: 情况说明不完整（缺代码、单元格、理由、填写人或日期）。"""
    known = {one.code for one in context.catalogue.rules}
    for waiver in filing.waivers:
        if lacking := missing(waiver):
            yield _finding(rule, waiver, lacking=tuple(lacking))
        elif code_of(waiver) not in known:
            yield _finding(rule, waiver, "unknown")


def _finding(rule: Rule, waiver: Waiver, variant: str = "", lacking: tuple[Bilingual, ...] = ()) -> Finding:
    place = waiver.place or UNKNOWN
    cells = (CellRef(place, None, waiver.code or None),) if waiver.place else ()
    args = {"code": waiver.code or "—", "cell": waiver.cell or "—", "missing": lacking}
    return Finding(rule, rule.severity, cells, variant, args, member=waiver.code)
