"""VA-04, VA-05: what a body of its kind can report, by law and by size."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.openness.organ_types import kind_of
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref
from validator.model.rule import Rule, Severity
from validator.model.shown import shown
from validator.policy.context import NOT_IN_EDITION, CannotRun, Context

REGULATIONS = "规章"
"""The row of 表二 that VA-04 is about."""
# 立法法: 乡镇、县级政府及其部门无权制定规章；省和设区的市的部门也无权，但政府办公厅（室）常代本级政府填报。
NEVER_REGULATE = frozenset({"县级政府", "县级政府部门", "乡镇政府（街道办事处）"})
_SMALL = frozenset({"县级政府部门", "乡镇政府（街道办事处）"})
SELDOM_REGULATE = frozenset({"省级政府部门", "设区的市级政府部门"})


def regulations(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-04: 规章三格仅限有权机关，一个原因一条发现，列出各格。"""
    kind = kind_of(filing)
    if kind not in NEVER_REGULATE | SELDOM_REGULATE:
        return
    severity, variant = (Severity.MUST, "") if kind in NEVER_REGULATE else (Severity.EXPLAIN, "seldom")
    names = [one.name for one in filing.form.indicators.values() if one.row == REGULATIONS]
    found = {name: number for name in names if (number := filing.numbers.get(name))}
    if found:
        told = tuple(f"{name} {shown(number)}" for name, number in found.items())
        cells = tuple(cell_ref(filing, name) for name in found)
        yield Finding(rule, severity, cells, variant, {"shown": told, "kind": kind}, member=REGULATIONS)


def scale(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-05: 量级与机关类型不符，如县司法局现行有效行政规范性文件101件。"""
    name, kind = "表二.行政规范性文件.有效", kind_of(filing)
    if name not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    value, most = filing.numbers.get(name), context.thresholds["阈值.文件上限"]
    if kind in _SMALL and value is not None and value > most:
        args = {"kind": kind, "value": value, "most": most}
        yield Finding(rule, rule.severity, (cell_ref(filing, name),), args=args, member=name)
