"""The catalogue for people: one page per rule with basis, formula and worked examples, made from the tests' data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from validator.catalogue import Catalogue
from validator.examples.filings import as_found, example_before_previous, example_filing, example_previous
from validator.examples.units import example_units
from validator.model.bilingual import Bilingual, spoken
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Example, Rule
from validator.policy.context import Context
from validator.run.engine import judge
from validator.startup.records import replace
from validator.template.preview import preview
from validator.writers.changes import changes

EXAMPLE_DAY, EXAMPLE_YEAR = date(2026, 2, 1), 2025
"""The day on which the examples are checked, as reports of which year: pages and tests do not depend on the clock."""

_LABELS: Final = {
    "severity": Bilingual("级别", "Severity"),
    "formula": Bilingual("公式", "Formula"),
    "each": Bilingual("逐个", "For each"),
    "when": Bilingual("仅当", "Only when"),
    "basis": Bilingual("依据", "Basis"),
    "why": Bilingual("为什么", "Why"),
    "fix": Bilingual("怎么改", "How to fix it"),
    "limits": Bilingual("已知局限", "Known limits"),
    "passes": Bilingual("成立的例子", "Example that passes"),
    "fails": Bilingual("不成立的例子", "Example that fails"),
    "colon": Bilingual("：", ": "),
}
_FACTS = ("formula", "each", "when", "why", "fix", "basis", "limits")


def rule_text(rule: Rule, catalogue: Catalogue, lang: str) -> str:
    """One rule as ``gouji explain`` prints it."""
    labels = {key: spoken(words, lang) for key, words in _LABELS.items()}
    colon = labels["colon"]
    severity = SEVERITY_NAMES[lang][rule.severity]
    lines = [f"{rule.code}  {rule.title[lang]}", ""]
    lines += [f"{labels['severity']}{colon}{severity}" + (f"（{rule.severity.value}）" if lang == "zh" else "")]
    lines += [f"{labels[key]}{colon}{text}" for key, text in _facts(rule, lang)]
    for example in rule.examples:
        found = findings_of(rule, example, catalogue)
        title = (lang == "en" and example.title_en) or example.title
        lines += ["", f"{labels['fails' if found else 'passes']}{colon}{title}"]
        lines += [f"  {spoken(line, lang)}" for line in changes(example)]
        lines += [f"  → {_where(finding, lang)} {finding.message(lang)}" for finding in found]
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
    """What rules find in an example, with last year's report where the example has one.

    A year is collected only where the rule on that is shown: nothing else is told of a report of another year.
    """
    chosen = tuple(rules)
    collects = any(example in rule.examples for rule in chosen if rule.on_collecting)
    shown = preview(example_filing(example, catalogue), catalogue, "示例市2025.xlsx")
    filing = as_found(shown, example, catalogue)
    filing = replace(filing, previous=_previous(example, catalogue))
    context = Context(EXAMPLE_DAY, catalogue, year=EXAMPLE_YEAR if collects else None)
    if any(example in rule.examples for rule in chosen if rule.on_units):
        findings = judge(filing, catalogue.rules, context).findings
        context = replace(context, units=example_units(example, catalogue, findings))
    return judge(filing, chosen, context)


def _previous(example: Example, catalogue: Catalogue) -> Filing | None:
    previous, before = example_previous(example, catalogue), example_before_previous(example, catalogue)
    earlier = preview(before, catalogue, f"示例市{before.year}.xlsx") if before else None
    return replace(preview(previous, catalogue), previous=earlier) if previous else None


def findings_of(rule: Rule, example: Example, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What the rule finds in one of its examples."""
    alone = [one for one in catalogue.rules if one is rule or one.on_filling_in]  # which leaves no other a say
    rules = catalogue.rules if rule.on_waivers else alone  # those look at what the others found
    return tuple(one for one in example_report(rules, example, catalogue).findings if one.rule.code == rule.code)


def _facts(rule: Rule, lang: str) -> Iterator[tuple[str, str]]:
    for key in _FACTS:
        if text := rule.words(key, lang):
            yield key, text


def _section(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    yield f"## {rule.code}"
    yield ""
    yield f"**{rule.title['zh']}**（{SEVERITY_NAMES['zh'][rule.severity]}）"
    yield ""
    for key, text in _facts(rule, "zh"):
        yield f"- {_LABELS[key]}：{f'`{text}`' if key in {'formula', 'each', 'when'} else text}"
    for example in rule.examples:
        found = findings_of(rule, example, catalogue)
        yield ""
        yield f"{_LABELS['fails' if found else 'passes']}：{example.title}"
        yield ""
        yield from (f"- {line}" for line in changes(example))
        yield from (f"- → {_where(finding, 'zh')} {finding.message()}" for finding in found)


def _where(finding: Finding, lang: str) -> str:
    severity = SEVERITY_NAMES[lang][finding.severity]
    if finding.here is None:
        return severity
    place = finding.here.place
    return f"{place.sheet}!{place.cell} {severity}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
