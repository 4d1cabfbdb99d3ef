"""Every rule of the catalogue holds where its examples say so and finds exactly the cells they name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.conftest import DAY
from tests.found import cells_of_finding, found
from tests.shipped import base_filing, base_previous, context_of, examine, example_report, load_rules, preview
from validator.model.report import FileReport
from validator.model.rule import Example, Outcome, Rule
from validator.run.engine import check_function
from validator.writers.changes import changes

RULES = load_rules()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code} {example.title}") for rule in RULES for example in rule.examples
]

_REPORTS: dict[str, FileReport] = {}


def report_on(example: Example) -> FileReport:
    """What the whole catalogue says of an example, worked out once for all the tests of this file."""
    key = repr(example)
    if key not in _REPORTS:
        _REPORTS[key] = example_report(RULES, example)
    return _REPORTS[key]


def test_the_base_filing_has_no_findings() -> None:
    filing = replace(preview(base_filing()), previous=preview(base_previous()))
    report = examine(filing, RULES, replace(context_of(DAY), year=2025))
    assert found(report.findings) == []
    assert report.coverage.undecided == ()
    assert report.coverage.not_run == ()
    assert report.coverage.rules_run == tuple(rule.code for rule in RULES if not rule.on_units)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_finds_exactly_these_cells(rule: Rule, example: Example) -> None:
    report = report_on(example)
    assert [one for one in report.findings if one.outcome is Outcome.BROKEN] == []
    own = sorted(cells_of_finding(one) for one in report.findings if one.rule.code == rule.code)
    assert own == sorted(example.finds)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_an_example_that_passes_and_one_that_fails(rule: Rule) -> None:
    assert {bool(example.finds) for example in rule.examples} == {True, False}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_complete(rule: Rule) -> None:
    assert all(rule.title.values())
    for key in ("basis", "why", "fix"):
        assert rule.words(key, "zh")
        assert rule.english[key]
    assert bool(rule.limits) == bool(rule.english["limits"])
    assert all(example.title_en for example in rule.examples)
    if rule.check:
        assert callable(check_function(rule.check))


QUOTED = re.compile(r"“[^”]*”|《[^》]*》|`[^`]*`")
NAMES = re.compile(r"国办公?开?办?函〔\d{4}〕\d+号|〔2019〕60号|(示例市人民政府2025年)?政府信息公开工作年度报告")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_english_of_a_rule_is_english(rule: Rule) -> None:
    """Chinese words stand in it only as what the form or a sentence calls something: never half a sentence."""
    texts = [rule.title["en"], *rule.english.values(), *(example.title_en for example in rule.examples)]
    for text in texts:
        bare = NAMES.sub("", QUOTED.sub("", text))
        assert not re.search(r"[，。；：、！？]|[一-龥]{13}", bare.replace("、 for ，", "")), text


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_what_an_example_changes_is_said_in_words(rule: Rule, example: Example) -> None:
    for line in changes(example):
        for text in (line.zh, line.en):
            assert not re.search(r"[\[\]{}]|as_found|None|True|False", QUOTED.sub("", text)), text


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_every_message_fills_in(rule: Rule, example: Example) -> None:
    for finding in report_on(example).findings:
        for lang in ("zh", "en"):
            text = finding.message(lang)
            assert text
            assert "{" not in text


def test_every_variant_of_every_message_is_used_by_an_example() -> None:
    used = {
        (finding.rule.code, finding.variant)
        for rule in RULES
        for example in rule.examples
        for finding in report_on(example).findings
        if finding.rule.code == rule.code
    }
    assert {(rule.code, variant) for rule in RULES for variant in rule.messages} - used == set()
