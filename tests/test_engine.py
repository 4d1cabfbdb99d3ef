"""The engine as a whole: what holds is silent, what breaks is found at the right cells, blanks decide nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DAY
from tests.found import cells_of_finding, found, musts
from tests.shipped import base_filing, context_of, examine, load_rules, preview
from tests.strategies import COLUMNS, PARTS, ROWS, balanced, broken_relations, with_values
from validator.exchange.filing_data import FilingData, Value
from validator.model.report import FileReport, Report, Status
from validator.model.rule import Outcome
from validator.run import engine

RULES = load_rules()
RELATIONS = tuple(rule for rule in RULES if rule.code[:2] in {"T3", "T4"} and rule.severity.value == "must")
CELLS = [f"表三.{row}.{column}" for row in ROWS for column in COLUMNS] + [
    name for name in base_filing().values if name.startswith("表四.")
]


def run(data: FilingData) -> FileReport:
    return examine(preview(data), RULES, context_of(DAY))


def relations(data: FilingData) -> FileReport:
    return examine(preview(data), RELATIONS, context_of(DAY))


@given(balanced())
def test_a_balanced_filing_breaks_no_relation(data: FilingData) -> None:
    report = relations(data)
    assert found(report.findings) == []
    assert report.coverage.undecided == ()
    assert musts(run(data)) == []


@given(balanced(), st.sampled_from(CELLS), st.integers(1, 10_000))
def test_a_change_to_one_cell_is_found_where_it_breaks_something(data: FilingData, name: str, added: int) -> None:
    value = data.values[name]
    assert isinstance(value, int)
    changed = with_values(data, {name: value + added})
    report = relations(changed)
    assert {(one.rule.code, one.member) for one in report.findings} == broken_relations(changed.values) != set()
    for finding in report.findings:
        assert name in {cell.indicator for cell in finding.cells}
        assert abs(finding.difference or 0) == added


@given(balanced(), st.dictionaries(st.sampled_from(CELLS), st.integers(0, 9999), max_size=6))
def test_any_number_of_changes_gives_exactly_the_broken_relations(data: FilingData, change: dict[str, int]) -> None:
    changed = with_values(data, change)
    report = relations(changed)
    assert {(one.rule.code, one.member) for one in report.findings} == broken_relations(changed.values)


@given(balanced(), st.lists(st.sampled_from(CELLS), min_size=1, max_size=5, unique=True))
def test_a_blank_never_breaks_a_relation_that_holds_with_its_value(data: FilingData, names: list[str]) -> None:
    report = run(with_values(data, dict.fromkeys(names)))
    undecided = {(item.code, item.indicator) for item in report.coverage.undecided}
    for finding in report.findings:
        if finding.rule.code[:2] in {"T3", "T4"} and finding.severity.value == "must":
            blank_parts = {name for name in names if name in {cell.indicator for cell in finding.cells}}
            assert blank_parts, "a relation without a blank holds"
            assert finding.message().endswith("按 0 计）")
    due = {
        one.cells[0].indicator for one in report.findings if one.rule.code == "VA-03" and one.severity.value == "must"
    }
    assert due <= {indicator for _, indicator in undecided}


@given(balanced(), st.permutations(range(len(RULES))))
def test_the_order_of_rules_does_not_matter(data: FilingData, order: list[int]) -> None:
    changed = with_values(data, {"表三.本年新收.自然人": 7, "表四.行政复议.总计": 3})
    filing, context = preview(changed), context_of(DAY)
    assert found(examine(filing, [RULES[i] for i in order], context).findings) == found(
        examine(filing, RULES, context).findings
    )


def test_left_right_and_difference_of_a_finding() -> None:
    (finding,) = relations(with_values(base_filing(), {"表四.行政复议.总计": 0})).findings
    assert (finding.left, finding.right, finding.difference) == (0, 4, -4)
    assert [(cell.place.cell, cell.value, cell.side) for cell in finding.cells] == [
        ("E8", 0, "left"),
        ("A8", 2, "right"),
        ("B8", 1, "right"),
        ("C8", 0, "right"),
        ("D8", 1, "right"),
    ]
    assert finding.message() == "行政复议：总计 0，四种结果之和 4，相差 4"


def test_a_blank_part_counts_as_zero_and_is_named() -> None:
    (finding,) = relations(with_values(base_filing(), {"表四.行政复议.结果维持": None})).findings
    assert finding.message() == "行政复议：总计 4，四种结果之和 2，相差 2（空白的表四.行政复议.结果维持按 0 计）"


def test_few_blank_parts_are_named_and_more_are_counted() -> None:
    parts = [f"表四.行政复议.{result}" for result in ("结果维持", "结果纠正", "其他结果", "尚未审结")]
    few = relations(with_values(base_filing(), dict.fromkeys(parts[:3])))
    many = relations(with_values(base_filing(), dict.fromkeys(parts)))
    assert [one.message() for one in (*few.findings, *many.findings)] == [
        f"行政复议：总计 4，四种结果之和 1，相差 3（空白的{'、'.join(parts[:3])}按 0 计）",
        "行政复议：总计 4，四种结果之和 0，相差 4（空白的 4 个格按 0 计）",
    ]


BLANK_TOTALS: list[tuple[dict[str, Value], list[str], list[tuple[str, str]]]] = [
    ({"表四.行政复议.总计": None}, ["VA-03 四、复议诉讼!E8"], [("T4-01", "表四.行政复议.总计")]),
    (
        {"表三.办理结果总计.自然人": None},
        ["VA-03 三、依申请公开!D31"],
        [(code, "表三.办理结果总计.自然人") for code in ("T3-01", "T3-02", "T3-03")],
    ),
    (
        {"表三.办理结果总计.总计": None},
        ["VA-03 三、依申请公开!J31"],
        [(code, "表三.办理结果总计.总计") for code in ("T3-01", "T3-02", "T3-03", "T3-04", "N-02")],
    ),
    (
        {"表三.办理结果总计.科研机构": None},
        ["VA-03 三、依申请公开!F31"],
        [],
    ),
    ({"表四.行政复议.结果维持": "/"}, ["T4-01 四、复议诉讼!E8,A8:D8", "VA-03 四、复议诉讼!A8"], []),
    ({"表四.行政复议.结果维持": "二"}, ["VA-01 四、复议诉讼!A8"], [("T4-01", "表四.行政复议.结果维持")]),
    ({"表四.行政复议.结果维持": True}, ["VA-01 四、复议诉讼!A8"], [("T4-01", "表四.行政复议.结果维持")]),
]


@pytest.mark.parametrize(("change", "wanted", "undecided"), BLANK_TOTALS)
def test_one_cause_gives_one_finding(
    change: dict[str, Value], wanted: list[str], undecided: list[tuple[str, str]]
) -> None:
    report = run(with_values(base_filing(), change))
    assert found(report.findings) == wanted
    assert [(item.code, item.indicator) for item in report.coverage.undecided] == undecided


def test_a_relation_of_blanks_alone_is_undecided() -> None:
    blank = {name: None for name in CELLS if name.startswith("表四.复议后起诉.")}
    report = run(with_values(base_filing(), blank))
    assert ("T4-03", "表四.复议后起诉.总计") in {(item.code, item.indicator) for item in report.coverage.undecided}
    assert "VA-03 四、复议诉讼!K8:O8" in found(report.findings)


def test_the_total_that_both_directions_agree_on_is_suggested() -> None:
    report = run(with_values(base_filing(), {"表三.办理结果总计.总计": None}))
    (finding,) = (one for one in report.findings if one.rule.code == "VA-03")
    assert [(one.suggested, one.certain) for one in finding.suspects] == [(41, True)]


def test_where_the_directions_disagree_the_other_wrong_cell_decides_what_a_blank_total_is() -> None:
    report = run(with_values(base_filing(), {"表三.办理结果总计.总计": None, "表三.办理结果总计.自然人": 30}))
    (finding,) = (one for one in report.findings if one.rule.code == "VA-03")
    assert [(one.suggested, one.certain) for one in finding.suspects] == [(41, True)]
    assert [[(one.place.cell, one.suggested) for one in cause.cells] for cause in report.causes] == [
        [("D31", 37)],
        [("J31", 41)],
    ]


def test_a_rule_that_raises_is_broken_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_arguments: object) -> None:
        raise ZeroDivisionError("no")

    original = engine.check_function
    monkeypatch.setattr(engine, "check_function", lambda name: raises if name == "values.blanks" else original(name))
    report = run(with_values(base_filing(), {"表四.行政复议.总计": 0}))
    broken = [one for one in report.findings if one.outcome is Outcome.BROKEN]
    assert [one.message() for one in broken] == ["规则自身出错，没有结论：ZeroDivisionError: no"]
    assert [cells_of_finding(one) for one in report.findings if one.rule.code == "T4-01"] == ["四、复议诉讼!E8,A8:D8"]


def test_the_parts_cover_every_input_of_tables_three_and_four() -> None:
    assert len(PARTS) == 23 * 6 + 12


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, Status.CLEAN),
        ({"表三.予以公开.科研机构": None}, Status.EXPLAIN),
        ({"表四.行政复议.总计": 0}, Status.FAILS),
    ],
)
def test_status_of_a_file(change: dict[str, Value], status: Status) -> None:
    assert run(with_values(base_filing(), change)).status is status


def test_a_broken_rule_does_not_fail_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_arguments: object) -> None:
        raise ZeroDivisionError("no")

    original = engine.check_function
    monkeypatch.setattr(engine, "check_function", lambda name: raises if name == "values.blanks" else original(name))
    report = run(base_filing())
    assert [one.outcome for one in report.findings] == [Outcome.BROKEN]
    assert report.status is Status.EXPLAIN
    assert Report((report,)).exit_status == 2
