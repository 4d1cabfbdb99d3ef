"""Cases that others published: checks of rule sets, and how tolerance, blanks and sums of sums should answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rulework import linear_forms, ruleset
from rulework.ruleset import RuleSet, statements
from tests.conftest import DAY
from tests.external.source_rules import parse, renamed
from tests.shipped import base_filing, context_of, examine, load_form, load_rules, preview
from tests.strategies import with_values
from validator.exchange.filing_data import FilingData, Value
from validator.model.report import FileReport, Report
from validator.model.rule import Outcome, Rule, Severity
from validator.relations import linear
from validator.relations.formula import NotInForm, instances
from validator.relations.linear import Comparison, LinearForms, Relation, Term

Case = Mapping[str, Any]
Verdict = bool | None


def cases(shared: Path, file: str) -> dict[str, Case]:
    """The cases of a file by id."""
    found = json.loads((shared / "data" / "external" / file).read_text("utf-8"))
    return {case["id"]: case for case in found["cases"]}


# Rule sets: ruleset_analysis.json.

ANALYSIS = (
    "infeasible-1",
    "feasible",
    "contradicted-none",
    "implied-1",
    "implied-equality",
    "implied-chain",
    "redundant-double",
    "redundant-if",
    "fixed-2",
    "bounds-2",
    "infeasible-if",
)


def _all_named(sets: Iterable[tuple[str, ...]]) -> list[str]:
    """The source gives one list of names, we give every smallest set."""
    return sorted({name for one in sets for name in one})


ANSWERS: Mapping[str, Callable[[RuleSet, Case], object]] = {
    "infeasible": lambda rules, _: ruleset.infeasible(rules),
    "contradicted_by": lambda rules, case: _all_named(ruleset.contradicted_by(rules, case["ask"])),
    "implied_by": lambda rules, case: _all_named(ruleset.implied_by(rules, case["ask"])),
    "redundant": lambda rules, _: {name: name in ruleset.redundant(rules) for name in rules.names},
    "kept_after_removal": lambda rules, _: list(ruleset.without_redundant(rules)),
    "fixed": lambda rules, _: ruleset.fixed(rules),
    "bounds": lambda rules, _: {name: list(limits) for name, limits in ruleset.bounds(rules).items()},
    # The source gives up one rule of several that would do; ours names each of them.
    "source_drops": lambda rules, case: next(
        (list(one) for one in ruleset.ways_out(rules, case["keep"]) if list(one) == case["expect"]["source_drops"]),
        None,
    ),
}


def test_every_case_on_rule_sets_is_listed(shared: Path) -> None:
    assert tuple(cases(shared, "ruleset_analysis.json")) == ANALYSIS


@pytest.mark.parametrize("name", ANALYSIS)
def test_rule_set(name: str, shared: Path) -> None:
    case = cases(shared, "ruleset_analysis.json")[name]
    rules = RuleSet(tuple(one for code, text in case["rules"].items() for one in statements(code, [parse(text)])))
    assert {asked: ANSWERS[asked](rules, case) for asked in case["expect"]} == case["expect"]


def test_each_way_out_of_the_guarded_conflict_is_named(shared: Path) -> None:
    case = cases(shared, "ruleset_analysis.json")["infeasible-if"]
    rules = RuleSet(tuple(one for code, text in case["rules"].items() for one in statements(code, [parse(text)])))
    assert ruleset.ways_out(rules, keep=case["keep"]) == (("r2",), ("r3",))
    assert ruleset.contradicted_by(rules, "r1") == (("r2", "r3"),)


# Answers: tolerance_blank_hierarchy.json, by the engine itself.

OURS = ("blank-undecided", "tolerance-in-condition-0", "float-noise-low")
PART_WHOLE = ("part-whole-bad", "part-whole-blank-as-zero")
OTHER_SHAPES = ("rule-error-is-not-a-failure", "hierarchy-nace")

NOT_OURS: Mapping[str, tuple[str, list[Verdict]]] = {
    "blank-passes": (
        "空白不等于0: a relation whose cells are all blank is undecided and counted in coverage, it never passes",
        [True, False, None],
    ),
    "tolerance-2": (
        "the form's sums are identities: the tolerance is 0.000001 万元 and no setting widens it",
        [False],
    ),
    "sequence-months": ("the form has no series of periods: its rows and columns are fixed", []),
    "sequence-end-missing": ("as sequence-months; a missing row or column is a finding on structure", []),
    "sequence-blank": ("as sequence-months", []),
}
"""Cases that ask for another policy than ours: why, and what the engine answers instead (nothing to run: [])."""

FIELDS = {"x": "表二.行政事业性收费.金额", "y": "表四.行政复议.结果维持", "height": "表四.行政复议.结果维持"}
"""The cells that take the place of the source's fields."""

MADE = Rule("Z9-99", {}, Severity.MUST, "", "", {"": {"zh": "{left} {right}", "en": "{left} {right}"}}, formula="x > 0")


@pytest.fixture
def catalogued() -> Iterator[Callable[[Relation], None]]:
    """Puts a relation into the linear forms under the code of `MADE`; the engine runs as it is."""
    entries: dict[str, Any] = {}
    forms = LinearForms(entries)

    def put(relation: Relation) -> None:
        entry = {"tables": {"表四": "2021"}, "instances": [linear_forms.as_data(relation)]}
        entries[MADE.code] = (linear.text_of(MADE), [entry])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("validator.catalogue.Catalogue.relations", lambda _, *given: forms.relations(*given))
        yield put


def run(values: Mapping[str, Value], rules: tuple[Rule, ...]) -> FileReport:
    """The base filing with these figures under these rules."""
    return examine(preview(with_values(base_filing(), values)), rules, context_of(DAY))


def verdict(report: FileReport) -> Verdict:
    """What became of the one rule: None where it is undecided. Neither broken nor not run."""
    assert report.coverage.rules_run == (MADE.code,)
    assert all(one.outcome is Outcome.FAILS for one in report.findings)
    return None if report.coverage.undecided else not report.findings


def verdicts(case: Case, catalogued: Callable[[Relation], None]) -> list[Verdict]:
    """The engine's answer on every record of a case."""
    catalogued(renamed(parse(case["rule"]), FIELDS))
    records = ({FIELDS[field]: value for field, value in record.items()} for record in case["record"])
    return [verdict(run(values, (MADE,))) for values in records]


def coded(*codes: str) -> tuple[Rule, ...]:
    """Rules of the catalogue."""
    return tuple(rule for rule in load_rules() if rule.code in codes)


def blamed(report: FileReport) -> set[str | None]:
    """Every cell of a relation that fails."""
    return {cell.indicator for finding in report.findings for cell in finding.cells}


def test_every_case_on_answers_is_listed(shared: Path) -> None:
    listed = {*OURS, *PART_WHOLE, *OTHER_SHAPES, *NOT_OURS}
    assert set(cases(shared, "tolerance_blank_hierarchy.json")) == listed
    assert len(listed) == len(OURS) + len(PART_WHOLE) + len(OTHER_SHAPES) + len(NOT_OURS)


@pytest.mark.parametrize("name", OURS)
def test_answers(name: str, shared: Path, catalogued: Callable[[Relation], None]) -> None:
    case = cases(shared, "tolerance_blank_hierarchy.json")[name]
    assert verdicts(case, catalogued) == case["expect"]


@pytest.mark.parametrize("name", [name for name, (_, answers) in NOT_OURS.items() if answers])
def test_where_our_policy_is_another_the_answer_is_known(
    name: str, shared: Path, catalogued: Callable[[Relation], None]
) -> None:
    case = cases(shared, "tolerance_blank_hierarchy.json")[name]
    _, answers = NOT_OURS[name]
    assert verdicts(case, catalogued) == answers != case["expect"]


@pytest.mark.parametrize("name", PART_WHOLE)
def test_quarters_and_their_year(name: str, shared: Path) -> None:
    """Four parts and a whole are 行政复议 in 表四: T4-01."""
    case = cases(shared, "tolerance_blank_hierarchy.json")[name]
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    cells = tuple(f"表四.行政复议.{result}" for result in results)
    report = run(dict(zip(cells, case["values"], strict=True)), coded("T4-01"))
    assert [cell not in blamed(report) for cell in cells] == case["expect"]
    (finding,) = report.findings
    assert (finding.left, finding.right) == (10, sum(value or 0 for value in case["values"][:4]))
    # 凡按0参与了计算，消息里写明
    assert ("空白的表四.行政复议.结果维持按 0 计" in finding.message()) == (None in case["values"])


def test_each_family_answers_by_its_own_sum(shared: Path) -> None:
    """The tree is 表三: 办理结果总计 over its applicants (T3-03), one applicant's total over its outcomes (T3-02)."""
    case = cases(shared, "tolerance_blank_hierarchy.json")["hierarchy-nace"]
    cells = {
        "01": "表三.办理结果总计.总计",
        "01.1": "表三.办理结果总计.自然人",
        "01.11": "表三.予以公开.自然人",
        "01.12": "表三.部分公开.自然人",
        "01.2": "表三.办理结果总计.商业企业",
    }
    zeros: FilingData = with_values(base_filing(), dict.fromkeys(load_form().tables["表三"].indicators, 0))
    given: dict[str, Value] = {cells[label]: value for label, value in zip(case["labels"], case["values"], strict=True)}
    # 01.2 has no children in the case: here its 25 are all 予以公开, so that its own family is in order.
    given |= {"表三.予以公开.商业企业": 25, "表三.予以公开.总计": 55, "表三.部分公开.总计": 40}
    report = run({**zeros.values, **given}, coded("T3-02", "T3-03"))
    assert [cells[label] not in blamed(report) for label in case["labels"]] == case["expect"]
    broken = {(one.rule.code, one.member): (one.left, one.right) for one in report.findings}
    assert broken == {("T3-03", "办理结果总计"): (100, 95), ("T3-02", "总计"): (100, 95)}


def test_an_error_in_a_rule_is_no_failure_of_the_figures(shared: Path, catalogued: Callable[[Relation], None]) -> None:
    case = cases(shared, "tolerance_blank_hierarchy.json")["rule-error-is-not-a-failure"]
    (record,) = case["record"]
    # An unknown cell never gets into the catalogue ...
    unknown = Rule("Z9-98", {}, Severity.MUST, "", "", {}, formula=case["rule"].replace("ape", "表四.行政复议.猿"))
    with pytest.raises(NotInForm, match="猿"):
        instances(unknown, load_form())
    # ... and what is unknown only to the run, a threshold, is told apart from pass and fail.
    height = FIELDS["height"]
    catalogued(Relation("", (height,), Comparison((Term(height, 1),), ">", (Term("", 1, "阈值.ape"),))))
    report = run({height: record["height"]}, (MADE,))
    (finding,) = report.findings
    assert finding.outcome is Outcome.BROKEN
    assert "阈值.ape" in finding.message()
    assert (finding.cells, finding.left, finding.right) == ((), None, None)
    assert Report((report,)).exit_status == 2
