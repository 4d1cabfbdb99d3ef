"""The committed linear form is what the compiled rules mean; stacked, scalar and linear evaluation agree."""

from __future__ import annotations

import numpy as np
import pytest

from validator import linear, meaning
from validator.catalogue.forms import load_form
from validator.catalogue.rules import load_rules
from validator.formula import Instance, instances
from validator.linear import Comparison, Term
from validator.model import Edition
from validator.rule import Rule, Severity

FORMULA_RULES = [rule for rule in load_rules() if rule.formula]
EDITIONS: list[Edition] = ["2021", "2019", {"表二": "2021", "表三": "2019", "表四": "2021"}]


def made(formula: str, each: str = "", when: str = "") -> Rule:
    return Rule("T0-00", {}, Severity.MUST, "", "", {}, formula=formula, each=each, when=when)


def test_the_committed_linear_form_is_up_to_date() -> None:
    from importlib.resources import files

    committed = (files("validator") / "rules" / linear.FILE).read_text("utf-8")
    assert committed == meaning.text_of(meaning.build()), "run: python -m validator.meaning"


@pytest.mark.parametrize("rule", FORMULA_RULES, ids=lambda rule: rule.code)
def test_compiled_rule_takes_exactly_the_names_that_were_meant(rule: Rule) -> None:
    for one in instances(rule, load_form()):
        assert {name for name in meaning.inputs_of(one) if name.startswith("表")} == set(one.names)


@pytest.mark.parametrize(
    ("code", "instances_wanted", "inputs_wanted"),
    [("T3-01", 7, 4), ("T3-02", 7, 22), ("T3-03", 25, 7), ("T4-01", 1, 5), ("T4-02", 1, 5), ("T4-03", 1, 5)],
)
def test_instances_and_inputs_are_counted(code: str, instances_wanted: int, inputs_wanted: int) -> None:
    found = meaning.instances_of(code, load_form())
    assert len(found) == instances_wanted
    assert {len(one.names) for one in found} == {inputs_wanted}


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
@pytest.mark.parametrize("rule", FORMULA_RULES, ids=lambda rule: rule.code)
def test_stacked_scalar_and_linear_agree(rule: Rule, edition: Edition) -> None:
    form = load_form(edition)
    relations = linear.relations(rule.code, form)
    if relations is None:
        pytest.skip("this edition lacks what the rule names")
    for instance, relation in zip(instances(rule, form), relations, strict=True):
        assert (instance.member, instance.names) == (relation.member, relation.names)
        columns = _columns(instance, relation.comparison)
        stacked = meaning.stacked_verdict(instance, columns)
        for row in range(len(stacked)):
            numbers = {name: int(columns[name][row]) for name in relation.names}
            scalar = meaning.stacked_verdict(instance, {n: np.array([float(v)]) for n, v in numbers.items()})
            left = linear.value(relation.comparison.left, numbers, {})
            right = linear.value(relation.comparison.right, numbers, {})
            assert bool(stacked[row]) == bool(scalar[0]) == linear.holds(relation.comparison, left, right)
        assert set(stacked.tolist()) == {True, False}


def _columns(instance: Instance, comparison: Comparison) -> dict[str, meaning.Stack]:
    """Random figures, the first half made to satisfy the relation by its first term."""
    random = np.random.default_rng(7)
    columns = {name: random.integers(0, 1000, 12).astype(np.float64) for name in instance.names}
    first = comparison.left[0]
    for row in range(6):
        numbers = {name: float(column[row]) for name, column in columns.items()}
        gap = linear.value(comparison.right, numbers, {}) - linear.value(comparison.left, numbers, {})
        columns[first.name][row] += gap / first.coefficient
    return columns


def test_thresholds_enter_as_parameters() -> None:
    rule = made("表三.其他处理_其他.总计 <= 阈值.其他占比 * 表三.办理结果总计.总计 + 2", when="表三.办理结果总计.总计 >= 阈值.下限")
    (instance,) = instances(rule, load_form())
    relation = meaning.linear_form(instance)
    total = "表三.办理结果总计.总计"
    assert relation.comparison.left == (Term("表三.其他处理_其他.总计", 1),)
    assert relation.comparison.right == (Term("", 2), Term(total, 1, "阈值.其他占比"))
    assert relation.guard == Comparison((Term(total, 1),), ">=", (Term("", 1, "阈值.下限"),))


@pytest.mark.parametrize(
    "formula",
    [
        "表四.行政复议.总计 * 表四.直接起诉.总计 = 0",
        "ABS(表四.行政复议.总计) = 表四.行政复议.结果维持",
        "IF(表四.行政复议.总计>3, 1, 0) = 表四.行政复议.结果维持",
    ],
)
def test_what_is_not_linear_is_refused(formula: str) -> None:
    (instance,) = instances(made(formula), load_form())
    with pytest.raises(meaning.NotLinear, match="T0-00"):
        meaning.linear_form(instance)
