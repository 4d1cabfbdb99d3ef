"""The rules as a list, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model.rule import SEVERITY_NAMES, TRANSLATED, Rule


def rule_data(rule: Rule) -> dict[str, Any]:
    """One rule as JSON data."""
    return {
        "code": rule.code,
        "title": dict(rule.title),
        "severity": rule.severity.value,
        "basis": rule.basis,
        "why": rule.why,
        **{key: getattr(rule, key) or None for key in ("formula", "each", "when", "check", "limits", "fix")},
        **{f"{key}_en": rule.english.get(key) or None for key in TRANSLATED},
    }


def catalogue_text(rules: Iterable[Rule], lang: str) -> str:
    """One line per rule: code, severity, title."""
    names = SEVERITY_NAMES[lang]
    return "".join(f"{rule.code:<6} {names[rule.severity]}  {rule.title[lang]}\n" for rule in rules)
