"""The catalogue for people: one page per rule with basis, formula and worked examples, made from the tests' data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from validator.catalogue import Catalogue
from validator.examples.filings import BLANK_KEY, PREVIOUS_KEY, as_found, example_filing, example_previous
from validator.model.finding import FileReport, Finding
from validator.model.rule import SEVERITY_NAMES, Example, Rule
from validator.policy.context import Context
from validator.run.engine import judge
from validator.template.preview import preview

EXAMPLE_DAY, EXAMPLE_YEAR = date(2026, 2, 1), 2025
"""The day on which the examples are checked, as reports of which year: pages and tests do not depend on the clock."""

_LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "severity": "级别",
        "formula": "公式",
        "each": "逐个",
        "when": "仅当",
        "basis": "依据",
        "why": "为什么",
        "limits": "已知局限",
        "passes": "成立的例子",
        "fails": "不成立的例子",
        "base": "底稿不改",
        "blank": "空白",
        "previous": "上年报告：",
        "same": "数字与今年相同",
    },
    "en": {
        "severity": "Severity",
        "formula": "Formula",
        "each": "for each",
        "when": "only when",
        "basis": "Basis",
        "why": "Why",
        "limits": "Known limits",
        "passes": "Example that passes",
        "fails": "Example that fails",
        "base": "the base filing as it is",
        "blank": "blank",
        "previous": "last year's report: ",
        "same": "the same figures",
    },
}


def rule_data(rule: Rule) -> dict[str, Any]:
    """One rule as JSON data."""
    return {
        "code": rule.code,
        "title": dict(rule.title),
        "severity": rule.severity.value,
        "basis": rule.basis,
        "why": rule.why,
        "formula": rule.formula or None,
        "each": rule.each or None,
        "when": rule.when or None,
        "check": rule.check or None,
        "limits": rule.limits or None,
    }


def catalogue_text(rules: Iterable[Rule], lang: str) -> str:
    """One line per rule: code, severity, title."""
    names = SEVERITY_NAMES[lang]
    return "".join(f"{rule.code:<6} {names[rule.severity]}  {rule.title[lang]}\n" for rule in rules)


def rule_text(rule: Rule, catalogue: Catalogue, lang: str) -> str:
    """One rule as ``gouji explain`` prints it."""
    labels = _LABELS[lang]
    lines = [f"{rule.code}  {rule.title[lang]}", ""]
    lines += [f"{labels['severity']}：{SEVERITY_NAMES[lang][rule.severity]}（{rule.severity.value}）"]
    lines += [f"{name}：{text}" for name, text in _facts(rule, labels)]
    for example in rule.examples:
        found = findings_of(rule, example, catalogue)
        lines += ["", f"{labels['fails' if found else 'passes']}：{example.title}"]
        lines += [f"  {line}" for line in _changes(example, labels)]
        lines += [f"  → {_where(finding)} {finding.message(lang)}" for finding in found]
    return "\n".join(lines) + "\n"


def catalogue_markdown(catalogue: Catalogue) -> str:
    """docs/rules.md: a table of all rules, then a section per rule."""
    chosen = catalogue.rules
    lines = [
        "# 规则目录",
        "",
        "本页由 `gouji rules --format markdown` 生成，例子就是测试用的数据，请勿手改。",
        "",
        "| 代码 | 级别 | 规则 |",
        "| --- | --- | --- |",
    ]
    names = SEVERITY_NAMES["zh"]
    lines += [f"| [{r.code}](#{r.code.lower()}) | {names[r.severity]} | {_cell(r.title['zh'])} |" for r in chosen]
    for rule in chosen:
        lines += ["", *_section(rule, catalogue)]
    return "\n".join(lines) + "\n"


def example_report(rules: Iterable[Rule], example: Example, catalogue: Catalogue) -> FileReport:
    """What rules find in an example, with last year's report where the example has one."""
    previous = example_previous(example, catalogue)
    shown = preview(example_filing(example, catalogue), catalogue, "示例市2025.xlsx")
    filing = as_found(shown, example, catalogue)
    filing = replace(filing, previous=preview(previous, catalogue) if previous else None)
    return judge(filing, rules, Context(EXAMPLE_DAY, catalogue, year=EXAMPLE_YEAR))


def findings_of(rule: Rule, example: Example, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What the rule finds in one of its examples; all rules run, for those on waivers look at the others' findings."""
    found = example_report(catalogue.rules, example, catalogue).findings
    return tuple(one for one in found if one.rule.code == rule.code)


def _facts(rule: Rule, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in ("formula", "each", "when", "why", "basis", "limits"):
        if text := getattr(rule, key):
            yield labels[key], text


def _section(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    labels = _LABELS["zh"]
    yield f"## {rule.code}"
    yield ""
    yield f"**{rule.title['zh']}**（{SEVERITY_NAMES['zh'][rule.severity]}）"
    yield ""
    for key, (name, text) in zip(
        [key for key in ("formula", "each", "when", "why", "basis", "limits") if getattr(rule, key)],
        _facts(rule, labels),
        strict=True,
    ):
        yield f"- {name}：{f'`{text}`' if key in {'formula', 'each', 'when'} else text}"
    for example in rule.examples:
        found = findings_of(rule, example, catalogue)
        yield ""
        yield f"{labels['fails' if found else 'passes']}：{example.title}"
        yield ""
        yield from (f"- {line}" for line in _changes(example, labels))
        yield from (f"- → {_where(finding)} {finding.message()}" for finding in found)


def _changes(example: Example, labels: Mapping[str, str]) -> Iterator[str]:
    """What the example changes in the base filing, a line each."""
    if not example.change:
        yield labels["base"]
    yield from _change_lines(example.change, labels)


def _change_lines(change: Mapping[str, object], labels: Mapping[str, str]) -> Iterator[str]:
    for key, value in change.items():
        if key == PREVIOUS_KEY and isinstance(value, Mapping):
            lines = tuple(_change_lines(value, labels)) or (labels["base"],)
            yield from (f"{labels['previous']}{line}" for line in lines)
        elif key == PREVIOUS_KEY:
            yield f"{labels['previous']}{labels['same']}"
        elif key == BLANK_KEY and isinstance(value, list):
            yield from (f"{name} = {labels['blank']}" for name in value)
        elif isinstance(value, Mapping):
            yield from (
                f"{name if key == 'values' else f'{key}.{name}'} = {_one_line(one)}" for name, one in value.items()
            )
        else:
            yield f"{key} = {_one_line(value)}"


def _one_line(value: object) -> str:
    return str(value).replace("\n", " ⏎ ")


def _where(finding: Finding) -> str:
    if not finding.cells:
        return SEVERITY_NAMES["zh"][finding.severity]
    place = finding.cells[0].place
    return f"{place.sheet}!{place.cell} {SEVERITY_NAMES['zh'][finding.severity]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
