"""An instance of a formula rule that does not hold, as a finding."""

from __future__ import annotations

from validator.model.bilingual import Bilingual
from validator.model.blanks import is_empty
from validator.model.filing import Filing
from validator.model.finding import Finding, cell_ref
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.relations.linear import Relation
from validator.relations.verdict import Verdict, share_of, tidy

_FEW = 3
"""That many blank cells are named in a message, more are counted."""


def finding_of(rule: Rule, relation: Relation, filing: Filing, came_to: Verdict, context: Context) -> Finding:
    """That a relation does not hold on a filing, with both sides and its cells in the order of the formula."""
    left, right = came_to.left or 0, came_to.right or 0
    difference = tidy(left - right)
    args = {"left": left, "right": right, "difference": abs(difference), "member": relation.member}
    args |= share_of(relation, filing, context.thresholds)
    return Finding(
        rule,
        rule.severity,
        tuple(cell_ref(filing, name, "left" if name in relation.left_names else "right") for name in relation.names),
        args=args | {"zeros": _zeros(filing, relation.names)},
        left=left,
        right=right,
        difference=difference,
        member=relation.member,
    )


def _zeros(filing: Filing, names: tuple[str, ...]) -> Bilingual | str:
    """凡按0参与了计算，消息里写明。"""
    blank = [name for name in names if is_empty(filing.cell(name))]
    if not blank:
        return ""
    if len(blank) > _FEW:
        return Bilingual(f"（空白的 {len(blank)} 个格按 0 计）", f" ({len(blank)} blank cells counted as 0)")
    return Bilingual(f"（空白的{'、'.join(blank)}按 0 计）", f" (blank {', '.join(blank)} counted as 0)")
