"""The committed linear form is what the compiled rules mean; stacked, scalar and linear evaluation agree."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rulework import linear_forms
from tests.shipped import CATALOGUE, defaults, load_form, load_rules, relations_of
from validator.model.form import Edition
from validator.model.rule import Rule, Severity
from validator.relations import compiling, linear
from validator.relations.formula import PARAMETERS, BadFormula, Instance, instances, names_in, spelled
from validator.relations.linear import Comparison, Evaluated, Term

FORMULA_RULES = [rule for rule in load_rules() if rule.formula]
EDITIONS: list[Edition] = ["2021", "2019", {"表二": "2021", "表三": "2019", "表四": "2021"}]


def _text(one: Instance) -> str:
    """The whole relation in full names."""
    return f"{spelled(one.left)}{one.operator}{spelled(one.right)}"


def made(formula: str, each: str = "", when: str = "") -> Rule:
    return Rule("T0-00", {}, Severity.MUST, "", "", {}, formula=formula, each=each, when=when)


def test_the_committed_linear_form_is_up_to_date() -> None:
    from importlib.resources import files

    committed = (files("validator") / "rules" / linear.FILE).read_text("utf-8")
    assert committed == linear_forms.text_of(linear_forms.build(CATALOGUE)), "run: scripts/renew"


@pytest.mark.parametrize("rule", FORMULA_RULES, ids=lambda rule: rule.code)
def test_compiled_rule_takes_exactly_the_names_that_were_meant(rule: Rule) -> None:
    for one in instances(rule, load_form()):
        cells = {name for name in compiling.function_of(_text(one)).inputs if not name.startswith(PARAMETERS)}
        assert cells == {*names_in(one.left), *names_in(one.right)}


@pytest.mark.parametrize(
    ("code", "instances_wanted", "inputs_wanted"),
    [("T3-01", 7, 4), ("T3-02", 7, 22), ("T3-03", 25, 7), ("T4-01", 1, 5), ("T4-02", 1, 5), ("T4-03", 1, 5)],
)
def test_instances_and_inputs_are_counted(code: str, instances_wanted: int, inputs_wanted: int) -> None:
    found = instances(CATALOGUE.rule(code), load_form())
    assert len(found) == instances_wanted
    assert {len(one.names) for one in found} == {inputs_wanted}


APPLICABLE = [
    pytest.param(rule, edition, id=f"{rule.code} {edition}")
    for rule in FORMULA_RULES
    for edition in EDITIONS
    if relations_of(rule.code, load_form(edition)) is not None
]


def test_only_these_rules_name_what_an_edition_lacks() -> None:
    """2019版没有件数三列，（六）其他处理只有一行。"""
    applicable = {(param.values[0].code, str(param.values[1])) for param in APPLICABLE}  # type: ignore[union-attr]
    lacking = {(rule.code, str(edition)) for rule in FORMULA_RULES for edition in EDITIONS} - applicable
    mixed = str(EDITIONS[2])
    assert lacking == {(code, "2019") for code in ("T2-01", "T2-02", "T3-04", "Y-02")} | {("T3-04", mixed)}


@pytest.mark.parametrize(("rule", "edition"), APPLICABLE)
def test_stacked_scalar_and_linear_agree(rule: Rule, edition: Edition) -> None:
    form = load_form(edition)
    relations = relations_of(rule.code, form)
    assert relations is not None
    parameters = defaults()
    for instance, relation in zip(instances(rule, form), relations, strict=True):
        assert (instance.member, set(instance.names)) == (relation.member, set(relation.names))
        columns = _columns(instance, relation.comparison, parameters)
        stacked = compiling.compiled(_text(instance))(columns).astype(bool)
        for row in range(len(stacked)):
            numbers = {name: columns[name][row] for name in columns}
            scalar = compiling.compiled(_text(instance))({n: np.array([v]) for n, v in numbers.items()})
            left = linear.value(relation.comparison.left, numbers, parameters)
            right = linear.value(relation.comparison.right, numbers, parameters)
            assert bool(stacked[row]) == bool(scalar[0]) == linear.holds(relation.comparison, left, right)
        assert set(stacked.tolist()) == {True, False}


def _columns(
    instance: Instance, comparison: Comparison, parameters: dict[str, int | float]
) -> dict[str, compiling.Stack]:
    """Random figures: in a third both sides are equal, in a third the left is more, in a third it is less."""
    random = np.random.default_rng(7)
    columns = {name: random.integers(0, 1000, 12).astype(np.float64) for name in instance.names}
    columns |= {name: np.full(12, float(value)) for name, value in parameters.items()}
    assert isinstance(comparison.left, tuple)
    first = next(term for term in comparison.left if term.name)
    for row in range(12):
        numbers = {name: float(column[row]) for name, column in columns.items()}
        gap = linear.value(comparison.right, numbers, parameters) - linear.value(comparison.left, numbers, parameters)
        columns[first.name][row] += round(gap + (0, 5000, -5000)[row % 3]) / first.coefficient
    return columns


def test_thresholds_enter_as_parameters() -> None:
    rule = made(
        "表三.其他处理_其他.总计 <= 阈值.其他占比 * 表三.办理结果总计.总计 + 2",
        when="表三.办理结果总计.总计 >= 阈值.下限",
    )
    (instance,) = instances(rule, load_form())
    relation = compiling.relation_of(instance)
    total = "表三.办理结果总计.总计"
    assert relation.comparison.left == (Term("表三.其他处理_其他.总计", 1),)
    assert relation.comparison.right == (Term("", 2), Term(total, 1, "阈值.其他占比"))
    assert relation.guard == Comparison((Term(total, 1),), ">=", (Term("", 1, "阈值.下限"),))


@pytest.mark.parametrize(
    ("formula", "figures", "left"),
    [
        ("表四.行政复议.总计 * 表四.直接起诉.总计 = 0", {"表四.行政复议.总计": 3, "表四.直接起诉.总计": 4}, 12),
        ("ABS(0 - 表四.行政复议.总计) = 3", {"表四.行政复议.总计": 3}, 3),
        ("IF(表四.行政复议.总计>3, 1, 0) = 1", {"表四.行政复议.总计": 4}, 1),
        ("ROUND(表四.行政复议.总计 * 0.7, 0) = 1", {"表四.行政复议.总计": 2}, 1),
        ("INT(表四.行政复议.总计 / 2) = 1", {"表四.行政复议.总计": 3}, 1),
        ("INT(0 - 表四.行政复议.总计 / 2) = 1", {"表四.行政复议.总计": 3}, -2),
        ("NOT(表四.行政复议.总计 > 2) + 1 = 1", {"表四.行政复议.总计": 3}, 1),
        ("ROUND(表二.行政事业性收费.金额, 1) = 0", {"表二.行政事业性收费.金额": 0.25}, 0.3),
        ("ROUND(表二.行政事业性收费.金额 - 1, 1) = 0", {"表二.行政事业性收费.金额": 0.75}, -0.3),
        ("ROUND(表二.行政事业性收费.金额, 2) = 0", {"表二.行政事业性收费.金额": 1.005}, 1.01),
    ],
)
def test_what_is_not_linear_is_evaluated_as_excel_does(formula: str, figures: dict[str, float], left: float) -> None:
    """ROUND and INT must not vanish: over whole numbers alone they seem to be nothing."""
    (instance,) = instances(made(formula), load_form())
    relation = compiling.relation_of(instance)
    assert isinstance(relation.comparison.left, Evaluated)
    assert linear.value(relation.comparison.left, figures, {}) == pytest.approx(left)
    assert linear._relation(json.loads(json.dumps(linear_forms.as_data(relation)))) == relation


@pytest.mark.parametrize(
    "formula", ["ABS(表四.行政复议.总计, 1) = 0", "(表四.行政复议.总计 = 0", "表四.行政复议.总计 + = 0"]
)
def test_a_text_that_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(BadFormula):
        compiling.compiled_relations(made(formula), load_form())
